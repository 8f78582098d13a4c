/** The pages of docs/ that are written from the shipped scenarios and lessons, their library and the parameter table. */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseDocument } from "yaml";
import { type Definitions, parametersPage, scenarioPage } from "../report/documents.ts";
import { glossaryPage, lessonsPage, type PlannedLesson } from "../report/lesson-pages.ts";
import { readScenario } from "../scenario/read.ts";
import { lessonFiles, lessonFolder, openLesson, shippedGlossary } from "./lessons.ts";
import { openScenario, scenarioName, shippedFolder } from "./scenario-files.ts";
import { shippedSources } from "./sources.ts";

/** Text of every such page, by its path in docs/. @throws Error where a shipped file has a fault */
export function documentFiles(): Map<string, string> {
  const sources = shippedSources();
  const shipped = yamlIn("").map(definitionsIn);
  const library = yamlIn("library").map(definitionsIn);
  return new Map([
    ["parameters.md", parametersPage([...library, ...shipped], shipped, sources)],
    ["lessons.md", lessonsPage(lessonFiles().map(plannedLesson), shippedGlossary(), sources.citations)],
    ["glossary.md", glossaryPage(shippedGlossary())],
    ...shipped.map((scenario): [string, string] => [`scenarios/${scenario.name}.md`, scenarioPage(scenario, sources)]),
  ]);
}

function plannedLesson(name: string): PlannedLesson {
  const path = `scenarios/lessons/${name}`;
  const read = openLesson(join(lessonFolder, name));
  if ("issues" in read)
    throw new Error(read.issues.map(({ file, line, text }) => `${file}:${line} ${text}`).join("\n"));
  const scenario = posix.join(posix.dirname(path), read.lesson.document.experiment.scenario);
  return { lesson: read.lesson, path, scenario };
}

/** Files of a folder of the shipped scenarios, by path from there. */
function yamlIn(folder: string): string[] {
  const names = readdirSync(join(shippedFolder, folder)).filter((name) => name.endsWith(".yaml"));
  return names.sort().map((name) => (folder === "" ? name : `${folder}/${name}`));
}

function definitionsIn(path: string): Definitions {
  const file = join(shippedFolder, path);
  const text = readFileSync(file, "utf8");
  const written = parseDocument(text, { merge: true }).toJS() as Readonly<Record<string, unknown>>;
  const name = scenarioName(path);
  const isLibrary = path.startsWith("library/");
  const opened = openScenario(isLibrary ? join(shippedFolder, yamlIn("")[0]) : file);
  if ("problem" in opened) throw new Error(opened.problem);
  const read = readScenario(isLibrary ? around(name) : text, path, opened.files);
  if ("issues" in read)
    throw new Error(read.issues.map(({ file, line, text }) => `${file}:${line} ${text}`).join("\n"));
  return {
    name,
    path: `scenarios/${path}`,
    title: String(written.title),
    experiment: read.experiment,
    own: Object.keys((written.parameters ?? {}) as object),
  };
}

/** A scenario that does nothing but use a file of the library, so that this can be read. */
const around = (name: string): string =>
  JSON.stringify({
    title: name,
    use: [`exoculture:${name}`],
    time: { from: "0 hour", to: "1 hour", step: "1 hour", record: "1 hour" },
    cultures: { dish: { volume: "1 mL", mixing: "stirred" } },
    arms: { medium: {} },
  });
