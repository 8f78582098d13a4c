/** Cells on a lattice spread as they should, stay one to a site, and come to lie anywhere alike. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Grid, voxelAt, type Wall } from "../../../src/engine/space/grid.ts";
import {
  hop,
  newSites,
  occupy,
  roomBeside,
  type Sites,
  settleAnywhere,
  settleBeside,
} from "../../../src/engine/space/hop.ts";
import { begin, next } from "../../../src/kernels/chance.ts";
import { momentsOf, near } from "../bench.ts";

const still = new Float64Array(3);
const walled = (wall: Wall): Grid["walls"] => [wall, wall, wall, wall, wall, wall];
const columns = (rows: number): [Float64Array, Float64Array, Float64Array] => [
  new Float64Array(rows),
  new Float64Array(rows),
  new Float64Array(rows),
];

/** Where many cells, each alone, have gone from the middle of a lattice. */
function ways(grid: Grid, motility: number, climbs: Float64Array, dt: number, steps: number): Float64Array[] {
  const cells = 3000;
  const sites = newSites(grid);
  const gone = columns(cells);
  const middle = grid.shape.map((voxels, axis) => (Math.floor(voxels / 2) + 0.5) * grid.size[axis]);
  for (let cell = 0; cell < cells; cell++) {
    const place = middle.map((at) => Float64Array.of(at));
    const [x, y, z] = place;
    const start = voxelAt(grid, x[0], y[0], z[0]);
    sites.cell[start] = 0;
    for (let number = 0; number < steps; number++) {
      begin(1, number, cell, 0);
      hop(sites, 0, x, y, z, motility, climbs, dt);
    }
    assert.is(sites.cell[voxelAt(grid, x[0], y[0], z[0])], 0);
    sites.cell[voxelAt(grid, x[0], y[0], z[0])] = -1;
    for (let axis = 0; axis < 3; axis++) gone[axis][cell] = place[axis][0] - middle[axis];
  }
  return gone;
}

for (const [dt, steps] of [
  [2, 60],
  [60, 2],
])
  test(`hop() spreads a cell by 2 µ t along each axis of unequal voxels, in steps of ${dt} s`, () => {
    const grid: Grid = { shape: [101, 61, 41], size: [5, 10, 14], walls: walled("closed") };
    const expected = 2 * 1.2 * 120;
    for (const [axis, gone] of ways(grid, 1.2, still, dt, steps).entries()) {
      const { mean, meanError } = momentsOf(gone.map((way) => way * way));
      near(mean, expected, meanError, `axis ${axis}`);
    }
  });

test("hop() drifts by v dt along each axis, also where a cell climbs faster than it wanders", () => {
  const grid: Grid = { shape: [201, 81, 41], size: [5, 10, 14], walls: walled("closed") };
  const climbs = Float64Array.of(2, -0.3, 0.05); // 2 µ/h: 0.48, 0.24 and 0.17 µm/s
  const spread = [5 * 2, 10 * 0.3, 2 * 1.2]; // variance in a second: v h where the cell never hops back
  for (const [axis, gone] of ways(grid, 1.2, climbs, 20, 5).entries()) {
    const { mean, meanError, variance, varianceError } = momentsOf(gone);
    near(mean, climbs[axis] * 100, meanError, `axis ${axis}`);
    near(variance, spread[axis] * 100, varianceError, `axis ${axis}`);
  }
});

test("hop() never leaves the lattice through a wall, nor a plane", () => {
  const grid: Grid = { shape: [3, 2, 1], size: [10, 10, 10], walls: walled("closed") };
  const sites = newSites(grid);
  const [x, y, z] = [Float64Array.of(5), Float64Array.of(5), Float64Array.of(5)];
  occupy(sites, 1, x, y, z);
  const visits = new Float64Array(6);
  const steps = 12_000;
  for (let number = 0; number < steps; number++) {
    begin(2, number, 0, 0);
    hop(sites, 0, x, y, z, 100, still, 20);
    assert.ok([5, 15, 25].includes(x[0]) && [5, 15].includes(y[0]) && z[0] === 5);
    visits[voxelAt(grid, x[0], y[0], z[0])]++;
  }
  // the slowest mode dies out with the rate 1/s: a twentieth of 1e-7 is left after a step
  for (const visit of visits) near(visit, steps / 6, Math.sqrt((steps * 5) / 36), "visits of a site");
});

for (const wall of ["closed", "periodic"] as const)
  for (const dt of [1, 15])
    test(`hop() leaves all sites alike, one cell in each, in steps of ${dt} s: ${wall}`, () => {
      const grid: Grid = { shape: [6, 5, 1], size: [10, 10, 10], walls: walled(wall) };
      const [sitesCount, cells, trials] = [30, 18, 300];
      const seen = new Float64Array(sitesCount);
      const seenFirst = new Float64Array(sitesCount);
      const sites = newSites(grid);
      const [x, y, z] = columns(cells);
      for (let trial = 0; trial < trials; trial++) {
        for (let row = 0; row < cells; row++) {
          x[row] = 10 * (row % 6) + 5; // the lowest three lines are full
          y[row] = 10 * Math.floor(row / 6) + 5;
          z[row] = 5;
        }
        occupy(sites, cells, x, y, z);
        for (let number = 0; number < 250 / dt; number++)
          for (let row = 0; row < cells; row++) {
            begin(trial, number, row, 3);
            hop(sites, row, x, y, z, 100, still, dt);
          }
        const before = sites.cell.slice();
        occupy(sites, cells, x, y, z); // throws where two are in one
        assert.equal(sites.cell, before);
        for (let row = 0; row < cells; row++) seen[voxelAt(grid, x[row], y[row], z[row])]++;
        seenFirst[voxelAt(grid, x[0], y[0], z[0])]++;
      }
      assertAlike(seen, (trials * cells) / sitesCount, 1 - cells / sitesCount, "all cells");
      assertAlike(seenFirst, trials / sitesCount, 1 - 1 / sitesCount, "the first cell");
    });

/** Chi-square of sites that were taken in so many trials, `spread` of the expected number being the variance of each. */
function assertAlike(seen: Float64Array, expected: number, spread: number, what: string): void {
  const freedom = seen.length - 1;
  const chi =
    seen.reduce((sum, each) => sum + (each - expected) ** 2, 0) / ((expected * spread * seen.length) / freedom);
  near(chi, freedom, Math.sqrt(2 * freedom), what);
}

test("hop() evens out a crowd as fast as a single cell spreads", () => {
  const grid: Grid = { shape: [16, 40, 40], size: [10, 10, 10], walls: walled("periodic") };
  const sites = newSites(grid);
  const wave = (at: number): number => Math.cos((2 * Math.PI * (at / 10 - 0.5)) / 16);
  const [x, y, z] = columns(25_600);
  let cells = 0;
  for (let site = 0; site < 25_600; site++) {
    begin(4, 4, site, 0);
    x[cells] = 10 * (site % 16) + 5;
    y[cells] = 10 * (Math.floor(site / 16) % 40) + 5;
    z[cells] = 10 * Math.floor(site / 640) + 5;
    if (next() < 0.5 * (1 + wave(x[cells]))) cells++;
  }
  occupy(sites, cells, x, y, z);
  const height = (): number => x.subarray(0, cells).reduce((sum, at) => sum + wave(at), 0);
  const start = height();
  const dt = 0.05; // a cell tries 0.3 hops a step
  const steps = 100;
  for (let number = 0; number < steps; number++)
    for (let row = 0; row < cells; row++) {
      begin(5, number, row, 0);
      hop(sites, row, x, y, z, 100, still, dt);
    }
  // whoever is in the way, the mean occupancy of the exclusion process obeys the equation of one cell (Spitzer 1970)
  const left = Math.exp(-2 * (1 - Math.cos((2 * Math.PI) / 16)) * dt * steps);
  near(height() / start, left, Math.sqrt((25_600 / 4) * 0.5) / start, "height of the wave");
});

const full = (sites: Sites): number[] => [...sites.cell].filter((row) => row !== -1);

test("settleAnywhere() fills every site once, any of them alike, and then says that it is full", () => {
  const grid: Grid = { shape: [4, 3, 2], size: [10, 10, 10], walls: walled("closed") };
  const seen = new Float64Array(24);
  for (let trial = 0; trial < 1000; trial++) {
    const sites = newSites(grid);
    const [x, y, z] = columns(24);
    for (let row = 0; row < 24; row++) {
      begin(6, trial, row, 0);
      assert.ok(settleAnywhere(sites, row, x, y, z));
      assert.is(sites.cell[voxelAt(grid, x[row], y[row], z[row])], row);
      if (row === 11) for (const [site, each] of sites.cell.entries()) if (each !== -1) seen[site]++;
    }
    assert.is(full(sites).length, 24);
    assert.is(settleAnywhere(sites, 0, x, y, z), false);
  }
  assertAlike(seen, 500, 0.5, "half of the sites");
});

test("settleBeside() takes any free site alike that has a side in common, and says where there is none", () => {
  for (const [wall, mother, expected] of [
    ["closed", [0, 0, 0], [1, 4]],
    ["periodic", [0, 0, 0], [1, 3, 4, 8, 12, 24]],
    ["closed", [1, 1, 0], [1, 4, 6, 9, 17]],
  ] as const) {
    const grid: Grid = { shape: [4, 3, 3], size: [10, 10, 10], walls: walled(wall) };
    const seen = new Float64Array(36);
    for (let trial = 0; trial < 2000; trial++) {
      const sites = newSites(grid);
      const [x, y, z] = columns(9);
      [x[0], y[0], z[0]] = mother.map((at) => 10 * at + 5);
      [x[1], y[1], z[1]] = wall === "closed" && mother[0] === 0 ? [5, 5, 15] : [35, 25, 15]; // in the way, or far off
      occupy(sites, 2, x, y, z);
      begin(7, trial, 0, 0);
      assert.ok(settleBeside(sites, 0, 2, x, y, z));
      seen[voxelAt(grid, x[2], y[2], z[2])]++;
      assert.is(sites.free, 33);
      if (trial > 0) continue;
      for (let row = 3; row < 2 + expected.length; row++) {
        assert.ok(roomBeside(sites, x[0], y[0], z[0]));
        assert.ok(settleBeside(sites, 0, row, x, y, z));
      }
      assert.is(roomBeside(sites, x[0], y[0], z[0]), false);
      assert.is(settleBeside(sites, 0, 7, x, y, z), false);
    }
    assert.equal(
      [...seen.keys()].filter((site) => seen[site] > 0),
      [...expected],
    );
    assertAlike(
      Float64Array.from(expected, (site) => seen[site]),
      2000 / expected.length,
      1 - 1 / expected.length,
      wall,
    );
  }
});

test("occupy() refuses two cells in one voxel", () => {
  const sites = newSites({ shape: [2, 1, 1], size: [10, 10, 10], walls: walled("closed") });
  assert.throws(
    () => occupy(sites, 2, Float64Array.of(1, 2), Float64Array.of(1, 2), Float64Array.of(1, 2)),
    /two cells are in voxel 0/,
  );
});

test.run();
