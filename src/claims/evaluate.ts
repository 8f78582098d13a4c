/** From recordings to the verdict of a claim: each part is read donor by donor and held against what it asks. */
import type { Claim, ClaimPart } from "../model.ts";
import { columnOf, printedColumn, type Recording } from "../observe/recording.ts";
import { averageReplicates, blissExcess, difference, type Interval, interval, pairedLogRatio } from "./statistics.ts";
import {
  above,
  atLeast,
  atMost,
  below,
  between,
  type Comparison,
  type Criterion,
  claimOf,
  clearlyDecreases,
  clearlyIncreases,
  equivalent,
  type Judgement,
  judge,
} from "./verdict.ts";

/** Share of every interval. Two one-sided tests at 5 % are one interval at 90 %. */
export const level = 0.9;

export interface PartResult {
  readonly part: ClaimPart;
  readonly at: number; // s
  readonly comparison: Comparison;
}

export interface ClaimResult {
  readonly claim: Claim;
  readonly judgement: Judgement;
  readonly parts: readonly PartResult[];
}

/** Judges a claim from what was recorded. @param recordings of one run, in any order */
export function judgeClaim(claim: Claim, recordings: readonly Recording[]): ClaimResult {
  const parts = judgeParts(claim.holds, recordings);
  return { claim, parts, judgement: claimOf(parts.map((part) => part.comparison)) };
}

/** Judges parts, each at each of its times. */
export function judgeParts(parts: readonly ClaimPart[], recordings: readonly Recording[]): PartResult[] {
  return judgePartsBy(parts, (part, arm, at) => donorValues(part, arm, at, recordings));
}

/** One value for each donor, in the order of donors, of a reading in an arm at a time; NaN where something was not measured. */
export type DonorValues = (part: ClaimPart, arm: string, at: number) => number[];

/** As `judgeParts`, from values that were read before. */
export function judgePartsBy(parts: readonly ClaimPart[], read: DonorValues): PartResult[] {
  return parts.flatMap((part) =>
    part.at.map((at) => ({ part, at, comparison: judge(effectOf(part, at, read), criterionOf(part)) })),
  );
}

function effectOf(part: ClaimPart, at: number, valuesOf: DonorValues): Interval {
  const read = (arm: string): number[] => valuesOf(part, arm, at);
  const [first, second, third, fourth] = part.arms;
  switch (part.compare) {
    case "value":
      return interval(read(first), level);
    case "ratio":
      return pairedLogRatio(read(first), read(second), level);
    case "difference":
      return difference(read(first), read(second), level);
    case "bliss":
      return blissExcess(read(first), read(second), read(third), read(fourth), level);
  }
}

/** One value for each donor, in the order of donors: replicates averaged; NaN where something was not measured. */
export function donorValues(
  part: Pick<ClaimPart, "reading">,
  arm: string,
  at: number,
  recordings: readonly Recording[],
): number[] {
  const byDonor = new Map<number, { replicate: number; value: number }[]>();
  for (const recording of recordings) {
    if (recording.arm !== arm) continue;
    const values = byDonor.get(recording.donor) ?? [];
    values.push({ replicate: recording.replicate, value: valueAt(part, at, recording) });
    byDonor.set(recording.donor, values);
  }
  const donors = [...byDonor].sort(([a], [b]) => a - b);
  return averageReplicates(
    donors.map(([, values]) => values.sort((a, b) => a.replicate - b.replicate).map(({ value }) => value)),
  );
}

/** A reading as printed, at a time (s); NaN where it was not measured. */
export function valueAt(part: Pick<ClaimPart, "reading">, at: number, recording: Recording): number {
  const { name, culture, subject } = part.reading;
  const column = columnOf(recording, name, culture, subject);
  if (column < 0) return Number.NaN;
  const slack = 1e-6 * Math.max(1, Math.abs(at));
  const row = recording.times.findIndex((time) => Math.abs(time - at) <= slack);
  return row < 0 ? Number.NaN : printedColumn(recording, column)[row];
}

function criterionOf(part: ClaimPart): Criterion {
  const [value, other] = part.values;
  switch (part.asks) {
    case "increases":
      return clearlyIncreases;
    case "decreases":
      return clearlyDecreases;
    case "equivalent":
      return equivalent;
    case "at least":
      return atLeast(value);
    case "at most":
      return atMost(value);
    case "above":
      return above(value);
    case "below":
      return below(value);
    case "between":
      return between(value, other);
  }
}
