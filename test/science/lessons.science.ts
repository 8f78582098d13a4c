/** The claims of the lessons, each without its mechanism. */
import { join } from "node:path";
import { test } from "uvu";
import { lessonFiles, lessonFolder, openLesson } from "../../src/node/lessons.ts";
import { wishesOf } from "../../src/scenario/lesson.ts";
import { testTurns } from "./recorded.ts";

const short = process.env.EXOCULTURE_SCIENCE === "short";
for (const file of lessonFiles().slice(0, short ? 2 : undefined)) {
  const read = openLesson(join(lessonFolder, file));
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  testTurns(file, read.lesson.experiment, wishesOf(read.lesson));
}

test.run();
