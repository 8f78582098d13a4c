import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { plasmaCapture } from "../../../src/observe/assay/capture.ts";
import { equalFloats, follows, keyOf, readings } from "./readings.ts";

const settings = settingsOf("plasma capture");
/** All T vesicles carry CD3 (surely: 50 copies), a part of them PD-L1; others carry no CD3. */
const lots = [
  { vesicles_per_mL: 1e9, captureCopies: 50, markerCopies: [Math.log(2)] }, // half carry it
  { vesicles_per_mL: 9e9, captureCopies: 0, markerCopies: [50] },
];

test("plasmaCapture() without accidents holds what carries the marker, and sees the second one on it", () => {
  const exact = { ...settings, nonSpecific: 0, misassigned: 0, recovery: 1, recoveryCv: 0 };
  const { truth, reading } = plasmaCapture(lots, ["PDL1"], exact, keyOf(0));
  equalFloats(truth.vesicles_per_mL, 1e9);
  equalFloats(truth.positive_percent[0], 50);
  equalFloats(reading.vesicles_per_mL, 1e9);
  const seen = readings(2000, (key) => plasmaCapture(lots, ["PDL1"], exact, key).reading.positive_percent[0]);
  follows(seen, 50, (1e4 * 0.25) / settings.events);
});

test("plasmaCapture() recovers a part, and vesicles of others dilute its lineage", () => {
  const held = 1e9 + settings.nonSpecific * 9e9;
  const kit = { ...settings, recovery: 0.4 };
  const densities = readings(3000, (key) => plasmaCapture(lots, ["PDL1"], kit, key).reading.vesicles_per_mL);
  follows(densities, 0.4 * held, (0.4 * held * settings.recoveryCv) ** 2);
  const carry = (0.5 * 1e9 + settings.nonSpecific * 9e9) / held;
  const part = carry * (1 - settings.misassigned) + (1 - carry) * settings.misassigned;
  const seen = readings(2000, (key) => plasmaCapture(lots, ["PDL1"], kit, key).reading.positive_percent[0]);
  follows(seen, 100 * part, (1e4 * part * (1 - part)) / settings.events);
});

test("plasmaCapture() reads a marker alike, whichever others are sought with it", () => {
  const two = lots.map((lot) => ({ ...lot, markerCopies: [3, ...lot.markerCopies] }));
  const [, beside] = plasmaCapture(two, ["CD15s", "PDL1"], settings, keyOf(5)).reading.positive_percent;
  assert.is(beside, plasmaCapture(lots, ["PDL1"], settings, keyOf(5)).reading.positive_percent[0]);
});

test("plasmaCapture() of clean plasma: none, and no part of them", () => {
  const { truth, reading } = plasmaCapture([], ["PDL1"], settings, keyOf(0));
  assert.equal([truth.vesicles_per_mL, reading.vesicles_per_mL], [0, 0]);
  assert.ok(Number.isNaN(reading.positive_percent[0]) && Number.isNaN(truth.positive_percent[0]));
});

test.run();
