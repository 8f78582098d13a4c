/** What `list` does: the shipped scenarios and lessons by file, each with its title and its question. */
import { join, relative } from "node:path";
import { parseDocument } from "yaml";
import { lessonFiles, lessonFolder, openLesson } from "../../node/lessons.ts";
import { openScenario, scenarioName, shippedFolder } from "../../node/scenario-files.ts";
import { shippedScenarios } from "../shipped.ts";
import { exitCode, print } from "../words.ts";

export async function listScenarios({ json }: { json: boolean }): Promise<number> {
  const scenarios = shippedScenarios().map((name) => ({ kind: "scenario", ...headingOf(name) }));
  const lessons = lessonFiles().map((name) => ({
    kind: "lesson",
    ...headingOf(`lessons/${name}`),
    scenario: scenarioOf(name),
  }));
  if (json) print(JSON.stringify([...scenarios, ...lessons], null, 2));
  else {
    for (const each of scenarios) print(inWords(each));
    print("\nLessons (exoculture serve shows them, docs/lessons.md holds the plans), each with a scenario to run:\n");
    for (const each of lessons) print(`${inWords(each)}\n  exoculture run ${each.scenario}`);
  }
  return exitCode.done;
}

interface Heading {
  readonly file: string; // from where the command is given
  readonly title: string;
  readonly question: string;
}

/** @param path below the folder of the shipped scenarios */
function headingOf(path: string): Heading {
  const opened = openScenario(join(shippedFolder, path));
  const heading = "problem" in opened ? {} : ((parseDocument(opened.text).toJS() ?? {}) as Record<string, unknown>);
  const said = (key: string): string => (typeof heading[key] === "string" ? (heading[key] as string) : "");
  return {
    file: relative(process.cwd(), join(shippedFolder, path)),
    title: said("title"),
    question: said("question"),
  };
}

/** The name by which the scenario of a shipped lesson is run. @param file of the lesson */
function scenarioOf(file: string): string {
  const read = openLesson(join(lessonFolder, file));
  if ("issues" in read) throw new Error(`${file} has faults`);
  return scenarioName(read.lesson.experiment.file);
}

const inWords = ({ file, title, question }: Heading): string =>
  `${file}\n  ${title}${question === "" ? "" : `\n  ${question}`}`;
