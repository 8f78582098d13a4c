/** How tests read scenarios: a file of the project, or a text. */
import { join } from "node:path";
import { openScenario } from "../../src/node/scenario-files.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { type Reading, readScenario } from "../../src/scenario/read.ts";
import { root } from "../house/source.ts";

/** The files of the library by name, as a scenario of the project sees them. */
export const libraryFiles = filesBeside("scenarios/00-first-dish.yaml");

/** An experiment that must be in order. @param path from the project's root */
export function experimentOf(path: string): Experiment {
  const opened = openScenario(join(root, path));
  if ("problem" in opened) throw new Error(opened.problem);
  return wholeOf(readScenario(opened.text, path, opened.files));
}

/** As `experimentOf`, from a text that uses the library at most. */
export const experimentFrom = (text: string): Experiment => wholeOf(read(text));

/** What is read of a text that uses the library at most. */
export const read = (text: string): Reading => readScenario(text, "test.yaml", libraryFiles);

function wholeOf(reading: Reading): Experiment {
  if ("experiment" in reading) return reading.experiment;
  const lines = reading.issues.map(({ line, column, text, hint }) => `${line}:${column} ${text} (${hint})`);
  throw new Error(lines.join("\n"));
}

function filesBeside(path: string): (used: string) => string | undefined {
  const opened = openScenario(join(root, path));
  if ("problem" in opened) throw new Error(opened.problem);
  return opened.files;
}
