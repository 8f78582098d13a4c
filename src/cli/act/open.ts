/** Reads a scenario for a command: the experiment, or its faults said and nothing done. */
import { openScenario } from "../../node/scenario-files.ts";
import type { Experiment } from "../../scenario/experiment.ts";
import { readScenario } from "../../scenario/read.ts";
import { say, sayIssues } from "../words.ts";

export interface Opened {
  readonly experiment: Experiment;
  readonly text: string;
  readonly used: ReadonlyMap<string, string>; // its own files, by path
}

export function openExperiment(path: string): Opened | undefined {
  const opened = openScenario(path);
  if ("problem" in opened) {
    say(opened.problem);
    return undefined;
  }
  const read = readScenario(opened.text, opened.file, opened.files);
  if ("issues" in read) {
    sayIssues(read.issues);
    return undefined;
  }
  return { experiment: read.experiment, text: opened.text, used: opened.used };
}

/** Whether a scenario can be run at all; says what waits where it cannot. */
export function canRun(experiment: Experiment): boolean {
  if (experiment.notYet.length === 0) return true;
  const list = experiment.notYet.map(({ what, line }) => `${what} (line ${line})`).join("; ");
  say(`This scenario is in order, but this version cannot run all of it yet: ${list}.`);
  return false;
}
