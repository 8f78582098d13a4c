/**
 * Intervals by resampling (Efron 1979): what was drawn is drawn again, with replacement, and each statistic is worked out
 * anew; the interval is what lies between the tails of its values. A resample is given as weights: how often each unit is
 * in it, so that a statistic is one pass over the units.
 */
import type { Estimate } from "../contract.ts";
import { uniformsOf } from "../design/chance.ts";

/** Several numbers of a sample in which each unit counts as often as its weight says. */
export type Statistic = (weights: Float64Array) => ArrayLike<number>;

export interface Resampling {
  readonly seed: string;
  readonly level: number;
  readonly resamples: number;
}

/** Each number of the statistic for the sample as it is, with its interval. @param units what was drawn independently */
export function estimatesOf(units: number, statistic: Statistic, { seed, level, resamples }: Resampling): Estimate[] {
  const uniforms = uniformsOf(seed, "bootstrap");
  const values = Array.from(statistic(new Float64Array(units).fill(1)));
  const again = values.map(() => new Float64Array(resamples));
  const weights = new Float64Array(units);
  for (let resample = 0; resample < resamples; resample++) {
    weights.fill(0);
    for (let draw = 0; draw < units; draw++) weights[Math.floor(uniforms(resample, draw) * units)] += 1;
    const found = statistic(weights);
    for (let index = 0; index < values.length; index++) again[index][resample] = found[index];
  }
  return values.map((value, index) => ({ value, ...middleOf(again[index], level) }));
}

/** What lies between the tails; unknown where more than half of the resamples say nothing. */
function middleOf(values: Float64Array, level: number): { low: number; high: number } {
  const known = values.filter(Number.isFinite).sort();
  if (2 * known.length < values.length || known.length === 0) return { low: Number.NaN, high: Number.NaN };
  return { low: quantile(known, (1 - level) / 2), high: quantile(known, (1 + level) / 2) };
}

/** @param sorted in ascending order */
function quantile(sorted: Float64Array, probability: number): number {
  const place = probability * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
