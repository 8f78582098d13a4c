/** The flagship: its claims, each without its mechanism, and its counts at finer steps. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { judgeClaim, judgeParts } from "../../src/claims/evaluate.ts";
import { negativeTest } from "../../src/claims/verdict.ts";
import type { Claim } from "../../src/model.ts";
import { columnOf, type Recording } from "../../src/observe/recording.ts";
import { variantOf } from "../../src/scenario/read.ts";
import { experimentIn, flagshipFile, recordingsOf } from "./recorded.ts";

const short = process.env.EXOCULTURE_SCIENCE === "short";
const flagship = experimentIn(flagshipFile);
const { claims } = flagship;
const day = 86_400;

const armsOf = (some: readonly Claim[]): string[] => [
  ...new Set(some.flatMap(({ holds, still }) => [...holds, ...still].flatMap(({ arms }) => arms))),
];

const wanted = short ? claims.filter(({ id }) => id === "together" || id === "antigen") : claims;
const once: Recording[] = [];
for (const claim of wanted.filter(({ soft }) => !soft))
  test(`"${claim.id}" (${claim.rows}) turns with ${(claim.off ?? claim.on)?.text}`, () => {
    const change = claim.off ?? claim.on;
    assert.ok(change, "no change is named");
    if (once.length === 0) once.push(...recordingsOf(flagship, { seed: "1", replicates: 1, arms: armsOf(wanted) }));
    const changed = recordingsOf(variantOf(flagship, change), { seed: "1", replicates: 1, arms: armsOf([claim]) });
    const still = judgeParts(claim.still, changed).map(({ comparison }) => comparison);
    const before = judgeClaim(claim, once).judgement;
    const after = judgeClaim(claim, changed).judgement;
    const { passed, why } = negativeTest(claim.off ? "positive" : "null", before, after, still);
    assert.ok(passed, why);
  });

/** What is read of a step, with its mean and standard error over replicates. */
function readAt(step: string): Map<string, { mean: number; error: number }> {
  const replicates = short ? 3 : 24;
  const stepped = experimentIn(flagshipFile, { "step: 6 hour": `step: ${step}` });
  const arms = ["medium", "IL2", "EXO_IL2", "positive"];
  const recordings = recordingsOf(stepped, { seed: "steps", donors: 1, replicates, arms });
  const found = new Map<string, number[]>();
  for (const recording of recordings)
    for (const time of [5 * day, 8 * day])
      for (const subject of ["CD4", "CD8"]) {
        const culture = recording.columns.find(({ name }) => name === "ratio")!.culture;
        const row = recording.times.findIndex((at) => Math.abs(at - time) < 1);
        const value = recording.values[row * recording.columns.length + columnOf(recording, "count", culture, subject)];
        const title = `${subject} of ${recording.arm} on day ${time / day}`;
        found.set(title, [...(found.get(title) ?? []), value]);
      }
  return new Map(
    [...found].map(([title, values]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      return [title, { mean, error: Math.sqrt(variance / values.length) }];
    }),
  );
}

test("steps of 6, 3 and 1.5 h: the bias of the step that is shipped, extrapolated, is below 3 % of every count", () => {
  const [whole, half, quarter] = ["6 hour", "3 hour", "90 min"].map(readAt);
  for (const [title, { mean, error }] of whole) {
    const finer = half.get(title)!;
    const finest = quarter.get(title)!;
    const bias = mean - (2 * finest.mean - finer.mean); // first order: the step's bias halves with the step
    const biasError = Math.hypot(error, finer.error, 2 * finest.error);
    assert.ok(
      Math.abs(bias) < 0.03 * finest.mean + 2 * biasError,
      `${title}: ${mean}, ${finer.mean}, ${finest.mean} (bias ${bias} ± ${biasError})`,
    );
  }
});

test.run();
