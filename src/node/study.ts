/**
 * Runs all the worlds of a study over a kept pool of worker threads. A finished job is written beside the results at once, and
 * one that is stopped with the saved states of its worlds, so that an interrupted study goes on where it was; the parts go
 * when the run is whole.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { Piscina } from "piscina";
import { RunFault } from "../engine/simulation.ts";
import type { Experiment, PlannedWorld } from "../scenario/experiment.ts";
import type { Job, JobResult, WorldResult } from "./job.ts";
import type { JobAnswer } from "./worker.ts";

export interface StudyPlan {
  readonly experiment: Experiment;
  readonly worlds: readonly PlannedWorld[];
  readonly workers: number;
  /** Folder for the parts of an unfinished run; undefined: nothing is kept. */
  readonly parts?: string;
  /** Is told the part done, 0 to 1, a few times a second. */
  readonly watch?: (part: number) => void;
  readonly stop?: AbortSignal;
}

/** A study that was asked to stop: what it had done is kept in its parts. */
export class Stopped extends Error {}

/** What is recorded is the same in every world: kept once, it takes no memory for each. */
function withOneHeading(results: readonly WorldResult[]): WorldResult[] {
  return results.map((result) => ({
    ...result,
    recording: { ...result.recording, columns: results[0].recording.columns },
  }));
}

/**
 * Every result, by donor, replicate and arm as planned, however many workers there were.
 * @throws RunFault of the first job, in the order of the plan, that cannot go on; Stopped when stopped
 */
export async function runStudy(plan: StudyPlan): Promise<WorldResult[]> {
  const jobs = jobsOf(plan);
  const parts = new Float64Array(new SharedArrayBuffer(8 * jobs.length));
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const halt = (): void => {
    Atomics.store(stop, 0, 1);
  };
  plan.stop?.addEventListener("abort", halt);
  const pool = new Piscina<Job, JobAnswer>({
    filename: new URL("../node/worker.js", import.meta.url).href,
    minThreads: Math.min(plan.workers, jobs.length),
    maxThreads: Math.min(plan.workers, jobs.length),
    concurrentTasksPerWorker: 1,
  });
  const told = setInterval(() => plan.watch?.(parts.reduce((sum, part) => sum + part, 0) / jobs.length), 200);
  try {
    if (plan.parts) await mkdir(plan.parts, { recursive: true });
    const answers = await Promise.all(
      jobs.map(async (job, at): Promise<JobAnswer> => {
        const from = plan.parts ? await readPart(plan.parts, job) : undefined;
        if (from && from.results.length === job.worlds.length) {
          parts[at] = 1;
          return from;
        }
        const answer = await pool.run({ ...job, progress: { parts, at }, stop, ...(from && { from }) });
        if ("fault" in answer) halt();
        else if (plan.parts && answer.results.length + answer.paused.length > 0)
          await writePart(plan.parts, job, answer);
        return answer;
      }),
    );
    const fault = answers.find((answer) => "fault" in answer);
    if (fault && "fault" in fault) {
      if (plan.parts) await dropParts(plan.parts);
      throw new RunFault(fault.fault.text, fault.fault.hint);
    }
    const results = answers.flatMap((answer) => ("results" in answer ? answer.results : []));
    if (results.length < plan.worlds.length) throw new Stopped("stopped before the end");
    plan.watch?.(1);
    return withOneHeading(results);
  } finally {
    plan.stop?.removeEventListener("abort", halt);
    clearInterval(told);
    await pool.destroy();
  }
}

/** One job for each donor and replicate: its arms share their chance, and where they can their past. */
function jobsOf(plan: StudyPlan): Job[] {
  const jobs = new Map<string, Job & { worlds: Job["worlds"][number][] }>();
  for (const { arm, donor, replicate, key, parameters } of plan.worlds) {
    const name = `${donor}/${replicate}`;
    const progress = { parts: new Float64Array(0), at: 0 };
    const job = jobs.get(name) ?? {
      experiment: plan.experiment,
      donor,
      replicate,
      key,
      worlds: [],
      progress,
      stop: new Int32Array(1),
    };
    job.worlds.push({ arm, parameters: Array.from(parameters) });
    jobs.set(name, job);
  }
  return [...jobs.values()];
}

const partName = (job: Job): string => `donor-${job.donor}-replicate-${job.replicate}.part`;

/** A part that was written whole, else undefined: a torn one is made again. */
async function readPart(folder: string, job: Job): Promise<JobResult | undefined> {
  const bytes = await readFile(join(folder, partName(job))).catch(() => undefined);
  if (!bytes || bytes.length < 32) return undefined;
  const body = bytes.subarray(32);
  if (!createHash("sha256").update(body).digest().equals(bytes.subarray(0, 32))) return undefined;
  return deserialize(body) as JobResult;
}

async function writePart(folder: string, job: Job, result: JobResult): Promise<void> {
  const body = serialize(result);
  const path = join(folder, partName(job));
  await writeFile(`${path}.new`, Buffer.concat([createHash("sha256").update(body).digest(), body]));
  await rename(`${path}.new`, path);
}

/** Takes the parts of a run that is whole away. */
export async function dropParts(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
