import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Grid, voxelVolume } from "../../../src/engine/space/grid.ts";
import { alongAxis, inShells } from "../../../src/engine/space/profile.ts";
import { near } from "../bench.ts";

const closed: Grid["walls"] = ["closed", "closed", "closed", "closed", "closed", "closed"];
const around: Grid["walls"] = ["periodic", "periodic", "periodic", "periodic", "periodic", "periodic"];

test("alongAxis() has the mean concentration of each slab", () => {
  const grid: Grid = { shape: [3, 2, 4], size: [10, 5, 2], walls: closed };
  const amounts = Float64Array.from({ length: 24 }, (_, voxel) => {
    const [i, j, k] = [voxel % 3, Math.floor(voxel / 3) % 2, Math.floor(voxel / 6)];
    return voxelVolume(grid) * (1 + i + 10 * j + 100 * k);
  });
  assert.equal(alongAxis(grid, amounts, 0), Float64Array.of(156, 157, 158));
  assert.equal(alongAxis(grid, amounts, 1), Float64Array.of(152, 162));
  assert.equal(alongAxis(grid, amounts, 2), Float64Array.of(7, 107, 207, 307));
});

test("inShells() puts each voxel in the shell of its centre", () => {
  const grid: Grid = { shape: [3, 3, 3], size: [2, 2, 2], walls: closed };
  const amounts = new Float64Array(27).fill(8);
  amounts[13] = 80; // the middle
  const { mean, radius, count } = inShells(grid, amounts, 3, 3, 3, 1);
  assert.equal(count, Int32Array.of(1, 0, 18, 8)); // 6 at 2, 12 at 2√2, 8 at 2√3
  assert.equal([...mean].map(String), ["10", "NaN", "1", "1"]);
  assert.is(radius[0], 0);
  near(radius[2], (6 * 2 + 12 * 2 * Math.SQRT2) / 18, 1e-14, "radius", 1);
  near(radius[3], 2 * Math.sqrt(3), 1e-14, "radius", 1);
});

test("inShells() counts the volume of a shell", () => {
  const grid: Grid = { shape: [40, 40, 40], size: [5, 5, 5], walls: closed };
  const { count } = inShells(grid, new Float64Array(64000), 100, 100, 100, 20);
  for (let shell = 1; shell < 5; shell++) {
    const volume = ((4 * Math.PI) / 3) * 20 ** 3 * ((shell + 1) ** 3 - shell ** 3);
    near(count[shell] * 125, volume, 0.05 * volume, `shell ${shell}`, 1); // voxels on its two faces: a few in a hundred
  }
});

test("inShells() takes the nearest image along a periodic axis", () => {
  const grid: Grid = { shape: [6, 4, 4], size: [1, 1, 1], walls: around };
  const amounts = Float64Array.from({ length: 96 }, (_, voxel) => voxel);
  const corner = inShells(grid, amounts, 0.5, 0.5, 0.5, 1);
  const inside = inShells(grid, amounts, 3.5, 2.5, 1.5, 1);
  assert.equal(corner.count, inside.count);
  assert.is(corner.count[1], inside.count[1]);
  assert.is(corner.mean[0], 0);
  assert.is(inside.mean[0], (1 * 4 + 2) * 6 + 3);
});

test.run();
