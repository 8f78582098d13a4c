import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { lognormalParticles, moment } from "../../../src/observe/assay/particles.ts";
import { clearingFactor, pelletedPart, pelletProfile, sedimentation } from "../../../src/observe/assay/pellet.ts";
import { equalFloats } from "./readings.ts";

const settings = settingsOf("pellet");
const ultra = { force_xg: 100_000, minutes: 70 };
const clearing = { force_xg: 10_000, minutes: 30 };

test("sedimentation() of a sphere by hand", () => {
  const water = { ...settings, mediumDensity: 1, viscosity: 1 };
  equalFloats(sedimentation(60, 1.15, water), 300); // 3.6e-15 m² × 150 kg/m³ / 0.018 Pa·s = 3e-11 s
  assert.ok(sedimentation(60, 0.92, water) < 0);
});

test("clearingFactor() is 225 S·h at 100 000 g and goes with 1 / g", () => {
  assert.ok(Math.abs(clearingFactor(100_000, settings) - 225) < 0.5);
  equalFloats(clearingFactor(10_000, settings), 10 * clearingFactor(100_000, settings));
});

test("pelletedPart() at density 1.15: 30 nm 37 %, 50 nm all of it; at 10 000 g 200 nm 70 %, 54 nm 5 %", () => {
  const rounded = (diameter: number, spin: typeof ultra): number =>
    Math.round(100 * pelletedPart(diameter, 1.15, spin, settings));
  assert.is(rounded(30, ultra), 37);
  assert.is(rounded(50, ultra), 100);
  assert.ok(Math.abs(100 * pelletedPart(200, 1.15, clearing, settings) - 70) < 1);
  assert.is(rounded(54, clearing), 5);
});

test("pelletedPart() is hours · s / k, never above 1, and 0 for what floats", () => {
  const half = pelletedPart(30, 1.15, { ...ultra, minutes: 35 }, settings);
  equalFloats(half, (35 / 60) * (sedimentation(30, 1.15, settings) / clearingFactor(ultra.force_xg, settings)));
  equalFloats(pelletedPart(30, 1.15, ultra, settings), 2 * half);
  assert.is(pelletedPart(500, 1.15, ultra, settings), 1);
  assert.is(pelletedPart(500, 0.95, ultra, settings), 0);
});

test("pelletProfile() keeps every particle, in the pellet or above it", () => {
  const particles = lognormalParticles(45, 1.35, 1e10);
  const { pellet, supernatant } = pelletProfile(particles, 1.15, ultra, settings);
  equalFloats(moment(pellet, 0) + moment(supernatant, 0), 1e10);
  assert.ok(moment(pellet, 1) / moment(pellet, 0) > moment(supernatant, 1) / moment(supernatant, 0));
});

test("pelletProfile() twice: a spin clears large particles, the next one takes the small", () => {
  const mixture = { diameter_nm: Float64Array.of(54, 1000), number: Float64Array.of(1e9, 1e6) };
  const cleared = pelletProfile(mixture, 1.15, clearing, settings).supernatant;
  assert.is(cleared.number[1], 0);
  const { pellet } = pelletProfile(cleared, 1.15, ultra, settings);
  equalFloats(pellet.number[0], 1e9 * (1 - pelletedPart(54, 1.15, clearing, settings)));
});

test.run();
