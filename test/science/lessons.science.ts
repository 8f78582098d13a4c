/** The claims of the lessons, each without its mechanism. */
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { judgeClaim, judgeParts } from "../../src/claims/evaluate.ts";
import { negativeTest } from "../../src/claims/verdict.ts";
import { lessonFiles, lessonFolder, openLesson } from "../../src/node/lessons.ts";
import { wishesOf } from "../../src/scenario/lesson.ts";
import { variantOf } from "../../src/scenario/read.ts";
import { recordingsOf } from "./recorded.ts";

for (const file of lessonFiles()) {
  const read = openLesson(join(lessonFolder, file));
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  const { lesson } = read;
  for (const claim of lesson.experiment.claims.filter(({ soft }) => !soft)) {
    const change = claim.off ?? claim.on;
    if (change === undefined) continue;
    test(`${file}: "${claim.id}" turns with ${change.text}`, () => {
      const wishes = wishesOf(lesson);
      const changed = recordingsOf(variantOf(lesson.experiment, change), wishes);
      const still = judgeParts(claim.still, changed).map(({ comparison }) => comparison);
      const before = judgeClaim(claim, recordingsOf(lesson.experiment, wishes)).judgement;
      const { passed, why } = negativeTest(
        claim.off ? "positive" : "null",
        before,
        judgeClaim(claim, changed).judgement,
        still,
      );
      assert.ok(passed, why);
    });
  }
}

test.run();
