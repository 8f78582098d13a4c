/**
 * A dish; the same dish in a file with powers that it does not use (types that are not in the dish, cargo, a route and a
 * device on a culture that is empty); and with a rule besides that nobody uses. Prints one line of JSON.
 */

import { actOut } from "../src/engine/process/protocol.ts";
import { newSimulation, planOf, type Simulation } from "../src/engine/simulation.ts";
import { step } from "../src/engine/step.ts";
import { modelOf } from "../src/scenario/model.ts";
import { readScenario } from "../src/scenario/read.ts";
import { worldsOf } from "../src/scenario/worlds.ts";
import { inTurns, median } from "./timing.ts";

const dish = `
title: a dish
time: { from: 0 hour, to: 9000 day, step: 1 hour, record: 9000 day }
vesicles:
  EXO: { diameter: 80 nm, half-life: 6 hour, source: assumed }
cells:
  T: { diameter: 7 um, capture: { EXO: 1e-8 mL/hour }, release: { EXO: 20 /hour }, source: assumed }
cultures:
  dish: { volume: 200 uL, mixing: stirred, simulate: 4000 cells, seed: { T: 1e6 /mL } }
arms: { one: {} }
`;
const powers = {
  vesicles: `
  TEX: { diameter: 80 nm, cargo: { antigen: 100, lectin_ligand: 5 }, tags: { peptide: gp100 }, source: assumed }`,
  cells: `
  DC:
    diameter: 15 um
    capture: { TEX: { clearance: 1e-7 mL/hour, enters: 1 /hour } }
    acquire: { TEX: { share: 2 %, process: 0.2 /hour } }
    present: { antigen: { on: MHC_I, half-life: 20 hour } }
    source: assumed
  CTL: { diameter: 7 um, tags: { TCR: gp100 }, start: naive, states: { naive: {}, primed: {} }, source: assumed }`,
  cultures: `
  blood: { volume: 1 mL, mixing: stirred }
  node: { volume: 1 mL, mixing: stirred }`,
  rest: `
cargo: { antigen: { face: lumen, half-life: 12 hour }, lectin_ligand: { face: surface } }
rules:
  - id: priming
    of: CTL naive
    behaviour: become primed
    signal: { contact-with: DC, weighted-by: "shown:antigen" }
    direction: increases
    to: 0.1 /hour
    half-max: 1e6 /mL
    source: assumed
routes: { drain: { from: blood, to: node, rate: 0.1 /hour, carries: [TEX], source: assumed } }
devices: { filter: { in: blood, flow: 1 mL/hour, sieve: 200 nm, affinity: { cargo: lectin_ligand, share: 6 % }, on: [{ from: 0 hour, to: 1 hour }], source: assumed } }
`,
};
const full =
  dish
    .replace("\ncells:", `${powers.vesicles}\ncells:`)
    .replace("\ncultures:", `${powers.cells}\ncultures:`)
    .replace("\narms:", `${powers.cultures}\narms:`) + powers.rest;

function started(text: string): Simulation {
  const read = readScenario(text, "bench.yaml", () => "");
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  const [world] = worldsOf(read.experiment, { seed: "1" });
  const simulation = newSimulation(planOf(modelOf(read.experiment, world)), [1, 2]);
  actOut(simulation);
  return simulation;
}

const rule = /rules:[\s\S]*?(?=routes:)/;
const worlds = [dish, full.replace(rule, ""), full].map(started);
const steps = 5;
const [plain, powered, ruled] = inTurns(
  worlds.map((world) => () => {
    for (let done = 0; done < steps; done++) step(world);
  }),
  steps * 4000,
  200,
);
console.log(
  JSON.stringify({
    cellStep: median(plain),
    powers: median(powered) / median(plain),
    rule: median(ruled) / median(powered),
  }),
);
