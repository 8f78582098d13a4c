/** What `describe` does: prints a scenario in English. */
import { englishOf } from "../../report/english.ts";
import { exitCode, print } from "../words.ts";
import { openExperiment } from "./open.ts";

export interface DescribeFlags {
  scenario: string;
  json: boolean;
}

export async function describeScenario({ scenario, json }: DescribeFlags): Promise<number> {
  const opened = openExperiment(scenario);
  if (!opened) return exitCode.input;
  const sections = englishOf(opened.experiment);
  if (json) print(JSON.stringify(sections, null, 2));
  else
    print(
      sections
        .map(({ title, sentences }) => [title, ...sentences.map((sentence) => `  ${sentence}`)].join("\n"))
        .join("\n\n"),
    );
  return exitCode.done;
}
