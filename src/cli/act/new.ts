/** What `new` does: writes a small scenario with a comment on every part, and never over a file that is there. */
import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import { exitCode, say } from "../words.ts";

export interface NewFlags {
  file: string;
  title?: string | undefined;
}

export async function newScenario({ file, title }: NewFlags): Promise<number> {
  const name = title ?? basename(file).replace(/\.[^.]*$/, "");
  try {
    writeFileSync(file, template(name), { flag: "wx" });
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === "EEXIST";
    say(taken ? `${file} is there already: choose another name.` : `${file} cannot be written: is the folder there?`);
    return exitCode.input;
  }
  say(`${file} is written. Run it: exoculture run ${file}`);
  return exitCode.done;
}

/** A scenario that runs: resting T cells that die, activated ones that divide and use up the IL-2 that was given. */
const template = (
  title: string,
): string => `# A scenario of exoculture. Every number carries its unit, and its source stands beside it ("assumed" is a source).
language: 1
title: ${JSON.stringify(title)}
question: How long does one dose of IL-2 keep activated T cells growing?
source: assumed

# From when to when; the step of the simulation; how often it is recorded.
time: { from: 0 day, to: 5 day, step: 30 min, record: 6 hour }

# Donors differ in what \`vary\` names; replicates of a donor differ by chance alone.
donors: { count: 3, vary: { activated_share: "normal(0.5, 0.05)" } }
replicates: 2

# Numbers with a name can be varied, swept and set on the command line: --set il2_dose='20 U/mL'
parameters:
  activated_share: { value: 50 %, source: assumed }
  il2_dose: { value: 50 U/mL, of: IL2, source: assumed }

# Soluble molecules. The molar mass and the activity let you write U/mL, ng/mL or pM.
factors:
  IL2: { molar-mass: 15.5 kDa, activity: 16.4 U/ng, loss: 0.02 /hour, source: "table:il2.decay.medium" }

# Cells, what they do in each state, and how fast.
cells:
  T:
    diameter: 7 um
    source: assumed
    states:
      resting: { die: 0.006 /hour }
      activated:
        consume: { IL2: { maximum: 0.3 /s, half-max: 15 pM } }
        divide: { first: "lognormal(24 hour, 1.2)", later: "lognormal(16 hour, 1.2)", requires: free:IL2 > 3 pM }
        die: "free:IL2 > 3 pM ? 0.003 /hour : 0.07 /hour"

mixtures:
  T_cells: { T.resting: 1 - activated_share, T.activated: activated_share }

# The dish. A run simulates a share of the well, as many cells as \`simulate\` says, and scales the results back.
cultures:
  dish: { volume: 200 uL, mixing: stirred, simulate: 1000 cells, seed: { T_cells: 1e6 /mL }, source: assumed }

# The conditions of the experiment: each arm is the same dish with something done to it.
arms:
  none: { label: no IL-2 }
  IL2: { label: IL-2, do: [{ at: 0 day, in: dish, add: { IL2: il2_dose }, source: assumed }] }

charts: [count]
`;
