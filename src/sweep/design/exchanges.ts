/**
 * The design for indices of variance (Saltelli 2002, 2010): two samples A and B, the two halves of one Sobol sequence, and
 * for each factor A with that factor's column from B. The points stand row by row in SALib's order:
 *
 *   A  AB of each factor  (BA of each factor)  B
 */
import type { Factor, Part, Sequence } from "../contract.ts";
import { sobolShares } from "./spread.ts";

/** @param second whether B with a column from A is made too @returns shares, shape [points, factors] */
export function exchangesOf(
  factors: readonly Factor[],
  rows: number,
  second: boolean,
  seed: string,
  sobol: Sequence,
): { shares: Float64Array; parts: Part[] } {
  const width = factors.length;
  const both = sobolShares(factors, rows, seed, sobol, 2);
  const points = width * (second ? 2 : 1) + 2;
  const shares = new Float64Array(rows * points * width);
  const parts: Part[] = [];
  for (let row = 0; row < rows; row++) {
    const a = both.subarray(row * 2 * width, row * 2 * width + width);
    const b = both.subarray(row * 2 * width + width, (row + 1) * 2 * width);
    const add = (matrix: "A" | "B" | "AB" | "BA", from: Float64Array, other: Float64Array, factor: number): void => {
      const at = parts.length * width;
      shares.set(from, at);
      if (factor >= 0) shares[at + factor] = other[factor];
      parts.push({ of: "saltelli", row, matrix, factor });
    };
    add("A", a, b, -1);
    for (let factor = 0; factor < width; factor++) add("AB", a, b, factor);
    if (second) for (let factor = 0; factor < width; factor++) add("BA", b, a, factor);
    add("B", b, a, -1);
  }
  return { shares, parts };
}
