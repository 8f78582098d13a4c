/** What the runs of a sweep come to: outcomes of one run, verdicts of a point, from the readings that were kept. */
import { judgePartsBy, type PartResult } from "../claims/evaluate.ts";
import { averageReplicates, blissExcess } from "../claims/statistics.ts";
import { claimOf } from "../claims/verdict.ts";
import { log } from "../kernels/math.ts";
import type { Claim, ClaimPart } from "../model.ts";
import { noiseShareOf } from "./analysis/noise.ts";
import type { ClaimReading } from "./contract.ts";

/** A column of a recording of one arm at one time. */
export interface KeptReading {
  readonly arm: string;
  readonly name: string;
  readonly culture: number;
  readonly subject: string;
  readonly at: number; // s
}

/** The printed value of a reading in one world; NaN where nothing was measured. */
export type Read = (reading: KeptReading) => number;

/**
 * The number that a part of a claim reads, in one world: its arms share their chance, so they are compared within it.
 * @returns NaN where nothing can be said, such as a ratio to 0
 */
export function outcomeOf(part: ClaimPart, read: Read, at: number = part.at[0]): number {
  const values = part.arms.map((arm) => read({ ...part.reading, arm, at }));
  const [one, other] = values;
  switch (part.compare) {
    case "value":
      return one;
    case "ratio":
      return other > 0 ? one / other : Number.NaN;
    case "difference":
      return one - other;
    case "bliss": {
      const [control, first, second, both] = values.map((value) => [value]);
      return blissExcess(control, first, second, both, 0.9).effect;
    }
  }
}

/** What a claim says at a point. @param runs [donor][replicate] */
export function claimReadingOf({ holds }: Pick<Claim, "holds">, runs: readonly (readonly Read[])[]): ClaimReading {
  const parts = judgePartsBy(holds, ({ reading }, arm, at) =>
    averageReplicates(runs.map((replicates) => replicates.map((read) => read({ ...reading, arm, at })))),
  );
  const shares = parts
    .filter(({ comparison }) => comparison.verdict === "undecided")
    .map((part) => noiseShareOf(runs.map((replicates) => replicates.map((read) => effectIn(part, read)))))
    .filter(Number.isFinite);
  return {
    judgement: claimOf(parts.map(({ comparison }) => comparison)),
    donors: runs.length,
    replicates: runs[0].length,
    ...(shares.length > 0 && { noiseShare: Math.min(...shares) }), // of the part that replicates help least
  };
}

/** The effect in one world, on the scale on which donors are averaged. */
function effectIn({ part, at }: PartResult, read: Read): number {
  const effect = outcomeOf(part, read, at);
  return part.compare === "ratio" ? log(effect) : effect;
}
