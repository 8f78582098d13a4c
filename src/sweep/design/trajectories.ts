/**
 * Trajectories (Morris 1991): from a start on a grid of levels each factor moves once, by a little more than half its
 * range, up or down, in an order by chance. A trajectory of k factors is k + 1 points.
 */
import type { Factor, Part } from "../contract.ts";
import { uniformsOf } from "./chance.ts";

/** @param levels of the grid, an even number @returns shares, shape [points, factors], trajectory by trajectory */
export function trajectoriesOf(
  factors: readonly Factor[],
  trajectories: number,
  levels: number,
  seed: string,
): { shares: Float64Array; parts: Part[] } {
  const step = levels / (2 * (levels - 1)); // every level is then as likely as another
  const draws = factors.map(({ name }) => uniformsOf(seed, `morris ${name}`));
  const rows: number[][] = [];
  const parts: Part[] = [];
  for (let trajectory = 0; trajectory < trajectories; trajectory++) {
    const rises = draws.map((draw) => draw(trajectory, 0) < 0.5);
    let row = draws.map((draw, factor) => {
      const level = Math.floor((draw(trajectory, 1) * levels) / 2) / (levels - 1);
      return rises[factor] ? level : level + step;
    });
    const turns = draws.map((draw) => draw(trajectory, 2));
    const order = [...factors.keys()].sort((a, b) => turns[a] - turns[b] || a - b);
    rows.push(row);
    parts.push({ of: "morris", trajectory, step: 0, moved: -1, by: 0 });
    for (const [index, moved] of order.entries()) {
      const by = rises[moved] ? step : -step;
      row = row.with(moved, row[moved] + by);
      rows.push(row);
      parts.push({ of: "morris", trajectory, step: index + 1, moved, by });
    }
  }
  return { shares: Float64Array.from(rows.flat()), parts };
}
