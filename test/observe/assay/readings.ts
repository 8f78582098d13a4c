/** What the tests of instruments share: keys of independent readings, and how far chance may move a statistic. */
import * as assert from "uvu/assert";
import { threefry } from "../../../src/kernels/threefry.ts";

/** Key of the reading with this number; each number gives an independent one. */
export function keyOf(number: number): Uint32Array {
  const key = new Uint32Array(2);
  threefry(1, 2, number, 0, key, 0);
  return key;
}

/** One result for each of `count` independent readings. */
export const readings = (count: number, one: (key: Uint32Array) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, number) => one(keyOf(number)));

export function momentsOf(values: ArrayLike<number>): { mean: number; variance: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  const variance = list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1);
  return { mean, variance };
}

/** Four standard errors: one of some 16 000 right statistics lies outside, and seeds are fixed. */
export function within(actual: number, expected: number, standardError: number, what = "value"): void {
  assert.ok(
    Math.abs(actual - expected) <= 4 * standardError,
    `${what} is ${actual}, expected ${expected} ± ${standardError}`,
  );
}

/** Mean and variance of readings against a law. The fourth moment of readings near the normal is 3 variance². */
export function follows(values: Float64Array, mean: number, variance: number): void {
  const seen = momentsOf(values);
  within(seen.mean, mean, Math.sqrt(variance / values.length), "mean");
  within(seen.variance, variance, variance * Math.sqrt(2 / values.length), "variance");
}

/** Standard error of a share seen in `trials` independent trials. */
export const shareError = (share: number, trials: number): number => Math.sqrt((share * (1 - share)) / trials);

/** Equal but for rounding: a few hundred operations of 1e-16 each. */
export function equalFloats(actual: number, expected: number, what = "value"): void {
  assert.ok(Math.abs(actual - expected) <= 1e-13 * Math.abs(expected), `${what} is ${actual}, expected ${expected}`);
}
