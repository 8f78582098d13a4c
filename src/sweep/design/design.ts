/** From a plan to the points to run: the same points for the same plan, factors and seed. */
import type { Design, Factor, Plan, Point, Sequence } from "../contract.ts";
import { exchangesOf } from "./exchanges.ts";
import { pointOf, pointsOf } from "./point.ts";
import { gridShares, oneAtATime } from "./regular.ts";
import { latinShares, randomShares, sobolShares } from "./spread.ts";
import { trajectoriesOf } from "./trajectories.ts";

/** Dimensions of a Sobol sequence: a saltelli design takes two for each factor. */
export const mostDimensions = 50;

/** @param sobol is asked by sobol and saltelli only @throws RangeError with `faultOf` */
export function designOf(plan: Plan, factors: readonly Factor[], seed: string, sobol: Sequence): Design {
  const fault = faultOf(plan, factors);
  if (fault !== undefined) throw new RangeError(fault);
  return { kind: plan.kind, factors, seed, points: pointsFor(plan, factors, seed, sobol) };
}

/** What is wrong with a plan or its factors; undefined where nothing is. */
export function faultOf(plan: Plan, factors: readonly Factor[]): string | undefined {
  if (factors.length === 0) return "a design needs at least one parameter";
  for (const [index, { name, low, high, scale }] of factors.entries()) {
    if (factors.findIndex((other) => other.name === name) < index) return `parameter "${name}" is there twice`;
    if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
      return `parameter "${name}" has no range from ${low} to ${high}`;
    if (scale === "log" && low <= 0) return `parameter "${name}" is on a log scale: its low end ${low} must be above 0`;
  }
  return planFault(plan, factors);
}

function planFault(plan: Plan, factors: readonly Factor[]): string | undefined {
  const count = (what: string, value: number): string | undefined =>
    Number.isInteger(value) && value > 0 ? undefined : `${value} is no number of ${what}`;
  const length = (what: string, values: readonly number[]): string | undefined =>
    values.length === factors.length
      ? undefined
      : `${factors.length} parameters need as many ${what}, here are ${values.length}`;
  const dimensions = (needed: number): string | undefined =>
    needed <= mostDimensions
      ? undefined
      : `${factors.length} parameters: ${plan.kind} goes up to ${mostDimensions / (needed / factors.length)} (morris tells first which matter)`;
  const inside = (values: readonly number[]): string | undefined => {
    const out = factors.findIndex(({ low, high }, index) => !(values[index] >= low && values[index] <= high));
    if (out < 0) return undefined;
    const { name, low, high } = factors[out];
    return `${values[out]} of "${name}" lies outside ${low} to ${high}`;
  };
  const firstOf = <Row>(rows: readonly Row[], fault: (row: Row) => string | undefined): string | undefined => {
    for (const row of rows) {
      const found = fault(row);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  switch (plan.kind) {
    case "grid":
      return length("numbers of levels", plan.levels) ?? firstOf(plan.levels, (each) => count("levels", each));
    case "list":
      return count("points", plan.values.length) ?? firstOf(plan.values, (row) => length("values", row) ?? inside(row));
    case "random":
    case "latin":
      return count("points", plan.count);
    case "sobol":
      return count("points", plan.count) ?? dimensions(factors.length);
    case "morris":
      if (plan.levels % 2 !== 0) return `${plan.levels} levels: morris needs an even number`;
      return count("trajectories", plan.trajectories) ?? count("levels", plan.levels);
    case "saltelli":
      return count("rows", plan.rows) ?? dimensions(2 * factors.length);
    case "one-at-a-time":
      if (plan.base === undefined) return count("levels", plan.levels);
      return count("levels", plan.levels) ?? length("values of the base", plan.base) ?? inside(plan.base);
  }
}

function pointsFor(plan: Plan, factors: readonly Factor[], seed: string, sobol: Sequence): Point[] {
  switch (plan.kind) {
    case "grid":
      return pointsOf(factors, gridShares(plan.levels));
    case "list":
      return plan.values.map((values) => pointOf(factors, values));
    case "random":
      return pointsOf(factors, randomShares(factors, plan.count, seed));
    case "latin":
      return pointsOf(factors, latinShares(factors, plan.count, seed));
    case "sobol":
      return pointsOf(factors, sobolShares(factors, plan.count, seed, sobol));
    case "morris": {
      const { shares, parts } = trajectoriesOf(factors, plan.trajectories, plan.levels, seed);
      return pointsOf(factors, shares, parts);
    }
    case "saltelli": {
      const { shares, parts } = exchangesOf(factors, plan.rows, plan.second, seed, sobol);
      return pointsOf(factors, shares, parts);
    }
    case "one-at-a-time": {
      const { shares, parts } = oneAtATime(factors, plan.levels, plan.base);
      return pointsOf(factors, shares, parts);
    }
  }
}
