import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Stopped } from "../../../src/node/study.ts";
import { designFor, openSweep } from "../../../src/node/sweep/folder.ts";
import { readResults } from "../../../src/node/sweep/results.ts";
import { keyOf } from "../../../src/scenario/worlds.ts";
import { keptBy, make, ownSweep, plainModule, slowModule } from "./own.ts";

test("makeRuns() makes each run once, with the seed of its replicate at every point", async () => {
  const own = ownSweep(plainModule);
  assert.equal(await make(own), { asked: 20, before: 0, done: 20, failed: 0 });
  const rows = await keptBy(own);
  assert.is(new Set(rows.map(({ point }) => point)).size, 10);
  for (const { replicate, values } of rows) {
    const [a, b, sum, product] = values;
    assert.is(sum, a + b + keyOf(`1/1/${replicate}`)[0]);
    assert.is(product, a * b);
  }
  assert.equal(await make(own), { asked: 20, before: 20, done: 20, failed: 0 });
  assert.equal(await keptBy(own), rows);
});

test("makeRuns() gives the same for any number of workers, and goes on with a design that grew", async () => {
  const one = ownSweep(plainModule);
  await make(one, { workers: 1 });
  const three = ownSweep(plainModule);
  await make(three, { workers: 3 });
  assert.equal(await keptBy(three), await keptBy(one));
  const before = await keptBy(one);
  writeFileSync(
    one.path,
    readFileSync(one.path, "utf8").replace("points: 10", "points: 16").replace("replicates: 2", "replicates: 3"),
  );
  assert.equal(await make(one), { asked: 48, before: 20, done: 48, failed: 0 });
  const after = await keptBy(one);
  for (const row of before) assert.ok(after.some((other) => JSON.stringify(other) === JSON.stringify(row)));
});

test("makeRuns() keeps a run that fails, with the reason, and makes the others", async () => {
  const own = ownSweep(
    `
    let calls = 0;
    export default ({ a, b }, seed) => {
      if (a > 8) throw new Error("too much of a");
      if (a < 2) return { sum: a + b };
      return { sum: a + b, product: a * b };
    };`,
    { design: "{ kind: random, points: 30 }" },
  );
  const { asked, done, failed } = await make(own);
  const rows = await keptBy(own);
  const reasons = rows.map(({ values: [a], failed }) => [a > 8, a < 2, failed] as const);
  assert.equal([asked, done, failed], [60, 60, rows.filter((row) => row.failed !== "").length]);
  assert.ok(failed > 0);
  for (const [isMuch, isLittle, reason] of reasons)
    assert.is(reason, isMuch ? "too much of a" : isLittle ? 'the function returns no number "product"' : "");
  const opened = openSweep(own.path);
  assert.ok("sweep" in opened);
  const { outcomes } = await readResults(own.folder, opened.sweep, designFor(opened.sweep));
  const failedAt = Object.values(outcomes[0].at).filter((reading) => "failed" in reading);
  assert.is(2 * failedAt.length, failed);
  assert.match(JSON.stringify(failedAt), /donor 1, replicate [12]: too much of a/);
});

test("makeRuns() ends a run that takes too long, and tries one again whose worker died", async () => {
  const own = ownSweep(
    `
    import { existsSync, writeFileSync } from "node:fs";
    export default ({ a, b }, seed) => {
      const mark = new URL("mark-" + seed, import.meta.url);
      while (a === 4);
      if (a === 3) process.exit(7);
      if (a === 2 && !existsSync(mark)) {
        writeFileSync(mark, "");
        process.exit(7);
      }
      return { sum: a + b, product: a * b };
    };`,
    {
      design:
        "{ kind: list, points: [{ a: 1, b: 1 }, { a: 2, b: 1 }, { a: 3, b: 1 }, { a: 4, b: 1 }, { a: 5, b: 1 }] }",
      more: "limit: 1500 ms\n",
    },
  );
  assert.equal(await make(own), { asked: 10, before: 0, done: 10, failed: 4 });
  const told = (await keptBy(own)).map(({ values: [a], failed }) => `${a} ${failed}`);
  const dead = "3 its worker ended twice: worker exited with code: 7";
  const late = "4 took longer than 1.5 s";
  assert.equal(told.sort(), ["1 ", "1 ", "2 ", "2 ", dead, dead, late, late, "5 ", "5 "]);
  assert.is(readdirSync(dirname(own.path)).filter((name) => name.startsWith("mark-")).length, 2);
});

test("makeRuns() that is stopped goes on where it was", async () => {
  const undisturbed = ownSweep(plainModule);
  await make(undisturbed);
  const own = ownSweep(slowModule(5));
  const stop = new AbortController();
  const made = make(own, { stop: stop.signal, watch: ({ done }) => done === 7 && stop.abort() });
  await made.then(
    () => assert.unreachable(),
    (error) => assert.instance(error, Stopped),
  );
  const { before, done } = await make(own);
  assert.ok(before >= 7 && before < 20 && done === 20, `${before}`);
  assert.equal(await keptBy(own), await keptBy(undisturbed));
});

test("makeRuns() refuses a function that cannot be loaded, a folder that is taken and a run that is there twice", async () => {
  const refused = async (work: Promise<unknown>, words: RegExp): Promise<void> =>
    work.then(
      () => assert.unreachable(),
      (error: Error) => assert.match(error.message, words),
    );
  await refused(
    make(ownSweep("export default 3;")),
    /What makes a run cannot be loaded: .*model.mjs has no `export default`/,
  );
  await refused(make(ownSweep("export defau")), /What makes a run cannot be loaded: /);
  const own = ownSweep(slowModule(20));
  const first = make(own);
  await refused(make(own), /Another process makes the runs/);
  await first;
  const part = join(own.folder, "runs", "part-000002.open");
  const [{ point, values }] = await keptBy(own);
  appendFileSync(part, `["a","b","sum","product"]\n${JSON.stringify([point, 1, 1, "", 1, ...values])}\n`);
  await refused(make(own), /holds a run of point .* twice/);
});

test.run();
