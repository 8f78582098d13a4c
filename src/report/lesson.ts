/** A lesson after its run: which answers the run bears out, and the readings that were bought. */
import { donorValues, judgeClaim } from "../claims/evaluate.ts";
import { mean } from "../claims/statistics.ts";
import type { Verdict } from "../claims/verdict.ts";
import type { Recording } from "../observe/recording.ts";
import type { Lesson, Option } from "../scenario/lesson.ts";
import type { Purchase } from "../scenario/mystery.ts";

export interface Answered {
  readonly option: Option;
  /** Whether the run shows what this answer says; undefined where no run can tell. */
  readonly shown: Verdict | undefined;
}

/** Each answer with what the run says of it. The right one holds in the run of the lesson; changes may make another one right. */
export function answersAfter(lesson: Lesson, recordings: readonly Recording[]): Answered[] {
  return lesson.options.map((option) => ({
    option,
    shown: option.shows && judgeClaim(option.shows, recordings).judgement.verdict,
  }));
}

/** What was bought, as printed: the mean over donors. @throws RangeError for a reading that is not sold */
export function boughtValue(lesson: Lesson, { assay, arm, at }: Purchase, recordings: readonly Recording[]): number {
  const sold = lesson.assays.find(({ id }) => id === assay);
  if (!sold?.arms.includes(arm) || !sold.at.includes(at)) throw new RangeError(`${assay} of ${arm} is not sold`);
  return mean(donorValues({ reading: sold.reading }, arm, at, recordings));
}
