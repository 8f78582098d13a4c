/** What `sweep` does: reads the file, makes the runs that are not there yet, and tells what they show as it goes. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Stopped } from "../../node/study.ts";
import { writeAnalysis } from "../../node/sweep/analysis.ts";
import { folderOf, keepSweep, type OpenedSweep, openSweep, sweepFile } from "../../node/sweep/folder.ts";
import { makeRuns, pointsOnce, runsFolder, type SweepProgress, valueColumns } from "../../node/sweep/runs.ts";
import { storedRuns } from "../../node/sweep/store.ts";
import type { Design } from "../../sweep/contract.ts";
import { progressOf } from "../progress.ts";
import { version } from "../version.ts";
import { exitCode, print, say, sayIssues } from "../words.ts";
import { wordsOf } from "./analyse.ts";
import { canRun } from "./open.ts";

export interface SweepFlags {
  file: string;
  out: string;
  workers: number;
  point?: string | undefined;
  "dry-run": boolean;
  quiet: boolean;
  json: boolean;
}

const betweenCharts = 60_000; // ms, while it runs

export async function runSweep(flags: SweepFlags): Promise<number> {
  const opened = openSweep(sweepFile(flags.file));
  if ("problem" in opened) say(opened.problem);
  if ("issues" in opened) sayIssues(opened.issues);
  if ("problem" in opened || "issues" in opened) return exitCode.input;
  const { subject } = opened.sweep;
  if ("experiment" in subject && !canRun(subject.experiment)) return exitCode.input;
  const design = flags.point === undefined ? opened.design : onePoint(opened.design, flags.point);
  if (design.points.length === 0) {
    say(
      `This sweep has no point ${flags.point}: points.csv of its folder names them, such as ${opened.design.points[0].id}`,
    );
    return exitCode.input;
  }
  const folder = folderOf(flags.out, opened, version);
  if (flags["dry-run"]) return estimate(opened, design, folder, flags);
  return makeAndTell(opened, design, folder, flags);
}

const onePoint = (design: Design, id: string): Design => ({
  ...design,
  points: design.points.filter((point) => point.id === id).slice(0, 1),
});

async function makeAndTell(opened: OpenedSweep, design: Design, folder: string, flags: SweepFlags): Promise<number> {
  const { sweep, module } = opened;
  mkdirSync(folder, { recursive: true });
  keepSweep(folder, opened, version);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const progress = progressOf(sweep.title, flags.quiet);
  let next = Date.now() + betweenCharts;
  try {
    await makeRuns({
      sweep,
      design,
      folder,
      ...(module !== undefined && { module }),
      workers: flags.workers,
      stop: stop.signal,
      watch: ({ asked, before, done }) => progress.watch((done - before) / (asked - before)),
      pause: () => Date.now() > next,
      told: async () => {
        const from = Date.now();
        next = Number.POSITIVE_INFINITY;
        await writeAnalysis(folder, sweep, opened.design);
        next = Date.now() + Math.max(betweenCharts, 20 * (Date.now() - from)); // at most a twentieth of the time
      },
    });
    progress.end();
    if (flags.point !== undefined) return tellPoint(opened, design, folder, flags);
    const analysis = await writeAnalysis(folder, sweep, opened.design);
    if (flags.json) print(JSON.stringify(analysis, null, 2));
    else if (!flags.quiet) for (const line of wordsOf(analysis)) say(line);
    if (!flags.json) print(folder);
    return exitCode.done;
  } catch (error) {
    progress.end();
    if (!(error instanceof Stopped)) {
      if (diskErrors.includes((error as NodeJS.ErrnoException).code ?? ""))
        say("What was done is kept: once there is room, the same command goes on from there.");
      throw error;
    }
    say("Stopped. What was done is kept: the same command goes on from there.");
    return exitCode.interrupted;
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
  }
}

const diskErrors: readonly string[] = ["ENOSPC", "EDQUOT"];

/** The runs of one point, and the command by which `run` makes the same worlds. */
async function tellPoint(
  { sweep, scenario }: OpenedSweep,
  { points: [point] }: Design,
  folder: string,
  { json }: SweepFlags,
): Promise<number> {
  const columns = valueColumns(sweep);
  const found: object[] = [];
  for await (const rows of storedRuns(runsFolder(folder), columns))
    for (const { values, ...run } of rows)
      if (run.point === point.id)
        found.push({ ...run, ...Object.fromEntries(columns.map((name, at) => [name, values[at]])) });
  print(JSON.stringify(found, null, 2));
  if (!scenario || json) return exitCode.done;
  const set = sweep.factors.map(({ name, unit }, at) => `--set ${name}='${`${point.values[at]} ${unit}`.trim()}'`);
  const { seed, donors, replicates, arms } = sweep;
  const size = `--seed '${seed}' --donors ${donors} --replicates ${replicates}`;
  say(
    `The same worlds: exoculture run ${scenario.file} ${size} ${arms.map((arm) => `--arm ${arm}`).join(" ")} ${set.join(" ")}`,
  );
  return exitCode.done;
}

/** Makes the first run in a folder that goes again, and says what all would take. */
async function estimate(opened: OpenedSweep, design: Design, folder: string, flags: SweepFlags): Promise<number> {
  const { sweep, module } = opened;
  const points = pointsOnce(design.points);
  const there = new Set<string>();
  for await (const rows of storedRuns(runsFolder(folder), []))
    for (const { point, donor, replicate } of rows) there.add(`${point} ${donor} ${replicate}`);
  const each = sweep.donors * sweep.replicates;
  const done = points.reduce((sum, { id }) => {
    for (let donor = 1; donor <= sweep.donors; donor++)
      for (let replicate = 1; replicate <= sweep.replicates; replicate++)
        if (there.has(`${id} ${donor} ${replicate}`)) sum += 1;
    return sum;
  }, 0);
  const runs = points.length * each;
  const worlds = sweep.arms.length > 0 ? `, each of ${sweep.arms.length} arms` : "";
  print(`${points.length} points × ${each} donors and replicates: ${runs} runs${worlds}; ${done} are there`);
  print(`results ${done > 0 ? "are in" : "would go to"} ${folder}`);
  if (done === runs) return exitCode.done;
  const trial = mkdtempSync(join(tmpdir(), "exoculture-"));
  let ran: SweepProgress | undefined;
  const kept: number[] = [];
  try {
    ran = await makeRuns({
      sweep: { ...sweep, donors: 1, replicates: 1, limit: Math.min(sweep.limit ?? 60, 60) },
      design: { ...design, points: points.slice(0, 1) },
      folder: trial,
      ...(module !== undefined && { module }),
      workers: 1,
    });
    for await (const rows of storedRuns(runsFolder(trial), [])) kept.push(...rows.map(({ seconds }) => seconds));
  } finally {
    rmSync(trial, { recursive: true, force: true });
  }
  const workers = Math.min(flags.workers, runs - done);
  const seconds = Math.ceil(((runs - done) * kept[0]) / Math.max(1, workers));
  const time = seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  print(
    ran.failed > 0
      ? "the first run failed within a minute: how long all take is not known"
      : `about ${time} on ${workers} workers`,
  );
  return exitCode.done;
}
