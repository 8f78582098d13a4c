/**
 * The draws of one entity in one phase: `begin` names both, then each call takes the next uniform number of that
 * entity. What others draw, and in what order, does not touch it.
 *
 *   number 0       threefry(phase key, id)                        = the entity's own two words
 *   number n > 0   threefry(those two words, (n, 0))
 *
 * One stream is open at a time, in this module; nothing is allocated. Draws that invert a distribution take one number
 * and rise with it, so that runs which share their chance stay together when a parameter moves a little: normal,
 * exponential, lognormal, and poisson and binomial while few events are expected.
 */
import { exp, log, normalQuantile } from "./math.ts";
import {
  binomialCount,
  largestTableMean,
  leastChance,
  meanStep,
  mostTableSuccesses,
  mostTableTrials,
  poissonCount,
} from "./tables.ts";
import { threefry, uniformOf } from "./threefry.ts";

const own = new Int32Array(2);
const block = new Int32Array(2);
let drawn = 0;

/** Opens the stream of one entity in one phase. */
export function begin(key0: number, key1: number, id0: number, id1: number): void {
  threefry(key0, key1, id0, id1, own, 0);
  drawn = 0;
}

/** The next uniform number, strictly between 0 and 1. */
export function next(): number {
  if (drawn++ === 0) return uniformOf(own[0], own[1]);
  threefry(own[0], own[1], drawn - 1, 0, block, 0);
  return uniformOf(block[0], block[1]);
}

/** Exponential with mean 1. */
export function exponential(): number {
  return -log(1 - next());
}

/** Standard normal. */
export function normal(): number {
  return normalQuantile(next());
}

/** A number whose logarithm is normal. @param logMean mean of its natural logarithm @param logSd standard deviation of that */
export function lognormal(logMean: number, logSd: number): number {
  return exp(logMean + logSd * normal());
}

/** Gamma with mean `shape` and scale 1 (Marsaglia and Tsang 2000). */
export function gamma(shape: number): number {
  if (!(shape > 0 && shape < Infinity)) throw new RangeError(`gamma needs a positive shape, not ${shape}`);
  const boost = shape < 1 ? exp(log(next()) / shape) : 1; // gamma(shape) = gamma(shape + 1) u^(1 / shape)
  const d = (shape < 1 ? shape + 1 : shape) - 0.3333333333333333;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const root = 1 + c * x;
    const u = next();
    if (root <= 0) continue;
    const v = root * root * root;
    const square = x * x;
    if (u < 1 - 0.0331 * square * square || log(u) < 0.5 * square + d * (1 - v + log(v))) return boost * d * v;
  }
}

/**
 * Number of events of a Poisson process, exact at any mean up to 2^53. Takes no number at mean 0, one below mean 12
 * (inversion), two up to mean 256 (events at the next lower mean that has a table, and those of the rest), and two or more
 * above (Hörmann 1993, PTRS).
 */
export function poisson(mean: number): number {
  if (mean === 0) return 0;
  if (!(mean > 0 && mean <= mostEvents)) throw new RangeError(`poisson needs a mean from 0 to 2^53, not ${mean}`);
  const u = next();
  if (u < 1 - mean) return 0; // since exp(−mean) ≥ 1 − mean: most cells, most steps
  if (mean >= largestTableMean) return poissonByRejection(mean, u);
  if (mean >= 12) {
    const step = Math.floor(mean / meanStep);
    return poissonCount(step, u) + fewEvents(mean - step * meanStep, next());
  }
  return fewEvents(mean, u);
}

/** The least count whose cumulative Poisson probability reaches u. */
function fewEvents(mean: number, u: number): number {
  if (u < 1 - mean) return 0;
  let count = 0;
  let chance = exp(-mean);
  let left = u;
  while (left > chance && (chance > leastChance || count < mean)) {
    left -= chance;
    count++;
    chance *= mean / count;
  }
  return count;
}

/**
 * Number of successes in n trials, exact for whole n up to 2^53. Takes no number when nothing is open (n = 0, p ≤ 0,
 * p ≥ 1), one while fewer than 10 successes or failures are expected, or fewer than 64 in at most 1024 trials (inversion),
 * two or a little more where each success is rare (a Poisson number, thinned), and two or more else (Hörmann 1993, BTRS).
 */
export function binomial(n: number, p: number): number {
  if (!(n >= 0 && n <= mostEvents && Math.floor(n) === n))
    throw new RangeError(`binomial needs a whole number of trials from 0 to 2^53, not ${n}`);
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  const u = next();
  if (p > 0.5) return n - successes(n, 1 - p, 1 - u);
  if (p >= 0) return successes(n, p, u);
  throw new RangeError(`binomial needs a probability, not ${p}`);
}

/** Successes for p ≤ ½; u is the first number. */
function successes(n: number, p: number, u: number): number {
  const mean = n * p;
  if (u < 1 - mean) return 0; // since (1 − p)^n ≥ 1 − n p
  if (n === 1) return 1;
  if (mean < 10 || (mean < mostTableSuccesses && n <= mostTableTrials)) return binomialCount(n, p, u);
  if (mean * p < 0.0625 && mean < 250) return rareSuccesses(n, p, u);
  return binomialByRejection(n, p, u);
}

const mostEvents = 9007199254740992; // 2^53: counts are exact up to here

/**
 * Successes that are rare one by one: a binomial number is a Poisson number k of mean n p / (1 − p), kept with probability
 * (1 − 1/n)(1 − 2/n) … (1 − (k − 1)/n), which is at least 1 − k (k − 1) / 2 n. The number that draws the rest of the mean
 * also decides whether k is kept: given no event in the rest, it is uniform below exp(−rest).
 */
function rareSuccesses(n: number, p: number, first: number): number {
  const mean = (n * p) / (1 - p);
  const step = Math.floor(mean / meanStep);
  const rest = mean - step * meanStep;
  for (let u = first; ; u = next()) {
    const count = poissonCount(step, u);
    const v = next();
    if (v < (1 - rest) * (1 - (count * (count - 1)) / (2 * n))) return count;
    const none = exp(-rest);
    const all = v < none ? count : count + fewEvents(rest, v);
    let kept = v < none ? v / none : next();
    for (let taken = 1; taken < all; taken++) kept /= 1 - taken / n;
    if (kept < 1) return all;
  }
}

/**
 * PTRS: a hat of the shape of a ratio of uniforms over the Poisson distribution; its first number is given. The
 * published 3.6224 and 1.1328 let hat and squeeze cut into the distribution by up to 0.6 %; at 3.75 and 1.21 they
 * clear it at every mean from 12.
 */
function poissonByRejection(mean: number, first: number): number {
  const spread = Math.sqrt(mean);
  const b = 0.931 + 2.53 * spread;
  const a = -0.059 + 0.02483 * b;
  const squeeze = 0.9277 - 3.75 / (b - 2);
  let u = first - 0.5;
  for (;;) {
    const v = next();
    const edge = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / edge + b) * u + mean + 0.43);
    if (edge >= 0.07 && v <= squeeze) return count;
    if (count >= 0 && (edge >= 0.013 || v <= edge)) {
      const inverseAlpha = 1.1239 + 1.21 / (b - 3.4);
      if (log((v * inverseAlpha) / (a / (edge * edge) + b)) <= logPoisson(count, mean)) return count;
    }
    u = next() - 0.5;
  }
}

/** BTRS: the same for the binomial distribution, p ≤ ½ and n p ≥ 10. Its first number is given. */
function binomialByRejection(n: number, p: number, first: number): number {
  const mean = n * p;
  const rest = n * (1 - p);
  const spread = Math.sqrt(mean * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const squeeze = 0.92 - 4.2 / b;
  let u = first - 0.5;
  for (;;) {
    const v = next();
    const edge = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / edge + b) * u + mean + 0.5);
    if (edge >= 0.07 && v <= squeeze) return count;
    if (count >= 0 && count <= n) {
      const alpha = (2.83 + 5.1 / b) * spread;
      const mode = Math.min(Math.floor((n + 1) * p), n);
      const height = logPoisson(mode, mean) + logPoisson(n - mode, rest);
      if (log((v * alpha) / (a / (edge * edge) + b)) <= logPoisson(count, mean) + logPoisson(n - count, rest) - height)
        return count; // binomial(n, p) is two Poisson counts, given their sum
    }
    u = next() - 0.5;
  }
}

/** Logarithm of the Poisson probability of a count, without cancellation at large means (Loader 2000). */
function logPoisson(count: number, mean: number): number {
  if (count < 16) {
    let factorial = 1; // of up to 15: exact
    for (let factor = 2; factor <= count; factor++) factorial *= factor;
    return count * log(mean) - mean - log(factorial);
  }
  const square = count * count;
  const stirling = (0.08333333333333333 - (0.002777777777777778 - 0.0007936507936507937 / square) / square) / count;
  return -deviance(count, mean) - stirling - 0.5 * log(6.283185307179586 * count);
}

/** count log(count / mean) + mean − count. */
function deviance(count: number, mean: number): number {
  const difference = count - mean;
  if (Math.abs(difference) > 0.1 * (count + mean)) return count * log(count / mean) - difference;
  const ratio = difference / (count + mean);
  const square = ratio * ratio;
  let sum = difference * ratio;
  let term = 2 * count * ratio;
  for (let odd = 3; ; odd += 2) {
    term *= square;
    const longer = sum + term / odd;
    if (longer === sum) return sum;
    sum = longer;
  }
}
