import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  betaQuantile,
  binomialInterval,
  incompleteBeta,
  studentCumulative,
  studentQuantile,
} from "../../src/claims/distributions.ts";

const accuracy = 1e-10; // relative: what the module promises for 1 to 1000 degrees of freedom
const degrees = [1, 2, 3, 5, 10, 29, 100, 365, 1000];

function near(actual: number, expected: number, what: string): void {
  const within = Math.abs(actual - expected) <= accuracy * Math.abs(expected);
  assert.ok(within, `${what}: ${actual}, expected ${expected}`);
}

test("studentCumulative() has the closed form of one degree of freedom", () => {
  for (const t of [-40, -2, -0.3, 0, 1, 12]) near(studentCumulative(t, 1), 0.5 + Math.atan(t) / Math.PI, `t = ${t}`);
});

test("studentCumulative() has the closed form of two degrees of freedom, far into the tail", () => {
  for (const t of [0.01, 1, 5, 1e3, 1e6]) {
    const root = Math.sqrt(2 + t * t);
    near(studentCumulative(-t, 2), 1 / (root * (root + t)), `t = ${-t}`); // ½ − t / 2root, without the cancellation
  }
});

test("studentCumulative() agrees with tabulated values to 16 digits", () => {
  near(studentCumulative(-5, 5), 0.0020523579900266612, "t = −5, 5 df");
  near(studentCumulative(-2, 7), 0.04280966428148804, "t = −2, 7 df");
  near(studentCumulative(1.5, 11), 0.919120991472273, "t = 1.5, 11 df");
  near(studentCumulative(-0.5, 100), 0.3090867829154433, "t = −0.5, 100 df");
  near(studentCumulative(-30, 1000), 7.687343722021741e-142, "t = −30, 1000 df");
});

test("studentCumulative() reaches 0 and 1 at infinity", () => {
  assert.is(studentCumulative(Number.POSITIVE_INFINITY, 4), 1);
  assert.ok(studentCumulative(Number.NEGATIVE_INFINITY, 4) < 1e-200);
});

test("studentQuantile() agrees with tabulated values to 16 digits", () => {
  near(studentQuantile(0.95, 1), 6.313751514675043, "95 %, 1 df");
  near(studentQuantile(0.95, 2), 0.9 * Math.sqrt(2 / 0.19), "95 %, 2 df, closed form");
  near(studentQuantile(0.9999, 3), 22.203742273204185, "99.99 %, 3 df");
  near(studentQuantile(0.95, 5), 2.0150483733330242, "95 %, 5 df");
  near(studentQuantile(0.975, 10), 2.228138851986275, "97.5 %, 10 df");
  near(studentQuantile(0.995, 30), 2.7499956535672254, "99.5 %, 30 df");
  near(studentQuantile(0.95, 120), 1.6576508993552357, "95 %, 120 df");
  near(studentQuantile(0.95, 1000), 1.6463788172854648, "95 %, 1000 df");
});

test("studentQuantile() inverts studentCumulative()", () => {
  for (const df of degrees) {
    for (const p of [1e-9, 0.001, 0.05, 0.2, 0.25, 0.3, 0.499, 0.6, 0.8, 0.95]) {
      near(studentCumulative(studentQuantile(p, df), df), p, `p = ${p}, ${df} df`);
    }
  }
});

test("studentQuantile() keeps its digits next to the middle", () => {
  for (const away of [2 ** -8, 2 ** -20, 2 ** -30]) {
    const p = 0.5 + away; // exact in binary
    near(studentQuantile(p, 1), Math.tan(Math.PI * away), `½ + ${away}, 1 df`);
    near(studentQuantile(p, 2), (2 * away) / Math.sqrt(2 * p * (1 - p)), `½ + ${away}, 2 df`);
  }
});

test("studentQuantile() is odd about one half, where it is zero", () => {
  for (const df of degrees) {
    assert.is(studentQuantile(0.5, df), 0);
    assert.is(studentQuantile(0.25, df), -studentQuantile(0.75, df));
  }
});

test("studentQuantile() refuses certainty and no degrees of freedom", () => {
  assert.throws(() => studentQuantile(1, 5), /probability 1 /);
  assert.throws(() => studentQuantile(0.95, 0), /degrees of freedom/);
});

test("incompleteBeta() has its closed forms: a power at b = 1, the arcsine law at one half", () => {
  for (const x of [0, 1e-8, 0.2, 0.5, 0.93, 1]) {
    near(incompleteBeta(x, 3.7, 1), x ** 3.7, `x = ${x}, a = 3.7, b = 1`);
    near(incompleteBeta(x, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(x)), `x = ${x}, arcsine`);
  }
});

test("incompleteBeta() is the upper tail of a binomial", () => {
  const [trials, chance] = [12, 0.3];
  let tail = 0;
  for (let successes = trials; successes >= 1; successes--) {
    tail += binomial(successes, trials, chance);
    near(incompleteBeta(chance, successes, trials - successes + 1), tail, `${successes} or more`);
  }
});

test("incompleteBeta() and its mirror sum to one", () => {
  for (const [a, b] of [
    [0.5, 40],
    [3, 3],
    [250, 0.5],
    [70, 90],
  ]) {
    for (const x of [0.01, 0.3, 0.5, 0.875]) {
      near(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a), 1, `x = ${x}, a = ${a}, b = ${b}`);
    }
  }
});

test("betaQuantile() inverts incompleteBeta(), also where the answer is tiny", () => {
  for (const [a, b] of [
    [0.5, 0.5],
    [0.5, 500],
    [1, 20],
    [9, 2],
    [200, 300],
  ]) {
    for (const p of [1e-8, 0.05, 0.4, 0.5])
      near(incompleteBeta(betaQuantile(p, a, b), a, b), p, `p = ${p}, a = ${a}, b = ${b}`);
  }
  assert.is(betaQuantile(0, 2, 3), 0);
  assert.is(betaQuantile(1, 2, 3), 1);
});

test("binomialInterval() puts its limits where each tail of the binomial has half of the rest", () => {
  const [successes, trials, level] = [5, 13, 0.95];
  const { low, high } = binomialInterval(successes, trials, level);
  let [orMore, orFewer] = [0, 0];
  for (let k = successes; k <= trials; k++) orMore += binomial(k, trials, low);
  for (let k = 0; k <= successes; k++) orFewer += binomial(k, trials, high);
  near(orMore, 0.025, "upper tail at the lower limit");
  near(orFewer, 0.025, "lower tail at the upper limit");
});

test("binomialInterval() has closed limits for none and for all", () => {
  near(binomialInterval(0, 20, 0.95).high, 1 - 0.025 ** (1 / 20), "0 of 20");
  near(binomialInterval(8, 8, 0.9).low, 0.05 ** (1 / 8), "8 of 8");
  assert.is(binomialInterval(0, 20, 0.95).low, 0);
  assert.is(binomialInterval(8, 8, 0.9).high, 1);
});

test("binomialInterval() refuses what is not a count of successes", () => {
  for (const [successes, trials] of [
    [3, 2],
    [-1, 4],
    [0.5, 4],
    [0, 0],
  ]) {
    assert.throws(() => binomialInterval(successes, trials, 0.9), /not a count/);
  }
});

function binomial(successes: number, trials: number, chance: number): number {
  let ways = 1;
  for (let k = 1; k <= successes; k++) ways *= (trials - successes + k) / k;
  return ways * chance ** successes * (1 - chance) ** (trials - successes);
}

test.run();
