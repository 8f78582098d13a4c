/** Accuracy of the portable functions against whole-number arithmetic and against the host, and their values at the edges. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  cos,
  exp,
  expm1,
  lgamma,
  log,
  log1p,
  normalCumulative,
  normalQuantile,
  pow,
  sin,
} from "../../src/kernels/math.ts";
import { uniform } from "../../src/kernels/threefry.ts";
import {
  type Exact,
  exact,
  exactCos,
  exactExp,
  exactExpm1,
  exactLgamma,
  exactLog,
  exactNormalCumulative,
  exactPow,
  exactSin,
  ulps,
} from "./exact.ts";

let drawn = 0;
const between = (low: number, high: number): number => low + (high - low) * uniform(1, 2, drawn++, 0);
const decades = (low: number, high: number): number => 10 ** between(Math.log10(low), Math.log10(high));
const either = (x: number): number => (between(0, 1) < 0.5 ? -x : x);

interface Judged {
  readonly name: string;
  readonly bound: number; // ulp, as the function's own comment says
  readonly f: (x: number) => number;
  readonly truth: (x: number) => Exact;
  readonly ranges: readonly (() => number)[];
}

const logOnePlus = (x: number): Exact => exactLog({ mantissa: exact(x).mantissa + exact(1).mantissa, exponent: 0 });
const angles = [
  () => between(-1e6, 1e6),
  () => between(-7, 7),
  () => either(decades(1e-9, 1)),
  () => Math.floor(between(0, 6e5)) * (Math.PI / 2), // as near to a root as doubles come
];
const judged: readonly Judged[] = [
  {
    name: "exp",
    bound: 1,
    f: exp,
    truth: (x) => exactExp(exact(x)),
    ranges: [() => between(-745, 709.7), () => between(-2, 2), () => either(decades(1e-20, 1))],
  },
  {
    name: "expm1",
    bound: 1.1,
    f: expm1,
    truth: exactExpm1,
    ranges: [() => between(-50, 120), () => between(-1, 1), () => either(decades(1e-20, 1))],
  },
  {
    name: "log",
    bound: 1,
    f: log,
    truth: (x) => exactLog(exact(x)),
    ranges: [() => decades(1e-60, 1e60), () => between(0.4, 3), () => 1 + either(decades(1e-15, 0.3))],
  },
  {
    name: "log1p",
    bound: 1,
    f: log1p,
    truth: logOnePlus,
    ranges: [() => decades(1e-20, 1e20), () => between(-0.9, 3), () => either(decades(1e-20, 0.9))],
  },
  { name: "sin", bound: 1, f: sin, truth: exactSin, ranges: angles },
  { name: "cos", bound: 1, f: cos, truth: exactCos, ranges: angles },
  {
    name: "normalCumulative",
    bound: 10,
    f: normalCumulative,
    truth: exactNormalCumulative,
    ranges: [() => between(-8, 8), () => between(-1, 1), () => either(decades(1e-17, 1))],
  },
];

for (const { name, bound, f, truth, ranges } of judged) {
  test(`${name}() is within ${bound} ulp of the truth`, () => {
    for (const range of ranges) {
      for (let trial = 0; trial < 600; trial++) {
        const x = range();
        const error = ulps(f(x), truth(x));
        assert.ok(error <= bound, `${name}(${x}) is ${error} ulp off`);
      }
    }
  });
}

test("pow() is within 1 ulp of the truth", () => {
  const judge = (x: number, y: number): void => {
    const error = ulps(pow(x, y), exactPow(x, y));
    assert.ok(error <= 1, `pow(${x}, ${y}) is ${error} ulp off`);
  };
  for (let trial = 0; trial < 600; trial++) {
    judge(decades(1e-3, 1e3), between(-10, 10)); // as in a Hill function
    const x = decades(1e-60, 1e60);
    judge(x, either(between(0, 700)) / Math.log(x));
    const nearOne = 1 + either(decades(1e-12, 0.2));
    judge(nearOne, either(between(0, 700)) / Math.log(nearOne));
  }
});

test("pow() of whole numbers is exact wherever doubles can hold it", () => {
  for (let base = -20; base <= 20; base++)
    for (let power = 0; power <= 60; power++) {
      const whole = BigInt(base) ** BigInt(power);
      if (BigInt(Number(whole)) === whole) assert.is(pow(base, power), Number(whole), `${base}^${power}`);
    }
  for (let power = -1074; power <= 1023; power++) assert.is(Math.log2(pow(2, power)), power);
});

test("pow() of 2, 1, ½ and −1 is rounded once", () => {
  for (let trial = 0; trial < 1000; trial++) {
    const x = decades(1e-150, 1e150);
    assert.is(pow(x, 2), x * x);
    assert.is(pow(x, 1), x);
    assert.is(pow(x, 0.5), Math.sqrt(x));
    assert.is(pow(x, -1), 1 / x);
  }
});

test("pow() treats zeros, infinities, negative numbers and NaN as the language does", () => {
  const sizes = [0, 5e-324, 1e-310, 0.3, 0.5, 1, 1.5, 2, 3, 4, 1e3, 4503599627370497, 2 ** 53, 1e40, 1e300, Infinity];
  const values = [...sizes, ...sizes.map((size) => -size), NaN];
  for (const x of values)
    for (const y of values) {
      const [ours, host] = [pow(x, y), x ** y];
      const same = Object.is(ours, host) || Math.abs(ours / host - 1) < 2 ** -51; // two ulp
      assert.ok(same, `pow(${x}, ${y}) is ${ours}, not ${host}`);
    }
});

test("the functions treat zeros, infinities and NaN as the host's do", () => {
  const pairs: readonly (readonly [string, (x: number) => number, (x: number) => number, readonly number[]])[] = [
    [
      "exp",
      exp,
      Math.exp,
      [0, -0, NaN, Infinity, -Infinity, 709.782712893384, 709.7827128933841, -745.2, 1e300, -1e300],
    ],
    ["expm1", expm1, Math.expm1, [0, -0, NaN, Infinity, -Infinity, 709.782712893384, 709.7827128933841, -40, -1e300]],
    ["log", log, Math.log, [0, -0, 1, -1, NaN, Infinity, -Infinity]],
    ["log1p", log1p, Math.log1p, [0, -0, -1, -2, NaN, Infinity, -Infinity, 5e-324]],
    ["sin", sin, Math.sin, [0, -0, NaN, Infinity, -Infinity, 5e-324]],
    ["cos", cos, Math.cos, [0, -0, NaN, Infinity, -Infinity, 5e-324]],
  ];
  for (const [name, ours, host, values] of pairs)
    for (const x of values) {
      const near = Math.abs(ours(x) / host(x) - 1) < 2 ** -51;
      assert.ok(Object.is(ours(x), host(x)) || (x > 709 && x < 710 && near), `${name}(${x}) is ${ours(x)}`);
    }
  assert.ok(Number.isNaN(sin(1e9)));
  assert.ok(Number.isNaN(cos(-1e9)));
});

test("the functions agree with the host's to the last place but two", () => {
  const close = (name: string, x: number, ours: number, host: number): void => {
    const unit = Math.max(Math.abs(host) * 2 ** -52, 5e-324); // at least one ulp; each of the two may be one off
    if (ours !== host && !(Math.abs(ours - host) <= 2 * unit))
      assert.unreachable(`${name}(${x}) is ${ours}, the host's ${host}`);
  };
  for (let trial = 0; trial < 1e5; trial++) {
    const x = between(-50, 50);
    const positive = decades(1e-320, 1e308);
    const angle = between(-1e6, 1e6);
    close("exp", 14 * x, exp(14 * x), Math.exp(14 * x));
    close("expm1", x, expm1(x), Math.expm1(x));
    close("log", positive, log(positive), Math.log(positive));
    close("log1p", positive, log1p(positive), Math.log1p(positive));
    close("sin", angle, sin(angle), Math.sin(angle));
    close("cos", angle, cos(angle), Math.cos(angle));
    close("pow", positive, pow(positive, x / 50), positive ** (x / 50));
  }
});

test("lgamma() is within 8 ulp of the truth at whole and half numbers", () => {
  for (let halves = 1; halves <= 400; halves++) {
    const truth = exactLgamma(halves);
    if (truth.mantissa === 0n) assert.is(lgamma(halves / 2), 0);
    else assert.ok(ulps(lgamma(halves / 2), truth) <= 8, `lgamma(${halves / 2})`);
  }
});

test("lgamma() steps by the logarithm of x", () => {
  const error = 9 * 2 ** -52; // 8 ulp of lgamma, 1 of the logarithm
  for (let trial = 0; trial < 20_000; trial++) {
    const x = trial % 2 === 0 ? decades(1e-8, 1e8) : between(0.01, 12);
    const [low, high, step] = [lgamma(x), lgamma(x + 1), log(x)];
    const slope = 2 ** -53 * (x + 1) * (Math.abs(step) + 1); // x + 1 is rounded
    const tolerance = error * (Math.abs(low) + Math.abs(high) + Math.abs(step)) + slope;
    assert.ok(Math.abs(high - low - step) <= tolerance, `at ${x}: ${high - low - step} of ${tolerance}`);
  }
});

test("lgamma() keeps its digits beside its roots", () => {
  const euler = 0.5772156649015329;
  for (const distance of [2 ** -30, -(2 ** -30), 2 ** -40, -(2 ** -40)]) {
    const curve = (Math.PI * Math.PI) / 12; // half of ζ(2); the next term is below 2^-60 of the value
    const atOne = -euler * distance + curve * distance * distance;
    const atTwo = (1 - euler) * distance + (curve - 0.5) * distance * distance;
    assert.ok(Math.abs(lgamma(1 + distance) / atOne - 1) < 8 * 2 ** -52);
    assert.ok(Math.abs(lgamma(2 + distance) / atTwo - 1) < 8 * 2 ** -52);
  }
  assert.is(lgamma(0), Infinity);
  assert.is(lgamma(Infinity), Infinity);
  assert.ok(Number.isNaN(lgamma(-1)));
  assert.ok(Number.isNaN(lgamma(NaN)));
});

test("normalQuantile() gives the values published with AS241", () => {
  const published = [
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167813],
    [1e-20, -9.262340089798409],
  ];
  for (const [p, x] of published) assert.ok(Math.abs(normalQuantile(p) / x - 1) < 8 * 2 ** -52, `${p}`);
});

test("normalQuantile() undoes normalCumulative()", () => {
  for (let trial = 0; trial < 20_000; trial++) {
    const p = trial % 2 === 0 ? decades(1e-300, 0.5) : between(0, 1);
    const x = normalQuantile(p);
    const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    const tolerance = 8 * 2 ** -52 * Math.abs(x) * density + 10 * 2 ** -52 * p; // 8 ulp of x, 10 of p
    const drift = 0.5 * (Math.abs(x) * 8 * 2 ** -52) ** 2; // the curve within that
    assert.ok(Math.abs(normalCumulative(x) - p) <= tolerance * (1 + x * x * 2 ** -40) + drift * density, `${p}`);
  }
});

test("normalQuantile() rises, is odd around one half, and ends at infinities", () => {
  for (let step = 1; step < 4096; step++) {
    const p = step / 4096;
    assert.ok(normalQuantile(p) > normalQuantile((step - 0.5) / 4096));
    assert.is(normalQuantile(1 - p), 0 - normalQuantile(p));
  }
  for (const edge of [0.075, 0.925, Math.exp(-25)])
    for (let step = -50; step < 50; step++)
      assert.ok(normalQuantile(edge * (1 + (step + 1) * 2 ** -40)) >= normalQuantile(edge * (1 + step * 2 ** -40)));
  assert.is(normalQuantile(0), -Infinity);
  assert.is(normalQuantile(1), Infinity);
  assert.ok(Number.isNaN(normalQuantile(-0.1)));
  assert.ok(Number.isNaN(normalQuantile(NaN)));
});

test("normalCumulative() ends at 0 and 1", () => {
  assert.is(normalCumulative(0), 0.5);
  assert.is(normalCumulative(-Infinity), 0);
  assert.is(normalCumulative(Infinity), 1);
  assert.is(normalCumulative(-40), 0);
  assert.is(normalCumulative(40), 1);
  assert.ok(Number.isNaN(normalCumulative(NaN)));
});

test.run();
