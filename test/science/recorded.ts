/** Runs arms of a shipped scenario in this thread: what a claim is judged by. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { judgeClaim, judgeParts } from "../../src/claims/evaluate.ts";
import { negativeTest } from "../../src/claims/verdict.ts";
import { runJob } from "../../src/node/job.ts";
import type { Recording } from "../../src/observe/recording.ts";
import type { Experiment, PlannedWorld } from "../../src/scenario/experiment.ts";
import { readScenario, variantOf } from "../../src/scenario/read.ts";
import { type Wishes, worldsOf } from "../../src/scenario/worlds.ts";

export const flagshipFile = "scenarios/03-activated-t-exosomes-with-il2.yaml";

/** A scenario file, changed by what is to be replaced in its text. */
export function experimentIn(file: string, replaced: Readonly<Record<string, string>> = {}): Experiment {
  let text = readFileSync(file, "utf8");
  for (const [from, to] of Object.entries(replaced)) {
    if (!text.includes(from)) throw new Error(`${file} does not say "${from}"`);
    text = text.replaceAll(from, to);
  }
  const read = readScenario(text, file, (path) => {
    const name = path.replace("exoculture:", "");
    return readFileSync(`scenarios/library/${name.includes(".") ? name : `${name}.yaml`}`, "utf8");
  });
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  return read.experiment;
}

export function recordingsOf(experiment: Experiment, wishes: Wishes): Recording[] {
  const worlds = worldsOf(experiment, wishes);
  const jobs = new Map<string, PlannedWorld[]>();
  for (const world of worlds) {
    const name = `${world.donor}/${world.replicate}`;
    jobs.set(name, [...(jobs.get(name) ?? []), world]);
  }
  return [...jobs.values()].flatMap((job) => {
    const [{ donor, replicate, key }] = job;
    const progress = { parts: new Float64Array(1), at: 0 };
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const { results } = runJob({ experiment, donor, replicate, key, worlds: job, progress, stop });
    return results.map(({ recording }) => recording);
  });
}

/** A test for each claim that names a change: it is shown, and it turns with the change. */
export function testTurns(of: string, experiment: Experiment, wishes: Wishes): void {
  for (const claim of experiment.claims.filter(({ soft }) => !soft)) {
    const change = claim.off ?? claim.on;
    if (change === undefined) continue;
    test(`${of}: "${claim.id}" turns with ${change.text}`, () => {
      const changed = recordingsOf(variantOf(experiment, change), wishes);
      const still = judgeParts(claim.still, changed).map(({ comparison }) => comparison);
      const before = judgeClaim(claim, recordingsOf(experiment, wishes)).judgement;
      const { passed, why } = negativeTest(
        claim.off ? "positive" : "null",
        before,
        judgeClaim(claim, changed).judgement,
        still,
      );
      assert.ok(passed, why);
    });
  }
}
