import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { normalCumulative } from "../../../src/kernels/math.ts";
import { type Banding, sucroseGradient } from "../../../src/observe/assay/gradient.ts";
import { equalFloats, follows, keyOf, readings } from "./readings.ts";

const at = (...bands: readonly (readonly [density: number, number: number])[]): Banding => ({
  density_g_per_mL: Float64Array.from(bands, ([density]) => density),
  number: Float64Array.from(bands, ([, number]) => number),
});
/** Fractions of 0.02 g/mL: the middle of the fifth is 1.14, of the sixth 1.16. */
const clean = settingsOf("sucrose gradient", {
  densest: 1.29,
  recovery: 1,
  recoveryCv: 0,
  fractionCv: 0,
  refractometerSd: 0,
});
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

test("sucroseGradient() spreads a band over its neighbours, and carries a part into the next", () => {
  const { spread, carryOver } = clean;
  const beside = 1 - normalCumulative(0.01 / spread); // beyond one edge of its own fraction
  const { percent, recovered_percent } = sucroseGradient(at([1.14, 1e9]), clean, keyOf(0)).reading;
  const held = 1 - 2 * beside;
  const near = beside - (1 - normalCumulative(0.03 / spread));
  const own = (1 - carryOver) * held + carryOver * near;
  assert.ok(Math.abs(percent[4] - 100 * own) < 1e-9, `${percent[4]}`);
  assert.ok(Math.abs(percent[5] - 100 * ((1 - carryOver) * near + carryOver * held)) < 1e-9, `${percent[5]}`);
  equalFloats(sum(percent), 100);
  equalFloats(recovered_percent, 100);
});

test("sucroseGradient() tells two bands, and the denser one where more is there", () => {
  const sharp = { ...clean, spread: 1e-6, carryOver: 0 };
  const { truth, reading } = sucroseGradient(at([1.12, 1e9], [1.16, 3e9]), sharp, keyOf(0));
  equalFloats(reading.percent[3], 25);
  equalFloats(reading.percent[5], 75);
  assert.equal(Array.from(reading.percent), Array.from(truth.percent));
  equalFloats(reading.modal_g_per_mL, 1.16);
});

test("sucroseGradient() keeps what is lighter or denser than its ends in the first and last fraction", () => {
  const { truth, reading } = sucroseGradient(at([1.0, 1e9], [1.5, 1e9]), { ...clean, carryOver: 0 }, keyOf(0));
  for (const { percent } of [truth, reading]) assert.equal([percent[0], percent[11]], [50, 50]);
});

test("sucroseGradient() recovers a part that varies from tube to tube, and reads a density with an error", () => {
  const kit = settingsOf("sucrose gradient", { spread: 1e-6, carryOver: 0, recovery: 0.6 });
  const tubes = readings(3000, (key) => sucroseGradient(at([1.14, 1e9]), kit, key).reading.recovered_percent);
  follows(tubes, 60, 60 * 60 * ((1 + kit.recoveryCv ** 2) * (1 + kit.fractionCv ** 2) - 1));
  const middle = 1.05 + 5.5 * (0.2 / 12);
  const densities = readings(3000, (key) => sucroseGradient(at([1.14, 1e9]), kit, key).reading.modal_g_per_mL);
  follows(densities, middle, kit.refractometerSd ** 2);
});

test("sucroseGradient() of nothing has no density", () => {
  const { reading } = sucroseGradient(at([1.14, 0]), clean, keyOf(0));
  assert.ok(Number.isNaN(reading.modal_g_per_mL) && Number.isNaN(reading.percent[0]));
});

test.run();
