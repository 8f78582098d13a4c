/**
 * Functions worked out to some 75 digits in whole numbers, to judge the portable ones by: a value stands as a BigInt
 * that counts steps of 2^-256.
 */
const bits = 256n;
const one = 1n << bits;

/** An exact value is `mantissa` · 2^(exponent − 256). */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** How far a double is from an exact value, in units in the last place of that double. */
export function ulps(value: number, { mantissa, exponent }: Exact): number {
  const { whole, power } = partsOf(value);
  const steps = shift(whole, power - exponent + 256) - mantissa; // in 2^(exponent − 256)
  const inUlps = shift(steps, exponent - 256 - power + 32);
  return Math.abs(Number(inUlps)) / 4294967296;
}

export function exactExp(x: Exact): Exact {
  const value = shift(x.mantissa, x.exponent);
  const exponent = Number(value / ln2);
  let rest = value - BigInt(exponent) * ln2;
  let sum = 0n;
  let n = 1n;
  for (let term = one; term !== 0n; n++) {
    sum += term;
    term = (term * rest) / (n * one);
  }
  rest = sum;
  return { mantissa: rest, exponent };
}

/** e^x − 1; x not so large that its 1 is lost. */
export function exactExpm1(x: number): Exact {
  const { mantissa, exponent } = exactExp(exact(x));
  return { mantissa: shift(mantissa, exponent) - one, exponent: 0 };
}

export function exactLog(x: Exact): Exact {
  if (x.mantissa <= 0n) throw new RangeError("a logarithm needs a positive number");
  const k = x.mantissa.toString(2).length - 256; // 1/2 to 1 once shifted
  const m = shift(x.mantissa, -k);
  return { mantissa: twiceAtanh(m - one, m + one) + BigInt(k + x.exponent) * ln2, exponent: 0 };
}

export function exactSin(x: number): Exact {
  return { mantissa: sineSeries(exact(x).mantissa % (4n * halfPi), 1n), exponent: 0 };
}

export function exactCos(x: number): Exact {
  return { mantissa: sineSeries(exact(x).mantissa % (4n * halfPi), 0n), exponent: 0 };
}

export function exactPow(x: number, y: number): Exact {
  const { mantissa } = exactLog(exact(x));
  return exactExp({ mantissa: (mantissa * exact(y).mantissa) / one, exponent: 0 });
}

/** Probability that a standard normal number is below x, for |x| up to 9. */
export function exactNormalCumulative(x: number): Exact {
  const z = exact(x).mantissa;
  let sum = 0n;
  let power = z; // z (−z²/2)^n / n!
  for (let n = 0n; power !== 0n; n++) {
    sum += power / (2n * n + 1n);
    power = -(((power * z) / one) * z) / (2n * (n + 1n) * one);
  }
  return { mantissa: one / 2n + (sum * one) / squareRoot(4n * halfPi * one), exponent: 0 };
}

/** log Γ(halves / 2) for a whole number of halves. */
export function exactLgamma(halves: number): Exact {
  let numerator = 1n;
  let steps = 0;
  for (let factor = halves - 2; factor > 0; factor -= 2, steps++) numerator *= BigInt(factor);
  const { mantissa } = exactLog({ mantissa: numerator << bits, exponent: -steps });
  const root = halves % 2 === 0 ? 0n : exactLog({ mantissa: 2n * halfPi, exponent: 0 }).mantissa / 2n; // Γ(½) = √π
  return { mantissa: mantissa + root, exponent: 0 };
}

/** A double as an exact value; its last place is not below 2^-256. */
export function exact(x: number): Exact {
  const { whole, power } = partsOf(x);
  if (whole !== 0n && power < -256 - 53) throw new RangeError(`${x} is too small for steps of 2^-256`);
  return { mantissa: shift(whole, power + 256), exponent: 0 };
}

/** value = whole · 2^power, where 2^power is its unit in the last place. */
function partsOf(value: number): { whole: bigint; power: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const word = view.getBigUint64(0);
  const field = Number((word >> 52n) & 2047n);
  const fraction = word & ((1n << 52n) - 1n);
  const whole = field === 0 ? fraction : fraction | (1n << 52n);
  return { whole: value < 0 ? -whole : whole, power: Math.max(field, 1) - 1075 };
}

function shift(value: bigint, by: number): bigint {
  return by >= 0 ? value << BigInt(by) : value >> BigInt(-by);
}

/** 2 atanh(a / b) for a / b well below 1. */
function twiceAtanh(a: bigint, b: bigint): bigint {
  const s = (a * one) / b;
  const square = (s * s) / one;
  let sum = 0n;
  let n = 1n;
  for (let power = s; power !== 0n; n += 2n) {
    sum += power / n;
    power = (power * square) / one;
  }
  return 2n * sum;
}

/** x^first / first! − x^(first + 2) / (first + 2)! + … */
function sineSeries(x: bigint, first: bigint): bigint {
  let sum = 0n;
  let n = first;
  for (let term = first === 0n ? one : x; term !== 0n; n += 2n) {
    sum += term;
    term = -(((term * x) / one) * x) / ((n + 1n) * (n + 2n) * one);
  }
  return sum;
}

function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const better = (root + value / root) / 2n;
    if (better >= root) return root;
    root = better;
  }
}

function atanOfInverse(n: bigint): bigint {
  let sum = 0n;
  let power = one / n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = -power / (n * n);
  }
  return sum;
}

const ln2 = twiceAtanh(1n, 3n);
const halfPi = 2n * (4n * atanOfInverse(5n) - atanOfInverse(239n)); // Machin
