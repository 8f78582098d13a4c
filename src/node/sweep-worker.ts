/** Entry of a worker thread of a sweep: one run at a time. What a run needs is loaded with the first. */
import { workerData } from "node:worker_threads";
import type { RunAnswer, Runner, RunTask, SweepWork } from "./sweep/task.ts";

let runner: Promise<Runner> | undefined;

/** Runs a task. What goes wrong in a run is an answer, not an accident. */
export default async function work(task: RunTask): Promise<RunAnswer> {
  runner ??= load(workerData as SweepWork);
  const run = await runner.catch(wordsOf);
  if (typeof run === "string") return { unable: run };
  task.began[task.lane] = Date.now();
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  try {
    return { values: await run(task), seconds: seconds() };
  } catch (error) {
    const { code, path = "" } = error as NodeJS.ErrnoException;
    if (code !== undefined && ofTheDisk.includes(code)) return { disk: { code, path, message: wordsOf(error) } };
    return { failed: wordsOf(error), seconds: seconds() };
  }
}

const ofTheDisk: readonly string[] = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EMFILE"];

async function load({ sweep, module, observables }: SweepWork): Promise<Runner> {
  if ("experiment" in sweep.subject)
    return (await import("./sweep/scenario-runner.ts")).scenarioRunner(sweep, sweep.subject.experiment, observables);
  return (await import("./sweep/function-runner.ts")).functionRunner(sweep, module!);
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { hint } = error as Error & { hint?: string };
  return error.name === "RunFault" && hint ? `${error.message} (${hint})` : error.message || error.name;
}
