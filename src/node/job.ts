/** One job of a study: every arm of one donor and replicate, run in this thread. */
import { digestOf } from "../engine/saved.ts";
import { type Plan, planOf } from "../engine/simulation.ts";
import { type Outcome, type Paused, recordOrPause } from "../observe/record.ts";
import type { Recording } from "../observe/recording.ts";
import type { Experiment } from "../scenario/experiment.ts";
import { modelOf } from "../scenario/model.ts";

export interface JobWorld {
  readonly arm: string;
  readonly parameters: readonly number[];
}

export interface Job {
  readonly experiment: Experiment;
  readonly donor: number;
  readonly replicate: number;
  readonly key: readonly [number, number];
  readonly worlds: readonly JobWorld[];
  /** Shared memory in which the part done of each job is told, and this job's place in it. */
  readonly progress: { readonly parts: Float64Array; readonly at: number };
  /** Shared memory: not 0 once all jobs are to stop at the next boundary between steps. */
  readonly stop: Int32Array;
  /** What the job had done when it was stopped before. */
  readonly from?: JobResult;
}

/** Finished worlds, and the saved states of those that were stopped on their way. */
export interface JobResult {
  readonly results: readonly WorldResult[];
  readonly paused: readonly Paused[];
}

/** Totals of one line of one culture's books at the end of a world, scaled back to the real well. */
export interface LedgerLine {
  readonly culture: string;
  readonly of: string; // "vesicles EXO", "factor IL2", "cells CD8 resting"
  readonly line: string; // released, given, captured …
  readonly amount: number;
}

/** What was on the bench: a preparation after each thing done with it, in amounts of the real well. */
export interface BenchNote {
  readonly preparation: string;
  readonly step: string;
  readonly vesicles: number;
}

export interface WorldResult {
  readonly recording: Recording;
  readonly ledger: readonly LedgerLine[];
  readonly bench: readonly BenchNote[];
  readonly digest: string; // of the state at the end
}

/** Runs every arm of one donor and replicate, as far as it may. @throws RunFault where the scenario cannot go on */
export function runJob(job: Job): JobResult {
  const stop = (): boolean => Atomics.load(job.stop, 0) !== 0;
  if (stop()) return job.from ?? { results: [], paused: [] };
  const { parts, at } = job.progress;
  const finished = job.from?.results ?? [];
  const before = finished.length / job.worlds.length;
  const open = job.worlds.filter(({ arm }) => !finished.some(({ recording }) => recording.arm === arm));
  const { outcomes, paused } = recordOrPause(
    open.map((world) => ({ arm: world.arm, plan: planFor(job, world) })),
    job.key,
    {
      stop,
      watch: (part) => {
        parts[at] = before + (1 - before) * part;
      },
      ...(job.from && { from: { paused: job.from.paused, finished: [] } }),
    },
  );
  const results = [...finished, ...outcomes.map((outcome) => resultOf(job, outcome))];
  const order = job.worlds.map(({ arm }) => arm);
  results.sort((a, b) => order.indexOf(a.recording.arm) - order.indexOf(b.recording.arm));
  return { results, paused };
}

const planFor = (job: Job, world: JobWorld): Plan => planOf(modelOf(job.experiment, world));

function resultOf(job: Job, outcome: Outcome): WorldResult {
  const { model } = outcome.end.plan;
  return {
    recording: {
      arm: outcome.arm,
      donor: job.donor,
      replicate: job.replicate,
      times: outcome.times,
      columns: model.observables,
      values: outcome.values,
      digests: outcome.digests,
    },
    ledger: outcome.end.cultures.flatMap((culture, index) => {
      const { name } = model.cultures[index];
      const lines = (
        kind: string,
        names: readonly { readonly name: string }[],
        books: Readonly<Record<string, Float64Array>>,
      ): LedgerLine[] =>
        names.flatMap((one, at) =>
          Object.entries(books).map(([line, amounts]) => ({
            culture: name,
            of: `${kind} ${one.name}`,
            line,
            amount: amounts[at] / culture.share,
          })),
        );
      return [
        ...lines("cells", model.kinds, culture.ledger.cells),
        ...lines("vesicles", model.vesicles, culture.ledger.vesicles),
        ...lines("bodies", model.vesicles, culture.ledger.bodies),
        ...lines("cargo", model.cargo, culture.ledger.cargo),
        ...lines("factor", model.factors, culture.ledger.factors),
      ];
    }),
    bench: outcome.end.preparations.flatMap((preparation, index) =>
      preparation.book.map(({ step, vesicles }) => ({ preparation: model.preparations[index], step, vesicles })),
    ),
    digest: digestOf(outcome.end),
  };
}
