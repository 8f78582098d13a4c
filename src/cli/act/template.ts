/** The scenario that `new` writes: resting T cells that die, activated ones that divide, and what was chosen besides. */

export interface Choices {
  readonly title: string;
  /** Simulated in the dish. */
  readonly cells: number;
  /** An arm with a dose of IL-2, without which activated cells die. */
  readonly il2: boolean;
  /** Released by activated cells, waking resting ones. */
  readonly exosomes: boolean;
  readonly donors: number;
  readonly replicates: number;
}

/** YAML with a comment on every part. */
export function scenarioText(choices: Choices): string {
  const { title, cells, il2, exosomes, donors, replicates } = choices;
  const parts = [
    `# A scenario of exoculture. Every number carries its unit, and its source stands beside it ("assumed" is a source).
language: 1
title: ${JSON.stringify(title)}
question: ${questionOf(choices)}
source: assumed`,
    `# From when to when; the step of the simulation; how often it is recorded.
time: { from: 0 day, to: 5 day, step: 30 min, record: 6 hour }`,
    `# Donors differ in what \`vary\` names; replicates of a donor differ by chance alone.
donors: { count: ${donors}, vary: { activated_share: "normal(${exosomes ? "0.1, 0.02" : "0.5, 0.05"})" } }
replicates: ${replicates}`,
    lines(
      "# Numbers with a name can be varied, swept and set on the command line: --set activated_share='20 %'",
      "parameters:",
      `  activated_share: { value: ${exosomes ? "10 %" : "50 %"}, source: assumed }`,
      il2 && "  il2_dose: { value: 50 U/mL, of: IL2, source: assumed }",
      exosomes && `  release: { value: 100 /hour, source: "table:exo.secretion.T.act" }`,
      exosomes && `  uptake: { value: 1e-8 mL/hour, source: "table:exo.uptake.k" }`,
      exosomes &&
        `  to_prime: { value: 50, source: "table:exo.prime.threshold", why: exosomes inside a cell at half of the response }`,
    ),
    il2 &&
      `# Soluble molecules. The molar mass and the activity let you write U/mL, ng/mL or pM.
factors:
  IL2: { molar-mass: 15.5 kDa, activity: 16.4 U/ng, loss: 0.02 /hour, source: "table:il2.decay.medium" }`,
    exosomes &&
      `# Vesicles that cells release and take up: how large they are, how fast they are lost.
vesicles:
  exosome: { diameter: "lognormal(45 nm, 1.2)", loss: 0.01 /hour, source: "table:exo.diameter.wahlgren" }`,
    lines(
      "# Cells, what they do in each state, and how fast.",
      "cells:",
      "  T:",
      "    diameter: 7 um",
      exosomes && "    capture: { exosome: uptake }",
      "    source: assumed",
      "    states:",
      "      resting: { die: 0.006 /hour }",
      "      activated:",
      exosomes && "        release: { exosome: release }",
      il2 && "        consume: { IL2: { maximum: 0.3 /s, half-max: 15 pM } }",
      `        divide: { first: "lognormal(24 hour, 1.2)", later: "lognormal(16 hour, 1.2)", requires: ${il2 ? "free:IL2 > 3 pM" : "generation < 4"} }`,
      il2 ? '        die: "free:IL2 > 3 pM ? 0.003 /hour : 0.07 /hour"' : "        die: 0.003 /hour",
    ),
    exosomes &&
      lines(
        "# A sentence that changes a behaviour: the more exosomes a resting cell has inside, the sooner it wakes.",
        "rules:",
        "  - id: exosomes_wake",
        "    of: T resting",
        "    behaviour: become activated",
        "    signal: inside:exosome",
        "    direction: increases",
        "    to: 0.05 /hour",
        "    half-max: to_prime",
        "    power: 2",
        il2 && "    requires: [{ signal: free:IL2, half-max: 15 pM }]",
        "    source: assumed",
      ),
    `# The cells of a dish in shares that sum to 1.
mixtures:
  T_cells: { T.resting: 1 - activated_share, T.activated: activated_share }`,
    `# The dish. A run simulates a share of the well, as many cells as \`simulate\` says, and scales the results back.
cultures:
  dish: { volume: 200 uL, mixing: stirred, simulate: ${cells} cells, seed: { T_cells: 1e6 /mL }, source: assumed }`,
    lines(
      "# The conditions of the experiment: each arm is the same dish with something done to it.",
      "arms:",
      `  none: { label: ${il2 ? "no IL-2" : "nothing added"} }`,
      il2 && "  IL2: { label: IL-2, do: [{ at: 0 day, in: dish, add: { IL2: il2_dose }, source: assumed }] }",
      exosomes &&
        `  blocked: { label: uptake blocked,${il2 ? " like: IL2," : ""} do: [{ at: 0 day, in: dish, block: capture exosome }] }`,
    ),
    `# What is drawn.
charts: [count]`,
  ];
  return `${parts.filter((part) => part !== false).join("\n\n")}\n`;
}

const lines = (...all: readonly (string | false)[]): string => all.filter((line) => line !== false).join("\n");

function questionOf({ il2, exosomes }: Choices): string {
  if (exosomes)
    return `Do exosomes of activated T cells wake their resting neighbours${il2 ? " when IL-2 is there" : ""}?`;
  return il2
    ? "How long does one dose of IL-2 keep activated T cells growing?"
    : "How do T cells grow and die in a dish?";
}
