/** What `check` does: reads scenario files, says all that is wrong with each, and judges their claims if asked. */
import { runStudy } from "../../node/study.ts";
import { type Verdict, verdictData, verdictLines } from "../../report/verdicts.ts";
import type { Experiment } from "../../scenario/experiment.ts";
import { readScenario } from "../../scenario/read.ts";
import { worldsOf } from "../../scenario/worlds.ts";
import { progressOf } from "../progress.ts";
import { exitCode, print, say, sayIssues } from "../words.ts";
import { judged, tried } from "./judge.ts";
import { openNamed } from "./open.ts";

export interface CheckFlags {
  scenarios: readonly string[];
  claims: boolean;
  seed: string;
  workers: number;
  json: boolean;
}

export async function checkScenarios(flags: CheckFlags): Promise<number> {
  const { scenarios, json, claims } = flags;
  let worst: number = exitCode.done;
  const told: object[] = [];
  for (const path of scenarios) {
    const opened = openNamed(path);
    if ("problem" in opened) {
      say(opened.problem);
      worst = exitCode.input;
      continue;
    }
    const read = readScenario(opened.text, opened.file, opened.files);
    if ("issues" in read) {
      worst = exitCode.input;
      if (!json) sayIssues(read.issues);
      told.push({ file: path, issues: read.issues });
      continue;
    }
    const { warnings, notYet } = read.experiment;
    const verdicts = claims && notYet.length === 0 ? await verdictsOf(read.experiment, flags) : [];
    const { rewritten } = read;
    told.push({ file: path, issues: [], rewritten, warnings, notYet, claims: verdictData(verdicts) });
    if (verdicts.some(isOpen)) worst = Math.max(worst, exitCode.claim);
    if (json) continue;
    for (const warning of [...rewritten, ...warnings])
      say(`${warning.file}:${warning.line}:${warning.column}  ${warning.text} (${warning.hint})`);
    for (const { what, line } of notYet) say(`${path}:${line}  cannot be run by this version yet: ${what}`);
    print(`${path} is in order`);
    const { unit, seconds } = read.experiment.clock;
    for (const line of verdictLines(verdicts, (time) => `${unit} ${time / seconds}`)) print(line);
  }
  if (json) print(JSON.stringify(told, null, 2));
  return worst;
}

/** Runs a scenario, judges its claims, and tries the changes that they name. */
async function verdictsOf(experiment: Experiment, { seed, workers, json }: CheckFlags): Promise<Verdict[]> {
  const { donors, replicates } = experiment;
  const progress = progressOf(experiment.title, json);
  const results = await runStudy({
    experiment,
    worlds: worldsOf(experiment, { seed }),
    workers,
    watch: progress.watch,
  });
  progress.end();
  const verdicts = judged(
    experiment,
    results.map(({ recording }) => recording),
  );
  return tried(experiment, verdicts, { seed, donors, replicates, workers, quiet: json });
}

/** A claim that does not hold, or that holds without its mechanism; a soft band never counts. */
const isOpen = ({ claim, judgement, negative }: Verdict): boolean =>
  !claim.soft && (judgement.verdict !== "holds" || negative?.passed === false);
