/** Cells that overlap are moved apart: exactly where two meet, and enough where many do. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Box, shorter } from "../../../src/engine/space/box.ts";
import { newNeighbours } from "../../../src/engine/space/neighbours.ts";
import { newOverlaps, pushApart, tolerated } from "../../../src/engine/space/push.ts";
import { begin, next } from "../../../src/kernels/chance.ts";
import { type Cloud, cloud } from "./cloud.ts";

const wide: Box = { lengths: [100, 100, 100], periods: [Infinity, Infinity, Infinity] };
const round: Box = { lengths: [100, 100, 100], periods: [100, 100, 100] };
const bits = (...columns: Float64Array[]): number[] => columns.flatMap((column) => [...column]);

interface Crowded extends Cloud {
  readonly box: Box;
  readonly radius: Float64Array;
  readonly settled: boolean;
}

/** Cells of 8 to 12 µm that fill this part of the box, or of its floor. */
function crowded(count: number, filled: number, settled: boolean, periodic: boolean): Crowded {
  const radius = Float64Array.from({ length: count }, (_, row) => {
    begin(8, 8, row, 0);
    return 4 + 2 * next();
  });
  const area = radius.reduce((sum, r) => sum + Math.PI * r * r, 0);
  const volume = radius.reduce((sum, r) => sum + (4 / 3) * Math.PI * r ** 3, 0);
  const side = settled ? Math.sqrt(area / filled) : Math.cbrt(volume / filled);
  const period = periodic ? side : Infinity;
  const box: Box = settled
    ? { lengths: [side, side, 20], periods: [period, period, Infinity] }
    : { lengths: [side, side, side], periods: [period, period, period] };
  return { ...cloud(box, count, 4), box, radius, settled };
}

const push = ({ box, count, x, y, z, radius, id, settled }: Crowded, sweeps?: number, reach = 10): number =>
  pushApart(newOverlaps(newNeighbours(box, reach)), count, x, y, z, radius, id, settled, sweeps);

/** By cell and pair, at the nearest image: the largest part of the distance of touching that is missing. */
function largestOverlap({ box, count, x, y, z, radius, settled }: Crowded): number {
  let largest = 0;
  for (let row = 0; row < count; row++)
    for (let other = 0; other < row; other++) {
      const dx = shorter(x[row] - x[other], box.periods[0]);
      const dy = shorter(y[row] - y[other], box.periods[1]);
      const dz = settled ? 0 : shorter(z[row] - z[other], box.periods[2]);
      const wanted = settled ? 2 * Math.sqrt(radius[row] * radius[other]) : radius[row] + radius[other];
      largest = Math.max(largest, 1 - Math.hypot(dx, dy, dz) / wanted);
    }
  return largest;
}

function staysWithin({ box, count, x, y, z, radius }: Crowded): boolean {
  return [x, y, z].every((places, axis) => {
    for (let row = 0; row < count; row++) {
      const margin = box.periods[axis] < Infinity ? 0 : radius[row];
      if (!(places[row] >= margin && places[row] <= box.lengths[axis] - margin)) return false;
    }
    return true;
  });
}

/** Cells by hand: places, radius 5. */
function few(box: Box, places: readonly (readonly [number, number, number])[], settled = false): Crowded {
  return {
    box,
    count: places.length,
    x: Float64Array.from(places, ([x]) => x),
    y: Float64Array.from(places, ([, y]) => y),
    z: Float64Array.from(places, ([, , z]) => z),
    radius: new Float64Array(places.length).fill(5),
    id: Int32Array.from({ length: 2 * places.length }, (_, word) => 7 * word + 1),
    settled,
  };
}

test("pushApart() parts two cells in one sweep, each by half of the overlap", () => {
  const cells = few(wide, [
    [50, 50, 50],
    [56, 50, 50],
  ]);
  assert.is(push(cells, 1), 0);
  assert.equal(bits(cells.x, cells.y, cells.z), [48, 58, 50, 50, 50, 50]);
});

test("pushApart() parts two cells that meet across the side of a periodic box", () => {
  const cells = few(round, [
    [1, 50, 99],
    [99, 50, 99],
  ]);
  push(cells, 1);
  assert.equal(bits(cells.x, cells.y, cells.z), [5, 95, 50, 50, 99, 99]);
});

test("pushApart() moves no cell that overlaps none", () => {
  const cells = few(wide, [
    [20, 20, 20],
    [30, 20, 20],
    [50, 50, 50],
    [5, 95, 5],
  ]);
  const before = bits(cells.x, cells.y, cells.z);
  assert.is(push(cells), 0);
  assert.equal(bits(cells.x, cells.y, cells.z), before);
});

test("pushApart() leaves cells on the floor, where unequal spheres touch closer than their radii together", () => {
  const cells = few(
    wide,
    [
      [50, 50, 60],
      [52, 50, 3],
    ],
    true,
  );
  cells.radius[1] = 2;
  push(cells, 1);
  assert.equal([...cells.z], [5, 2]);
  assert.ok(Math.abs(Math.hypot(cells.x[1] - cells.x[0], 5 - 2) - 7) < 1e-12);
  assert.equal([...cells.y], [50, 50]);
});

for (const settled of [false, true])
  test(`pushApart() parts cells at one place by their ids alone${settled ? ", along the floor" : ""}`, () => {
    const height = settled ? 5 : 50;
    const cells = few(wide, new Array(5).fill([50, 50, height]), settled);
    const other = few(wide, new Array(5).fill([50, 50, height]), settled);
    for (let row = 0; row < 5; row++) other.id.set(cells.id.subarray(2 * row, 2 * row + 2), 2 * (4 - row));
    assert.ok(push(cells) <= tolerated);
    push(other);
    const two = few(wide, new Array(2).fill([50, 50, height]), settled);
    assert.ok(push(two, 1) < 1e-12);
    assert.ok(largestOverlap(cells) <= tolerated);
    for (const axis of ["x", "y", "z"] as const)
      for (let row = 0; row < 5; row++) assert.ok(Math.abs(cells[axis][row] - other[axis][4 - row]) < 1e-9);
    if (settled) assert.equal([...cells.z], [5, 5, 5, 5, 5]);
    else assert.ok(new Set(cells.z).size === 5);
  });

for (const [filled, settled] of [
  [0.3, false],
  [0.45, false],
  [0.6, true],
] as const)
  for (const periodic of [false, true]) {
    const where = `${filled} of ${settled ? "the floor" : "the volume"}, ${periodic ? "periodic" : "walls"}`;
    test(`pushApart() leaves no overlap above what is tolerated, and tells it: ${where}`, () => {
      const cells = crowded(800, filled, settled, periodic);
      const told = push(cells, 1000);
      assert.ok(told <= tolerated, `${told}`);
      assert.ok(Math.abs(told - largestOverlap(cells)) < 1e-12);
      assert.ok(staysWithin(cells));
    });
  }

test("pushApart() leaves a layer compressed that does not fit, and tells by how much", () => {
  const cells = crowded(400, 1.3, true, false);
  const told = push(cells, 50);
  assert.ok(told > tolerated && Math.abs(told - largestOverlap(cells)) < 1e-12, `${told}`);
  assert.ok(staysWithin(cells));
});

test("pushApart() evens out a hexagonal layer that is compressed by a twentieth, and does not overshoot", () => {
  const [across, along, apart] = [12, 14, 9.5];
  const box: Box = {
    lengths: [across * apart, along * apart * Math.sqrt(0.75), 20],
    periods: [across * apart, along * apart * Math.sqrt(0.75), Infinity],
  };
  const cells = few(
    box,
    Array.from({ length: across * along }, (_, row) => {
      const line = Math.floor(row / across);
      begin(9, 9, row, 0);
      const off = (): number => 0.2 * (next() - 0.5);
      return [
        ((row % across) + 0.5 * (line % 2) + 0.2) * apart + off(),
        (line + 0.2) * apart * Math.sqrt(0.75) + off(),
        5,
      ];
    }),
    true,
  );
  assert.ok(push(cells, 0) > 0.06);
  assert.ok(Math.abs(push(cells, 400) - 0.05) < 1e-3);
});

test("pushApart() keeps cells in the middle of a box that is too narrow for them", () => {
  const cells = few({ lengths: [100, 8, 100], periods: [Infinity, Infinity, Infinity] }, [
    [50, 1, 50],
    [53, 7, 50],
  ]);
  push(cells);
  assert.equal([...cells.y], [4, 4]);
});

for (const settled of [false, true])
  test(`pushApart() leaves the centre of mass where it is in a periodic box${settled ? ", on the floor" : ""}`, () => {
    const cells = crowded(500, settled ? 0.6 : 0.3, settled, true);
    const before = [cells.x.slice(), cells.y.slice(), cells.z.slice()];
    const sweeps = 40;
    push(cells, sweeps);
    for (const [axis, places] of [cells.x, cells.y, ...(settled ? [] : [cells.z])].entries()) {
      let moved = 0;
      let sum = 0;
      for (let row = 0; row < cells.count; row++) {
        const way = shorter(places[row] - before[axis][row], cells.box.periods[axis]);
        sum += way;
        moved += Math.abs(way);
      }
      const rounding = cells.count * sweeps * 6 * cells.box.lengths[axis] * 2 ** -53; // six contacts a cell and sweep
      assert.ok(moved > 10 && Math.abs(sum) < rounding, `${axis}: ${sum} of ${moved}, rounding ${rounding}`);
    }
  });

test("pushApart() comes to the same for any order of rows, up to rounding", () => {
  const cells = crowded(500, 0.3, false, true);
  const turned = crowded(500, 0.3, false, true);
  for (const column of [turned.x, turned.y, turned.z, turned.radius]) column.reverse();
  for (let row = 0; row < 500; row++) turned.id.set(cells.id.subarray(2 * row, 2 * row + 2), 2 * (499 - row));
  push(cells, 30);
  push(turned, 30);
  for (const axis of ["x", "y", "z"] as const) {
    const back = turned[axis].slice().reverse();
    for (let row = 0; row < 500; row++)
      assert.ok(Math.abs(shorter(back[row] - cells[axis][row], cells.box.lengths[0])) < 1e-9, `${axis} ${row}`);
  }
});

test("pushApart() comes to the same bits whatever the bins, and when done again", () => {
  const runs = [10, 10, 3, 55].map((reach) => {
    const cells = crowded(300, 0.3, false, true);
    push(cells, 25, reach);
    return bits(cells.x, cells.y, cells.z);
  });
  for (const run of runs) assert.equal(run, runs[0]);
});

test.run();
