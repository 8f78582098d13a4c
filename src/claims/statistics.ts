/**
 * What the donors say together. The unit is the donor: replicates are averaged within it first, and arms are compared
 * donor by donor, because a donor's arms share their chance.
 *
 *   readings [donor][replicate] → averageReplicates → one value per donor and arm → an Interval over donors → a verdict
 *
 * Where nothing can be said (a missing reading, a zero under a ratio, a single donor) the interval is unbounded and
 * carries the reason, so that whatever is asked of it is undecided.
 */
import { exp, lgamma, log } from "../kernels/math.ts";
import { studentQuantile } from "./distributions.ts";

/** An effect over donors with its confidence interval. */
export interface Interval {
  readonly scale: "linear" | "log"; // where the interval is symmetric: log for a ratio
  readonly effect: number; // mean over donors, geometric for a ratio; NaN when unknown
  readonly low: number;
  readonly high: number;
  readonly donors: number;
  readonly level: number; // share of such intervals that cover the truth, such as 0.9
  readonly reason?: string; // why the interval is unbounded
  readonly unmeasured?: true; // because a reading is missing, which says nothing about the cells
}

/** Arithmetic mean; NaN of nothing, which counts as missing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation with n − 1; NaN for fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  return Math.sqrt(covariance(values, values, centre, centre));
}

/** One value per donor from `values[donor][replicate]`; NaN for a donor with a missing replicate, or with none. */
export function averageReplicates(values: readonly (readonly number[])[]): number[] {
  return values.map(mean);
}

/** Student's t interval of the mean; one value per donor. */
export function interval(values: readonly number[], level: number): Interval {
  checkLevel(level);
  const donors = values.length;
  const missing = firstMissing(values);
  if (missing >= 0) {
    return { ...unknown("linear", donors, level, `donor ${missing + 1} has no reading`), unmeasured: true };
  }
  const effect = mean(values);
  if (donors < 2) {
    return { ...unknown("linear", donors, level, `a spread needs at least 2 donors, here is ${donors}`), effect };
  }
  const halfWidth = (studentQuantile((1 + level) / 2, donors - 1) * standardDeviation(values)) / Math.sqrt(donors);
  return { scale: "linear", effect, low: effect - halfWidth, high: effect + halfWidth, donors, level };
}

/**
 * Ratio treated : control over donors: geometric mean, with the t interval of the log ratio. Each list has one value
 * per donor, in the same order. A zero has no ratio: compare such readings by `difference`.
 */
export function pairedLogRatio(treated: readonly number[], control: readonly number[], level: number): Interval {
  checkPaired(treated, control);
  const zero = treated.findIndex((value, donor) => value <= 0 || control[donor] <= 0);
  if (zero >= 0 && complete(treated, control)) {
    const reason = `donor ${zero + 1} has a reading that is not above zero: compare a difference with a stated margin`;
    return unknown("log", treated.length, level, reason);
  }
  const logs = interval(
    treated.map((value, donor) => log(value / control[donor])),
    level,
  );
  return { ...logs, scale: "log", effect: exp(logs.effect), low: exp(logs.low), high: exp(logs.high) };
}

/** Difference treated − control over donors, in the unit of the readings: for readings that may be zero. */
export function difference(treated: readonly number[], control: readonly number[], level: number): Interval {
  checkPaired(treated, control);
  return interval(
    treated.map((value, donor) => value - control[donor]),
    level,
  );
}

/**
 * Ratio of the geometric means of two groups of donors that are not the same: Welch's interval of the log ratio. A zero has
 * no ratio: compare such readings by `unpairedDifference`.
 */
export function unpairedLogRatio(treated: readonly number[], control: readonly number[], level: number): Interval {
  const donors = Math.min(treated.length, control.length);
  if (complete(treated, control) && [...treated, ...control].some((value) => value <= 0))
    return unknown("log", donors, level, "a reading is not above zero: compare a difference with a stated margin");
  const logs = unpairedDifference(treated.map(log), control.map(log), level);
  return { ...logs, scale: "log", effect: exp(logs.effect), low: exp(logs.low), high: exp(logs.high) };
}

/**
 * Difference of the means of two groups of donors that are not the same, in the unit of the readings: Welch's interval, which
 * lets the groups differ in size and spread. `donors` is the number of the smaller.
 */
export function unpairedDifference(treated: readonly number[], control: readonly number[], level: number): Interval {
  checkLevel(level);
  const groups = [treated, control];
  const donors = Math.min(treated.length, control.length);
  const effect = mean(treated) - mean(control);
  if (!complete(treated, control))
    return { ...unknown("linear", donors, level, "a donor has no reading"), unmeasured: true };
  if (donors < 2)
    return { ...unknown("linear", donors, level, `a spread needs at least 2 donors, here is ${donors}`), effect };
  const squares = groups.map((values) => standardDeviation(values) * standardDeviation(values));
  const [a, b] = groups.map((values, group) => squares[group] / values.length); // variances of the means
  if (a + b === 0) return { scale: "linear", effect, low: effect, high: effect, donors, level };
  const parts = (a * a) / (treated.length - 1) + (b * b) / (control.length - 1);
  const df = ((a + b) * (a + b)) / parts; // Welch and Satterthwaite
  const halfWidth = studentQuantile((1 + level) / 2, df) * Math.sqrt(a + b);
  return { scale: "linear", effect, low: effect - halfWidth, high: effect + halfWidth, donors, level };
}

/**
 * Excess of a combination over Bliss independence, on the fraction of cells that divided (0 to 1): per donor
 * eBoth − (eA + eB − eA · eB), where e = (f − fControl) / (1 − fControl) is the share of the cells undivided in the
 * control that the treatment made divide. Where nothing divides in the control, e is the fraction itself. Above zero:
 * synergy.
 */
export function blissExcess(
  control: readonly number[],
  a: readonly number[],
  b: readonly number[],
  both: readonly number[],
  level: number,
): Interval {
  for (const arm of [a, b, both]) checkPaired(arm, control);
  for (const fraction of [...control, ...a, ...b, ...both]) {
    if (fraction < 0 || fraction > 1) throw new RangeError(`fraction divided ${fraction} is not between 0 and 1`);
  }
  const full = control.indexOf(1);
  if (full >= 0 && complete(control, a, b, both)) {
    return unknown("linear", control.length, level, `donor ${full + 1}: every cell divides without treatment`);
  }
  const effectOf = (arm: readonly number[], donor: number): number =>
    (arm[donor] - control[donor]) / (1 - control[donor]);
  const excess = control.map((_, donor) => {
    const effectA = effectOf(a, donor);
    const effectB = effectOf(b, donor);
    return effectOf(both, donor) - (effectA + effectB - effectA * effectB);
  });
  return interval(excess, level);
}

/**
 * Share of an effect that a blocker removes: (treated − blocked) / (treated − control), a ratio of means over donors.
 * 0: nothing, 1: back to control. The interval is Fieller's, not the delta method on logs: it is exact for normal
 * differences; zero readings and a share near 0 or beyond 1 do it no harm, where a log would have no value; no donor is
 * divided by its own, perhaps small, effect; and where the effect itself is not clear it is unbounded, as it should be.
 */
export function shareReversed(
  control: readonly number[],
  treated: readonly number[],
  blocked: readonly number[],
  level: number,
): Interval {
  for (const arm of [control, blocked]) checkPaired(arm, treated);
  const donors = treated.length;
  const wholes = treated.map((value, donor) => value - control[donor]);
  const removeds = treated.map((value, donor) => value - blocked[donor]);
  const gap = [wholes, removeds].map((values) => interval(values, level)).find((part) => part.reason !== undefined);
  if (gap !== undefined) return { ...gap, effect: Number.NaN };
  const [whole, removed] = [mean(wholes), mean(removeds)];
  const t = studentQuantile((1 + level) / 2, donors - 1);
  const weight = (t * t) / donors;
  // Inside are the shares s for which the mean of removed − s · whole does not differ from zero: a s² − 2 b s + c ≤ 0.
  const a = whole * whole - weight * covariance(wholes, wholes, whole, whole);
  const b = whole * removed - weight * covariance(wholes, removeds, whole, removed);
  const c = removed * removed - weight * covariance(removeds, removeds, removed, removed);
  if (!(a > 0)) return unknown("linear", donors, level, "the effect to be reversed is itself not clear of zero");
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  return { scale: "linear", effect: removed / whole, low: (b - root) / a, high: (b + root) / a, donors, level };
}

/**
 * Fisher's exact test of a 2 × 2 table of counts, such as responders and non-responders in two arms:
 * the two-sided p, the sum over all tables with these margins that are no likelier than the observed one.
 */
export function fisherExact(yesA: number, noA: number, yesB: number, noB: number): number {
  for (const count of [yesA, noA, yesB, noB]) {
    if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`${count} is not a count`);
  }
  const inA = yesA + noA;
  const yes = yesA + yesB;
  const all = inA + yesB + noB;
  const logWays = (from: number, take: number): number => lgamma(from + 1) - lgamma(take + 1) - lgamma(from - take + 1);
  const probability = (yesInA: number): number =>
    exp(logWays(yes, yesInA) + logWays(all - yes, inA - yesInA) - logWays(all, inA));
  const observed = probability(yesA) * (1 + 1e-7); // equal tables count as equal in spite of rounding
  let p = 0;
  for (let yesInA = Math.max(0, inA + yes - all); yesInA <= Math.min(inA, yes); yesInA++) {
    const here = probability(yesInA);
    if (here <= observed) p += here;
  }
  return Math.min(1, p);
}

function unknown(scale: Interval["scale"], donors: number, level: number, reason: string): Interval {
  const low = scale === "log" ? 0 : Number.NEGATIVE_INFINITY;
  return { scale, effect: Number.NaN, low, high: Number.POSITIVE_INFINITY, donors, level, reason };
}

function complete(...arms: readonly (readonly number[])[]): boolean {
  return arms.every((arm) => firstMissing(arm) < 0);
}

function firstMissing(values: readonly number[]): number {
  return values.findIndex((value) => !Number.isFinite(value));
}

function covariance(a: readonly number[], b: readonly number[], meanA: number, meanB: number): number {
  let sum = 0;
  for (let donor = 0; donor < a.length; donor++) sum += (a[donor] - meanA) * (b[donor] - meanB);
  return sum / (a.length - 1);
}

function checkPaired(a: readonly number[], b: readonly number[]): void {
  if (a.length !== b.length) throw new RangeError(`arms of ${a.length} and ${b.length} donors cannot be paired`);
}

function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`level ${level} is not inside 0 to 1`);
}
