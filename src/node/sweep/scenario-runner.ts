/** One run of a scenario, in a worker thread: its arms with one donor and replicate, with the parameters of a point. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import { type Plan, planOf } from "../../engine/simulation.ts";
import { recordWorlds } from "../../observe/record.ts";
import { columnOf, printedColumn, type Recording, rows, type Study } from "../../observe/recording.ts";
import type { Experiment, PlannedWorld } from "../../scenario/experiment.ts";
import { modelOf } from "../../scenario/model.ts";
import type { Sweep } from "../../scenario/sweep.ts";
import { worldsOf } from "../../scenario/worlds.ts";
import { type KeptReading, outcomeOf } from "../../sweep/outcome.ts";
import type { Runner, RunTask } from "./task.ts";

/** @param observables folder for all that each run records */
export function scenarioRunner(sweep: Sweep, experiment: Experiment, observables?: string): Runner {
  const planFor = planner(experiment);
  return (task) => {
    const { donor, replicate } = task;
    const worlds = worldsAt(sweep, experiment, task);
    const plans = worlds.map((world) => ({ arm: world.arm, plan: planFor(world) }));
    const recordings = recordWorlds(plans, worlds[0].key).map(({ arm, times, values, digests }, index): Recording => {
      const columns = plans[index].plan.model.observables;
      return { arm, donor, replicate, times, columns, values, digests };
    });
    if (observables !== undefined) keepAll(observables, task, studyOf(sweep, experiment, plans[0].plan, recordings));
    const read = readerOf(recordings);
    return [...sweep.readings.map(read), ...sweep.outcomes.map(({ part }) => outcomeOf(part!, read))];
  };
}

/** The worlds of one run. A point is set as `--set` sets it, so that `run` makes the same bytes. */
function worldsAt(sweep: Sweep, experiment: Experiment, { values, donor, replicate }: RunTask): PlannedWorld[] {
  const { seed, arms, factors } = sweep;
  const set = Object.fromEntries(factors.map(({ name, unit }, at) => [name, `${values[at]} ${unit}`.trim()]));
  const worlds = worldsOf(experiment, { seed, arms, set, donors: donor, replicates: replicate });
  return worlds.filter((world) => world.donor === donor && world.replicate === replicate);
}

/** Plans by arm: replicates of a donor, and arms that read none of the factors, keep the last one. */
function planner(experiment: Experiment): (world: PlannedWorld) => Plan {
  const last = new Map<string, { readonly parameters: string; readonly plan: Plan }>();
  return (world) => {
    const parameters = world.parameters.join(" ");
    const known = last.get(world.arm);
    if (known?.parameters === parameters) return known.plan;
    const plan = planOf(modelOf(experiment, world));
    last.set(world.arm, { parameters, plan });
    return plan;
  };
}

/** Reads a printed value out of recordings; NaN where there is none. */
function readerOf(recordings: readonly Recording[]): (reading: KeptReading) => number {
  return ({ arm, name, culture, subject, at }) => {
    const recording = recordings.find((each) => each.arm === arm);
    const column = recording ? columnOf(recording, name, culture, subject) : -1;
    if (!recording || column < 0) return Number.NaN;
    const slack = 1e-6 * Math.max(1, Math.abs(at));
    const row = recording.times.findIndex((time) => Math.abs(time - at) <= slack);
    return row < 0 ? Number.NaN : printedColumn(recording, column)[row];
  };
}

function studyOf({ seed, arms }: Sweep, { title, clock }: Experiment, plan: Plan, recordings: Recording[]): Study {
  const cultures = plan.model.cultures.map(({ name }) => name);
  return { title, seed, arms: arms.map((id) => ({ id, label: id })), cultures, clock, recordings };
}

/** Writes the tidy table of one run. A run that is made again writes the same file. */
function keepAll(folder: string, { point, donor, replicate }: RunTask, study: Study): void {
  const table = [...rows(study)];
  const text = (name: string, data: string[]) => ({ name, data, type: "STRING" as const });
  const bytes = parquetWriteBuffer({
    columnData: [
      text(
        "arm",
        table.map(({ arm }) => arm),
      ),
      { name: "time", data: table.map(({ time }) => time / study.clock.seconds), type: "DOUBLE" },
      text(
        "culture",
        table.map(({ culture }) => culture),
      ),
      text(
        "observable",
        table.map(({ column }) => column.name),
      ),
      text(
        "subject",
        table.map(({ column }) => column.subject),
      ),
      {
        name: "value",
        data: table.map(({ value, column }) => (Number.isNaN(value) ? null : value * column.scale)),
        type: "DOUBLE",
      },
      text(
        "unit",
        table.map(({ column }) => column.unit),
      ),
    ],
    kvMetadata: [{ key: "time in", value: study.clock.unit }],
  });
  const name = `${point}-${donor}-${replicate}`;
  writeFileSync(join(folder, `.${name}.new`), new Uint8Array(bytes));
  renameSync(join(folder, `.${name}.new`), join(folder, `${name}.parquet`));
}
