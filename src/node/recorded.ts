/** A run read back from its folder: the scenario as it was run, and what was recorded. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../model.ts";
import type { Recording, Study } from "../observe/recording.ts";
import { rowsOfTable, tableHeading } from "../report/table.ts";
import type { Experiment } from "../scenario/experiment.ts";
import { modelOf } from "../scenario/model.ts";
import { readScenario } from "../scenario/read.ts";
import { textWithCharts, textWithSettings } from "../scenario/settings.ts";
import { worldsOf } from "../scenario/worlds.ts";
import { type Manifest, verifyRun } from "./files.ts";
import { openScenario } from "./scenario-files.ts";

export interface Recorded {
  readonly folder: string;
  readonly manifest: Manifest;
  /** As it was run: with what was set, and, where they were asked for, with other charts. */
  readonly experiment: Experiment;
  /** Of one world: its preparations stand for those of all. */
  readonly model: Model;
  /** Its recordings hold what the table does: values to twelve digits, no digests. */
  readonly study: Study;
}

/**
 * Reads a run, or says why it cannot be read.
 * @param folder of the run, as `run` printed it
 * @param charts to draw instead of the scenario's, in the words of its `charts`
 */
export async function readRun(folder: string, charts?: readonly string[]): Promise<Recorded | { problem: string }> {
  const changed = (await verifyRun(folder)).filter(({ is }) => is !== "not of the run");
  if (changed.length > 0)
    return {
      problem: `${folder} is not as it was written: ${changed.map(({ path, is }) => `${path} is ${is}`).join(", ")}`,
    };
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Manifest;
  if (manifest.request === undefined) return { problem: `${folder} is no run: it compares runs` };
  const opened = openScenario(join(folder, "scenario", "scenario.yaml"));
  if ("problem" in opened) return opened;
  const { seed, donors, replicates, arms, set } = manifest.request;
  const asRun = textWithSettings(opened.text, set);
  const read = readScenario(charts ? textWithCharts(asRun, charts) : asRun, opened.file, opened.files);
  if ("issues" in read)
    return { problem: read.issues.map(({ path, text, hint }) => told(path, text, hint)).join("\n") };
  const { experiment } = read;
  const [world] = worldsOf(experiment, { seed, donors, replicates, arms, set });
  const model = modelOf(experiment, world);
  const frame = {
    title: experiment.title,
    seed,
    arms: experiment.arms.map(({ name, label }) => ({ id: name, label })),
    cultures: model.cultures.map(({ name }) => name),
    clock: experiment.clock,
  };
  const recordings = recordingsIn(readFileSync(join(folder, "observables.csv"), "utf8"), frame, model);
  if ("problem" in recordings) return { problem: `${folder}: ${recordings.problem}` };
  const study = { ...frame, recordings: recordings.found };
  const problem = charts && unrecorded(study, experiment);
  return problem === undefined ? { folder, manifest, experiment, model, study } : { problem };
}

/** A time that a chart asks for and that was not recorded: a scenario would have recorded it because of the chart. */
function unrecorded({ clock, recordings }: Study, { charts }: Experiment): string | undefined {
  const times = [...new Set(recordings.flatMap((recording) => [...recording.times]))];
  for (const chart of charts) {
    const asked = "at" in chart ? [chart.at].flat() : [];
    const missing = asked.find((at) => at !== undefined && !times.some((time) => Math.abs(time - at) <= 1e-6));
    if (missing === undefined) continue;
    const text = (time: number): string => `${clock.unit} ${Number((time / clock.seconds).toPrecision(6))}`;
    const near = times.sort((a, b) => Math.abs(a - missing) - Math.abs(b - missing)).slice(0, 2);
    return `A chart asks for ${text(missing)}, which was not recorded (near it: ${near.map(text).join(" and ")})`;
  }
  return undefined;
}

/** What is wrong with a chart is said of the chart, not of a line that nobody wrote. */
function told(path: string, text: string, hint: string): string {
  const what = /^charts\b/.test(path) && text.startsWith(path) ? `The chart${text.slice(path.length)}` : text;
  return `${what}${hint === "" ? "" : ` (${hint})`}`;
}

/** The recordings that a table holds, in its order. */
function recordingsIn(
  text: string,
  frame: Omit<Study, "recordings">,
  model: Model,
): { found: Recording[] } | { problem: string } {
  const columns = model.observables;
  const key = (culture: string, name: string, subject: string): string => JSON.stringify([culture, name, subject]);
  const places = new Map(
    columns.map(({ culture, name, subject }, at) => [key(frame.cultures[culture], name, subject), at]),
  );
  const recorded = new Map(model.time.records.map((time) => [twelve(time / frame.clock.seconds), time]));
  const heading = tableHeading(frame.clock.unit);
  const found: { world: Pick<Recording, "arm" | "donor" | "replicate">; rows: Map<number, Float64Array> }[] = [];
  let before = "";
  for (const cells of rowsOfTable(text)) {
    if (before === "") {
      if (cells.join() !== heading.join())
        return { problem: "observables.csv has another heading than this version writes" };
      before = "heading";
      continue;
    }
    const [arm, donor, replicate, at, culture, name, subject, value] = cells;
    const world = JSON.stringify([arm, donor, replicate]);
    if (world !== before)
      found.push({ world: { arm, donor: Number(donor), replicate: Number(replicate) }, rows: new Map() });
    before = world;
    const column = places.get(key(culture, name, subject));
    if (column === undefined)
      return {
        problem: `observables.csv holds ${name} ${subject} in ${culture}, which its scenario does not record in this version`,
      };
    const time = recorded.get(twelve(Number(at))) ?? Number(at) * frame.clock.seconds;
    const { rows } = found[found.length - 1];
    const row = rows.get(time) ?? new Float64Array(columns.length).fill(Number.NaN);
    rows.set(time, row);
    if (value !== "") row[column] = Number(value) / columns[column].scale;
  }
  return {
    found: found.map(({ world, rows }) => {
      const times = Float64Array.from(rows.keys()).sort();
      const values = new Float64Array(times.length * columns.length);
      for (const [row, time] of times.entries()) values.set(rows.get(time)!, row * columns.length);
      return { ...world, times, columns, values, digests: [] };
    }),
  };
}

const twelve = (value: number): string => value.toPrecision(12);
