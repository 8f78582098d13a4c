import { test } from "uvu";
import * as assert from "uvu/assert";
import { sobolSequence } from "../../../src/node/sobol.ts";
import type { Design, Factor, Plan, Point } from "../../../src/sweep/contract.ts";
import { designOf, faultOf } from "../../../src/sweep/design/design.ts";
import { idOf, shareOf, valueAt } from "../../../src/sweep/design/point.ts";
import { problemCsv, samplesCsv } from "../../../src/sweep/design/salib.ts";
import { design, unit, units } from "../functions.ts";

const dose: Factor = { name: "dose", low: 1e8, high: 1e11, scale: "log", unit: "1/mL" };
const half: Factor = { name: "half", low: -2, high: 4, scale: "linear", unit: "h" };

const valuesOf = ({ points }: Design): (readonly number[])[] => points.map(({ values }) => values);
const partsOf = <Of extends string>({ points }: Design, of: Of) =>
  points.map(({ part }) => {
    assert.is(part?.of, of);
    return part as Extract<NonNullable<Point["part"]>, { of: Of }>;
  });

/** How many points fall into each of as many strata as there are points, for each factor. */
function strataOf({ points, factors }: Design): number[][] {
  return factors.map((factor, index) => {
    const counts = points.map(() => 0);
    for (const { values } of points) counts[Math.floor(shareOf(factor, values[index]) * points.length)] += 1;
    return counts;
  });
}

test("valueAt() divides a range evenly, or evenly in its logarithm, and gives its ends exactly", () => {
  assert.equal(
    [0, 0.25, 0.5, 1].map((share) => valueAt(half, share)),
    [-2, -0.5, 1, 4],
  );
  assert.equal(
    [0, 1 / 3, 2 / 3, 1].map((share) => valueAt(dose, share)),
    [1e8, 1e9, 1e10, 1e11],
  );
  assert.ok(Math.abs(shareOf(dose, 1e9) - 1 / 3) < 1e-15);
});

test("idOf() knows a point by names and values, not by order or by the 13th digit", () => {
  const id = idOf([dose, half], [1e9, 1]);
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.is(idOf([half, dose], [1, 1e9]), id);
  assert.is(idOf([dose, half], [1e9, 1 + 1e-15]), id);
  assert.is(idOf([half], [-0]), idOf([half], [0]));
  const others = [
    idOf([dose, half], [1, 1e9]),
    idOf([dose, half], [1e9, 1.0001]),
    idOf([dose], [1e9]),
    idOf([half, unit("b")], [1e9, 1]),
  ];
  assert.is(new Set([id, ...others]).size, 5);
});

test("designOf() makes a grid of all combinations, the last factor quickest", () => {
  assert.equal(valuesOf(design({ kind: "grid", levels: [3, 2] }, [half, dose])), [
    [-2, 1e8],
    [-2, 1e11],
    [1, 1e8],
    [1, 1e11],
    [4, 1e8],
    [4, 1e11],
  ]);
  assert.equal(valuesOf(design({ kind: "grid", levels: [1] }, [half])), [[1]]);
});

test("designOf() takes a list as it is; a point of it is the point of the grid", () => {
  const listed = design(
    {
      kind: "list",
      values: [
        [4, 1e11],
        [0, 3e9],
      ],
    },
    [half, dose],
  );
  assert.equal(valuesOf(listed), [
    [4, 1e11],
    [0, 3e9],
  ]);
  assert.is(listed.points[0].id, design({ kind: "grid", levels: [3, 2] }, [half, dose]).points[5].id);
});

test("designOf() moves one factor at a time from the base, through all its levels", () => {
  const one = design({ kind: "one-at-a-time", levels: 3, base: [1, 1e9] }, [half, dose]);
  assert.equal(valuesOf(one), [
    [1, 1e9],
    [-2, 1e9],
    [1, 1e9],
    [4, 1e9],
    [1, 1e8],
    [1, valueAt(dose, 0.5)],
    [1, 1e11],
  ]);
  assert.equal(
    partsOf(one, "one-at-a-time").map(({ moved }) => moved),
    [-1, 0, 0, 0, 1, 1, 1],
  );
  assert.is(one.points[2].id, one.points[0].id);
});

for (const kind of ["random", "latin", "sobol"] as const) {
  test(`designOf() grows ${kind} by doubling: the first N points of 2 N are the design of N`, () => {
    for (const count of [3, 8, 20]) {
      const whole = design({ kind, count: 2 * count }, [half, dose]);
      assert.equal(design({ kind, count }, [half, dose]).points, whole.points.slice(0, count));
    }
  });

  test(`designOf() keys ${kind} by the seed and, but for the order of sobol's columns, by the factor's name`, () => {
    const plan: Plan = { kind, count: 16 };
    assert.equal(design(plan, [half, dose]), design(plan, [half, dose]));
    assert.not.equal(valuesOf(design(plan, [half, dose], "2")), valuesOf(design(plan, [half, dose])));
    const alone = valuesOf(design(plan, [half]));
    assert.equal(
      valuesOf(design(plan, [half, dose])).map(([first]) => [first]),
      alone,
    );
    if (kind !== "sobol")
      assert.equal(
        valuesOf(design(plan, [dose, half])).map(([, second]) => [second]),
        alone,
      );
  });
}

test("designOf() puts one point of a latin hypercube into each stratum of each factor", () => {
  for (const count of [1, 7, 12, 64, 96]) {
    for (const counts of strataOf(design({ kind: "latin", count }, [...units(3), dose])))
      assert.equal(
        counts,
        counts.map(() => 1),
      );
  }
});

test("designOf() orders the columns of a latin hypercube by chance alone", () => {
  const [first, second] = [0, 1].map((column) =>
    valuesOf(design({ kind: "latin", count: 4096 }, units(2))).map((row) => row[column]),
  );
  const covariance = first.reduce((sum, x, at) => sum + (x - 0.5) * (second[at] - 0.5), 0) / 4096;
  assert.ok(Math.abs(12 * covariance) < 4 / Math.sqrt(4096)); // correlation of independent columns: standard error 1/√n
});

test("designOf() puts one point of 2^m of a shifted Sobol sequence into each stratum, and none at zero", () => {
  const sobol = design({ kind: "sobol", count: 256 }, units(8));
  for (const counts of strataOf(sobol))
    assert.equal(
      counts,
      counts.map(() => 1),
    );
  assert.ok(
    valuesOf(sobol)
      .flat()
      .every((value) => value > 0 && value < 1),
  );
  const boxes = new Set(valuesOf(sobol).map(([a, b]) => 16 * Math.floor(16 * a) + Math.floor(16 * b)));
  assert.is(boxes.size, 256); // the first two dimensions are a (0, 8, 2)-net: one point in each of 16 × 16 boxes
});

test("designOf() shifts a Sobol sequence evenly: over seeds each point is uniform", () => {
  const seeds = 400;
  for (const point of [0, 1, 5]) {
    let sum = 0;
    for (let seed = 0; seed < seeds; seed++)
      sum += design({ kind: "sobol", count: 8 }, units(1), `${seed}`).points[point].values[0];
    assert.ok(Math.abs(sum / seeds - 0.5) < 4 / Math.sqrt(12 * seeds));
  }
});

test("designOf() moves each factor once in a trajectory, by p / 2(p − 1), from level to level", () => {
  const levels = 6;
  const factors = units(4);
  const morris = design({ kind: "morris", trajectories: 50, levels }, factors);
  const parts = partsOf(morris, "morris");
  const step = levels / (2 * (levels - 1));
  assert.is(morris.points.length, 50 * 5);
  const seen = new Map<number, number>();
  for (const [index, { values }] of morris.points.entries()) {
    const { step: number, moved, by } = parts[index];
    for (const value of values) {
      const level = Math.round(value * (levels - 1));
      assert.ok(Math.abs(value * (levels - 1) - level) < 1e-9 && level >= 0 && level < levels);
      seen.set(level, (seen.get(level) ?? 0) + 1);
    }
    assert.is(number, index % 5);
    if (number === 0) continue;
    const before = morris.points[index - 1].values;
    assert.ok(Math.abs(Math.abs(by) - step) < 1e-15);
    for (const [factor, value] of values.entries())
      assert.ok(Math.abs(value - before[factor] - (factor === moved ? by : 0)) < 1e-11);
  }
  for (let trajectory = 0; trajectory < 50; trajectory++) {
    const order = parts.slice(5 * trajectory + 1, 5 * trajectory + 5).map(({ moved }) => moved);
    assert.equal(
      order.toSorted((a, b) => a - b),
      [0, 1, 2, 3],
    );
  }
  for (let level = 0; level < levels; level++) {
    const error = Math.sqrt((50 * 4 * 7.5) / 3); // a factor stands at 2 of 6 levels in a trajectory, at each for 1 to 4 points
    assert.ok(Math.abs((seen.get(level) ?? 0) - (50 * 5 * 4) / levels) < 4 * error);
  }
  assert.equal(design({ kind: "morris", trajectories: 20, levels }, factors).points, morris.points.slice(0, 100));
});

test("designOf() stands a saltelli row in SALib's order: A, AB of each factor, BA of each, B", () => {
  const factors = units(3);
  const saltelli = design({ kind: "saltelli", rows: 4, second: true }, factors);
  const parts = partsOf(saltelli, "saltelli");
  assert.is(saltelli.points.length, 4 * 8);
  for (let row = 0; row < 4; row++) {
    const at = 8 * row;
    assert.equal(
      parts.slice(at, at + 8).map(({ matrix, factor }) => `${matrix}${factor}`),
      ["A-1", "AB0", "AB1", "AB2", "BA0", "BA1", "BA2", "B-1"],
    );
    assert.ok(parts.slice(at, at + 8).every((part) => part.row === row));
    const a = saltelli.points[at].values;
    const b = saltelli.points[at + 7].values;
    for (let factor = 0; factor < 3; factor++) {
      assert.not.equal(a[factor], b[factor]);
      assert.equal(saltelli.points[at + 1 + factor].values, a.with(factor, b[factor]));
      assert.equal(saltelli.points[at + 4 + factor].values, b.with(factor, a[factor]));
    }
  }
  const first = design({ kind: "saltelli", rows: 4, second: false }, factors);
  assert.equal(
    partsOf(first, "saltelli")
      .slice(0, 5)
      .map(({ matrix, factor }) => `${matrix}${factor}`),
    ["A-1", "AB0", "AB1", "AB2", "B-1"],
  );
  const ids = new Set(saltelli.points.map(({ id }) => id));
  assert.ok(first.points.every(({ id }) => ids.has(id))); // first order alone, second order later: no run is made twice
});

test("faultOf() tells what is wrong, and designOf() throws it", () => {
  const grid = (...levels: number[]): Plan => ({ kind: "grid", levels });
  const told: readonly (readonly [string, Plan, readonly Factor[]])[] = [
    ["a design needs at least one parameter", grid(), []],
    ['parameter "a" is there twice', grid(2, 2), [unit("a"), unit("a")]],
    ['parameter "a" has no range from 1 to 1', grid(2), [{ ...unit("a"), low: 1 }]],
    ['parameter "a" has no range from 0 to Infinity', grid(2), [{ ...unit("a"), high: Infinity }]],
    ['parameter "a" is on a log scale: its low end 0 must be above 0', grid(2), [{ ...unit("a"), scale: "log" }]],
    ["1 parameters need as many numbers of levels, here are 2", grid(2, 2), units(1)],
    ["0 is no number of levels", grid(0), units(1)],
    ["1.5 is no number of points", { kind: "latin", count: 1.5 }, units(1)],
    ["0 is no number of points", { kind: "list", values: [] }, units(1)],
    [
      '2 of "b" lies outside 0 to 1',
      {
        kind: "list",
        values: [
          [0, 1],
          [1, 2],
        ],
      },
      units(2),
    ],
    ["2 parameters need as many values, here are 1", { kind: "list", values: [[0]] }, units(2)],
    ["3 levels: morris needs an even number", { kind: "morris", trajectories: 4, levels: 3 }, units(1)],
    ["NaN is no number of trajectories", { kind: "morris", trajectories: Number.NaN, levels: 4 }, units(1)],
    ['-1 of "a" lies outside 0 to 1', { kind: "one-at-a-time", levels: 2, base: [-1] }, units(1)],
    [
      "26 parameters: saltelli goes up to 25 (morris tells first which matter)",
      { kind: "saltelli", rows: 8, second: false },
      Array.from({ length: 26 }, (_, index) => unit(`p${index}`)),
    ],
  ];
  for (const [text, plan, factors] of told) {
    assert.is(faultOf(plan, factors), text);
    assert.throws(
      () => designOf(plan, factors, "1", sobolSequence),
      (error: Error) => error instanceof RangeError && error.message === text,
    );
  }
});

test("sobolSequence() begins as published, and ends rather than repeat", () => {
  const next = sobolSequence(3);
  assert.equal(Array.from({ length: 5 }, next), [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
    [0.75, 0.25, 0.25],
    [0.25, 0.75, 0.75],
    [0.375, 0.375, 0.625], // Joe and Kuo 2008, sobol.cc with new-joe-kuo-6.21201
  ]);
});

test("problemCsv() and samplesCsv() are what SALib reads: decimal logarithms of a parameter on a log scale", () => {
  assert.is(problemCsv([half, dose]), "half,-2,4\nlog10_dose,8,11\n");
  const listed = design(
    {
      kind: "list",
      values: [
        [0.1, 1e9],
        [4, 2e8],
      ],
    },
    [half, dose],
  );
  assert.is(samplesCsv(listed), "# half,log10_dose\n0.1,9\n4,8.30102999566\n");
});

test.run();
