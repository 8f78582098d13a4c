/**
 * Rank correlations: for outcomes that rise or fall with a factor, however bent. Spearman's takes a factor as it is;
 * PRCC (partial rank correlation, Marino and others 2008) with the others held. Ties share their middle rank.
 *
 * PRCC is read from the inverse P of the correlation matrix of all ranks: −P_xy / √(P_xx P_yy), which is the correlation
 * of what two regressions on the other factors leave.
 */
import type { RankAnalysis } from "../contract.ts";
import { estimatesOf, type Resampling } from "./bootstrap.ts";
import type { Sample } from "./sample.ts";

/** @returns NaN for a factor that does not move, or that the others determine */
export function ranksOf({ shares, y }: Pick<Sample, "shares" | "y">, resampling: Resampling): RankAnalysis {
  const columns = [...shares, y].map(sorted);
  const width = shares.length;
  const ranks = columns.map(() => new Float64Array(y.length));
  const found = new Float64Array(2 * width);
  const estimates = estimatesOf(
    y.length,
    (weights) => {
      for (const [index, column] of columns.entries()) rank(column, weights, ranks[index]);
      const matrix = correlationsOf(ranks, weights);
      const moving = [...matrix.keys()].filter((column) => Number.isFinite(matrix[column][column]));
      const inverse = inverseOf(moving.map((i) => moving.map((j) => matrix[i][j])));
      found.fill(Number.NaN);
      if (moving.at(-1) !== width) return found; // the outcome does not move
      for (const [at, factor] of moving.slice(0, -1).entries()) {
        found[factor] = matrix[factor][width];
        if (inverse === undefined) continue;
        const [own, outcome] = [inverse[at][at], inverse[moving.length - 1][moving.length - 1]];
        found[width + factor] = -inverse[at][moving.length - 1] / Math.sqrt(own * outcome);
      }
      return found;
    },
    resampling,
  );
  return { points: y.length, spearman: estimates.slice(0, width), partial: estimates.slice(width) };
}

interface Sorted {
  readonly order: Int32Array; // points, the least first
  readonly isNew: Uint8Array; // whether the value differs from that of the point before in the order
}

function sorted(values: Float64Array): Sorted {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  return {
    order,
    isNew: Uint8Array.from(order, (point, at) => (at > 0 && values[point] === values[order[at - 1]] ? 0 : 1)),
  };
}

/** Middle ranks of a sample in which each point counts as often as its weight says. */
function rank({ order, isNew }: Sorted, weights: Float64Array, into: Float64Array): void {
  let below = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    let tied = 0;
    do tied += weights[order[to++]];
    while (to < order.length && isNew[to] === 0);
    for (let at = from; at < to; at++) into[order[at]] = below + (tied + 1) / 2;
    below += tied;
    from = to;
  }
}

/** Ranks as weighted have the mean (n + 1) / 2. */
function correlationsOf(ranks: readonly Float64Array[], weights: Float64Array): number[][] {
  const count = weights.length;
  const centre = (count + 1) / 2;
  const covariances = ranks.map((first, i) =>
    ranks.map((second, j) => {
      if (j < i) return 0;
      let sum = 0;
      for (let point = 0; point < count; point++)
        sum += weights[point] * (first[point] - centre) * (second[point] - centre);
      return sum;
    }),
  );
  return covariances.map((row, i) =>
    row.map((_, j) => covariances[Math.min(i, j)][Math.max(i, j)] / Math.sqrt(covariances[i][i] * covariances[j][j])),
  );
}

/** By Gauss and Jordan with pivots; undefined for a matrix that has none, up to rounding. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const size = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    if (!(Math.abs(rows[pivot][column]) > 1e-10)) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    const scale = rows[column][column];
    for (let at = column; at < 2 * size; at++) rows[column][at] /= scale;
    for (let row = 0; row < size; row++) {
      const factor = rows[row][column];
      if (row === column || factor === 0) continue;
      for (let at = column; at < 2 * size; at++) rows[row][at] -= factor * rows[column][at];
    }
  }
  return rows.map((row) => row.slice(size));
}
