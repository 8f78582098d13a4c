import { test } from "uvu";
import * as assert from "uvu/assert";
import { pearson, ranks, spearman } from "../../src/claims/correlation.ts";
import { normals, standardErrorOf } from "./normals.ts";

const near = (actual: number, expected: number, error: number): void =>
  assert.ok(Math.abs(actual - expected) <= error, `${actual}, expected ${expected}`);

/** Hours of television and intelligence of ten people, the worked example of many textbooks: ρ = −29/165. */
const tv = [7, 2, 27, 50, 28, 29, 20, 12, 6, 17];
const iq = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110];
/** Anscombe (1973), the first of his four sets. */
const anscombe = {
  x: [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
  y: [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
};

test("ranks() gives equal values the mean of their ranks", () => {
  assert.equal(ranks([3, 1, 3, 2]), [3.5, 1, 3.5, 2]);
  assert.equal(ranks([5, 5, 5]), [2, 2, 2]);
  assert.equal(ranks([]), []);
});

test("spearman() is that of the textbook", () => {
  const { r, p, how, number } = spearman(tv, iq, 0.95);
  near(r, -29 / 165, 1e-14);
  near(p, 0.627188, 1e-6);
  assert.equal([how, number], ["asymptotic", 10]);
});

test("spearman() of ranks with ties is Pearson's of the ranks", () => {
  const [x, y] = [
    [1, 2, 2, 4, 5, 6],
    [2, 1, 4, 4, 6, 5],
  ];
  assert.is(spearman(x, y, 0.9).r, pearson(ranks(x), ranks(y), 0.9).r);
});

test("pearson() is Anscombe's, and its interval is Fisher's", () => {
  const { r, p, low, high } = pearson(anscombe.x, anscombe.y, 0.95);
  near(r, 0.81642, 5e-6);
  near(p, 0.00217, 5e-6);
  const z = Math.atanh(r);
  near(low, Math.tanh(z - 1.959963984540054 / Math.sqrt(8)), 1e-12);
  near(high, Math.tanh(z + 1.959963984540054 / Math.sqrt(8)), 1e-12);
});

test("p of few donors is exact: a perfect order of n has 2 of n! chances, and the law of four is known", () => {
  const up = [1, 2, 3, 4, 5];
  const { r, p, how } = spearman(up, [10, 20, 30, 40, 50], 0.9);
  assert.equal([r, how], [1, "exact"]);
  near(p, 2 / 120, 1e-15);
  // ρ of four without ties: ±1 once each, ±0.8 three times, ±0.6 once, ±0.4 four times, ±0.2 twice, 0 twice of 24.
  const tail = (order: readonly number[]): number => spearman([1, 2, 3, 4], order, 0.9).p;
  near(tail([1, 2, 4, 3]), 8 / 24, 1e-15); // ρ = 0.8
  near(tail([2, 1, 4, 3]), 10 / 24, 1e-15); // 0.6
  near(tail([3, 1, 4, 2]), 1, 1e-15); // 0
});

test("p is uniform where nothing goes together, exactly and by Student's t", () => {
  const draw = normals(3);
  for (const [number, of] of [
    [7, spearman],
    [7, pearson],
    [20, spearman],
    [20, pearson],
  ] as const) {
    const trials = number === 7 ? 150 : 2000;
    const below = Array.from({ length: trials }, () => {
      const [x, y] = [0, 1].map(() => Array.from({ length: number }, () => draw(0, 1)));
      return of(x, y, 0.9).p <= 0.1 ? 1 : 0;
    });
    near(below.reduce<number>((sum, each) => sum + each, 0) / trials, 0.1, 4 * standardErrorOf(0.1, trials));
  }
});

test("the interval covers the truth as often as it says", () => {
  const draw = normals(5);
  const [trials, rho] = [1500, 0.6];
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const x = Array.from({ length: 25 }, () => draw(0, 1));
    const y = x.map((value) => rho * value + Math.sqrt(1 - rho * rho) * draw(0, 1));
    const { low, high } = pearson(x, y, 0.9);
    if (low <= rho && rho <= high) covered++;
  }
  near(covered / trials, 0.9, 4 * standardErrorOf(0.9, trials));
});

test("what cannot be told says why", () => {
  assert.match(spearman([1, 2], [2, 1], 0.9).reason ?? "", /at least 3 donors/);
  assert.match(pearson([1, 1, 1, 1], [1, 2, 3, 4], 0.9).reason ?? "", /the same in all donors/);
  assert.match(pearson([1, 2, 3], [1, 2, 4], 0.9).reason ?? "", /at least 4 donors/);
  assert.throws(() => pearson([1, 2, 3], [1, 2], 0.9), /cannot be paired/);
});

test.run();
