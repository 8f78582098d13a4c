/** A sweep whose coordinator and workers are killed by chance, again and again, and what is left of it. */
import { spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import * as assert from "uvu/assert";
import { jobOf, keptBy, make, type Own, ownSweep, slowModule } from "./own.ts";

const driver = fileURLToPath(new URL("driver.ts", import.meta.url));
const runsForEach = 30; // runs for each kill: more than are made between two of them

/** One worker in ten runs dies the first time. */
const mortalModule = slowModule(8).replace(
  "  await",
  `  const mark = new URL(\`mark-\${a}-\${seed}\`, import.meta.url);
  if (seed % 10 === Math.floor(100 * a) % 10 && !existsSync(mark)) {
    writeFileSync(mark, "");
    process.exit(9);
  }
  await`,
);

/**
 * Kills the coordinator so many times, lets the sweep end, and compares it with one that nobody touched.
 * @throws AssertionError where a run was lost, made twice or came out differently
 */
export async function killAndCompare(kills: number): Promise<void> {
  const design = `{ kind: random, points: ${(runsForEach * kills) / 2} }`;
  const undisturbed = ownSweep(slowModule(0), { design });
  await make(undisturbed);
  const own = ownSweep(`import { existsSync, writeFileSync } from "node:fs";\n${mortalModule}`, { design });
  let last = 0;
  for (let kill = 0; kill < kills; kill++) {
    const { told, all } = await driven(own, 300 * Math.random());
    assert.ok(told >= last, `${last} runs were kept, and later ${told}`);
    last = told;
    if (all) break;
    assert.ok((await keptBy(own)).length >= told, `${told} runs were told as kept`);
  }
  const { all } = await driven(own, Number.POSITIVE_INFINITY);
  assert.ok(all);
  assert.equal(await keptBy(own), await keptBy(undisturbed));
  const runs = join(own.folder, "runs");
  assert.equal(
    readdirSync(runs).filter((name) => !/^part-\d{6}\.parquet$/.test(name)),
    [],
  );
  const database = await (await DuckDBInstance.create()).connect();
  const counted = await database.runAndReadAll(
    `select count(*)::int, count(distinct (point, donor, replicate))::int, count(*) filter (status = 'done')::int
       from '${runs}/*.parquet'`,
  );
  assert.equal(counted.getRowsJS()[0], [runsForEach * kills, runsForEach * kills, runsForEach * kills]);
}

/** Runs the driver until it ends, or is killed so long after its first run. @returns runs that it told of as kept */
function driven(own: Own, after: number): Promise<{ told: number; all: boolean }> {
  return new Promise((resolve, reject) => {
    const job = join(dirname(own.path), "job.json");
    writeFileSync(job, JSON.stringify(jobOf(own)));
    const child = spawn(process.execPath, ["--import", "tsx", driver, job], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let wrong = "";
    let clock: NodeJS.Timeout | undefined;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (Number.isFinite(after)) clock ??= setTimeout(() => child.kill("SIGKILL"), after);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      wrong += text;
    });
    child.on("close", (code, signal) => {
      clearTimeout(clock);
      if (code !== 0 && signal !== "SIGKILL") reject(new Error(`the driver ended with ${code}: ${wrong}`));
      const lines = output.slice(0, output.lastIndexOf("\n")).split("\n");
      resolve({
        told: Math.max(0, ...lines.map(Number).filter(Number.isFinite)),
        all: lines.at(-1)!.startsWith("all"),
      });
    });
  });
}
