/** A study of exosomes and T cells, timed. Prints one line of JSON. Usage: flagship.ts <cells> */
import { step } from "../src/engine/step.ts";
import { median } from "./timing.ts";
import { flagship } from "./worlds.ts";

const count = Number(process.argv[2] ?? 4000);
const simulation = flagship(count);
const [{ cells, ledger }] = simulation.cultures;
for (let warm = 0; warm < 200; warm++) step(simulation);
const taken = ledger.vesicles.captured[0];
let cellSteps = 0;
const times: number[] = [];
for (let round = 0; round < 200; round++) {
  const from = performance.now();
  const before = cells.count;
  step(simulation);
  times.push(((performance.now() - from) * 1e6) / before);
  cellSteps += before;
}
console.log(
  JSON.stringify({
    cells: cells.count,
    taken: (ledger.vesicles.captured[0] - taken) / cellSteps,
    released: ledger.vesicles.released[0] / cells.count / simulation.step,
    cellStep: median(times),
    best: Math.min(...times),
  }),
);
