import { appendFileSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStore, type RunRow, storedRuns } from "../../../src/node/sweep/store.ts";

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), "exoculture-")), "runs");
const row = (number: number, given: Partial<RunRow> = {}): RunRow => ({
  ...{ point: `point ${number}`, donor: 1, replicate: 1, failed: "", seconds: 0.5 },
  values: [number, number / 3, Number.NaN],
  ...given,
});
const columns = ["a", 'growth of, say, "cells"', "nothing"];
const kept = async (folder: string, names: readonly string[] = columns): Promise<RunRow[]> => {
  const rows: RunRow[] = [];
  for await (const part of storedRuns(folder, names)) rows.push(...part);
  return rows;
};

test("openStore() keeps a run at once, and a part on demand", async () => {
  const folder = newFolder();
  const store = openStore(folder, columns);
  store.add(row(1));
  assert.equal(await kept(folder), [row(1)]);
  store.closePart();
  store.add(row(2, { failed: "it could not be" }));
  store.add(row(3, { values: [Number.POSITIVE_INFINITY, -0.1, 1e-300] }));
  assert.equal(readdirSync(folder).sort(), ["part-000001.parquet", "part-000002.open"]);
  assert.equal(
    (await kept(folder)).map(({ point }) => point),
    ["point 1", "point 2", "point 3"],
  );
  store.close();
  assert.equal(readdirSync(folder).sort(), ["part-000001.parquet", "part-000002.parquet"]);
  assert.equal(await kept(folder), [
    row(1),
    row(2, { failed: "it could not be" }),
    row(3, { values: [Number.POSITIVE_INFINITY, -0.1, 1e-300] }),
  ]);
  assert.equal(
    (await kept(folder, ["a"])).map(({ values }) => values),
    [[1], [2], [Number.POSITIVE_INFINITY]],
  );
});

test("openStore() goes on behind the last whole line, whatever stands there", async () => {
  for (const torn of ['["point 3",1,1,"",', "\0\0\0\0\n", '["point 3"', ""]) {
    const folder = newFolder();
    const first = openStore(folder, columns);
    first.add(row(1));
    first.add(row(2)); // and the process is gone
    appendFileSync(join(folder, "part-000001.open"), torn);
    assert.equal(await kept(folder), [row(1), row(2)], JSON.stringify(torn));
    const second = openStore(folder, columns);
    second.add(row(4));
    assert.equal(await kept(folder), [row(1), row(2), row(4)], JSON.stringify(torn));
    second.close();
    assert.equal(await kept(folder), [row(1), row(2), row(4)], JSON.stringify(torn));
  }
});

test("openStore() counts lines no more whose part is there, and removes what was being written", async () => {
  const folder = newFolder();
  const first = openStore(folder, columns);
  first.add(row(1));
  const lines = readFileSync(join(folder, "part-000001.open"));
  first.closePart();
  writeFileSync(join(folder, "part-000001.open"), lines); // killed between the new name and the end of the lines
  writeFileSync(join(folder, ".part-000002.new"), "PAR1 and no more");
  assert.equal(await kept(folder), [row(1)]);
  const second = openStore(folder, columns);
  second.add(row(2));
  second.close();
  assert.equal(await kept(folder), [row(1), row(2)]);
  assert.equal(readdirSync(folder).sort(), ["part-000001.parquet", "part-000002.parquet"]);
});

test("openStore() loses nothing when the disk is full", async () => {
  const folder = newFolder();
  const first = openStore(folder, columns);
  first.add(row(1));
  symlinkSync("/dev/full", join(folder, ".part-000001.new"));
  assert.throws(
    () => first.closePart(),
    ({ code }: NodeJS.ErrnoException) => code === "ENOSPC",
  );
  assert.equal(await kept(folder), [row(1)]);
  const second = openStore(folder, columns);
  second.add(row(2));
  second.close();
  assert.equal(await kept(folder), [row(1), row(2)]);
});

test("storedRuns() says which part cannot be read", async () => {
  const folder = newFolder();
  const store = openStore(folder, columns);
  store.add(row(1));
  store.close();
  writeFileSync(join(folder, "part-000001.parquet"), "PAR1 and then nothing");
  await kept(folder).then(
    () => assert.unreachable(),
    (error: Error) => assert.match(error.message, /part-000001\.parquet cannot be read .*: take it away/),
  );
});

test("the runs are read by DuckDB", async () => {
  const folder = newFolder();
  const store = openStore(folder, columns);
  for (let number = 0; number < 100; number++) {
    store.add(row(number, { failed: number % 10 === 0 ? "tenth" : "" }));
    if (number === 40) store.closePart();
  }
  store.close();
  const database = await (await DuckDBInstance.create()).connect();
  const reader = await database.runAndReadAll(
    `select status, count(*)::int, count(distinct point)::int, sum(donor)::int, sum(a), avg("growth of, say, ""cells"""),
       count(nothing)::int, any_value(reason) from '${folder}/*.parquet' group by status order by status`,
  );
  const sums = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90].reduce((sum, value) => sum + value);
  const rows = reader.getRowsJS() as (string | number | null)[][];
  assert.equal(rows[0].slice(0, 5), ["done", 90, 90, 90, 4950 - sums]);
  assert.ok(Math.abs((rows[0][5] as number) - (4950 - sums) / 270) < 1e-9);
  assert.equal(rows[0].slice(6), [0, null]);
  assert.equal(rows[1].slice(0, 5), ["failed", 10, 10, 10, sums]);
  assert.is(rows[1][7], "tenth");
});

test.run();
