/** Kinds of cell: each state of each type with its attributes and behaviours, as the rules of an arm leave them. */
import type { Capture, Clock, Consumption, Distribution, Expression, Hazard, Release, Secretion } from "../../model.ts";
import { type Book, middleOf, readAmount, readDistribution, readNumber } from "../book.ts";
import type { Document } from "../document/document.ts";
import { choose, isNumber, minus, number, one, operate, over, plus, read, times, zero } from "../expression.ts";
import type { Resolve } from "../formula.ts";
import { entriesByName, find } from "../names.ts";
import { late, type Plan } from "../plan.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";
import { targetOf } from "./address.ts";
import { attributesOf, stateOf } from "./attributes.ts";
import { type Changes, changesOf, type Variant } from "./changes.ts";
import { tagsMatch } from "./matching.ts";

type Cell = Document["cells"][string];

interface Desk {
  readonly book: Book;
  readonly changes: Changes;
  readonly variant: Variant;
  readonly vesicles: Plan["vesicles"];
  readonly kind: number;
  readonly written: Cell;
  readonly path: Path;
  readonly resolve: Resolve;
  readonly scopes: Scopes;
  readonly diameter: Expression;
}

export function kindsOf(book: Book, scopes: Scopes, variant: Variant, vesicles: Plan["vesicles"]): Plan["kinds"] {
  const { names, document, report } = book;
  const changes = changesOf(book, scopes, variant);
  const kinds = names.kinds.map(({ name, type, state, path }, kind) => {
    const written = stateOf(document, path);
    const resolve = scopes.cell(kind);
    if (written.diameter === undefined) report.fault(path, "has no `diameter`", "add one, such as diameter: 7 um");
    const diameter = readAmount(book, written.diameter ?? "1 um", "length", [...path, "diameter"], scopes.parameters);
    const desk: Desk = { book, changes, variant, vesicles, kind, written, path, resolve, scopes, diameter };
    sayNotYet(desk);
    const { start, attributes } = attributesOf(book, kind, resolve, changes);
    const { hazards, clocks } = eventsOf(desk);
    return {
      name,
      type,
      state: state === "" ? "" : state,
      diameter: late(diameter),
      start,
      attributes,
      hazards,
      clocks,
      secretions: secretionsOf(desk),
      consumptions: consumptionsOf(desk),
      captures: capturesOf(desk),
      releases: releasesOf(desk),
    };
  });
  changes.finish();
  checkLatches(book, kinds);
  return kinds;
}

function sayNotYet({ book, written, path }: Desk): void {
  const { report, names } = book;
  const powers = { attack: "attack on contact", acquire: "antigen acquired from vesicles", present: "antigen shown to other cells" } as const;
  for (const key of ["attack", "acquire", "present"] as const) {
    for (const [name] of entriesByName<unknown>(written[key])) {
      report.notYet([...path, key], powers[key]);
      if (key === "acquire") find(names, report, "vesicles", name, [...path, key, name], true);
      if (key === "present") find(names, report, "cargo", name, [...path, key, name], true);
      if (key === "attack" && !names.kinds.some((kind) => kind.type === name) && !names.isWritten("types", name)) {
        find(names, report, "types", name, [...path, key, name], true);
      }
    }
  }
  if (written.move) report.notYet([...path, "move"], "cells that move");
}

/** Divide, die and become: at a rate, or at a drawn time. */
function eventsOf(desk: Desk): { hazards: Hazard[]; clocks: Clock[] } {
  const { book, changes, kind, written, path, resolve } = desk;
  const { parameters } = desk.scopes;
  const hazards: Hazard[] = [];
  const clocks: Clock[] = [];
  const amount = (value: string | number, key: string, at: Path, dimension: "rate" | "number"): Expression =>
    readAmount(book, value, dimension, [...at, key], resolve);
  const requirement = (value: string | number | undefined, at: Path): Expression | undefined =>
    value === undefined ? undefined : amount(value, "requires", at, "number");
  const add = (event: Hazard["event"], to: number, address: string, base: Expression | undefined): void => {
    const rate = changes.changed(kind, address, base, "rate");
    if (rate !== undefined && !isNumber(rate, 0)) hazards.push({ event, to, rate });
  };
  const clock = (event: Clock["event"], to: number, address: string, first: Distribution, more: Partial<Clock>, at: Path): void => {
    if (clocks.some((other) => other.event === event)) {
      book.report.fault(at, `is a second drawn time to ${event}`, "one drawn time is possible for each of divide, die and become: give the other a rate");
      return;
    }
    const free = changes.left(kind, address);
    const allowed = free && operate(">", free, zero);
    const requires = more.requires && allowed ? operate("and", more.requires, allowed) : (more.requires ?? allowed);
    clocks.push({ event, to, first, later: first, shared: "own", otherwise: "waits", ...more, ...(requires ? { requires } : {}) });
  };

  const { divide, die } = written;
  const dividing = [...path, "divide"];
  if (divide !== undefined && divide !== "none") {
    const requires = requirement(divide.requires, dividing);
    const limit = divide.limit === undefined ? undefined : amount(divide.limit, "limit", dividing, "number");
    if ((divide.rate === undefined) === (divide.first === undefined)) {
      book.report.fault(dividing, "says neither or both of when and how often", "state `rate`, or `first` and `later`, such as first: \"lognormal(40 hour, 1.2)\"");
    }
    if (divide.first === undefined && divide.later !== undefined) book.report.fault(dividing, "has `later` without `first`", "state both");
    if (divide.rate !== undefined) {
      let rate = amount(divide.rate, "rate", dividing, "rate");
      if (requires) rate = choose(requires, rate, zero);
      if (limit) rate = choose(operate("<", read({ signal: "generation" }), limit), rate, zero);
      add("divide", -1, "divide", rate);
    } else if (divide.first !== undefined) {
      const first = readDistribution(book, divide.first, "time", [...dividing, "first"], parameters);
      const later = divide.later === undefined ? first : readDistribution(book, divide.later, "time", [...dividing, "later"], parameters);
      const { shared, otherwise } = divide;
      clock("divide", -1, "divide", first, { later, shared, otherwise, ...(requires ? { requires } : {}), ...(limit ? { limit } : {}) }, dividing);
    }
  } else add("divide", -1, "divide", undefined);

  const waiting = (event: "die" | "become", to: number, address: string, timed: Exclude<NonNullable<Cell["die"]>, "none">, at: Path): void => {
    const requires = requirement(timed.requires, at);
    if (timed.rate === undefined && timed.after === undefined) book.report.fault(at, "does not say when", "state `rate` or `after`");
    const rate = timed.rate === undefined ? undefined : amount(timed.rate, "rate", at, "rate");
    if (timed.after !== undefined) {
      const after = readDistribution(book, timed.after, "time", [...at, "after"], parameters);
      clock(event, to, address, after, { otherwise: timed.otherwise, ...(requires ? { requires } : {}) }, at);
    }
    if (rate !== undefined || timed.after === undefined) add(event, to, address, rate && requires ? choose(requires, rate, zero) : rate);
  };
  if (die !== undefined && die !== "none") waiting("die", -1, "die", die, [...path, "die"]);
  else add("die", -1, "die", undefined);

  const targets = new Set<string>();
  for (const [name, become] of entriesByName(written.become)) {
    if (become === "none") continue;
    const at = [...path, "become", name];
    const to = targetOf(book, kind, name, at, true);
    if (to === undefined) continue;
    targets.add(`become ${to}`);
    waiting("become", to, `become ${to}`, become, at);
  }
  for (const address of changes.ruled(kind)) {
    if (address.startsWith("become ") && !targets.has(address)) add("become", Number(address.slice(7)), address, undefined);
  }
  written["one-of"].forEach((choice, index) => {
    for (const { to, rate } of fatesOf(desk, choice, [...path, "one-of", index])) hazards.push({ event: "become", to, rate });
  });
  return { hazards, clocks };
}

/** Fates that share one rate; `rest` takes what the others leave. */
function fatesOf({ book, kind, resolve }: Desk, choice: Cell["one-of"][number], path: Path): { to: number; rate: Expression }[] {
  const rate = readAmount(book, choice.rate, "rate", [...path, "rate"], resolve);
  const fates = entriesByName(choice.among).map(([name, written]) => {
    const at = [...path, "among", name];
    const share = written === "rest" ? undefined : readAmount(book, written, "share", at, resolve);
    return { to: targetOf(book, kind, name, at, true), share };
  });
  const rests = fates.filter(({ share }) => share === undefined).length;
  const stated = fates.flatMap(({ share }) => share ?? []).reduce(plus, zero);
  if (rests > 1) book.report.fault([...path, "among"], "leaves the rest to more than one", "write `rest` once");
  if (rests === 0 && !(isNumber(stated) && Math.abs(stated.value - 1) < 1e-9)) {
    book.report.fault([...path, "among"], "is not seen to sum to 1", "write `rest` for one of them");
  }
  return fates.flatMap(({ to, share }) => (to === undefined ? [] : [{ to, rate: times(rate, share ?? minus(one, stated)) }]));
}

function secretionsOf({ book, changes, variant, kind, written, path, resolve }: Desk): Secretion[] {
  const own = entriesByName(written.secrete);
  for (const [name] of own) find(book.names, book.report, "factors", name, [...path, "secrete", name], true);
  return [...book.names.index.factors].flatMap(([name, factor]): Secretion[] => {
    const rate = own.find(([secreted]) => secreted === name)?.[1];
    const molecule = book.molecules[factor];
    const base = rate === undefined || rate === "none" ? undefined : readAmount(book, rate, "molecule rate", [...path, "secrete", name], resolve, molecule);
    const changed = changes.changed(kind, `secrete ${factor}`, base, "molecule rate");
    return changed === undefined || variant.without.has(`factor:${name}`) ? [] : [{ factor, rate: changed }];
  });
}

function consumptionsOf(desk: Desk): Consumption[] {
  const { book, changes, kind, written, path, resolve } = desk;
  return entriesByName(written.consume).flatMap(([name, consume]): Consumption[] => {
    const at = [...path, "consume", name];
    const factor = find(book.names, book.report, "factors", name, at, true);
    if (consume === "none" || factor === undefined) return [];
    const { maximum, clearance } = consume;
    const halfMax = consume["half-max"];
    if ((maximum === undefined) !== (halfMax === undefined) || (maximum === undefined) === (clearance === undefined)) {
      book.report.fault(at, "has neither or both of its forms", "state `maximum` and `half-max`, or `clearance`");
      return [];
    }
    const base = clearance !== undefined ? readAmount(book, clearance, "volume rate", [...at, "clearance"], resolve) : readAmount(book, maximum!, "molecule rate", [...at, "maximum"], resolve);
    const half = halfMax === undefined ? zero : readAmount(book, halfMax, "concentration", [...at, "half-max"], desk.scopes.culture, book.molecules[factor]);
    return [{ factor, maximum: changes.of(kind, `consume ${factor}`, base, clearance === undefined ? "molecule rate" : "volume rate"), halfMax: half }];
  });
}

/** Boltzmann's constant, kg·µm²/(s²·K). */
const boltzmann = 1.380649e-23 * 1e12;

function capturesOf(desk: Desk): Capture[] {
  const { book, changes, kind, written, path, resolve } = desk;
  return entriesByName(written.capture).flatMap(([name, capture]): Capture[] => {
    const at = [...path, "capture", name];
    const species = find(book.names, book.report, "vesicles", name, at, true);
    if (capture === "none" || species === undefined) return [];
    if (capture.clearance === undefined && capture.efficiency === undefined) {
      book.report.fault(at, "does not say how fast", "state `clearance`, such as 1e-8 mL/hour, or `efficiency` of what diffusion brings");
      return [];
    }
    const matches = capture.matching === undefined || tagsMatch(book, kind, species, capture.matching, [...at, "matching"]);
    const rate = (key: "detach" | "digestion"): Expression => readAmount(book, capture[key], "rate", [...at, key], resolve);
    const entry = capture.enters === "at once" ? number(Number.POSITIVE_INFINITY) : readAmount(book, capture.enters, "rate", [...at, "enters"], resolve);
    const sites = capture.sites === undefined ? undefined : readAmount(book, capture.sites, "count", [...at, "sites"], resolve);
    const clearance = changes.of(kind, `capture ${species}`, clearanceOf(desk, capture, species, at), "volume rate");
    if (!matches) return [];
    return [
      {
        species,
        clearance,
        ...(sites ? { sites } : {}),
        detach: changes.of(kind, `detach ${species}`, rate("detach"), "rate"),
        entry: changes.of(kind, `enter ${species}`, entry, "rate"),
        digestion: changes.of(kind, `digest ${species}`, rate("digestion"), "rate"),
      },
    ];
  });
}

type CaptureText = Exclude<Cell["capture"][string], "none">;

/** Stated, or a part of what diffusion brings (4πDR, D = kT / 3πηd); of both, the slower decides: their harmonic sum. */
function clearanceOf({ book, resolve, vesicles, diameter }: Desk, capture: CaptureText, species: number, path: Path): Expression {
  const { medium } = book.document;
  const stated = capture.clearance === undefined ? undefined : readAmount(book, capture.clearance, "volume rate", [...path, "clearance"], resolve);
  if (capture.efficiency === undefined) return stated!;
  const efficiency = readAmount(book, capture.efficiency, "share", [...path, "efficiency"], resolve);
  const viscosity = readNumber(book, medium.viscosity, "viscosity", ["medium", "viscosity"]);
  const warmth = boltzmann * (273.15 + readNumber(book, medium.temperature, "number", ["medium", "temperature"]));
  const size = middleOf(vesicles[species].diameter);
  const brought = over(times(number((2 / 3) * (warmth / viscosity)), diameter), size); // 4π · kT/(3πηd) · diameter/2
  const part = times(efficiency, brought);
  return stated ? over(times(stated, part), plus(stated, part)) : part;
}

function releasesOf({ book, changes, variant, kind, written, path, resolve }: Desk): Release[] {
  const own = entriesByName(written.release);
  for (const [name] of own) find(book.names, book.report, "vesicles", name, [...path, "release", name], true);
  return [...book.names.index.vesicles].flatMap(([name, species]): Release[] => {
    const release = own.find(([released]) => released === name)?.[1];
    const at = [...path, "release", name];
    const amount = (value: string | number, dimension: "rate" | "count", ...keys: string[]): Expression => readAmount(book, value, dimension, [...at, ...keys], resolve);
    const ruled = (verb: "release" | "form", base: Expression | undefined): Expression | undefined => changes.changed(kind, `${verb} ${species}`, base, "rate");
    let found: Omit<Release, "species" | "stamps"> | undefined;
    if (release === undefined || release === "none") {
      const rate = ruled("release", undefined);
      if (rate) found = { manner: "steady", rate, size: one, fusion: zero, degradation: zero };
    } else {
      const { rate, batch, bodies } = release;
      const ways = [rate, batch, bodies].filter((way) => way !== undefined);
      if (ways.length !== 1) book.report.fault(at, "says nothing of how, or more than one thing", "state `rate`, `batch` or `bodies`");
      if (bodies) {
        found = {
          manner: "bodies",
          rate: ruled("form", amount(bodies.form, "rate", "bodies", "form"))!,
          size: amount(bodies.size, "count", "bodies", "size"),
          fusion: ruled("release", amount(bodies.fusion, "rate", "bodies", "fusion"))!,
          degradation: amount(bodies.degradation, "rate", "bodies", "degradation"),
        };
      } else if (batch) {
        const size = amount(batch.size, "count", "batch", "size");
        found = { manner: "batch", rate: ruled("release", amount(batch.rate, "rate", "batch", "rate"))!, size, fusion: zero, degradation: zero };
      } else if (rate !== undefined) {
        found = { manner: "steady", rate: ruled("release", amount(rate, "rate", "rate"))!, size: one, fusion: zero, degradation: zero };
      }
    }
    if (!found) return [];
    const stamps = entriesByName(typeof release === "object" ? release.stamp : {}).flatMap(([carried, written]) => {
      const stampPath = [...at, "stamp", carried];
      const cargo = find(book.names, book.report, "cargo", carried, stampPath, true);
      const copies = readAmount(book, written, "count", stampPath, resolve);
      return cargo === undefined ? [] : [{ cargo, copies: variant.without.has(`cargo:${carried}`) ? zero : copies }];
    });
    return variant.without.has(`vesicle:${name}`) ? [] : [{ species, ...found, stamps }];
  });
}

/** A fate that latches has no way back to the kind it left. */
function checkLatches(book: Book, kinds: Plan["kinds"]): void {
  const { names, document, report } = book;
  const next = kinds.map(({ hazards, clocks }) => [...hazards, ...clocks].flatMap(({ event, to }) => (event === "become" ? [Number(to)] : [])));
  const reaches = (from: number, goal: number, seen = new Set<number>()): boolean => {
    if (from === goal) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return next[from].some((to) => reaches(to, goal, seen));
  };
  const check = (kind: number, to: number | undefined, path: Path): void => {
    if (to === undefined || !reaches(to, kind)) return;
    report.fault([...path, "latches"], `is true, but ${names.kinds[to].name} can become ${names.kinds[kind].name} again`, "take the way back out, or `latches`");
  };
  names.kinds.forEach(({ path }, kind) => {
    for (const [name, become] of entriesByName(stateOf(document, path).become)) {
      const at = [...path, "become", name];
      if (become !== "none" && become.latches) check(kind, targetOf(book, kind, name, at, true), at);
    }
  });
  document.rules.forEach((rule, index) => {
    if (!rule.latches) return;
    const [verb, ...target] = rule.behaviour.split(/\s+/);
    if (verb !== "become") return report.fault(["rules", index, "latches"], "is for a rule on `become`", "leave it out");
    for (const text of typeof rule.of === "string" ? [rule.of] : rule.of) {
      const kind = names.kinds.findIndex(({ type, state }) => text === `${type} ${state}` || text === `${type}.${state}` || text === type);
      if (kind >= 0) check(kind, targetOf(book, kind, target.join(" "), ["rules", index, "behaviour"]), ["rules", index]);
    }
  });
}
