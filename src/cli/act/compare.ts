/** What `compare` does: reads runs back, puts their arms beside each other, and writes charts and effects as one folder. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type RunFile, safeName, verifyRun, writeFolder } from "../../node/files.ts";
import type { Recorded } from "../../node/recorded.ts";
import { chartsOf, isRecorded } from "../../report/charts.ts";
import {
  type Compared,
  type Effect,
  effectsCsv,
  effectsOf,
  haveSameDonors,
  type Joined,
  joined,
} from "../../report/comparison.ts";
import { numeral } from "../../report/numeral.ts";
import { suggestion } from "../../scenario/nearest.ts";
import { version } from "../version.ts";
import { exitCode, print, say } from "../words.ts";
import { openRun } from "./recorded.ts";

export interface CompareFlags {
  runs: readonly string[];
  chart: readonly string[];
  arm: readonly string[];
  out: string;
  force: boolean;
}

export async function compareRuns(flags: CompareFlags): Promise<number> {
  const refuse = (why: string): number => {
    say(why);
    return exitCode.input;
  };
  if (flags.runs.length < 2) return refuse("One run alone compares with nothing: name two or more");
  const recorded: Recorded[] = [];
  for (const [place, folder] of flags.runs.entries()) {
    const run = await openRun(folder, place === 0 && flags.chart.length > 0 ? flags.chart : undefined);
    if (!run) return exitCode.input;
    const twin = recorded.find(({ manifest }) => manifest.digest === run.manifest.digest);
    if (twin) return refuse(`${twin.folder} and ${folder} are the same run: digest ${run.manifest.digest}`);
    recorded.push(run);
  }
  const runs = recorded.map(comparedIn);
  const known = [...new Set(runs.flatMap(({ study }) => study.recordings.map(({ arm }) => arm)))];
  for (const arm of flags.arm)
    if (!known.includes(arm)) return refuse(`No run has an arm "${arm}" (${suggestion(arm, known)})`);
  const together = joined(runs, flags.arm.length > 0 ? flags.arm : undefined);
  if ("problem" in together) return refuse(together.problem);

  const [{ experiment, model }] = recorded;
  const [{ columns }] = together.study.recordings;
  // Sizes are of one preparation, whatever the arms: there is nothing to put beside each other.
  const armwise = experiment.charts.filter(({ show }) => show !== "sizes");
  const asked = armwise.filter((chart) => isRecorded(chart, columns));
  const charts = chartsOf(together.study, asked, model);
  const effects = effectsOf(together, runs);
  const name = [...new Set(runs.map((run) => run.name))].join("-and-");
  const wish = JSON.stringify([recorded.map(({ manifest }) => manifest.digest), flags.chart, flags.arm, version]);
  const id = createHash("sha256").update(wish).digest("hex").slice(0, 8);
  const place = { folder: join(flags.out, "compare"), name: safeName(`${safeName(name).slice(0, 80)}-${id}`) };
  const whole = join(place.folder, place.name);
  sayRuns(together.runs, runs, recorded);
  if (together.leftOut.length > 0) say(`Left out, as not every run has it: ${fewOf(together.leftOut)}`);
  if (asked.length < armwise.length) say("Charts of what not every run has are left out.");
  sayEffects(effects, together);
  if (existsSync(whole) && !flags.force && (await verifyRun(whole)).length === 0) {
    say("This comparison is there already (--force makes it anew):");
    print(whole);
    return exitCode.done;
  }
  const files = async function* (): AsyncGenerator<RunFile> {
    if (effects.length > 0) yield { path: "effects.csv", content: effectsCsv(effects, together) };
    const { paintPngs } = await import("../../node/painter.ts");
    const taken: string[] = [];
    for await (const { chart, png } of paintPngs(charts)) {
      const file = safeName(chart.id, taken);
      taken.push(file);
      yield { path: `charts/${file}.json`, content: `${JSON.stringify(chart, null, 1)}\n` };
      yield { path: `charts/${file}.png`, content: png };
    }
  };
  const told = recorded.map(({ folder, manifest: { scenario, request, digest } }, run) => ({
    ...{ called: together.runs[run], run: runIn(folder), scenario, request, digest },
  }));
  const tell = (hashes: Parameters<Parameters<typeof writeFolder>[1]>[0]) => ({
    ...{ compares: told, leftOut: together.leftOut, versions: { engine: version }, files: hashes },
  });
  await writeFolder({ ...place, replace: existsSync(whole) }, tell, files());
  print(whole);
  return exitCode.done;
}

/** A run by its folder and that of its scenario, wherever they lie. */
const runIn = (folder: string): string =>
  [dirname(resolve(folder)), folder].map((path) => basename(resolve(path))).join("/");

const comparedIn = ({ manifest: { scenario, request, donors = [] }, study }: Recorded): Compared => ({
  ...{ name: scenario.name, hash: scenario.hash, seed: request.seed, set: request.set, donors, study },
});

/** Each run by its name, and how its arms are compared with those of the first. */
function sayRuns(names: readonly string[], runs: readonly Compared[], recorded: readonly Recorded[]): void {
  for (const [run, name] of names.entries()) {
    const how = haveSameDonors(runs[0], runs[run])
      ? "the same donors: compared donor by donor"
      : "other donors: compared unpaired";
    say(`${name} (${recorded[run].folder})${run === 0 ? "" : `; ${how}`}`);
  }
}

const fewOf = (words: readonly string[]): string =>
  `${words.slice(0, 6).join(", ")}${words.length > 6 ? ` and ${words.length - 6} more` : ""}`;

/** Living cells at the end, arm by arm: what most comparisons are about. All else is in the table. */
function sayEffects(effects: readonly Effect[], { runs, study: { clock, cultures } }: Joined): void {
  const isShown = ({ column: { name, subject }, values }: Effect): boolean =>
    name === "count" && /^\w+$/.test(subject) && values.some((value) => value > 0);
  const counts = effects.filter(isShown);
  const lines = counts.map(({ arm, run, column, time, values, ratio }) => {
    const { effect, low, high } = ratio;
    const range = Number.isFinite(low) ? ` (${numeral(low)} to ${numeral(high)})` : "";
    const [here, first] = [run, 0].map((at) => runs[at].split(":")[0]);
    const times = Number.isFinite(effect) ? `${here}/${first} ${numeral(effect)}${range}` : "no ratio";
    return [
      ...[arm, `${column.subject} in ${cultures[column.culture]}, ${clock.unit} ${numeral(time / clock.seconds)}`],
      ...[`${first} ${numeral(values[1])}`, `${here} ${numeral(values[0])}`, times],
    ];
  });
  const widths = [0, 1, 2, 3, 4].map((cell) => Math.max(0, ...lines.map((line) => line[cell].length)));
  for (const line of lines)
    say(
      `  ${line
        .map((cell, at) => cell.padEnd(widths[at]))
        .join("  ")
        .trimEnd()}`,
    );
}
