/** Functions with known sensitivity, and what a sweep of them would have read. */

import { sobolSequence } from "../../src/node/sobol.ts";
import type { Design, Factor, Outcome, Plan, Point, Results } from "../../src/sweep/contract.ts";
import { designOf } from "../../src/sweep/design/design.ts";

/** Factors a, b, c … from 0 to 1. */
export const units = (count: number): Factor[] => Array.from({ length: count }, (_, index) => unit("abcdefgh"[index]));

export const unit = (name: string): Factor => ({ name, low: 0, high: 1, scale: "linear", unit: "" });

export const design = (plan: Plan, factors: readonly Factor[], seed = "1"): Design =>
  designOf(plan, factors, seed, sobolSequence);

/** An outcome of one donor and one replicate. */
export const exactly = (of: Design, f: (...x: number[]) => number): Outcome =>
  read(of, ({ values }) => [[f(...values)]]);

/** An outcome by donor and replicate. */
export function read(of: Design, values: (point: Point) => readonly (readonly number[])[]): Outcome {
  return {
    name: "y",
    unit: "",
    at: Object.fromEntries(of.points.map((point) => [point.id, { values: values(point) }])),
  };
}

export const only = (outcome: Outcome): Results => ({ outcomes: [outcome], claims: [] });

/** Ishigami and Homma 1990, a = 7, b = 0.1, with its indices in closed form. */
export const ishigami = {
  factors: ["x1", "x2", "x3"].map(
    (name): Factor => ({ name, low: -Math.PI, high: Math.PI, scale: "linear", unit: "" }),
  ),
  f: (x1: number, x2: number, x3: number): number =>
    Math.sin(x1) + 7 * Math.sin(x2) ** 2 + 0.1 * x3 ** 4 * Math.sin(x1),
  ...(() => {
    const first = 0.5 * (1 + (0.1 * Math.PI ** 4) / 5) ** 2;
    const second = 7 ** 2 / 8;
    const both = 0.1 ** 2 * Math.PI ** 8 * (1 / 18 - 1 / 50);
    const variance = first + second + both;
    return {
      variance,
      first: [first / variance, second / variance, 0],
      total: [(first + both) / variance, second / variance, both / variance],
      second: both / variance, // of x1 with x3
    };
  })(),
};

/** Sobol's G: the product of (|4 x − 2| + a) / (1 + a), with its indices in closed form. */
export function sobolG(a: readonly number[]) {
  const parts = a.map((each) => 1 / 3 / (1 + each) ** 2);
  const variance = parts.reduce((product, part) => product * (1 + part), 1) - 1;
  return {
    f: (...x: number[]): number =>
      x.reduce((product, each, i) => (product * (Math.abs(4 * each - 2) + a[i])) / (1 + a[i]), 1),
    first: parts.map((part) => part / variance),
    total: parts.map((part) => (part * (1 + variance)) / (1 + part) / variance),
  };
}
