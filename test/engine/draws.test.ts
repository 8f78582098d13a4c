import { test } from "uvu";
import * as assert from "uvu/assert";
import { generatedDraws, plainDraws } from "../../src/engine/draws.ts";
import { begin, next } from "../../src/kernels/chance.ts";
import { threefry } from "../../src/kernels/threefry.ts";

const count = 103; // no multiple of the lanes
const id = new Int32Array(2 * count);
for (let row = 0; row < count; row++) threefry(5, 6, row, 0, id, 2 * row);
const rows = Int32Array.from({ length: count }, (_, k) => (k * 37) % count);

test("draws are the first number of each cell's stream, by both means", () => {
  for (const [key0, key1] of [
    [0, 0],
    [-1, 123],
    [0x7fffffff, -0x80000000],
  ])
    for (const [from, to] of [
      [0, count],
      [3, 5],
      [10, 22],
      [7, 7],
    ]) {
      const [plain, generated, expected] = [0, 1, 2].map(() => new Float64Array(count).fill(-1));
      plainDraws(key0, key1, id, rows, from, to, plain);
      generatedDraws()(key0, key1, id, rows, from, to, generated);
      for (const row of rows.subarray(from, to)) {
        begin(key0, key1, id[2 * row], id[2 * row + 1]);
        expected[row] = next();
      }
      assert.equal(plain, expected);
      assert.equal(generated, expected);
    }
});

test.run();
