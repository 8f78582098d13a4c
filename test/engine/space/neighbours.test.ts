/** A search by bins finds what a look at every row finds. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Box } from "../../../src/engine/space/box.ts";
import { fill, find, type Neighbours, newNeighbours } from "../../../src/engine/space/neighbours.ts";
import { begin, next } from "../../../src/kernels/chance.ts";
import { type Cloud, cloud } from "./cloud.ts";

const boxes: readonly (readonly [name: string, box: Box])[] = [
  ["walls", { lengths: [50, 30, 20], periods: [Infinity, Infinity, Infinity] }],
  ["a periodic box", { lengths: [50, 30, 20], periods: [50, 30, 20] }],
  ["a layer, periodic along x", { lengths: [80, 40, 3], periods: [80, Infinity, Infinity] }],
  ["a line", { lengths: [300, 2, 2], periods: [300, 2, Infinity] }],
];

/** What find() should leave: rows within a distance and their distances squared, row by row, at the nearest of all images. */
function byHand({ count, x, y, z }: Cloud, { periods }: Box, row: number, at: number[], distance: number) {
  const squareAlong = (axis: number, way: number): number =>
    Math.min(...[-1, 0, 1].map((times) => (times === 0 ? way : way + times * periods[axis]) ** 2));
  const squares = Array.from(
    { length: count },
    (_, other) =>
      squareAlong(0, x[other] - at[0]) + squareAlong(1, y[other] - at[1]) + squareAlong(2, z[other] - at[2]),
  );
  const found = [...squares.keys()].filter((other) => other !== row && squares[other] <= distance * distance);
  return { found, squared: found.map((other) => squares[other]) };
}

/** What find() leaves. */
function bySearch(neighbours: Neighbours, row: number, at: number[], distance: number) {
  const count = find(neighbours, row, at[0], at[1], at[2], distance);
  return { found: [...neighbours.found.subarray(0, count)], squared: [...neighbours.squared.subarray(0, count)] };
}

for (const [name, box] of boxes)
  for (const reach of [1.5, 6, 17, 1000])
    test(`find() finds each row once, in order, with its distance, in ${name} with bins of ${reach} µm`, () => {
      const cells = cloud(box, 300, 1);
      const neighbours = newNeighbours(box, reach);
      fill(neighbours, cells.count, cells.x, cells.y, cells.z);
      for (const distance of [0, 0.5, 6, 9.9, 16, 60])
        for (let trial = 0; trial < 25; trial++) {
          begin(5, 6, trial, 0);
          const row = trial < 15 ? Math.floor(next() * cells.count) : -1;
          const at =
            row < 0 ? box.lengths.map((length) => length * next()) : [cells.x[row], cells.y[row], cells.z[row]];
          assert.equal(bySearch(neighbours, row, at, distance), byHand(cells, box, row, at, distance));
        }
    });

for (const period of [30, Infinity])
  test(`find() includes what is just as far as the distance, on the edge of a bin too (period ${period})`, () => {
    const places = Float64Array.of(0, 10, 20, 10);
    const zero = new Float64Array(4);
    for (const reach of [10, 3, 30]) {
      const neighbours = newNeighbours({ lengths: [30, 30, 30], periods: [period, period, period] }, reach);
      fill(neighbours, 4, places, zero, zero);
      const foundBy = (row: number, distance: number): number[] => [
        ...neighbours.found.subarray(0, find(neighbours, row, places[row], 0, 0, distance)),
      ];
      assert.equal(foundBy(1, 0), [3]);
      assert.equal(foundBy(1, 10), [0, 2, 3]);
      assert.equal(foundBy(0, 10), period === 30 ? [1, 2, 3] : [1, 3]);
    }
  });

test("fill() takes more rows than before, and fewer", () => {
  const box = boxes[1][1];
  const neighbours = newNeighbours(box, 4);
  for (const count of [10, 500, 3, 0]) {
    const { x, y, z } = cloud(box, count, 3);
    fill(neighbours, count, x, y, z);
    assert.is(find(neighbours, -1, 1, 1, 1, 100), count);
  }
});

test("newNeighbours() keeps the bins of a huge box few, and the search right", () => {
  const box: Box = { lengths: [20_000, 20_000, 500], periods: [20_000, 20_000, Infinity] };
  const neighbours = newNeighbours(box, 10);
  assert.ok(neighbours.first.length <= 262_145);
  const cells = cloud(box, 2000, 7);
  fill(neighbours, cells.count, cells.x, cells.y, cells.z);
  for (let row = 0; row < 40; row++) {
    const at = [cells.x[row], cells.y[row], cells.z[row]];
    assert.equal(bySearch(neighbours, row, at, 900), byHand(cells, box, row, at, 900));
  }
});

test.run();
