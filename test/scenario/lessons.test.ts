/** Every shipped lesson is in order, runs, and tells what its run shows; every mystery can be solved within its budget. */
import { join, relative } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { judgeClaim } from "../../src/claims/evaluate.ts";
import { lessonFiles, lessonFolder, openLesson, shippedGlossary } from "../../src/node/lessons.ts";
import type { Recording } from "../../src/observe/recording.ts";
import { answersAfter, boughtValue } from "../../src/report/lesson.ts";
import { type Lesson, wishesOf } from "../../src/scenario/lesson.ts";
import { costOf, judgedGuess, type Purchase, secretOf } from "../../src/scenario/mystery.ts";
import { root } from "../house/source.ts";
import { recordingsOf } from "../science/recorded.ts";

const words = shippedGlossary();
const lessons = lessonFiles().map((file): Lesson => {
  const read = openLesson(join(lessonFolder, file));
  if ("lesson" in read) return read.lesson;
  throw new Error(read.issues.map(({ file, line, text, hint }) => `${file}:${line} ${text} (${hint})`).join("\n"));
});

/** The run of a lesson; of a mystery, with the secret of the seed. */
const runOf = (lesson: Lesson, seed = lesson.document.experiment.seed): Recording[] =>
  recordingsOf(lesson.experiment, wishesOf(lesson, secretOf(lesson, seed), seed));

/** What the solution of a mystery buys. */
const bought = ({ document: { mystery }, assays, experiment }: Lesson): Purchase[] =>
  mystery!.solution.buy.map(({ assay, arm, at }) => {
    const { at: times } = assays.find(({ id }) => id === assay)!;
    const asked = Number.parseFloat(String(at)) * experiment.clock.seconds;
    return { assay, arm, at: times.find((time) => Math.abs(time - asked) < 1)! };
  });

test("there are six lessons and two mysteries, and what they say is known", () => {
  const hidden = lessons.filter(({ document }) => document.mystery !== undefined);
  assert.ok(lessons.length - hidden.length >= 6);
  assert.is(hidden.length, 2);
  const unknown = lessons.flatMap(({ document }) => document.words.filter((id) => !Object.hasOwn(words, id)));
  assert.equal(unknown, []);
  const used = new Set(lessons.flatMap(({ document }) => document.words));
  const told = new Set([...used, ...[...used].flatMap((id) => words[id].see)]);
  assert.equal(
    Object.keys(words).filter((id) => !told.has(id)),
    [],
    "words that no lesson uses",
  );
});

test("the scenarios of lessons are read without warning, and nothing in them waits to run", () => {
  for (const { file, experiment } of lessons) {
    assert.equal(experiment.warnings, [], file);
    assert.equal(experiment.notYet, [], file);
  }
});

for (const lesson of lessons.filter(({ document }) => document.mystery === undefined))
  test(`${relative(root, lesson.file)}: claims hold, the right answer is shown by the run and no other is`, () => {
    const recordings = runOf(lesson);
    for (const claim of lesson.experiment.claims.filter(({ soft }) => !soft))
      assert.is(judgeClaim(claim, recordings).judgement.verdict, "holds", claim.says);
    const answers = answersAfter(lesson, recordings);
    for (const { option, shown } of answers) {
      if (option.right) assert.is(shown, "holds", option.text);
      else assert.is.not(shown, "holds", option.text);
    }
  });

for (const lesson of lessons.filter(({ document }) => document.mystery !== undefined)) {
  const name = relative(root, lesson.file);

  test(`${name}: the readings of the solution cost no more than the budget`, () => {
    assert.ok(costOf(lesson, bought(lesson)) <= lesson.document.mystery!.budget);
    const [first] = bought(lesson);
    assert.is(costOf(lesson, [first, first]), costOf(lesson, [first]), "what was bought once costs nothing again");
    assert.throws(() => costOf(lesson, [{ ...first, arm: "nowhere" }]), /is not sold/);
  });

  test(`${name}: seeds draw every value, and the value itself is a right guess`, () => {
    for (const { parameter, values } of lesson.document.mystery!.hidden) {
      const drawn = Array.from({ length: 60 }, (_, seed) => secretOf(lesson, String(seed))[parameter]);
      assert.equal([...new Set(drawn)].sort(), [...values].sort());
    }
    const judged = judgedGuess(lesson, "7", secretOf(lesson, "7"));
    assert.ok(Array.isArray(judged) && judged.every(({ right }) => right));
  });
}

const mysteryOf = (parameter: string): Lesson =>
  lessons.find(({ document }) => document.mystery?.hidden.some((hidden) => hidden.parameter === parameter))!;

test("the solution of the vesicle mystery finds loss and clearance by their closed form, whatever the seed", () => {
  const lesson = mysteryOf("uptake");
  for (const seed of ["1", "2", "3", "4", "5", "6"]) {
    const recordings = runOf(lesson, seed);
    const [withCells, without] = bought(lesson).map((purchase) => boughtValue(lesson, purchase, recordings));
    const loss = Math.log(2e8 / without) / 24; // 1/h
    const uptake = Math.log(without / withCells) / 24 / 1e6; // mL/h
    const judged = judgedGuess(lesson, seed, { loss: `${loss} /hour`, uptake: `${uptake} mL/hour` });
    assert.ok(Array.isArray(judged) && judged.every(({ right }) => right), JSON.stringify(judged));
    const wrong = judgedGuess(lesson, seed, { loss: `${2 * loss} /hour`, uptake: `${uptake} mL/hour` });
    assert.equal(Array.isArray(wrong) && wrong.map(({ right }) => right), [false, true]);
  }
});

test("the solution of the Treg mystery tells the three shares apart by its readings, error and all", () => {
  const lesson = mysteryOf("treg_share");
  const { values } = lesson.document.mystery!.hidden[0];
  const seeds = ["1", "2", "3"];
  const readings = values.map((treg_share) =>
    seeds.map((seed) => {
      const recordings = recordingsOf(lesson.experiment, wishesOf(lesson, { treg_share }, seed));
      const [plain, fed, level] = bought(lesson).map((purchase) => boughtValue(lesson, purchase, recordings));
      return { left: plain / fed, level };
    }),
  );
  for (let at = 1; at < values.length; at++) {
    const [more, fewer] = [readings[at], readings[at - 1]];
    assert.ok(Math.max(...more.map(({ left }) => left)) < Math.min(...fewer.map(({ left }) => left)), `${values[at]}`);
  }
});

test("a guess that cannot be read is said to be so", () => {
  const lesson = mysteryOf("treg_share");
  assert.match(JSON.stringify(judgedGuess(lesson, "1", { treg_share: "many" })), /treg_share is \\"many\\"/);
  assert.match(JSON.stringify(judgedGuess(lesson, "1", {})), /nothing is guessed/);
});

test.run();
