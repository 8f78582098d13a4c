import { test } from "uvu";
import * as assert from "uvu/assert";
import { coxHazard, type Followed, kaplanMeier, logRank, medianTime } from "../../src/claims/survival.ts";
import { normalCumulative } from "../../src/kernels/math.ts";
import { normals, standardErrorOf } from "./normals.ts";

const near = (actual: number, expected: number, error: number, what = ""): void =>
  assert.ok(Math.abs(actual - expected) <= error, `${what} ${actual}, expected ${expected}`);

/** "6 9+ 10": times of events, and of those that were not followed further. */
const told = (text: string): Followed[] =>
  text.split(" ").map((each) => ({ time: Number(each.replace("+", "")), event: !each.endsWith("+") }));

/** Weeks of remission of children with leukaemia (Freireich and others 1963), the example of Gehan (1965) and Cox (1972). */
const treated = told("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+");
const placebo = told("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23");

test("kaplanMeier() is that of the published example", () => {
  const curve = new Map(kaplanMeier(treated, 0.95).map((step) => [step.time, step]));
  for (const [week, free] of [
    [6, 0.857],
    [7, 0.807],
    [10, 0.753],
    [13, 0.69],
    [16, 0.627],
    [22, 0.538],
    [23, 0.448],
  ])
    near(curve.get(week)!.free, free, 5e-4, `week ${week}`);
  const { atRisk, events, censored } = curve.get(6)!;
  assert.equal([atRisk, events, censored], [21, 3, 1]);
  assert.is(curve.get(9)!.free, curve.get(7)!.free); // one was lost, none relapsed
});

test("kaplanMeier() has Greenwood's error on log(−log)", () => {
  const { free, low, high } = kaplanMeier(treated, 0.95)[0];
  const error = Math.sqrt(3 / (21 * 18));
  near(free * error, 0.0764, 5e-5); // as published
  const width = Math.exp((1.959963984540054 * error) / -Math.log(free));
  near(low, free ** width, 1e-12);
  near(high, free ** (1 / width), 1e-12);
});

test("kaplanMeier() of complete data is the part that is left", () => {
  const curve = kaplanMeier(told("1 2 2 4"), 0.9);
  assert.equal(
    curve.map(({ time, free }) => [time, free]),
    [
      [1, 0.75],
      [2, 0.25],
      [4, 0],
    ],
  );
  assert.ok(Number.isNaN(curve[2].low));
});

test("medianTime() is 23 weeks with treatment and 8 without; one that is not reached is NaN", () => {
  assert.equal([medianTime(kaplanMeier(treated, 0.9)), medianTime(kaplanMeier(placebo, 0.9))], [23, 8]);
  assert.ok(Number.isNaN(medianTime(kaplanMeier(told("1 2+ 3+"), 0.9))));
});

test("logRank() is 16.79 in the published example, the same from either side", () => {
  const { square, p, observed, expected } = logRank(treated, placebo);
  near(square, 16.793, 5e-4);
  near(p, 2 * normalCumulative(-Math.sqrt(16.793)), 1e-7);
  assert.is(observed, 9);
  near(expected, 19.251, 5e-4);
  near(logRank(placebo, treated).square, square, 1e-9);
});

test("coxHazard() is 1.572 ± 0.412 on the logarithm in the published example", () => {
  const group = [...treated.map(() => 0), ...placebo.map(() => 1)];
  const { logRatio, error, ratio, low, high } = coxHazard([...treated, ...placebo], group, 0.95);
  near(logRatio, 1.5721, 5e-5);
  near(error, 0.4124, 5e-5);
  near(ratio, 4.817, 5e-4);
  near(low, Math.exp(logRatio - 1.959963984540054 * error), 1e-9);
  near(high, Math.exp(logRatio + 1.959963984540054 * error), 1e-9);
});

test("coxHazard() finds the ratio of hazards that made the times, and covers it as often as it says", () => {
  const draw = normals(11);
  const uniform = (): number => normalCumulative(draw(0, 1));
  const [trials, log2] = [300, Math.log(2)];
  const logs: number[] = [];
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const covariate = Array.from({ length: 40 }, (_, at) => at % 2);
    const followed = covariate.map((x): Followed => {
      const time = -Math.log(uniform()) / 2 ** x;
      return time < 1.5 ? { time, event: true } : { time: 1.5, event: false };
    });
    const { logRatio, error, low, high } = coxHazard(followed, covariate, 0.9);
    if (low <= 2 && 2 <= high) covered++;
    logs.push((logRatio - log2) / error);
  }
  near(covered / trials, 0.9, 4 * standardErrorOf(0.9, trials));
  const centre = logs.reduce((sum, each) => sum + each, 0) / trials;
  near(centre, 0, 4 / Math.sqrt(trials) + 0.05); // a ratio of 40 leans a little upwards
});

test("logRank() has its p as often as it says where groups are alike", () => {
  const draw = normals(7);
  const trials = 1000;
  let below = 0;
  for (let trial = 0; trial < trials; trial++) {
    const [one, other] = [0, 1].map(() =>
      Array.from({ length: 30 }, () => ({ time: Math.exp(draw(0, 1)), event: true })),
    );
    if (logRank(one, other).p <= 0.1) below++;
  }
  near(below / trials, 0.1, 4 * standardErrorOf(0.1, trials) + 0.005); // 60 in all: a normal law, nearly
});

test("coxHazard() of groups that are wholly apart is 0 or infinite, and ends where the likelihood says", () => {
  const followed = [...told("1 2 3"), ...told("9+ 9+ 9+")];
  const likelihood = (ratio: number): number =>
    [3, 2, 1].reduce((sum, left) => sum + Math.log(ratio / (left * ratio + 3)), 0);
  const fallen = (1.6448536269514722 * 1.6448536269514722) / 2;
  const upward = coxHazard(followed, [1, 1, 1, 0, 0, 0], 0.9);
  assert.equal([upward.ratio, upward.high, upward.reason], [Infinity, Infinity, undefined]);
  near(-Math.log(6) - likelihood(upward.low), fallen, 1e-5);
  const downward = coxHazard(followed, [0, 0, 0, 1, 1, 1], 0.9);
  assert.equal([downward.ratio, downward.low], [0, 0]);
  near(downward.high, 1 / upward.low, 1e-5 / upward.low);
});

test("what cannot be told says why", () => {
  assert.match(coxHazard(told("1+ 2+"), [0, 1], 0.9).reason ?? "", /nothing happened/);
  assert.match(coxHazard(told("1 2 3"), [1, 1, 1], 0.9).reason ?? "", /alike/);
  assert.equal(logRank(told("5+"), told("6+")).p, 1);
});

test.run();
