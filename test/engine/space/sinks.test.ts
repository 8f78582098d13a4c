/** Sinks on a grid against spheres in a medium without one: a steady field is solved around them, with what theory says far away. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Grid } from "../../../src/engine/space/grid.ts";
import { voxelAt, voxelsOf, voxelVolume } from "../../../src/engine/space/grid.ts";
import { greenAt, newLattice, walkChances } from "../../../src/engine/space/lattice.ts";
import {
  clearanceAt,
  newSink,
  recapturedAt,
  type Sink,
  stencilAt,
  surfaceAt,
  uptakeRate,
  voxelOf,
} from "../../../src/engine/space/sinks.ts";
import { uniform } from "../../../src/kernels/threefry.ts";

type Place = readonly [number, number, number];
type Three = readonly [number, number, number];

const diffusion = 20; // µm²/s
const watson = 0.252731009858663; // h·D·G(0, 0, 0) for cubes (Glasser and Zucker, 1977)
const shares = [0.01, 0.1, 1, 10, Infinity]; // k/(4πDR)

const supplyOf = (radius: number): number => 4 * Math.PI * diffusion * radius;
const distance = (one: Place, other: Place): number =>
  Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
/** Two equal spheres that take up k of their surface's concentration: uptake of each, that far away being 1 (exact for k = ∞, and the first order else). */
const shielded = (k: number, radius: number, apart: number): number => {
  const sharpness = Math.acosh(apart / (2 * radius));
  let sum = 0;
  for (let n = 1; n < 400; n++) sum += (n % 2 === 1 ? 1 : -1) / Math.sinh(n * sharpness);
  const absorbing = supplyOf(radius) * Math.sinh(sharpness) * sum;
  return k === Infinity ? absorbing : 1 / (1 / k + 1 / absorbing);
};

let drawn = 0;
const between = (low: number, high: number): number => low + (high - low) * uniform(5, 6, drawn++, 0);

test("walkChances() are e^(−z) I_n(z)", () => {
  const chances = new Float64Array(31);
  // Abramowitz and Stegun, tables 9.8 and 9.9: e^(−x) I_0, e^(−x) I_1
  for (const [z, none, one] of [
    [0.5, 0.645035270449, 0.156420803185],
    [5, 0.183540812609, 0.163972266945],
    [20, 0.089780311885, 0.087506222183],
  ]) {
    walkChances(z, chances);
    assert.ok(Math.abs(chances[0] - none) < 1e-11 && Math.abs(chances[1] - one) < 1e-11, `${z}`);
  }
  // p' = (p_{n-1} + p_{n+1})/2 − p_n, and I_{n-1} − I_{n+1} = 2n/z I_n, in all three ranges and across their borders
  for (const z of [1e-12, 0.3, 1, 1.0000001, 4, 90, 9499, 9501, 1e8]) {
    walkChances(z, chances);
    assert.ok(chances[0] <= 1 && chances[30] >= 0);
    for (let n = 1; n < 30; n++) {
      const left = chances[n - 1] - chances[n + 1];
      assert.ok(Math.abs(left - ((2 * n) / z) * chances[n]) <= 1e-12 * chances[n - 1] + 1e-300, `${z} ${n}`);
    }
  }
});

test("greenAt() is Watson's integral at 0, falls by 1/(6Dh) to the next voxel, and is 1/(4πDr) far away", () => {
  for (const h of [0.5, 7, 1000]) {
    const lattice = newLattice([h, h, h], 40);
    const scaled = (i: number, j: number, k: number): number => h * greenAt(lattice, i, j, k);
    assert.ok(Math.abs(scaled(0, 0, 0) - watson) < 1e-13);
    assert.ok(Math.abs(scaled(0, 0, 0) - scaled(0, 1, 0) - 1 / 6) < 1e-13);
    // the lattice's own term of next order, along an axis: 1 + 1/(4 r²)
    for (const far of [20, 40]) {
      const relative = scaled(far, 0, 0) * 4 * Math.PI * far;
      assert.ok(Math.abs(relative - 1 - 1 / (4 * far * far)) < 3 / far ** 4, `${relative}`);
    }
  }
});

test("greenAt() solves the equation of voxels that are no cubes", () => {
  const size: Three = [3, 8, 21];
  const lattice = newLattice(size, 12);
  const green = (...at: number[]): number => greenAt(lattice, Math.abs(at[0]), Math.abs(at[1]), Math.abs(at[2]));
  for (const at of [
    [0, 0, 0],
    [1, 0, 0],
    [2, 3, 1],
    [10, 1, 0],
  ]) {
    let flow = 0;
    for (let axis = 0; axis < 3; axis++)
      for (const step of [-1, 1])
        flow += (green(...at) - green(...at.map((n, each) => (each === axis ? n + step : n)))) / size[axis] ** 2;
    const source = at.every((n) => n === 0) ? 1 / (3 * 8 * 21) : 0;
    assert.ok(Math.abs(flow - source) < 1e-15, `${at}: ${flow}`);
  }
  // and is that of a big box whose sides hold what is right far away
  const grid = open([41, 21, 13], size);
  const centre = centreOf(grid, [20, 10, 6]);
  const far = (place: Place): number => 1 / (4 * Math.PI * diffusion * distance(place, centre));
  const gain = new Float64Array(voxelsOf(grid));
  gain[voxelOf(grid, 20, 10, 6, 0, 0, 0)] = 1;
  const field = steady(grid, new Float64Array(gain.length), gain, far);
  for (const at of [
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [3, 2, 1],
  ]) {
    const value = field[voxelOf(grid, 20, 10, 6, at[0], at[1], at[2])] * diffusion;
    assert.ok(Math.abs(value / green(...at) - 1) < 0.01, `${at}: ${value} ${green(...at)}`);
  }
});

test("a sink is made of weights that sum to 1, around the place", () => {
  for (const h of [2, 5, 9, 14, 30]) {
    const grid = open([9, 9, 9], [h, h, 1.5 * h]);
    const sink = newSink(grid, 5);
    for (let time = 0; time < 20; time++) {
      const place: Place = [between(4, 5) * h, between(4, 5) * h, between(4, 5) * 1.5 * h];
      const stencil = stencilAt(sink, ...place);
      const mean = [0, 0, 0];
      let sum = 0;
      for (let entry = sink.first[stencil]; entry < sink.first[stencil + 1]; entry++) {
        const offset = [sink.dx[entry], sink.dy[entry], sink.dz[entry]];
        for (let axis = 0; axis < 3; axis++) mean[axis] += sink.weight[entry] * (4.5 + offset[axis]) * grid.size[axis];
        sum += sink.weight[entry];
      }
      assert.ok(Math.abs(sum - 1) < 1e-12);
      for (let axis = 0; axis < 3; axis++)
        assert.ok(Math.abs(mean[axis] - place[axis]) <= 0.5 * grid.size[axis], `${h}: ${mean} ${place}`);
      if (h === 2) assert.ok(distance([mean[0], mean[1], mean[2]], place) < 0.6, `${mean} ${place}`);
    }
  }
  assert.throws(() => newSink(open([9, 9, 9], [5, 5, 5]), 0), RangeError);
});

test("uptakeRate() is k where k is small, and rises with it up to that of a sphere that absorbs", () => {
  for (const h of [3, 5, 7, 12, 16, 40]) {
    const grid: Grid = {
      ...open([9, 9, 9], [h, h, h]),
      walls: ["closed", "closed", "periodic", "periodic", "closed", "fixed"],
    };
    const sink = newSink(grid, 5);
    for (let stencil = 0; stencil < sink.table.length; stencil++) {
      assert.is(uptakeRate(sink, stencil, 0, diffusion), 0);
      assert.ok(Math.abs(uptakeRate(sink, stencil, 1e-12, diffusion) - 1e-12) < 1e-24);
      let last = 0;
      for (let k = 0.01; k < 1e8; k *= 1.2) {
        const rate = uptakeRate(sink, stencil, k, diffusion);
        assert.ok(rate > last, `${h} ${stencil} ${k}`);
        last = rate;
      }
      const most = uptakeRate(sink, stencil, Infinity, diffusion);
      assert.ok(most > last && most <= 50.1 * supplyOf(5));
    }
  }
});

test("a cell takes what its sphere would, whatever the voxels and wherever it lies in them", () => {
  for (const h of [2.5, 5, 7, 10, 13, 16, 20]) {
    const grid = open([13, 13, 13], [h, h, h]);
    for (const radius of [3.5, 6]) {
      const sink = newSink(grid, radius);
      for (const x of shares) {
        const k = x * supplyOf(radius);
        const place: Place = [between(6, 7) * h, between(6, 7) * h, between(6, 7) * h];
        const taken = around(grid, sink, [place], k);
        within(taken[0], k === Infinity ? supplyOf(radius) : k / (1 + x), 0.01, `h ${h} R ${radius} x ${x}`);
      }
    }
  }
});

test("the same in voxels that are no cubes", () => {
  for (const size of [
    [6, 9, 14],
    [4, 4, 10],
    [20, 20, 8],
  ] as Three[]) {
    const grid = open([13, 13, 13], size);
    const sink = newSink(grid, 5);
    const place: Place = [between(6, 7) * size[0], between(6, 7) * size[1], between(6, 7) * size[2]];
    for (const x of shares) {
      const k = x * supplyOf(5);
      const taken = around(grid, sink, [place], k);
      within(taken[0], k === Infinity ? supplyOf(5) : k / (1 + x), 0.02, `${size} x ${x}`);
    }
  }
});

test("two cells shield each other as two spheres do", () => {
  const radius = 5;
  for (const h of [5, 10, 16]) {
    const grid = open([19, 13, 13], [h, h, h]);
    const sink = newSink(grid, radius);
    for (const apart of [3, 4.5, 6]) {
      for (const k of [supplyOf(radius), Infinity]) {
        const from: Place = [(9.5 - apart / 2) * h, between(6, 7) * h, between(6, 7) * h];
        const taken = around(grid, sink, [from, [from[0] + apart * h, from[1], from[2]]], k);
        for (const one of taken) within(one, shielded(k, radius, apart * h), 0.02, `h ${h} apart ${apart} k ${k}`);
      }
    }
  }
});

test("a cell by a wall takes what a sphere there would", () => {
  const radius = 4;
  for (const h of [3, 4.5, 7, 12.5, 14, 40]) {
    const grid: Grid = {
      ...open([13, 13, 9], [h, h, h]),
      walls: ["fixed", "fixed", "fixed", "fixed", "closed", "fixed"],
    };
    const sink = newSink(grid, radius);
    for (const height of [1.0001, 1.3, 2, 4]) {
      for (const x of [1, Infinity]) {
        const k = x * supplyOf(radius);
        const place: Place = [between(6, 7) * h, between(6, 7) * h, height * radius];
        const taken = around(grid, sink, [place], k);
        within(taken[0], shielded(k, radius, 2 * place[2]), 0.03, `h ${h} z ${height} x ${x}`);
      }
    }
  }
});

test("a plane one voxel thick takes what the slab takes that it stands for", () => {
  const radius = 5;
  const walls = ["fixed", "fixed", "fixed", "fixed", "closed", "closed"] as const;
  for (const [height, wide] of [
    [12, 10],
    [12, 20],
    [30, 20],
  ]) {
    const fine: Grid = { shape: [40, 40, Math.floor(height / 3)], size: [3, 3, 3], walls };
    const plane: Grid = { shape: [120 / wide, 120 / wide, 1], size: [wide, wide, height], walls };
    const sinks = [newSink(fine, radius), newSink(plane, radius)];
    for (const z of [radius, 0.5 * height, height - radius]) {
      for (const x of [0.1, Infinity]) {
        const place: Place = [55, 63, z];
        const [truth, flat] = [fine, plane].map((grid, which) => inBox(grid, sinks[which], place, x));
        within(flat, truth, 0.025, `plane ${height} ${wide} z ${z} x ${x}`);
      }
    }
  }
});

test("clearanceAt() is the root of its equation: where one voxel holds the cell, of a quadratic", () => {
  const radius = 4;
  const supply = supplyOf(radius);
  for (const h of [5, 16]) {
    const sink = newSink(open([9, 9, 9], [h, h, h]), radius);
    for (let time = 0; time < 300; time++) {
      const stencil = stencilAt(sink, between(0, 9 * h), between(0, 9 * h), between(0, 9 * h));
      const [maximum, halfMax, mean] = [10 ** between(-4, 4), 10 ** between(-8, 1), 10 ** between(-8, 1)];
      const k = clearanceAt(sink, stencil, maximum, halfMax, mean, diffusion);
      const surface = surfaceAt(sink, stencil, k, mean, 0, diffusion);
      const taken = uptakeRate(sink, stencil, k, diffusion) * mean;
      assert.ok(Math.abs(k * surface - taken) <= 1e-10 * taken);
      const asked = (maximum * surface) / (surface + halfMax);
      const rounding = 1e-15 * (k / supply); // of the surface's concentration, when almost all that comes is taken
      assert.ok(Math.abs(taken / asked - 1) < 1e-9 + rounding, `${h} ${maximum} ${halfMax} ${mean}: ${taken} ${asked}`);
      if (h < 16) continue;
      // c + δ·maximum·c/(c + halfMax) = mean
      const resistance = 1 / supply - watson / (diffusion * h);
      const half = 0.5 * (mean - halfMax - resistance * maximum);
      const root = Math.hypot(half, Math.sqrt(mean * halfMax));
      const c = half > 0 ? half + root : (mean * halfMax) / (root - half);
      assert.ok(Math.abs(surface / c - 1) < 1e-9 + rounding, `${surface} ${c}`);
    }
    assert.is(clearanceAt(sink, 0, 0, 1, 1, diffusion), 0);
    assert.is(clearanceAt(sink, 0, 3, 2, 0, diffusion), 1.5);
    assert.is(clearanceAt(sink, 0, 1e6, 0, 1, diffusion), Infinity); // whatever comes is taken
    const even = clearanceAt(sink, 0, 1, 0, 1, diffusion); // or as much as it can, at any concentration
    assert.ok(Math.abs(uptakeRate(sink, 0, even, diffusion) - 1) < 1e-9);
  }
});

test("a cell takes up again of what it secretes what a sphere would: x/(1 + x)", () => {
  const radius = 4;
  for (const h of [5, 8, 12, 16, 30]) {
    const grid = open([13, 13, 13], [h, h, h]);
    const sink = newSink(grid, radius);
    const place: Place = [between(6, 7) * h, between(6, 7) * h, between(6, 7) * h];
    const stencil = stencilAt(sink, ...place);
    for (const x of [0, 0.1, 1, 10]) {
      const k = x * supplyOf(radius);
      const rate = uptakeRate(sink, stencil, k, diffusion);
      const secreted = 3;
      const own = secreted * recapturedAt(sink, stencil, k, diffusion);
      const removal = new Float64Array(voxelsOf(grid));
      const gain = new Float64Array(voxelsOf(grid));
      for (const [voxel, weight] of entriesOf(grid, sink, place)) {
        removal[voxel] = rate * weight;
        gain[voxel] = (secreted - own) * weight;
      }
      const passed = secreted / (1 + x);
      const field = steady(grid, removal, gain, (at) => passed / (4 * Math.PI * diffusion * distance(at, place)));
      const mean = meanOf(grid, sink, place, field);
      if (x === 0) assert.is(own + rate * mean, 0);
      else within(own + rate * mean, secreted - passed, 0.005, `own ${h} ${x}`);
      const surface = surfaceAt(sink, stencil, k, mean, secreted, diffusion);
      within(surface, secreted / (supplyOf(radius) + k), 0.005, `surface ${h} ${x}`);
    }
    assert.is(recapturedAt(sink, stencil, Infinity, diffusion), 1);
  }
});

test("voxelOf() goes round a periodic axis and turns back at a wall", () => {
  const grid: Grid = {
    ...open([4, 5, 3], [1, 1, 1]),
    walls: ["periodic", "periodic", "closed", "fixed", "closed", "closed"],
  };
  const at = (i: number, j: number, k: number): number => (k * 5 + j) * 4 + i;
  assert.is(voxelOf(grid, 1, 2, 1, 1, -1, 1), at(2, 1, 2));
  assert.is(voxelOf(grid, 0, 0, 0, -1, -1, -1), at(3, 0, 0));
  assert.is(voxelOf(grid, 0, 0, 0, -9, -2, -3), at(3, 1, 2));
  assert.is(voxelOf(grid, 3, 4, 2, 1, 1, 2), at(0, 4, 1));
  assert.is(voxelOf(grid, 3, 4, 2, 2, 2, 9), at(1, 3, 0));
});

test.run();

function within(value: number, expected: number, part: number, what: string): void {
  const error = value / expected - 1;
  assert.ok(Math.abs(error) <= part, `${what}: ${value}, but theory says ${expected} (${error})`);
}

function open(shape: Three, size: Three): Grid {
  return { shape, size, walls: ["fixed", "fixed", "fixed", "fixed", "fixed", "fixed"] };
}

function centreOf({ size }: Grid, at: Three): Place {
  return [(at[0] + 0.5) * size[0], (at[1] + 0.5) * size[1], (at[2] + 0.5) * size[2]];
}

/** What cells take, each, in a steady field with 1 molecule/µm³ far away. */
function around(grid: Grid, sink: Sink, places: readonly Place[], k: number): number[] {
  const rate = (place: Place): number => uptakeRate(sink, stencilAt(sink, ...place), k, diffusion);
  const removal = new Float64Array(voxelsOf(grid));
  for (const place of places)
    for (const [voxel, weight] of entriesOf(grid, sink, place)) removal[voxel] += rate(place) * weight;
  const mirrored = grid.walls[4] === "closed";
  let taken = places.map(() => 0);
  let field: Float64Array = new Float64Array(0);
  for (let round = 0; round < 20; round++) {
    const before = taken;
    const far = (at: Place): number => {
      let value = 1;
      for (const [cell, place] of places.entries()) {
        value -= taken[cell] / (4 * Math.PI * diffusion * distance(at, place));
        if (mirrored) value -= taken[cell] / (4 * Math.PI * diffusion * distance(at, [place[0], place[1], -place[2]]));
      }
      return value;
    };
    field = steady(grid, removal, new Float64Array(removal.length), far, field);
    taken = places.map((place) => rate(place) * meanOf(grid, sink, place, field));
    if (taken.every((now, cell) => Math.abs(now - before[cell]) < 1e-4 * now)) break;
  }
  return taken;
}

/** What one cell takes with 1 molecule/µm³ beyond all fixed walls. */
function inBox(grid: Grid, sink: Sink, place: Place, x: number): number {
  const rate = uptakeRate(sink, stencilAt(sink, ...place), x * supplyOf(sink.radius), diffusion);
  const removal = new Float64Array(voxelsOf(grid));
  for (const [voxel, weight] of entriesOf(grid, sink, place)) removal[voxel] += rate * weight;
  const field = steady(grid, removal, new Float64Array(removal.length), () => 1);
  return rate * meanOf(grid, sink, place, field);
}

function entriesOf(grid: Grid, sink: Sink, place: Place): (readonly [number, number])[] {
  const voxel = voxelAt(grid, ...place);
  const [nx, ny] = grid.shape;
  const stencil = stencilAt(sink, ...place);
  return Array.from({ length: sink.first[stencil + 1] - sink.first[stencil] }, (_, number) => {
    const entry = sink.first[stencil] + number;
    const [i, j, k] = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / (nx * ny))];
    return [voxelOf(grid, i, j, k, sink.dx[entry], sink.dy[entry], sink.dz[entry]), sink.weight[entry]];
  });
}

function meanOf(grid: Grid, sink: Sink, place: Place, field: Float64Array): number {
  return entriesOf(grid, sink, place).reduce((sum, [voxel, weight]) => sum + weight * field[voxel], 0);
}

/**
 * Concentrations at which diffusion, uptake (µm³/s by voxel) and gain (molecules/s by voxel) are in balance, by conjugate gradients;
 * `far` is the concentration at the middle of a face of a fixed wall.
 */
function steady(
  grid: Grid,
  removal: Float64Array,
  gain: Float64Array,
  far: (at: Place) => number,
  guess: Float64Array = new Float64Array(0),
): Float64Array {
  const { shape, size, walls } = grid;
  const volume = voxelVolume(grid);
  const count = voxelsOf(grid);
  const steps = [1, shape[0], shape[0] * shape[1]];
  const links = size.map((h) => (diffusion * volume) / (h * h)); // µm³/s
  const diagonal = Float64Array.from(removal);
  const right = Float64Array.from(gain);
  const open = [new Uint8Array(count), new Uint8Array(count), new Uint8Array(count)]; // whether there is a next voxel
  for (let voxel = 0; voxel < count; voxel++) {
    const at: Three = [
      voxel % shape[0],
      Math.floor(voxel / shape[0]) % shape[1],
      Math.floor(voxel / (shape[0] * shape[1])),
    ];
    const centre = centreOf(grid, at);
    for (let axis = 0; axis < 3; axis++) {
      for (const end of [0, 1]) {
        if (at[axis] !== end * (shape[axis] - 1)) {
          diagonal[voxel] += links[axis];
          if (end === 1) open[axis][voxel] = 1;
        } else if (walls[2 * axis + end] === "fixed") {
          const face = centre.map((value, each) => (each === axis ? value + (end - 0.5) * size[axis] : value));
          diagonal[voxel] += 2 * links[axis];
          right[voxel] += 2 * links[axis] * far([face[0], face[1], face[2]]);
        }
      }
    }
  }
  const times = (from: Float64Array, to: Float64Array): void => {
    for (let voxel = 0; voxel < count; voxel++) to[voxel] = diagonal[voxel] * from[voxel];
    for (let axis = 0; axis < 3; axis++) {
      const [has, link, step] = [open[axis], links[axis], steps[axis]];
      for (let voxel = 0; voxel < count - step; voxel++) {
        if (has[voxel] === 0) continue;
        to[voxel] -= link * from[voxel + step];
        to[voxel + step] -= link * from[voxel];
      }
    }
  };
  const field = guess.length === count ? Float64Array.from(guess) : new Float64Array(count);
  const image = new Float64Array(count);
  times(field, image);
  const residual = right.map((value, voxel) => value - image[voxel]);
  const direction = residual.map((value, voxel) => value / diagonal[voxel]);
  let product = 0;
  for (let voxel = 0; voxel < count; voxel++) product += residual[voxel] * direction[voxel];
  const enough = 1e-14 * right.reduce((sum, value, voxel) => sum + (value * value) / diagonal[voxel], 0);
  for (let round = 0; round < 1000 && product > enough; round++) {
    times(direction, image);
    let curvature = 0;
    for (let voxel = 0; voxel < count; voxel++) curvature += direction[voxel] * image[voxel];
    const stride = product / curvature;
    let next = 0;
    for (let voxel = 0; voxel < count; voxel++) {
      field[voxel] += stride * direction[voxel];
      residual[voxel] -= stride * image[voxel];
      next += (residual[voxel] * residual[voxel]) / diagonal[voxel];
    }
    for (let voxel = 0; voxel < count; voxel++)
      direction[voxel] = residual[voxel] / diagonal[voxel] + (next / product) * direction[voxel];
    product = next;
  }
  return field;
}
