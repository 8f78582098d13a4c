/** Vesicles of a pool walk from voxel to voxel: each for itself, by the exact chances of the lattice. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Grid, voxelsOf } from "../../../src/engine/space/grid.ts";
import { newSpread, spread } from "../../../src/engine/space/spread.ts";
import { transitions } from "../../../src/kernels/chain.ts";
import { momentsOf, near } from "../bench.ts";

const closed: Grid["walls"] = ["closed", "closed", "closed", "closed", "closed", "closed"];
const periodic: Grid["walls"] = ["periodic", "periodic", "periodic", "periodic", "periodic", "periodic"];
const none = new Float64Array(0);
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** A box in which every kind of side and every spacing differs, and small enough for a matrix of all its voxels. */
const mixed: Grid = {
  shape: [4, 3, 2],
  size: [1, 1.5, 2],
  walls: ["closed", "absorbing", "periodic", "periodic", "fixed", "absorbing"],
};

/** Chances to be in each voxel, and last to be gone, from the matrix of all rates between neighbours. Row-major. */
function lattice({ shape, size, walls }: Grid, diffusion: number, t: number): Float64Array {
  const voxels = shape[0] * shape[1] * shape[2];
  const states = voxels + 1;
  const rates = new Float64Array(states * states);
  const stride = [1, shape[0], shape[0] * shape[1]];
  for (let voxel = 0; voxel < voxels; voxel++) {
    for (let axis = 0; axis < 3; axis++) {
      const at = Math.floor(voxel / stride[axis]) % shape[axis];
      const rate = diffusion / size[axis] ** 2;
      for (const side of [0, 1]) {
        const beyond = at + 2 * side - 1;
        const wall = walls[2 * axis + side];
        if (beyond >= 0 && beyond < shape[axis]) rates[voxel * states + voxel + (beyond - at) * stride[axis]] += rate;
        else if (wall === "periodic")
          rates[voxel * states + voxel + (((beyond + shape[axis]) % shape[axis]) - at) * stride[axis]] += rate;
        else if (wall !== "closed") rates[voxel * states + voxels] += 2 * rate;
      }
    }
  }
  const chances = new Float64Array(states * states);
  transitions(rates, states, t, chances);
  return chances;
}

test("from every voxel, vesicles spread as the lattice of all voxels says, whatever its sides and spacings", () => {
  const grids: readonly Grid[] = [
    mixed,
    { shape: [5, 2, 1], size: [1, 2, 3], walls: closed },
    { shape: [1, 5, 4], size: [0.5, 1, 2], walls: periodic },
    { shape: [3, 1, 5], size: [1, 1, 0.8], walls: ["absorbing", "fixed", "closed", "fixed", "fixed", "closed"] },
    { shape: [1, 1, 1], size: [1, 1, 1], walls: ["absorbing", "closed", "closed", "closed", "fixed", "absorbing"] },
  ];
  const many = 1e12; // errors of a millionth
  for (const [index, grid] of grids.entries()) {
    const voxels = voxelsOf(grid);
    const s = newSpread(grid, 1, 0);
    for (const t of [0.01, 0.6, 3]) {
      const chances = lattice(grid, 0.9, t);
      for (let from = 0; from < voxels; from++) {
        const count = new Float64Array(voxels);
        count[from] = many;
        const left = spread(s, count, none, 0.9, t, 5, index, none);
        for (let to = 0; to <= voxels; to++) {
          const p = chances[from * (voxels + 1) + to];
          const error = Math.sqrt(many * p * (1 - p)) + many * 1e-11; // and what is left out
          near(to < voxels ? count[to] : left, many * p, error, `grid ${index}, ${t} s, ${from} to ${to}`, 5);
        }
      }
    }
  }
});

test("counts are multinomial, drawn one by one or together: variances and covariances, also with what is gone", () => {
  const voxels = voxelsOf(mixed);
  const s = newSpread(mixed, 1, 0);
  const [from, t, repeats] = [5, 0.7, 4000];
  const chances = lattice(mixed, 1, t).subarray(from * (voxels + 1));
  for (const there of [1, 7, 400]) {
    const seen = Array.from({ length: voxels + 1 }, () => new Float64Array(repeats));
    let pairs = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const count = new Float64Array(voxels);
      count[from] = there;
      seen[voxels][repeat] = spread(s, count, none, 1, t, repeat, there, none);
      for (let voxel = 0; voxel < voxels; voxel++) seen[voxel][repeat] = count[voxel];
    }
    for (let one = 0; one <= voxels; one++) {
      const p = chances[one];
      const { mean, variance } = momentsOf(seen[one]);
      const expected = there * p * (1 - p);
      near(mean, there * p, Math.sqrt(expected / repeats), `${there}: mean of ${one}`, 4.5);
      const fourth = expected * (1 + 3 * (there - 2) * p * (1 - p)); // central moment of a binomial number
      near(variance, expected, Math.sqrt((fourth - expected ** 2) / repeats), `${there}: variance of ${one}`, 4.5);
      for (let other = 0; other < one; other++) {
        const q = chances[other];
        if (repeats * there * (there - 1) * p * q < 100) continue; // so seldom together that the error is no standard one
        const products = seen[one].map((value, repeat) => (value - there * p) * (seen[other][repeat] - there * q));
        const single = p * q * ((1 - p) ** 2 * q + (1 - q) ** 2 * p + (1 - p - q) * p * q);
        const square = there * single + there * (there - 1) * p * q * ((1 - p) * (1 - q) + 2 * p * q);
        const error = Math.sqrt((square - (there * p * q) ** 2) / repeats);
        near(momentsOf(products).mean, -there * p * q, error, `${there}: ${one} with ${other}`, 5); // 300 pairs
        pairs++;
      }
    }
    assert.ok(pairs > (there === 1 ? -1 : 100), `${there}: ${pairs} pairs`);
  }
});

test("a point spreads by 2 D t along each axis, whatever the size of its voxels", () => {
  const grid: Grid = { shape: [31, 41, 25], size: [12, 8, 20], walls: closed };
  const count = new Float64Array(voxelsOf(grid));
  const many = 1e6;
  count[(12 * 41 + 20) * 31 + 15] = many;
  const [diffusion, t] = [8.9, 20];
  spread(newSpread(grid, 1, 0), count, none, diffusion, t, 3, 4, none);
  const first = [0, 0, 0];
  const second = [0, 0, 0];
  let across = 0;
  for (const [voxel, there] of count.entries()) {
    const at = [(voxel % 31) - 15, (Math.floor(voxel / 31) % 41) - 20, Math.floor(voxel / (31 * 41)) - 12];
    for (let axis = 0; axis < 3; axis++) {
      first[axis] += (there * at[axis] * grid.size[axis]) / many;
      second[axis] += (there * (at[axis] * grid.size[axis]) ** 2) / many;
    }
    across += (there * at[0] * grid.size[0] * at[1] * grid.size[1]) / many;
  }
  const square = 2 * diffusion * t;
  for (let axis = 0; axis < 3; axis++) {
    const hops = square / grid.size[axis] ** 2; // their number is Poisson: fourth moment 3 hops² + hops
    near(first[axis], 0, Math.sqrt(square / many), `mean along ${axis}`);
    near(second[axis], square, grid.size[axis] ** 2 * Math.sqrt((2 * hops ** 2 + hops) / many), `square along ${axis}`);
  }
  near(across, 0, square / Math.sqrt(many), "x with y");
});

test("many steps make a box even, closed or periodic: counts as of things thrown in at random", () => {
  for (const [name, walls] of [
    ["closed", closed],
    ["periodic", periodic],
  ] as const) {
    for (const [there, steps, t] of [
      [20000, 60, 5], // from one corner
      [20000, 1, 1000],
    ]) {
      const grid: Grid = { shape: [9, 7, 4], size: [1, 2, 1], walls };
      const voxels = voxelsOf(grid);
      const count = new Float64Array(voxels);
      count[0] = there;
      const s = newSpread(grid, 1, 0);
      for (let step = 0; step < steps; step++) spread(s, count, none, 2, t, step, 11, none);
      assert.is(sum(count), there);
      const mean = there / voxels;
      const squares = count.reduce((total, value) => total + (value - mean) ** 2 / mean, 0);
      near(squares, voxels - 1, Math.sqrt(2 * (voxels - 1)), `${name}, ${steps} steps`);
    }
  }
});

test("what is left between two absorbing sides follows the sines of the slab, and near enough the law without voxels", () => {
  const n = 20;
  const there = 1e9; // in each voxel
  for (const wall of ["absorbing", "fixed"] as const) {
    const walls: Grid["walls"] = ["closed", "closed", "closed", "closed", wall, wall];
    const grid: Grid = { shape: [1, 1, n], size: [5, 5, 5], walls };
    for (const t of [30, 100, 500]) {
      const count = new Float64Array(n).fill(there);
      const left = spread(newSpread(grid, 1, 0), count, none, 4, t, 1, t, none);
      assert.is(left + sum(count), n * there);
      let survive = 0; // chance, over all places of the start
      for (let m = 1; m <= n; m++) {
        const mode = Float64Array.from({ length: n }, (_, i) => Math.sin((Math.PI * m * (i + 0.5)) / n));
        const rate = ((4 * 4) / 25) * Math.sin((Math.PI * m) / (2 * n)) ** 2;
        survive += (Math.exp(-rate * t) * sum(mode) ** 2) / (n * sum(mode.map((value) => value * value)));
      }
      const error = Math.sqrt((survive * (1 - survive)) / (n * there));
      near(sum(count) / (n * there), survive, error, `${wall}, ${t} s`);
      let smooth = 0;
      for (let odd = 1; odd < 400; odd += 2)
        smooth += (8 / (Math.PI * odd) ** 2) * Math.exp(-(((odd * Math.PI) / 100) ** 2) * 4 * t);
      assert.ok(Math.abs(survive / smooth - 1) < 0.01, `${wall}, ${t} s: ${survive}, and ${smooth} without voxels`);
    }
  }
});

test("two steps are one step of their length", () => {
  const voxels = voxelsOf(mixed);
  const repeats = 3000;
  const s = newSpread(mixed, 1, 0);
  const chances = lattice(mixed, 1, 0.8).subarray(5 * (voxels + 1));
  const total = new Float64Array(voxels);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const count = new Float64Array(voxels);
    count[5] = 40;
    spread(s, count, none, 1, 0.3, repeat, 0, none);
    spread(s, count, none, 1, 0.5, repeat, 1, none);
    for (let voxel = 0; voxel < voxels; voxel++) total[voxel] += count[voxel];
  }
  for (let voxel = 0; voxel < voxels; voxel++) {
    const [all, p] = [40 * repeats, chances[voxel]];
    near(total[voxel], all * p, Math.sqrt(all * p * (1 - p)), `voxel ${voxel}`, 4.5);
  }
});

test("no vesicle is made or lost, no copy to 1e-12, and an empty place holds none", () => {
  const voxels = voxelsOf(mixed);
  const [classes, kinds] = [3, 2];
  for (const walls of [closed, periodic, mixed.walls]) {
    const s = newSpread({ ...mixed, walls }, classes, kinds);
    const count = Float64Array.from({ length: voxels * classes }, (_, at) => [0, 1, 13, 5000, 2][at % 5]);
    const cargo = new Float64Array(count.length * kinds).map(
      (_, at) => count[Math.floor(at / kinds)] * (0.1 + (at % 7) / 3),
    );
    const leftCargo = new Float64Array(kinds);
    const copiesOf = (kind: number): number => sum(cargo.filter((_, at) => at % kinds === kind)) + leftCargo[kind];
    const before = [sum(count), copiesOf(0), copiesOf(1)];
    let left = 0;
    for (let step = 0; step < 300; step++) {
      left += spread(s, count, cargo, 1, 0.02, step, 8, leftCargo);
      for (let at = 0; at < count.length; at++) {
        assert.ok(count[at] >= 0 && Number.isInteger(count[at]));
        for (let kind = 0; kind < kinds; kind++) {
          const copies = cargo[at * kinds + kind];
          assert.ok(count[at] === 0 ? copies === 0 : copies > 0, `${copies} copies on ${count[at]}`);
        }
      }
    }
    assert.is(sum(count) + left, before[0]);
    if (walls === mixed.walls) assert.ok(left > 0.2 * before[0] && left < before[0]);
    else assert.equal([left, ...leftCargo], [0, 0, 0]);
    for (const kind of [0, 1]) near(copiesOf(kind), before[1 + kind], 1e-12 * before[1 + kind], "copies", 1);
  }
});

test("cargo goes with its vesicles in equal parts, out of the box as well", () => {
  const s = newSpread(mixed, 1, 1);
  for (const there of [6, 3000]) {
    const count = new Float64Array(voxelsOf(mixed));
    const cargo = new Float64Array(count.length);
    count[9] = there;
    cargo[9] = there * 1.7;
    const leftCargo = Float64Array.of(5);
    const left = spread(s, count, cargo, 1, 0.6, 2, 2, leftCargo);
    assert.ok(left > 0 && left < there);
    near(leftCargo[0], 5 + 1.7 * left, 1e-11, "copies that left", 1);
    for (const [voxel, copies] of cargo.entries()) near(copies, 1.7 * count[voxel], 1e-11, `voxel ${voxel}`, 1);
  }
});

test("a class draws the same whatever others hold and whatever was moved before", () => {
  const voxels = voxelsOf(mixed);
  const [classes, kinds] = [4, 2];
  const start = Float64Array.from({ length: voxels * classes }, (_, at) => (at * 37) % 50);
  const load = new Float64Array(start.length * kinds).map((_, at) => start[Math.floor(at / kinds)] * 0.3);
  const moved = (only: number, s = newSpread(mixed, classes, kinds)): Float64Array[] => {
    const keep = (at: number): number => (only < 0 || at % classes === only ? 1 : 0);
    const count = start.map((value, at) => value * keep(at));
    const cargo = load.map((value, at) => value * keep(Math.floor(at / kinds)));
    spread(s, count, cargo, 1, 0.4, 21, 22, new Float64Array(kinds));
    return [count, cargo];
  };
  const [count, cargo] = moved(-1);
  for (let only = 0; only < classes; only++) {
    const [alone, itsCargo] = moved(only);
    for (let voxel = 0; voxel < voxels; voxel++) {
      const at = voxel * classes + only;
      assert.is(alone[at], count[at]);
      for (let kind = 0; kind < kinds; kind++) assert.is(itsCargo[at * kinds + kind], cargo[at * kinds + kind]);
    }
  }
  const used = newSpread(mixed, classes, kinds);
  spread(used, start.slice(), load.slice(), 3, 2, 7, 7, new Float64Array(kinds));
  assert.equal(moved(-1, used), [count, cargo]);
});

test("voxels and classes draw apart from each other", () => {
  const grid: Grid = { shape: [6, 1, 1], size: [1, 1, 1], walls: closed };
  const repeats = 20000;
  const s = newSpread(grid, 2, 0);
  // whether the one vesicle of voxel 1 and of voxel 4 of class 0, and of voxel 1 of class 1, has moved
  const stayed = [0, 0, 0].map(() => new Float64Array(repeats));
  const chance = lattice(grid, 1, 0.1);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const count = new Float64Array(12);
    count[2] = count[8] = count[3] = 1;
    spread(s, count, none, 1, 0.1, repeat, 0, none);
    for (const [row, at] of [2, 8, 3].entries()) stayed[row][repeat] = count[at];
  }
  for (const [one, other] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ]) {
    const p = chance[1 * 7 + 1]; // also from 4 to 4; to come from 4 to 1 has a chance of 1e-4
    const products = stayed[one].map((value, repeat) => (value - p) * (stayed[other][repeat] - p));
    near(sum(products) / repeats, 0, (p * (1 - p)) / Math.sqrt(repeats) + 1e-4, `${one} with ${other}`);
  }
});

test("a box one voxel thick is a plane or a line: the thin axes draw nothing", () => {
  const run = (shape: Grid["shape"], size: Grid["size"]): Float64Array => {
    const count = new Float64Array(12);
    count[4] = 700;
    spread(newSpread({ shape, size, walls: closed }, 1, 0), count, none, 1, 1.5, 6, 6, none);
    return count;
  };
  assert.equal(run([12, 1, 1], [1, 1, 1]), run([12, 1, 1], [1, 0.01, 1e-6]));
  assert.equal(run([4, 3, 1], [1, 1, 1]), run([4, 3, 1], [1, 1, 0.01]));
});

test("vesicles whose walk grows a little stay near where they were", () => {
  const grid: Grid = { shape: [60, 1, 1], size: [1, 1, 1], walls: closed };
  const s = newSpread(grid, 1, 0);
  let moved = 0;
  for (let repeat = 0; repeat < 2000; repeat++) {
    const place = [3, 3.03].map((t) => {
      const count = new Float64Array(60);
      count[30] = 1;
      spread(s, count, none, 1, t, repeat, 0, none);
      return count.indexOf(1);
    });
    assert.ok(Math.abs(place[1] - place[0]) <= 1);
    moved += Math.abs(place[1] - place[0]);
  }
  assert.ok(moved > 0 && moved < 100);
});

test("no time and no diffusion move nothing; a time that is no number is refused", () => {
  const s = newSpread(mixed, 1, 0);
  const count = new Float64Array(voxelsOf(mixed)).fill(9);
  for (const [diffusion, t] of [
    [0, 5],
    [3, 0],
  ])
    assert.is(spread(s, count, none, diffusion, t, 1, 1, none), 0);
  assert.ok(count.every((there) => there === 9));
  for (const t of [-1, NaN, Infinity]) assert.throws(() => spread(s, count, none, 1, t, 1, 1, none), /finite D t/);
});

test("a walk without end leaves a closed box even and an open one empty", () => {
  for (const there of [10, 90000]) {
    const count = new Float64Array(30);
    count[3] = there;
    spread(
      newSpread({ shape: [30, 1, 1], size: [1, 1, 1], walls: closed }, 1, 0),
      count,
      none,
      1,
      1e12,
      2,
      there,
      none,
    );
    assert.is(sum(count), there);
    const mean = there / 30;
    near(sum(count.map((each) => (each - mean) ** 2 / mean)), 29, Math.sqrt(58), `${there}`);
    const open: Grid["walls"] = ["fixed", "closed", "closed", "closed", "closed", "closed"];
    assert.is(
      spread(newSpread({ shape: [30, 1, 1], size: [1, 1, 1], walls: open }, 1, 0), count, none, 1, 1e12, 2, 3, none),
      there,
    );
    assert.is(sum(count), 0);
  }
});

test.run();
