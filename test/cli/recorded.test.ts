/** What is made of runs that are there: charts drawn anew, and runs beside each other. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readRun } from "../../src/node/recorded.ts";

const folder = (): string => mkdtempSync(join(tmpdir(), "exoculture-"));
const cli = (...words: string[]) =>
  spawnSync(process.execPath, ["dist/cli/main.js", ...words], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });

const dish = (changes: (text: string) => string = (text) => text): string => {
  const path = join(folder(), "dish.yaml");
  writeFileSync(
    path,
    changes(`language: 1
title: A small dish
source: assumed
time: { from: 0 hour, to: 20 hour, step: 1 hour, record: 3.3 hour }
donors: { count: 2, vary: { share: "normal(0.5, 0.1)" } }
replicates: 2
parameters:
  share: { value: 0.5, source: assumed }
  dose: { value: 50 U/mL, of: IL2, source: assumed }
factors:
  IL2: { molar-mass: 15.5 kDa, activity: 16.4 U/ng, loss: 0.02 /hour, source: assumed }
vesicles:
  EXO: { diameter: "lognormal(45 nm, 1.2)", loss: 0.01 /hour, source: assumed }
cells:
  CD4: { diameter: 7 um, divide: 0.05 /hour, die: 0.01 /hour, release: { EXO: 10 /hour }, source: assumed }
  CD8: { diameter: 7 um, divide: "0.08 /hour * hill(free:IL2, 100 pM, 1)", die: 0.02 /hour, capture: { EXO: 1e-8 mL/hour }, source: assumed }
mixtures:
  CD3: { CD4: share, CD8: 1 - share }
cultures:
  well: { volume: 200 uL, mixing: stirred, simulate: 200 cells, seed: { CD3: 1e6 /mL }, source: assumed }
arms:
  none: {}
  IL2: { do: [{ at: 5 hour, in: well, add: { IL2: dose }, source: assumed }] }
charts: [count, CD4/CD8]
`),
  );
  return path;
};
const runOf = (path: string, ...flags: string[]): string => {
  const done = cli("run", path, "--out", folder(), "--quiet", ...flags);
  assert.is(done.status, 0, done.stderr);
  return done.stdout.trim();
};

const path = dish();
let plain = "";
let other = "";
let set = "";
test.before(() => {
  plain = runOf(path);
  other = runOf(path, "--seed", "2", "--donors", "3");
  set = runOf(path, "--set", "dose=5 U/mL", "--arm", "IL2");
});

test("a run that is read back holds what its table does, at the times at which it was recorded", async () => {
  const read = await readRun(set);
  if ("problem" in read) throw new Error(read.problem);
  const { study, experiment } = read;
  assert.is(experiment.parameters.find(({ name }) => name === "dose")!.value > 0, true);
  assert.equal([study.title, study.seed, study.cultures], ["A small dish", "1", ["well"]]);
  assert.equal(
    study.recordings.map(({ arm, donor, replicate }) => `${arm} ${donor} ${replicate}`),
    ["IL2 1 1", "IL2 1 2", "IL2 2 1", "IL2 2 2"],
  );
  const [{ times, columns, values }] = study.recordings;
  const every = 3.3 * 3600;
  assert.equal([...times], [...Array.from({ length: 7 }, (_, index) => index * every), 20 * 3600]);
  const lines = readFileSync(join(set, "observables.csv"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("IL2,1,1,"));
  assert.is(lines.length, times.length * columns.length);
  for (const line of lines) {
    const [, , , time, , name, subject, value] = line.split(",");
    const row = times.findIndex((each) => Math.abs(each / 3600 - Number(time)) < 1e-9);
    const column = columns.findIndex((each) => each.name === name && each.subject === subject);
    const kept = values[row * columns.length + column] * columns[column].scale;
    assert.ok(Math.abs(kept - Number(value)) <= 1e-14 * Math.abs(kept), line);
  }
});

test("chart draws the scenario's charts again, byte for byte, beside the run", () => {
  const done = cli("chart", plain);
  assert.is(done.status, 0, done.stderr);
  const charts = `${plain}-charts`;
  const names = readdirSync(join(plain, "charts")).sort();
  assert.equal(readdirSync(charts).sort(), names);
  for (const name of names.filter((each) => each.endsWith(".png")))
    assert.ok(readFileSync(join(charts, name)).equals(readFileSync(join(plain, "charts", name))), name);
  assert.equal(
    done.stdout.trim().split("\n").sort(),
    names.filter((name) => name.endsWith(".png")).map((name) => join(charts, name)),
  );
  assert.is(cli("verify", plain).status, 0); // the run is as it was
});

test("chart draws what is asked for in a scenario's words, as SVG and where it is told to", () => {
  const out = join(folder(), "new", "pictures");
  const done = cli(
    "chart",
    plain,
    "vesicles EXO",
    "count CD8 log",
    "count at 6.6 hour and 20 hour",
    "--format",
    "svg",
    "--out",
    out,
  );
  assert.is(done.status, 0, done.stderr);
  const names = readdirSync(out);
  assert.ok(names.includes("count-well-CD8.svg") && names.includes("vesicles-free-well-EXO.svg"), names.join());
  assert.ok(names.includes("count-well-CD4-at-hour-6.6-hour-20.svg"), names.join());
  assert.match(readFileSync(join(out, "count-well-CD8.svg"), "utf8"), /^<\?xml|^<svg/);
  assert.is(JSON.parse(readFileSync(join(out, "count-well-CD8.json"), "utf8")).y.scale, "log");
});

test("chart says what there is where it cannot draw what is asked for, and writes nothing", () => {
  for (const [asked, says] of [
    ["count CD9", /^The chart is "count CD9", which nothing records \(did you mean "count CD[48]"\?\)/],
    ["nonsense", /^The chart is "nonsense", which nothing records \(there are .*count CD4/],
    ["count in wel", /wel.*well/],
    ["count at 5 hour", /^A chart asks for hour 5, which was not recorded \(near it: hour 6\.6 and hour 3\.3\)/],
    ["count at 30 hour", /outside the time of the experiment/],
  ] as const) {
    const out = join(folder(), "pictures");
    const done = cli("chart", plain, asked, "--out", out);
    assert.is(done.status, 2, asked);
    assert.match(done.stderr, says);
    assert.not(existsSync(out), asked);
  }
});

test("chart and compare refuse a run that is not as it was written; what lies beside its files is no matter", () => {
  const spoilt = runOf(path, "--arm", "none");
  writeFileSync(join(spoilt, "notes.txt"), "mine");
  assert.is(cli("chart", spoilt, "--out", folder()).status, 0);
  assert.match(cli("verify", spoilt).stderr, /^notes\.txt is not of the run/);
  const table = join(spoilt, "observables.csv");
  writeFileSync(table, readFileSync(table, "utf8").replace("none,1,1,0,", "none,1,1,1,"));
  for (const done of [cli("chart", spoilt), cli("compare", plain, spoilt)]) {
    assert.is(done.status, 2);
    assert.match(done.stderr, /is not as it was written: observables\.csv is changed/);
  }
});

test("compare puts runs side by side: charts, effects and what was compared, in a folder that verifies", () => {
  const out = folder();
  const done = cli("compare", plain, other, set, "--out", out);
  assert.is(done.status, 0, done.stderr);
  assert.match(done.stderr, /^A: seed 1 \(.*\)\nB: seed 2 \(.*\); other donors: compared unpaired\n/);
  assert.match(done.stderr, /^C: seed 1, dose = 5 U\/mL \(.*\); the same donors: compared donor by donor$/m);
  const whole = done.stdout.trim();
  assert.equal(readdirSync(join(out, "compare")), [whole.slice(whole.lastIndexOf("/") + 1)]);
  assert.equal(readdirSync(whole).sort(), ["charts", "effects.csv", "manifest.json"]);
  assert.is(cli("verify", whole).status, 0);
  assert.match(cli("verify", whole, "--rerun").stderr, /compares runs: --rerun is for each of them/);
  const chart = JSON.parse(readFileSync(join(whole, "charts", "count-well-CD8.json"), "utf8"));
  assert.equal(
    chart.series.map(({ name }: { name: string }) => name.replaceAll("\u00a0", " ")),
    ["none (A: seed 1)", "none (B: seed 2)", "IL2 (A: seed 1)", "IL2 (B: seed 2)", "IL2 (C: seed 1, dose = 5 U/mL)"],
  );
  const lines = readFileSync(join(whole, "effects.csv"), "utf8").trim().split("\n").slice(1);
  const compared = (run: string): string[] => [
    ...new Set(lines.filter((line) => line.includes(run)).map((line) => line.slice(line.lastIndexOf(",") + 1))),
  ];
  assert.equal(compared("B: seed 2"), ["unpaired"]);
  assert.equal(compared("C: seed 1"), ["donor by donor"]);
  const again = cli("compare", plain, other, set, "--out", out);
  assert.match(again.stderr, /This comparison is there already/);
  assert.is(again.stdout, done.stdout);
  assert.is(cli("compare", plain, other, set, "--out", out, "--force").status, 0);
  assert.is(readdirSync(join(out, "compare")).length, 1);
});

test("compare draws what is asked for, of the arms asked for, and refuses with one message what it cannot", () => {
  const out = folder();
  const done = cli("compare", plain, other, "--arm", "IL2", "--chart", "count CD8", "--out", out);
  assert.is(done.status, 0, done.stderr);
  assert.equal(readdirSync(join(done.stdout.trim(), "charts")).sort(), ["count-well-CD8.json", "count-well-CD8.png"]);
  const elsewhere = runOf(dish((text) => text.replaceAll("well", "tube")));
  for (const [words, says] of [
    [[plain, plain], /are the same run: digest [0-9a-f]+\n$/],
    [[plain, other, "--arm", "IL3"], /^No run has an arm "IL3" \(did you mean "IL2"\?\)\n$/],
    [[plain, other, "--chart", "count CD9"], /^The chart is "count CD9", which nothing records/],
    [
      [plain, elsewhere],
      /^These runs cannot be compared: nothing is recorded in all of them\. .*in well.*in tube.*\n$/,
    ],
    [[plain, done.stdout.trim()], /is no run: it compares runs\n$/],
  ] as const) {
    const empty = folder();
    const refused = cli("compare", ...words, "--out", empty);
    assert.is(refused.status, 2, words.join(" "));
    assert.match(refused.stderr, says);
    assert.equal(readdirSync(empty), []);
  }
});

test("the books of a run add up as its balance says: what adds less what takes away is there", () => {
  const [, ...lines] = readFileSync(join(plain, "balance.csv"), "utf8").trim().split("\n");
  const sums = new Map<string, { sum: number; through: number; there: number }>();
  for (const line of lines) {
    const [arm, culture, what, , amount, , side] = line.split(",");
    const of = what.startsWith("cells ") ? "cells" : what;
    const book = sums.get(`${arm} ${culture} ${of}`) ?? { sum: 0, through: 0, there: 0 };
    sums.set(`${arm} ${culture} ${of}`, book);
    const sign = { adds: 1, "takes away": -1, moves: 0, "is there": 0 }[side]!;
    book.sum += sign * Number(amount);
    book.through += Math.abs(sign * Number(amount));
    if (side === "is there") book.there += Number(amount);
  }
  assert.is(sums.size, 5); // cells and vesicles in both arms, IL-2 in one
  for (const [book, { sum, through, there }] of sums) assert.ok(Math.abs(sum - there) <= 1e-9 * through, book);
});

test.run();
