/** What `check` does: reads scenario files and says all that is wrong with each. */
import { openScenario } from "../../node/scenario-files.ts";
import { readScenario } from "../../scenario/read.ts";
import { exitCode, print, say, sayIssues } from "../words.ts";

export interface CheckFlags {
  scenarios: readonly string[];
  json: boolean;
}

export async function checkScenarios({ scenarios, json }: CheckFlags): Promise<number> {
  let worst: number = exitCode.done;
  const told: object[] = [];
  for (const path of scenarios) {
    const opened = openScenario(path);
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
    told.push({ file: path, issues: [], warnings, notYet });
    if (json) continue;
    for (const warning of warnings)
      say(`${warning.file}:${warning.line}:${warning.column}  ${warning.text} (${warning.hint})`);
    for (const { what, line } of notYet) say(`${path}:${line}  cannot be run by this version yet: ${what}`);
    print(`${path} is in order`);
  }
  if (json) print(JSON.stringify(told, null, 2));
  return worst;
}
