/**
 * Where a claim holds, fails or stays undecided over the parameters, and how far chance alone could have given that.
 *
 * A verdict is read from an interval of a level, so at a point at the very edge of a claim a false "holds" comes with
 * probability ½ (1 − level) at most, since all parts must hold, and a false "fails" with that for each part. Of n points
 * that many times n verdicts could be false: their share among the k that were given is at most ½ (1 − level) n / k.
 */
import { binomialInterval } from "../../claims/distributions.ts";
import type { ClaimAnalysis, ClaimCell, ClaimMap, ClaimOutcome, ClaimReading, Design, Point } from "../contract.ts";
import { axisOf, cellsOf } from "./axis.ts";
import { coverageOf, distinct } from "./sample.ts";

/** A point at which a claim was judged. */
export interface Judged {
  readonly point: Point;
  readonly reading: Exclude<ClaimReading, { readonly failed: string }>;
}

/** The points of a design at which a claim was judged. */
export function judgedOf({ points }: Pick<Design, "points">, { at }: ClaimOutcome): Judged[] {
  return distinct(points).flatMap((point) => {
    const reading = at[point.id];
    return reading === undefined || "failed" in reading ? [] : [{ point, reading }];
  });
}

/** @param pairs of factors that maps are drawn over @param level of the intervals of shares */
export function claimOf(
  design: Design,
  claim: ClaimOutcome,
  { pairs, cells, level }: { pairs: readonly (readonly [number, number])[]; cells: number; level: number },
): ClaimAnalysis {
  const judged = judgedOf(design, claim);
  const { holds, fails, undecided } = countsOf(judged);
  const maps = pairs.map((factors): ClaimMap => {
    const [across, up] = factors.map((factor) => axisOf(design.factors, factor, design.points, cells));
    const rows = cellsOf(judged, ({ point }) => point, across, up);
    const told = rows.map((row) => row.map((cell) => cellOf(claim, cell, level)));
    return { factors, across: across.middles, up: up.middles, cells: told };
  });
  return {
    claim: claim.claim,
    says: claim.says,
    coverage: coverageOf(design, claim.at, () => true),
    holds,
    fails,
    undecided,
    falseHolds: falseShare(claim, "holds", judged.length, holds),
    falseFails: falseShare(claim, "fails", judged.length, fails),
    maps,
  };
}

function cellOf(claim: ClaimOutcome, judged: readonly Judged[], level: number): ClaimCell {
  const { holds, fails, undecided } = countsOf(judged);
  const tested = judged.length;
  const none = Number.NaN;
  if (tested === 0)
    return { verdict: "empty", tested, holds, fails, share: { value: none, low: none, high: none }, falseShare: none };
  const share = { value: holds / tested, ...binomialInterval(holds, tested, level) };
  const counts = { tested, holds, fails, share };
  if (holds > 0 && fails > 0) return { verdict: "mixed", ...counts, falseShare: none };
  if (undecided > 0) return { verdict: "undecided", ...counts, falseShare: none };
  const verdict = holds > 0 ? "holds" : "fails";
  return { verdict, ...counts, falseShare: falseShare(claim, verdict, tested, tested) };
}

/** NaN where no verdict of the kind was given. */
function falseShare({ level, parts }: ClaimOutcome, verdict: "holds" | "fails", tested: number, given: number): number {
  if (given === 0) return Number.NaN;
  const chance = ((1 - level) / 2) * (verdict === "fails" ? parts : 1);
  return Math.min(1, (chance * tested) / given);
}

function countsOf(judged: readonly Judged[]): { holds: number; fails: number; undecided: number } {
  const counts = { holds: 0, fails: 0, undecided: 0 };
  for (const { reading } of judged) counts[reading.judgement.verdict] += 1;
  return counts;
}
