/** Parameters with what speaks for or against them, and the pages that tell it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readCitations } from "../../src/report/citations.ts";
import { type Definitions, judge, parametersPage, scenarioPage } from "../../src/report/documents.ts";
import { readTable } from "../../src/scenario/table.ts";
import { dish, experimentOf } from "../scenario/dish.ts";

const table = [
  "id,quantity,symbol,value,low,high,unit,cell_type_or_species,conditions,source_doi,source_short,confidence,note",
  'a.rate,"A rate, of one kind",k,0.1,0.05,0.2,1/hour,T cell,not specified,10.1000/x(1)y,"Ann 2001, fig. 2",high,"READ ""twice""."',
  "a.dose,A dose,c,50,10,200,U/mL,assay,default,n/a,not found,assumed,ASSUMED | <guessed>",
  "a.number,A number,n,2.0,1e0,1e6,1,T cell,,n/a,Bob 2002,low,",
].join("\n");
const sources = { rows: readTable(table), citations: readCitations(table) };
const own = { "exoculture:parameters.csv": table };

/** A scenario with these parameters. */
function definitions(
  parameters: Readonly<Record<string, unknown>>,
  parts: Readonly<Record<string, unknown>> = {},
): Definitions {
  const experiment = experimentOf(dish({ parameters, ...parts }), own);
  return { name: "one", path: "scenarios/one.yaml", title: "A dish", experiment, own: Object.keys(parameters) };
}
const judged = (parameter: Readonly<Record<string, unknown>>, claims: readonly string[] = []) =>
  judge(definitions({ k: parameter }).experiment, "k", claims, sources);

test("readCitations() reads quoted cells, and says nothing where the table says n/a", () => {
  assert.equal(readCitations(table).get("a.rate"), {
    id: "a.rate",
    quantity: "A rate, of one kind",
    value: "0.1",
    low: "0.05",
    high: "0.2",
    unit: "1/hour",
    of: "T cell",
    conditions: "",
    doi: "10.1000/x(1)y",
    short: "Ann 2001, fig. 2",
    confidence: "high",
    note: 'READ "twice".',
  });
  assert.equal([...readCitations(table).keys()], ["a.rate", "a.dose", "a.number"]);
  const { unit, doi, note } = readCitations(table).get("a.number")!;
  assert.equal([unit, doi, note], ["", "", ""]);
});

test("judge() cites the row with its value, range and confidence", () => {
  assert.equal(judged({ value: "0.1 /hour", source: "table:a.rate", why: "as it stands" }), {
    name: "k",
    value: "0.1 /hour",
    table: "0.1 (0.05 to 0.2) 1/hour",
    marks: [],
    source: "a.rate: Ann 2001, fig. 2, doi:10.1000/x(1)y; confidence high",
    reason: "as it stands",
  });
});

test("judge() marks what is assumed, in the scenario or in the table, and what is fitted", () => {
  assert.equal(judged({ value: 3, source: "assumed" }).marks, ["assumed"]);
  assert.equal(judged({ value: "50 U/mL", of: "IL2", source: "table:a.dose" }).marks, ["assumed in the table"]);
  assert.equal(judged({ value: 3, source: "assumed" }, ["x", "y of one"]).marks, [
    "assumed",
    "fitted to x and y of one",
  ]);
  assert.equal(judged({ value: 3, source: "doi:10.1000/2" }).marks, []);
});

test("judge() marks a value outside the range of its row, with the reason or the want of one", () => {
  const below = judged({ value: "0.04 /hour", source: "table:a.rate" });
  assert.equal([below.marks, below.reason], [["below the range of the table"], "no reason is given"]);
  const above = judged({ value: "0.3 /hour", source: "table:a.rate", why: "warmer" });
  assert.equal([above.marks, above.reason], [["above the range of the table"], "warmer"]);
  for (const end of ["0.05 /hour", "0.2 /hour"]) assert.equal(judged({ value: end, source: "table:a.rate" }).marks, []);
  assert.equal(judged({ value: "3 /day", source: "table:a.rate" }).marks, []); // 0.125 /hour
});

test("judge() asks the row, whatever range the parameter states for itself", () => {
  const wide = judged({ value: "0.3 /hour", range: ["0 /hour", "1 /hour"], source: "table:a.rate", why: "warmer" });
  assert.equal(wide.marks, ["above the range of the table"]);
});

test("judge() compares a dose in mass or molecules with a row in units of activity", () => {
  const marks = (value: string) => judged({ value, of: "IL2", source: "table:a.dose" }).marks;
  assert.equal(marks("3 ng/mL"), ["assumed in the table"]); // 49 U/mL
  assert.equal(marks("1 nM"), ["assumed in the table", "above the range of the table"]); // 254 U/mL
  assert.equal(marks("30 pM"), ["assumed in the table", "below the range of the table"]); // 7.6 U/mL
});

const claim = {
  id: "grows",
  says: "Something",
  evidence: "assumed",
  fitted: ["k"],
  holds: [{ value: "count T", of: "medium", at: "24 hour", above: 0 }],
  off: { set: { k: "1 /hour" } },
};

test("parametersPage() tells of a library what scenarios fitted as they took it over, and not what they wrote anew", () => {
  const library = {
    ...definitions({ k: { value: "0.1 /hour", source: "table:a.rate" } }),
    name: "lib",
    path: "scenarios/library/lib.yaml",
  };
  const parameters = { k: { value: "0.1 /hour", source: "table:a.rate" } };
  const writer = definitions(parameters, { claims: [claim] });
  const taker = { ...writer, name: "two", path: "scenarios/two.yaml", own: [] };
  const row = (shipped: readonly Definitions[]): string =>
    parametersPage([library, ...shipped], shipped, sources)
      .split("## ")
      .find((part) => part.includes("library/lib.yaml"))!
      .split("\n")
      .find((line) => line.startsWith("| k |"))!;
  assert.match(row([taker]), /\*\*fitted to grows of two\*\*/);
  assert.not.match(row([writer]), /fitted/);
});

test("parametersPage() and scenarioPage() mark what arms and claims set outside the range", () => {
  const scenario = definitions(
    { k: { value: "0.1 /hour", source: "table:a.rate" } },
    { arms: { medium: {}, slow: { text: "a slow arm", set: { k: "0.01 /hour" } } }, claims: [claim] },
  );
  for (const page of [parametersPage([scenario], [scenario], sources), scenarioPage(scenario, sources)]) {
    assert.match(page, /\| k \| 0\.1 \/hour \| 0\.1 \(0\.05 to 0\.2\) 1\/hour \| \*\*fitted to grows\*\* \|/);
    assert.match(page, /\| arm “slow” \| k \| 0\.01 \/hour \| \*\*below the range of the table\*\* \| a slow arm \|/);
    assert.match(
      page,
      /\| claim grows \| k \| 1 \/hour \| \*\*above the range of the table\*\* \| with this it must be/,
    );
    assert.match(page, /1 parameters, none assumed, none assumed in the table, 1 fitted, none outside/);
  }
});

test("parametersPage() lists every row of the table with its use, and text is not taken for Markdown", () => {
  const scenario = definitions({
    n: { value: 3, source: "table:a.number", why: "2 * 1 | <b>" },
    o: { value: 3, source: "assumed", why: "near (doi:10.1000/2.3)." },
  });
  const page = parametersPage([scenario], [scenario], sources);
  assert.match(page, /^\| a\.number \| A number \| 2 \(1 to 1e6\) \| T cell \| Bob 2002 \| low \| {2}\| one \|$/m);
  assert.match(page, /ASSUMED \\\| \\<guessed> \| {2}\|$/m);
  assert.match(page, /\| 2 \\\* 1 \\\| \\<b> \|$/m);
  assert.match(page, /near \(\[doi:10\.1000\/2\.3\]\(https:\/\/doi\.org\/10\.1000\/2\.3\)\)\./);
  assert.match(page, /\[doi:10\.1000\/x\(1\)y\]\(https:\/\/doi\.org\/10\.1000\/x\(1\)y\) \| high/);
});

test("scenarioPage() tells the scenario in English, its parameters and the report on its vesicles", () => {
  const page = scenarioPage(definitions({ n: { value: 3, source: "assumed" } }, { question: "Why?" }), sources);
  assert.ok(page.startsWith("# A dish\n\n[scenarios/one.yaml](../../scenarios/one.yaml)"));
  const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  assert.equal(headings.slice(0, 3), ["The dish", "Molecules and vesicles", "Cells: T"]);
  assert.ok(headings.includes("Arms") && headings.includes("Parameters"));
  assert.match(page, /\n\nWhy\?\n\n/);
});

test.run();
