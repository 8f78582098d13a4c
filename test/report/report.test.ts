/** What the report of a run tells, block by block, and that nothing in it can be more than text. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Claim } from "../../src/model.ts";
import { assumedInPlace } from "../../src/report/assumed.ts";
import { type Block, htmlOf, type Report } from "../../src/report/html.ts";
import { countChart } from "../../src/report/lines.ts";
import { reportOf, type Told } from "../../src/report/report.ts";
import { readTable } from "../../src/scenario/table.ts";
import { dish, experimentOf, filesWith } from "../scenario/dish.ts";
import { growthStudy } from "./synthetic.ts";

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)> & ' \` </style></title>`;
const table = filesWith()("exoculture:parameters.csv")!;

/** A report of a dish with these words in every place that takes words. */
function toldWith(words: string, parts: Partial<Told> = {}): Told {
  const experiment = experimentOf(
    dish({
      ...{ title: words, question: words, source: words, text: words },
      parameters: {
        uptake: { value: "1e-6 mL/hour", source: "table:exo.uptake.k", why: words },
        growth: { value: "0.01 /hour", source: "assumed", text: words },
        given: { value: 2, source: words },
      },
      cells: { T: { diameter: "7 um", source: "assumed", capture: { EXO: "uptake" }, divide: "growth * given" } },
      arms: { medium: { label: words }, none: { label: "none", set: { growth: "0 /hour" } } },
      claims: [
        {
          ...{ id: "grows", says: words, evidence: "assumed", row: "S18", fitted: ["growth"] },
          holds: [{ ratio: "count T", of: "medium", to: "none", at: "24 hour", increases: true }],
        },
      ],
    }),
  );
  const study = { ...growthStudy([words, "none"]), title: words };
  const chart = countChart(study, { culture: 0, type: "CD8" });
  return {
    ...{ experiment, study, verdicts: [], unjudged: experiment.claims as readonly Claim[] },
    charts: [{ chart, picture: "data:image/png;base64,AAAA" }],
    rungs: [],
    figures: [
      {
        ...{ arm: "medium", culture: words, subject: words, figure: words, unit: words },
        ...{ value: 9, low: 8, high: 10, table: { rows: [words], low: 1, high: 4, isMost: true } },
      },
    ],
    ledger: [{ culture: words, of: "cells T", line: "divisions", amount: 12 }],
    sources: { rows: readTable(table), citations: new Map() },
    ...{ command: `exoculture run '${words}'`, digest: "d1g357", version: "9.9.9" },
    ...parts,
  };
}

const titleOf = (block: Block): string => (block.is === "chart" || block.is === "dish" ? block.is : block.title);
const blockIn = <Kind extends Block["is"]>(report: Report, is: Kind, title: string): Extract<Block, { is: Kind }> =>
  report.blocks.find((block) => block.is === is && titleOf(block) === title) as Extract<Block, { is: Kind }>;

test("reportOf() tells the question first, how to repeat last, and leaves out what there is none of", () => {
  const all = reportOf(toldWith("plain words"));
  const titles = all.blocks.map(titleOf);
  assert.is(titles[0], "Question");
  assert.is(titles.at(-1), "How to repeat and to cite it");
  for (const title of ["Claims that were not judged, for want of an arm", "chart", "Doses, uptake and consumption"])
    assert.ok(titles.includes(title), title);
  assert.ok(titles.indexOf("chart") < titles.indexOf("The model in English"));
  assert.ok(titles.indexOf("Parameters") < titles.indexOf("What is assumed"));
  assert.is(all.subtitle, "2 arms, 6 donors and 4 replicates of each, seed 1");
  const bare = reportOf(toldWith("plain words", { charts: [], figures: [], unjudged: [] })).blocks.map(titleOf);
  assert.equal(
    titles.filter((title) => !bare.includes(title)),
    ["Claims that were not judged, for want of an arm", "chart", "Doses, uptake and consumption"],
  );
});

test("reportOf() marks what is assumed, what is fitted, and what lies outside the table", () => {
  const report = reportOf(toldWith("plain words"));
  const { columns, rows } = blockIn(report, "table", "Parameters");
  const marks = Object.fromEntries(rows.map((row) => [row[0], row[columns.indexOf("Marks")]]));
  assert.is(marks.growth, "assumed; fitted to grows");
  assert.is(marks.given, "");
  assert.equal(blockIn(report, "text", "What is assumed").sentences, [
    "Assumed parameters: growth.",
    "Assumed in factors: IL2.",
    "Assumed in vesicles: EXO.",
    "Assumed in cells: T.",
    "Fitted to claims: growth.",
    "Outside the range of its row in the table: uptake.",
  ]);
  const figures = blockIn(report, "table", "Doses, uptake and consumption");
  assert.equal(figures.rows[0].slice(figures.columns.indexOf("Range")), ["1 to 4", "above"]);
  const books = blockIn(report, "table", "Books");
  assert.equal(books.rows[0].slice(2, 5), ["divisions", 12, "adds"]);
  assert.match(String(books.rows[0][5]), /^born/);
});

test("what is assumed in place is named, with its reason: states, rules by id, lines of the protocol and of arms", () => {
  const { document } = experimentOf(
    dish({
      source: "assumed",
      parameters: { share: { value: "50 %", source: "assumed" } },
      factors: { IL2: { loss: "0.02 /hour", source: "doi:10.1000/x" } },
      vesicles: {},
      cargo: { prime: { face: "lumen", source: "assumed", text: "stands for all of it" } },
      cells: {
        base: { abstract: true, diameter: "7 um", source: "assumed" },
        T: { like: "base", start: "rest", states: { rest: {}, on: { die: "0.1 /hour", source: "assumed" } } },
      },
      rules: [
        {
          ...{ id: "wakes", of: "T rest", behaviour: "become on", signal: "free:IL2", direction: "increases" },
          ...{ to: "0.1 /hour", "half-max": "1 pM", source: "assumed", why: "a guess" },
        },
      ],
      protocol: [{ at: "0 hour", add: { IL2: "1 pM" }, source: "assumed" }],
      arms: { medium: {}, more: { do: [{ at: "0 hour", add: { IL2: "1 nM" }, source: "assumed", text: "much" }] } },
    }),
  );
  assert.equal(assumedInPlace(document), [
    "Assumed in cargo: prime (stands for all of it).",
    "Assumed in cells: T and T on.",
    "Assumed in rules: wakes (a guess).",
    "Assumed in protocol: line 1.",
    "Assumed in arms: more line 1 (much).",
  ]);
});

test("the table of parameters tells how one varies from donor to donor", () => {
  const experiment = experimentOf(
    dish({
      parameters: { share: { value: "50 %", source: "assumed" } },
      donors: { count: 2, vary: { share: "uniform(40 %, 60 %)" } },
    }),
  );
  const { rows } = blockIn(reportOf(toldWith("plain words", { experiment })), "table", "Parameters");
  assert.is(rows[0][1], "50 %, from donor to donor between 0.4 and 0.6");
});

test("reportOf() says how to make the run again and how to cite it", () => {
  const { sentences } = blockIn(reportOf(toldWith("plain words")), "text", "How to repeat and to cite it");
  assert.equal(sentences, [
    "exoculture run 'plain words' (engine 9.9.9) gives the same bytes again: digest d1g357.",
    'Cite: Exoculture 9.9.9, scenario "plain words", seed 1; the experiment: plain words.',
  ]);
});

test("whatever words a scenario holds, the report as HTML has the same tags and nothing that runs", () => {
  const tagsIn = (words: string): string[] =>
    [...htmlOf(reportOf(toldWith(words))).matchAll(/<\/?[a-z][^>]*>/gi)].map(
      ([tag]) => tag.replace(/"[^"]*"/g, '""'), // attributes hold words, escaped
    );
  const html = htmlOf(reportOf(toldWith(hostile)));
  assert.equal(tagsIn(hostile), tagsIn("plain words"));
  assert.not.match(html, /<script|<img src=x|<\/style><\/title>/i);
  assert.match(html, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
  assert.not.match(html, /="[^"]*<script/i);
});

test.run();
