/** One job of a study: every arm of one donor and replicate, run in this thread. */
import { digestOf } from "../engine/saved.ts";
import { type Plan, planOf } from "../engine/simulation.ts";
import { type Outcome, recordWorlds } from "../observe/record.ts";
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

/** Runs every arm of one donor and replicate. @throws RunFault where the scenario cannot go on */
export function runJob(job: Job): WorldResult[] {
  const worlds = job.worlds.map((world) => ({ arm: world.arm, plan: planFor(job, world) }));
  const { parts, at } = job.progress;
  const outcomes = recordWorlds(worlds, job.key, (part) => {
    parts[at] = part;
  });
  parts[at] = 1;
  return outcomes.map((outcome) => resultOf(job, outcome));
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
