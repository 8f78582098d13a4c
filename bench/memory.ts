/**
 * What a long run keeps: growth of heap and arrays over each 1,000 steps once warm, and bytes for a cell. Needs --expose-gc.
 * Prints one line of JSON.
 */
import { step } from "../src/engine/step.ts";
import { bytesHeld } from "./timing.ts";
import { exchange, flagship, simpleCells } from "./worlds.ts";

const simulations = [simpleCells(1000, 600), exchange(200, 5, "pool"), exchange(200, 5, "individuals"), flagship(200)];
const thousand = (): number => {
  for (const simulation of simulations) for (let at = 0; at < 1000; at++) step(simulation);
  return bytesHeld();
};
thousand();
thousand();
const held = Array.from({ length: 5 }, thousand);
const before = bytesHeld();
const many = simpleCells(200_000, 600);
step(many);
const bytes = (bytesHeld() - before) / 200_000;
console.log(
  JSON.stringify({ growth: held.slice(1).map((now, at) => now - held[at]), perCell: bytes, steps: many.step }),
);
