/** Entry of a worker thread: takes jobs from the pool. */
import { RunFault } from "../engine/simulation.ts";
import { type Job, type JobResult, runJob } from "./job.ts";

/** A fault of the scenario is an answer, not an accident: it comes back whole. */
export type JobAnswer = JobResult | { readonly fault: { readonly text: string; readonly hint: string } };

export default function work(job: Job): JobAnswer {
  try {
    return runJob(job);
  } catch (error) {
    if (error instanceof RunFault) return { fault: { text: error.message, hint: error.hint } };
    throw error;
  }
}
