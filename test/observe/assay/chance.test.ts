import { test } from "uvu";
import * as assert from "uvu/assert";
import { begin } from "../../../src/kernels/chance.ts";
import { assayKey, errorFactor } from "../../../src/observe/assay/chance.ts";
import { momentsOf, within } from "./readings.ts";

const key = (run: readonly number[], what: string, assay: string, time: number): string => {
  const out = new Uint32Array(2);
  assayKey(run, what, assay, time, out);
  return out.join();
};

test("assayKey() is another one for another run, culture, assay or time, and repeats", () => {
  const cases = [
    key([1, 2], "recipient", "count", 0),
    key([1, 3], "recipient", "count", 0),
    key([2, 2], "recipient", "count", 0),
    key([1, 2], "producer", "count", 0),
    key([1, 2], "recipient", "flow", 0),
    key([1, 2], "recipient", "count", 432_000),
    key([1, 2], "recipient", "count", -432_000),
    key([1, 2], 'recipient","count', "", 0),
  ];
  assert.is(new Set(cases).size, cases.length);
  assert.is(key([1, 2], "recipient", "count", 0), cases[0]);
});

test("assayKey() does not see the rounding of a time", () => {
  assert.is(key([1, 2], "recipient", "count", 3 * 0.1 * 864_000), key([1, 2], "recipient", "count", 259_200));
});

test("errorFactor() has mean 1 and the coefficient of variation it is given", () => {
  const cv = 0.3;
  const factors = Float64Array.from({ length: 40_000 }, (_, draw) => {
    begin(3, 4, draw, 0);
    return errorFactor(cv);
  });
  const { mean, variance } = momentsOf(factors);
  const w = 1 + cv * cv;
  const kurtosis = w ** 4 + 2 * w ** 3 + 3 * w ** 2 - 3; // of a lognormal
  within(mean, 1, cv / Math.sqrt(factors.length), "mean");
  within(variance, cv * cv, cv * cv * Math.sqrt((kurtosis - 1) / factors.length), "variance");
  begin(3, 4, 0, 0);
  assert.is(errorFactor(0), 1);
});

test.run();
