/** What the runs of a sweep say so far, written into its folder: analysis.json, the points as a table, and charts. */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Chart } from "../../report/chart.ts";
import { sweepCharts } from "../../report/sweep/charts.ts";
import { analyse } from "../../sweep/analysis/analyse.ts";
import type { Analysis, Design, Results } from "../../sweep/contract.ts";
import { safeName } from "../files.ts";
import { writeWhole } from "./folder.ts";
import { readResults, type SweepTable } from "./results.ts";
import { pointsOnce } from "./runs.ts";

/** Reads the runs, analyses them and writes what came out over what was there. */
export async function writeAnalysis(folder: string, sweep: SweepTable, design: Design): Promise<Analysis> {
  const results = await readResults(folder, sweep, design);
  const analysis = analyse(design, results, { seed: sweep.seed, worlds: Math.max(1, sweep.arms.length) });
  writeWhole(join(folder, "points.csv"), pointsCsv(design, results));
  writeWhole(join(folder, "analysis.json"), `${JSON.stringify(analysis, null, 1)}\n`);
  await writeCharts(join(folder, "charts"), sweepCharts(sweep, analysis));
  return analysis;
}

/** Writes each chart and its description over the one that was there; those that are drawn no more go. */
async function writeCharts(folder: string, charts: readonly Chart[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { paintPngs } = await import("../painter.ts");
  const names: string[] = [];
  for await (const { chart, png } of paintPngs(charts)) {
    const name = safeName(chart.id, names);
    names.push(name);
    writeWhole(join(folder, `${name}.json`), `${JSON.stringify(chart, null, 1)}\n`);
    writeWhole(join(folder, `${name}.png`), png);
  }
  for (const file of readdirSync(folder))
    if (!names.includes(file.replace(/\.(json|png)$/, ""))) rmSync(join(folder, file));
}

/** One line for each point: its values, the mean of each outcome over donors and replicates, and the verdicts. */
function pointsCsv({ factors, points }: Design, { outcomes, claims }: Results): string {
  const mean = (values: readonly (readonly number[])[]): number => {
    const donors = values.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length);
    return donors.reduce((sum, value) => sum + value, 0) / donors.length;
  };
  const lines = pointsOnce(points).map(({ id, values }) => {
    const read = outcomes.map(({ at }) => (at[id] && "values" in at[id] ? mean(at[id].values) : Number.NaN));
    const verdicts = claims.map(({ at }) => (at[id] && "judgement" in at[id] ? at[id].judgement.verdict : ""));
    const every = [...outcomes, ...claims].map(({ at }) => at[id]);
    const why = every.find((one) => one && "failed" in one);
    const status = why ? "failed" : every.includes(undefined as never) ? "missing" : "read";
    return [id, status, ...values, ...read.map((value) => (Number.isNaN(value) ? "" : value)), ...verdicts];
  });
  const heading = [
    "point",
    "status",
    ...[...factors, ...outcomes].map(({ name }) => name),
    ...claims.map((each) => each.claim),
  ];
  return [heading, ...lines].map((line) => `${line.join(",")}\n`).join("");
}
