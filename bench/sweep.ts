/**
 * What a sweep costs beside its runs: two workers against the ideal, time for a run that does nothing, and the memory that
 * is held as runs are kept. Needs --expose-gc and a build. Prints one line of JSON. Usage: sweep.ts [part of the size, 1]
 */
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { make, type Own, ownSweep } from "../test/node/sweep/own.ts";
import { bytesHeld } from "./timing.ts";

const size = Number(process.argv[2] ?? 1);
const count = (whole: number): number => 2 * Math.max(1, Math.round((whole * size) / 2));
const busy = (milliseconds: number): string => `
export default ({ a, b }, seed) => {
  for (const until = performance.now() + ${milliseconds}; performance.now() < until; );
  return { sum: a + b, product: a * b };
};`;
const sweepOf = (runs: number, milliseconds: number): Own =>
  ownSweep(busy(milliseconds), { design: `{ kind: random, points: ${runs / 2} }` });

/** Seconds that a sweep takes from nothing to its last part. */
async function secondsFor(runs: number, milliseconds: number, workers: number): Promise<number> {
  const own = sweepOf(runs, milliseconds);
  const from = performance.now();
  await make(own, { workers });
  rmSync(dirname(own.path), { recursive: true });
  return (performance.now() - from) / 1000;
}

const long = count(40);
const ideal = long / 2 / (await secondsFor(long, 1000, 2));

const short = count(4000);
const begun = await secondsFor(2, 0, 1);
const overhead = ((await secondsFor(short, 0, 1)) - begun) / (short - 2);

const tiny = count(100_000);
const held: number[] = [];
const own = sweepOf(tiny, 0);
const from = performance.now();
await make(own, {
  workers: 2,
  watch: ({ done }) => {
    if (done % Math.floor(tiny / 10) === 0) held.push(bytesHeld());
  },
});
const seconds = (performance.now() - from) / 1000;
rmSync(dirname(own.path), { recursive: true });
const grown = Math.max(...held.slice(1)) - held[0]; // from a tenth of the runs on
console.log(JSON.stringify({ ideal, overhead, tiny, seconds, grown }));
