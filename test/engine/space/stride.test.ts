/** Walks spread as Fürth's formula says whatever the step, turn at walls without piling up there, and climb gradients. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Box } from "../../../src/engine/space/box.ts";
import { climb, newWalk, setWalk, stride, velocityAtStart } from "../../../src/engine/space/stride.ts";
import { begin, next } from "../../../src/kernels/chance.ts";
import { normalCumulative } from "../../../src/kernels/math.ts";
import { assertFlat } from "../../kernels/goodness.ts";
import { momentsOf, near } from "../bench.ts";

const open: Box = { lengths: [1e6, 1e6, 1e6], periods: [Infinity, Infinity, Infinity] };
const still = new Float64Array(3);

interface Walkers {
  readonly places: Float64Array[]; // x, y, z
  readonly velocities: Float64Array[];
}

function walkers(
  count: number,
  motility: number,
  persistence: number,
  startOf: (axis: number, row: number) => number,
): Walkers {
  const columns = (value: (axis: number, row: number) => number): Float64Array[] =>
    [0, 1, 2].map((axis) => Float64Array.from({ length: count }, (_, row) => value(axis, row)));
  return {
    places: columns(startOf),
    velocities: columns((axis, row) => {
      begin(1, 100 + axis, row, 0);
      return velocityAtStart(motility, persistence);
    }),
  };
}

function step(
  { places, velocities }: Walkers,
  number: number,
  given: {
    box: Box;
    motility: number;
    persistence: number;
    dt: number;
    settled?: boolean;
    climbs?: Float64Array;
    radius?: number;
  },
): void {
  const { box, motility, persistence, dt, settled = false, climbs = still, radius = 5 } = given;
  const walk = newWalk();
  setWalk(walk, motility, persistence, dt);
  const [x, y, z] = places;
  const [vx, vy, vz] = velocities;
  for (let row = 0; row < x.length; row++) {
    begin(2, number, row, 0);
    stride(walk, box, row, x, y, z, vx, vy, vz, climbs, radius, settled);
  }
}

const middle = (): number => 5e5;
/** Mean square displacement over these axes, and its standard error: squares of normal numbers. */
function assertSpread({ places }: Walkers, axes: number, expected: number, what: string): void {
  const count = places[0].length;
  let sum = 0;
  for (let row = 0; row < count; row++) for (let axis = 0; axis < axes; axis++) sum += (places[axis][row] - 5e5) ** 2;
  near(sum / count / axes, expected, expected * Math.sqrt(2 / (count * axes)), what);
}

const motility = 0.8;
const persistence = 120;

for (const [part, steps] of [
  [0.1, 40],
  [1, 10],
  [10, 4],
] as const)
  for (const settled of [false, true])
    test(`stride() spreads cells by Fürth's formula in steps of ${part} P in ${settled ? "two" : "three"} dimensions`, () => {
      const cells = walkers(4000, motility, persistence, middle);
      const dt = part * persistence;
      for (let number = 1; number <= steps; number++) {
        step(cells, number, { box: open, motility, persistence, dt, settled });
        const t = number * dt;
        const expected = 2 * motility * (t - persistence * (1 - Math.exp(-t / persistence)));
        if (number % 10 === 0 || number < 3 || number === steps)
          assertSpread(cells, settled ? 2 : 3, expected, `after ${t} s`);
      }
      if (settled) assert.ok(cells.places[2].every((z) => z === 5e5));
      for (const velocity of cells.velocities.slice(0, settled ? 2 : 3)) {
        const { mean, meanError, variance, varianceError } = momentsOf(velocity);
        near(mean, 0, meanError, "mean velocity");
        near(variance, motility / persistence, varianceError, "variance of the velocity");
      }
    });

test("stride() keeps exp(−t/P) of a velocity", () => {
  const cells = walkers(8000, motility, persistence, middle);
  const before = cells.velocities[0].slice();
  step(cells, 1, { box: open, motility, persistence, dt: 90 });
  const products = momentsOf(before.map((v, row) => (v * cells.velocities[0][row] * persistence) / motility));
  near(products.mean, Math.exp(-90 / persistence), products.meanError, "correlation");
});

test("setWalk(): two steps of dt/2 have the variances of one of dt, from the shortest to the longest", () => {
  for (const a of [1e-6, 1e-4, 0.01, 0.049, 0.0501, 0.07, 0.0999, 0.1001, 1, 5, 40]) {
    const [whole, half] = [newWalk(), newWalk()];
    setWalk(whole, 2, 30, 30 * a);
    setWalk(half, 2, 30, 15 * a);
    const spreadOf = ({ jolt, dragged, spread }: typeof whole) => ({
      v: jolt ** 2,
      vx: dragged * jolt ** 2,
      x: (dragged * jolt) ** 2 + spread ** 2,
    });
    const one = spreadOf(half);
    const two = {
      v: half.kept ** 2 * one.v + one.v,
      vx: half.kept * (one.vx + half.carried * one.v) + one.vx,
      x: one.x + 2 * half.carried * one.vx + half.carried ** 2 * one.v + one.x,
    };
    const expected = spreadOf(whole);
    for (const which of ["v", "vx", "x"] as const)
      assert.ok(
        Math.abs(two[which] / expected[which] - 1) < 1e-8,
        `${which} at ${a}: ${two[which] / expected[which] - 1}`,
      );
    assert.ok(Math.abs(half.carried * (1 + half.kept) - whole.carried) < 1e-12 * whole.carried);
  }
});

test("setWalk() tends to steady gliding for a long persistence and to Brownian motion for a short one", () => {
  const walk = newWalk();
  setWalk(walk, 3, 1e9, 2);
  assert.ok(Math.abs(walk.carried - 2) < 1e-8 && walk.spread < 1e-8);
  setWalk(walk, 3, 1e-9, 2);
  const variance = walk.spread ** 2 + (walk.dragged * walk.jolt) ** 2;
  assert.ok(Math.abs(variance - 2 * 3 * 2) < 1e-7, `${variance}`);
});

test("stride() without persistence is Brownian motion, draws nothing else and leaves velocities alone", () => {
  const cells = walkers(4000, motility, 0, middle);
  assert.ok(cells.velocities.every((column) => column.every((v) => v === 0)));
  for (const column of cells.velocities) column.fill(NaN);
  for (let number = 1; number <= 3; number++) {
    step(cells, number, { box: open, motility, persistence: 0, dt: 50 });
    assertSpread(cells, 3, 2 * motility * 50 * number, `after ${50 * number} s`);
  }
  const sd = Math.sqrt(2 * motility * 150);
  assertFlat(cells.places[0], (x) => normalCumulative((x - 5e5) / sd), "x");
});

test("stride() of a cell that does not move draws nothing and moves nothing", () => {
  const cells = walkers(1, 0, persistence, middle);
  const walk = newWalk();
  setWalk(walk, 0, persistence, 10);
  begin(7, 7, 7, 7);
  const [x, y, z] = cells.places;
  const [vx, vy, vz] = cells.velocities;
  stride(walk, open, 0, x, y, z, vx, vy, vz, still, 5, false);
  const drawn = next();
  begin(7, 7, 7, 7);
  assert.is(drawn, next());
  assert.equal([x[0], y[0], z[0], vx[0]], [5e5, 5e5, 5e5, 0]);
});

for (const how of ["walls", "periodic"] as const)
  test(`stride() keeps cells in the box, and those that lie anywhere stay anywhere: ${how}`, () => {
    const period = how === "walls" ? Infinity : 60;
    const box: Box = { lengths: [60, 60, 60], periods: [period, period, period] };
    const radius = 5;
    const margin = how === "walls" ? radius : 0;
    const cells = walkers(10_000, motility, persistence, (axis, row) => {
      begin(3, axis, row, 0);
      return margin + (60 - 2 * margin) * next();
    });
    for (let number = 1; number <= 12; number++)
      step(cells, number, { box, motility, persistence, dt: number % 2 === 0 ? 40 : 4000, radius });
    for (const places of cells.places) {
      assert.ok(places.every((at) => at >= margin && at <= 60 - margin && (how === "walls" || at < 60)));
      assertFlat(places, (at) => (at - margin) / (60 - 2 * margin), how);
    }
    for (const velocity of cells.velocities) {
      const { variance, varianceError } = momentsOf(velocity);
      near(variance, motility / persistence, varianceError, "variance of the velocity");
    }
  });

test("stride() turns the velocity round at a wall and not at a periodic side", () => {
  for (const [period, expected] of [
    [Infinity, -2],
    [100, 2],
  ]) {
    const box: Box = { lengths: [100, 100, 100], periods: [period, 100, 100] };
    const cells = walkers(1, 0, 1e15, () => 90);
    cells.velocities[0][0] = 2;
    step(cells, 1, { box, motility: 0, persistence: 1e15, dt: 10 });
    assert.ok(Math.abs(cells.velocities[0][0] - expected) < 1e-9);
    assert.ok(Math.abs(cells.places[0][0] - (period === 100 ? 10 : 80)) < 1e-9);
  }
});

test("climb() is half of the speed where the difference over the cell is halfMax, along the gradient", () => {
  const climbs = new Float64Array(3);
  const slope = 0.1 * (2 / 10); // of a concentration of 2, a tenth over 10 µm
  climb(climbs, 0.06, 0.1, 10, 2, slope * 0.6, 0, slope * 0.8, false);
  assert.ok(Math.abs(climbs[0] - 0.03 * 0.6) < 1e-15 && climbs[1] === 0 && Math.abs(climbs[2] - 0.03 * 0.8) < 1e-15);
  climb(climbs, 0.06, 0.1, 10, 2, slope, 0, 1e9, true);
  assert.ok(Math.abs(climbs[0] - 0.03) < 1e-15 && climbs[2] === 0);
});

test("climb() is at most the speed, and nothing where nothing differs", () => {
  const climbs = Float64Array.of(1, 1, 1);
  climb(climbs, 0.06, 0.1, 10, 0, 0, -1, 0, false);
  assert.ok(Math.abs(climbs[1] + 0.06) < 1e-15);
  climb(climbs, 0.06, 0, 10, 0, 0, 0, 0, false);
  assert.equal([...climbs], [0, 0, 0]);
});

test("stride() adds what a cell climbs to its walk", () => {
  const climbs = new Float64Array(3);
  climb(climbs, 0.05, 0.02, 8, 1, 0.003, 0.004, 0, true); // difference 0.04: two thirds of the speed
  const cells = walkers(4000, motility, persistence, middle);
  for (let number = 1; number <= 10; number++)
    step(cells, number, { box: open, motility, persistence, dt: 60, climbs, settled: true });
  const speed = (0.05 * 2) / 3;
  for (const [axis, part] of [0.6, 0.8].entries()) {
    const { mean, meanError } = momentsOf(cells.places[axis].map((at) => at - 5e5));
    near(mean, speed * part * 600, meanError, "way up the gradient");
  }
});

test.run();
