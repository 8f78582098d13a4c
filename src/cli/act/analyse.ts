/** What `analyse` does: reads the runs of a sweep from its folder and writes tables and charts anew. */
import { writeAnalysis } from "../../node/sweep/analysis.ts";
import { designFor, keptSweep } from "../../node/sweep/folder.ts";
import type { Analysis, OutcomeAnalysis } from "../../sweep/contract.ts";
import { version } from "../version.ts";
import { exitCode, print, say } from "../words.ts";

export interface AnalyseFlags {
  folder: string;
  json: boolean;
}

export async function analyseFolder({ folder, json }: AnalyseFlags): Promise<number> {
  const kept = keptSweep(folder);
  if (!kept) {
    say(`${folder} is no folder of a sweep: no sweep.json is in it (sweep prints the name of its folder)`);
    return exitCode.input;
  }
  if (kept.engine !== version) say(`Its runs were made with engine ${kept.engine}; this is engine ${version}.`);
  const analysis = await writeAnalysis(folder, kept.sweep, designFor(kept.sweep));
  if (json) print(JSON.stringify(analysis, null, 2));
  else for (const line of wordsOf(analysis)) print(line);
  return exitCode.done;
}

/** The analysis in a few lines: how much there is, what decides, where claims hold. */
export function wordsOf({ coverage, factors, outcomes, claims }: Analysis): string[] {
  const { asked, read, failed, missing } = coverage;
  const reasons = new Map<string, number>();
  for (const { why } of failed) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  const most = [...reasons].sort(([, a], [, b]) => b - a).slice(0, 3);
  return [
    `${read} of ${asked} points read, ${failed.length} failed, ${missing.length} not run`,
    ...most.map(([why, points]) => `  failed at ${points}: ${why}`),
    ...outcomes.map((outcome) => `${outcome.name}: ${leadersOf(outcome, factors)}`),
    ...claims.map(
      ({ claim, holds, fails, undecided }) =>
        `claim ${claim}: holds at ${holds} points, fails at ${fails}, undecided at ${undecided}`,
    ),
  ];
}

function leadersOf({ sobol, morris, ranks }: OutcomeAnalysis, factors: Analysis["factors"]): string {
  const [what, sizes] = sobol
    ? ["share of the variance", sobol.total]
    : morris
      ? ["mean size of the effect", morris.size]
      : ["partial rank correlation", ranks?.partial ?? []];
  const known = factors
    .map(({ name }, factor) => ({ name, value: sizes[factor]?.value ?? Number.NaN }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  if (known.length === 0) return "too few points to say which factor decides";
  return `${what}: ${known
    .slice(0, 5)
    .map(({ name, value }) => `${name} ${value.toPrecision(2)}`)
    .join(", ")}`;
}
