/** Founders lie anywhere alike; daughters touch, in any direction alike. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { besides, scatter } from "../../../src/engine/space/births.ts";
import type { Box } from "../../../src/engine/space/box.ts";
import { begin } from "../../../src/kernels/chance.ts";
import { assertFlat } from "../../kernels/goodness.ts";

const box: Box = { lengths: [100, 60, 40], periods: [Infinity, 60, Infinity] };
const count = 20_000;
const columns = (rows: number): [Float64Array, Float64Array, Float64Array] => [
  new Float64Array(rows),
  new Float64Array(rows),
  new Float64Array(rows),
];

for (const settled of [false, true])
  test(`scatter() puts founders anywhere alike${settled ? " on the floor" : ""}, their radius from the walls`, () => {
    const [x, y, z] = columns(count);
    const radius = new Float64Array(count).fill(6);
    for (let row = 0; row < count; row++) {
      begin(1, 2, row, 0);
      scatter(box, row, x, y, z, radius, settled);
    }
    assertFlat(x, (at) => (at - 6) / 88, "x");
    assertFlat(y, (at) => at / 60, "y");
    if (settled) assert.ok(z.every((at) => at === 6));
    else assertFlat(z, (at) => (at - 6) / 28, "z");
    // pairs of coordinates are unrelated: a diagonal is as flat as its sides
    assertFlat(
      Float64Array.from(x, (at, row) => ((at - 6) / 88 + y[row] / 60) % 1),
      (at) => at,
      "x and y",
    );
  });

test("scatter() puts what is wider than the box into its middle", () => {
  const [x, y, z] = columns(1);
  begin(1, 2, 3, 4);
  scatter(box, 0, x, y, z, Float64Array.of(25), false);
  assert.is(z[0], 20);
  assert.ok(x[0] >= 25 && x[0] <= 75);
});

for (const settled of [false, true])
  test(`besides() parts daughters in any direction alike${settled ? " along the floor" : ""}: they touch in their mother's place`, () => {
    const [heights, turns] = columns(count);
    const radius = Float64Array.of(4, settled ? 4 : 6);
    for (let birth = 0; birth < count; birth++) {
      const [x, y, z] = [Float64Array.of(50, 0), Float64Array.of(30, 0), Float64Array.of(settled ? 4 : 20, 0)];
      begin(3, 4, birth, 0);
      besides(box, 0, 1, x, y, z, radius, settled);
      const [dx, dy, dz] = [x[1] - x[0], y[1] - y[0], z[1] - z[0]];
      const apart = Math.hypot(dx, dy, dz);
      assert.ok(Math.abs(apart - radius[0] - radius[1]) < 1e-12);
      assert.ok(Math.abs(x[0] + x[1] - 100) < 1e-12 && Math.abs(y[0] + y[1] - 60) < 1e-12);
      assert.ok(Math.abs(z[0] + z[1] - (settled ? 8 : 40)) < 1e-12);
      heights[birth] = dz / apart;
      turns[birth] = Math.atan2(dy, dx);
    }
    assertFlat(turns, (turn) => (turn + Math.PI) / (2 * Math.PI), "turn");
    if (settled) assert.ok(heights.every((height) => height === 0));
    else assertFlat(heights, (height) => (height + 1) / 2, "height"); // Archimedes: the height on a sphere is uniform
  });

test("besides() lets unequal daughters touch on the floor", () => {
  const [x, y, z] = [Float64Array.of(50, 0), Float64Array.of(30, 0), Float64Array.of(5, 0)];
  begin(3, 4, 5, 0);
  besides(box, 0, 1, x, y, z, Float64Array.of(4, 1), true);
  assert.equal([...z], [4, 1]);
  assert.ok(Math.abs(Math.hypot(x[1] - x[0], y[1] - y[0], 3) - 5) < 1e-12);
});

test("besides() keeps daughters in the box", () => {
  const radius = Float64Array.of(5, 5);
  for (let birth = 0; birth < 500; birth++) {
    const [x, y, z] = [Float64Array.of(5, 0), Float64Array.of(59, 0), Float64Array.of(35, 0)];
    begin(5, 6, birth, 0);
    besides(box, 0, 1, x, y, z, radius, false);
    for (const row of [0, 1])
      assert.ok(x[row] >= 5 && x[row] <= 10 && y[row] >= 0 && y[row] < 60 && z[row] >= 30 && z[row] <= 35);
  }
});

test.run();
