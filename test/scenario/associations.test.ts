/** Associations as a scenario writes them: what is read, when it is recorded, and what is said of words that mean nothing. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { englishOf } from "../../src/report/english.ts";
import { dish, experimentOf, issuesOf, modelFor } from "./dish.ts";

const hour = 3600;
const cohort = (association: object, more: object = {}) =>
  dish({ donors: { count: 8 }, arms: { medium: {}, other: {} }, associations: [association], ...more });

test("an association reads what a claim reads, at times that are recorded", () => {
  const experiment = experimentOf(
    cohort({ id: "one", of: "count T at 5 hour", with: "concentration IL2 in well at 7 hour", above: 0.2 }),
  );
  const [association] = experiment.associations;
  assert.equal(association.of, { reading: { name: "count", culture: 0, subject: "T" }, at: 5 * hour });
  assert.equal(association.outcome, { reading: { name: "concentration", culture: 0, subject: "IL2" }, at: 7 * hour });
  assert.equal([association.arms, association.asks], [[], { side: "above", value: 0.2 }]);
  assert.equal(
    modelFor(experiment).time.records.map((time) => time / hour),
    [0, 5, 7, 12, 24],
  );
});

test("an outcome can be the time until a reading passes a value, over two halves or two arms", () => {
  const until = "count T in well below 1e5";
  const passing = { reading: { name: "count", culture: 0, subject: "T" }, side: "below", value: 1e5 };
  const [halves] = experimentOf(cohort({ id: "one", of: "count T at 0 hour", until, arms: ["other"] })).associations;
  assert.equal([halves.outcome, halves.arms], [{ until: passing }, ["other"]]);
  const experiment = experimentOf(
    cohort(
      { id: "one", until, arms: ["other", "medium"], below: 1 },
      { charts: ["association one", `survival ${until}`] },
    ),
  );
  assert.is(experiment.associations[0].of, undefined);
  assert.equal(experiment.charts, [
    { show: "association", association: experiment.associations[0] },
    { show: "survival", until: passing },
  ]);
  const [sentence] = englishOf(experiment).find(({ title }) => title === "Between the cultures")!.sentences;
  assert.is(
    sentence,
    "The animals of “other” and “medium” are compared by the time until count T in well below 1e5; the ratio of hazards must be below 1.",
  );
});

const faults: readonly (readonly [what: string, association: object, more: object, said: RegExp])[] = [
  ["no outcome", { id: "a", of: "count T at 5 hour" }, {}, /does not say what the outcome is/],
  [
    "two outcomes",
    { id: "a", of: "count T at 1 hour", with: "count T at 5 hour", until: "count T above 1" },
    {},
    /outcome/,
  ],
  ["nothing compared", { id: "a", until: "count T above 1e6" }, {}, /does not say what is compared/],
  [
    "an unknown arm",
    { id: "a", until: "count T above 1", arms: ["othr", "medium"] },
    {},
    /no arm.*did you mean "other"/,
  ],
  ["an unknown reading", { id: "a", of: "count X at 1 hour", with: "count T at 5 hour" }, {}, /which nothing records/],
  ["no time", { id: "a", of: "count T", with: "count T at 5 hour" }, {}, /does not say at which time/],
  ["a time outside", { id: "a", of: "count T at 30 hour", with: "count T at 5 hour" }, {}, /outside the time/],
  ["no number passed", { id: "a", of: "count T at 1 hour", until: "count T" }, {}, /passes a number/],
  [
    "two demands",
    { id: "a", of: "count T at 1 hour", with: "count T at 5 hour", above: 0, below: 1 },
    {},
    /two things/,
  ],
  [
    "an unknown chart",
    { id: "a", of: "count T at 1 hour", with: "count T at 5 hour" },
    { charts: ["association b"] },
    /no such association.*did you mean "a"|no such association/,
  ],
  [
    "an instrument that is not used then",
    { id: "a", of: "automated count viable at 1 hour", with: "count T at 5 hour" },
    { assays: [{ at: "2 hour", in: "well", measure: ["count"] }] },
    /not read then/,
  ],
];
for (const [what, association, more, said] of faults)
  test(`an association with ${what} is a fault that says so`, () => {
    const issues = issuesOf(cohort(association, more)).map(({ text, hint }) => `${text} (${hint})`);
    assert.ok(
      issues.some((issue) => said.test(issue)),
      issues.join("\n"),
    );
  });

test("a correlation over fewer than three donors is warned of", () => {
  const { warnings } = experimentOf(
    cohort({ id: "a", of: "count T at 1 hour", with: "count T at 5 hour" }, { donors: { count: 2 } }),
  );
  assert.match(warnings[0].text, /fewer than 3 donors/);
});

test.run();
