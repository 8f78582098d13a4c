import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { lognormalParticles, mixed, moment } from "../../../src/observe/assay/particles.ts";
import { lightScattering } from "../../../src/observe/assay/scattering.ts";
import { equalFloats, follows, keyOf, readings } from "./readings.ts";

const settings = settingsOf("light scattering");
const exact = settingsOf("light scattering", { sizeCv: 0, polydispersityError: 0, intensityCv: 0 });
const sum = (values: Float64Array): number => values.reduce((all, each) => all + each, 0);

test("moment() of particles by hand", () => {
  const particles = { diameter_nm: Float64Array.of(1, 2), number: Float64Array.of(10, 3) };
  assert.equal(
    [0, 1, 5, 6].map((power) => moment(particles, power)),
    [13, 16, 106, 202],
  );
});

test("lognormalParticles() has the moments of a lognormal, up to the sixth", () => {
  for (const gsd of [1, 1.05, 1.2, 1.35, 1.8, 2.5]) {
    const particles = lognormalParticles(45, gsd, 1e10);
    const square = Math.log(gsd) ** 2;
    for (const power of [0, 1, 4, 5, 6])
      equalFloats(
        moment(particles, power),
        1e10 * 45 ** power * Math.exp(0.5 * power * power * square),
        `d^${power}, ${gsd}`,
      );
  }
});

test("lightScattering() of a lognormal: z-average median·exp(5.5 ln² GSD), polydispersity exp(ln² GSD) − 1", () => {
  for (const gsd of [1.1, 1.2, 1.35, 1.8]) {
    const square = Math.log(gsd) ** 2;
    const { reading } = lightScattering(lognormalParticles(45, gsd, 1e10), exact, keyOf(0));
    equalFloats(reading.zAverage_nm, 45 * Math.exp(5.5 * square));
    equalFloats(1 + reading.polydispersity, Math.exp(square));
  }
});

test("lightScattering() reads 54 nm from a median of 45 nm at GSD 1.20, and from one of 33 nm at GSD 1.35", () => {
  const read = (median: number, gsd: number): number =>
    lightScattering(lognormalParticles(median, gsd, 1e10), exact, keyOf(0)).reading.zAverage_nm;
  assert.ok(Math.abs(read(45, 1.2) - 54) < 0.5);
  assert.ok(Math.abs(54 / read(1, 1.35) - 33) < 0.5); // medians that read 54 nm, told to whole nm
});

test("lightScattering() varies as its settings say, size and polydispersity apart", () => {
  const particles = lognormalParticles(45, 1.35, 1e10);
  const { zAverage_nm, polydispersity } = lightScattering(particles, exact, keyOf(0)).reading;
  follows(
    readings(2000, (key) => lightScattering(particles, { ...settings, classes: 2 }, key).reading.zAverage_nm),
    zAverage_nm,
    (settings.sizeCv * zAverage_nm) ** 2,
  );
  const narrow = { ...settings, polydispersityError: polydispersity / 8, classes: 2 }; // far from the bound at 0
  follows(
    readings(2000, (key) => lightScattering(particles, narrow, key).reading.polydispersity),
    polydispersity,
    narrow.polydispersityError ** 2,
  );
});

test("lightScattering() draws intensity where the light comes from, not where most particles are", () => {
  const spread = Math.log(1.3);
  const { distribution, truth } = lightScattering(lognormalParticles(45, 1.3, 1), exact, keyOf(0));
  equalFloats(sum(distribution.counts), 1);
  const mode = distribution.counts.indexOf(Math.max(...distribution.counts));
  const peak = 45 * Math.exp(6 * spread * spread); // of d⁶ times a lognormal, on a logarithmic axis
  assert.ok(distribution.edges[mode - 1] < peak && peak < distribution.edges[mode + 2]); // its class or a neighbour
  equalFloats(truth.numberMean_nm, 45 * Math.exp(0.5 * spread * spread));
});

test("lightScattering() of spiked aggregates moves as the sixth powers say", () => {
  const vesicles = lognormalParticles(45, 1.2, 1e10);
  const aggregate = { diameter_nm: Float64Array.of(300), number: Float64Array.of(1e6) }; // one in 10 000
  const square = Math.log(1.2) ** 2;
  const vesicleMoment = (power: number): number => 1e10 * 45 ** power * Math.exp(0.5 * power * power * square);
  const spiked = lightScattering(mixed(vesicles, aggregate), exact, keyOf(0));
  const expected = (vesicleMoment(6) + 1e6 * 300 ** 6) / (vesicleMoment(5) + 1e6 * 300 ** 5);
  equalFloats(spiked.reading.zAverage_nm, expected);
  const clean = lightScattering(vesicles, exact, keyOf(0));
  assert.ok(expected > 1.2 * clean.reading.zAverage_nm, `${expected}`);
  assert.ok(Math.abs(spiked.truth.numberMean_nm / clean.truth.numberMean_nm - 1) < 1e-3);
});

test("lightScattering() of a tube without particles reads nothing", () => {
  const nothing = { diameter_nm: new Float64Array(0), number: new Float64Array(0) };
  const { reading, distribution } = lightScattering(nothing, settings, keyOf(0));
  assert.ok([reading.zAverage_nm, reading.polydispersity, ...distribution.counts].every(Number.isNaN));
});

test.run();
