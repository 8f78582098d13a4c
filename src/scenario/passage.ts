/**
 * What a spin or a filter lets through. A vesicle falls at `d²(ρ − ρ_medium)·a / 18η`; from a tube of even suspension the part pelleted
 * is the way it falls over the way to the pellet. Spins and filters choose by size, so each step is asked of what the steps before
 * it let through: the product of the parts is the part that passes them all.
 */
import { exp, log, normalQuantile } from "../kernels/math.ts";
import type { Distribution, Expression, Sizes } from "../model.ts";
import { numberOf } from "./expression.ts";

export type Treatment =
  | {
      readonly how: "spin";
      readonly force: number; // µm/s²
      readonly time: number; // s
      readonly path: number; // µm
      readonly viscosity: number; // kg/(µm·s)
      readonly medium: number; // density, kg/µm³
      readonly keep: "supernatant" | "pellet";
      readonly recovery: Expression;
    }
  | { readonly how: "filter"; readonly pores: number /* µm */; readonly recovery: Expression }
  | { readonly how: "handling"; readonly recovery: Expression };

/** A vesicle species by size and density, and the steps that it goes through one after another. */
export interface Passing {
  readonly diameter: Distribution;
  readonly density: Distribution;
  readonly steps: readonly Treatment[];
}

/** Part of a species that passes the last step, of what passed those before. */
export const passedPart = remembered(partThat);

/** Diameters and densities of what passes all the steps. */
export const sizesPassed = remembered(sizesThat);

/** The same answer for the same question: arms, donors and replicates ask alike, whatever else their parameters are. */
function remembered<Answer>(
  answerOf: (passing: Passing, parameters: readonly number[]) => Answer,
): (passing: Passing, parameters: readonly number[]) => Answer {
  const answers = new Map<string, Answer>();
  return (passing, parameters) => {
    const question = JSON.stringify(passing, (_key, part: unknown) =>
      typeof part === "object" && part !== null && "kind" in part ? numberOf(part as Expression, parameters) : part,
    );
    const known = answers.get(question);
    if (known !== undefined) return known;
    const answer = answerOf(passing, parameters);
    if (answers.size >= 500) answers.clear();
    answers.set(question, answer);
    return answer;
  };
}

function partThat({ diameter, density, steps }: Passing, parameters: readonly number[]): number {
  const diameters = spread(diameter, parameters, 200);
  const densities = spread(density, parameters, 16);
  const recoveries = steps.map(({ recovery }) => numberOf(recovery, parameters));
  let before = 0;
  let after = 0;
  for (const d of diameters) {
    for (const rho of densities) {
      let weight = d.weight * rho.weight;
      steps.forEach((step, index) => {
        if (index === steps.length - 1) before += weight;
        weight *= recoveries[index] * passing(step, d.value, rho.value);
      });
      after += weight;
    }
  }
  return before > 0 ? after / before : 0;
}

function sizesThat({ diameter, density, steps }: Passing, parameters: readonly number[]): Sizes {
  const nodes = spread(diameter, parameters, 200);
  const densities = spread(density, parameters, 16);
  const shares = densities.map(() => 0);
  const parts = nodes.map(({ value, weight }) => {
    let part = 0;
    densities.forEach((rho, at) => {
      const passed = steps.reduce((all, step) => all * passing(step, value, rho.value), weight * rho.weight);
      part += passed;
      shares[at] += passed;
    });
    return part;
  });
  const all = parts.reduce((sum, part) => sum + part, 0);
  const ofAll = (part: number): number => (all > 0 ? part / all : 0);
  return {
    diameters: nodes.map(({ value }) => value),
    parts: parts.map(ofAll),
    densities: densities.map(({ value }) => value),
    shares: shares.map(ofAll),
  };
}

/** Part of vesicles of one diameter (µm) and density (kg/µm³) that goes on, without losses of handling. */
export function passing(step: Treatment, diameter: number, density: number): number {
  switch (step.how) {
    case "spin": {
      const speed = (diameter * diameter * (density - step.medium) * step.force) / (18 * step.viscosity); // µm/s
      const pelleted = Math.min(1, Math.max(0, (speed * step.time) / step.path));
      return step.keep === "pellet" ? pelleted : 1 - pelleted;
    }
    case "filter":
      return diameter < step.pores ? 1 : 0;
    case "handling":
      return 1;
  }
}

/** Values of equal or stated weight that stand for a distribution; the weights sum to one. */
function spread(
  { shape, a, b, shift }: Distribution,
  parameters: readonly number[],
  count: number,
): { value: number; weight: number }[] {
  const [first, second, added] = [a, b, shift].map((value) => numberOf(value, parameters));
  if (shape === "fixed") return [{ value: first + added, weight: 1 }];
  if (shape === "gamma")
    return gammaSpread(first, second, count).map(({ value, weight }) => ({ value: value + added, weight }));
  return Array.from({ length: count }, (_, index) => ({
    value: quantile(shape, first, second, (index + 0.5) / count) + added,
    weight: 1 / count,
  }));
}

/** Value below which the part p lies. */
export function quantile(
  shape: "exponential" | "uniform" | "normal" | "lognormal",
  a: number,
  b: number,
  p: number,
): number {
  switch (shape) {
    case "exponential":
      return -a * log(1 - p);
    case "uniform":
      return a + (b - a) * p;
    case "normal":
      return a + b * normalQuantile(p);
    case "lognormal":
      return a * exp(log(b) * normalQuantile(p));
  }
}

/** A gamma distribution on an even grid to ten standard deviations above its mean, weighted by its density. */
function gammaSpread(mean: number, variation: number, count: number): { value: number; weight: number }[] {
  const shape = 1 / (variation * variation);
  const end = mean * (1 + 10 * variation);
  const points = Array.from({ length: 8 * count }, (_, index) => {
    const value = (end * (index + 0.5)) / (8 * count);
    const relative = value / mean;
    return { value, weight: exp(shape * (1 - relative) + (shape - 1) * log(relative)) };
  });
  const sum = points.reduce((total, { weight }) => total + weight, 0);
  return points.map(({ value, weight }) => ({ value, weight: weight / sum }));
}
