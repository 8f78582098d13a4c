/**
 * Elementary effects (Morris 1991, Campolongo and others 2007): what the outcome changes by when one factor moves, scaled
 * to the whole of its range. μ* (mean of the sizes) says how much a factor matters, σ (their spread) how much that depends
 * on where the others are: a factor that adds a straight line has σ = 0.
 *
 * What chance alone does to an effect, variance 2 noise / step², is taken out of σ², and stands beside μ*.
 */
import type { Design, MorrisAnalysis, Outcome } from "../contract.ts";
import { estimatesOf, type Resampling } from "./bootstrap.ts";
import { meanOf } from "./sample.ts";

/** @param noise variance of a point's mean by chance; NaN: not known, none is taken out */
export function morrisOf(design: Design, outcome: Outcome, noise: number, resampling: Resampling): MorrisAnalysis {
  const effects = design.factors.map((): { trajectory: number; effect: number }[] => []);
  let trajectories = 0;
  let step = Number.NaN;
  for (const [index, { id, part }] of design.points.entries()) {
    if (part?.of !== "morris") continue;
    trajectories = Math.max(trajectories, part.trajectory + 1);
    if (part.moved < 0) continue;
    step = Math.abs(part.by);
    const effect = (meanOf(outcome, id) - meanOf(outcome, design.points[index - 1].id)) / part.by;
    if (Number.isFinite(effect)) effects[part.moved].push({ trajectory: part.trajectory, effect });
  }
  const byChance = noise > 0 ? (2 * noise) / (step * step) : 0;
  const width = design.factors.length;
  const found = new Float64Array(3 * width);
  const estimates = estimatesOf(
    trajectories,
    (weights) => {
      for (let factor = 0; factor < width; factor++) {
        let count = 0;
        let sum = 0;
        let sizes = 0;
        for (const { trajectory, effect } of effects[factor]) {
          count += weights[trajectory];
          sum += weights[trajectory] * effect;
          sizes += weights[trajectory] * Math.abs(effect);
        }
        const centre = sum / count;
        let squares = 0;
        for (const { trajectory, effect } of effects[factor])
          squares += weights[trajectory] * (effect - centre) * (effect - centre);
        found[factor] = centre;
        found[width + factor] = sizes / count;
        found[2 * width + factor] = count > 1 ? Math.sqrt(Math.max(0, squares / (count - 1) - byChance)) : Number.NaN;
      }
      return found;
    },
    resampling,
  );
  return {
    used: effects.map((each) => each.length),
    mean: estimates.slice(0, width),
    size: estimates.slice(width, 2 * width),
    spread: estimates.slice(2 * width),
    chance: Math.sqrt((2 * byChance) / Math.PI),
  };
}
