import { test } from "uvu";
import * as assert from "uvu/assert";
import { studentQuantile } from "../../src/claims/distributions.ts";
import {
  averageReplicates,
  blissExcess,
  difference,
  fisherExact,
  type Interval,
  interval,
  mean,
  pairedLogRatio,
  shareReversed,
  standardDeviation,
  unpairedDifference,
  unpairedLogRatio,
} from "../../src/claims/statistics.ts";
import { normals, standardErrorOf } from "./normals.ts";

const rounding = 1e-12; // relative: a handful of operations of 1e-16 each, with room

function near(actual: number, expected: number): void {
  assert.ok(
    Math.abs(actual - expected) <= rounding * Math.max(1, Math.abs(expected)),
    `${actual}, expected ${expected}`,
  );
}

/** Share of simulated experiments whose interval covers the truth. */
function coverage(trials: number, truth: number, experiment: () => Interval): number {
  let covered = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { low, high } = experiment();
    if (low <= truth && truth <= high) covered++;
  }
  return covered / trials;
}

const donors = (count: number, one: () => number): number[] => Array.from({ length: count }, one);

test("mean() and standardDeviation() of a row by hand", () => {
  assert.is(mean([2, 4, 9]), 5);
  assert.is(standardDeviation([2, 4, 9]), Math.sqrt(13)); // (9 + 1 + 16) / 2
  assert.ok(Number.isNaN(standardDeviation([3])));
});

test("averageReplicates() gives one value per donor, none where a replicate is missing", () => {
  assert.equal(averageReplicates([[1, 3], [5], [7, 8, 9]]), [2, 5, 8]);
  assert.ok(averageReplicates([[1, Number.NaN], []]).every(Number.isNaN));
});

test("interval() is mean ± t·s/√n", () => {
  const { effect, low, high, donors: count, scale } = interval([1, 2, 3], 0.9);
  const halfWidth = (0.9 * Math.sqrt(2 / 0.19)) / Math.sqrt(3); // t of two degrees of freedom in closed form, s = 1
  near(effect, 2);
  near(low, 2 - halfWidth);
  near(high, 2 + halfWidth);
  assert.equal([count, scale], [3, "linear"]);
});

test("interval() covers the true mean as often as it says", () => {
  for (const [count, level] of [
    [3, 0.9],
    [6, 0.9],
    [6, 0.95],
  ]) {
    const normal = normals(count);
    const trials = 2000;
    const covered = coverage(trials, 10, () =>
      interval(
        donors(count, () => normal(10, 2)),
        level,
      ),
    );
    assert.ok(
      Math.abs(covered - level) < 4 * standardErrorOf(level, trials),
      `${covered} of ${level}, ${count} donors`,
    );
  }
});

test("interval() of equal values is a point", () => {
  const { low, high } = interval([4, 4, 4, 4], 0.9);
  assert.equal([low, high], [4, 4]);
});

test("interval() says nothing of one donor, of none, or where a reading is missing", () => {
  const alone = interval([5], 0.9);
  assert.equal([alone.effect, alone.low, alone.high], [5, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  assert.match(alone.reason ?? "", /at least 2 donors/);
  assert.is(alone.unmeasured, undefined);
  assert.match(interval([], 0.9).reason ?? "", /at least 2 donors/);
  for (const gap of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const missing = interval([5, gap, 6], 0.9);
    assert.match(missing.reason ?? "", /donor 2 has no reading/);
    assert.equal([missing.unmeasured, missing.low], [true, Number.NEGATIVE_INFINITY]);
  }
});

test("interval() refuses a level that is not inside 0 to 1", () => {
  for (const level of [0, 1, 90, Number.NaN]) assert.throws(() => interval([1, 2], level), /level/);
});

test("pairedLogRatio() is the geometric mean of the donors' ratios", () => {
  const { effect, low, high, scale } = pairedLogRatio([2, 8], [1, 1], 0.9);
  near(effect, 4);
  const halfWidth = studentQuantile(0.95, 1) * Math.log(2); // logs differ by 2·log 2: s = √2·log 2, n = 2
  near(Math.log(low), Math.log(4) - halfWidth);
  near(Math.log(high), Math.log(4) + halfWidth);
  assert.is(scale, "log");
});

test("pairedLogRatio() forgets what each donor's arms share", () => {
  const plain = pairedLogRatio([3, 5, 4], [2, 2, 3], 0.9);
  const scaled = pairedLogRatio([30, 500, 0.4], [20, 200, 0.3], 0.9);
  near(scaled.low, plain.low);
  near(scaled.high, plain.high);
});

test("pairedLogRatio() turns round with its arms", () => {
  const up = pairedLogRatio([3, 5, 4], [2, 2, 3], 0.9);
  const down = pairedLogRatio([2, 2, 3], [3, 5, 4], 0.9);
  near(down.low * up.high, 1);
  near(down.effect * up.effect, 1);
});

test("pairedLogRatio() of arms that share everything is exactly 1", () => {
  const { effect, low, high } = pairedLogRatio([3, 0.7, 11], [3, 0.7, 11], 0.9);
  assert.equal([effect, low, high], [1, 1, 1]);
});

test("pairedLogRatio() has no answer to a zero, and sends to the difference", () => {
  for (const [treated, control] of [
    [
      [3, 0],
      [1, 1],
    ],
    [
      [3, 1],
      [1, 0],
    ],
    [
      [3, -2],
      [1, -1],
    ],
  ]) {
    const { effect, low, high, reason, unmeasured } = pairedLogRatio(treated, control, 0.9);
    assert.equal([effect, low, high], [Number.NaN, 0, Number.POSITIVE_INFINITY]);
    assert.match(reason ?? "", /donor 2 .* difference with a stated margin/);
    assert.is(unmeasured, undefined);
  }
});

test("pairedLogRatio() tells a missing reading from a zero, and one donor from none", () => {
  const missing = pairedLogRatio([3, Number.NaN], [0, 1], 0.9);
  assert.match(missing.reason ?? "", /has no reading/);
  assert.equal([missing.unmeasured, missing.scale, missing.low], [true, "log", 0]);
  const alone = pairedLogRatio([3], [2], 0.9);
  near(alone.effect, 1.5);
  assert.equal([alone.low, alone.high, alone.scale], [0, Number.POSITIVE_INFINITY, "log"]);
});

test("pairedLogRatio() and difference() refuse arms of unequal length", () => {
  assert.throws(() => pairedLogRatio([1, 2], [1], 0.9), /cannot be paired/);
  assert.throws(() => difference([1, 2], [1], 0.9), /cannot be paired/);
});

test("difference() is paired and takes zeros", () => {
  const { effect, low, high } = difference([100, 0, 52], [98, 0, 48], 0.9);
  const halfWidth = (studentQuantile(0.95, 2) * 2) / Math.sqrt(3); // differences 2, 0, 4
  near(effect, 2);
  near(low, 2 - halfWidth);
  near(high, 2 + halfWidth);
});

test("blissExcess() is fBoth − (fA + fB − fA·fB) where nothing divides untreated", () => {
  near(blissExcess([0, 0], [0.1, 0.1], [0.2, 0.2], [0.5, 0.5], 0.9).effect, 0.5 - (0.1 + 0.2 - 0.02));
});

test("blissExcess() of independent effects is zero whatever divides untreated", () => {
  const control = [0, 0.1, 0.4];
  const [a, b] = [
    [0.3, 0.2, 0.1],
    [0.05, 0.5, 0.25],
  ];
  const divided = (...chances: number[]): number => 1 - chances.reduce((left, chance) => left * (1 - chance), 1);
  const armA = control.map((base, donor) => divided(base, a[donor]));
  const armB = control.map((base, donor) => divided(base, b[donor]));
  const both = control.map((base, donor) => divided(base, a[donor], b[donor]));
  const { low, high } = blissExcess(control, armA, armB, both, 0.9);
  near(low, 0);
  near(high, 0);
});

test("blissExcess() is undecidable where all divide untreated or one is missing, and refuses percent", () => {
  assert.match(blissExcess([0, 1], [0, 0], [0, 0], [1, 1], 0.9).reason ?? "", /donor 2: every cell divides/);
  assert.is(blissExcess([1, Number.NaN], [0, 0], [0, 0], [1, 1], 0.9).unmeasured, true);
  assert.throws(() => blissExcess([0, 0], [10, 12], [0, 0], [40, 50], 0.9), /not between 0 and 1/);
});

test("shareReversed() is 0 without blocking, 1 back at control, ½ half way, whatever the donor's level", () => {
  const [control, treated] = [
    [10, 0, 300],
    [20, 8, 312],
  ];
  for (const share of [0, 0.5, 1, 1.2]) {
    const blocked = treated.map((value, donor) => value - share * (value - control[donor]));
    const { effect, low, high } = shareReversed(control, treated, blocked, 0.9);
    near(effect, share);
    assert.ok(Math.abs(low - share) < 1e-7 && Math.abs(high - share) < 1e-7); // a root of rounding: √1e-16 and some
  }
});

test("shareReversed() works alike on an effect that lowers the reading", () => {
  const up = shareReversed([1, 2, 1], [5, 7, 6], [3, 4, 4], 0.9);
  const down = shareReversed([-1, -2, -1], [-5, -7, -6], [-3, -4, -4], 0.9);
  near(down.low, up.low);
  near(down.high, up.high);
});

test("shareReversed() covers the true share as often as it says, also where the effect is noisy", () => {
  const normal = normals(11);
  const trials = 2000;
  for (const [share, noise] of [
    [0, 2],
    [0.5, 2],
    [0.5, 6],
  ]) {
    // true effect 10: at noise 6 the limits are far from symmetric
    const covered = coverage(trials, share, () => {
      const control = donors(6, () => normal(20, noise));
      const treated = donors(6, () => normal(30, noise));
      const blocked = donors(6, () => normal(30 - share * 10, noise));
      return shareReversed(control, treated, blocked, 0.9);
    });
    // where the effect is not clear the interval is made unbounded, so it can only cover more
    assert.ok(covered > 0.9 - 4 * standardErrorOf(0.9, trials), `${covered}, share ${share}, noise ${noise}`);
    if (noise === 2) assert.ok(covered < 0.9 + 4 * standardErrorOf(0.9, trials), `${covered}, share ${share}`);
  }
});

test("shareReversed() is unbounded where the effect itself is not clear, or absent", () => {
  for (const treated of [
    [11, 9, 12],
    [10, 10, 10],
  ]) {
    const { effect, low, high, reason } = shareReversed([10, 10, 10], treated, [10, 10, 10], 0.9);
    assert.equal([effect, low, high], [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    assert.match(reason ?? "", /not clear of zero/);
  }
});

test("shareReversed() passes on what is missing", () => {
  assert.match(shareReversed([1], [2], [1.5], 0.9).reason ?? "", /at least 2 donors/);
  assert.is(shareReversed([1, 1], [2, 2], [1.5, Number.NaN], 0.9).unmeasured, true);
});

test("fisherExact() has the answers of the tea taster and of tables counted by hand", () => {
  near(fisherExact(3, 1, 1, 3), 34 / 70);
  near(fisherExact(4, 0, 0, 4), 2 / 70);
  near(fisherExact(8, 2, 1, 5), 0.034965034965034975);
  near(fisherExact(5, 8, 0, 20), 0.005422691879866519);
  near(fisherExact(1, 9, 11, 3), 0.0027594561852200836);
});

test("fisherExact() counts tables that mirror each other as equally likely", () => {
  const ways = (from: number, take: number): number => (take === 0 ? 1 : (ways(from - 1, take - 1) * from) / take);
  for (let yes = 3; yes <= 20; yes++) {
    const arm = 2 * yes; // both arms: all but one responder in A is then as likely as one responder in A
    const inA = (count: number): number => (ways(yes, count) * ways(2 * arm - yes, arm - count)) / ways(2 * arm, arm);
    near(fisherExact(yes - 1, yes + 1, 1, arm - 1) / (2 * (inA(yes - 1) + inA(yes))), 1);
  }
});

test("fisherExact() is 1 where nothing differs, and does not mind which arm comes first", () => {
  near(fisherExact(5, 5, 5, 5), 1);
  near(fisherExact(0, 7, 0, 3), 1);
  near(fisherExact(12, 3, 4, 11), fisherExact(4, 11, 12, 3));
  assert.throws(() => fisherExact(1, 2, -1, 4), /not a count/);
});

test("unpairedDifference() is Welch's: degrees of freedom between those of the smaller group and of both", () => {
  const even = unpairedDifference([10, 12], [0, 2], 0.9); // both means have variance 1: two degrees of freedom
  const halfWidth = 0.9 * Math.sqrt(2 / 0.19) * Math.sqrt(2); // t of two degrees of freedom in closed form
  near(even.effect, 10);
  near(even.low, 10 - halfWidth);
  near(even.high, 10 + halfWidth);
  // A group without spread leaves the other alone with its own degrees of freedom.
  const alone = unpairedDifference([1, 2, 3], [5, 5], 0.9);
  const one = interval([1, 2, 3], 0.9);
  for (const end of ["effect", "low", "high"] as const) near(alone[end], one[end] - 5);
  const still = unpairedDifference([3, 3], [1, 1, 1], 0.9);
  assert.equal([still.effect, still.low, still.high, still.donors], [2, 2, 2, 2]);
});

test("unpairedDifference() covers the true difference for groups of other size and spread", () => {
  const draw = normals(77);
  const trials = 4000;
  const share = coverage(trials, 1, () =>
    unpairedDifference(
      donors(3, () => draw(5, 1)),
      donors(9, () => draw(4, 3)),
      0.9,
    ),
  );
  // Welch's is near its level, not exactly on it: 1 % of it is known for groups as small as these.
  assert.ok(Math.abs(share - 0.9) < 4 * standardErrorOf(0.9, trials) + 0.01, String(share));
});

test("unpairedLogRatio() is the ratio of geometric means, and has none for a zero", () => {
  const { effect, low, high, scale } = unpairedLogRatio([2, 8], [1, 1], 0.9);
  near(effect, 4);
  near(low * high, 16); // symmetric on the log
  assert.is(scale, "log");
  assert.match(unpairedLogRatio([2, 0], [1, 1], 0.9).reason ?? "", /not above zero/);
  assert.match(unpairedLogRatio([2], [1, 1], 0.9).reason ?? "", /at least 2 donors/);
  assert.is(unpairedDifference([2, Number.NaN], [1, 1], 0.9).unmeasured, true);
});

test.run();
