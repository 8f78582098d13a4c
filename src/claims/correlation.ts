/**
 * Whether two readings go together over donors: Pearson's and Spearman's correlation, each with an interval and a p.
 *
 *   interval   on Fisher's z: atanh r ± quantile · s, with s² = 1 / (n − 3) for Pearson and (1 + r²/2) / (n − 3) for
 *              Spearman (Bonett and Wright 2000)
 *   p          two-sided: exact over all orders of one reading up to 8 donors; beyond, Student's t of r √((n − 2) / (1 − r²))
 */
import { exp, log1p, normalQuantile } from "../kernels/math.ts";
import { studentCumulative } from "./distributions.ts";
import { mean } from "./statistics.ts";

export interface Correlation {
  readonly r: number; // −1 to 1; NaN where nothing can be said
  readonly low: number;
  readonly high: number;
  readonly p: number; // two-sided
  readonly how: "exact" | "asymptotic"; // what p is
  readonly number: number; // of pairs
  readonly reason?: string; // why nothing can be said
}

const mostExact = 8; // 8! = 40 320 orders

/** Linear correlation. @param level share of such intervals that cover the truth, such as 0.9 */
export function pearson(x: readonly number[], y: readonly number[], level: number): Correlation {
  return correlated(x, y, level, () => 1);
}

/** Correlation of ranks; equal values share the mean of their ranks. */
export function spearman(x: readonly number[], y: readonly number[], level: number): Correlation {
  return correlated(ranks(x), ranks(y), level, (r) => 1 + (r * r) / 2);
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const ranked = values.map(() => 0);
  for (let from = 0, to = 0; from < order.length; from = to) {
    for (to = from; to < order.length && values[order[to]] === values[order[from]]; to++);
    for (let at = from; at < to; at++) ranked[order[at]] = (from + 1 + to) / 2;
  }
  return ranked;
}

function correlated(
  x: readonly number[],
  y: readonly number[],
  level: number,
  spread: (r: number) => number,
): Correlation {
  if (x.length !== y.length) throw new RangeError(`readings of ${x.length} and ${y.length} donors cannot be paired`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not inside 0 to 1`);
  const number = x.length;
  const how = number <= mostExact ? "exact" : "asymptotic";
  const nothing = { r: Number.NaN, low: -1, high: 1, p: 1, how, number } as const;
  if (number < 3) return { ...nothing, reason: `a correlation needs at least 3 donors, here are ${number}` };
  const [a, b] = [x, y].map(standardised);
  if (a === undefined || b === undefined)
    return { ...nothing, reason: "one of the readings is the same in all donors" };
  const r = Math.min(1, Math.max(-1, product(a, b)));
  const p = how === "exact" ? exactP(a, b, r) : tailP(r, number);
  if (number < 4) return { ...nothing, r, p, reason: "an interval needs at least 4 donors" };
  if (Math.abs(r) > 1 - 1e-12) return { r, low: r, high: r, p, how, number };
  const half = normalQuantile((1 + level) / 2) * Math.sqrt(spread(r) / (number - 3));
  const z = 0.5 * (log1p(r) - log1p(-r));
  return { r, low: hyperbolicTangent(z - half), high: hyperbolicTangent(z + half), p, how, number };
}

/** Values with mean 0 and sum of squares 1; undefined where all are alike. */
function standardised(values: readonly number[]): number[] | undefined {
  const centre = mean(values);
  const off = values.map((value) => value - centre);
  const length = Math.sqrt(product(off, off));
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return length > 1e-12 * largest ? off.map((value) => value / length) : undefined;
}

const product = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * b[at], 0);

/** Part of all orders of `b` whose correlation with `a` is at least as far from 0. */
function exactP(a: readonly number[], b: readonly number[], r: number): number {
  const least = Math.abs(r) - 1e-9; // equal ones count in spite of rounding
  const order = [...b];
  let [far, all] = [0, 0];
  const permute = (from: number): void => {
    if (from === order.length) {
      all++;
      if (Math.abs(product(a, order)) >= least) far++;
      return;
    }
    for (let at = from; at < order.length; at++) {
      [order[from], order[at]] = [order[at], order[from]];
      permute(from + 1);
      [order[from], order[at]] = [order[at], order[from]];
    }
  };
  permute(0);
  return far / all;
}

function tailP(r: number, number: number): number {
  const left = 1 - r * r;
  if (left <= 0) return 0;
  return 2 * studentCumulative(-Math.abs(r) * Math.sqrt((number - 2) / left), number - 2);
}

function hyperbolicTangent(z: number): number {
  const square = exp(-2 * Math.abs(z));
  const size = (1 - square) / (1 + square);
  return z < 0 ? -size : size;
}
