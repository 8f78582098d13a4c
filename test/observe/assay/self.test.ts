/** What holds for every instrument: it repeats, its chance is its own, it changes nothing, and laboratories agree in order. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Assay, assaySettings, settingsOf } from "../../../src/instruments.ts";
import { cytokineArray } from "../../../src/observe/assay/array.ts";
import { beadFlow } from "../../../src/observe/assay/beads.ts";
import { plasmaCapture } from "../../../src/observe/assay/capture.ts";
import { automatedCount } from "../../../src/observe/assay/count.ts";
import { dyeDilution } from "../../../src/observe/assay/dye.ts";
import { elisa } from "../../../src/observe/assay/elisa.ts";
import { flowCytometry } from "../../../src/observe/assay/flow.ts";
import { sucroseGradient } from "../../../src/observe/assay/gradient.ts";
import { caspaseOn, specificLysis } from "../../../src/observe/assay/killing.ts";
import { lognormalParticles, moment } from "../../../src/observe/assay/particles.ts";
import { pelletProfile } from "../../../src/observe/assay/pellet.ts";
import { rnaProfile } from "../../../src/observe/assay/rna.ts";
import { lightScattering } from "../../../src/observe/assay/scattering.ts";
import { differentialSpins } from "../../../src/observe/assay/spins.ts";
import { receptorStain } from "../../../src/observe/assay/stain.ts";
import { tetramerStain } from "../../../src/observe/assay/tetramer.ts";
import { nanoparticleTracking } from "../../../src/observe/assay/tracking.ts";
import { tumourVolume } from "../../../src/observe/assay/tumour.ts";
import { keyOf, momentsOf, readings } from "./readings.ts";

const inputs = {
  populations: Float64Array.of(1e5, 5e4),
  copies: Float64Array.of(0, 100, 1e4),
  generations: Int32Array.of(0, 1, 2, 5),
  particles: lognormalParticles(45, 1.35, 1e10),
  bands: { density_g_per_mL: Float64Array.of(1.12, 1.15), number: Float64Array.of(1e9, 2e9) },
  bodies: {
    diameter_nm: Float64Array.of(50, 120),
    density_g_per_mL: Float64Array.of(1.15, 1.12),
    number: Float64Array.of(1e9, 1e8),
  },
  lots: [{ vesicles_per_mL: 1e9, captureCopies: 3, markerCopies: [2] }],
  transcripts: [
    { name: "miR_155", copies: 30, reference: 3 },
    { name: "miR_765", copies: 10, reference: 10 },
  ],
};
const told = ({ truth, reading }: { truth: number; reading: number }) => ({ truth: { truth }, reading: { reading } });
const vesicles = { vesicles_per_mL: 1e9, captureCopies: 3, detectionCopies: 2 };

const instruments: Record<Exclude<Assay, "pellet">, (key: Uint32Array) => { truth: object; reading: object }> = {
  "automated count": (key) =>
    automatedCount({ live: 2e5, dead: 1e4, volume_mL: 0.2 }, settingsOf("automated count"), key),
  "flow cytometry": (key) => flowCytometry(inputs.populations, settingsOf("flow cytometry"), key),
  "receptor stain": (key) => receptorStain(inputs.copies, 1e5, settingsOf("receptor stain"), key),
  "dye dilution": (key) =>
    dyeDilution({ generations: inputs.generations, count: 1e5, labelled_h: 48 }, settingsOf("dye dilution"), key),
  "cytokine array": (key) =>
    cytokineArray([{ name: "CCL4", concentration_pg_per_mL: 500 }], settingsOf("cytokine array"), key),
  "light scattering": (key) => lightScattering(inputs.particles, settingsOf("light scattering"), key),
  "bead flow": (key) => beadFlow(vesicles, settingsOf("bead flow"), key),
  "nanoparticle tracking": (key) => nanoparticleTracking(inputs.particles, settingsOf("nanoparticle tracking"), key),
  killing: (key) => specificLysis(0.4, settingsOf("killing"), key),
  caspase: (key) => told(caspaseOn({ dying: 4e3, others: 6e3 }, settingsOf("caspase"), key)),
  ELISA: (key) => elisa(400, settingsOf("ELISA"), key),
  tetramer: (key) => told(tetramerStain({ specific: 2e4, all: 1e6 }, settingsOf("tetramer"), key)),
  "tumour volume": (key) => told(tumourVolume(300, settingsOf("tumour volume"), keyOf(0), key)),
  "sucrose gradient": (key) => sucroseGradient(inputs.bands, settingsOf("sucrose gradient"), key),
  "differential spins": (key) => differentialSpins(inputs.bodies, settingsOf("differential spins"), key),
  "plasma capture": (key) => plasmaCapture(inputs.lots, ["PDL1"], settingsOf("plasma capture"), key),
  "RNA profile": (key) => rnaProfile(inputs.transcripts, settingsOf("RNA profile"), key),
};

test("every assay with settings is tried here", () => {
  assert.equal(
    Object.keys(instruments).sort(),
    Object.keys(assaySettings)
      .filter((assay) => assay !== "pellet")
      .sort(),
  );
});

for (const [assay, read] of Object.entries(instruments)) {
  test(`${assay}: one key one reading, another key another reading, and the same truth beside`, () => {
    const first = JSON.stringify(read(keyOf(1)));
    const other = read(keyOf(2));
    for (const another of Object.values(instruments)) another(keyOf(3)); // what is read in between moves nothing
    assert.is(JSON.stringify(read(keyOf(1))), first);
    assert.is.not(JSON.stringify(other.reading), JSON.stringify(JSON.parse(first).reading));
    assert.is(JSON.stringify(other.truth), JSON.stringify(JSON.parse(first).truth));
  });

  test(`${assay} changes nothing that it is shown`, () => {
    const before = JSON.stringify(inputs);
    const key = keyOf(1);
    read(key);
    assert.is(JSON.stringify(inputs), before);
    assert.equal(key, keyOf(1));
  });
}

test("two laboratories with other kits agree on the order of arms, not on values", () => {
  const kits = [
    settingsOf("cytokine array"),
    settingsOf("cytokine array", { halfMax: 800, top: 20_000, spotCv: 0.15, blank: 600 }),
  ];
  const arms = [10, 1000, 20_000]; // pg/mL
  const means = kits.map((kit) =>
    arms.map(
      (concentration_pg_per_mL) =>
        momentsOf(
          readings(
            50,
            (key) => cytokineArray([{ name: "CCL4", concentration_pg_per_mL }], kit, key).reading.intensity[0],
          ),
        ).mean,
    ),
  );
  for (const [low, middle, high] of means) assert.ok(low < middle && middle < high, JSON.stringify(means));
  // The second kit saturates earlier: at 1000 pg/mL it should show 1000 / 1800 of its reference, the first 1 / 4.
  assert.ok(means[1][1] > 1.5 * means[0][1], JSON.stringify(means));
});

test("two isolations from one sample differ in size, and light scattering tells in which order", () => {
  const spin = { force_xg: 100_000, minutes: 40 };
  const { pellet, supernatant } = pelletProfile(inputs.particles, 1.15, spin, settingsOf("pellet"));
  assert.ok(moment(supernatant, 0) > 0);
  const size = (tube: typeof pellet): number =>
    lightScattering(tube, settingsOf("light scattering"), keyOf(0)).reading.zAverage_nm;
  assert.ok(size(pellet) > size(supernatant));
});

test.run();
