/** Designs without chance: every combination of levels, and one factor at a time. */
import type { Factor, Part } from "../contract.ts";
import { shareOf } from "./point.ts";

/** Every combination, the last factor quickest. @param levels of each factor @returns shares, shape [points, factors] */
export function gridShares(levels: readonly number[]): Float64Array {
  const count = levels.reduce((product, each) => product * each, 1);
  const shares = new Float64Array(count * levels.length);
  let below = count; // points that share the levels of the factors before
  for (let factor = 0; factor < levels.length; factor++) {
    below /= levels[factor];
    for (let point = 0; point < count; point++)
      shares[point * levels.length + factor] = levelShare(Math.floor(point / below) % levels[factor], levels[factor]);
  }
  return shares;
}

/** A base, then each factor over its levels while the others stay at the base. @param base values */
export function oneAtATime(
  factors: readonly Factor[],
  levels: number,
  base: readonly number[] | undefined,
): { shares: Float64Array; parts: Part[] } {
  const middle = factors.map((factor, index) => (base === undefined ? 0.5 : shareOf(factor, base[index])));
  const rows = [middle];
  const parts: Part[] = [{ of: "one-at-a-time", moved: -1 }];
  for (let moved = 0; moved < factors.length; moved++) {
    for (let level = 0; level < levels; level++) {
      rows.push(middle.with(moved, levelShare(level, levels)));
      parts.push({ of: "one-at-a-time", moved });
    }
  }
  return { shares: Float64Array.from(rows.flat()), parts };
}

/** Levels are equally spaced from end to end; a single one is the middle. */
const levelShare = (level: number, levels: number): number => (levels === 1 ? 0.5 : level / (levels - 1));
