/**
 * Indices of variance (Sobol 1993) from a saltelli design: which share of the variance of the outcome a factor makes by
 * itself (first), together with all it does with others (total), and what two do together (second).
 *
 *   first    mean of B (AB − A) / V             Saltelli and others 2010, the outcome less its mean
 *   total    mean of (A − AB)² / 2 V            Jansen 1999
 *   second   mean of (BA_i AB_j − A B) / V − first_i − first_j     Saltelli 2002
 *
 * V is the variance of A and B without the noise of the replicates; the noise is taken out of the total index too, in
 * which it would stand in full. A row without A or B is left out; one that lacks another point, for the factors that need it.
 */
import type { Design, Outcome, SobolAnalysis } from "../contract.ts";
import { estimatesOf, type Resampling } from "./bootstrap.ts";
import { meanOf } from "./sample.ts";

/** @param noise variance of a point's mean by chance; NaN: not known, none is taken out */
export function sobolOf(design: Design, outcome: Outcome, noise: number, resampling: Resampling): SobolAnalysis {
  const width = design.factors.length;
  const rows = design.points.reduce(
    (most, { part }) => (part?.of === "saltelli" ? Math.max(most, part.row + 1) : most),
    0,
  );
  const column = (): Float64Array => new Float64Array(rows).fill(Number.NaN);
  const [a, b] = [column(), column()];
  const ab = design.factors.map(column);
  const ba = design.factors.map(column);
  for (const { id, part } of design.points) {
    if (part?.of !== "saltelli") continue;
    const into = { A: a, B: b, AB: ab[part.factor], BA: ba[part.factor] }[part.matrix];
    into[part.row] = meanOf(outcome, id);
  }
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(a[row] + b[row])) a[row] = b[row] = Number.NaN;
  }
  const hasSecond = design.points.some(({ part }) => part?.of === "saltelli" && part.matrix === "BA");
  const pairs = hasSecond ? pairsOf(width) : [];
  const found = new Float64Array(2 * width + pairs.length);
  const estimates = estimatesOf(
    rows,
    (weights) => {
      const { centre, variance } = momentsOf(a, b, weights);
      const real = variance - (noise > 0 ? noise : 0);
      const over = (value: number): number => (real > 0 ? value / real : Number.NaN);
      const meanOver = (term: (row: number) => number): number => {
        let sum = 0;
        let count = 0;
        for (let row = 0; row < rows; row++) {
          if (weights[row] === 0) continue;
          const value = term(row);
          if (Number.isNaN(value)) continue;
          sum += weights[row] * value;
          count += weights[row];
        }
        return sum / count;
      };
      for (let factor = 0; factor < width; factor++) {
        const mixed = ab[factor];
        found[factor] = over(meanOver((row) => (b[row] - centre) * (mixed[row] - a[row])));
        const half = meanOver((row) => (a[row] - mixed[row]) * (a[row] - mixed[row])) / 2;
        found[width + factor] = over(half - (noise > 0 ? noise : 0));
      }
      for (const [index, [i, j]] of pairs.entries()) {
        const closed = meanOver(
          (row) => (ba[i][row] - centre) * (ab[j][row] - centre) - (a[row] - centre) * (b[row] - centre),
        );
        found[2 * width + index] = over(closed) - found[i] - found[j];
      }
      return found;
    },
    resampling,
  );
  return {
    rows,
    used: ab.map((mixed) => mixed.filter((value, row) => Number.isFinite(value + a[row])).length),
    first: estimates.slice(0, width),
    total: estimates.slice(width, 2 * width),
    second: pairs.map((factors, index) => ({ factors, share: estimates[2 * width + index] })),
  };
}

/** Mean and variance of A and B together, without what is missing. */
function momentsOf(a: Float64Array, b: Float64Array, weights: Float64Array): { centre: number; variance: number } {
  let count = 0;
  let sum = 0;
  for (const values of [a, b]) {
    for (let row = 0; row < values.length; row++) {
      if (Number.isNaN(values[row])) continue;
      sum += weights[row] * values[row];
      count += weights[row];
    }
  }
  const centre = sum / count;
  let squares = 0;
  for (const values of [a, b]) {
    for (let row = 0; row < values.length; row++) {
      if (!Number.isNaN(values[row])) squares += weights[row] * (values[row] - centre) * (values[row] - centre);
    }
  }
  return { centre, variance: squares / (count - 1) };
}

function pairsOf(width: number): (readonly [number, number])[] {
  return Array.from({ length: width }, (_, i) =>
    Array.from({ length: width - i - 1 }, (_, k) => [i, i + 1 + k] as const),
  ).flat();
}
