/** A study of exosomes and T cells, timed step by step. Prints one line of JSON. Usage: flagship.ts <cells> */
import { step } from "../src/engine/step.ts";
import { median } from "./timing.ts";
import { flagship } from "./worlds.ts";

const simulation = flagship(Number(process.argv[2]));
const [{ cells, ledger }] = simulation.cultures;
for (let warm = 0; warm < 150; warm++) step(simulation);
const taken = ledger.vesicles.captured[0];
let cellSteps = 0;
const times: number[] = [];
for (let round = 0; round < 100; round++) {
  const { count } = cells;
  const from = performance.now();
  step(simulation);
  times.push(((performance.now() - from) * 1e6) / count);
  cellSteps += count;
}
console.log(
  JSON.stringify({
    cellStep: median(times),
    taken: (ledger.vesicles.captured[0] - taken) / cellSteps,
    cells: cells.count,
  }),
);
