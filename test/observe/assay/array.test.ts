import { test } from "uvu";
import * as assert from "uvu/assert";
import { studentCumulative } from "../../../src/claims/distributions.ts";
import { settingsOf } from "../../../src/instruments.ts";
import { type Analyte, cytokineArray, response } from "../../../src/observe/assay/array.ts";
import { equalFloats, follows, keyOf, readings, shareError, within } from "./readings.ts";

const settings = settingsOf("cytokine array");
const exact = settingsOf("cytokine array", { blankSd: 0, spotCv: 0, exposureCv: 0 });
const analyte = (name: string, concentration_pg_per_mL: number, ...alsoBinds: string[]): Analyte => ({
  name,
  concentration_pg_per_mL,
  alsoBinds,
});

test("response() is half of the top at the half-max, and the top beyond", () => {
  assert.is(response(0, settings), 0);
  equalFloats(response(settings.halfMax, settings), settings.top / 2);
  equalFloats(response(9 * settings.halfMax, { ...settings, power: 0.5 }), 0.75 * settings.top);
  assert.is(response(1e300, { ...settings, power: 2 }), settings.top);
});

test("cytokineArray() without noise shows the response, up to the camera's ceiling", () => {
  const panel = [analyte("CCL4", 3000), analyte("IL2", 1000)];
  const { truth, reading } = cytokineArray(panel, exact, keyOf(0));
  [0.5, 0.25].forEach((part, index) => {
    equalFloats(truth.intensity[index], part);
    equalFloats(reading.intensity[index], part);
  });
  const dim = cytokineArray(panel, { ...exact, ceiling: 1500 + 10_000 }, keyOf(0)); // reference and CCL4 at the ceiling
  assert.equal([...dim.reading.intensity], [1, 1]);
});

test("cytokineArray() cancels the exposure by its reference spots", () => {
  const panel = [analyte("CCL4", 3000)];
  for (let array = 0; array < 5; array++)
    equalFloats(
      cytokineArray(panel, { ...exact, exposureCv: 0.3, ceiling: 1e9 }, keyOf(array)).reading.intensity[0],
      0.5,
    );
});

test("cytokineArray() averages its spots", () => {
  const noisy = { ...exact, spotCv: 0.2, referenceSpots: 10_000, ceiling: 1e9 };
  const intensities = readings(400, (key) => cytokineArray([analyte("CCL4", 3000)], noisy, key).reading.intensity[0]);
  follows(intensities, 0.5, (0.5 * 0.2) ** 2 / noisy.spots);
});

test("cytokineArray() calls an analyte that is not there as seldom as three deviations say", () => {
  const arrays = 4000;
  const on = readings(arrays, (key) => cytokineArray([analyte("CCL4", 0)], settings, key).reading.numberOn);
  // Mean of the spots above the mean of the blanks, in estimated deviations of one spot: Student's t.
  const t = 3 / Math.sqrt(1 / settings.spots + 1 / settings.blankSpots);
  const expected = 1 - studentCumulative(t, settings.blankSpots - 1);
  within(on.reduce((sum, each) => sum + each, 0) / arrays, expected, shareError(expected, arrays));
});

test("cytokineArray() calls what is well above its limit of detection", () => {
  const panel = [analyte("CCL4", 5e4), analyte("IL2", 1000), analyte("IL10", 1)];
  for (let array = 0; array < 20; array++)
    assert.equal(cytokineArray(panel, settings, keyOf(array)).reading.on, [true, true, false]);
  const { truth } = cytokineArray(panel, settings, keyOf(0));
  assert.equal([truth.on, truth.numberOn], [[true, true, false], 2]);
  const limit = settings.halfMax / (settings.top / (3 * settings.blankSd) - 1); // response of 3 deviations, power 1
  assert.equal(cytokineArray([analyte("A", 1.001 * limit), analyte("B", 0.999 * limit)], settings, keyOf(0)).truth.on, [
    true,
    false,
  ]);
});

test("cytokineArray() takes a part of a cross-reacting analyte for its own, of no other one", () => {
  const panel = [analyte("CCL3", 0, "CCL4"), analyte("CCL4", 3000), analyte("IL2", 0)];
  const { truth, reading } = cytokineArray(panel, exact, keyOf(0));
  assert.equal([...truth.intensity], [0, 0.5, 0]);
  const taken = 3000 * exact.crossReactivity;
  equalFloats(reading.intensity[0], taken / (taken + exact.halfMax));
  assert.is(reading.intensity[2], 0);
});

test("cytokineArray() reads an analyte alike wherever it stands and whatever else is on the panel", () => {
  const [a, b, c] = [analyte("CCL4", 500), analyte("IL2", 100), analyte("IL10", 50)];
  const one = cytokineArray([a, b], settings, keyOf(0)).reading.intensity;
  const other = cytokineArray([c, b, a], settings, keyOf(0)).reading.intensity;
  assert.equal([one[0], one[1]], [other[2], other[1]]);
});

test.run();
