/** What happens to a cell: it divides, dies or becomes another kind, at a rate or at a drawn time. */
import type { Clock, Distribution, Expression, Hazard } from "../../model.ts";
import { type Book, readAmount, readDistribution } from "../book.ts";
import { choose, isNumber, minus, one, operate, plus, read, times, zero } from "../expression.ts";
import { entriesByName } from "../names.ts";
import type { Plan } from "../plan.ts";
import type { Path } from "../tree.ts";
import { targetOf } from "./address.ts";
import { stateOf } from "./attributes.ts";
import type { Cell, Desk } from "./desk.ts";

/** Divide, die and become: at a rate, or at a drawn time. */
export function eventsOf(desk: Desk): { hazards: Hazard[]; clocks: Clock[] } {
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
  const clock = (
    event: Clock["event"],
    to: number,
    address: string,
    first: Distribution,
    more: Partial<Clock>,
    at: Path,
  ): void => {
    if (clocks.some((other) => other.event === event)) {
      book.report.fault(
        at,
        `is a second drawn time to ${event}`,
        "one drawn time is possible for each of divide, die and become: give the other a rate",
      );
      return;
    }
    const free = changes.left(kind, address);
    const allowed = free && operate(">", free, zero);
    const requires = more.requires && allowed ? operate("and", more.requires, allowed) : (more.requires ?? allowed);
    clocks.push({
      event,
      to,
      first,
      later: first,
      shared: "own",
      otherwise: "waits",
      ...more,
      ...(requires ? { requires } : {}),
    });
  };

  const { divide, die } = written;
  const dividing = [...path, "divide"];
  if (divide !== undefined && divide !== "none") {
    const requires = requirement(divide.requires, dividing);
    const limit = divide.limit === undefined ? undefined : amount(divide.limit, "limit", dividing, "number");
    if ((divide.rate === undefined) === (divide.first === undefined)) {
      book.report.fault(
        dividing,
        "says neither or both of when and how often",
        'state `rate`, or `first` and `later`, such as first: "lognormal(40 hour, 1.2)"',
      );
    }
    if (divide.first === undefined && divide.later !== undefined)
      book.report.fault(dividing, "has `later` without `first`", "state both");
    if (divide.rate !== undefined) {
      let rate = amount(divide.rate, "rate", dividing, "rate");
      if (requires) rate = choose(requires, rate, zero);
      if (limit) rate = choose(operate("<", read({ signal: "generation" }), limit), rate, zero);
      add("divide", -1, "divide", rate);
    } else if (divide.first !== undefined) {
      const first = readDistribution(book, divide.first, "time", [...dividing, "first"], parameters);
      const later =
        divide.later === undefined
          ? first
          : readDistribution(book, divide.later, "time", [...dividing, "later"], parameters);
      const { shared, otherwise } = divide;
      clock(
        "divide",
        -1,
        "divide",
        first,
        { later, shared, otherwise, ...(requires ? { requires } : {}), ...(limit ? { limit } : {}) },
        dividing,
      );
    }
  } else add("divide", -1, "divide", undefined);

  const waiting = (
    event: "die" | "become",
    to: number,
    address: string,
    timed: Exclude<NonNullable<Cell["die"]>, "none">,
    at: Path,
  ): void => {
    const requires = requirement(timed.requires, at);
    if (timed.rate === undefined && timed.after === undefined)
      book.report.fault(at, "does not say when", "state `rate` or `after`");
    const rate = timed.rate === undefined ? undefined : amount(timed.rate, "rate", at, "rate");
    if (timed.after !== undefined) {
      const after = readDistribution(book, timed.after, "time", [...at, "after"], parameters);
      clock(event, to, address, after, { otherwise: timed.otherwise, ...(requires ? { requires } : {}) }, at);
    }
    if (rate !== undefined || timed.after === undefined)
      add(event, to, address, rate && requires ? choose(requires, rate, zero) : rate);
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
    if (address.startsWith("become ") && !targets.has(address))
      add("become", Number(address.slice(7)), address, undefined);
  }
  written["one-of"].forEach((choice, index) => {
    for (const { to, rate } of fatesOf(desk, choice, [...path, "one-of", index]))
      hazards.push({ event: "become", to, rate });
  });
  return { hazards, clocks };
}

/** Fates that share one rate; `rest` takes what the others leave. */
function fatesOf(
  { book, kind, resolve }: Desk,
  choice: Cell["one-of"][number],
  path: Path,
): { to: number; rate: Expression }[] {
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
  return fates.flatMap(({ to, share }) =>
    to === undefined ? [] : [{ to, rate: times(rate, share ?? minus(one, stated)) }],
  );
}

/** A fate that latches has no way back to the kind it left. */
export function checkLatches(book: Book, kinds: Plan["kinds"]): void {
  const { names, document, report } = book;
  const next = kinds.map(({ hazards, clocks }) =>
    [...hazards, ...clocks].flatMap(({ event, to }) => (event === "become" ? [Number(to)] : [])),
  );
  const reaches = (from: number, goal: number, seen = new Set<number>()): boolean => {
    if (from === goal) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return next[from].some((to) => reaches(to, goal, seen));
  };
  const check = (kind: number, to: number | undefined, path: Path): void => {
    if (to === undefined || !reaches(to, kind)) return;
    report.fault(
      [...path, "latches"],
      `is true, but ${names.kinds[to].name} can become ${names.kinds[kind].name} again`,
      "take the way back out, or `latches`",
    );
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
    if (verb !== "become") {
      report.fault(["rules", index, "latches"], "is for a rule on `become`", "leave it out");
      return;
    }
    for (const text of typeof rule.of === "string" ? [rule.of] : rule.of) {
      const kind = names.kinds.findIndex(
        ({ type, state }) => text === `${type} ${state}` || text === `${type}.${state}` || text === type,
      );
      if (kind >= 0)
        check(kind, targetOf(book, kind, target.join(" "), ["rules", index, "behaviour"]), ["rules", index]);
    }
  });
}
