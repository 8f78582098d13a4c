/**
 * How long it takes until something happens, where some were not followed to it: curves of Kaplan and Meier, the log-rank test,
 * and the hazard ratio of Cox's model with one covariate (ties after Efron).
 */
import { exp, log, normalCumulative, normalQuantile } from "../kernels/math.ts";

/** One that was followed: to the event, or (censored) for so long without it. */
export interface Followed {
  readonly time: number;
  readonly event: boolean;
}

/** What a curve is from one time on. */
export interface CurveStep {
  readonly time: number;
  readonly atRisk: number; // just before
  readonly events: number;
  readonly censored: number; // at this time, after its events
  readonly free: number; // part without the event, 0 to 1
  readonly low: number; // NaN where no error can be told
  readonly high: number;
}

/**
 * The curve of Kaplan and Meier: a step for each time at which something happens or ends, ascending. Its interval is that of
 * Greenwood on log(−log).
 * @param level share of such intervals that cover the truth, such as 0.9
 */
export function kaplanMeier(followed: readonly Followed[], level: number): CurveStep[] {
  const quantile = normalQuantile((1 + level) / 2);
  let free = 1;
  let sum = 0; // of Greenwood
  return timesOf(followed).map((time): CurveStep => {
    const atRisk = followed.filter((each) => each.time >= time).length;
    const here = followed.filter((each) => each.time === time);
    const events = here.filter(({ event }) => event).length;
    free *= 1 - events / atRisk;
    sum += events / (atRisk * (atRisk - events));
    const told = { time, atRisk, events, censored: here.length - events, free };
    if (free === 1) return { ...told, low: 1, high: 1 };
    if (free === 0) return { ...told, low: Number.NaN, high: Number.NaN };
    const width = exp((quantile * Math.sqrt(sum)) / -log(free));
    return { ...told, low: exp(log(free) * width), high: exp(log(free) / width) };
  });
}

/** When half have had the event: the first time at which no more than half are without; NaN where it is not reached. */
export function medianTime(curve: readonly CurveStep[]): number {
  return curve.find(({ free }) => free <= 0.5 + 1e-12)?.time ?? Number.NaN;
}

/** Two-sided test that two groups have the event alike, by the events expected in the first at each time. */
export function logRank(
  first: readonly Followed[],
  second: readonly Followed[],
): { readonly square: number; readonly p: number; readonly observed: number; readonly expected: number } {
  let [observed, expected, variance] = [0, 0, 0];
  for (const time of timesOf([...first, ...second])) {
    const [mine, others] = [first, second].map((group) => ({
      atRisk: group.filter((each) => each.time >= time).length,
      events: group.filter((each) => each.time === time && each.event).length,
    }));
    const all = mine.atRisk + others.atRisk;
    const events = mine.events + others.events;
    observed += mine.events;
    expected += (events * mine.atRisk) / all;
    if (all > 1) variance += (events * mine.atRisk * others.atRisk * (all - events)) / (all * all * (all - 1));
  }
  const square = variance > 0 ? ((observed - expected) * (observed - expected)) / variance : 0;
  return { square, p: 2 * normalCumulative(-Math.sqrt(square)), observed, expected };
}

export interface Hazard {
  readonly ratio: number; // for one more of the covariate; NaN where nothing can be said
  readonly low: number;
  readonly high: number;
  readonly logRatio: number;
  readonly error: number; // standard error of the logarithm
  readonly reason?: string; // why nothing can be said
}

/**
 * Cox's model with one covariate, by Newton's method on the partial likelihood, which is concave.
 * @param covariate of each that was followed @param level as above
 */
export function coxHazard(followed: readonly Followed[], covariate: readonly number[], level: number): Hazard {
  const unknown = (reason: string): Hazard => ({
    ...{ ratio: Number.NaN, low: 0, high: Number.POSITIVE_INFINITY },
    ...{ logRatio: Number.NaN, error: Number.NaN, reason },
  });
  if (!followed.some(({ event }) => event)) return unknown("nothing happened in any of them");
  let beta = 0;
  for (let pass = 0; pass < 50; pass++) {
    const { score, information } = slopesOf(followed, covariate, beta);
    if (pass === 0 && !(information > 1e-12)) return unknown("all at risk are alike");
    const step = score / information;
    beta += Math.min(2, Math.max(-2, step));
    if (!(Math.abs(beta) < mostLogRatio)) return apart(followed, covariate, level, beta > 0 ? 1 : -1);
    if (Math.abs(step) > 1e-10) continue;
    const error = 1 / Math.sqrt(slopesOf(followed, covariate, beta).information);
    const half = normalQuantile((1 + level) / 2) * error;
    return { ratio: exp(beta), low: exp(beta - half), high: exp(beta + half), logRatio: beta, error };
  }
  return unknown("the model did not settle");
}

const mostLogRatio = 15;

/**
 * Where nothing happens at one end of the covariate while the other is at risk, the likelihood rises for ever: the ratio is 0 or
 * infinite, and the other end of its interval is where the likelihood has fallen by what the level allows.
 */
function apart(followed: readonly Followed[], covariate: readonly number[], level: number, side: 1 | -1): Hazard {
  const quantile = normalQuantile((1 + level) / 2);
  const most = slopesOf(followed, covariate, side * 2 * mostLogRatio).likelihood;
  const isFar = (beta: number): boolean =>
    2 * (most - slopesOf(followed, covariate, beta).likelihood) > quantile * quantile;
  let [far, near] = [-side * mostLogRatio, side * mostLogRatio];
  for (let pass = 0; pass < 60; pass++) {
    const middle = (far + near) / 2;
    if (isFar(middle)) far = middle;
    else near = middle;
  }
  const told = { logRatio: side * Number.POSITIVE_INFINITY, error: Number.POSITIVE_INFINITY };
  if (side < 0) return { ...told, ratio: 0, low: 0, high: exp(near) };
  return { ...told, ratio: Number.POSITIVE_INFINITY, low: exp(near), high: Number.POSITIVE_INFINITY };
}

/** The logarithm of the partial likelihood, its first and (negative) second derivative, with ties after Efron. */
function slopesOf(
  followed: readonly Followed[],
  covariate: readonly number[],
  beta: number,
): { likelihood: number; score: number; information: number } {
  const weight = covariate.map((value) => exp(beta * value));
  let [likelihood, score, information] = [0, 0, 0];
  for (const time of timesOf(followed)) {
    const risk = momentsOver((each) => each.time >= time);
    const tied = momentsOver((each) => each.time === time && each.event);
    for (let nth = 0; nth < tied.count; nth++) {
      const part = nth / tied.count;
      const [zero, one, two] = risk.sums.map((sum, power) => sum - part * tied.sums[power]);
      likelihood -= log(zero);
      score -= one / zero;
      information += two / zero - (one / zero) * (one / zero);
    }
    likelihood += beta * tied.plain;
    score += tied.plain;
  }
  return { likelihood, score, information };

  function momentsOver(isIn: (each: Followed) => boolean): { count: number; plain: number; sums: number[] } {
    const sums = [0, 0, 0];
    let [count, plain] = [0, 0];
    followed.forEach((each, at) => {
      if (!isIn(each)) return;
      const x = covariate[at];
      count++;
      plain += x;
      sums[0] += weight[at];
      sums[1] += weight[at] * x;
      sums[2] += weight[at] * x * x;
    });
    return { count, plain, sums };
  }
}

const timesOf = (followed: readonly Followed[]): number[] =>
  [...new Set(followed.map(({ time }) => time))].sort((a, b) => a - b);
