import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { receptorStain } from "../../../src/observe/assay/stain.ts";
import { keyOf, within } from "./readings.ts";

const settings = settingsOf("receptor stain");
const cells = (copies: number): Float64Array => new Float64Array(1000).fill(copies);
const variances = [settings.stainCv, settings.instrumentCv].map((cv) => Math.log(1 + cv * cv)); // of the logarithm

/** Standard error of the median of a lognormal, of its logarithm: √(π/2) times that of the mean. */
const medianError = (variance: number, events: number): number => Math.sqrt((Math.PI / 2) * (variance / events));

test("receptorStain() has the median that receptors, stain and instrument make", () => {
  const plain = settingsOf("receptor stain", { background: 1e-6 });
  const { truth, reading } = receptorStain(cells(5000), 1e6, plain, keyOf(0));
  const logVariance = variances[0] + variances[1];
  assert.equal(truth, { mean: 5000, median: 5000 });
  const expected = Math.log(5000) - logVariance / 2; // factors of mean 1
  within(Math.log(reading.mfi), expected, medianError(logVariance, plain.events));
});

test("receptorStain() finds resting and activated cells apart, and the truth beside", () => {
  const mixed = new Float64Array(1000).map((_, cell) => (cell < 300 ? 30_000 : 0));
  const { truth, reading } = receptorStain(mixed, 1e6, settings, keyOf(0));
  assert.equal(truth, { mean: 9000, median: 0 });
  const expected = 0.3 + 0.7 * settings.outsideGate;
  const gateError = 0.7 * Math.sqrt((0.01 * 0.99) / settings.events); // of a gate set on as many isotype events
  const error = Math.sqrt((expected * (1 - expected)) / settings.events + gateError * gateError);
  within(reading.positive_percent / 100, expected, error);
});

test("receptorStain() of cells without the receptor reads like the isotype", () => {
  const { reading, histogram, isotypeHistogram } = receptorStain(cells(0), 1e6, settings, keyOf(0));
  const outside = settings.outsideGate;
  within(reading.positive_percent / 100, outside, Math.sqrt((2 * outside * (1 - outside)) / settings.events));
  const variance = Math.log(1 + settings.backgroundCv ** 2) + variances[1];
  within(Math.log(reading.ratio), 0, Math.SQRT2 * medianError(variance, settings.events));
  assert.not.equal([...histogram.counts], [...isotypeHistogram.counts]); // other events
});

test("receptorStain() of no cells, or of fewer than events are asked for", () => {
  const none = receptorStain(new Float64Array(0), 0, settings, keyOf(0));
  assert.ok([none.truth.mean, none.truth.median, ...Object.values(none.reading)].every(Number.isNaN));
  const few = receptorStain(cells(10), 25, settings, keyOf(0));
  assert.is(
    few.histogram.counts.reduce((sum, count) => sum + count, 0),
    25,
  );
});

test.run();
