import { test } from "uvu";
import * as assert from "uvu/assert";
import { advance, extrapolated, type Medium, newSolver, type Passed } from "../../../src/engine/space/field.ts";
import { type Grid, voxelAt, voxelsOf, voxelVolume, type Wall } from "../../../src/engine/space/grid.ts";
import { newSystem, newVector, setStep, solve } from "../../../src/engine/space/implicit.ts";
import { alongAxis, inShells } from "../../../src/engine/space/profile.ts";
import { begin, next } from "../../../src/kernels/chance.ts";
import { near } from "../bench.ts";

const diffusion = 100; // µm²/s
const long = 1e9; // s: nothing is left of the start
const closed: Grid["walls"] = ["closed", "closed", "closed", "closed", "closed", "closed"];
const nothing = (): Passed => ({ decayed: 0, removed: 0, gained: 0, entered: 0, left: 0, pieces: 0, error: 0 });
const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
const box = (shape: Grid["shape"], size: Grid["size"] = [10, 10, 10], walls = closed): Grid => ({ shape, size, walls });
const across = (low: Wall, high: Wall): Grid["walls"] => [low, high, "closed", "closed", "closed", "closed"];
const medium = (grid: Grid, given: Partial<Medium> = {}): Medium => ({
  diffusion,
  loss: 0,
  removal: new Float64Array(voxelsOf(grid)),
  gain: new Float64Array(voxelsOf(grid)),
  outside: 0,
  ...given,
});
/** Amounts by voxel from the place of its centre. */
function filled({ shape, size }: Grid, of: (x: number, y: number, z: number) => number): Float64Array {
  const [nx, ny, nz] = shape;
  return Float64Array.from({ length: nx * ny * nz }, (_, voxel) => {
    const [i, j, k] = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))];
    return of((i + 0.5) * size[0], (j + 0.5) * size[1], (k + 0.5) * size[2]);
  });
}
function after(grid: Grid, start: Float64Array, given: Medium, dt: number, tolerance?: number): Float64Array {
  const amounts = start.slice();
  advance(newSolver(grid), amounts, given, dt, nothing(), tolerance);
  return amounts;
}
/** Largest difference, as a part of the largest value expected. */
const worst = (values: ArrayLike<number>, expected: ArrayLike<number>): number => {
  const all = Array.from(expected);
  return Math.max(...all.map((value, at) => Math.abs(values[at] - value))) / Math.max(...all.map(Math.abs));
};
/** Orders that errors show from grid to grid, each twice as fine. */
const orders = (errors: readonly number[]): number[] =>
  errors.slice(1).map((error, at) => Math.log2(errors[at] / error));
/** Chance in [0, 1), a number of its own for each row and purpose. */
const chance = (purpose: number, row: number): number => {
  begin(11, purpose, row, 0);
  return next();
};
const rough = (length: number, purpose: number, scale = 1): Float64Array =>
  Float64Array.from({ length }, (_, row) => scale * chance(purpose, row));
/** Rate at which n voxels lose the mode with half a wave between their walls: 4 D/h² sin²(π/2n). */
const modeRate = (count: number, width: number): number =>
  ((4 * diffusion) / (width * width)) * Math.sin(Math.PI / (2 * count)) ** 2;

test("a cosine between closed walls decays as its grid says, and the grid as the second power of its width", () => {
  const length = 100;
  const dt = 20;
  const exact = diffusion * (Math.PI / length) ** 2;
  const rates = [5, 10, 20].map((count) => {
    const grid = box([count, 1, 1], [length / count, 7, 3]);
    const wave = filled(grid, (x) => Math.cos((Math.PI * x) / length));
    const start = wave.map((value) => 1000 * (1 + value));
    for (const tolerance of [1e-3, 1e-6]) {
      const part = Math.exp(-modeRate(count, length / count) * dt);
      const end = wave.map((value) => 1000 * (1 + part * value));
      const error = worst(after(grid, start, medium(grid), dt, tolerance), end);
      assert.ok(error < tolerance, `${count} voxels, ${tolerance}: ${error}`);
    }
    const end = after(grid, start, medium(grid), dt, 1e-7);
    return -Math.log((end[0] - 1000) / (start[0] - 1000)) / dt;
  });
  for (const order of orders(rates.map((rate) => Math.abs(rate - exact)))) near(order, 2, 0.1, "order", 1);
});

test("a piece is of second order in time", () => {
  const grid = box([10, 1, 1]);
  const start = filled(grid, (x) => 1000 * (2 + Math.cos((Math.PI * x) / 100)));
  const rate = modeRate(10, 10);
  const time = 0.2 / rate;
  const errors = [2, 4, 8].map((count) => {
    const amounts = start.slice();
    const passed = nothing();
    for (let part = 0; part < count; part++)
      advance(newSolver(grid), amounts, medium(grid), time / count, passed, 1e-3);
    assert.is(passed.pieces, count);
    const end = filled(grid, (x) => 1000 * (2 + Math.exp(-0.2) * Math.cos((Math.PI * x) / 100)));
    return worst(amounts, end);
  });
  for (const order of orders(errors)) near(order, 2, 0.15, `order, ${errors}`, 1);
});

test("the error of a step is below the tolerance where a source starts from nothing", () => {
  const grid = box([20, 10, 1]);
  const gain = new Float64Array(200);
  gain[45] = 100;
  const given = medium(grid, { gain, loss: 0.01 });
  const exact = after(grid, new Float64Array(200), given, 60, 1e-7);
  for (const tolerance of [1e-2, 1e-3, 1e-4]) {
    const error = worst(after(grid, new Float64Array(200), given, 60, tolerance), exact);
    assert.ok(error < tolerance, `${tolerance}: ${error}`);
  }
});

test("from a wall of fixed concentration a factor with loss reaches exp(−x/λ), of second order in the width", () => {
  const lambda = 20;
  const loss = diffusion / lambda ** 2;
  const errors = [10, 5, 2.5].map((width) => {
    const grid = box([400 / width, 1, 1], [width, 10, 10], across("fixed", "closed"));
    const end = after(grid, new Float64Array(400 / width), medium(grid, { loss, outside: 3 }), long);
    return worst(
      alongAxis(grid, end, 0),
      filled(grid, (x) => 3 * Math.exp(-x / lambda)),
    );
  });
  for (const order of orders(errors)) near(order, 2, 0.2, `order, ${errors}`, 1);
});

test("between absorbing walls a source everywhere makes a parabola", () => {
  const [count, width, made] = [16, 5, 2];
  const grid = box([count, 1, 1], [width, 10, 10], across("absorbing", "absorbing"));
  const length = count * width;
  const end = after(grid, new Float64Array(count), medium(grid, { gain: new Float64Array(count).fill(made) }), long);
  const offset = width ** 2 / 4; // a parabola is off by width²/8 of its curve between centre and wall, half a voxel apart
  const parabola = filled(grid, (x) => (made / (2 * diffusion)) * (x * (length - x) + offset));
  assert.ok(worst(end, parabola) < 1e-6, `${worst(end, parabola)}`);
});

test("between absorbing walls half a wave keeps its shape, along each axis", () => {
  for (let axis = 0; axis < 3; axis++) {
    const shape = [4, 4, 4].map((count, other) => (other === axis ? 12 : count)) as [number, number, number];
    const walls = closed.map((wall, side) => (side >> 1 === axis ? "absorbing" : wall)) as unknown as Grid["walls"];
    const grid = box(shape, [10, 10, 10], walls);
    const start = filled(grid, (...at) => 50 * Math.sin((Math.PI * at[axis]) / 120));
    const part = Math.exp(-modeRate(12, 10) * 10);
    const passed = nothing();
    const end = start.slice();
    advance(newSolver(grid), end, medium(grid), 10, passed, 1e-5);
    assert.ok(
      worst(
        end,
        start.map((value) => part * value),
      ) < 1e-5,
      `axis ${axis}`,
    );
    near(passed.left, (1 - part) * sum(start), 1e-5 * sum(start), "left", 1);
  }
});

test("fixed walls bring the box to what is beyond them, and the books tell what passed", () => {
  const walls: Grid["walls"] = ["closed", "fixed", "periodic", "periodic", "fixed", "fixed"];
  const grid = box([6, 5, 1], [10, 8, 6], walls);
  const amounts = rough(30, 1, 1000);
  const start = sum(amounts);
  const passed = nothing();
  advance(newSolver(grid), amounts, medium(grid, { outside: 0.7 }), long, passed);
  assert.ok(worst(amounts, new Float64Array(30).fill(0.7 * voxelVolume(grid))) < 1e-7);
  const faces = 5 / 100 + (2 * 30) / 36; // 1/µm²: voxels at the wall by the squares of their widths
  near(passed.entered, long * 2 * diffusion * faces * 0.7 * voxelVolume(grid), 1e-9 * passed.entered, "entered", 1);
  near(sum(amounts), start + passed.entered - passed.left, 1e-12 * passed.entered, "books", 1);
});

test("around a point source in a medium with loss, shells hold q/(4πDr) exp(−r/λ), of second order in the width", () => {
  const lambda = 30;
  const loss = diffusion / lambda ** 2;
  const errors = [20, 10, 5].map((width) => {
    const count = 200 / width; // an eighth of the box: closed sides are mirrors, and the source sits in their corner
    const grid = box([count, count, count], [width, width, width]);
    const gain = new Float64Array(count ** 3);
    gain[0] = 500;
    const end = after(grid, new Float64Array(count ** 3), medium(grid, { loss, gain }), long);
    const exact = filled(grid, (x, y, z) => {
      const r = Math.sqrt(x * x + y * y + z * z);
      return ((8 * 500 * width ** 3) / (4 * Math.PI * diffusion * r)) * Math.exp(-r / lambda);
    });
    const ours = inShells(grid, end, 0, 0, 0, 20).mean;
    const theirs = inShells(grid, exact, 0, 0, 0, 20).mean;
    return [2, 3, 4, 5].map((shell) => ours[shell] / theirs[shell] - 1);
  });
  for (const shell of [0, 1, 2, 3])
    for (const order of orders(errors.map((error) => Math.abs(error[shell]))))
      near(order, 2, 0.3, `order, ${errors}`, 1);
  for (const error of errors[2]) assert.ok(Math.abs(error) < 0.005, `${errors[2]}`);
});

test("what starts in one voxel spreads by 2Dt along each axis, as the waves of the box say", () => {
  const grid = box([21, 19, 23], [10, 12, 9]);
  const start = new Float64Array(voxelsOf(grid));
  const middle = [10, 9, 11];
  start[(11 * 19 + 9) * 21 + 10] = 1e6;
  const time = 2;
  const end = after(grid, start, medium(grid), time);
  const along = [0, 1, 2].map((axis) => spreadAlong(grid.shape[axis], grid.size[axis], middle[axis], time));
  const exact = filled(grid, (...at) =>
    at.reduce((part, x, axis) => part * along[axis][Math.floor(x / grid.size[axis])], 1e6),
  );
  assert.ok(worst(end, exact) < 2e-3, `${worst(end, exact)}`);
  for (let axis = 0; axis < 3; axis++) {
    const centre = (middle[axis] + 0.5) * grid.size[axis];
    const moment = sum(filled(grid, (...at) => (at[axis] - centre) ** 2).map((square, voxel) => square * end[voxel]));
    near(moment / 1e6, 2 * diffusion * time, 2e-3 * 2 * diffusion * time, `axis ${axis}`, 1);
  }
});

/** Part of what starts in one of n voxels that is in each after a time: its waves, each at its own rate. */
function spreadAlong(count: number, width: number, from: number, time: number): number[] {
  const wave = (mode: number, at: number): number => Math.cos((mode * Math.PI * (at + 0.5)) / count);
  const rate = (mode: number): number => ((4 * diffusion) / width ** 2) * Math.sin((mode * Math.PI) / (2 * count)) ** 2;
  return Array.from({ length: count }, (_, at) => {
    let part = 1 / count;
    for (let mode = 1; mode < count; mode++)
      part += (2 / count) * wave(mode, from) * wave(mode, at) * Math.exp(-rate(mode) * time);
    return part;
  });
}

test("a Gaussian stays one, of second order in the width", () => {
  const errors = [20, 10, 5].map((width) => {
    const grid = box([600 / width, 1, 1], [width, 10, 10]);
    const gauss = (variance: number): Float64Array =>
      filled(grid, (x) => (1e4 / Math.sqrt(variance)) * Math.exp(-((x - 300) ** 2) / (2 * variance)));
    return worst(after(grid, gauss(900), medium(grid), 10, 1e-5), gauss(900 + 2 * diffusion * 10));
  });
  for (const order of orders(errors)) near(order, 2, 0.2, `order, ${errors}`, 1);
});

test("a solved step fits its equations, worked out in full", () => {
  const cases: readonly [Grid["shape"], Grid["walls"]][] = [
    [
      [5, 3, 2],
      ["periodic", "periodic", "absorbing", "closed", "fixed", "fixed"],
    ],
    [
      [4, 1, 3],
      ["fixed", "closed", "absorbing", "fixed", "periodic", "periodic"],
    ],
    [
      [1, 2, 7],
      ["periodic", "periodic", "periodic", "periodic", "closed", "absorbing"],
    ],
    [
      [1, 1, 1],
      ["absorbing", "fixed", "closed", "closed", "periodic", "periodic"],
    ],
  ];
  for (const [shape, walls] of cases) {
    const grid = box(shape, [10, 7, 13], walls);
    const count = voxelsOf(grid);
    const given = medium(grid, { loss: 0.01, removal: rough(count, 2, 3), gain: rough(count, 3, 40), outside: 0.2 });
    const start = rough(count, 4, 100);
    for (const h of [0.1, 600]) {
      const rows = equations(grid, given, start, h);
      const system = newSystem(grid);
      const [finest] = system.levels;
      const [before, end] = [newVector(finest), newVector(finest)];
      const places = filled(grid, (x, y, z) => {
        const [i, j, k] = [x / 10, y / 7, z / 13].map(Math.floor);
        return finest.first + k * finest.plane + j * finest.line + i;
      });
      for (const [voxel, at] of places.entries()) before[at] = start[voxel];
      const inflow = rows.map((row, voxel) => (row[count] - start[voxel]) / h);
      setStep(system, h, diffusion, given.loss, given.removal);
      solve(system, before, Float64Array.from(inflow), h, end, 1e-12);
      const ours = Array.from(places, (at) => end[at]);
      const right = rows.map((row) => row[count]);
      const image = rows.map((row) => ours.reduce((all, amount, voxel) => all + row[voxel] * amount, 0));
      assert.ok(worst(image, right) < 1e-9, `${shape}, ${h} s: ${worst(image, right)}`);
    }
  }
});

/** Matrix and right side of one implicit step, row by voxel, from the walls and neighbours of each. */
function equations({ shape, size, walls }: Grid, given: Medium, start: Float64Array, h: number): number[][] {
  const volume = size[0] * size[1] * size[2];
  const number = (at: readonly number[]): number => (at[2] * shape[1] + at[1]) * shape[0] + at[0];
  const rows: number[][] = [];
  for (let voxel = 0; voxel < start.length; voxel++) {
    const at = [voxel % shape[0], Math.floor(voxel / shape[0]) % shape[1], Math.floor(voxel / (shape[0] * shape[1]))];
    const row = new Array<number>(start.length + 1).fill(0);
    row[voxel] += 1 + h * (given.loss + given.removal[voxel]);
    row[start.length] = start[voxel] + h * given.gain[voxel];
    for (let axis = 0; axis < 3; axis++)
      for (const side of [0, 1]) {
        const flow = (h * diffusion) / size[axis] ** 2;
        const beside = at.slice();
        beside[axis] += side === 0 ? -1 : 1;
        const wall = walls[2 * axis + side];
        const inside = beside[axis] >= 0 && beside[axis] < shape[axis];
        if (inside || wall === "periodic") {
          beside[axis] = (beside[axis] + shape[axis]) % shape[axis];
          row[voxel] += flow;
          row[number(beside)] -= flow;
        } else if (wall !== "closed") {
          row[voxel] += 2 * flow;
          if (wall === "fixed") row[start.length] += 2 * flow * given.outside * volume;
        }
      }
    rows.push(row);
  }
  return rows;
}

test("a large box needs about as many rounds as a small one", () => {
  for (const walls of [closed, closed.map(() => "periodic"), closed.map(() => "absorbing")] as Grid["walls"][])
    for (const [count, size] of [
      [8, [10, 10, 10]],
      [33, [10, 10, 10]],
      [24, [10, 20, 3]],
    ] as const) {
      const grid = box([count, count, count], size, walls);
      const system = newSystem(grid);
      const [before, end] = [newVector(system.levels[0]), newVector(system.levels[0])];
      const removal = rough(voxelsOf(grid), 5).map((value) => (value < 0.02 ? 100 * value : 0));
      setStep(system, 21600, diffusion, 1e-5, removal);
      const rounds = solve(system, before, rough(voxelsOf(grid), 6), 21600, end, 1e-8);
      assert.ok(rounds > 3 && rounds < 18, `${count}, ${size}, ${walls[0]}: ${rounds}`);
    }
});

test("a step that is solved roughly has no negative amount either", () => {
  const grid = box([16, 16, 16]);
  const system = newSystem(grid);
  const [before, end] = [newVector(system.levels[0]), newVector(system.levels[0])];
  before[system.levels[0].first] = 1e6;
  setStep(system, 1, diffusion, 0, new Float64Array(4096));
  solve(system, before, new Float64Array(4096), 1, end, 1e-2);
  assert.ok(end.every((amount) => amount >= 0));
  near(sum(end), 1e6, 3e-2 * 1e6, "sum", 1);
});

test("a box with periodic walls knows no first voxel", () => {
  const grid = box([7, 6, 5], [10, 12, 8], closed.map(() => "periodic") as unknown as Grid["walls"]);
  const shifted = (values: Float64Array): Float64Array =>
    filled(grid, (x, y, z) => values[voxelAt(grid, (x + 30) % 70, (y + 24) % 72, (z + 32) % 40)]);
  const [removal, gain, start] = [rough(210, 7, 0.2), rough(210, 8, 30), rough(210, 9, 1000)];
  const here = after(grid, start, medium(grid, { removal, gain }), 5);
  const there = after(grid, shifted(start), medium(grid, { removal: shifted(removal), gain: shifted(gain) }), 5);
  assert.ok(worst(there, shifted(here)) < 1e-6, `${worst(there, shifted(here))}`);
});

test("the books close, and nothing is negative, through a thousand steps long and short", () => {
  const boxes: readonly Grid["walls"][] = [closed, ["fixed", "absorbing", "periodic", "periodic", "closed", "closed"]];
  for (const walls of boxes) {
    const grid = box([5, 4, 3], [10, 8, 12], walls);
    const solver = newSolver(grid);
    const amounts = new Float64Array(60);
    amounts[17] = 1e5;
    const passed = nothing();
    for (let step = 0; step < 1000; step++) {
      const [removal, gain] = [rough(60, 100 + step, 0.01), rough(60, 2000 + step, step % 7 === 0 ? 50 : 0)];
      if (step % 5 === 0) removal[step % 60] = 1e4;
      const dt = 1e-3 * 10 ** (7 * chance(10, step));
      advance(solver, amounts, medium(grid, { loss: 1e-4, removal, gain, outside: 0.1 }), dt, passed, 3e-2);
      assert.ok(amounts.every((amount) => amount >= 0));
    }
    for (const way of ["decayed", "removed", "left"] as const) assert.ok(passed[way] >= 0, way);
    const came = 1e5 + passed.gained + passed.entered;
    near(sum(amounts), came - passed.decayed - passed.removed - passed.left, 1e-12 * came, walls[0], 1);
  }
});

test("closed walls keep what is there: a thousand steps lose nothing of it", () => {
  const grid = box([6, 5, 4]);
  const solver = newSolver(grid);
  const amounts = rough(120, 11, 1000);
  const start = sum(amounts);
  for (let step = 0; step < 1000; step++)
    advance(solver, amounts, medium(grid), 1e-3 * 10 ** (7 * chance(12, step)), nothing());
  near(sum(amounts), start, 1e-12 * start, "sum", 1);
  assert.ok(worst(amounts, new Float64Array(120).fill(start / 120)) < 1e-6);
});

test("sinks that take all within a step of six hours leave no negative amount", () => {
  const grid = box([12, 12, 6]);
  const removal = rough(864, 13).map((value) => (value < 0.3 ? 1e6 : 0));
  for (const tolerance of [1e-3, 1]) {
    const amounts = rough(864, 14, 1e4);
    const start = sum(amounts);
    const passed = nothing();
    advance(newSolver(grid), amounts, medium(grid, { removal }), 21600, passed, tolerance);
    assert.ok(amounts.every((amount) => amount >= 0));
    near(passed.removed, start, 2e-3 * start, "removed", 1);
  }
});

test("one step or ten come to the same", () => {
  const grid = box([8, 8, 4], [10, 10, 10], across("fixed", "absorbing"));
  const given = medium(grid, { loss: 1e-3, removal: rough(256, 15, 0.1), gain: rough(256, 16, 5), outside: 0.05 });
  const start = rough(256, 17, 100);
  const ten = start.slice();
  for (let step = 0; step < 10; step++) advance(newSolver(grid), ten, given, 6, nothing());
  assert.ok(worst(after(grid, start, given, 60), ten) < 1e-3);
});

test("a box one voxel thick is a plane, a line, a point", () => {
  const given = { loss: 0.01, outside: 0.1 };
  const line = box([9, 1, 1], [10, 10, 10], across("fixed", "closed"));
  const start = rough(9, 18, 500);
  const end = after(line, start, medium(line, given), 30);
  for (const [y, z] of [
    [4, 1],
    [1, 3],
    [3, 2],
  ]) {
    const thick = box([9, y, z], [10, 10, 10], across("fixed", "closed"));
    const same = after(
      thick,
      filled(thick, (x) => start[Math.floor(x / 10)]),
      medium(thick, given),
      30,
    );
    assert.ok(
      worst(
        same,
        filled(thick, (x) => end[Math.floor(x / 10)]),
      ) < 1e-6,
      `${y}, ${z}`,
    );
  }
  const upright = box([1, 1, 9], [10, 10, 10], ["closed", "closed", "closed", "closed", "fixed", "closed"]);
  assert.ok(worst(after(upright, start, medium(upright, given), 30), end) < 1e-6);
  const point = box([1, 1, 1], [10, 10, 10], across("absorbing", "closed"));
  const rate = 0.01 + (2 * diffusion) / 100;
  const left = 50 * Math.exp(-rate * 0.4) + (7 / rate) * (1 - Math.exp(-rate * 0.4));
  const one = after(point, Float64Array.of(50), medium(point, { loss: 0.01, gain: Float64Array.of(7) }), 0.4, 1e-5);
  near(one[0], left, 1e-5 * 50, "point", 1);
});

test("a step follows from its arguments: what the solver did before leaves nothing", () => {
  const walls: Grid["walls"] = ["periodic", "periodic", "periodic", "periodic", "periodic", "periodic"];
  const grid = box([6, 5, 4], [10, 10, 10], walls);
  const given = medium(grid, { removal: rough(120, 19), gain: rough(120, 20, 100) });
  const solver = newSolver(grid);
  const used = rough(120, 21, 1e6);
  advance(solver, used, medium(grid, { loss: 3, removal: rough(120, 22, 50) }), 1e4, nothing(), 1e-6);
  const again = rough(120, 23, 10);
  advance(solver, again, given, 100, nothing());
  assert.equal(again, after(grid, rough(120, 23, 10), given, 100));
});

test("nothing comes of nothing", () => {
  const grid = box([4, 4, 4], [10, 10, 10], across("absorbing", "fixed"));
  const [amounts, passed] = [new Float64Array(64), nothing()];
  advance(newSolver(grid), amounts, medium(grid, { removal: rough(64, 24) }), 600, passed);
  assert.equal(amounts, new Float64Array(64));
  assert.equal(passed, nothing());
});

test("extrapolated() is straight, and bends before it comes to 0", () => {
  assert.is(extrapolated(10, 9), 8);
  assert.is(extrapolated(9, 10), 11);
  assert.is(extrapolated(9, 6), 3); // the last straight one
  near(extrapolated(9 + 1e-6, 6), 3 - 1e-6, 1e-11, "slope", 1);
  assert.is(extrapolated(16, 4), 16 / 48);
  assert.is(extrapolated(5, 0), 0);
  assert.is(extrapolated(0, 0), 0);
});

test.run();
