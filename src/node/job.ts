/** One job of a study: every arm of one donor and replicate, run in this thread. */
import { digestOf } from "../engine/saved.ts";
import { type Plan, planOf, type Simulation } from "../engine/simulation.ts";
import { type Stock, stockOf } from "../engine/stock.ts";
import { type Outcome, type Paused, recordOrPause } from "../observe/record.ts";
import type { Recording } from "../observe/recording.ts";
import { type Rung, rungsOf } from "../observe/rungs.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { BenchBook, Books, LedgerLine } from "../report/balance.ts";
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

export interface WorldResult extends Books {
  readonly recording: Recording;
  readonly digest: string; // of the state at the end
  readonly snapshots: readonly Snapshot[]; // of the static cultures of the first donor and replicate
  readonly rungs: readonly Rung[];
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
      look: job.donor === 1 && job.replicate === 1,
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
    ledger: ledgerOf(outcome.end),
    bench: benchOf(outcome.end),
    digest: digestOf(outcome.end),
    snapshots: outcome.snapshots,
    rungs: rungsOf(outcome.arm, outcome.end),
  };
}

/** Every line of every culture's books, and what is there at the end, scaled back to the real well. */
function ledgerOf(end: Simulation): LedgerLine[] {
  const { model } = end.plan;
  return end.cultures.flatMap((culture, index) => {
    const stock = stockOf(end, culture);
    const lines = (book: keyof Stock, kind: string, names: readonly { readonly name: string }[]): LedgerLine[] =>
      names.flatMap(({ name }, at) =>
        Object.entries({ ...culture.ledger[book], present: stock[book] }).map(([line, amounts]) => ({
          culture: model.cultures[index].name,
          of: `${kind} ${name}`,
          line,
          amount: amounts[at] / culture.share,
        })),
      );
    return [
      ...lines("cells", "cells", model.kinds),
      ...lines("vesicles", "vesicles", model.vesicles),
      ...lines("bodies", "bodies", model.vesicles),
      ...lines("cargo", "cargo", model.cargo),
      ...lines("factors", "factor", model.factors),
    ];
  });
}

function benchOf(end: Simulation): BenchBook[] {
  const { preparations, factors } = end.plan.model;
  return end.preparations.map(({ volume, producers, book }, index) => ({
    preparation: preparations[index],
    volume,
    producers,
    notes: book.map(({ step, vesicles, factor }) => ({
      step,
      inHand: [
        { of: "vesicles", amount: vesicles },
        ...factors.map(({ name }, at) => ({ of: `factor ${name}`, amount: factor[at] })),
      ],
    })),
  }));
}
