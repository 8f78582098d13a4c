import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Interval, interval, pairedLogRatio } from "../../src/claims/statistics.ts";
import {
  abolished,
  above,
  and,
  atLeast,
  atMost,
  below,
  between,
  type Criterion,
  claimOf,
  clearlyDecreases,
  clearlyIncreases,
  decreases,
  equivalent,
  increases,
  judge,
  negativeTest,
  not,
  or,
  partlyReversed,
  type Verdict,
} from "../../src/claims/verdict.ts";
import { normals, standardErrorOf } from "./normals.ts";

const three: readonly Verdict[] = ["fails", "undecided", "holds"]; // in this order AND is the least, OR the greatest

const ratio = (low: number, high: number): Interval => ({
  scale: "log",
  effect: Math.sqrt(low * high),
  low,
  high,
  donors: 6,
  level: 0.9,
});

const linear = (low: number, high: number): Interval => ({
  ...ratio(1, 1),
  scale: "linear",
  effect: (low + high) / 2,
  low,
  high,
});

/** Log ratios of six donors with exactly this mean and standard deviation. */
function sixLogs(mean: number, spread: number): number[] {
  const step = spread / Math.sqrt(6 / 5); // three above, three below: s² = 6·step²/5
  return [-step, step, -step, step, -step, step].map((away) => mean + away);
}

const ratioOfLogs = (logs: readonly number[]): Interval =>
  pairedLogRatio(
    logs.map(Math.exp),
    logs.map(() => 1),
    0.9,
  );

test("and(), or() and not() follow Kleene's tables", () => {
  for (const [i, a] of three.entries()) {
    assert.is(not(a), three[2 - i]);
    for (const [j, b] of three.entries()) {
      assert.is(and(a, b), three[Math.min(i, j)]);
      assert.is(or(a, b), three[Math.max(i, j)]);
      for (const c of three) {
        assert.is(and(a, b, c), and(and(a, b), c));
        assert.is(or(a, b, c), or(or(a, b), c));
      }
    }
  }
  assert.equal([and(), or()], ["holds", "fails"]);
});

test("judge() holds where the whole interval satisfies, fails where all of it violates, else is undecided", () => {
  const rows: [Criterion, Interval, Verdict][] = [
    [increases, ratio(1.01, 3), "holds"],
    [increases, ratio(0.99, 3), "undecided"],
    [increases, ratio(0.5, 0.99), "fails"],
    [decreases, ratio(0.5, 0.99), "holds"],
    [decreases, ratio(0.5, 1.01), "undecided"],
    [decreases, ratio(1.01, 3), "fails"],
    [equivalent, ratio(0.81, 1.24), "holds"],
    [equivalent, ratio(0.79, 1.24), "undecided"],
    [equivalent, ratio(0.81, 1.26), "undecided"],
    [equivalent, ratio(0.5, 2), "undecided"],
    [equivalent, ratio(1.26, 2), "fails"],
    [equivalent, ratio(0.5, 0.79), "fails"],
    [atLeast(2), ratio(2.1, 9), "holds"],
    [atLeast(2), ratio(1.9, 9), "undecided"],
    [atLeast(2), ratio(1.1, 1.9), "fails"],
    [atMost(0.1), linear(0.01, 0.09), "holds"],
    [atMost(0.1), linear(0.11, 0.19), "fails"],
    [above(0), linear(0.01, 0.4), "holds"],
    [above(0), linear(-0.01, 0.4), "undecided"],
    [below(-5), linear(-9, -6), "holds"],
    [between(-5, 5), linear(-4, 4), "holds"],
    [between(-5, 5), linear(-6, 4), "undecided"],
    [partlyReversed, linear(0.3, 0.7), "holds"],
    [partlyReversed, linear(0.81, 1.1), "fails"],
    [abolished, linear(0.91, 1.1), "holds"],
  ];
  for (const [criterion, effect, verdict] of rows) {
    assert.is(judge(effect, criterion).verdict, verdict, `${criterion.asks}: ${effect.low} to ${effect.high}`);
  }
});

test("judge() asks a clear increase for its size and, less strictly, for its lower limit", () => {
  const sized = (low: number, effect: number, high: number): Verdict =>
    judge({ ...ratio(low, high), effect }, clearlyIncreases).verdict;
  assert.is(sized(1.15, 1.4, 1.7), "holds"); // the interval alone does not clear 1.3
  assert.is(sized(1.05, 1.4, 1.9), "undecided");
  assert.is(sized(1.15, 1.25, 1.35), "undecided"); // too small as it stands
  assert.is(sized(1.15, 1.2, 1.29), "fails");
  assert.is(judge(ratio(0.6, 0.9), clearlyDecreases).verdict, "holds");
  assert.is(judge(ratio(0.78, 0.9), clearlyDecreases).verdict, "fails");
});

test("judge() takes equal arms as no increase, no decrease and equivalence", () => {
  const same = pairedLogRatio([3, 5, 8], [3, 5, 8], 0.9); // no variance at all
  assert.equal(
    [increases, decreases, equivalent].map((criterion) => judge(same, criterion).verdict),
    ["fails", "fails", "holds"],
  );
  assert.is(judge(same, atLeast(1)).verdict, "holds");
});

test("judge() reports effect, limits, donors and question", () => {
  const { asks, effect, low, high, donors } = judge(ratio(2, 8), atLeast(2));
  assert.equal({ asks, effect, low, high, donors }, { asks: "at least 2", effect: 4, low: 2, high: 8, donors: 6 });
});

test("judge() is undecided, with the reason, where the interval knows nothing", () => {
  for (const criterion of [increases, decreases, equivalent]) {
    const alone = judge(pairedLogRatio([3], [1], 0.9), criterion);
    assert.equal([alone.verdict, alone.needed], ["undecided", 2]);
    const missing = judge(pairedLogRatio([3, Number.NaN], [1, 1], 0.9), criterion);
    assert.equal([missing.verdict, missing.unmeasured, missing.needed], ["undecided", true, undefined]);
    const zero = judge(pairedLogRatio([3, 2], [1, 0], 0.9), criterion);
    assert.equal([zero.verdict, zero.unmeasured, zero.needed], ["undecided", undefined, undefined]);
    assert.match(zero.reason ?? "", /difference/);
  }
});

test("judge() refuses to ask a ratio's question of a difference", () => {
  assert.throws(() => judge(interval([1, 2, 3], 0.9), increases), TypeError);
  assert.throws(() => judge(ratio(0.3, 0.7), partlyReversed), TypeError);
});

test("judge() calls a ratio at the margin equivalent in at most 5 % of experiments", () => {
  const trials = 2000;
  for (const [truth, spread] of [
    [1.25, 0.05],
    [1.25, 0.15],
    [0.8, 0.1],
  ]) {
    const normal = normals(Math.round(1000 * spread));
    let called = 0;
    for (let trial = 0; trial < trials; trial++) {
      const logs = Array.from({ length: 6 }, () => normal(Math.log(truth), spread));
      if (judge(ratioOfLogs(logs), equivalent).verdict === "holds") called++;
    }
    assert.ok(
      called / trials <= 0.05 + 3 * standardErrorOf(0.05, trials),
      `${called} of ${trials} at ${truth}, spread ${spread}`,
    );
  }
});

test("judge() asks for donors that do decide in most experiments, and not for many more than that", () => {
  const cases: [Criterion, number, number, Verdict][] = [
    [increases, Math.log(1.2), 0.4, "holds"],
    [equivalent, 0, 0.35, "holds"], // both ends are near
    [equivalent, Math.log(1.15), 0.2, "holds"],
    [equivalent, Math.log(1.45), 0.3, "fails"],
    [atLeast(2), Math.log(1.7), 0.3, "fails"],
    [clearlyIncreases, Math.log(1.4), 0.4, "holds"],
    [clearlyIncreases, Math.log(1.2), 0.2, "fails"],
  ];
  const trials = 400;
  for (const [criterion, mean, spread, verdict] of cases) {
    const pilot = judge(ratioOfLogs(sixLogs(mean, spread)), criterion);
    assert.is(pilot.verdict, "undecided", criterion.asks);
    const needed = Number(pilot.needed);
    const decided = (count: number): number => {
      const normal = normals(count);
      let right = 0;
      for (let trial = 0; trial < trials; trial++) {
        const logs = Array.from({ length: count }, () => normal(mean, spread));
        if (judge(ratioOfLogs(logs), criterion).verdict === verdict) right++;
      }
      return right / trials;
    };
    const share = decided(needed);
    const aim = 0.8 - 3 * standardErrorOf(0.8, trials);
    assert.ok(share > aim, `${criterion.asks}, ${needed} donors: ${share} decide`);
    assert.ok(decided(Math.floor(needed / 2)) < aim, `${criterion.asks}: half of ${needed} donors would do`);
  }
});

test("judge() asks a clear increase just above its size for the donors that show the size", () => {
  const pilot = ratioOfLogs(sixLogs(Math.log(1.33), 0.3));
  const size = Number(judge(pilot, clearlyIncreases).needed);
  assert.ok(size > Number(judge(pilot, atLeast(1.1)).needed));
  assert.ok(size < Number(judge(ratioOfLogs(sixLogs(Math.log(1.32), 0.3)), clearlyIncreases).needed));
});

test("judge() asks for more donors than there are, and stops counting at 1000", () => {
  const neededAt = (mean: number, spread: number) => judge(ratioOfLogs(sixLogs(mean, spread)), increases).needed;
  assert.ok(Number(neededAt(0.1, 0.13)) > 6);
  assert.ok(Number(neededAt(0.1, 0.5)) > Number(neededAt(0.1, 0.25)));
  assert.is(neededAt(0.01, 0.5), "more than 1000");
  assert.is(neededAt(0, 0.5), "more than 1000"); // on the edge no number decides
});

test("claimOf() is the AND of its parts and needs what its neediest part needs", () => {
  const part = (verdict: Verdict, needed?: number) => ({ verdict, ...(needed !== undefined && { needed }) });
  assert.equal(claimOf([part("holds"), part("holds")]), { verdict: "holds" });
  assert.equal(claimOf([part("holds"), part("undecided", 40), part("fails")]), { verdict: "fails" });
  assert.equal(claimOf([part("undecided", 12), part("holds"), part("undecided", 40)]), {
    verdict: "undecided",
    needed: 40,
  });
  const endless = { verdict: "undecided", needed: "more than 1000" } as const;
  assert.equal(claimOf([part("undecided", 12), endless, part("undecided", 9)]), endless);
  assert.throws(() => claimOf([]), /without parts/);
});

test("claimOf() keeps the reason once and promises no number of donors where donors are not what is missing", () => {
  const missing = judge(interval([1, Number.NaN], 0.9), above(0));
  const claim = claimOf([missing, missing, { verdict: "undecided", needed: 9 }]);
  assert.equal(claim, { verdict: "undecided", reason: "donor 2 has no reading", unmeasured: true });
});

test("negativeTest() of a positive part passes where the mechanism's loss reverses it or leaves it undecided", () => {
  const passes = three.map((changed) => negativeTest("positive", { verdict: "holds" }, { verdict: changed }).passed);
  assert.equal(passes, [true, true, false]);
});

test("negativeTest() of a null part passes only where the change breaks it", () => {
  const passes = three.map((changed) => negativeTest("null", { verdict: "holds" }, { verdict: changed }).passed);
  assert.equal(passes, [true, false, false]);
});

test("negativeTest() needs the part and the still parts to hold, and a changed run that was measured", () => {
  for (const part of ["positive", "null"] as const) {
    const [holds, fails, undecided] = [{ verdict: "holds" }, { verdict: "fails" }, { verdict: "undecided" }] as const;
    assert.is(negativeTest(part, holds, fails, [holds, holds]).passed, true);
    assert.match(negativeTest(part, undecided, fails).why, /not shown \(undecided\)/);
    assert.match(negativeTest(part, fails, fails).why, /not shown \(fails\)/);
    assert.match(negativeTest(part, holds, fails, [holds, undecided]).why, /must still hold.*undecided/);
    const gone = judge(interval([1, Number.NaN], 0.9), above(0));
    const unmeasured = negativeTest(part, holds, gone);
    assert.is(unmeasured.passed, false);
    assert.match(unmeasured.why, /not measured: donor 2 has no reading/);
  }
});

test.run();
