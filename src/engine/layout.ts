/**
 * Which columns and scalars a model needs: only what it reads, carries or must account for has a column.
 *
 *   scalars of a culture   time, step, each factor, each vesicle species, each condition, each group of kinds that is counted
 *   columns of its cells   birth, entry, generation, family, clocks, attributes, vesicles bound and inside, cargo, bodies
 */
import type { Capture, Expression, Kind, Model, Signal } from "../model.ts";
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
  /** Species that some kind captures, and whether they stay on the surface for a while. */
  readonly captured: readonly boolean[];
  readonly staysBound: readonly boolean[];
  /** Cargo that a captured species can carry into a cell, and that something in the cell reads or that may come off again. */
  readonly delivered: readonly boolean[];
  /** Where a kind reads its signals. */
  readonly places: readonly Places[];
  /** Where a formula that belongs to no cell reads: the culture's scalars alone. */
  readonly shared: Places;
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
  const delivered = model.cargo.map((_, cargo) =>
    model.vesicles.some(
      (_vesicle, species) => captured[species] && carries(model, species, cargo) && (read[cargo] || comesOff[species]),
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
          case "surface": {
            const indices = columns.flatMap((name, at) => (name.startsWith(`surface:${signal.index}:`) ? [at] : []));
            return indices.length === 0 ? nothing : { at: "columns", indices };
          }
          case "age":
            return { at: "since", index: bornColumn };
          case "residence":
            return { at: "since", index: enteredColumn };
          case "generation":
            return { at: "column", index: generationColumn };
          default:
            return shared(signal);
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
    scalarCount: groupScalar + groups.length,
    factorScalar,
    vesicleScalar,
    conditionScalar,
    groupScalar,
    groups,
    captured,
    staysBound,
    delivered,
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

/** Visits every signal that any formula of the model reads: a formula is known by its `kind`, wherever it stands. */
function eachSignal(model: Model, visit: (signal: Signal) => void): void {
  const walk = (part: unknown): void => {
    if (typeof part !== "object" || part === null) return;
    if ((part as Expression).kind === "read" && "of" in part) visit((part as { of: Signal }).of);
    else for (const inner of Object.values(part)) walk(inner);
  };
  walk(model.kinds);
  walk(model.protocol);
  walk(model.factors);
  walk(model.vesicles);
  walk(model.cargo);
  walk(model.reactions);
}
