/** Charts as a scenario asks for them: what the words mean, and what is said of words that mean nothing. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { dish, experimentOf, issuesOf, modelFor, spoken } from "./dish.ts";

const hour = 3600;
/** A dish in which everything that a chart can show is recorded, and a flask that makes exosomes. */
const parts = {
  cells: { T: { diameter: "7 um", source: "assumed" }, B: { like: "T" } },
  cultures: {
    flask: { volume: "10 mL", mixing: "stirred", simulate: "100 cells", seed: { T: "1e6 /mL" }, observe: ["counts"] },
    well: { volume: "200 uL", mixing: "stirred", simulate: "100 cells", seed: { T: "1e6 /mL", B: "1e6 /mL" } },
  },
  protocol: [{ at: "12 hour", from: "flask", take: "supernatant", as: "pellet" }],
  observe: ["counts", "concentrations", "vesicles", { generations: 4 }],
  assays: [
    { at: ["6 hour", "12 hour"], in: "well", measure: ["flow T B", "dye dilution", "cytokine array IL2"] },
    { of: "pellet", measure: ["light scattering"] },
  ],
};
const [flask, well] = [0, 1]; // cultures stand in the order of their names

const askedBy = (...charts: readonly string[]) => experimentOf(dish({ ...parts, charts })).charts;
const column = (name: string, subject: string, culture = well) => ({ name, culture, subject });

test("a reading is named as in a claim, a name alone stands for each thing, and the place for one culture", () => {
  const lines = (subject: string, culture: number) =>
    ({ show: "lines", scale: "linear", column: column("count", subject, culture) }) as const;
  assert.equal(askedBy("count T"), [lines("T", flask), lines("T", well)]);
  assert.equal(askedBy("count T over time"), askedBy("count T"));
  assert.equal(askedBy("count T in well"), [lines("T", well)]);
  assert.equal(askedBy("count in well"), [lines("B", well), lines("T", well)]);
  assert.equal(askedBy("concentration in well log"), [
    { show: "lines", scale: "log", column: column("concentration", "IL2") },
  ]);
  assert.equal(askedBy("T/B"), [{ show: "ratio", culture: well, of: "T", to: "B" }]); // no B in the flask
});

test("readings at times, generations, arrays, places and sizes each become one chart", () => {
  assert.equal(askedBy("flow cytometry T at 6 hour and 12 hour"), [
    { show: "readings", at: [6 * hour, 12 * hour], column: column("flow cytometry", "T") },
  ]);
  assert.equal(askedBy("generations", "generations T at 6 hour"), [
    { show: "generations", culture: well },
    { show: "generations", culture: well, of: "T", at: 6 * hour },
  ]);
  assert.equal(askedBy("cytokine array", "cytokine array at 12 hour"), [
    { show: "array", culture: well, at: [] },
    { show: "array", culture: well, at: [12 * hour] },
  ]);
  assert.equal(askedBy("vesicles EXO log"), [{ show: "places", culture: well, species: "EXO", scale: "log" }]);
  const sizes = { show: "sizes", species: "EXO", preparation: "pellet", culture: flask } as const;
  assert.equal(askedBy("sizes EXO", "sizes EXO in pellet"), [sizes, sizes]);
});

test("the times of a chart are recorded", () => {
  const { records } = modelFor(experimentOf(dish({ ...parts, charts: ["count T at 5 hour"] }))).time;
  assert.equal(
    records.map((time) => time / hour),
    [0, 5, 6, 12, 24],
  );
});

test("the dye tells each generation of all cells and of each type, as many as its setting says", () => {
  const subjects = modelFor(experimentOf(dish(parts)))
    .observables.filter(({ name, subject }) => name === "dye dilution" && subject.includes("generation"))
    .map(({ subject }) => subject);
  const numbers = ["0", "1", "2", "3", "4", "5", "6", "7", "8+"];
  assert.equal(
    subjects,
    ["", "B ", "T "].flatMap((gate) => numbers.map((number) => `${gate}generation ${number}`)),
  );
});

const faults: readonly (readonly [words: string, text: RegExp, hint: RegExp])[] = [
  ["cuont T", /^charts\[1\] is "cuont T", which nothing records/, /^did you mean "count T"\?$/],
  ["flow cytometry C", /is "flow cytometry C", which nothing records/, /did you mean "flow cytometry [TB]"/],
  ["IL2 concentration", /is "IL2 concentration", which nothing records/, /did you mean "concentration IL2"/],
  ["fraction T", /which nothing records/, /./],
  ["vesicles EXA", /is "vesicles EXA", which nothing records/, /did you mean "vesicles EXO"/],
  ["T/C", /is "T\/C", which nothing records/, /did you mean "T\/B"/],
  ["count T in wel", /is "wel": there is no such culture/, /did you mean "well"/],
  ["count B in flask", /is "count B in flask", which is not recorded there/, /in well/],
  ["sizes EXOS in pellet", /is "EXOS": there is no such vesicle species/, /did you mean "EXO"/],
  ["sizes EXO in pelet", /is "pelet": there is no such preparation/, /did you mean "pellet"/],
  ["flow cytometry T at 7 hour", /which is not read then/, /it is read at 6 hour and 12 hour/],
  ["count T at 30 hour", /outside the time of the experiment/, /0 hour to 24 hour/],
  ["count T at 5 um", /length/, /a time is needed/],
  ["generations at 6 hour and 12 hour", /is "generations at 6 hour and 12 hour"/, /ask for each by itself/],
  ["T/B at 6 hour", /has no times to choose from/, /leave them out: T\/B/],
  ["cytokine array log", /has no logarithmic axis/, /leave log out: cytokine array/],
];

for (const [words, text, hint] of faults) {
  test(`"${words}" is a fault with its line, its words and its remedy`, () => {
    const file = dish({ ...parts, charts: ["count T", "XX"] }).replace(
      '"charts":["count T","XX"]',
      `\n"charts":["count T",\n"${words}"]`,
    );
    const issues = issuesOf(file);
    assert.is(issues.length, 1, issues.map(spoken).join("\n"));
    const [issue] = issues;
    assert.is(issue.line, 3);
    assert.is(issue.file, "dish.yaml");
    assert.match(issue.text, text);
    assert.match(issue.hint, hint);
  });
}

test("sizes that nothing reads are a fault", () => {
  const issues = issuesOf(dish({ ...parts, assays: [], charts: ["sizes EXO"] }));
  assert.is(issues.length, 1, issues.map(spoken).join("\n"));
  assert.match(issues[0].text, /asks for sizes that nothing reads/);
  assert.match(issues[0].hint, /\{ of: pellet, measure: \[light scattering\] \}/);
});

test.run();
