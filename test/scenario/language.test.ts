/**
 * The powers that go beyond "a signal changes a behaviour", one small scenario each (test/language): the file is valid, its English
 * holds the sentence that says the power, and it runs and shows the power in its arms, or says exactly which powers it waits for.
 */
import { readdirSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { associate } from "../../src/claims/associate.ts";
import { planOf } from "../../src/engine/simulation.ts";
import { recordWorlds } from "../../src/observe/record.ts";
import { englishOf } from "../../src/report/english.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";
import { experimentOf } from "./reading.ts";

interface Power {
  /** What the English must say. */
  readonly says: string;
  /** Powers that wait; none: it runs. */
  readonly waits?: readonly string[];
  /** Readings at the end that are much higher in one arm than in another one, as the power would have it. */
  readonly shows?: readonly (readonly [reading: string, high: string, low: string])[];
}

const powers: Readonly<Record<string, Power>> = {
  and: {
    says: "In CD8 resting cells, exosomes inside increase the rate of becoming activated from 0 toward 0.05 per hour, half-way at 300 vesicles (Hill power 2), only as far as free IL2 also reaches 15 pM.",
    shows: [
      ["count CD8 activated", "EXO_IL2", "EXO"],
      ["count CD8 activated", "EXO_IL2", "IL2"],
    ],
  },
  ves: {
    says: "bound vesicles, each counted for pMHC (half-way at 10 copies) and B7 (half-way at 10 copies) on the same vesicle, increase the rate of becoming activated",
    shows: [["count CD8 activated", "same", "apart"]],
  },
  topo: {
    says: "HSP70_in sits in the lumen of vesicles, where it acts only once inside a cell",
    shows: [["count DC mature", "outside", "inside"]],
  },
  spec: {
    says: "half-way at 20 vesicles, only where the cell's TCR matches the vesicle's peptide.",
    shows: [["count CD4 activated", "cognate_peptide", "other_peptide"]],
  },
  pay: {
    says: "carry PLP2 (target of the microRNA, copies): 1000 at the start, going toward 1000 × (1 − the response to miR_765 delivered inside (half-way at 200)) with a half-life of 12 hours",
    shows: [["attribute PLP2 of tumour", "no_uptake", "exosomes"]],
  },
  pres: {
    says: "DC cells show antigen on MHC_I to other cells, with a half-life of 20 hours.",
    shows: [
      ["count CTL primed", "TEX", "no_TEX"],
      ["count CTL primed", "TEX", "TEX_other"],
      ["count CTL primed", "TEX", "TEX_without_DC"],
      ["count CTL primed", "DEX", "DEX_of_others"],
      ["attribute display of DC", "TEX_other", "no_TEX"],
    ],
  },
  inh: {
    says: "T cells release exosomes at 1 per hour + 99 per hour × their activation, each stamped at release with 40 × their activation copies of FasL.",
    shows: [["vesicles exosome free", "stimulated", "rest"]],
  },
  mem: {
    says: "Myeloid precursor cells take one of these fates at 0.03 per hour: MDSC (the response to TEX vesicles inside (half-way at 500, Hill power 2)) or DC (the rest).",
    shows: [
      ["count myeloid MDSC", "TEX", "none"],
      ["count myeloid DC", "none", "TEX"],
    ],
  },
  div: {
    says: "CD8 cells divide first about 42 hours (lognormal, geometric SD 1.15) after entering this state and then about 16 hours (lognormal, geometric SD 1.2) after the division before; sisters divide after the same time; no division once the generation has reached 8.",
    shows: [
      ["count CD8", "dividing", "held"],
      ["generation CD8 generation 4", "dividing", "held"],
      ["attribute dye of CD8", "held", "dividing"],
    ],
  },
  rcp: {
    says: "In NK cells, free target_ligand increases the secretion of IFNg from 0 toward 20 per s, half-way at 100 pM, scaled by their NKG2D / 2000 receptors.",
    shows: [["concentration IFNg", "none", "TEX"]],
  },
  enz: {
    says: "CD73 on the surface of vesicles turns AMP into adenosine: each copy at up to 100 per s, half of it at 50 µM.",
    shows: [["concentration adenosine", "AMP", "no_AMP"]],
  },
  phy: {
    says: "take the supernatant of flask as the preparation pellet: spin at 300 × g for 10 min and keep the supernatant",
    shows: [
      ["vesicles microvesicle free", "raw", "dosed"],
      ["vesicles exosome free", "dosed", "nothing"],
    ],
  },
  bur: {
    says: "Mast cells form multivesicular bodies of 30 granule_vesicles at 3 per hour, each of which fuses with the plasma membrane at 0.05 per hour + 20 per hour × the condition calcium or with the lysosome at 0.1 per hour.",
    shows: [["total granule_vesicle released", "pulses", "leak"]],
  },
  cmp: {
    says: "The route supply carries TEX and fragment from blood to node at 0.01 per hour, as far as it is smaller than 200 nm.",
    shows: [
      ["vesicles TEX free", "tumour", "no_drainage"],
      ["concentration CCL2", "tumour", "no_drainage"],
      ["count T", "tumour", "no_homing"],
    ],
  },
  dly: {
    says: "half-way at 200 vesicles, after a delay of 40 hours (in 4 steps).",
    shows: [["count tumour", "none", "exosomes"]],
  },
  pop: {
    says: "Over the cohort, vesicles uPAR_exosome free at 5 day is compared with count tumour at 10 day",
  },
  sgn: {
    says: "In resistant cells, FasL on bound vesicles increases the gain of invasion from 0 toward 1 per hour",
    shows: [
      ["count sensitive", "none", "exosomes"],
      ["attribute invasion of resistant", "exosomes", "none"],
    ],
  },
  blk: {
    says: "anti_FasL blocks FasL on vesicles with a KD of 1 nM.",
    shows: [
      ["count T", "antibody", "exosomes"],
      ["count T", "without_FasL", "exosomes"],
    ],
  },
  s23: {
    says: "pMHC (half-way at 10 copies, Hill power 2), ICAM1 (half-way at 10 copies) and B7 (half-way at 10 copies) on the same vesicle",
    shows: [
      ["count CD8 effector", "both", "apart"],
      ["count CD8 effector", "both", "ICAM1"],
      ["count CD8 effector", "both", "B7"],
      ["count CD8 effector", "both", "neither"],
    ],
  },
  s54: {
    says: "In CD8 cells, contact with Treg cells, weighted by their suppression, decreases the rate of dividing from where the increases leave it toward 0.002 per hour",
    shows: [
      ["count CD8", "with_Treg", "with_Treg_TEX"],
      ["count CD8", "CD8_alone_TEX", "with_Treg_TEX"],
      ["count CD8", "with_Treg_TEX_antibody", "with_Treg_TEX"],
    ],
  },
  s84: {
    says: "The device purifier passes 15 L per hour of blood through pores of 200 nm, and holds back 6 % of what passes and carries mannose until 1e15 are held",
    shows: [["held TEX by purifier", "sessions", "no_device"]],
  },
  s91: {
    says: "In DC immature cells, RN7SL1 delivered inside increases the rate of becoming mature from 0 toward 0.1 per hour, half-way at 500 (Hill power 2); there is no way back.",
    shows: [
      ["count tumour", "plain_CAR_T", "RN7SL1"],
      ["count tumour", "no_endogenous_T", "RN7SL1"],
    ],
  },
  assays: {
    says: "instruments read in mouse: tumour volume tumour, caspase tumour.apoptotic and killing tumour",
    shows: [
      ["tumour volume tumour", "none", "OTI"],
      ["caspase tumour", "OTI", "none"],
      ["killing tumour", "OTI", "none"],
      ["killing tumour (truth)", "OTI", "none"],
    ],
  },
  niche: {
    says: "Factors and vesicles diffuse in it, among 10 × 10 × 10 voxels of 15 µm.",
    shows: [
      ["near IL2 50-75 um from secretor", "alone", "crowded"],
      ["total IL2 consumed", "crowded", "alone"],
    ],
  },
  walls: {
    says: "In static cultures they bind to the matrix at 0 per s and come off it at 0.1 per s; only those that are off it move and meet cells.",
    shows: [
      ["total exosome left", "loose", "sticky"],
      ["vesicles exosome inside", "loose", "sticky"],
      ["profile exosome 50-100 um along z", "sticky", "loose"],
      ["vesicles exosome free", "sticky", "no_drop"],
    ],
  },
  climb: {
    says: "T seeking cells move at random with a motility of 1 µm² per min, and up the gradient of CCL4 at up to 2 µm per min, half of that where CCL4 differs by 1 % over the cell.",
    shows: [["count T docked", "climbing", "blind"]],
  },
  column: {
    says: "Beyond its top lies medium that stays as it is, with 1 nM of drug and no vesicles.",
    shows: [["profile drug 0-100 um along z", "empty", "full"]],
  },
  pulses: {
    says: "The source pipette gives IL2 to dish at 100 molecules per s, where x is 5 µm, y is 50 µm and z is 10 µm; it gives from 1 hour to 70 min and from 170 min to 3 hours.",
    shows: [
      ["attribute signalled of T", "pulses", "silent"],
      ["profile IL2 300-400 um along x", "pulses", "silent"],
    ],
  },
  ladder: {
    says: "Exosomes are 54 nm across, 1.15 g per mL dense, and followed one by one up to 5000 of them, in packets of 100 up to 200000, and counted as a pool beyond",
    shows: [["vesicles exosome inside", "many", "few"]],
  },
};

const names = readdirSync(new URL("../language", import.meta.url)).sort();

test("every file of test/language is told of here", () => {
  assert.equal(
    names,
    Object.keys(powers)
      .map((name) => `${name}.yaml`)
      .sort(),
  );
});

for (const name of names) {
  const { says, waits = [], shows = [] } = powers[name.replace(".yaml", "")] ?? { says: "" };

  test(`${name} is read without a fault or a warning`, () => {
    assert.equal(experimentOf(`test/language/${name}`).warnings, []);
  });

  test(`${name} says its power in English`, () => {
    const sentences = englishOf(experimentOf(`test/language/${name}`)).flatMap((section) => section.sentences);
    assert.ok(
      sentences.some((sentence) => sentence.includes(says)),
      `"${says}" is not in:\n${sentences.join("\n")}`,
    );
  });

  test(`${name} ${waits.length === 0 ? "runs, and its power shows in the arms" : "says which powers it waits for"}`, () => {
    const experiment = experimentOf(`test/language/${name}`);
    assert.equal([...new Set(experiment.notYet.map(({ what }) => what))].sort(), waits);
    if (waits.length > 0) return;
    const last = lastReadings(experiment);
    for (const [reading, high, low] of shows) {
      const [more, less] = [last(high, reading), last(low, reading)];
      assert.ok(more > 0 && more > 1.5 * less, `${reading}: ${more} in ${high}, ${less} in ${low}`);
    }
  });
}

test("niche.yaml: near the secretor there is more than farther off, where others take it up, and hardly more where none does", () => {
  const last = lastReadings(experimentOf("test/language/niche.yaml"));
  const ratio = (arm: string): number =>
    last(arm, "near IL2 0-25 um from secretor") / last(arm, "near IL2 50-75 um from secretor");
  assert.ok(ratio("crowded") > 2 && ratio("alone") < 1.2, `${ratio("crowded")} ${ratio("alone")}`);
});

test("column.yaml: the drug falls as exp(−z/λ), λ = √(D V/Σ clearance)", () => {
  const last = lastReadings(experimentOf("test/language/column.yaml"));
  const supply = 4 * Math.PI * 400 * 4; // 4πDR, µm³/s
  const surface = 1e6 / 3600; // 1e-6 mL/hour
  const taken = (160 * surface * supply) / (surface + supply) / (40 * 40 * 1000); // of all that is there, 1/s
  const fall = last("full", "profile drug 700-800 um along z") / last("full", "profile drug 400-500 um along z");
  const expected = Math.exp(300 / Math.sqrt(400 / taken));
  // 160 cells lie where chance has put them: 48 in these 300 µm, so λ² is known to 1/√48 and the exponent to half of that.
  assert.ok(
    Math.abs(Math.log(fall / expected)) < 4 * (Math.log(expected) / (2 * Math.sqrt(48))),
    `${fall} ${expected}`,
  );
});

test("ladder.yaml: one by one or as a pool, vesicles are taken alike", () => {
  const last = lastReadings(experimentOf("test/language/ladder.yaml"));
  const part = (arm: string): number => {
    const [free, inside] = ["free", "inside"].map((where) => last(arm, `vesicles exosome ${where}`));
    return inside / (free + inside);
  };
  const many = part("many");
  const spread = Math.sqrt((many * (1 - many)) / 200);
  assert.ok(Math.abs(part("few") - many) < 4 * spread, `${part("few")} ${many}`);
});

test("pop.yaml tells what goes together over its donors", () => {
  const experiment = experimentOf("test/language/pop.yaml");
  const recordings = worldsOf(experiment, { seed: "1", donors: 16 }).flatMap((world) => {
    const plan = planOf(modelOf(experiment, world));
    const [{ arm, times, values, digests }] = recordWorlds([{ arm: world.arm, plan }], world.key);
    return { arm, donor: world.donor, replicate: 1, times, values, digests, columns: plan.model.observables };
  });
  const told = experiment.associations.flatMap((association) => associate(association, recordings));
  assert.equal(
    told.map(({ association, arm, verdict }) => [association.id, arm, verdict?.verdict]),
    [
      ["level", "untreated", undefined],
      ["growth", "untreated", "holds"],
      ["progress", "untreated", "holds"],
    ],
  );
  assert.ok(told.every(({ statistics }) => statistics.every(({ number }) => number <= 16)));
});

test.run();

/** Every arm run to its end, its books closed; what is read there. */
function lastReadings(experiment: Experiment): (arm: string, reading: string) => number {
  const worlds = worldsOf(experiment, { seed: "1", donors: 1, replicates: 1 }).map((world) => ({
    arm: world.arm,
    plan: planOf(modelOf(experiment, world)),
  }));
  const outcomes = new Map(recordWorlds(worlds, [1, 2]).map((outcome) => [outcome.arm, outcome]));
  const { observables } = worlds[0].plan.model;
  return (arm, reading) => {
    const column = observables.findIndex(({ name, subject }) => `${name} ${subject}` === reading);
    const { values } = outcomes.get(arm)!;
    assert.ok(column >= 0, reading);
    return values[values.length - observables.length + column];
  };
}
