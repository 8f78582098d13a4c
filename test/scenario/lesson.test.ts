/** The reader of lessons tells everything that is wrong, at its line, with a remedy. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readGlossary, readLesson, wishesOf } from "../../src/scenario/lesson.ts";
import { libraryFiles } from "./reading.ts";

const scenario = `language: 1
title: A dish
source: assumed
time: { from: 0 hour, to: 4 hour, step: 1 hour, record: 1 hour }
parameters:
  growth: { value: 0.1 /hour, source: assumed }
cells: { T: { diameter: 7 um, divide: growth, source: assumed } }
cultures: { dish: { volume: 1 mL, mixing: stirred, simulate: 10 cells, seed: { T: 1000 /mL } } }
arms: { slow: {}, fast: { set: { growth: 1 /hour } } }
observe: [counts]
claims:
  - { id: own, says: it grows, evidence: assumed, holds: [{ value: count T, of: fast, at: 4 hour, above: 0 }] }
`;

const text = `lesson: 1
title: Growing
level: from 16
minutes: 30
question: Does it grow?
background: A cell.
experiment: { scenario: dish.yaml, arms: [slow, fast], set: { growth: 0.2 /hour }, charts: [count T] }
prediction:
  question: Which grows?
  options:
    - { id: a, text: the fast one, right: true, why: it does, when: [{ ratio: count T, of: fast, to: slow, at: 4 hour, increases: true }] }
    - { id: b, text: none, why: "no" }
steps: [run it]
found: [{ says: it grows, source: assumed }]
limits: all of it
discussion: [{ question: why, answer: because }]
teacher: none
mystery:
  hidden: [{ parameter: growth, label: growth, values: [0.1 /hour, 0.2 /hour], within: 1.5 }]
  budget: 20
  assays: [{ id: cells, text: count, reading: count T, at: [2 hour, 4 hour], cost: 10 }]
  solution: { buy: [{ assay: cells, arm: slow, at: 4 hour }], text: look }
`;

const read = (written: string) =>
  readLesson(written, "grow.lesson.yaml", (path) =>
    path === "dish.yaml" ? { text: scenario, files: libraryFiles } : undefined,
  );

test("readLesson() gives the lesson, its answers as claims and its readings with times in seconds", () => {
  const done = read(text);
  if ("issues" in done) throw new Error(JSON.stringify(done.issues));
  const { lesson } = done;
  assert.equal(
    lesson.experiment.claims.map(({ id }) => id),
    ["own"],
  );
  assert.is(lesson.options[0].shows?.holds[0].reading.subject, "T");
  assert.is(lesson.options[1].shows, undefined);
  assert.equal(lesson.assays[0].at, [7200, 14_400]);
  assert.equal(lesson.assays[0].arms, ["slow", "fast"]);
  assert.equal(wishesOf(lesson, { growth: "0.3 /hour" }, "9"), {
    seed: "9",
    donors: 4,
    replicates: 1,
    arms: ["slow", "fast"],
    set: { growth: "0.3 /hour" },
  });
});

/** What is replaced in the lesson, by what, and what is said. */
const faults: readonly (readonly [string, string, RegExp])[] = [
  ["minutes: 30", "minutes: 30\nminute: 3", /^5:1 minute is not a key here \(did you mean "minutes"/],
  ["title: Growing\n", "", /^1:1 this file has no `title` \(add `title: …`/],
  ["level: from 16", "level: hard", /^3:8 level is "hard"/],
  ["dish.yaml", "elsewhere.yaml", /^7:25 experiment\.scenario is "elsewhere\.yaml": there is no such file/],
  ["dish.yaml", "/etc/dish.yaml", /^7:25 experiment\.scenario is "\/etc\/dish\.yaml" \(a file beside the lesson/],
  ["[slow, fast]", "[slow, fasst]", /^7:49 experiment\.arms\[1\] is "fasst": there is no such arm .*fast/],
  ["0.2 /hour }, charts", "2 nm }, charts", /^7:71 experiment\.set\.growth is wrong: growth is "2 nm"/],
  ["charts: [count T]", "charts: [count Tt]", /^7:\d+ experiment\.charts\[0\] is "count Tt"/],
  ["right: true, ", "", /^11:5 prediction\.options has 0 right answers \(mark one/],
  ["id: b, text: none", "id: a, text: none", /^12:13 prediction\.options\[1\]\.id is "a", as that of another/],
  ["{ ratio: count T,", "{ ratio: count TT,", /^11:\d+ prediction\.options\[0\]\.when\[0\]\.ratio is "count TT"/],
  ["at: 4 hour, inc", "at: 9 hour, inc", /^11:\d+ prediction\.options\[0\]\.when\[0\]\.at is outside the time/],
  ["0.2 /hour], within", "2 nm], within", /^19:\d+ mystery\.hidden\[0\]\.values\[1\] is wrong: growth is "2 nm"/],
  ["reading: count T,", "reading: count B,", /^21:\d+ mystery\.assays\[0\]\.reading is "count B"/],
  [
    "arm: slow, at: 4",
    "arm: slow, at: 3",
    /^22:\d+ mystery\.solution\.buy\[0\]\.at is "3 hour": there is no such time/,
  ],
  ["budget: 20", "budget: 5", /^22:\d+ mystery\.solution\.buy costs 10 \(no more than the budget of 5\)/],
  [
    "assay: cells",
    "assay: cell",
    /^22:\d+ mystery\.solution\.buy\[0\]\.assay is "cell": there is no such assay .*cells/,
  ],
];

for (const [from, to, said] of faults)
  test(`readLesson() tells what is wrong with "${to.trim()}"`, () => {
    assert.ok(text.includes(from), from);
    const done = read(text.replace(from, to));
    assert.ok("issues" in done, "it was read");
    const lines = done.issues.map(({ line, column, text, hint }) => `${line}:${column} ${text} (${hint})`);
    assert.ok(
      lines.some((line) => said.test(line)),
      lines.join("\n"),
    );
    assert.is(lines.length, 1, lines.join("\n"));
  });

test("readLesson() refuses what is no lesson", () => {
  const done = read("- a");
  assert.match(JSON.stringify(done), /this is not a lesson/);
});

test("readGlossary() wants every word that another one leads to", () => {
  const done = readGlossary("glossary: 1\nwords:\n  a: { word: a, means: first, see: [b] }\n", "words.yaml");
  assert.ok("issues" in done);
  assert.is(done.issues[0].line, 3);
  assert.match(done.issues[0].text, /words\.a\.see\[0\] is "b": there is no such word/);
});

test.run();
