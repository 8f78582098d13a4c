/**
 * Simple cells: one hazard and one attribute that relaxes, no interactions; beside a bare loop over typed arrays with the
 * same arithmetic and the same draws, the yardstick. Prints one line of JSON. Usage: cells.ts <cells>
 */
import { actOut } from "../src/engine/process/protocol.ts";
import { newSimulation, planOf } from "../src/engine/simulation.ts";
import { step } from "../src/engine/step.ts";
import { exp } from "../src/kernels/math.ts";
import { threefry, uniform } from "../src/kernels/threefry.ts";
import { at, fixed, hazard, kind, model, number } from "../test/engine/bench.ts";
import { inTurns, median } from "./timing.ts";

const count = Number(process.argv[2] ?? 10_000);
const steps = Math.ceil(2e6 / count);
const dt = 600; // s
const rates = { die: 1e-9, gain: 1e-4, loss: 1e-5 };

const simulation = newSimulation(
  planOf(
    model({
      end: 1e12,
      step: dt,
      attributes: [{ name: "x", unit: "", scale: 1, inherit: "copy" }],
      kinds: [
        kind("T", {
          start: [{ attribute: 0, value: fixed(1) }],
          attributes: [{ index: 0, gain: number(rates.gain), loss: number(rates.loss) }],
          hazards: [hazard("die", rates.die)],
        }),
      ],
      protocol: [at(0, { do: "seed", kind: 0, density: count })],
    }),
  ),
  [1, 2],
);
actOut(simulation);
const engine = (): void => {
  for (let at = 0; at < steps; at++) step(simulation);
};

const id = new Int32Array(2 * count);
for (let row = 0; row < count; row++) threefry(3, 4, row, 0, id, 2 * row);
const x = new Float64Array(count).fill(1);
const key = new Int32Array(2);
let struck = 0;
function bareStep(key0: number, key1: number): void {
  const kept = exp(-rates.loss * dt);
  const gained = (rates.gain * (1 - kept)) / rates.loss;
  const limit = rates.die * dt;
  for (let row = 0; row < count; row++) {
    x[row] = x[row] * kept + gained;
    if (uniform(key0, key1, id[2 * row], id[2 * row + 1]) < limit) struck++;
  }
}
const bare = (): void => {
  for (let at = 0; at < steps; at++) {
    threefry(1, 2, at, 5, key, 0);
    bareStep(key[0], key[1]);
  }
};

const [engineNs, bareNs] = inTurns([engine, bare], [steps * count, steps * count], 9);
console.log(
  JSON.stringify({
    cells: count,
    engine: median(engineNs),
    bare: median(bareNs),
    best: Math.min(...engineNs),
    bestBare: Math.min(...bareNs),
    ratio: median(engineNs.map((ns, at) => bareNs[at] / ns)),
    struck: struck > 0,
  }),
);
