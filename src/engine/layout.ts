/**
 * Which columns and scalars a model needs: only what it reads, carries or must account for has a column.
 *
 *   scalars of a culture   time, step, each factor, each vesicle species, each condition, each group of kinds that is counted, each contact
 *   columns of its cells   birth, entry, generation, family, clocks, attributes, vesicles bound and inside, cargo, what is shown of it, bodies;
 *                          where a culture is static: place, velocity, and what is around the cell
 */
import type { Capture, Expression, Kind, Model, Signal, Weight } from "../model.ts";
import { constantOf, type Place, type Places, timeScalar } from "./expression.ts";

export interface Layout {
  /** Names of the cells' columns in their order: "born", "attribute:3", "bound:0"… */
  readonly columns: readonly string[];
  /** Columns of whole numbers below 2³¹. */
  readonly whole: readonly boolean[];
  readonly columnOf: ReadonlyMap<string, number>;
  /** When each of `eventSlots` is due, s: its column, −1 where no kind has such a clock. */
  readonly due: readonly number[];
  /** Those of them that there are. */
  readonly clocks: readonly number[];
  /** By attribute: the column it is kept in, −1 where no kind keeps it. */
  readonly attribute: readonly number[];
  readonly scalarCount: number;
  readonly factorScalar: number; // first of the factors' scalars
  readonly vesicleScalar: number;
  readonly conditionScalar: number;
  readonly groupScalar: number;
  /** Groups of kinds whose density somebody reads. */
  readonly groups: readonly (readonly number[])[];
  readonly contactScalar: number;
  /** Contacts that somebody reads: who counts for how much in each. */
  readonly contacts: readonly (readonly Weight[])[];
  /** Cargo that cells acquire of captured vesicles and show to others. */
  readonly stores: readonly Store[];
  /** Species that some kind captures, and whether they stay on the surface for a while. */
  readonly captured: readonly boolean[];
  readonly staysBound: readonly boolean[];
  /** Cargo that a captured species can carry into a cell, and that something in the cell reads or that may come off again. */
  readonly delivered: readonly boolean[];
  /** First of x, y and z, µm; −1 where no culture is static. */
  readonly place: number;
  /** First of the velocities, µm/s; −1 where no kind walks on in its direction. */
  readonly velocity: number;
  /** What cells read of their surroundings, which differ from place to place: the column, and the scalar of a stirred culture. */
  readonly around: readonly Around[];
  /** Where a kind reads its signals. */
  readonly places: readonly Places[];
  /** Where a formula that belongs to no cell reads: the culture's scalars alone. */
  readonly shared: Places;
}

export interface Around {
  readonly of: "factor" | "vesicle" | "contact";
  readonly index: number;
  readonly column: number;
  readonly scalar: number;
}

/** Columns of one cargo from one species, in copies. */
export interface Store {
  readonly cargo: number;
  readonly species: number;
  readonly acquired: number; // waits to be processed
  readonly processed: number; // shown after that
  readonly dressed: number; // shown as it came; −1 where none is
}

export const eventSlots = ["divide", "die", "become"] as const;

/** Columns that every model has. */
export const bornColumn = 0; // s
export const enteredColumn = 1; // s
export const generationColumn = 2;
export const familyColumn = 3;

export function layoutOf(model: Model): Layout {
  const groups = groupsIn(model);
  const factorScalar = 2;
  const vesicleScalar = factorScalar + model.factors.length;
  const conditionScalar = vesicleScalar + model.vesicles.length;
  const groupScalar = conditionScalar + model.conditions.length;
  const contacts = contactsIn(model);
  const contactScalar = groupScalar + groups.length;
  const contactAt = new Map(contacts.map((weights, at) => [JSON.stringify(weights), contactScalar + at]));

  const captures = model.kinds.flatMap((kind) => kind.captures);
  const captured = model.vesicles.map((_, species) => captures.some((capture) => capture.species === species));
  const staysBound = model.vesicles.map((_, species) =>
    captures.some((capture) => capture.species === species && !entersAtOnce(capture)),
  );
  const comesOff = model.vesicles.map((_, species) =>
    captures.some((capture) => capture.species === species && constantOf(capture.detach) !== 0),
  );
  const read = model.cargo.map(() => false);
  eachSignal(model, (signal) => {
    if (signal.signal === "payload" || signal.signal === "surface") read[signal.index] = true;
  });
  const shown = shownIn(model);
  const delivered = model.cargo.map((_, cargo) =>
    model.vesicles.some(
      (_vesicle, species) =>
        captured[species] &&
        carries(model, species, cargo) &&
        (read[cargo] || comesOff[species] || shown.some((one) => one.cargo === cargo)),
    ),
  );

  const columns: string[] = ["born", "entered", "generation", "family"];
  const whole: boolean[] = [false, false, true, true];
  const add = (name: string, isWhole = false): void => {
    columns.push(name);
    whole.push(isWhole);
  };
  for (const event of eventSlots)
    if (model.kinds.some((kind) => kind.clocks.some((clock) => clock.event === event))) add(`due:${event}`);
  model.attributes.forEach((_, index) => {
    if (model.kinds.some((kind) => isStored(kind, index))) add(`attribute:${index}`);
  });
  model.vesicles.forEach((species, index) => {
    if (captured[index]) add(`inside:${index}`);
    if (staysBound[index]) add(`bound:${index}`);
    const releases = model.kinds.flatMap((kind) => kind.releases).filter((release) => release.species === index);
    if (releases.some((release) => release.manner === "bodies")) add(`bodies:${index}`);
    if (releases.length > 0 && species.detail !== "pool") add(`released:${index}`, true);
  });
  model.cargo.forEach((_, cargo) => {
    if (!delivered[cargo]) return;
    add(`payload:${cargo}`);
    model.vesicles.forEach((_, species) => {
      if (staysBound[species] && carries(model, species, cargo)) add(`surface:${cargo}:${species}`);
    });
  });

  for (const { cargo, species, dressed } of shown) {
    add(`acquired:${cargo}:${species}`);
    add(`processed:${cargo}:${species}`);
    if (dressed) add(`dressed:${cargo}:${species}`);
  }

  const around: Around[] = [];
  const spatial = model.cultures.some((culture) => culture.space);
  if (spatial) {
    for (const axis of ["x", "y", "z"]) add(axis);
    if (model.kinds.some(({ move }) => move && constantOf(move.persistence) !== 0))
      for (const axis of ["vx", "vy", "vz"]) add(axis);
    const surround = (of: Around["of"], index: number, scalar: number): void => {
      if (around.some((one) => one.of === of && one.index === index)) return;
      around.push({ of, index, scalar, column: columns.length });
      add(`around:${of}:${index}`);
    };
    walkSignals(model.kinds, (signal) => {
      if (signal.signal === "factor") surround("factor", signal.index, factorScalar + signal.index);
      if (signal.signal === "vesicle") surround("vesicle", signal.index, vesicleScalar + signal.index);
    });
    contacts.forEach((_, at) => {
      surround("contact", at, contactScalar + at);
    });
  }

  const columnOf = new Map(columns.map((name, index) => [name, index]));
  const shared: Places = (signal) => {
    switch (signal.signal) {
      case "factor":
        return { at: "scalar", index: factorScalar + signal.index };
      case "vesicle":
        return { at: "scalar", index: vesicleScalar + signal.index };
      case "condition":
        return { at: "scalar", index: conditionScalar + signal.index };
      case "cells":
        return { at: "scalar", index: groupScalar + groups.findIndex((group) => sameGroup(group, signal.kinds)) };
      case "contact":
        return { at: "scalar", index: contactAt.get(JSON.stringify(signal.weights))! };
      case "time":
        return { at: "scalar", index: timeScalar };
      default:
        throw new TypeError(`a formula that belongs to no cell reads a cell's ${signal.signal}`);
    }
  };
  const column = (name: string): Place => {
    const index = columnOf.get(name);
    return index === undefined ? nothing : { at: "column", index };
  };
  const places = model.kinds.map(
    (kind): Places =>
      (signal) => {
        switch (signal.signal) {
          case "attribute": {
            const own = kind.attributes.find((attribute) => attribute.index === signal.index);
            if (own?.is) return { at: "formula", name: `a${signal.index}`, of: own.is };
            return column(`attribute:${signal.index}`);
          }
          case "bound":
          case "inside":
          case "payload":
            return column(`${signal.signal}:${signal.index}`);
          case "acquired":
            return column(`acquired:${signal.index}:${signal.species}`);
          case "shown":
            return column(`${signal.way}:${signal.index}:${signal.species}`);
          case "surface": {
            if (signal.species !== undefined) return column(`surface:${signal.index}:${signal.species}`);
            const indices = columns.flatMap((name, at) => (name.startsWith(`surface:${signal.index}:`) ? [at] : []));
            return indices.length === 0 ? nothing : { at: "columns", indices };
          }
          case "age":
            return { at: "since", index: bornColumn };
          case "residence":
            return { at: "since", index: enteredColumn };
          case "generation":
            return { at: "column", index: generationColumn };
          default: {
            const place = shared(signal);
            const local = place.at === "scalar" && around.find(({ scalar }) => scalar === place.index);
            return local ? { at: "column", index: local.column } : place;
          }
        }
      },
  );

  const due = eventSlots.map((event) => columnOf.get(`due:${event}`) ?? -1);
  return {
    columns,
    whole,
    columnOf,
    due,
    clocks: due.filter((column) => column >= 0),
    attribute: model.attributes.map((_, index) => columnOf.get(`attribute:${index}`) ?? -1),
    scalarCount: contactScalar + contacts.length,
    factorScalar,
    vesicleScalar,
    conditionScalar,
    groupScalar,
    groups,
    contactScalar,
    contacts,
    stores: shown.map(({ cargo, species }) => ({
      cargo,
      species,
      acquired: columnOf.get(`acquired:${cargo}:${species}`)!,
      processed: columnOf.get(`processed:${cargo}:${species}`)!,
      dressed: columnOf.get(`dressed:${cargo}:${species}`) ?? -1,
    })),
    captured,
    staysBound,
    delivered,
    place: columnOf.get("x") ?? -1,
    velocity: columnOf.get("vx") ?? -1,
    around,
    places,
    shared,
  };
}

/** What a kind reads of a thing that it does not have. */
const nothing: Place = { at: "formula", name: "zero", of: { kind: "number", value: 0 } };

/** Whether a capture goes straight inside, so that nothing of it is ever on the surface. */
const entersAtOnce = (capture: Capture): boolean => constantOf(capture.entry) === Infinity;

/** Whether a kind keeps a value of this attribute (rather than working it out, or not having it). */
function isStored(kind: Kind, index: number): boolean {
  if (kind.attributes.some((attribute) => attribute.index === index && attribute.is)) return false;
  return (
    kind.start.some((start) => start.attribute === index) ||
    kind.attributes.some((attribute) => attribute.index === index)
  );
}

/** Whether vesicles of a species can have a cargo: by themselves, or stamped by a cell. */
export function carries(model: Model, species: number, cargo: number): boolean {
  return (
    model.vesicles[species].cargo.some((carried) => carried.cargo === cargo) ||
    model.kinds.some((kind) =>
      kind.releases.some(
        (release) => release.species === species && release.stamps.some((stamp) => stamp.cargo === cargo),
      ),
    )
  );
}

const sameGroup = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((kind, index) => kind === b[index]);

function groupsIn(model: Model): (readonly number[])[] {
  const groups: (readonly number[])[] = [];
  eachSignal(model, (signal) => {
    if (signal.signal === "cells" && !groups.some((group) => sameGroup(group, signal.kinds))) groups.push(signal.kinds);
  });
  return groups;
}

/** Contacts by what counts in them, each once. */
function contactsIn(model: Model): (readonly Weight[])[] {
  const found = new Map<string, readonly Weight[]>();
  eachSignal(model, (signal) => {
    if (signal.signal === "contact") found.set(JSON.stringify(signal.weights), signal.weights);
  });
  return [...found.values()];
}

/** Cargo and species of which some kind that shows the cargo acquires it, and whether any of it is shown as it came. */
function shownIn(model: Model): { readonly cargo: number; readonly species: number; readonly dressed: boolean }[] {
  return model.cargo.flatMap(({ face }, cargo) =>
    model.vesicles.flatMap((_, species) => {
      const ways = model.kinds.flatMap(({ captures, shows }) =>
        captures.flatMap(({ acquires, species: captured }) =>
          acquires && captured === species && shows.some((display) => display.cargo === cargo) ? [acquires] : [],
        ),
      );
      if (ways.length === 0 || !carries(model, species, cargo)) return [];
      const dressed = face === "surface" && ways.some((way) => constantOf(way.dressed) !== 0);
      return [{ cargo, species, dressed }];
    }),
  );
}

/** Visits every signal that any formula of the model reads. */
function eachSignal(model: Model, visit: (signal: Signal) => void): void {
  const { kinds, protocol, factors, vesicles, cargo, reactions } = model;
  for (const part of [kinds, protocol, factors, vesicles, cargo, reactions]) walkSignals(part, visit);
}

/** Visits every signal in some part of a model: a formula is known by its `kind`, wherever it stands. */
function walkSignals(part: unknown, visit: (signal: Signal) => void): void {
  if (typeof part !== "object" || part === null) return;
  if ((part as Expression).kind === "read" && "of" in part) visit((part as { of: Signal }).of);
  for (const inner of Object.values(part)) walkSignals(inner, visit);
}
