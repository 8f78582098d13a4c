/**
 * Formulas over columns, compiled once. A formula becomes JavaScript text that a page may refuse to run, or a tree of
 * closures that needs no such leave; both do the same operations in the same order, so both give the same bits.
 *
 *   parameters  p[index]                 one vector for the whole run
 *   scalars     s[index]                 the same for every cell of a culture in one step: time, concentrations, densities
 *   columns     c<index>[row]            one value for each cell
 */
import { exp, log, pow } from "../kernels/math.ts";
import type { Expression, FunctionName, Operator, Signal } from "../model.ts";

/** Where a signal is read: the same for the whole culture, one column, or the time since a column's time. */
export type Place =
  | { readonly at: "scalar"; readonly index: number }
  | { readonly at: "column"; readonly index: number }
  | { readonly at: "columns"; readonly indices: readonly number[] } // their sum
  | { readonly at: "since"; readonly index: number }
  | { readonly at: "formula"; readonly name: string; readonly of: Expression };

export type Places = (signal: Signal) => Place;

/** Row 0 and 1 of the scalars: the time at the start of the step and its length, s. */
export const timeScalar = 0;
const stepScalar = 1;

/** x to the power y: products for the small whole powers of Hill terms, the portable `pow` for all else. */
export function power(x: number, y: number): number {
  if (y === 1) return x;
  if (y === 2) return x * x;
  if (y === 3) return x * x * x;
  if (y === 4) return x * x * (x * x);
  return pow(x, y);
}

/** Share of the full response at x: 0 to 1, one half at `halfMax` (Hill). */
export function hill(x: number, halfMax: number, steepness: number): number {
  if (!(x > 0)) return 0;
  const ratio = power(x / halfMax, steepness);
  return ratio === Infinity ? 1 : ratio / (1 + ratio);
}

/** What is left of an amount after a first-order loss at this rate (1/s) over dt (s). */
export function kept(rate: number, dt: number): number {
  return rate === 0 ? 1 : exp(-rate * dt);
}

/**
 * What a steady gain of one unit a second amounts to after dt (s) beside a first-order loss at this rate (1/s), in units.
 * Divided by dt: the part still there of what came at any time of the step alike.
 */
export function filled(rate: number, dt: number): number {
  const x = rate * dt;
  if (x < 1e-5 && x > -1e-5) return dt * (1 - x * (0.5 - x / 6)); // the next term is below one part in 1e15
  return (1 - exp(-x)) / rate;
}

/**
 * What is there after dt (s) of a steady start of one unit that leaves at `first` (1/s) for a place that it leaves at `second`
 * (1/s), for each 1/s at which it moves over: (exp(−first·dt) − exp(−second·dt)) / (second − first).
 */
export function passed(first: number, second: number, dt: number): number {
  return kept(Math.min(first, second), dt) * filled(Math.abs(first - second), dt);
}

/** A function of a rate and a time that is not worked out anew while they stay the same: cells of a kind often share them. */
export function remembered(work: (rate: number, dt: number) => number): (rate: number, dt: number) => number {
  let lastRate = Number.NaN;
  let lastDt = Number.NaN;
  let last = Number.NaN;
  return (rate, dt) => {
    if (rate !== lastRate || dt !== lastDt) {
      last = work(rate, dt);
      lastRate = rate;
      lastDt = dt;
    }
    return last;
  };
}

const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);
const not = (x: number): number => (x === 0 ? 1 : 0);

/** The names that generated text may use, and what they stand for. */
export const library = { hill, exp, log, power, clamp, not, kept, filled } as const;

/** value · kept(loss) + gain · filled(loss): an attribute after the step, exact for the gain and loss at its start. */
export type Formula =
  | Expression
  | { readonly kind: "relax"; readonly value: Expression; readonly gain: Expression; readonly loss: Expression };

/** True where no cell's own number is read: worked out once a step, not once a cell. */
export function isShared(expression: Expression, places: Places): boolean {
  switch (expression.kind) {
    case "number":
    case "parameter":
      return true;
    case "read": {
      const place = places(expression.of);
      return place.at === "scalar" || (place.at === "formula" && isShared(place.of, places));
    }
    case "operate":
      return isShared(expression.left, places) && isShared(expression.right, places);
    case "choose":
      return [expression.when, expression.then, expression.otherwise].every((part) => isShared(part, places));
    case "call":
      return expression.arguments.every((part) => isShared(part, places));
  }
}

/** Every algebraic attribute that a formula reads, directly or through another, each after those it needs. */
export function formulasIn(expressions: readonly Expression[], places: Places): Map<string, Expression> {
  const found = new Map<string, Expression>();
  const visit = (expression: Expression): void => {
    if (expression.kind === "read") {
      const place = places(expression.of);
      if (place.at === "formula" && !found.has(place.name)) {
        visit(place.of);
        found.set(place.name, place.of);
      }
    } else if (expression.kind === "operate") {
      visit(expression.left);
      visit(expression.right);
    } else if (expression.kind === "choose") {
      visit(expression.when);
      visit(expression.then);
      visit(expression.otherwise);
    } else if (expression.kind === "call") expression.arguments.forEach(visit);
  };
  expressions.forEach(visit);
  return found;
}

/**
 * JavaScript text of a formula for one row `i`. Numbers are written so that they read back to the same bits.
 * @param once names a text that is the same for every row, so that it is worked out before the loop
 */
export function textOf(formula: Formula, places: Places, once: (text: string) => string): string {
  const text = (expression: Expression): string => {
    const inner = plain(expression);
    const composed = expression.kind !== "number" && expression.kind !== "parameter" && expression.kind !== "read";
    return composed && isShared(expression, places) ? once(inner) : inner;
  };
  const plain = (expression: Expression): string => {
    switch (expression.kind) {
      case "number":
        return Object.is(expression.value, -0) ? "-0" : `(${String(expression.value)})`;
      case "parameter":
        return `p[${expression.index}]`;
      case "read": {
        const place = places(expression.of);
        if (place.at === "scalar") return `s[${place.index}]`;
        if (place.at === "column") return `c${place.index}[i]`;
        if (place.at === "columns") return `(${place.indices.map((index) => `c${index}[i]`).join("+")})`;
        if (place.at === "since") return `(s[${timeScalar}]-c${place.index}[i])`;
        return place.name;
      }
      case "operate": {
        const left = text(expression.left);
        const right = text(expression.right);
        switch (expression.operator) {
          case "^":
            return `power(${left},${right})`;
          case "and":
            return `((${left})!==0&&(${right})!==0?1:0)`;
          case "or":
            return `((${left})!==0||(${right})!==0?1:0)`;
          case "==":
          case "!=":
            return `((${left})${expression.operator}=(${right})?1:0)`;
          case "<":
          case "<=":
          case ">":
          case ">=":
            return `((${left})${expression.operator}(${right})?1:0)`;
          default:
            return `(${left}${expression.operator}${right})`;
        }
      }
      case "choose":
        return `((${text(expression.when)})!==0?${text(expression.then)}:${text(expression.otherwise)})`;
      case "call": {
        const list = expression.arguments.map(text).join(",");
        const host = ["min", "max", "sqrt", "abs", "floor"].includes(expression.name);
        return host ? `Math.${expression.name}(${list})` : `${expression.name}(${list})`;
      }
    }
  };
  if (formula.kind !== "relax") return text(formula);
  const loss = text(formula.loss);
  const step = `s[${stepScalar}]`;
  const shared = isShared(formula.loss, places) ? once : (same: string) => same;
  const left = `${text(formula.value)}*${shared(`kept(${loss},${step})`)}`;
  return `(${left}+${text(formula.gain)}*${shared(`filled(${loss},${step})`)})`;
}

/** One value for one cell. @param row of the culture's cells; any number where the formula reads no cell */
export type Evaluate = (
  row: number,
  p: Float64Array,
  s: Float64Array,
  columns: readonly (Float64Array | Int32Array)[],
) => number;

/** The same formula as closures: slower, and allowed where generated code is not. */
export function closureOf(formula: Formula, places: Places): Evaluate {
  if (formula.kind === "relax") {
    const value = closureOf(formula.value, places);
    const gain = closureOf(formula.gain, places);
    const loss = closureOf(formula.loss, places);
    return (i, p, s, c) => {
      const rate = loss(i, p, s, c);
      const dt = s[stepScalar];
      return value(i, p, s, c) * kept(rate, dt) + gain(i, p, s, c) * filled(rate, dt);
    };
  }
  switch (formula.kind) {
    case "number": {
      const { value } = formula;
      return () => value;
    }
    case "parameter": {
      const { index } = formula;
      return (_i, p) => p[index];
    }
    case "read": {
      const place = places(formula.of);
      if (place.at === "formula") return closureOf(place.of, places);
      if (place.at === "columns") {
        const [first, ...others] = place.indices;
        return (i, _p, _s, c) => others.reduce((sum, at) => sum + c[at][i], c[first][i]);
      }
      const { index } = place;
      if (place.at === "scalar") return (_i, _p, s) => s[index];
      if (place.at === "column") return (i, _p, _s, c) => c[index][i];
      return (i, _p, s, c) => s[timeScalar] - c[index][i];
    }
    case "operate": {
      const a = closureOf(formula.left, places);
      const b = closureOf(formula.right, places);
      return operators[formula.operator](a, b);
    }
    case "choose": {
      const when = closureOf(formula.when, places);
      const then = closureOf(formula.then, places);
      const otherwise = closureOf(formula.otherwise, places);
      return (i, p, s, c) => (when(i, p, s, c) !== 0 ? then(i, p, s, c) : otherwise(i, p, s, c));
    }
    case "call": {
      const parts = formula.arguments.map((part) => closureOf(part, places));
      const { name } = formula;
      if (name === "min" || name === "max") return parts.reduce(pairs[name]);
      return calls[name](parts[0], parts[1], parts[2]);
    }
  }
}

type Pair = (a: Evaluate, b: Evaluate) => Evaluate;

const operators: Record<Operator, Pair> = {
  "+": (a, b) => (i, p, s, c) => a(i, p, s, c) + b(i, p, s, c),
  "-": (a, b) => (i, p, s, c) => a(i, p, s, c) - b(i, p, s, c),
  "*": (a, b) => (i, p, s, c) => a(i, p, s, c) * b(i, p, s, c),
  "/": (a, b) => (i, p, s, c) => a(i, p, s, c) / b(i, p, s, c),
  "^": (a, b) => (i, p, s, c) => power(a(i, p, s, c), b(i, p, s, c)),
  "<": (a, b) => (i, p, s, c) => (a(i, p, s, c) < b(i, p, s, c) ? 1 : 0),
  "<=": (a, b) => (i, p, s, c) => (a(i, p, s, c) <= b(i, p, s, c) ? 1 : 0),
  ">": (a, b) => (i, p, s, c) => (a(i, p, s, c) > b(i, p, s, c) ? 1 : 0),
  ">=": (a, b) => (i, p, s, c) => (a(i, p, s, c) >= b(i, p, s, c) ? 1 : 0),
  "==": (a, b) => (i, p, s, c) => (a(i, p, s, c) === b(i, p, s, c) ? 1 : 0),
  "!=": (a, b) => (i, p, s, c) => (a(i, p, s, c) !== b(i, p, s, c) ? 1 : 0),
  and: (a, b) => (i, p, s, c) => (a(i, p, s, c) !== 0 && b(i, p, s, c) !== 0 ? 1 : 0),
  or: (a, b) => (i, p, s, c) => (a(i, p, s, c) !== 0 || b(i, p, s, c) !== 0 ? 1 : 0),
};

const pairs: Record<"min" | "max", Pair> = {
  min: (a, b) => (i, p, s, c) => Math.min(a(i, p, s, c), b(i, p, s, c)),
  max: (a, b) => (i, p, s, c) => Math.max(a(i, p, s, c), b(i, p, s, c)),
};

const calls: Record<Exclude<FunctionName, "min" | "max">, (a: Evaluate, b: Evaluate, d: Evaluate) => Evaluate> = {
  hill: (a, b, d) => (i, p, s, c) => hill(a(i, p, s, c), b(i, p, s, c), d(i, p, s, c)),
  clamp: (a, b, d) => (i, p, s, c) => clamp(a(i, p, s, c), b(i, p, s, c), d(i, p, s, c)),
  exp: (a) => (i, p, s, c) => exp(a(i, p, s, c)),
  log: (a) => (i, p, s, c) => log(a(i, p, s, c)),
  sqrt: (a) => (i, p, s, c) => Math.sqrt(a(i, p, s, c)),
  abs: (a) => (i, p, s, c) => Math.abs(a(i, p, s, c)),
  floor: (a) => (i, p, s, c) => Math.floor(a(i, p, s, c)),
  not: (a) => (i, p, s, c) => not(a(i, p, s, c)),
};

/** The number of an expression that reads nothing but numbers; else undefined. */
export function constantOf(expression: Expression): number | undefined {
  return expression.kind === "number" ? expression.value : undefined;
}
