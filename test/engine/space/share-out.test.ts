/** What is mixed into the box, and what leaves a pool, is anywhere in it alike. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Grid, voxelAt, voxelsOf } from "../../../src/engine/space/grid.ts";
import { placeIn, shareOut } from "../../../src/engine/space/share-out.ts";
import { begin } from "../../../src/kernels/chance.ts";
import { momentsOf, near } from "../bench.ts";

test("shareOut() is a multinomial: nothing lost, counts and pairs as of things thrown in at random", () => {
  const out = new Float64Array(40);
  const repeats = 2000;
  for (const count of [0, 1, 25, 6000, 1e13]) {
    const squares = new Float64Array(repeats);
    const [first, last] = [new Float64Array(repeats), new Float64Array(repeats)];
    const mean = count / 40;
    for (let repeat = 0; repeat < repeats; repeat++) {
      begin(repeat, 5, 1, 2);
      shareOut(count, out);
      assert.ok(out.every((each) => each >= 0 && Number.isInteger(each)));
      assert.is(
        out.reduce((total, each) => total + each, 0),
        count,
      );
      if (count === 0) continue;
      squares[repeat] = out.reduce((total, each) => total + (each - mean) ** 2 / mean, 0);
      first[repeat] = out[0] - mean;
      last[repeat] = out[39] - mean;
    }
    if (count === 0) continue;
    const variance = (39 / 40) * mean;
    for (const [name, seen] of [
      ["first", first],
      ["last", last],
    ] as const) {
      near(momentsOf(seen).mean, 0, Math.sqrt(variance / repeats), `${count}: ${name}`);
      const fourth = variance * (1 + (3 * (count - 2) * 39) / 1600);
      near(momentsOf(seen).variance, variance, Math.sqrt((fourth - variance ** 2) / repeats), `${count}: ${name}`);
    }
    const together = momentsOf(first.map((each, repeat) => each * last[repeat]));
    near(together.mean, -mean / 40, Math.max(together.meanError, variance / Math.sqrt(repeats)), `${count}: both`);
    const chiSquare = momentsOf(squares); // its variance is 2 · 39 (1 − 1 / count)
    near(chiSquare.mean, 39, Math.sqrt(78 / repeats), `${count}: chi-square`);
    near(chiSquare.variance, 78 * (1 - 1 / count), Math.max(chiSquare.varianceError, 1e-6), `${count}: its variance`);
  }
});

test("placeIn() is anywhere in its voxel alike", () => {
  const grid: Grid = {
    shape: [3, 4, 2],
    size: [2, 5, 0.5],
    walls: ["closed", "closed", "closed", "closed", "closed", "closed"],
  };
  const repeats = 2000;
  const out = new Float64Array(3);
  for (let voxel = 0; voxel < voxelsOf(grid); voxel++) {
    const at = [voxel % 3, Math.floor(voxel / 3) % 4, Math.floor(voxel / 12)];
    const seen = at.map(() => new Float64Array(repeats));
    for (let repeat = 0; repeat < repeats; repeat++) {
      begin(9, voxel, repeat, 0);
      placeIn(grid, voxel, out);
      assert.is(voxelAt(grid, out[0], out[1], out[2]), voxel);
      for (const axis of [0, 1, 2]) seen[axis][repeat] = out[axis] / grid.size[axis] - at[axis] - 0.5;
    }
    for (const axis of [0, 1, 2]) {
      const { mean, variance } = momentsOf(seen[axis]);
      near(mean, 0, Math.sqrt(1 / 12 / repeats), `voxel ${voxel}, axis ${axis}`);
      near(variance, 1 / 12, Math.sqrt((1 / 80 - 1 / 144) / repeats), `voxel ${voxel}, axis ${axis}`);
      const other = seen[(axis + 1) % 3];
      near(momentsOf(seen[axis].map((each, row) => each * other[row])).mean, 0, 1 / 12 / Math.sqrt(repeats), "pair");
    }
  }
});

test.run();
