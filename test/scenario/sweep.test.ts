import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openSweep } from "../../src/node/sweep/folder.ts";
import { sweep, sweepSchemaText } from "../../src/scenario/document/sweep.ts";
import { readSweep, type Sweep } from "../../src/scenario/sweep.ts";
import { root } from "../house/source.ts";
import { dish, filesWith, spoken } from "./dish.ts";

const scenario = dish({
  time: { from: "0 hour", to: "48 hour", step: "1 hour", record: "12 hour" },
  parameters: {
    growth: { value: "0.05 /hour", range: ["0.01 /hour", "0.1 /hour"], source: "assumed" },
    death: { value: "0.01 /hour", source: "table:death.rest.in_vitro" },
    dose: { value: "50 U/mL", of: "IL2", source: "assumed" },
    power: { value: 2, source: "assumed" },
  },
  cells: { T: { diameter: "7 um", divide: "growth", die: "death", source: "assumed" } },
  arms: { medium: {}, IL2: { do: [{ at: "0 hour", in: "well", add: { IL2: "dose" } }] }, other: {} },
  claims: [
    {
      id: "grows",
      says: "They grow",
      evidence: "assumed",
      holds: [{ ratio: "count T", of: "IL2", to: "medium", at: ["24 hour", "48 hour"], increases: true }],
    },
  ],
});

const written = {
  sweep: 1,
  title: "A sweep",
  scenario: "dish.yaml",
  factors: { growth: {}, death: {}, dose: { range: ["10 U/mL", "0.2 U/uL"] }, power: { range: [1, 3] } },
  design: { kind: "sobol", points: 8 },
  outcomes: {
    cells: { value: "count T", of: "medium", at: "7 hour" },
    fold: { ratio: "count T", of: "IL2", to: "medium", at: "48 hour", text: "how far it grows" },
  },
};
const read = (parts: object) =>
  readSweep(JSON.stringify({ ...written, ...parts }), "sweep.yaml", (path) =>
    path === "dish.yaml" ? { text: scenario, file: path, files: filesWith() } : undefined,
  );
const sweepOf = (parts: object = {}): Sweep => {
  const reading = read(parts);
  if ("issues" in reading) throw new Error(reading.issues.map(spoken).join("\n"));
  return reading.sweep;
};
const faultsOf = (parts: object): string[] => {
  const reading = read(parts);
  return "issues" in reading ? reading.issues.map(({ text, hint }) => `${text} (${hint})`) : [];
};

test("readSweep() takes ranges from the file, the parameter and its row of the table, in the parameter's unit", () => {
  assert.equal(sweepOf().factors, [
    { name: "growth", low: 0.01, high: 0.1, scale: "log", unit: "/hour" },
    { name: "death", low: 0.002, high: 0.015, scale: "linear", unit: "/hour" },
    { name: "dose", low: 10, high: 200, scale: "log", unit: "U/mL" },
    { name: "power", low: 1, high: 3, scale: "linear", unit: "" },
  ]);
});

test("readSweep() knows what is kept of a run: all that outcomes and claims read, and it is recorded", () => {
  const { readings, outcomes, arms, claims, subject } = sweepOf({ claims: ["grows"] });
  assert.equal(
    readings.map(({ column }) => column),
    [
      "medium: count T in well at 7 hour",
      "IL2: count T in well at 48 hour",
      "medium: count T in well at 48 hour",
      "IL2: count T in well at 24 hour",
      "medium: count T in well at 24 hour",
    ],
  );
  assert.equal(
    outcomes.map(({ name, unit, text }) => [name, unit, text]),
    [
      ["cells", "cells", "count T, medium at 7 hour"],
      ["fold", "", "how far it grows"],
    ],
  );
  assert.equal(arms, ["medium", "IL2"]);
  assert.equal(
    claims.map(({ id }) => id),
    ["grows"],
  );
  assert.ok("experiment" in subject);
  const { records } = subject.experiment.arms[0].plan.time;
  assert.ok(records.includes(7 * 3600));
  assert.equal(sweepOf({ arms: ["other", "IL2", "medium"] }).arms, ["medium", "IL2", "other"]);
});

test("readSweep() reads each kind of design", () => {
  const plans = [
    [
      { kind: "grid", levels: 3 },
      { kind: "grid", levels: [3, 3, 3, 3] },
    ],
    [
      { kind: "grid", levels: { growth: 2, death: 3, dose: 4, power: 5 } },
      { kind: "grid", levels: [2, 3, 4, 5] },
    ],
    [
      { kind: "list", points: [{ growth: "0.5 /day", death: "0.01 /hour", dose: "50 U/mL", power: 2 }] },
      { kind: "list", values: [[0.0208333333333, 0.01, 50, 2]] },
    ],
    [
      { kind: "latin", points: 5 },
      { kind: "latin", count: 5 },
    ],
    [
      { kind: "morris", trajectories: 3, levels: 4 },
      { kind: "morris", trajectories: 3, levels: 4 },
    ],
    [
      { kind: "saltelli", rows: 8 },
      { kind: "saltelli", rows: 8, second: false },
    ],
    [
      { kind: "one-at-a-time", levels: 5 },
      { kind: "one-at-a-time", levels: 5 },
    ],
  ] as const;
  for (const [design, plan] of plans) assert.equal(sweepOf({ design }).plan, plan);
});

const faults: readonly (readonly [parts: object, words: RegExp])[] = [
  [{ scenario: "other.yaml" }, /^scenario is "other.yaml": there is no such file/],
  [{ scenario: undefined }, /^this file needs `scenario` or `function`/],
  [{ scenario: "/etc/passwd" }, /^scenario is "\/etc\/passwd" \(a path from this file/],
  [{ factors: { grwth: {} } }, /^factors.grwth is no parameter of the scenario \(did you mean "growth"\?\)/],
  [{ factors: {} }, /^factors is empty/],
  [{ factors: { power: {} } }, /^factors.power has no range, and the parameter states none \(write range/],
  [
    { factors: { growth: { range: ["1 hour", "2 hour"] } } },
    /^factors.growth.range\[0\] is "1 hour": growth is "1 hour"/,
  ],
  [{ factors: { power: { range: [3, 1] } } }, /^factors.power.range does not end above its beginning/],
  [{ factors: { power: { range: [0, 1], scale: "log" } } }, /^factors.power.scale is log/],
  [{ design: { kind: "sobl", points: 4 } }, /^design.kind is "sobl" \(did you mean "sobol"\?\)/],
  [{ design: { kind: "sobol" } }, /^design does not say how many: sobol needs `points`/],
  [{ design: { kind: "sobol", points: 4, rows: 3 } }, /^design.rows means nothing to sobol \(it has points\)/],
  [{ design: { kind: "morris", trajectories: 2, levels: 5 } }, /^design.levels is 5 \(an even number/],
  [{ design: { kind: "grid", levels: 100 } }, /^design.levels makes 100000000 points/],
  [{ design: { kind: "list", points: [{ growth: "1 /day" }] } }, /^design.points\[0\] does not say what death is/],
  [{ outcomes: {}, claims: [] }, /^this file reads nothing/],
  [
    { outcomes: { cells: { value: "count U", of: "medium", at: "1 hour" } } },
    /^outcomes.cells.value is "count U", which nothing records/,
  ],
  [
    { outcomes: { cells: { value: "count T", of: "medum", at: "1 hour" } } },
    /^outcomes.cells.of is "medum", which is no arm/,
  ],
  [{ outcomes: { cells: { value: "count T", of: "medium", at: "9 day" } } }, /^outcomes.cells.at is outside the time/],
  [{ outcomes: { cells: { value: "count T", of: "medium" } } }, /^outcomes.cells does not say when/],
  [{ outcomes: { cells: { value: "count T", at: "1 hour" } } }, /^outcomes.cells does not say of which arm/],
  [
    { outcomes: { point: { value: "count T", of: "medium", at: "1 hour" } } },
    /^outcomes.point is a column of the table/,
  ],
  [
    { outcomes: { growth: { value: "count T", of: "medium", at: "1 hour" } } },
    /^outcomes.growth is the name of a factor too/,
  ],
  [{ claims: ["grow"] }, /^claims\[0\] is "grow", which is no claim of the scenario \(did you mean "grows"\?\)/],
  [{ arms: ["medium"] }, /^outcomes.fold reads arm "IL2", which is not run/],
  [{ limit: "10 mL" }, /^limit is "10 mL"/],
  [{ scenario: undefined, function: "../model.mjs" }, /^function is "..\/model.mjs" \(a module beside this file/],
  [{ scenario: undefined, function: "model.mjs" }, /^factors.growth has no range/],
];
for (const [parts, words] of faults)
  test(`readSweep() says what is wrong: ${words.source}`, () => {
    const found = faultsOf(parts);
    assert.ok(
      found.some((each) => words.test(each)),
      found.join("\n") || "nothing was said",
    );
  });

test("readSweep() tells the line", () => {
  const text =
    "sweep: 1\ntitle: A sweep\nscenario: dish.yaml\nfactors:\n  growth: { rang: [1, 2] }\ndesign: { kind: grid, levels: 2 }\n";
  const reading = readSweep(text, "sweep.yaml", () => undefined);
  assert.ok("issues" in reading);
  assert.is(spoken(reading.issues[0]), 'sweep.yaml:5:13 factors.growth.rang is not a key here (did you mean "range"?)');
});

test("docs/sweeps.md names every key, and its examples are in order; so are the shipped sweeps", () => {
  const page = readFileSync(join(root, "docs/sweeps.md"), "utf8");
  const { shape } = sweep;
  const keys = [shape, shape.design.shape, shape.factors.valueType.shape].flatMap((each) => Object.keys(each));
  assert.equal(
    keys.filter((key) => !page.includes(`\`${key}\``)),
    [],
  );
  const folder = mkdtempSync(join(tmpdir(), "exoculture-"));
  const examples = [...page.matchAll(/```yaml\n([^`]*)```/g)].map(([, text], index) => {
    writeFileSync(join(folder, `${index}.yaml`), text);
    return join(folder, `${index}.yaml`);
  });
  writeFileSync(join(folder, "model.mjs"), "");
  assert.is(examples.length, 2);
  const shipped = readdirSync(join(root, "scenarios/sweeps")).map((name) => join(root, "scenarios/sweeps", name));
  assert.ok(shipped.length > 1);
  for (const path of [...examples, ...shipped]) {
    const opened = openSweep(path);
    assert.ok("sweep" in opened, `${path}: ${"issues" in opened ? opened.issues.map(spoken).join("\n") : ""}`);
  }
});

test("schema/sweep.schema.json is current", () => {
  const kept = readFileSync(new URL("../../schema/sweep.schema.json", import.meta.url), "utf8");
  assert.ok(
    kept === sweepSchemaText(),
    "write it anew: node --import tsx -e 'import(\"./src/scenario/document/sweep.ts\").then(({ sweepSchemaText }) => process.stdout.write(sweepSchemaText()))' > schema/sweep.schema.json",
  );
});

test.run();
