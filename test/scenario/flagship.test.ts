/** The mechanism of the flagship scenario can be said in the language, and says what its equations say. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Kind, Model, Signal } from "../../src/model.ts";
import { dish, evaluate, experimentOf, issuesOf, kindOf, modelFor, spoken } from "./dish.ts";

const flagship = `
title: Exosomes of activated T cells, with IL-2, make resting T cells divide
question: Does the pair do what neither does alone?
source: doi:10.1371/journal.pone.0049723
covers: [S16, S17, S18, S19, S20]
time: { from: -3 day, to: 8 day, step: 10 min, record: { every: 12 hour, also: [5 day] } }
donors: { count: 6, vary: { cd4_share: "normal(0.60, 0.06)" } }
replicates: 4
parameters:
  cd4_share: { value: 0.6, range: [0.42, 0.72], source: "table:blood.cd4.fraction_of_cd3" }
  treg_share: { value: 6 %, source: "table:blood.treg.fraction_of_cd4" }
  uptake: { value: 1e-8 mL/hour, source: "table:exo.uptake.k" }
  uptake_act: { value: 2, source: "table:exo.uptake.T_act_fold" }
  exo_loss: { value: 0.01 /hour, source: "table:exo.decay.culture" }
  release_rest: { value: 1 /hour, source: "table:exo.secretion.T.rest" }
  release_act: { value: 300 /hour, source: "table:exo.secretion.T.act" }
  prime_threshold: { value: 500, source: "table:exo.prime.threshold" }
  prime_gain: { value: 100, source: "table:exo.prime.CD25_gain" }
  il2_dose: { value: 50 U/mL, of: IL2, source: "table:well.il2.dose" }
  il2_use: { value: 0.3 /s, source: "table:il2.consumption.max" }
  kd_high: { value: 11 pM, source: "table:il2r.KD.high" }
  kd_mid: { value: 1900 pM, source: "table:il2r.KD.intermediate" }
  k_2d: { value: 2700, source: "table:il2r.assembly.Kd" }
  ec50_blast: { value: 15 pM, source: "table:pstat5.EC50.blast" }
  signal_half: { value: 150, source: assumed, why: one value for both lineages }
  cd25_blast: { value: 3e4, source: "table:il2r.alpha.human_blast" }
  cd25_TCR: { value: 1000, source: "table:il2r.alpha.TCR_plateau" }
  cd122_act: { value: 5000, source: "table:il2r.beta.activated" }
  antibody_weight: { value: 6, source: assumed }
  antibody_half: { value: 0.05 ug/mL, of: anti_CD3, source: assumed }
  entry: { value: 0.1 /hour, source: assumed }
  q_rest: { value: 0.02, source: assumed }
  death_rest: { value: 0.006 /hour, source: "table:death.rest.in_vitro" }
  death_rest_IL2: { value: death_rest - 0.0005 /hour, source: assumed }
  death_act: { value: 0.003 /hour, source: "table:death.activated.IL2_present" }
  death_starved: { value: 0.07 /hour, source: "table:death.IL2_withdrawal.rate" }
  starving_lag: { value: 14 hour, source: "table:death.IL2_withdrawal.lag" }
  destiny_half: { value: 320 pM, source: "table:destiny.IL2.EC50" }
  crowd: { value: 3e6 /mL, source: assumed }
  recovered: { value: 15 %, source: "table:exo.uc.recovery" }
mixtures:
  CD3: { CD4: "cd4_share * (1 - treg_share)", CD8: 1 - cd4_share, Treg: cd4_share * treg_share }
factors:
  IL2: { molar-mass: 15.5 kDa, activity: 16.4 U/ng, diffusion: 100 um^2/s, loss: 0.02 /hour, source: "table:il2.decay.medium" }
  anti_CD3: { molar-mass: 150 kDa, loss: 0.03 /hour, source: assumed }
  CCL4: { molar-mass: 7.8 kDa, loss: 0.01 /hour, source: "table:cytokine.decay.medium" }
cargo:
  prime: { face: lumen, decay: 0.02 /hour, source: assumed }
  CD63: { face: surface }
vesicles:
  exosome: { diameter: "lognormal(45 nm, 1.2)", loss: exo_loss, cargo: { CD63: 20 }, classes: { prime: [0.1, 0.5] },
    evidence: { size: light scattering, markers: CD9 CD63 CD81 }, source: "table:exo.diameter.wahlgren" }
cells:
  T_cell:
    abstract: true
    diameter: 7 um
    start: resting
    attributes:
      theta: { start: "lognormal(0.7, 2.7)" }
      CD25_rest: { start: 22 }
      CD122_rest: { start: 511 }
      activation: { start: 0, toward: 0, half-life: 12 hour }
      exo_drive: { is: "payload:prime^2 / (prime_threshold^2 + payload:prime^2)" }
      tcr_drive: { is: antibody_weight * free:anti_CD3 / (free:anti_CD3 + antibody_half) }
      drive: { is: exo_drive + tcr_drive }
      CD25: { unit: copies, inherit: halve, start: 22, rate: 0.1 /hour,
        toward: "CD25_rest * (1 + (prime_gain - 1) * max(exo_drive, tcr_drive / antibody_weight)) + cd25_TCR * tcr_drive / antibody_weight" }
      CD122: { unit: copies, inherit: halve, start: 511, toward: CD122_rest, rate: 0.1 /hour }
      total: { is: CD25 + CD122 + k_2d }
      pairs: { is: "(total - sqrt(total^2 - 4 * CD25 * CD122)) / 2" }
      bound: { is: "pairs * free:IL2 / (free:IL2 + kd_high) + (CD122 - pairs) * free:IL2 / (free:IL2 + kd_mid)" }
      signal: { is: "hill(bound, signal_half, 2.9)" }
      destiny: { on-first-division: "2 + 2 * tcr_drive / antibody_weight + 11 * free:IL2 / (free:IL2 + destiny_half)" }
      starving: { unit: hour, gain: "signal < 0.2 ? 1 : 0", loss: "signal < 0.2 ? 0 /hour : 10 /hour" }
    die: death_rest + (death_rest_IL2 - death_rest) * free:IL2 / (free:IL2 + 10 pM)
    capture: { exosome: "uptake * (1 + (uptake_act - 1) * activation)" }
    release: { exosome: { rate: release_rest + (release_act - release_rest) * activation, stamp: { prime: q_rest + (1 - q_rest) * activation } } }
    consume: { IL2: { maximum: il2_use * pairs / cd25_blast, half-max: kd_high } }
    secrete: { CCL4: 0.002 /s }
    states:
      resting: {}
      activated:
        diameter: 11.5 um
        attributes:
          activation: { toward: 1 }
          CD25: { toward: CD25_rest + cd25_TCR * tcr_drive / antibody_weight + cd25_blast * signal }
          CD122: { toward: CD122_rest + (cd122_act - CD122_rest) * signal }
          signal: { is: free:IL2 / (free:IL2 + ec50_blast) }
        divide: { first: "lognormal(40 hour, 1.16)", later: "lognormal(16 hour, 1.22)", shared: family,
          requires: "signal > 0.2 and cells:CD3 < 10 * crowd", otherwise: waits, limit: destiny }
        die: "death_act + (starving > starving_lag ? death_starved : 0 /hour)"
        secrete: { IL2: "2 /s * drive^2 / (drive^2 + 9)", CCL4: "20 /s * activation * (0.2 + 0.8 * signal)" }
  CD8: { like: T_cell }
  CD4: { like: T_cell, attributes: { theta: { start: "lognormal(1.3, 2.7)" }, CD25_rest: { start: 329 }, CD122_rest: { start: 158 } } }
  Treg: { like: CD4, attributes: { CD25_rest: { start: 3476 } } }
rules:
  - { id: primed_and_IL2, of: [CD8 resting, CD4 resting, Treg resting], behaviour: become activated, signal: drive * signal,
      direction: increases, to: entry, half-max: theta, power: 4, latches: true, source: assumed, why: no rate was readable }
cultures:
  producer: { volume: 10 mL, mixing: stirred, simulate: 4000 cells, seed: { CD3: 1e6 /mL } }
  recipient: { volume: 200 uL, mixing: stirred, simulate: 4000 cells, seed: {} }
protocol:
  - { at: -3 day, in: producer, add: { anti_CD3: 1 ug/mL, IL2: il2_dose } }
  - { at: 0 day, from: producer, take: supernatant, as: exosomes, through: [
      { spin: 300 xg, for: 10 min, keep: supernatant }, { filter: 200 nm },
      { spin: 120000 xg, for: 70 min, keep: pellet, recovery: recovered, carry-over: 0.03 %, source: assumed } ] }
  - { at: 0 day, from: producer, take: supernatant, as: depleted, part: 10 %, through: [ { spin: 120000 xg, for: 70 min, keep: supernatant } ] }
  - { at: 0 day, in: recipient, seed: { CD3: 1e6 /mL } }
arms:
  medium: {}
  IL2: { label: IL-2, do: [{ at: 0 day, in: recipient, add: { IL2: il2_dose } }] }
  EXO: { label: exosomes, do: [{ at: 0 day, in: recipient, dose: exosomes, amount: 1e8 /mL }] }
  EXO_IL2: { label: exosomes + IL-2, like: [EXO, IL2] }
  positive: { label: CD3/CD28 + IL-2, like: IL2, do: [{ at: 0 day, in: recipient, add: { anti_CD3: 1 ug/mL } }] }
  depleted: { label: depleted supernatant + IL-2, like: IL2, do: [{ at: 0 day, in: recipient, dose: depleted, part: 1 % }] }
  no_uptake: { like: EXO_IL2, set: { uptake: 0 mL/hour } }
assays:
  - { at: [0 day, 5 day, 8 day], in: recipient, measure: [count, flow CD4 CD8, dye dilution] }
  - { of: exosomes, measure: [light scattering] }
claims:
  - { id: together, says: Together they make resting T cells grow, row: S18, evidence: S, fitted: [entry],
      holds: [{ ratio: automated count viable, of: EXO_IL2, to: medium, at: 8 day, at-least: 2 }],
      off: { without: ["rule:primed_and_IL2"] },
      still: [{ value: automated count viable, of: medium, at: 0 day, above: 0 }] }
observe: [counts, fractions, concentrations, vesicles, totals, { generations: 10 }, { ratio: [CD4, CD8] }, { attributes: [CD25, signal] }]
charts: [count over time, CD4/CD8 over time]
`;

const picomolar = 6.02214076e-4;

/** Values of a kind's algebraic attributes for what it stores and reads. */
function worked(model: Model, kind: Kind, stored: Readonly<Record<string, number>>): Record<string, number> {
  const values: Record<string, number> = { ...stored };
  const signalled = (signal: Signal): number => {
    switch (signal.signal) {
      case "attribute":
        return values[model.attributes[signal.index].name];
      case "factor":
        return values[model.factors[signal.index].name];
      case "payload":
        return values[model.cargo[signal.index].name];
      default:
        return Number.NaN;
    }
  };
  for (const { index, is } of kind.attributes)
    if (is) values[model.attributes[index].name] = evaluate(is, model.parameters, signalled);
  const entry = kind.hazards.find(({ event }) => event === "become");
  if (entry) values.entry = evaluate(entry.rate, model.parameters, signalled) * 3600;
  return values;
}

test("the flagship is read without a fault, and all of it can run", () => {
  assert.equal(issuesOf(flagship).map(spoken), []);
  const experiment = experimentOf(flagship);
  assert.equal(experiment.notYet, []);
  assert.is(experiment.arms.length, 7);
  assert.equal(
    modelFor(experiment).kinds.map(({ name }) => name),
    ["CD4", "CD8", "Treg"].flatMap((type) => [`${type} activated`, `${type} resting`]),
  );
});

test("receptors pair by the quadratic, and both pairs and single chains bind", () => {
  const model = modelFor(experimentOf(flagship));
  const kind = kindOf(model, "CD8 resting");
  const got = worked(model, kind, {
    CD25: 2000,
    CD122: 511,
    IL2: 195 * picomolar,
    anti_CD3: 0,
    prime: 500,
    theta: 0.7,
    CD25_rest: 22,
    CD122_rest: 511,
  });
  const s = 2000 + 511 + 2700;
  const pairs = (s - Math.sqrt(s * s - 4 * 2000 * 511)) / 2;
  const bound = (pairs * 195) / (195 + 11) + ((511 - pairs) * 195) / (195 + 1900);
  assert.ok(Math.abs(got.pairs / pairs - 1) < 1e-12);
  assert.ok(Math.abs(got.bound / bound - 1) < 1e-12);
  assert.is(got.exo_drive, 0.5);
  const signal = bound ** 2.9 / (bound ** 2.9 + 150 ** 2.9);
  const x = 0.5 * signal;
  assert.ok(Math.abs(got.entry / ((0.1 * x ** 4) / (x ** 4 + 0.7 ** 4)) - 1) < 1e-11);
});

test("entry is an AND: without exosomes or without IL-2 nothing enters", () => {
  const model = modelFor(experimentOf(flagship));
  const kind = kindOf(model, "CD8 resting");
  const stored = { CD25: 2000, CD122: 511, anti_CD3: 0, theta: 0.7, CD25_rest: 22, CD122_rest: 511 };
  assert.is(worked(model, kind, { ...stored, IL2: 195 * picomolar, prime: 0 }).entry, 0);
  assert.is(worked(model, kind, { ...stored, IL2: 0, prime: 5000 }).entry, 0);
  assert.ok(worked(model, kind, { ...stored, IL2: 195 * picomolar, prime: 5000 }).entry > 0.01);
});

test("the flagship's file stays small: a plan for a worker is a few hundred kilobytes", () => {
  assert.ok(JSON.stringify(experimentOf(flagship)).length < 2_000_000);
  assert.ok(dish().length < 2000);
});

test.run();
