/** The parameter table, row by row. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readTable } from "../../src/scenario/table.ts";
import { root } from "../house/source.ts";

const text = readFileSync(join(root, "scenarios/library/parameters.csv"), "utf8");

test("readTable() reads ranges in base units, past fields that hold commas and quotes", () => {
  const rows = readTable(
    'id,quantity,low,high,unit,note\r\na.b,"A ""rate"", of something",36,72,1/hour,"x, y"\nc,Share,0.5,1,1,\nd,Words,many,most,odd,\n',
  );
  assert.equal([...rows.keys()], ["a.b", "c", "d"]);
  assert.equal(rows.get("a.b")?.range, { low: 0.01, high: 0.02, vector: [0, -1, 0, 0] });
  assert.equal(rows.get("c")?.range, { low: 0.5, high: 1, vector: [0, 0, 0, 0] });
  assert.is(rows.get("c")?.unit, "");
  assert.is(rows.get("d")?.range, undefined);
});

test("readTable() reads the shipped table: each id once, each range from low to high", () => {
  const rows = readTable(text);
  assert.is(rows.size, text.trim().split(/\r?\n/).length - 1);
  const ranges = [...rows.values()].flatMap(({ range }) => range ?? []);
  assert.ok(ranges.length > 100, `${ranges.length} ranges`);
  assert.ok(ranges.every(({ low, high }) => low <= high));
});

test.run();
