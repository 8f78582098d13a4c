import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { planOf } from "../../src/engine/simulation.ts";
import { recordWorlds } from "../../src/observe/record.ts";
import { columnOf, printedColumn } from "../../src/observe/recording.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";
import { dish, experimentOf } from "../scenario/dish.ts";

const main = join(import.meta.dirname, "../../dist/cli/main.js");
const folder = (): string => mkdtempSync(join(tmpdir(), "exoculture-"));
const cli = (cwd: string, ...words: string[]) =>
  spawnSync(process.execPath, [main, ...words], { cwd, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });

const scenario = dish({
  donors: { count: 3, vary: { death: "lognormal(0.01 /hour, 1.5)" } },
  parameters: {
    growth: { value: "0.05 /hour", source: "assumed" },
    death: { value: "0.01 /hour", source: "assumed" },
    dose: { value: "50 U/mL", of: "IL2", source: "assumed" },
  },
  cells: { T: { diameter: "7 um", divide: "growth * hill(free:IL2, 10 pM, 1)", die: "death", source: "assumed" } },
  arms: { medium: {}, IL2: { do: [{ at: "0 hour", in: "well", add: { IL2: "dose" } }] } },
  claims: [
    {
      id: "grows",
      says: "They grow",
      evidence: "assumed",
      holds: [{ ratio: "count T", of: "IL2", to: "medium", at: "24 hour", increases: true }],
    },
  ],
});
const sweep = `sweep: 1
title: A small sweep
scenario: dish.yaml
factors: { growth: { range: [0.01 /hour, 0.2 /hour] }, dose: { range: [1 U/mL, 100 U/mL] } }
design: { kind: latin, points: 4 }
donors: 2
replicates: 2
observables: true
outcomes: { fold: { ratio: count T, of: IL2, to: medium, at: 24 hour } }
claims: [grows]
`;
const desk = folder();
writeFileSync(join(desk, "dish.yaml"), scenario);
writeFileSync(join(desk, "small.yaml"), sweep);

test("sweep: the runs are the worlds that the scenario makes with the parameters of the point", async () => {
  const { status, stdout, stderr } = cli(desk, "sweep", "small.yaml");
  assert.is(status, 0, stderr);
  assert.match(stderr, /4 of 4 points read, 0 failed, 0 not run/);
  const made = join(desk, stdout.trim());
  const database = await (await DuckDBInstance.create()).connect();
  const query = async (text: string) => (await database.runAndReadAll(text)).getRowObjectsJS();
  const rows = await query(`from '${made}/runs/*.parquet'`);
  assert.is(rows.length, 16);
  const experiment = experimentOf(scenario);
  for (const row of rows.filter(({ replicate }) => replicate === 2)) {
    const set = { growth: `${row.growth} /hour`, dose: `${row.dose} U/mL` };
    const worlds = worldsOf(experiment, { seed: "1", donors: 2, replicates: 2, set });
    const [medium, il2] = worlds.filter((world) => world.donor === row.donor && world.replicate === 2);
    const counts = recordWorlds(
      [medium, il2].map((world) => ({ arm: world.arm, plan: planOf(modelOf(experiment, world)) })),
      medium.key,
    ).map(({ arm, times, values, digests, end }) => {
      const columns = end.plan.model.observables;
      const recording = { arm, donor: 1, replicate: 1, times, values, digests, columns };
      return printedColumn(recording, columnOf(recording, "count", 0, "T")).at(-1)!;
    });
    assert.equal([row["medium: count T in well at 24 hour"], row["IL2: count T in well at 24 hour"]], counts);
    assert.is(row.fold, counts[1] / counts[0]);
  }
  const [kept] = await query(
    `select count(distinct filename)::int files, count(distinct (arm, time))::int times
       from read_parquet('${made}/observables/*.parquet', filename = true) where observable = 'count'`,
  );
  assert.equal(kept, { files: 16, times: 2 * 3 });
  const points = readFileSync(join(made, "points.csv"), "utf8").trim().split("\n");
  assert.is(points[0], "point,status,growth,dose,fold,grows");
  assert.is(points.length, 5);
  assert.match(points[1], /^[0-9a-f]{32},read,[\d.]+,[\d.]+,[\d.]+,(holds|fails|undecided)$/);
  assert.ok(readdirSync(join(made, "charts")).some((name) => name.endsWith(".png")));
  assert.ok(existsSync(join(made, "sweep", "scenario.yaml")));

  const again = cli(desk, "sweep", "small.yaml", "--json", "--workers", "1");
  assert.is(again.status, 0, again.stderr);
  assert.is(JSON.parse(again.stdout).coverage.read, 4);
  assert.equal(readdirSync(join(made, "runs")), ["part-000001.parquet"]);
  const analysed = cli(desk, "analyse", made);
  assert.is(analysed.status, 0, analysed.stderr);
  assert.match(analysed.stdout, /claim grows: holds at \d points/);
  const [id] = points[1].split(",");
  const point = cli(desk, "sweep", "small.yaml", "--point", id);
  assert.is(JSON.parse(point.stdout).length, 4);
  assert.match(point.stderr, /exoculture run dish.yaml --seed '1' .*--set growth='[\d.]+ \/hour'/);
  assert.match(cli(desk, "sweep", "small.yaml", "--dry-run").stdout, /16 runs.*; 16 are there/);
});

test("sweep --dry-run says what it would take, and leaves nothing", () => {
  const other = folder();
  writeFileSync(join(other, "dish.yaml"), scenario);
  writeFileSync(join(other, "small.yaml"), sweep);
  const { status, stdout } = cli(other, "sweep", "small.yaml", "--dry-run");
  assert.is(status, 0);
  assert.match(
    stdout,
    /^4 points × 4 donors and replicates: 16 runs, each of 2 arms; 0 are there\nresults would go to .*\nabout \d+ s on \d workers\n/,
  );
  assert.equal(readdirSync(other).sort(), ["dish.yaml", "small.yaml"]);
});

test("sweep says that the disk is full, and goes on once it is not", () => {
  const full = folder();
  writeFileSync(
    join(full, "model.mjs"),
    `import { existsSync, readdirSync, symlinkSync } from "node:fs";
    export default ({ a }, seed) => {
      const here = new URL("output/sweeps/own/", import.meta.url);
      const part = new URL(readdirSync(here)[0] + "/runs/.part-000001.new", here);
      if (existsSync(new URL("full", import.meta.url)) && !existsSync(part)) symlinkSync("/dev/full", part);
      return { y: a * seed };
    };`,
  );
  writeFileSync(
    join(full, "own.yaml"),
    "sweep: 1\ntitle: Own\nfunction: model.mjs\nfactors: { a: { range: [1, 2] } }\ndesign: { kind: random, points: 5 }\noutcomes: { y: {} }\n",
  );
  writeFileSync(join(full, "full"), "");
  const { status, stderr } = cli(full, "sweep", "own.yaml", "--workers", "1");
  assert.is(status, 1);
  assert.match(stderr, /What was done is kept: once there is room, the same command goes on/);
  assert.match(stderr, /the disk is full/);
  assert.not.match(stderr, /should not have happened/);
  rmSync(join(full, "full"));
  const again = cli(full, "sweep", "own.yaml");
  assert.is(again.status, 0, again.stderr);
  assert.match(again.stderr, /5 of 5 points read/);
  assert.equal(readdirSync(join(full, again.stdout.trim(), "runs")), ["part-000001.parquet"]);
});

test("sweep and analyse say what is wrong with what they are given", () => {
  writeFileSync(join(desk, "wrong.yaml"), sweep.replace("growth: {", "grwth: {").replace("points: 4", "point: 4"));
  const wrong = cli(desk, "sweep", "wrong.yaml");
  assert.is(wrong.status, 2);
  assert.match(wrong.stderr, /wrong.yaml:5:24 +design.point is not a key here \(did you mean "points"\?\)/);
  assert.is(cli(desk, "sweep", "no.yaml").status, 2);
  assert.is(cli(desk, "sweep", "small.yaml", "--point", "x").status, 2);
  const many = Array.from({ length: 60 }, (_, at) => `a${at}: { range: [0, 1] }`).join(", ");
  writeFileSync(join(desk, "model.mjs"), "export default () => ({ y: 1 });");
  writeFileSync(
    join(desk, "many.yaml"),
    `sweep: 1\ntitle: Many\nfunction: model.mjs\nfactors: { ${many} }\ndesign: { kind: sobol, points: 4 }\noutcomes: { y: {} }\n`,
  );
  const { status, stderr } = cli(desk, "sweep", "many.yaml");
  assert.is(status, 2);
  assert.match(stderr, /This design cannot be made: 60 parameters: sobol goes up to 50/);
  assert.match(cli(desk, "analyse", desk).stderr, /is no folder of a sweep/);
});

test.run();
