import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { normalCumulative } from "../../../src/kernels/math.ts";
import { dyeDilution, dyeKept, gateBounds } from "../../../src/observe/assay/dye.ts";
import { equalFloats, keyOf, shareError, within } from "./readings.ts";

const settings = settingsOf("dye dilution");
const exact = settingsOf("dye dilution", {
  loadCv: 0,
  partitionCv: 0,
  autofluorescenceCv: 0,
  instrumentCv: 0,
});
const sample = (...generations: number[]) => ({
  generations: Int32Array.from(generations),
  count: 1e6,
  labelled_h: 120,
});

test("dyeDilution() counts founders back: by hand", () => {
  const { truth } = dyeDilution(sample(0, 0, 1, 1, 2, 2, 2, 2), settings, keyOf(0)); // of founders 2, 1 and 1
  assert.equal([...truth.byGeneration], [0.25, 0.25, 0.5, 0, 0, 0, 0, 0, 0]);
  assert.is(truth.divided_percent, 75);
  assert.is(truth.precursors_percent, 50);
  assert.is(truth.divisionIndex, 3 / 4); // 1 and 2 divisions for one founder each, of four
  assert.is(truth.proliferationIndex, 3 / 2);
});

test("dyeDilution() without noise tells every generation that has a gate", () => {
  const generations = [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 8];
  const { truth, reading } = dyeDilution(sample(...generations), exact, keyOf(0));
  reading.byGeneration.forEach((part, generation) => {
    within(
      part,
      truth.byGeneration[generation],
      shareError(truth.byGeneration[generation], exact.events),
      `${generation}`,
    );
  });
  const late = dyeDilution(sample(9, 12), exact, keyOf(0));
  assert.equal([...late.reading.byGeneration], [0, 0, 0, 0, 0, 0, 0, 0, 1]);
  assert.is(late.truth.byGeneration[8], 1);
  assert.is(late.truth.divisionIndex, (9 * 2 ** -9 + 12 * 2 ** -12) / (2 ** -9 + 2 ** -12)); // the truth goes on counting
});

test("dyeDilution() of labelled cells that did not divide: what spills over the first bound", () => {
  const bright = settingsOf("dye dilution", { autofluorescence: 1e-6 });
  const { truth, reading } = dyeDilution(sample(0, 0, 0), bright, keyOf(0));
  assert.equal([truth.divided_percent, truth.precursors_percent, truth.divisionIndex], [0, 0, 0]);
  const spread = Math.sqrt(Math.log(1 + bright.loadCv ** 2) + Math.log(1 + bright.instrumentCv ** 2));
  const z = -Math.log(Math.SQRT2) / spread; // the bound, between 1 and ½ of the control's median
  const spilt = normalCumulative(z);
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  // The bound is set on the median of as many control events: its error counts as well.
  const error = Math.sqrt((spilt * (1 - spilt) + (density * density * Math.PI) / 2) / bright.events);
  within(reading.divided_percent / 100, spilt, error);
  assert.ok(Number.isNaN(truth.proliferationIndex));
});

test("dyeDilution() parts the dye about evenly at a division", () => {
  const parted = { ...exact, autofluorescence: 1e-6, partitionCv: 0.2 };
  const { reading } = dyeDilution(sample(1), parted, keyOf(0));
  const above = 1 - normalCumulative((Math.SQRT2 - 1) / 0.2);
  const below = normalCumulative((Math.SQRT1_2 - 1) / 0.2);
  within(reading.byGeneration[0], above, shareError(above, parted.events));
  within(reading.byGeneration[2], below, shareError(below, parted.events));
});

test("dyeDilution() reads percentages and indices near the truth at its defaults", () => {
  const mixture = [...new Array(60).fill(0), ...new Array(60).fill(3), ...new Array(80).fill(5)];
  const { truth, reading } = dyeDilution(sample(...mixture), settings, keyOf(0));
  // What undivided cells spill into generation 1 is the largest error: it can be worked out beforehand.
  const spread = Math.sqrt(Math.log(1 + settings.loadCv ** 2) + Math.log(1 + settings.instrumentCv ** 2));
  const spilt = 100 * 0.3 * normalCumulative(-Math.log(Math.SQRT2) / spread);
  const chance = 4 * 100 * shareError(truth.divided_percent / 100, settings.events);
  assert.ok(Math.abs(reading.divided_percent - truth.divided_percent) < spilt + chance);
  assert.ok(reading.divided_percent > truth.divided_percent);
});

test("dyeKept(): a large loss on the first day, a small one on each day after", () => {
  const losing = { ...settings, earlyLoss: 0.36, lateLoss: 0.19 };
  equalFloats(dyeKept(0, losing), 1);
  equalFloats(dyeKept(12, losing), 0.8);
  equalFloats(dyeKept(24, losing), 0.64);
  equalFloats(dyeKept(36, losing), 0.64 * 0.9);
  equalFloats(dyeKept(72, losing), 0.64 * 0.81 * 0.81);
});

test("gateBounds() lie between the peaks and close up at autofluorescence after 7 to 8 generations", () => {
  const bounds = gateBounds(10_000, 0, 3);
  [5000, 2500, 1250].forEach((peak, generation) => {
    equalFloats(bounds[generation], peak * Math.SQRT2);
  });
  const dye = settings.load * dyeKept(120, settings);
  assert.ok(dye / 2 ** 7 > settings.autofluorescence && dye / 2 ** 8 < settings.autofluorescence);
});

test("dyeDilution() of no cells reads nothing", () => {
  const { reading, truth } = dyeDilution({ ...sample(), count: 0 }, settings, keyOf(0));
  for (const { byGeneration, ...values } of [reading, truth])
    assert.ok([...byGeneration, ...Object.values(values)].every(Number.isNaN));
});

test.run();
