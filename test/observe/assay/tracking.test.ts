import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { normalCumulative } from "../../../src/kernels/math.ts";
import { lognormalParticles } from "../../../src/observe/assay/particles.ts";
import { nanoparticleTracking } from "../../../src/observe/assay/tracking.ts";
import { equalFloats, follows, keyOf, momentsOf, readings, within } from "./readings.ts";

const settings = settingsOf("nanoparticle tracking");
const one = (diameter: number, perMl: number) => ({
  diameter_nm: Float64Array.of(diameter),
  number: Float64Array.of(perMl),
});

test("nanoparticleTracking() counts with Poisson and pipetting errors, whatever the dilution", () => {
  for (const perMl of [1e8, 1e11]) {
    const seen = Math.min(perMl, settings.working) * settings.volume * 1e-6; // tracks
    const relative = 1 / seen + settings.pipettingCv ** 2;
    const counts = readings(
      600,
      (key) => nanoparticleTracking(one(100, perMl), settings, key).reading.particles_per_mL,
    );
    follows(counts, perMl, perMl * perMl * relative);
  }
});

test("nanoparticleTracking() does not see small particles", () => {
  const { truth, reading } = nanoparticleTracking(lognormalParticles(45, 1.35, 1e10), settings, keyOf(0));
  equalFloats(truth.particles_per_mL, 1e10);
  const step = 0.25; // of the quadrature, in standard deviations: the limit falls somewhere inside one
  const z = Math.log(settings.smallest / 45) / Math.log(1.35);
  const [least, most] = [z + step, z - step].map((limit) => 1e10 * (1 - normalCumulative(limit)));
  const error = Math.sqrt(1 / (settings.working * settings.volume * 1e-6) + settings.pipettingCv ** 2);
  assert.ok(reading.particles_per_mL > least * (1 - 4 * error) && reading.particles_per_mL < most * (1 + 4 * error));
  assert.ok(reading.mean_nm > settings.smallest && truth.mean_nm < 50);
});

test("nanoparticleTracking() sizes each particle with the error of its track", () => {
  const { truth, reading, tracks } = nanoparticleTracking(one(100, 1e10), settings, keyOf(0));
  assert.equal(truth, { particles_per_mL: 1e10, mean_nm: 100, median_nm: 100 });
  within(reading.mean_nm, 100, (100 * settings.trackCv) / Math.sqrt(tracks));
  const median = 100 / Math.sqrt(1 + settings.trackCv ** 2); // of a lognormal of mean 100
  within(reading.median_nm, median, (median * settings.trackCv * Math.sqrt(Math.PI / 2)) / Math.sqrt(tracks));
});

test("nanoparticleTracking() draws sizes in proportion to their numbers", () => {
  const two = { diameter_nm: Float64Array.of(200, 100), number: Float64Array.of(1e9, 3e9) };
  const { truth, tracks } = nanoparticleTracking(two, settings, keyOf(0));
  assert.equal([truth.mean_nm, truth.median_nm], [125, 100]);
  const sharp = { ...settings, trackCv: 0 };
  const means = readings(200, (key) => nanoparticleTracking(two, sharp, key).reading.mean_nm);
  const sampled = (100 * 100 * 0.25 * 0.75) / tracks; // variance of the mean of so many tracks
  within(momentsOf(means).mean, 125, Math.sqrt(sampled / means.length));
});

test("nanoparticleTracking() of clean medium, or of particles too small: none, and no size", () => {
  for (const blank of [one(100, 0), one(30, 1e10), { diameter_nm: new Float64Array(0), number: new Float64Array(0) }]) {
    const { truth, reading, tracks } = nanoparticleTracking(blank, settings, keyOf(0));
    assert.is(Number.isNaN(truth.median_nm), !(truth.particles_per_mL > 0));
    assert.equal([tracks, reading.particles_per_mL], [0, 0]);
    assert.ok(Number.isNaN(reading.mean_nm) && Number.isNaN(reading.median_nm));
  }
});

test.run();
