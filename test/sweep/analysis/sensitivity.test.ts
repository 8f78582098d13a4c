import { test } from "uvu";
import * as assert from "uvu/assert";
import { studentCumulative } from "../../../src/claims/distributions.ts";
import { mean } from "../../../src/claims/statistics.ts";
import { normalQuantile } from "../../../src/kernels/math.ts";
import { estimatesOf } from "../../../src/sweep/analysis/bootstrap.ts";
import { morrisOf } from "../../../src/sweep/analysis/effects.ts";
import { noiseOf, noiseShareOf, varianceOf } from "../../../src/sweep/analysis/noise.ts";
import { ranksOf } from "../../../src/sweep/analysis/ranks.ts";
import { sampleOf } from "../../../src/sweep/analysis/sample.ts";
import { sobolOf } from "../../../src/sweep/analysis/variance.ts";
import type { Estimate } from "../../../src/sweep/contract.ts";
import { uniformsOf } from "../../../src/sweep/design/chance.ts";
import { design, exactly, ishigami, read, sobolG, units } from "../functions.ts";

const none = { seed: "1", level: 0.9, resamples: 0 };
const unknown = Number.NaN; // noise, where there is one replicate

const valuesOf = (estimates: readonly Estimate[]): number[] => estimates.map(({ value }) => value);
const near = (actual: readonly number[], expected: readonly number[], tolerance: number): void => {
  assert.is(actual.length, expected.length);
  for (const [index, value] of actual.entries())
    assert.ok(Math.abs(value - expected[index]) <= tolerance, `${actual}, expected ${expected}`);
};

/** Standard normal numbers, keyed by what they belong to. */
const normalsOf = (seed: string): ((first: number, second?: number) => number) => {
  const uniforms = uniformsOf(seed, "test");
  return (first, second) => normalQuantile(uniforms(first, second));
};

const fine = 8192; // rows at which indices are asked to be within 0.03

test("sobolOf() finds the indices of the Ishigami function", () => {
  const saltelli = design({ kind: "saltelli", rows: fine, second: true }, ishigami.factors);
  const { first, total, second, used, rows } = sobolOf(saltelli, exactly(saltelli, ishigami.f), unknown, none);
  near(valuesOf(first), ishigami.first, 0.03);
  near(valuesOf(total), ishigami.total, 0.03);
  assert.equal(
    second.map(({ factors }) => factors),
    [
      [0, 1],
      [0, 2],
      [1, 2],
    ],
  );
  near(
    second.map(({ share }) => share.value),
    [0, ishigami.second, 0],
    0.03,
  );
  assert.equal([rows, ...used], [fine, fine, fine, fine]);
});

test("sobolOf() finds the indices of Sobol's G", () => {
  const g = sobolG([0, 1, 4.5, 9, 99, 99]);
  const saltelli = design({ kind: "saltelli", rows: fine, second: false }, units(6));
  const { first, total, second } = sobolOf(saltelli, exactly(saltelli, g.f), unknown, none);
  near(valuesOf(first), g.first, 0.03);
  near(valuesOf(total), g.total, 0.03);
  assert.equal(second, []);
});

test("sobolOf() leaves out the rows it needs and has not, and says how many it used", () => {
  const saltelli = design({ kind: "saltelli", rows: 1024, second: false }, ishigami.factors);
  const whole = exactly(saltelli, ishigami.f);
  const lost = saltelli.points.filter(
    ({ part }) =>
      part?.of === "saltelli" &&
      ((part.row < 100 && part.matrix === "A") || (part.row >= 900 && part.matrix === "AB" && part.factor === 1)),
  );
  const at = { ...whole.at };
  for (const [index, { id }] of lost.entries()) {
    if (index % 2 === 0) delete at[id];
    else at[id] = { failed: "the limit on cells was met" };
  }
  const { first, total, used } = sobolOf(saltelli, { ...whole, at }, unknown, none);
  assert.equal(used, [924, 800, 924]);
  near(valuesOf(first), ishigami.first, 0.1);
  near(valuesOf(total), ishigami.total, 0.1);
});

test("sobolOf() takes the noise of replicates out of both indices", () => {
  const saltelli = design({ kind: "saltelli", rows: 2048, second: false }, units(3));
  const normals = normalsOf("noise");
  const numberOf = new Map(saltelli.points.map(({ id }, index) => [id, index]));
  const spread = Math.sqrt((5 / 12) * 2); // variance of 2 a + b is 5/12: as much noise as signal in a mean of 2
  const noisy = read(saltelli, ({ id, values }) => [
    [0, 1].map((replicate) => 2 * values[0] + values[1] + spread * normals(numberOf.get(id)!, replicate)),
  ]);
  const variance = varianceOf(sampleOf(saltelli, saltelli.points, noisy));
  const points = saltelli.points.length;
  assert.ok(Math.abs(variance.noise - 5 / 12) < 4 * (5 / 12) * Math.sqrt(2 / points)); // a variance of n has error √(2/n)
  assert.ok(Math.abs(variance.noiseShare - 0.5) < 4 * 0.5 * Math.sqrt(4 / points));
  const { first, total } = sobolOf(saltelli, noisy, variance.noise, { ...none, resamples: 100 });
  for (const [index, expected] of [0.8, 0.2, 0].entries()) {
    for (const { value, low, high } of [first[index], total[index]])
      assert.ok(Math.abs(value - expected) < 4 * ((high - low) / 3.29), `${value}, expected ${expected}`); // 3.29 standard errors wide
  }
  const { first: as, total: told } = sobolOf(saltelli, noisy, unknown, none);
  assert.ok(as[0].value < 0.5 && told[2].value > 0.4); // what it would be to take noise for signal: 0.4 and 0.5
});

test("sobolOf() says nothing where nothing varies", () => {
  const saltelli = design({ kind: "saltelli", rows: 8, second: true }, units(2));
  const { first, total, second } = sobolOf(
    saltelli,
    exactly(saltelli, () => 3),
    unknown,
    { ...none, resamples: 20 },
  );
  for (const { value, low, high } of [...first, ...total, second[0].share])
    assert.equal([value, low, high], [unknown, unknown, unknown]);
});

test("morrisOf() is exact on a straight line: μ is the slope over the range, μ* its size, σ nothing", () => {
  const factors = [
    { ...units(1)[0], low: -1, high: 3 },
    { ...units(2)[1], low: 1, high: 1000, scale: "log" as const },
    units(3)[2],
  ];
  const morris = design({ kind: "morris", trajectories: 5, levels: 4 }, factors);
  const line = exactly(morris, (a, b, c) => 2 * a - 3 * Math.log10(b) + 0 * c + 7);
  const { mean: centres, size, spread, used } = morrisOf(morris, line, unknown, { ...none, resamples: 50 });
  near(valuesOf(centres), [8, -9, 0], 1e-9); // values have 12 digits
  near(valuesOf(size), [8, 9, 0], 1e-9);
  near(valuesOf(spread), [0, 0, 0], 1e-6); // a root of 1e-9 squared
  for (const { value, low, high } of size) near([low, high], [value, value], 1e-9);
  assert.equal(used, [5, 5, 5]);
});

test("morrisOf() tells a factor that depends on another by σ: the effect of a in a b is b", () => {
  const morris = design({ kind: "morris", trajectories: 400, levels: 4 }, units(2));
  const { mean: centres, spread } = morrisOf(
    morris,
    exactly(morris, (a, b) => a * b),
    unknown,
    none,
  );
  const sd = Math.sqrt(5 / 36); // of the levels 0, 1/3, 2/3, 1, equally likely
  const error = sd / Math.sqrt(400);
  near(valuesOf(centres), [0.5, 0.5], 4 * error);
  near(valuesOf(spread), [sd, sd], 4 * error);
});

test("morrisOf() takes noise out of σ, tells the μ* that it makes, and uses what trajectories are left", () => {
  const morris = design({ kind: "morris", trajectories: 500, levels: 8 }, units(8));
  const normals = normalsOf("effects");
  const numberOf = new Map(morris.points.map(({ id }, index) => [id, index]));
  const noisy = read(morris, ({ id, values }) => [
    [0, 1, 2].map((replicate) => values[0] + normals(numberOf.get(id)!, replicate)),
  ]);
  const noise = noiseOf(morris.points.map(({ id }) => (noisy.at[id] as { values: number[][] }).values));
  assert.ok(Math.abs(noise - 1 / 3) < 4 * (1 / 3) * Math.sqrt(2 / (2 * morris.points.length)));
  const { size, spread, chance } = morrisOf(morris, noisy, noise, none);
  const step = 4 / 7;
  const sd = Math.sqrt(2 / 3) / step; // of an effect, by noise
  assert.ok(Math.abs(chance - sd * Math.sqrt(2 / Math.PI)) < 0.05);
  near(valuesOf(size).slice(1), Array(7).fill(chance), (4 * sd) / Math.sqrt(500));
  for (const value of valuesOf(spread)) assert.ok(value * value < 4 * sd * sd * Math.sqrt(2 / 500)); // σ² is 0 up to its error
  const at = { ...noisy.at };
  delete at[morris.points[3].id]; // the end of one step and the start of the next
  const { used } = morrisOf(morris, { ...noisy, at }, noise, none);
  assert.equal(
    used.toSorted((a, b) => a - b),
    [499, 499, 500, 500, 500, 500, 500, 500],
  );
});

test("ranksOf() by hand: Spearman from squared differences of ranks, PRCC from the formula for one other factor", () => {
  const x = Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5);
  const z = Float64Array.of(2, 1, 40, 3, 500);
  const y = Float64Array.of(10, 12, 11, 300, 200);
  const { spearman, partial, points } = ranksOf({ shares: [x, z], y }, none);
  const [xy, zy, xz] = [1 - (6 * 4) / 120, 1 - (6 * 14) / 120, 1 - (6 * 4) / 120]; // 1 − 6 Σ d² / n (n² − 1)
  near(valuesOf(spearman), [xy, zy], 1e-15);
  near(
    valuesOf(partial),
    [
      (xy - xz * zy) / Math.sqrt((1 - xz ** 2) * (1 - zy ** 2)),
      (zy - xz * xy) / Math.sqrt((1 - xz ** 2) * (1 - xy ** 2)),
    ],
    1e-12,
  );
  assert.is(points, 5);
});

test("ranksOf() gives ties their middle rank", () => {
  const { spearman } = ranksOf({ shares: [Float64Array.of(1, 1, 2, 2)], y: Float64Array.of(5, 6, 6, 9) }, none);
  // ranks 1.5 1.5 3.5 3.5 and 1 2.5 2.5 4: Σ = 3, squares 4 and 4.5
  near(valuesOf(spearman), [3 / Math.sqrt(4 * 4.5)], 1e-15);
});

test("ranksOf() sees through a bend, and through a factor that moves with another", () => {
  const latin = design({ kind: "latin", count: 400 }, units(3));
  const { shares, y } = sampleOf(
    latin,
    latin.points,
    exactly(latin, (a, b) => Math.exp(8 * a) * (1 + 0.2 * b)),
  );
  const { spearman, partial } = ranksOf({ shares, y }, { ...none, resamples: 200 });
  assert.ok(spearman[0].value > 0.99 && partial[0].value > 0.99);
  assert.ok(partial[1].low > 0.4 && Math.abs(spearman[1].value) < 4 / Math.sqrt(400) + 0.05);
  assert.ok(partial[2].low < 0 && partial[2].high > 0);
});

test("ranksOf() says nothing of a factor that does not move, or that the others determine", () => {
  const a = Float64Array.of(1, 2, 3, 4, 5, 6);
  const y = Float64Array.of(1, 3, 2, 5, 4, 6);
  const { spearman, partial } = ranksOf({ shares: [a.map(() => 1), a], y }, none);
  assert.ok(Number.isNaN(spearman[0].value) && Number.isNaN(partial[0].value));
  near([partial[1].value], [spearman[1].value], 1e-12); // nothing else is held
  assert.ok(Number.isNaN(ranksOf({ shares: [a], y: a.map(() => 1) }, none).spearman[0].value));
  assert.ok(valuesOf(ranksOf({ shares: [a, a.map((x) => 2 * x)], y }, none).partial).every(Number.isNaN));
});

test("estimatesOf() covers a mean as often as the theory of the percentile interval says", () => {
  const [trials, count] = [600, 40];
  const normals = normalsOf("mean");
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const values = Array.from({ length: count }, (_, index) => normals(trial, index));
    const [{ value, low, high }] = estimatesOf(
      count,
      (weights) => [mean(values.map((each, index) => each * weights[index]))],
      { seed: `${trial}`, level: 0.9, resamples: 400 },
    );
    assert.ok(low < value && value < high);
    if (low < 0 && 0 < high) covered += 1;
  }
  const half = normalQuantile(0.95) * Math.sqrt((count - 1) / count); // of the interval, in standard errors with n − 1
  const expected = 2 * studentCumulative(half, count - 1) - 1;
  assert.ok(Math.abs(covered / trials - expected) < 4 * Math.sqrt((expected * (1 - expected)) / trials), `${covered}`);
});

test("ranksOf() covers the rank correlation of two normals as often as it says", () => {
  const trials = 300;
  const normals = normalsOf("ranks");
  const truth = (6 / Math.PI) * Math.asin(0.6 / 2);
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const x = Float64Array.from({ length: 100 }, (_, index) => normals(trial, index));
    const y = x.map((each, index) => 0.6 * each + 0.8 * normals(trial, 1000 + index));
    const [{ low, high }] = ranksOf({ shares: [x], y }, { seed: `${trial}`, level: 0.9, resamples: 300 }).spearman;
    if (low < truth && truth < high) covered += 1;
  }
  assert.ok(Math.abs(covered / trials - 0.9) < 4 * Math.sqrt((0.9 * 0.1) / trials), `${covered}`);
});

test("estimatesOf() is the same for the same seed, and knows nothing where most resamples know nothing", () => {
  const statistic = (weights: Float64Array): number[] => [weights[0], weights[0] === 1 ? 5 : Number.NaN];
  const how = { seed: "1", level: 0.9, resamples: 300 };
  const found = estimatesOf(4, statistic, how);
  assert.equal(found, estimatesOf(4, statistic, how));
  assert.equal(found[0], { value: 1, low: 0, high: 3 }); // binomial with mean 1 of 4: 0.316, 0.422, 0.211, 0.051
  assert.equal(found[1], { value: 5, low: Number.NaN, high: Number.NaN }); // 0.422 of them
});

test("noiseOf() leaves out what a replicate has in common over the points, and counts donors apart", () => {
  const normals = normalsOf("rest");
  const [points, donors, replicates] = [300, 3, 4];
  const valuesWith = (spread: number): number[][][] =>
    Array.from({ length: points }, (_, point) =>
      Array.from({ length: donors }, (_, donor) =>
        Array.from({ length: replicates }, (_, replicate) => {
          const shared = 10 * donor + 5 * normals(donor, replicate) + point * (donor - 1); // donors answer differently
          return point + shared + spread * normals(1000 + point, donor * replicates + replicate);
        }),
      ),
    );
  assert.ok(noiseOf(valuesWith(0)) < 1e-20);
  const expected = 4 / (donors * replicates);
  const freedom = (points - 1) * donors * (replicates - 1);
  assert.ok(Math.abs(noiseOf(valuesWith(2)) - expected) < 4 * expected * Math.sqrt(2 / freedom));
  assert.ok(Number.isNaN(noiseOf([[[1]], [[2]]])) && Number.isNaN(noiseOf([])));
});

test("noiseShareOf() by hand", () => {
  // donors at 1, 2, 3: variance 1; replicates ± 0.5 about them: variance 0.5, of their mean 0.25
  const share = noiseShareOf([
    [0.5, 1.5],
    [1.5, 2.5],
    [2.5, 3.5],
  ]);
  near([share], [0.25], 1e-15);
  assert.ok(Number.isNaN(noiseShareOf([[1], [2]])) && Number.isNaN(noiseShareOf([[1, 2]])));
  assert.is(
    noiseShareOf([
      [0, 9],
      [1, 8],
      [0, 9.1],
    ]),
    1,
  );
});

test.run();
