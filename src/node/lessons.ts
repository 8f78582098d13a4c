/** The shipped lessons and their glossary, as files. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Glossary } from "../scenario/document/lesson.ts";
import { type LessonReading, readGlossary, readLesson } from "../scenario/lesson.ts";
import { openScenario, shippedFolder } from "./scenario-files.ts";

/** Folder of the lessons, below that of the scenarios. */
export const lessonFolder = join(shippedFolder, "lessons");

/** File names of the shipped lessons, in order. */
export const lessonFiles = (): string[] =>
  readdirSync(lessonFolder)
    .filter((name) => name.endsWith(".lesson.yaml"))
    .sort();

/** What is read of a lesson, with the scenario it names. @param path as it is named in messages too */
export const openLesson = (path: string): LessonReading =>
  readLesson(readFileSync(path, "utf8"), path, (scenario) => {
    const opened = openScenario(join(dirname(path), scenario));
    return "problem" in opened ? undefined : opened;
  });

/** The words that the lessons use. @throws Error where the file has a fault */
export function shippedGlossary(): Glossary["words"] {
  const path = join(lessonFolder, "glossary.yaml");
  const read = readGlossary(readFileSync(path, "utf8"), path);
  if ("issues" in read) throw new Error(read.issues.map(({ line, text }) => `${path}:${line} ${text}`).join("\n"));
  return read.words;
}
