import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { beadFlow, heldByBead } from "../../../src/observe/assay/beads.ts";
import { equalFloats, keyOf, within } from "./readings.ts";

const settings = settingsOf("bead flow");
const vesicles = { vesicles_per_mL: 1e10, captureCopies: 5, detectionCopies: 8 };

test("heldByBead() is Langmuir binding of what is left free", () => {
  for (const vesicles_per_mL of [1e6, 1e9, 3e9, 1e10, 1e13]) {
    const held = heldByBead({ ...vesicles, vesicles_per_mL, captureCopies: 1e3 }, settings);
    const free = vesicles_per_mL - held * settings.beadDensity;
    const expected = (settings.capacity * free) / (free + settings.halfMax);
    // `free` is a difference: its rounding is that of what was put in.
    assert.ok(Math.abs(held - expected) <= 1e-12 * expected * (vesicles_per_mL / free), `${held}, ${expected}`);
  }
});

test("heldByBead() rises with vesicles up to the capacity of a bead", () => {
  const held = [0, 1e7, 1e8, 1e9, 1e10, 1e11, 1e15].map((vesicles_per_mL) =>
    heldByBead({ ...vesicles, vesicles_per_mL }, settings),
  );
  for (let at = 1; at < held.length; at++) assert.ok(held[at] > held[at - 1]);
  assert.is(held[0], 0);
  assert.ok(held.at(-1)! < settings.capacity && held.at(-1)! > 0.999 * settings.capacity);
});

test("heldByBead() misses vesicles without the capture marker, but for accidents", () => {
  const few = { ...vesicles, vesicles_per_mL: 1e6 }; // far from full: in proportion to vesicles that can bind
  const all = heldByBead({ ...few, captureCopies: 1e3 }, settings);
  const half = heldByBead({ ...few, captureCopies: Math.LN2 }, settings);
  const none = heldByBead({ ...few, captureCopies: 0 }, settings);
  const near = 1e6 / (settings.halfMax + settings.beadDensity * settings.capacity); // what crowding may change
  assert.ok(Math.abs(half / all - (0.5 + 0.5 * settings.nonSpecific)) < near);
  assert.ok(Math.abs(none / all - settings.nonSpecific) < near);
});

test("beadFlow() has the median that copies and beads make", () => {
  const bare = settingsOf("bead flow", { background: 1e-3 });
  const { truth, reading } = beadFlow(vesicles, bare, keyOf(0));
  equalFloats(truth.copiesPerBead, 8 * truth.vesiclesPerBead);
  const variance = Math.log(1 + bare.beadCv ** 2) + 1 / truth.copiesPerBead; // of the logarithm
  const median = Math.log(truth.copiesPerBead) - Math.log(1 + bare.beadCv ** 2) / 2;
  within(Math.log(reading.mfi), median, Math.sqrt(((Math.PI / 2) * variance) / bare.beads));
});

test("beadFlow() calls vesicles of activated T cells positive, far above the isotype", () => {
  const { reading } = beadFlow(vesicles, settings, keyOf(0));
  assert.ok(reading.positive_percent > 99 && reading.ratio > 10, JSON.stringify(reading));
});

test("beadFlow() without vesicles, or of a marker they lack: the isotype's own share, ratio 1", () => {
  const outside = settings.outsideGate;
  for (const blank of [
    { ...vesicles, vesicles_per_mL: 0 },
    { ...vesicles, detectionCopies: 0 },
  ]) {
    const { reading } = beadFlow(blank, settings, keyOf(0));
    within(reading.positive_percent / 100, outside, Math.sqrt((2 * outside * (1 - outside)) / settings.beads));
    const variance = Math.log(1 + settings.backgroundCv ** 2);
    within(Math.log(reading.ratio), 0, Math.sqrt((Math.PI * variance) / settings.beads));
  }
});

test("beadFlow() binds a part of the copies under the isotype antibody", () => {
  const { isotypeHistogram } = beadFlow(vesicles, settings, keyOf(0));
  const { isotypeHistogram: none } = beadFlow(vesicles, { ...settings, nonSpecific: 0 }, keyOf(0));
  const above = ({ edges, counts }: typeof none): number =>
    counts.reduce((sum, count, at) => sum + (edges[at] > 2 * settings.background ? count : 0), 0) / settings.beads;
  assert.ok(above(isotypeHistogram) > 0.5 && above(none) < 0.05, `${above(isotypeHistogram)}, ${above(none)}`);
});

test.run();
