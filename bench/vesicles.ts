/**
 * Vesicles released and taken in, beside one keyed draw for each, the yardstick. Prints one line of JSON.
 * Usage: vesicles.ts pool|individuals
 */
import { step } from "../src/engine/step.ts";
import { begin, next } from "../src/kernels/chance.ts";
import { inTurns, median } from "./timing.ts";
import { exchange } from "./worlds.ts";

const steps = 10;
const simulation = exchange(2000, 20, process.argv[2] === "individuals" ? "individuals" : "pool");
const { vesicles } = simulation.cultures[0].ledger;
const events = (): number => vesicles.released[0] + vesicles.captured[0];
const engine = (): void => {
  for (let at = 0; at < steps; at++) step(simulation);
};
engine();
const before = events();
engine();
const each = events() - before; // the same, but for chance, in every round

let sum = 0;
const draws = (): void => {
  for (let at = 0; at < each; at++) {
    begin(1, 2, at, 3);
    sum += next();
  }
};
const [engineNs, drawNs] = inTurns([engine, draws], each, 11);
console.log(
  JSON.stringify({
    event: median(engineNs),
    draw: median(drawNs),
    ratio: median(engineNs.map((ns, at) => drawNs[at] / ns)), // of speeds
    sum,
  }),
);
