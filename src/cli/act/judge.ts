/** Judges the claims of a scenario: from one study as it is, and from one more for each change that a claim is tested by. */
import { type ClaimResult, judgeClaim, judgeParts } from "../../claims/evaluate.ts";
import { negativeTest } from "../../claims/verdict.ts";
import { RunFault } from "../../engine/simulation.ts";
import type { Change, Claim } from "../../model.ts";
import { runStudy } from "../../node/study.ts";
import type { Recording } from "../../observe/recording.ts";
import type { Verdict } from "../../report/verdicts.ts";
import type { Experiment } from "../../scenario/experiment.ts";
import { variantOf } from "../../scenario/read.ts";
import { worldsOf } from "../../scenario/worlds.ts";
import { progressOf } from "../progress.ts";

export interface Trial {
  readonly seed: string;
  readonly donors: number;
  readonly replicates: number;
  readonly workers: number;
  readonly quiet: boolean;
}

/** Verdicts of the claims whose arms were all run; no change is tried. */
export function judged(experiment: Experiment, recordings: readonly Recording[]): Verdict[] {
  const ran = new Set(recordings.map(({ arm }) => arm));
  return experiment.claims
    .filter((claim) => armsOf([claim]).every((arm) => ran.has(arm)))
    .map((claim) => ({ ...judgeClaim(claim, recordings), negative: undefined }));
}

/** Runs the changes that the claims name, each once and with the arms that are needed, and adds what became of the claims. */
export async function tried(experiment: Experiment, results: readonly Verdict[], trial: Trial): Promise<Verdict[]> {
  const changed = new Map<string, readonly Recording[] | RunFault>();
  for (const { claim } of results) {
    const change = claim.off ?? claim.on;
    if (change === undefined || claim.soft || changed.has(change.text)) continue;
    const alike = results.filter((other) => (other.claim.off ?? other.claim.on)?.text === change.text);
    const arms = armsOf(alike.map((other) => other.claim));
    changed.set(change.text, await runChanged(experiment, change, arms, trial).catch(faultOnly));
  }
  return results.map((result) => ({ ...result, negative: negativeOf(result, changed) }));
}

/** A change may leave an experiment that cannot be done: that is an answer. */
function faultOnly(error: unknown): RunFault {
  if (error instanceof RunFault) return error;
  throw error;
}

async function runChanged(
  experiment: Experiment,
  change: Change,
  arms: readonly string[],
  trial: Trial,
): Promise<Recording[]> {
  const { seed, donors, replicates, workers, quiet } = trial;
  const variant = variantOf(experiment, change);
  const worlds = worldsOf(variant, { seed, donors, replicates, arms });
  const progress = progressOf(`with ${change.text}`, quiet);
  const results = await runStudy({ experiment: variant, worlds, workers, watch: progress.watch });
  progress.end();
  return results.map(({ recording }) => recording);
}

const armsOf = (claims: readonly Claim[]): string[] => [
  ...new Set(claims.flatMap(({ holds, still }) => [...holds, ...still].flatMap(({ arms }) => arms))),
];

function negativeOf(
  { claim, judgement }: ClaimResult,
  changed: ReadonlyMap<string, readonly Recording[] | RunFault>,
): Verdict["negative"] {
  const change = claim.off ?? claim.on;
  const recordings = change && changed.get(change.text);
  if (change === undefined || recordings === undefined) return undefined;
  if (recordings instanceof RunFault)
    return { change: change.text, passed: false, why: `it cannot be run: ${recordings.message} (${recordings.hint})` };
  const after = judgeClaim(claim, recordings).judgement;
  const still = judgeParts(claim.still, recordings).map(({ comparison }) => comparison);
  return { change: change.text, ...negativeTest(claim.off ? "positive" : "null", judgement, after, still) };
}
