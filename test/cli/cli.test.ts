import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";

const main = "dist/cli/main.js";
const folder = (): string => mkdtempSync(join(tmpdir(), "exoculture-"));
const cli = (...words: string[]) =>
  spawnSync(process.execPath, [main, ...words], { encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });

/** A dish that takes a moment: 200 cells, two arms, a day. */
const dish = (changes: (text: string) => string = (text) => text): string => {
  const path = join(folder(), "dish.yaml");
  writeFileSync(
    path,
    changes(`language: 1
title: A small dish
source: assumed
time: { from: 0 hour, to: 24 hour, step: 1 hour, record: 6 hour }
donors: { count: 2, vary: { share: "normal(0.5, 0.1)" } }
replicates: 2
parameters:
  share: { value: 0.5, source: assumed }
  growth: { value: 0.05 /hour, source: assumed }
  dose: { value: 50 U/mL, of: IL2, source: assumed }
factors:
  IL2: { molar-mass: 15.5 kDa, activity: 16.4 U/ng, loss: 0.02 /hour, source: assumed }
vesicles:
  EXO: { diameter: "lognormal(45 nm, 1.2)", loss: 0.01 /hour, source: assumed }
cells:
  CD4: { diameter: 7 um, divide: growth, die: 0.01 /hour, release: { EXO: 10 /hour }, source: assumed }
  CD8: { diameter: 7 um, divide: growth, die: 0.02 /hour, capture: { EXO: 1e-8 mL/hour }, consume: { IL2: { maximum: 1 /s, half-max: 10 pM } }, source: assumed }
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

const manifestIn = (run: string) => JSON.parse(readFileSync(join(run, "manifest.json"), "utf8"));
const runOf = (path: string, ...flags: string[]): string => {
  const out = folder();
  const done = cli("run", path, "--out", out, "--quiet", ...flags);
  assert.is(done.status, 0, done.stderr);
  return done.stdout.trim();
};
const tableOf = (run: string): string[] => readFileSync(join(run, "observables.csv"), "utf8").split("\n");

test("a run tells its parameters as they were set, in the manifest and in the report, and refuses what they make impossible", () => {
  const path = dish();
  const run = runOf(path, "--set", "growth=0.07 /hour");
  const { parameters, donors } = JSON.parse(readFileSync(join(run, "manifest.json"), "utf8"));
  assert.is(parameters.find(({ name }: { name: string }) => name === "growth").value.toFixed(3), "0.070");
  assert.equal([donors[0].name, donors[0].values.length], ["share", 2]);
  assert.match(readFileSync(join(run, "report.html"), "utf8"), /0\.07/);
  const twice = cli("run", path, "--set", "growth=0.07 /hour", "--set", "growth=0.08 /hour", "--dry-run");
  assert.is(twice.status, 2);
  assert.match(twice.stderr, /--set growth is given twice/);
  const impossible = cli("run", path, "--set", "share=150 %", "--dry-run");
  assert.is(impossible.status, 2, impossible.stderr);
  assert.match(impossible.stderr, /With --set/);
});

test("a run says once which of the parameters it sets no longer vary between donors", () => {
  const { stderr } = cli("run", dish(), "--set", "share=0.4", "--set", "growth=0.07 /hour", "--dry-run");
  assert.is(stderr.split("share is set: it no longer varies between donors").length, 2, stderr);
  assert.not.match(stderr, /growth is set/);
});

test("run writes a whole folder: table, charts with descriptions, scenario, manifest", () => {
  const run = runOf(dish());
  assert.equal(readdirSync(run).sort(), [
    "balance.csv",
    "charts",
    "manifest.json",
    "observables.csv",
    "plausibility.csv",
    "report.html",
    "scenario",
  ]);
  assert.ok(readdirSync(join(run, "charts")).some((name) => name.endsWith(".png")));
  assert.is(tableOf(run)[0], "arm,donor,replicate,time_hour,culture,observable,subject,value,unit");
  const manifest = manifestIn(run);
  assert.ok(
    manifest.ledger.some((line: { of: string; amount: number }) => line.of === "vesicles EXO" && line.amount > 0),
  );
});

test("run gives the same bytes with 1, 2 and 4 workers", () => {
  const path = dish();
  const digests = ["1", "2", "4"].map((workers) => manifestIn(runOf(path, "--workers", workers)).digest);
  assert.is(new Set(digests).size, 1);
});

test("run gives the same bytes when the keys of the file are shuffled", () => {
  const path = dish();
  const shuffled = dish((text) => {
    const blocks = text.split(/\n(?=[a-z])/);
    return `${[...blocks.slice(0, 1), ...blocks.slice(1).reverse()].join("\n")}\n`.replace(
      "CD4: share, CD8: 1 - share",
      "CD8: 1 - share, CD4: share",
    );
  });
  assert.is(manifestIn(runOf(path)).digest, manifestIn(runOf(shuffled)).digest);
});

test("an arm or a replicate more leaves the others as they are", () => {
  const rowsOf = (run: string): string[] => tableOf(run).filter((row) => /^(none|IL2),\d,[12],/.test(row));
  const plain = rowsOf(runOf(dish()));
  assert.equal(
    rowsOf(runOf(dish((text) => text.replace("  none: {}", "  none: {}\n  other: { set: { growth: 0.1 /hour } }")))),
    plain,
  );
  assert.equal(rowsOf(runOf(dish(), "--replicates", "3")), plain);
  assert.equal(
    rowsOf(runOf(dish(), "--donors", "3")).filter((row) => !/^\w+,3,/.test(row)),
    plain,
  );
});

test("what is observed moves nothing else", () => {
  const counts = (run: string): string[] => tableOf(run).filter((row) => row.includes(",count,"));
  const few = runOf(dish((text) => `${text}observe: [counts]\n`));
  const many = runOf(
    dish(
      (text) => `${text}observe: [counts, totals, vesicles, concentrations, { generations: 5 }, { founders: 20 }]\n`,
    ),
  );
  assert.equal(counts(few), counts(many));
});

test("run shows a run that is there already, and makes it anew with --force", () => {
  const path = dish();
  const out = folder();
  const first = cli("run", path, "--out", out, "--quiet").stdout.trim();
  const again = cli("run", path, "--out", out, "--quiet");
  assert.is(again.stdout.trim(), first);
  assert.match(again.stderr, /there already/);
  writeFileSync(join(first, "observables.csv"), "spoilt");
  assert.is(cli("run", path, "--out", out, "--quiet").status, 1);
  assert.is(cli("verify", first).status, 1);
  assert.is(cli("run", path, "--out", out, "--quiet", "--force").status, 0);
  const verified = cli("verify", first, "--rerun");
  assert.is(verified.status, 0, verified.stderr);
  assert.match(verified.stdout, /the same bytes/);
});

test("--set changes a parameter by name and unit, and says what is wrong with it", () => {
  const run = runOf(dish(), "--set", "dose=20 U/mL", "--arm", "IL2");
  assert.equal(manifestIn(run).request.set, { dose: "20 U/mL" });
  for (const [flags, words] of [
    [["--set", "dosis=20 U/mL"], /there is no parameter "dosis".*dose/],
    [["--set", "dose=20 um"], /dose .*20 um/],
    [["--set", "dose"], /name=value/],
    [["--arm", "IL3"], /there is no arm "IL3".*IL2/],
    [["--donors", "0"], /whole number of 1 or more/],
    [["--sed", "1"], /seed|Unknown/],
  ] as const) {
    const out = folder();
    const done = cli("run", dish(), "--out", out, ...flags);
    assert.is(done.status, 2, done.stderr);
    assert.match(done.stderr, words);
    assert.equal(readdirSync(out), []);
  }
});

test("a faulty scenario ends with 2, says all its faults with their places, and writes nothing", () => {
  const out = folder();
  const path = dish((text) => text.replace("200 uL", "200 um").replace("die: 0.01 /hour", "dye: 0.01 /hour"));
  const done = cli("run", path, "--out", out);
  assert.is(done.status, 2);
  assert.match(done.stderr, /dish\.yaml:\d+:\d+.*volume/);
  assert.match(done.stderr, /dish\.yaml:\d+:\d+.*dye.*die/);
  assert.equal(readdirSync(out), []);
  assert.is(cli("check", path).status, 2);
  assert.is(cli("run", "nowhere.yaml", "--out", out).status, 2);
});

test("check --claims judges claims, tries them without their mechanism, and ends with 3 where one does not hold", () => {
  const claim = (value: string, off: string): string => `claims:
  - id: growth
    says: CD4 cells grow
    evidence: assumed
    holds: [{ ratio: count CD4, of: none, to: still, at: 24 hour, at-least: ${value} }]
    off: { set: { ${off} } }
`;
  const still = (text: string): string =>
    text.replace("  none: {}", "  none: {}\n  still: { set: { growth: 0 /hour } }");
  const checked = (value: string, off: string) =>
    cli(
      "check",
      dish((text) => still(text) + claim(value, off)),
      "--claims",
    );
  const holds = checked("1.5", "growth: 0 /hour");
  assert.is(holds.status, 0, holds.stdout + holds.stderr);
  assert.match(holds.stdout, /HOLDS +CD4 cells grow/);
  assert.match(holds.stdout, /negative test passed: with growth = 0/);
  const fails = checked("20", "growth: 0 /hour");
  assert.is(fails.status, 3);
  assert.match(fails.stdout, /FAILS/);
  assert.match(checked("1.5", "dose: 20 U/mL").stdout, /negative test FAILED.*holds without its mechanism/);
});

test("a fault of the run itself ends with 2 and names what happened", () => {
  const out = folder();
  const path = dish((text) => `${text}limit: { cells: 100, vesicles: 100 }\n`);
  const done = cli("run", path, "--out", out, "--quiet");
  assert.is(done.status, 2);
  assert.match(done.stderr, /more than 100 simulated cells/);
  assert.not.ok(readdirSync(out).some((name) => existsSync(join(out, name, "manifest.json"))));
});

test("an interrupted run keeps what is finished and goes on from there", async () => {
  const out = folder();
  const path = dish((text) =>
    text
      .replace("simulate: 200 cells", "simulate: 4000 cells")
      .replace("replicates: 2", "replicates: 6")
      .replace("to: 24 hour", "to: 48 hour"),
  );
  const flags = ["run", path, "--out", out, "--workers", "1"];
  const partsIn = (): number => {
    const [scenario] = readdirSync(out);
    const parts = scenario && readdirSync(join(out, scenario)).find((name) => name.endsWith(".parts"));
    return parts ? readdirSync(join(out, scenario, parts)).filter((name) => name.endsWith(".part")).length : 0;
  };
  const child = spawn(process.execPath, [main, ...flags]);
  const ended = new Promise<number | null>((done) => child.on("exit", done));
  while (partsIn() < 2 && child.exitCode === null) await new Promise((later) => setTimeout(later, 20));
  child.kill("SIGINT");
  assert.is(await ended, 130);
  assert.ok(partsIn() >= 2);
  const [scenario] = readdirSync(out);
  assert.not.ok(readdirSync(join(out, scenario)).some((name) => name.startsWith("seed-")));
  const resumed = cli(...flags, "--quiet");
  assert.is(resumed.status, 0, resumed.stderr);
  assert.is(manifestIn(resumed.stdout.trim()).digest, manifestIn(runOf(path)).digest);
  assert.equal(
    readdirSync(join(out, scenario)).filter((name) => name.endsWith(".parts")),
    [],
  );
});

test("a run that is stopped in the midst of a world goes on from its saved state", async () => {
  const out = folder();
  const path = dish((text) =>
    text
      .replace("simulate: 200 cells", "simulate: 4000 cells")
      .replace("to: 24 hour", "to: 240 hour")
      .replace("growth: { value: 0.05", "growth: { value: 0.01")
      .replace("count: 2", "count: 1"),
  );
  const flags = ["run", path, "--out", out, "--workers", "1", "--replicates", "1"];
  const child = spawn(process.execPath, [main, ...flags]);
  const ended = new Promise<number | null>((done) => child.on("exit", done));
  const scenario = (): string | undefined => readdirSync(out)[0];
  while (!scenario() && child.exitCode === null) await new Promise((later) => setTimeout(later, 10));
  await new Promise((later) => setTimeout(later, 400));
  child.kill("SIGINT");
  assert.is(await ended, 130);
  const parts = readdirSync(join(out, scenario()!)).find((name) => name.endsWith(".parts"))!;
  assert.equal(readdirSync(join(out, scenario()!, parts)), ["donor-1-replicate-1.part"]);
  const resumed = cli(...flags, "--quiet");
  assert.is(resumed.status, 0, resumed.stderr);
  assert.is(manifestIn(resumed.stdout.trim()).digest, manifestIn(runOf(path, "--replicates", "1")).digest);
});

test("--dry-run says what it would take and writes nothing", () => {
  const out = folder();
  const done = cli("run", dish(), "--out", out, "--dry-run");
  assert.is(done.status, 0, done.stderr);
  assert.match(done.stdout, /8 worlds: 2 arms × 4/);
  assert.equal(readdirSync(out), []);
});

test("list names every shipped scenario and lesson, describe says one in English", () => {
  const endings = (folder: string, ending: string) => readdirSync(folder).filter((name) => name.endsWith(ending));
  const shipped = [...endings("scenarios", ".yaml"), ...endings("scenarios/lessons", ".lesson.yaml")];
  const listed = cli("list").stdout;
  for (const name of shipped) assert.ok(listed.includes(name));
  const said = cli("describe", "scenarios/00-first-dish.yaml").stdout;
  assert.match(said, /CD8/);
  assert.match(said, /IL2/);
});

test.run();
