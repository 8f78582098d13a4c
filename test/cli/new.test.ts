/** What `new` asks and writes: every combination of choices is in order and runs, and nothing is written over unasked. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { answered } from "../../src/cli/act/new.ts";
import { scenarioText } from "../../src/cli/act/template.ts";
import { planOf } from "../../src/engine/simulation.ts";
import { recordWorlds } from "../../src/observe/record.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { experimentFrom } from "../scenario/reading.ts";

const small = { title: "Mine: 'all', \"quoted\"", cells: 600, donors: 1, replicates: 1 };
const cli = (...words: string[]) => spawnSync(process.execPath, ["dist/cli/main.js", ...words], { encoding: "utf8" });
const folder = (): string => mkdtempSync(join(tmpdir(), "exoculture-"));

/** Living cells after 3 days, when IL-2 is about to be used up, by arm; the run keeps its books or throws. */
function cellsAtDay3(text: string): Record<string, number> {
  const experiment = experimentFrom(text);
  assert.equal(experiment.warnings, []);
  assert.is(experiment.title, small.title);
  const parameters = experiment.parameters.map(({ value }) => value);
  const worlds = experiment.arms.map(({ name }) => ({
    arm: name,
    plan: planOf(modelOf(experiment, { arm: name, parameters })),
  }));
  const { observables } = worlds[0].plan.model;
  const column = observables.findIndex(({ name, subject }) => name === "count" && subject === "T");
  const counts = recordWorlds(worlds, [1, 2]).map(({ arm, values }) => [arm, values[12 * observables.length + column]]);
  return Object.fromEntries(counts);
}

const combinations: readonly (readonly [il2: boolean, exosomes: boolean, arms: readonly string[]])[] = [
  [false, false, ["none"]],
  [true, false, ["none", "IL2"]],
  [false, true, ["none", "blocked"]],
  [true, true, ["none", "IL2", "blocked"]],
];
for (const [il2, exosomes, arms] of combinations)
  test(`a scenario ${il2 ? "with" : "without"} IL-2 and ${exosomes ? "with" : "without"} exosomes runs in its arms`, () => {
    const counts = cellsAtDay3(scenarioText({ ...small, il2, exosomes }));
    assert.equal(Object.keys(counts).sort(), [...arms].sort());
    if (il2) assert.ok(counts.IL2 > counts.none, `${counts.IL2} cells with IL-2, ${counts.none} without`);
    if (il2 && exosomes)
      assert.ok(counts.IL2 > counts.blocked, `${counts.IL2} cells, ${counts.blocked} with uptake blocked`);
  });

test("the most cells that can be asked for stay below what a scenario simulates", () => {
  const experiment = experimentFrom(scenarioText({ ...small, il2: false, exosomes: true }));
  const most = 10_000 * 2 ** 4; // every cell active and divided as often as it can
  assert.ok(most <= Number(experiment.document.limit.cells), String(experiment.document.limit.cells));
});

test("answered() asks for what no flag says, takes the usual for an empty answer, and asks again", async () => {
  const asked: string[] = [];
  const answers = ["", "many", "200", "perhaps", "n", "Y", "0", "4", ""];
  const choices = await answered({ file: "a/my dish.yaml" }, async (question) => {
    asked.push(question);
    return answers[asked.length - 1];
  });
  assert.equal(choices, { title: "my dish", cells: 200, il2: false, exosomes: true, donors: 4, replicates: 2 });
  assert.equal(asked, [
    "Title [my dish]: ",
    "Cells to simulate [1000]: ",
    "Cells to simulate [1000] (a whole number from 1 to 10000 is needed): ",
    "An arm with IL-2? [yes]: ",
    "An arm with IL-2? [yes] (yes or no is needed): ",
    "Exosomes that wake resting cells? [no]: ",
    "Donors [3]: ",
    "Donors [3] (a whole number from 1 to 10000 is needed): ",
    "Replicates within a donor [2]: ",
  ]);
});

test("answered() asks nothing that a flag says, and gives up when there are no more answers", async () => {
  const nobody = async (): Promise<never> => assert.unreachable() as never;
  const said = { ...small, il2: true, exosomes: false };
  assert.equal(await answered({ file: "x.yaml", ...said }, nobody), said);
  assert.is(await answered({ file: "x.yaml", cells: 10 }, async () => undefined), undefined);
});

test("new without a terminal asks nothing, writes what the flags say, and over a file only with --force", () => {
  const path = join(folder(), "mine.yaml");
  assert.is(
    cli("new", path, "--cells", "70", "--no-il2", "--exosomes", "--donors", "5", "--title", small.title).status,
    0,
  );
  const text = readFileSync(path, "utf8");
  assert.is(text, scenarioText({ ...small, cells: 70, il2: false, exosomes: true, donors: 5, replicates: 2 }));
  writeFileSync(path, "mine");
  assert.is(cli("new", path, "--yes").status, 2);
  assert.is(readFileSync(path, "utf8"), "mine");
  assert.is(cli("new", path, "--yes", "--force").status, 0);
  assert.match(readFileSync(path, "utf8"), /title: "mine"/);
});

test.run();
