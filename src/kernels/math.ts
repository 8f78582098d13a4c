/**
 * Exponentials, logarithms, powers, sines and the normal distribution, with the same bits on every host: hosts differ
 * in the last bit of theirs. Built from + − × ÷, square root, floor, rounding to 32 bits and a look at the exponent's
 * bits, in one written order, so that a compiled twin of this file can have the same bits too.
 *
 * The methods are the classical ones (reduction after Cody and Waite, then a short series, after Sun's fdlibm); the
 * coefficients are minimax fits of our own, but for the normal quantile. Errors are in units in the last place (ulp).
 */

const doubles = new Float64Array(1);
const words = new Int32Array(doubles.buffer);
doubles[0] = 1;
const highWord = words[0] === 0 ? 1 : 0; // where this host keeps sign and exponent

const smallestNormal = 2.2250738585072014e-308; // 2^-1022
const smallestPower = -1074;
/** Powers of two from 2^-1074 to 2^1023: a look-up is quicker than putting bits together. */
const powers = new Float64Array(1023 - smallestPower + 1);
powers[0] = 5e-324;
for (let row = 1; row < powers.length; row++) powers[row] = powers[row - 1] * 2;

/** e^x, to 1 ulp. */
export function exp(x: number): number {
  if (!(x < 710)) return x > 0 ? Infinity : NaN;
  if (x < -746) return 0;
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const high = x - k * 0.6931471803691238; // ln 2 in two parts: the first has 32 bits, its product with k is exact
  const low = k * 1.9082149292705877e-10;
  const r = high - low;
  return expOf(r, high - r - low, k);
}

/** e^x − 1, to 1.1 ulp also near x = 0. */
export function expm1(x: number): number {
  if (!(x < 710)) return x > 0 ? Infinity : NaN;
  if (x < -38) return -1;
  if (x > -0.34 && x < 0.34) return x === 0 ? x : x + x * x * expTail(x);
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const high = x - k * 0.6931471803691238;
  const low = k * 1.9082149292705877e-10;
  const r = high - low;
  const c = high - r - low;
  const one = 1 - powers[-k - smallestPower]; // e^x − 1 = 2^k ((1 − 2^-k) + (e^r − 1))
  const sum = one + r;
  return scale(sum + (one - sum + r + (c + c * r + r * r * expTail(r))), k);
}

/** Natural logarithm, to 1 ulp. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  if (x < smallestNormal) return logOf(x * 18014398509481984, -54, 0);
  return logOf(x, 0, 0);
}

/** Natural logarithm of 1 + x, to 1 ulp also near x = 0. */
export function log1p(x: number): number {
  if (!(x > -1 && x < Infinity)) return x === -1 ? -Infinity : x > 0 ? x : NaN;
  if (x > -0.29 && x < 0.41) return x === 0 ? x : logNearOne(x, 0, 0);
  const sum = 1 + x;
  const lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
  return logOf(sum, 0, lost / sum);
}

/**
 * x to the power y, to 1 ulp. Zeros, infinities and negative numbers as in ECMAScript: pow(x, 0) is 1 for every x, a
 * negative number has whole powers only, and pow(±1, ±Infinity) is NaN.
 */
export function pow(x: number, y: number): number {
  if (y === 2) return x * x;
  if (y === 1) return x;
  if (y === 0) return 1;
  if (y === -1) return 1 / x;
  if (!(x > 0 && x < Infinity && Math.abs(y) < 18446744073709551616)) return powAtEdge(x, y);
  if (y === 0.5) return Math.sqrt(x);

  // log2 x = log2High + log2Low, to about 2^-68 of itself: high parts have 24 bits, so products of two are exact
  const normal = x < smallestNormal ? x * 18014398509481984 : x;
  doubles[0] = normal;
  const exponent = (words[highWord] >> 20) - 1023;
  let k = x < smallestNormal ? exponent - 54 : exponent;
  let m = normal * powers[-exponent - smallestPower]; // 1 ≤ m < 2
  let centre = 1;
  let centreHigh = 0; // log2 of the centre
  let centreLow = 0;
  if (m >= 1.7320508075688772) {
    m *= 0.5;
    k += 1;
  } else if (m > 1.224744871391589) {
    centre = 1.5;
    centreHigh = 0.5849624872207642;
    centreLow = 1.350039202129749e-8;
  }
  const difference = m - centre;
  const inverse = 1 / (m + centre);
  const s = difference * inverse; // log(m / centre) = 2 atanh(s)
  const sHigh = Math.fround(s);
  const sumHigh = Math.fround(m + centre);
  const sumLow = m - (sumHigh - centre);
  const sLow = inverse * (difference - sHigh * sumHigh - sHigh * sumLow);
  const z = s * s;
  const tail =
    z *
      z *
      (0.5999999999999944 +
        z * (0.4285714285788066 + z * 0.3333333297140975) +
        z * z * z * (0.2727281431398344 + z * (0.2306590764849584 + z * 0.2070295272677519))) +
    sLow * (sHigh + s);
  const square = sHigh * sHigh;
  const seriesHigh = Math.fround(3 + square + tail); // 3 atanh(s) / s
  const seriesLow = tail - (seriesHigh - 3 - square);
  const productHigh = sHigh * seriesHigh;
  const productLow = sLow * seriesHigh + seriesLow * s;
  const atanhHigh = Math.fround(productHigh + productLow);
  const atanhLow = productLow - (atanhHigh - productHigh);
  const ratioHigh = atanhHigh * 0.9617967009544373; // 2 / (3 ln 2), in two parts
  const ratioLow = atanhHigh * -7.028461650952758e-9 + atanhLow * 0.9617966939259756 + centreLow;
  const log2High = Math.fround(ratioHigh + ratioLow + centreHigh + k);
  const log2Low = ratioLow - (log2High - k - centreHigh - ratioHigh);

  // y log2 x = n + (powerHigh + powerLow), then 2 to that power
  const yHigh = Math.fround(y);
  const powerLow = (y - yHigh) * log2High + y * log2Low;
  let powerHigh = yHigh * log2High;
  const power = powerHigh + powerLow;
  if (power > 1025) return Infinity;
  if (power < -1080) return 0;
  const n = Math.floor(power + 0.5);
  powerHigh -= n;
  const top = Math.fround(powerHigh + powerLow);
  const high = top * 0.6931471228599548; // ln 2, in two parts
  const low = (powerLow - (top - powerHigh)) * 0.6931471805599453 + top * 5.7699990475432854e-8;
  const r = high + low;
  return expOf(r, low - (r - high), n);
}

/** Sine of x radians, to 1 ulp. Its domain is |x| < 1.6e6; beyond, NaN. */
export function sin(x: number): number {
  const quarter = reduce(x);
  const value = (quarter & 1) === 0 ? sinOf(remainder[0], remainder[1]) : cosOf(remainder[0], remainder[1]);
  return (quarter & 2) === 0 ? value : -value;
}

/** Cosine of x radians, to 1 ulp. Its domain is |x| < 1.6e6; beyond, NaN. */
export function cos(x: number): number {
  const quarter = reduce(x);
  const value = (quarter & 1) === 0 ? cosOf(remainder[0], remainder[1]) : sinOf(remainder[0], remainder[1]);
  return ((quarter + 1) & 2) === 0 ? value : -value;
}

/** Natural logarithm of the gamma function of x > 0, to 8 ulp also near its roots 1 and 2; NaN for x < 0. */
export function lgamma(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? Infinity : x > 0 ? x : NaN;
  if (x < 0.7) return lgammaNearTwo(x + 1) - log(x);
  if (x <= 3) return lgammaNearTwo(x);
  if (x >= 8) {
    const z = 1 / x;
    const w = z * z;
    const series =
      0.08333333333333333 +
      w *
        (-0.002777777777767433 +
          w *
            (0.0007936507864089882 +
              w *
                (-0.000595235853050655 +
                  w * (0.0008413922485704654 + w * (-0.0018864054687894774 + w * 0.0049877046928597036)))));
    return (x - 0.5) * (log(x) - 1) + (0.4189385332046727 + z * series); // Stirling; (ln 2π − 1) / 2
  }
  let y = x;
  let product = 1;
  while (y > 3) {
    y -= 1;
    product *= y;
  }
  return log(product) + lgammaNearTwo(y);
}

/** The x below which a standard normal number falls with probability p (Wichura 1988, AS241, PPND16), to 8 ulp. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const above = 67265.770927008700853 + r * (33430.575583588128105 + r * 2509.0809287301226727);
    const below = 39307.89580009271061 + r * (28729.085735721942674 + r * 5226.495278852854561);
    return (
      (q *
        (3.387132872796366608 +
          r *
            (133.14166789178437745 +
              r * (1971.5909503065514427 + r * (13731.693765509461125 + r * (45921.953931549871457 + r * above)))))) /
      (1 +
        r *
          (42.313330701600911252 +
            r * (687.1870074920579083 + r * (5394.1960214247511077 + r * (21213.794301586595867 + r * below)))))
    );
  }
  const t = Math.sqrt(-log(q < 0 ? p : 1 - p));
  let x: number;
  if (t <= 5) {
    const r = t - 1.6;
    const above = 0.24178072517745061177 + r * (0.0227238449892691845833 + r * 0.00077454501427834140764);
    const below = 0.0151986665636164571966 + r * (0.0005475938084995344946 + r * 1.05075007164441684324e-9);
    x =
      (1.42343711074968357734 +
        r *
          (4.6303378461565452959 +
            r * (5.7694972214606914055 + r * (3.64784832476320460504 + r * (1.27045825245236838258 + r * above))))) /
      (1 +
        r *
          (2.05319162663775882187 +
            r * (1.6763848301838038494 + r * (0.68976733498510000455 + r * (0.14810397642748007459 + r * below)))));
  } else {
    const r = t - 5;
    const above = 0.0012426609473880784386 + r * (2.71155556874348757815e-5 + r * 2.01033439929228813265e-7);
    const below = 1.8463183175100546818e-5 + r * (1.4215117583164458887e-7 + r * 2.04426310338993978564e-15);
    x =
      (6.6579046435011037772 +
        r *
          (5.4637849111641143699 +
            r * (1.7848265399172913358 + r * (0.29656057182850489123 + r * (0.026532189526576123093 + r * above))))) /
      (1 +
        r *
          (0.59983220655588793769 +
            r * (0.1369298809227358053 + r * (0.0148753612908506148525 + r * (0.0007868691311456132591 + r * below)))));
  }
  return q < 0 ? -x : x;
}

/** Probability that a standard normal number is below x; to 10 ulp also far in the lower tail. */
export function normalCumulative(x: number): number {
  const y = Math.abs(x);
  if (!(y < 38.7)) return x > 0 ? 1 : x < 0 ? 0 : NaN;
  const top = Math.fround(y); // its square is exact
  const above = 0.00010689726943175146 + y * (7.001771315334317e-6 + y * 2.2520017473517293e-7);
  const below =
    0.0026302577826758967 + y * (0.0002685162111607584 + y * (1.7550837951547156e-5 + y * 5.644931254428975e-7));
  const ratio =
    (0.5 +
      y *
        (0.8281894066955784 +
          y *
            (0.6800323004201164 +
              y *
                (0.3576788389363059 +
                  y *
                    (0.1322135749985487 +
                      y *
                        (0.03572603805183929 +
                          y * (0.007137408925463335 + y * (0.0010423192664677499 + y * above)))))))) /
    (1 +
      y *
        (2.4542633741940225 +
          y *
            (2.8182834552535794 +
              y *
                (2.002852367956338 +
                  y *
                    (0.9810700224669285 +
                      y *
                        (0.3487708507065447 + y * (0.09212950268081824 + y * (0.018157653742962375 + y * below))))))));
  const tail = ratio * exp(-0.5 * (y - top) * (y + top)) * exp(-0.5 * top * top);
  return x > 0 ? 1 - tail : tail;
}

/** v 2^k, rounded once; k from −1080 to 1025. */
function scale(v: number, k: number): number {
  if (k > 1023) return v * 4 * powers[k - 2 - smallestPower];
  if (k < smallestPower) return v * 0.015625 * powers[k + 6 - smallestPower];
  return v * powers[k - smallestPower];
}

/** e^(r + c) 2^k for |r| ≤ ln 2 / 2 and a c beyond the last place of r. */
function expOf(r: number, c: number, k: number): number {
  const sum = 1 + r;
  return scale(sum + (1 - sum + r + (c + c * r + r * r * expTail(r))), k);
}

/** (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2. */
function expTail(r: number): number {
  const z = r * r;
  const w = z * z;
  return (
    0.5000000000000013 +
    r * 0.166666666666667 +
    z * (0.04166666666651435 + r * 0.008333333333306903) +
    w * (0.001388888894732487 + r * 0.0001984126991801922 + z * (2.480148959636708e-5 + r * 2.755721575107665e-6)) +
    w * w * (2.763141195874116e-7 + r * 2.5118029669968548e-8)
  );
}

/** log(x 2^k) + c for a normal x and a c beyond the last place of the result. */
function logOf(x: number, k: number, c: number): number {
  doubles[0] = x;
  const exponent = (words[highWord] - 0x3fe6a09e) >> 20; // so that √½ ≤ x / 2^exponent < √2
  return logNearOne(x * powers[-exponent - smallestPower] - 1, exponent + k, c);
}

/** log((1 + f) 2^k) + c for √½ − 1 ≤ f < √2 − 1. */
function logNearOne(f: number, k: number, c: number): number {
  const s = f / (2 + f); // log(1 + f) = 2 atanh(s)
  const z = s * s;
  const w = z * z;
  const odd =
    z * (0.6666666666666735 + w * (0.28571428743223065 + w * (0.18183569569516417 + w * 0.14797470532639503)));
  const even = w * (0.399999999994113 + w * (0.22222198479599417 + w * 0.1531390725096072));
  const half = 0.5 * f * f;
  return k * 0.6931471803691238 - (half - (s * (half + odd + even) + (k * 1.9082149292705877e-10 + c)) - f);
}

/** What powers of doubles do that the series cannot: NaN, zeros, infinities, negative numbers, huge exponents. */
function powAtEdge(x: number, y: number): number {
  if (!(x <= Infinity && y <= Infinity)) return NaN;
  const size = Math.abs(x);
  const whole = Math.floor(y) === y;
  const odd = whole && Math.abs(y) < 9007199254740992 && Math.floor(y * 0.5) !== y * 0.5;
  const sign = odd && (x < 0 || 1 / x < 0) ? -1 : 1;
  if (size === 1 && Math.abs(y) === Infinity) return NaN;
  if (x < 0 && size < Infinity && !whole) return NaN;
  if (size === 1) return sign;
  if (size === 0 || size === Infinity || Math.abs(y) >= 18446744073709551616)
    return size > 1 === y > 0 ? sign * Infinity : sign * 0;
  return sign * pow(size, y);
}

const remainder = new Float64Array(2);

/** Leaves x − n π / 2 in `remainder`, as a sum of two, and returns n. */
function reduce(x: number): number {
  if (Math.abs(x) <= 0.7853981633974483) {
    remainder[0] = x;
    remainder[1] = 0;
    return 0;
  }
  if (!(Math.abs(x) < 1647099)) {
    remainder[0] = NaN;
    return 0;
  }
  const n = Math.floor(x * 0.6366197723675814 + 0.5); // below 2^20: its products with parts of 33 bits are exact
  const first = x - n * 1.5707963267341256;
  const second = n * 6.077100506303966e-11;
  const rest = first - second;
  const low = n * 2.0222662487959506e-21 - (first - rest - second);
  remainder[0] = rest - low;
  remainder[1] = rest - remainder[0] - low;
  return n;
}

/** sin(x + y) for |x| ≤ π / 4 and a y beyond the last place of x. */
function sinOf(x: number, y: number): number {
  const z = x * x;
  const cube = z * x;
  const tail =
    0.008333333333322457 +
    z * (-0.0001984126982981665 + z * 2.7557313689057666e-6) +
    z * z * z * (-2.50507569715736e-8 + z * 1.5896697319062173e-10);
  return x - (z * (0.5 * y - cube * tail) - y - cube * -0.16666666666666632);
}

/** cos(x + y) for |x| ≤ π / 4 and a y beyond the last place of x. */
function cosOf(x: number, y: number): number {
  const z = x * x;
  const tail =
    z * (0.0416666666666666 + z * (-0.0013888888888874114 + z * 2.4801587289462987e-5)) +
    z * z * z * z * (-2.755731434374262e-7 + z * (2.087572175939798e-9 + z * -1.1359553990310204e-11));
  const half = 0.5 * z;
  const top = 1 - half;
  return top + (1 - top - half + (z * tail - x * y));
}

/** lgamma for 0.7 ≤ x ≤ 3: the roots at 1 and 2 taken out, so that their neighbours keep all digits. */
function lgammaNearTwo(x: number): number {
  const above =
    0.004875954888804258 +
    x *
      (0.15515336443033242 +
        x *
          (1.0535649436609944 +
            x *
              (2.3886902161392896 +
                x *
                  (2.0889375644507275 +
                    x *
                      (0.7185206900422697 +
                        x * (0.08890459044699495 + x * (0.002956491323486802 + x * 5.830019317168218e-6)))))));
  const below =
    0.001854230249065072 +
    x *
      (0.09895875678711655 +
        x *
          (1 +
            x *
              (3.2673153509642474 +
                x *
                  (4.160024738647807 +
                    x *
                      (2.2140552001518135 +
                        x * (0.4827176594831962 + x * (0.038063565907710845 + x * 0.0007547804790674486)))))));
  return (x - 1) * (x - 2) * (above / below);
}
