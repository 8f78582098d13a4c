/**
 * From an interval to a verdict, and from verdicts to a claim.
 *
 *   the whole interval satisfies the criterion   holds
 *   the whole interval violates it               fails
 *   anything else, or too little known           undecided, with the donors that would decide, or the reason
 */
import { log } from "../kernels/math.ts";
import { studentQuantile } from "./distributions.ts";
import type { Interval } from "./statistics.ts";

/** Kleene's three values. */
export type Verdict = "holds" | "fails" | "undecided";

/** A verdict and, where it is undecided, what would decide it. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly needed?: DonorsNeeded;
  readonly reason?: string; // why nothing could be said
  readonly unmeasured?: true; // a reading was missing
}

/** Donors in all, those at hand included. */
export type DonorsNeeded = number | typeof moreThanCap;

/** An effect held against a criterion. */
export interface Comparison extends Judgement {
  readonly asks: string;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  readonly donors: number;
}

/**
 * Effects that satisfy a part of a claim: `from` to `to`. The interval has to stay inside `clearFrom` to `clearTo`,
 * which is the same region unless the criterion says otherwise.
 */
export interface Criterion {
  readonly asks: string; // completes "the effect is …"
  readonly scale?: Interval["scale"]; // the only scale on which it means something
  readonly from: number;
  readonly to: number;
  readonly clearFrom: number;
  readonly clearTo: number;
  readonly open: boolean; // the ends themselves do not count
}

/** Above a value, itself excluded. */
export const above = (value: number): Criterion => region(`above ${value}`, value, Number.POSITIVE_INFINITY, true);

/** Below a value, itself excluded. */
export const below = (value: number): Criterion => region(`below ${value}`, Number.NEGATIVE_INFINITY, value, true);

/** A value or more: a k-fold increase, or an absolute margin. */
export const atLeast = (value: number): Criterion =>
  region(`at least ${value}`, value, Number.POSITIVE_INFINITY, false);

/** A value or less. */
export const atMost = (value: number): Criterion => region(`at most ${value}`, Number.NEGATIVE_INFINITY, value, false);

/** Between two values, ends included: a band, or a margin to both sides of zero. */
export const between = (from: number, to: number): Criterion => region(`between ${from} and ${to}`, from, to, false);

/** The ratio is above 1. */
export const increases: Criterion = { ...above(1), scale: "log" };

/** The ratio is below 1. */
export const decreases: Criterion = { ...below(1), scale: "log" };

/** The ratio is equivalent to 1: two one-sided tests, which is a 90 % interval inside 0.8 to 1.25. */
export const equivalent: Criterion = { ...between(0.8, 1.25), scale: "log" };

/** A ratio of 1.3 or more whose interval lies above 1.1. */
export const clearlyIncreases: Criterion = {
  ...atLeast(1.3),
  asks: "at least 1.3, surely above 1.1",
  scale: "log",
  clearFrom: 1.1,
};

/** A ratio of 0.77 or less whose interval lies below 0.91. */
export const clearlyDecreases: Criterion = {
  ...atMost(0.77),
  asks: "at most 0.77, surely below 0.91",
  scale: "log",
  clearTo: 0.91,
};

/** 20 to 80 % of an effect is removed: for `shareReversed`. */
export const partlyReversed: Criterion = { ...between(0.2, 0.8), scale: "linear" };

/** 90 % of an effect or more is removed: for `shareReversed`. */
export const abolished: Criterion = { ...atLeast(0.9), scale: "linear" };

/** Holds an effect against a criterion. */
export function judge(interval: Interval, criterion: Criterion): Comparison {
  if (criterion.scale !== undefined && criterion.scale !== interval.scale) {
    throw new TypeError(`"${criterion.asks}" is asked of a ${criterion.scale} effect, not of a ${interval.scale} one`);
  }
  const { effect, low, high, donors, reason, unmeasured } = interval;
  const facts = { asks: criterion.asks, effect, low, high, donors };
  if (reason !== undefined) {
    return { ...facts, verdict: "undecided", reason, ...(unmeasured ? { unmeasured } : donors < 2 && { needed: 2 }) };
  }
  const { from, to, clearFrom, clearTo, open } = criterion;
  const holds =
    effect >= from &&
    effect <= to &&
    low >= clearFrom &&
    high <= clearTo &&
    !(open && (low === clearFrom || high === clearTo));
  if (holds) return { ...facts, verdict: "holds" };
  const fails = high < from || low > to || (open && (high === from || low === to));
  if (fails) return { ...facts, verdict: "fails" };
  return { ...facts, verdict: "undecided", needed: donorsNeeded(interval, criterion) };
}

/** All must hold; one that fails decides. Of nothing: holds. */
export function and(...verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("fails")) return "fails";
  return verdicts.includes("undecided") ? "undecided" : "holds";
}

/** One that holds is enough. Of nothing: fails. */
export function or(...verdicts: readonly Verdict[]): Verdict {
  return not(and(...verdicts.map(not)));
}

/** Holds and fails change places; undecided stays. */
export function not(verdict: Verdict): Verdict {
  if (verdict === "undecided") return verdict;
  return verdict === "holds" ? "fails" : "holds";
}

/**
 * A claim: the AND of its parts. While undecided it needs as many donors as its neediest part; no number is given where
 * more donors would not help a part.
 */
export function claimOf(parts: readonly Judgement[]): Judgement {
  if (parts.length === 0) throw new RangeError("a claim without parts says nothing");
  const verdict = and(...parts.map((part) => part.verdict));
  if (verdict !== "undecided") return { verdict };
  const open = parts.filter((part) => part.verdict === "undecided");
  const reasons = [...new Set(open.flatMap((part) => part.reason ?? []))];
  const needs = open.map((part) => part.needed);
  return {
    verdict,
    ...(reasons.length > 0 && { reason: reasons.join("; ") }),
    ...(open.some((part) => part.unmeasured) && { unmeasured: true }),
    ...(needs.every((need) => need !== undefined) && { needed: greatest(needs) }),
  };
}

/**
 * The test of a test. A `positive` part must be reversed or undecided once its mechanism is off, while the parts in
 * `still` hold; a `null` part must fail in the run that was changed to break it. A changed run that could not be
 * measured proves nothing.
 * @param intact the part in the run as it is
 * @param changed the same part with the mechanism off, or with the change that must break it
 */
export function negativeTest(
  part: "positive" | "null",
  intact: Judgement,
  changed: Judgement,
  still: readonly Judgement[] = [],
): { passed: boolean; why: string } {
  const failed = (why: string): { passed: boolean; why: string } => ({ passed: false, why });
  if (intact.verdict !== "holds") return failed(`nothing to test: the part itself is not shown (${intact.verdict})`);
  if (changed.unmeasured) return failed(`the changed run was not measured: ${changed.reason}`);
  const lost = still.find((other) => other.verdict !== "holds");
  if (lost !== undefined) return failed(`a part that must still hold in the changed run does not (${lost.verdict})`);
  if (part === "null") {
    if (changed.verdict === "fails") return { passed: true, why: "the change breaks it" };
    return failed(`the change does not break it (${changed.verdict})`);
  }
  if (changed.verdict === "holds") return failed("it holds without its mechanism");
  return {
    passed: true,
    why: changed.verdict === "fails" ? "reversed without its mechanism" : "no longer shown without its mechanism",
  };
}

const donorCap = 1000;
const moreThanCap = "more than 1000";
const power = 0.8; // chance that the donors asked for do decide

/**
 * Donors that would decide, if effect and spread stayed as they are: the smallest n with (t + z) · spread / √n within
 * the distance from the effect to the nearest end that matters. t is the quantile of the interval, z that of the power,
 * both with n − 1 degrees of freedom; between two ends the chance of missing, 1 − power, is shared. The spread is read
 * back from the width of the interval. A plan, not a promise: it knows the effect no better than the interval does.
 */
function donorsNeeded(interval: Interval, criterion: Criterion): DonorsNeeded {
  const { donors, level } = interval;
  const onScale = (value: number): number => {
    if (interval.scale === "linear" || value === Number.POSITIVE_INFINITY) return value;
    return value > 0 ? log(value) : Number.NEGATIVE_INFINITY;
  };
  const confidence = (1 + level) / 2;
  const width = onScale(interval.high) - onScale(interval.low);
  const spread = (width / 2 / studentQuantile(confidence, donors - 1)) * Math.sqrt(donors);
  const effect = onScale(interval.effect);
  const [from, to, clearFrom, clearTo] = [criterion.from, criterion.to, criterion.clearFrom, criterion.clearTo].map(
    onScale,
  );
  const toEnd = Math.min(effect - from, to - effect); // below zero outside
  const toClear = Math.min(effect - clearFrom, clearTo - effect);
  const hit = toEnd > 0 && from > Number.NEGATIVE_INFINITY && to < Number.POSITIVE_INFINITY ? (1 + power) / 2 : power;
  const decides = (n: number): boolean => {
    const error = spread / Math.sqrt(n);
    const z = studentQuantile(hit, n - 1) * error;
    const reach = studentQuantile(confidence, n - 1) * error + z;
    return toEnd > 0 ? reach <= toClear && z <= toEnd : reach <= -toEnd;
  };
  if (donors >= donorCap || !decides(donorCap)) return moreThanCap;
  let tooFew = donors;
  let enough = donorCap;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (decides(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

function greatest(needs: readonly DonorsNeeded[]): DonorsNeeded {
  return needs.reduce((most, need) => (most === moreThanCap || (need !== moreThanCap && need <= most) ? most : need));
}

function region(asks: string, from: number, to: number, open: boolean): Criterion {
  return { asks, from, to, clearFrom: from, clearTo: to, open };
}
