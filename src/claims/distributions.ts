/**
 * The probability laws that claims need. All of them stand on one function, the regularised incomplete beta
 * I(x; a, b), and on its inverse:
 *
 *   upper tail of Student's t       ½ · I(df / (df + t²); df/2, ½)
 *   exact limits of a proportion    quantiles of beta distributions (Clopper and Pearson)
 *
 * Small probabilities keep their relative accuracy: a tail is never formed as one minus the rest.
 */
import { exp, lgamma, log } from "../kernels/math.ts";

/** Regularised incomplete beta function I(x; a, b): the probability that a beta variable is at most x. */
export function incompleteBeta(x: number, a: number, b: number): number {
  return betaShare(x, 1 - x, a, b);
}

/**
 * The x, 0 to 1, at which I(x; a, b) reaches `probability`. Newton on log I against log x, where the curve is almost
 * straight for small x, kept inside a bracket. Most accurate below one half: for the rest exchange x and 1 − x.
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`probability ${probability} is not between 0 and 1`);
  if (probability === 0 || probability === 1) return probability;
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let pass = 0; pass < 200; pass++) {
    const share = incompleteBeta(x, a, b);
    if (share < probability) low = x;
    else high = x;
    const slope = betaFront(x, 1 - x, a, b) / ((1 - x) * share); // d log I / d log x
    const newton = x * exp(log(probability / share) / slope);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-14 * x) return next;
    x = next;
  }
  return x;
}

/** Probability that Student's t with `df` degrees of freedom is at most `t`. */
export function studentCumulative(t: number, df: number): number {
  const square = t * t;
  const tail = betaShare(df / (df + square), square / (df + square), df / 2, 0.5) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** The value that Student's t with `df` degrees of freedom stays below with the given probability, inside 0 to 1. */
export function studentQuantile(probability: number, df: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`probability ${probability} is not inside 0 to 1`);
  if (!(df > 0)) throw new RangeError(`${df} degrees of freedom: more than 0 are needed`);
  const tail = Math.min(probability, 1 - probability);
  let square: number;
  if (tail < 0.25) {
    const x = betaQuantile(2 * tail, df / 2, 0.5); // = df / (df + t²)
    square = (df * (1 - x)) / x;
  } else {
    const y = betaQuantile(1 - 2 * tail, 0.5, df / 2); // = t² / (df + t²): near the middle 1 − x would lose digits
    square = (df * y) / (1 - y);
  }
  return probability < 0.5 ? -Math.sqrt(square) : Math.sqrt(square);
}

/** Exact (Clopper–Pearson) limits of the probability behind `successes` of `trials`: they cover at least `level`. */
export function binomialInterval(successes: number, trials: number, level: number): { low: number; high: number } {
  if (
    !(Number.isInteger(successes) && Number.isInteger(trials) && successes >= 0 && trials >= successes && trials > 0)
  ) {
    throw new RangeError(`${successes} of ${trials} is not a count of successes`);
  }
  const failures = trials - successes;
  const tail = (1 - level) / 2;
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    high: failures === 0 ? 1 : 1 - betaQuantile(tail, failures, successes + 1),
  };
}

/** I(x; a, b) where the caller knows x and y = 1 − x, each to full precision. */
function betaShare(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const front = betaFront(x, y, a, b);
  return x < (a + 1) / (a + b + 2)
    ? (front / a) * continuedFraction(x, a, b)
    : 1 - (front / b) * continuedFraction(y, b, a);
}

/** x^a · y^b / B(a, b). */
function betaFront(x: number, y: number, a: number, b: number): number {
  return exp(a * log(x) + b * log(y) + lgamma(a + b) - lgamma(a) - lgamma(b));
}

/** Continued fraction of I (DLMF 8.17.22) by Lentz's method, in about √max(a, b) terms. */
function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300; // stands for a zero denominator
  let numerator = 1;
  let denominator = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1), tiny);
  let value = denominator;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominator = 1 / awayFromZero(1 + even * denominator, tiny);
    numerator = awayFromZero(1 + even / numerator, tiny);
    value *= numerator * denominator;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / awayFromZero(1 + odd * denominator, tiny);
    numerator = awayFromZero(1 + odd / numerator, tiny);
    const factor = numerator * denominator;
    value *= factor;
    if (Math.abs(factor - 1) <= 3e-16) return value;
  }
  throw new RangeError(`the incomplete beta function did not settle at x = ${x}, a = ${a}, b = ${b}`);
}

function awayFromZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
