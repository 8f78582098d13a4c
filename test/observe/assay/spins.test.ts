import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf, spinForces } from "../../../src/instruments.ts";
import { pelletedPart } from "../../../src/observe/assay/pellet.ts";
import { differentialSpins, series } from "../../../src/observe/assay/spins.ts";
import { equalFloats, follows, keyOf, readings, within } from "./readings.ts";

const settings = settingsOf("differential spins");
const exact = { ...settings, countCv: 0 };
const of = (diameter: number, density = 1.15) => ({
  diameter_nm: Float64Array.of(diameter),
  density_g_per_mL: Float64Array.of(density),
  number: Float64Array.of(1e10),
});

test("the tube of differential spins is that of a pellet", () => {
  const { mediumDensity, viscosity, path } = settings;
  assert.equal({ mediumDensity, viscosity, path }, settingsOf("pellet"));
  assert.equal(
    series.map(({ force_xg }) => force_xg),
    [...spinForces],
  );
});

test("differentialSpins() spins what the spin before left", () => {
  for (const diameter of [30, 100, 250]) {
    const parts = series.map((spin) => pelletedPart(diameter, 1.15, spin, settings));
    let left = 1;
    const expected = parts.map((part) => {
      const down = left * part;
      left -= down;
      return 100 * down;
    });
    const { truth, reading } = differentialSpins(of(diameter), exact, keyOf(0));
    expected.forEach((percent, at) => {
      equalFloats(truth.percent[at], percent);
      equalFloats(reading.percent[at], percent);
    });
    equalFloats(reading.washed_percent, truth.percent[3] * (1 - settings.washLoss));
  }
});

test("differentialSpins() loses small vesicles to the last supernatant and large ones to early pellets", () => {
  const pellets = (diameter: number) => differentialSpins(of(diameter), exact, keyOf(0)).truth.percent;
  within(pellets(30)[3], 37, 0.5); // worked out for a clearing factor of 225 S·h
  assert.ok(pellets(60)[3] > 90);
  within(pellets(200)[2], 70, 2);
  within(pellets(54)[2], 5, 0.4);
  assert.equal(Array.from(differentialSpins(of(50, 1.0), exact, keyOf(0)).truth.percent), [0, 0, 0, 0]); // it floats
});

test("differentialSpins() counts pellets with an error, each its own", () => {
  const { percent } = differentialSpins(of(100), exact, keyOf(0)).truth;
  const last = readings(2000, (key) => differentialSpins(of(100), settings, key).reading.percent[3]);
  follows(last, percent[3], (percent[3] * settings.countCv) ** 2);
});

test("differentialSpins() of clean medium says nothing", () => {
  const none = { diameter_nm: new Float64Array(0), density_g_per_mL: new Float64Array(0), number: new Float64Array(0) };
  assert.ok(Number.isNaN(differentialSpins(none, settings, keyOf(0)).reading.percent[0]));
});

test.run();
