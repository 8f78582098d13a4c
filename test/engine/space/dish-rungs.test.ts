import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Space, VesicleSpecies } from "../../../src/model.ts";
import { runAt } from "./dish.ts";
import { among, captured, flask, spots } from "./flask.ts";

/** Parts captured at the ends of steps, and their standard errors, over so many vesicles in all. */
function partsOf(
  cells: Space["cells"],
  detail: VesicleSpecies["detail"],
  count: number,
  part: number,
  times: { readonly step: number; readonly end: number },
) {
  const parts: number[] = [];
  runAt(among(flask(cells), detail, count, part, times), spots(cells), [1, 5], (simulation) => {
    parts.push(captured(simulation) / count);
  });
  const lump = detail === "packets" ? 2 : 1; // whole packets are taken at once, at worst
  return parts.map((mean) => ({ mean, error: Math.sqrt((lump * mean * (1 - mean)) / count) }));
}

/** Whether a ratio of two parts is surely (by two one-sided tests at 5 %) within 3 % of 1. */
function equivalent(one: { mean: number; error: number }, other: { mean: number; error: number }, what: string): void {
  const ratio = one.mean / other.mean;
  const error = ratio * Math.sqrt((one.error / one.mean) ** 2 + (other.error / other.mean) ** 2);
  const text = `${what}: ${one.mean} and ${other.mean}, ratio ${ratio} ± ${error}`;
  assert.ok(ratio + 1.645 * error < 1.03 && ratio - 1.645 * error > 0.97, text);
}

for (const [cells, part, step, boundaries] of [
  ["afloat", 1, 200, [1, 2]],
  ["afloat", 0.2, 400, [2]],
  ["settled", 1, 300, [1]],
] as const)
  test(`vesicles one by one, in packets and in pools are taken alike: cells ${cells} that clear ${part} of 4πDR`, () => {
    const times = { step, end: boundaries.at(-1)! * step };
    const single = partsOf(cells, "individuals", part === 1 ? 25_000 : 40_000, part, times);
    const packets = partsOf(cells, "packets", part === 1 ? 40_000 : 80_000, part, times);
    const pool = partsOf(cells, "pool", 400_000, part, times);
    for (const boundary of boundaries) {
      equivalent(packets[boundary], single[boundary], `packets after ${boundary * step} s`);
      equivalent(pool[boundary], single[boundary], `pool after ${boundary * step} s`);
    }
  });

test.run();
