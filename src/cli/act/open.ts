/** Reads a scenario for a command: the experiment, or its faults said and nothing done. */
import { accessSync, constants, existsSync, mkdtempSync, rmdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { openScenario, type ScenarioText, shippedScenario } from "../../node/scenario-files.ts";
import type { Experiment } from "../../scenario/experiment.ts";
import { nearest } from "../../scenario/nearest.ts";
import { readScenario } from "../../scenario/read.ts";
import { scenariosIn, shippedScenarios } from "../shipped.ts";
import { say, sayIssues } from "../words.ts";

export interface Opened {
  readonly experiment: Experiment;
  readonly text: string;
  readonly used: ReadonlyMap<string, string>; // its own files, by path
  readonly files: ScenarioText["files"];
}

export function openExperiment(path: string): Opened | undefined {
  const opened = openNamed(path);
  if ("problem" in opened) {
    say(opened.problem);
    return undefined;
  }
  const read = readScenario(opened.text, opened.file, opened.files);
  if ("issues" in read) {
    sayIssues(read.issues);
    return undefined;
  }
  if (read.rewritten.length > 0)
    say(`${path} is written in an older language; exoculture check says how its lines are written now.`);
  return { experiment: read.experiment, text: opened.text, used: opened.used, files: opened.files };
}

/** A scenario by its path or, where nothing is there, a shipped one by its name; or one sentence why there is none. */
export function openNamed(path: string): ScenarioText | { readonly problem: string } {
  if (path === "") return { problem: "Which scenario? exoculture list shows what is shipped." };
  if (!existsSync(path)) {
    const shipped = shippedScenario(path);
    if (shipped !== undefined) return openScenario(shipped);
    const near = nearest(path, [...scenariosIn(dirname(path)), ...shippedScenarios()]);
    const remedy = near === undefined ? "exoculture list shows what is shipped" : `did you mean ${near}?`;
    return { problem: `There is no file ${path} (${remedy})` };
  }
  if (!statSync(path).isDirectory()) {
    const opened = openScenario(path);
    const problem = "text" in opened ? otherKind(path, opened.text) : undefined;
    return problem === undefined ? opened : { problem };
  }
  const files = scenariosIn(path);
  const which = files.length === 0 ? "there is no scenario in it" : `name a file in it, such as ${files[0]}`;
  return { problem: `${path} is a folder: ${which} (exoculture list shows what is shipped)` };
}

/** What a file is that is no scenario but one of our other files; undefined where it is none of them. */
function otherKind(path: string, text: string): string | undefined {
  if (/^sweep:/m.test(text)) return `${path} is a sweep: exoculture sweep ${path} --dry-run`;
  if (!/^lesson:/m.test(text)) return undefined;
  const [, scenario] = /^ {2}scenario: (\S+)$/m.exec(text) ?? [];
  return `${path} is a lesson: the page shows it (exoculture serve)${scenario === undefined ? "" : `, and its scenario is ${scenario}`}`;
}

/** Why results cannot be written to a folder; it is not made, and what is above it is left as it is. */
export function folderProblem(folder: string): string | undefined {
  let above = resolve(folder);
  while (!existsSync(above) && dirname(above) !== above) above = dirname(above);
  const remedy = "take another folder, such as --out results";
  if (!statSync(above).isDirectory()) return `--out is ${folder}, but ${above} is a file: ${remedy}`;
  try {
    accessSync(above, constants.W_OK);
    rmdirSync(mkdtempSync(join(above, ".exoculture-")));
    return undefined;
  } catch {
    return `--out is ${folder}, and nothing can be written to ${above}: ${remedy}`;
  }
}

/** Whether a scenario can be run at all; says what waits where it cannot. */
export function canRun(experiment: Experiment): boolean {
  if (experiment.notYet.length === 0) return true;
  const list = experiment.notYet.map(({ what, line }) => `${what} (line ${line})`).join("; ");
  say(`This scenario is in order, but this version cannot run all of it yet: ${list}.`);
  return false;
}
