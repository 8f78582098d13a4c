/** That draws follow their laws, that each entity's are its own, and that inverted ones rise with what they depend on. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { begin, binomial, exponential, gamma, lognormal, next, normal, poisson } from "../../src/kernels/chance.ts";
import { normalCumulative } from "../../src/kernels/math.ts";
import { threefry, uniformOf } from "../../src/kernels/threefry.ts";
import { assertCounts, assertFlat, assertMoments } from "./goodness.ts";

const trials = 100_000;

/** One draw of each of many entities, in the phase of this key. */
function draws(key: number, draw: () => number): Float64Array {
  return Float64Array.from({ length: trials }, (_, id) => {
    begin(key, 1, id, 0);
    return draw();
  });
}

test("next() takes the entity's own words first, then blocks that they are the key of", () => {
  const own = new Int32Array(2);
  const block = new Int32Array(2);
  threefry(5, 6, 7, 8, own, 0);
  begin(5, 6, 7, 8);
  assert.is(next(), uniformOf(own[0], own[1]));
  for (let number = 1; number < 5; number++) {
    threefry(own[0], own[1], number, 0, block, 0);
    assert.is(next(), uniformOf(block[0], block[1]));
  }
});

test("next() of one entity does not depend on what others draw, or on the order", () => {
  const three = (id: number): number[] => {
    begin(1, 2, id, 0);
    return [next(), normal(), poisson(30)];
  };
  const forwards = [10, 11, 12, 13].map(three);
  const backwards = [13, 12, 11, 10].map(three).reverse();
  assert.equal(backwards, forwards);
  begin(1, 2, 99, 0);
  gamma(0.3);
  assert.equal(three(11), forwards[1]);
});

test("next() is flat at each of its numbers, and neighbours in number or id are unrelated", () => {
  const columns = [0, 1, 2].map((skipped) =>
    draws(1, () => {
      for (let number = 0; number < skipped; number++) next();
      return next();
    }),
  );
  for (const column of columns) {
    assertMoments(column, { mean: 1 / 2, variance: 1 / 12, fourth: 1 / 80 }, "next");
    assertFlat(column, (u) => u, "next");
  }
  const products = (a: Float64Array, b: Float64Array, lag: number): number =>
    a.subarray(lag).reduce((sum, u, row) => sum + (u - 0.5) * (b[row] - 0.5), 0);
  const standardError = Math.sqrt(trials) / 12;
  for (const [a, b, lag] of [
    [0, 1, 0],
    [0, 2, 0],
    [1, 2, 0],
    [0, 0, 1],
    [1, 1, 1],
  ])
    assert.ok(Math.abs(products(columns[a], columns[b], lag)) < 4 * standardError, `${a} ${b} ${lag}`);
});

test("normal() is standard normal", () => {
  const found = draws(2, normal);
  assertMoments(found, { mean: 0, variance: 1, fourth: 3 }, "normal");
  assertFlat(found, normalCumulative, "normal");
});

test("exponential() has mean 1", () => {
  const found = draws(3, exponential);
  assertMoments(found, { mean: 1, variance: 1, fourth: 9 }, "exponential");
  assertFlat(found, (x) => 1 - Math.exp(-x), "exponential");
});

test("lognormal() has a normal logarithm of the given mean and spread", () => {
  const logs = draws(4, () => lognormal(-2, 0.7)).map((x) => (Math.log(x) + 2) / 0.7);
  assertMoments(logs, { mean: 0, variance: 1, fourth: 3 }, "lognormal");
  assertFlat(logs, normalCumulative, "lognormal");
});

/** P(gamma(shape) ≤ x) of a whole shape; and of ½, half the square of a normal number. */
const cumulativeOf = (shape: number) => (x: number) => {
  if (shape === 0.5) return 2 * normalCumulative(Math.sqrt(2 * x)) - 1;
  let term = Math.exp(-x);
  let above = 0;
  for (let k = 1; k <= shape; k++) {
    above += term;
    term *= x / k;
  }
  return 1 - above;
};

for (const shape of [0.5, 1, 2, 7, 60]) {
  test(`gamma(${shape}) has the gamma distribution`, () => {
    const found = draws(5, () => gamma(shape));
    assertMoments(found, { mean: shape, variance: shape, fourth: 3 * shape * shape + 6 * shape }, "gamma");
    assertFlat(found, cumulativeOf(shape), "gamma");
  });
}

test("gamma() has mean and variance of its shape for shapes that are not whole", () => {
  for (const shape of [0.1, 1.5, 4.2]) {
    const found = draws(6, () => gamma(shape));
    assertMoments(found, { mean: shape, variance: shape, fourth: 3 * shape * shape + 6 * shape }, `gamma(${shape})`);
  }
});

const poissonLaw = (mean: number) => ({ mean, variance: mean, fourth: mean + 3 * mean * mean });

for (const mean of [0.01, 0.5, 3, 11.9, 12.1, 50, 132.06, 255.99, 256.01, 1e4]) {
  test(`poisson(${mean}) has the Poisson distribution`, () => {
    const found = draws(7, () => poisson(mean));
    assertMoments(found, poissonLaw(mean), "poisson");
    assertCounts(found, Math.floor(mean), (k) => mean / k, "poisson");
  });
}

for (const mean of [1e9, 1e15, 2 ** 53]) {
  test(`poisson(${mean}) is normal in its middle`, () => {
    const found = draws(8, () => poisson(mean));
    assertMoments(found, poissonLaw(mean), "poisson");
    const skew = 1 / Math.sqrt(mean); // Edgeworth's first term; a count stands for the middle of its step
    assertFlat(
      found,
      (k) => {
        const z = (k + 0.5 - mean) / Math.sqrt(mean);
        return normalCumulative(z) - (skew / 6) * (z * z - 1) * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
      },
      "poisson",
    );
  });
}

const binomialLaw = (n: number, p: number) => {
  const variance = n * p * (1 - p);
  return { mean: n * p, variance, fourth: variance * (1 + 3 * (n - 2) * p * (1 - p)) };
};

const grid = [
  [1, 0.3],
  [1, 0.8],
  [5, 0.5],
  [19, 0.5],
  [30, 0.32],
  [30, 0.34],
  [40, 0.5],
  [40, 0.7],
  [40, 0.9],
  [130, 0.4],
  [1000, 0.06],
  [1024, 0.0624],
  [1025, 0.06],
  [4100, 0.0039],
  [1e6, 2e-4],
  [4e7, 6.2e-6],
  [1000, 0.003],
  [1000, 0.97],
  [1000, 0.995],
  [1e6, 0.3],
  [1e6, 0.7],
  [4e7, 1e-6],
  [1e12, 1e-14],
  [1e12, 9e-12],
  [1e12, 1e-11],
  [2 ** 53, 1e-15],
  [2 ** 53, 1e-12],
];
for (const [n, p] of grid) {
  test(`binomial(${n}, ${p}) has the binomial distribution`, () => {
    const found = draws(9, () => binomial(n, p));
    assertMoments(found, binomialLaw(n, p), "binomial");
    assertCounts(found, Math.floor((n + 1) * p), (k) => (((n - k + 1) / k) * p) / (1 - p), "binomial");
  });
}

test("binomial(2^53, ½) is normal in its middle", () => {
  const n = 2 ** 53;
  const found = draws(10, () => binomial(n, 0.5));
  assertMoments(found, binomialLaw(n, 0.5), "binomial");
  assertFlat(found, (k) => normalCumulative((k + 0.5 - n / 2) / Math.sqrt(n / 4)), "binomial");
});

/** How many numbers a draw takes from its stream. */
function taken(draw: () => number): number {
  const numbers: number[] = [];
  begin(1, 1, 1, 1);
  for (let number = 0; number < 10; number++) numbers.push(next());
  begin(1, 1, 1, 1);
  draw();
  return numbers.indexOf(next());
}

test("poisson() and binomial() take no number where nothing is open, and one where few events are expected", () => {
  const sure = [() => poisson(0), () => binomial(0, 0.5), () => binomial(9, 0), () => binomial(9, 1)];
  for (const draw of [...sure, () => binomial(9, -1e-18), () => binomial(9, 1 + 1e-15)]) assert.is(taken(draw), 0);
  for (const mean of [1e-300, 0.01, 3, 11.99])
    assert.is(
      taken(() => poisson(mean)),
      1,
    );
  for (const [n, p] of [
    [1e15, 1e-20],
    [10, 0.2],
    [10, 0.8],
    [1e15, 1 - 2 ** -50],
  ])
    assert.is(
      taken(() => binomial(n, p)),
      1,
    );
  assert.is(taken(normal), 1);
  assert.is(taken(exponential), 1);
  assert.ok(taken(() => poisson(12)) >= 2);
});

test("poisson() and binomial() are sure where nothing is open", () => {
  begin(1, 1, 1, 1);
  assert.is(poisson(0), 0);
  assert.is(binomial(0, 0.5), 0);
  assert.is(binomial(2 ** 53, 0), 0);
  assert.is(binomial(2 ** 53, 1), 2 ** 53);
  assert.is(binomial(7, -0.1), 0);
  assert.is(binomial(7, 1.1), 7);
});

test("poisson() and binomial() are the least count whose cumulative probability reaches the number drawn", () => {
  for (const mean of [1e-3, 0.3, 2, 9.5])
    for (let id = 0; id < 3000; id++) {
      begin(3, 3, id, 0);
      const u = next();
      begin(3, 3, id, 0);
      const count = poisson(mean);
      begin(3, 3, id, 0);
      const successes = binomial(1e9, mean * 1e-9); // Poisson to one part in 1e7
      assert.is(count, leastCount(u, mean), `u = ${u}, mean = ${mean}`);
      assert.is(successes, leastCount(u, mean), `u = ${u}, mean = ${mean}`);
    }
});

function leastCount(u: number, mean: number): number {
  let k = 0;
  let term = Math.exp(-mean);
  for (let sum = term; sum < u; sum += term) term *= mean / ++k;
  return k;
}

test("draws by inversion rise with the number drawn", () => {
  const inverted = [normal, exponential, () => lognormal(0, 1), () => poisson(5), () => binomial(20, 0.3)];
  const numbers = draws(11, next);
  const rows = Array.from({ length: 3000 }, (_, row) => row).sort((a, b) => numbers[a] - numbers[b]);
  for (const draw of [...inverted, () => binomial(20, 0.7)]) {
    const found = draws(11, draw);
    assertRising(rows.map((row) => found[row]));
  }
});

test("draws by inversion rise with what they depend on", () => {
  const means = [1e-9, 0.01, 0.1, 0.5, 1, 1.01, 2, 4, 8, 11.9];
  const chances = [1e-9, 0.01, 0.1, 0.3, 0.49, 0.499999, 0.5, 0.500001, 0.51, 0.7, 0.95, 1 - 1e-9];
  const sizes = [0.1, 0.5, 0.9, 1.1];
  for (let id = 0; id < 2000; id++) {
    const again = (draw: () => number): number => {
      begin(4, 4, id, 0);
      return draw();
    };
    assertRising(means.map((mean) => again(() => poisson(mean))));
    assertRising(chances.map((p) => again(() => binomial(15, p))));
    assertRising(sizes.map((mean) => again(() => lognormal(mean, 0.5))));
  }
});

function assertRising(values: readonly number[]): void {
  for (let row = 1; row < values.length; row++) assert.ok(values[row] >= values[row - 1], `row ${row}`);
}

test("poisson(), binomial() and gamma() throw at what is no mean, number, probability or shape", () => {
  begin(1, 1, 1, 1);
  for (const mean of [-1, NaN, Infinity, 1e17]) assert.throws(() => poisson(mean), /mean/);
  for (const n of [-1, 1.5, NaN, Infinity, 1e17]) assert.throws(() => binomial(n, 0.5), /trials/);
  assert.throws(() => binomial(5, NaN), /probability/);
  for (const shape of [0, -1, NaN, Infinity]) assert.throws(() => gamma(shape), /shape/);
});

test.run();
