/** What `chart` does: reads a run back and draws charts of it. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { safeName } from "../../node/files.ts";
import type { Chart } from "../../report/chart.ts";
import { chartsOf } from "../../report/charts.ts";
import { exitCode, print, say } from "../words.ts";
import { openRun } from "./recorded.ts";

export interface ChartFlags {
  run: string;
  charts: readonly string[];
  format: "png" | "svg";
  out?: string | undefined;
}

export async function chartRun({ run, charts, format, out }: ChartFlags): Promise<number> {
  const recorded = await openRun(run, charts.length > 0 ? charts : undefined);
  if (!recorded) return exitCode.input;
  const { study, experiment, model } = recorded;
  const drawn = chartsOf(study, experiment.charts, model);
  if (drawn.length === 0) {
    say(
      experiment.charts.length === 0
        ? "The scenario asks for no charts: say what to draw, such as exoculture chart RUN count"
        : "There is nothing to draw: what was asked for is 0 all along, or was not there.",
    );
    return exitCode.input;
  }
  const folder = out ?? join(dirname(resolve(run)), `${basename(resolve(run))}-charts`);
  mkdirSync(folder, { recursive: true });
  const taken: string[] = [];
  for await (const { chart, picture } of pictures(drawn, format)) {
    const name = safeName(chart.id, taken);
    taken.push(name);
    writeWhole(join(folder, `${name}.json`), `${JSON.stringify(chart, null, 1)}\n`);
    writeWhole(join(folder, `${name}.${format}`), picture);
    print(join(folder, `${name}.${format}`));
  }
  return exitCode.done;
}

async function* pictures(
  charts: readonly Chart[],
  format: "png" | "svg",
): AsyncGenerator<{ chart: Chart; picture: string | Uint8Array }> {
  const { paintPngs, paintSvg } = await import("../../node/painter.ts");
  if (format === "svg") for (const chart of charts) yield { chart, picture: paintSvg(chart) };
  else for await (const { chart, png } of paintPngs(charts)) yield { chart, picture: png };
}

/** A file that has its name is never half written. */
function writeWhole(path: string, content: string | Uint8Array): void {
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}
