/** What the runs of a design say together: which factors decide, how the outcomes answer, where claims hold, what to run next. */
import type {
  Analysis,
  AnalysisOptions,
  ClaimOutcome,
  Coverage,
  Design,
  Outcome,
  OutcomeAnalysis,
  Results,
} from "../contract.ts";
import type { Resampling } from "./bootstrap.ts";
import { claimOf, judgedOf } from "./claims.ts";
import { morrisOf } from "./effects.ts";
import { nextOf } from "./next.ts";
import { varianceOf } from "./noise.ts";
import { ranksOf } from "./ranks.ts";
import { curvesOf, surfacesOf } from "./responses.ts";
import { coverageOf, distinct, type Sample, sampleOf, spreadPoints } from "./sample.ts";
import { sobolOf } from "./variance.ts";

type Pairs = readonly (readonly [number, number])[];

/** @throws RangeError for a pair that names no factor of the design */
export function analyse(design: Design, results: Results, options: AnalysisOptions): Analysis {
  const { level = 0.9, resamples = 500, cells = 8, worlds = 1, runs = 20 } = options;
  const asked = options.pairs?.map(([across, up]) => [numberOf(design, across), numberOf(design, up)] as const);
  const pairsFor = (sizes: readonly number[]): Pairs => asked ?? leadingPair(sizes);
  const outcomes = results.outcomes.map((outcome) =>
    outcomeOf(design, outcome, { cells, pairsFor }, { level, resamples, seed: options.seed }),
  );
  const claims = results.claims.map((claim) =>
    claimOf(design, claim, { cells, level, pairs: pairsFor(influenceOn(design, claim)) }),
  );
  const coverage = together(
    design,
    [...outcomes, ...claims].map((each) => each.coverage),
  );
  return {
    kind: design.kind,
    factors: design.factors,
    level,
    coverage,
    outcomes,
    claims,
    next: nextOf(design, results, coverage, { worlds, most: runs }),
  };
}

function outcomeOf(
  design: Design,
  outcome: Outcome,
  { cells, pairsFor }: { cells: number; pairsFor: (sizes: readonly number[]) => Pairs },
  resampling: Resampling,
): OutcomeAnalysis {
  const variance = varianceOf(sampleOf(design, distinct(design.points), outcome));
  const spread = sampleOf(design, spreadPoints(design), outcome);
  const sobol = design.kind === "saltelli" ? sobolOf(design, outcome, variance.noise, resampling) : undefined;
  const morris = design.kind === "morris" ? morrisOf(design, outcome, variance.noise, resampling) : undefined;
  const ranks = spread.y.length > 2 ? ranksOf(spread, resampling) : undefined;
  const sizes = (sobol?.total ?? morris?.size ?? ranks?.spearman ?? []).map(({ value }) => Math.abs(value));
  return {
    name: outcome.name,
    unit: outcome.unit,
    coverage: coverageOf(design, outcome.at, ({ values }) => values.length > 0 && values.flat().every(Number.isFinite)),
    variance,
    ...(sobol !== undefined && { sobol }),
    ...(morris !== undefined && { morris }),
    ...(ranks !== undefined && { ranks }),
    curves: curvesOf(design, outcome, resampling),
    surfaces: surfacesOf(design, outcome, { pairs: pairsFor(sizes), cells }, resampling),
  };
}

/** How strongly a claim's verdict goes with each factor: the size of the rank correlation. */
function influenceOn(design: Design, claim: ClaimOutcome): number[] {
  const judged = judgedOf(design, claim);
  const worth = { holds: 1, undecided: 0, fails: -1 } as const;
  const sample: Pick<Sample, "shares" | "y"> = {
    shares: design.factors.map((_, factor) => Float64Array.from(judged, ({ point }) => point.values[factor])),
    y: Float64Array.from(judged, ({ reading }) => worth[reading.judgement.verdict]),
  };
  const { spearman } = ranksOf(sample, { seed: "", level: 0.9, resamples: 0 });
  return spearman.map(({ value }) => Math.abs(value));
}

/** The two factors with the largest sizes, in the order of the design; none where there are not two. */
function leadingPair(sizes: readonly number[]): Pairs {
  if (sizes.length < 2) return [];
  const worth = (factor: number): number => (Number.isFinite(sizes[factor]) ? sizes[factor] : -1);
  const [first, second] = [...sizes.keys()].sort((a, b) => worth(b) - worth(a) || a - b);
  return [[Math.min(first, second), Math.max(first, second)]];
}

function numberOf({ factors }: Design, name: string): number {
  const found = factors.findIndex((factor) => factor.name === name);
  if (found < 0) throw new RangeError(`the design has no parameter "${name}"`);
  return found;
}

/** A point counts as read where everything was read of it. */
function together({ points }: Design, parts: readonly Coverage[]): Coverage {
  const ids = distinct(points).map(({ id }) => id);
  const why = new Map(parts.flatMap(({ failed }) => failed.map((each) => [each.id, each.why] as const)));
  const gone = new Set(parts.flatMap(({ missing }) => missing));
  const failed = ids.flatMap((id) => (why.has(id) ? [{ id, why: why.get(id)! }] : []));
  const missing = ids.filter((id) => parts.length === 0 || (gone.has(id) && !why.has(id)));
  return { asked: ids.length, read: ids.length - failed.length - missing.length, failed, missing };
}
