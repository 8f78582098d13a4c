/**
 * Simple cells: one hazard and one attribute that relaxes, nothing meets anything; beside a bare loop over typed arrays with
 * the same arithmetic and the same draws, the yardstick. Prints one line of JSON. Usage: cells.ts <cells>
 */
import { step } from "../src/engine/step.ts";
import { exp } from "../src/kernels/math.ts";
import { threefry, uniform } from "../src/kernels/threefry.ts";
import { inTurns, median } from "./timing.ts";
import { simpleCells, simpleRates } from "./worlds.ts";

const count = Number(process.argv[2]);
const steps = Math.ceil(2e6 / count);
const dt = 600; // s

const simulation = simpleCells(count, dt);
const engine = (): void => {
  for (let at = 0; at < steps; at++) step(simulation);
};

const id = new Int32Array(2 * count);
for (let row = 0; row < count; row++) threefry(3, 4, row, 0, id, 2 * row);
const x = new Float64Array(count).fill(1);
const key = new Int32Array(2);
let struck = 0;
function bareStep(key0: number, key1: number): void {
  const kept = exp(-simpleRates.loss * dt);
  const gained = (simpleRates.gain * (1 - kept)) / simpleRates.loss;
  const limit = simpleRates.die * dt;
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

const [engineNs, bareNs] = inTurns([engine, bare], steps * count, 11);
console.log(
  JSON.stringify({
    cellStep: median(engineNs),
    bareStep: median(bareNs),
    ratio: median(engineNs.map((ns, at) => bareNs[at] / ns)), // of speeds
    died: count - simulation.cultures[0].cells.count + struck,
  }),
);
