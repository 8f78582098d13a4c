/** docs/tutorial.md, followed as a reader would: every step is a scenario without a fault, runs, and leaves what the page names. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { experimentFrom } from "../scenario/reading.ts";
import { read } from "./source.ts";

interface Step {
  readonly title: string;
  readonly scenario: string; // the whole file as it then stands
  readonly told: string; // the step without its scenario
}

const { text } = read("docs/tutorial.md");
const steps = stepsOf(text);
const folder = mkdtempSync(join(tmpdir(), "exoculture-"));
const ran = new Map<string, string>(); // folders of results by title

test("the tutorial has ten steps, each with what to look at and why", () => {
  assert.equal(
    steps.map(({ title }) => title.replace(/:.*/, "")),
    Array.from({ length: 10 }, (_, index) => `Step ${index + 1}`),
  );
  for (const { title, told } of steps)
    for (const word of ["**Look at** `", "**Why:**"]) assert.ok(told.includes(word), `${title}: ${word}`);
});

for (const { title, scenario, told } of steps) {
  test(`${title}: nothing is wrong with it, it runs, and leaves every file that is named`, () => {
    assert.equal(experimentFrom(scenario).warnings, []);
    const results = runOf(scenario);
    ran.set(title, results);
    const named = [...told.matchAll(/`([\w/.-]+\.(?:png|csv|json))`/g)].map(([, path]) => path);
    assert.ok(named.length > 0);
    assert.equal(
      named.filter((path) => !existsSync(join(results, path))),
      [],
    );
  });
}

test("step 1: the cells that are left are those that the rate leaves", () => {
  const left = Math.exp(-0.006 * 120);
  const error = 200 * Math.sqrt(1000 * left * (1 - left)); // 1000 simulated cells stand for 200 each
  const end = valueIn(1, "medium,1,1,5,well,count,T,");
  assert.is(valueIn(1, "medium,1,1,0,well,count,T,"), 200_000);
  assert.ok(Math.abs(end - 200_000 * left) < 4 * error, `${end}`);
  assert.ok(steps[0].told.includes("near 97,000") && Math.round((200_000 * left) / 1000) === 97);
});

test("step 3: the dose is 195 pM, 9 % of it is left, and the arms lie on one another", () => {
  const [start, end] = [0, 5].map((day) => valueIn(3, `IL2,1,1,${day},well,concentration,IL2,`));
  assert.ok(Math.abs(start - 195) < 3, `${start}`);
  assert.ok(Math.abs(end / start - Math.exp(-2.4)) < 1e-9, `${end}`);
  assert.is(valueIn(3, "IL2,1,1,5,well,count,T,"), valueIn(3, "medium,1,1,5,well,count,T,"));
});

test("step 4: the signal falls later than IL-2 does", () => {
  const kept = (reading: string): number =>
    valueIn(4, `IL2,1,1,2,well,${reading},`) / valueIn(4, `IL2,1,1,0,well,${reading},`);
  assert.ok(kept("concentration,IL2") < 0.4);
  assert.ok(kept("attribute,signal of T") > 0.8, `${kept("attribute,signal of T")}`);
});

test("step 5: beads or IL-2 alone activate no cell, both together do", () => {
  const activated = ["medium", "IL2", "beads", "beads_IL2"].map((arm) =>
    valueIn(5, `${arm},1,1,5,well,count,T activated,`),
  );
  assert.equal(activated.slice(0, 3), [0, 0, 0]);
  assert.ok(activated[3] > 50_000);
});

test("step 5: cells that secrete IL-2 of their own, as the page proposes, are woken by beads alone", () => {
  const secrete = proposed(5, "secrete");
  const results = runOf(steps[4].scenario.replace("die: 0.006 /hour", `die: 0.006 /hour, ${secrete}`));
  assert.ok(valueIn(results, "beads,1,1,5,well,count,T activated,") > 50_000);
});

test("step 6: cells that use IL-2 up, as the page proposes, grow less", () => {
  const consume = proposed(6, "consume");
  const results = runOf(steps[5].scenario.replace("        divide:", `        ${consume}\n        divide:`));
  const end = "beads_IL2,1,1,5,well,count,T,";
  assert.ok(valueIn(results, end) < valueIn(6, end) / 2);
});

test("step 6: growth begins on the third day, and on day 5 there are several generations", () => {
  const count = (day: number): number => valueIn(6, `beads_IL2,1,1,${day},well,count,T,`);
  assert.ok(count(1) < count(0) && count(2) < count(0) && count(3) > count(2));
  const generations = [1, 2, 3].map((each) => valueIn(6, `beads_IL2,1,1,5,well,generation,T generation ${each},`));
  assert.ok(
    generations.every((cells) => cells > 0),
    generations.join(),
  );
});

test("step 7: billions of free exosomes where cells are activated, none elsewhere", () => {
  const [some, none] = ["beads_IL2", "IL2"].map((arm) => valueIn(7, `${arm},1,1,5,well,vesicles,exosome free,`));
  assert.ok(some > 1e9 && some < 1e10, `${some}`);
  assert.is(none, 0);
});

test("step 8: exosomes add activated cells, and do not where uptake is blocked", () => {
  const of = (arm: string, reading: string): number => valueIn(8, `${arm},1,1,5,well,${reading},`);
  assert.is(of("blocked", "attribute,delivered of T"), 0);
  assert.ok(of("medium", "attribute,delivered of T") > 50);
  assert.ok(of("IL2", "count,T activated") > 1.2 * of("blocked", "count,T activated"));
});

test("step 10: the claim holds, and fails to without the rule", () => {
  const path = join(folder, "judged.yaml");
  writeFileSync(path, steps[9].scenario);
  const judged = cli("check", path, "--claims");
  assert.is(judged.status, 0, `${judged.stdout}${judged.stderr}`);
  assert.match(`${judged.stdout}${judged.stderr}`, /HOLDS[\s\S]*negative test passed/);
});

test("stepsOf() puts each section in place of the one of the same name, or at the end", () => {
  const page =
    "## Step 1: a\n```yaml step\na: 1\nb:\n  c: 2\n```\nx\n## Step 2: b\n```yaml step\nb: 3\nd: 4\n```\n## Where\n";
  assert.equal(
    stepsOf(page).map(({ scenario }) => scenario),
    ["a: 1\nb:\n  c: 2\n", "a: 1\nb: 3\nd: 4\n"],
  );
});

test.run();

function stepsOf(page: string): Step[] {
  const sections = new Map<string, string>();
  return page
    .split(/^## /m)
    .filter((part) => part.startsWith("Step "))
    .map((part) => {
      const [block, scenario] = /^```yaml step\n([\s\S]*?)^```/m.exec(part) ?? ["", ""];
      for (const section of scenario.split(/^(?=[a-z]+:)/m))
        sections.set(section.slice(0, section.indexOf(":")), section);
      const [title] = part.split("\n");
      return { title, scenario: [...sections.values()].join(""), told: part.replace(block, "") };
    });
}

function cli(...words: string[]) {
  return spawnSync(process.execPath, ["dist/cli/main.js", ...words], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}

/** Runs a scenario. @returns the folder with its results */
function runOf(scenario: string): string {
  const path = join(folder, "my-dish.yaml");
  writeFileSync(path, scenario);
  const done = cli("run", path, "--out", join(folder, "output"), "--quiet", "--workers", "1");
  assert.is(done.status, 0, done.stderr);
  return done.stdout.trim();
}

/** A line of YAML that the prose of a step proposes. */
function proposed(step: number, key: string): string {
  const found = new RegExp(`\`(${key}: [^\`]*)\``).exec(steps[step - 1].told);
  assert.ok(found, key);
  return found[1];
}

/** The value in the row of a table that begins so. @param run a step, or a folder with results */
function valueIn(run: number | string, row: string): number {
  const results = typeof run === "string" ? run : (ran.get(steps[run - 1].title) ?? "");
  const table = readFileSync(join(results, "observables.csv"), "utf8");
  const found = table.split("\n").filter((line) => line.startsWith(row));
  assert.is(found.length, 1, row);
  return Number(found[0].slice(row.length).split(",")[0]);
}
