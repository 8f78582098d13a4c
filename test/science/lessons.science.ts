/** The claims of the lessons, each without its mechanism. */
import { join } from "node:path";
import { test } from "uvu";
import { lessonFiles, lessonFolder, openLesson } from "../../src/node/lessons.ts";
import { wishesOf } from "../../src/scenario/lesson.ts";
import { testTurns } from "./recorded.ts";

for (const file of lessonFiles()) {
  const read = openLesson(join(lessonFolder, file));
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  testTurns(file, read.lesson.experiment, wishesOf(read.lesson));
}

test.run();
