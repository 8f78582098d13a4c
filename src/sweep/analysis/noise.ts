/**
 * Chance told apart from the parameters. A point's outcome is a mean over donors and replicates, and part of what differs
 * between points is only that the replicates fell otherwise. Replicate r has its chance at every point, so what a
 * replicate has in common over the points does not count: noise is what is left of a value when the mean of its point and
 * donor, and that of its replicate over all points, are taken away.
 *
 *   noise of a point's mean = Σ over donors (variance of the rest / replicates) / donors²
 */
import { averageReplicates, mean, standardDeviation } from "../../claims/statistics.ts";
import type { Variance } from "../contract.ts";
import type { Sample } from "./sample.ts";

/** The variance between the points and its part that is noise. */
export function varianceOf({ y, values }: Pick<Sample, "y" | "values">): Variance {
  const spread = standardDeviation(Array.from(y));
  const total = spread * spread;
  const noise = noiseOf(values);
  return { total, noise, noiseShare: total > 0 ? Math.min(1, noise / total) : Number.NaN };
}

/** Variance of the mean of a point by replicates. @param values [point][donor][replicate] @returns NaN where there is one replicate or one point */
export function noiseOf(values: readonly (readonly (readonly number[])[])[]): number {
  const donors = values.at(0)?.length ?? 0;
  let sum = 0;
  for (let donor = 0; donor < donors; donor++) {
    const rows = values.map((point) => point[donor]);
    const replicates = rows[0].length;
    const overall = mean(rows.map(mean));
    const shared = rows[0].map((_, replicate) => mean(rows.map((row) => row[replicate])) - overall);
    let squares = 0;
    for (const row of rows) {
      const centre = mean(row);
      for (const [replicate, value] of row.entries()) {
        const rest = value - centre - shared[replicate];
        squares += rest * rest;
      }
    }
    sum += squares / ((rows.length - 1) * (replicates - 1)) / replicates;
  }
  return sum / (donors * donors);
}

/**
 * Share of the variance between donors that is chance within them, for effects of one comparison: more replicates remove
 * it, more donors do not need to. @param values [donor][replicate] @returns 0 to 1; NaN for one donor or one replicate
 */
export function noiseShareOf(values: readonly (readonly number[])[]): number {
  const between = standardDeviation(averageReplicates(values));
  const within = mean(
    values.map((row) => {
      const spread = standardDeviation(row);
      return (spread * spread) / row.length;
    }),
  );
  return between > 0 ? Math.min(1, within / (between * between)) : Number.NaN;
}
