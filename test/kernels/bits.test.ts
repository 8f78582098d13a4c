/**
 * The bits that results are made of. Arguments come from the generator and from plain arithmetic, so every host must
 * come to the same digests; one that changes here has moved the results of every run.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { begin, binomial, exponential, gamma, lognormal, next, normal, poisson } from "../../src/kernels/chance.ts";
import { absorbDoubles, hex, newDigest } from "../../src/kernels/digest.ts";
import * as math from "../../src/kernels/math.ts";
import { uniform } from "../../src/kernels/threefry.ts";

const count = 5000;
const spread = (row: number, width: number): number => (2 * uniform(1, 1, row, 0) - 1) * width;
const share = (row: number): number => uniform(1, 2, row, 0);

const pinned: readonly (readonly [name: string, digest: string, value: (row: number) => number])[] = [
  ["exp", "1968bc1b6c9bd9513687aa0bdd031011", (row) => math.exp(spread(row, 740))],
  ["expm1", "e0d3b09a6bd1f81acf77749253f37f45", (row) => math.expm1(spread(row, row % 2 === 0 ? 1 : 100))],
  ["log", "076bc3295006c78db0e5e3924be00918", (row) => math.log(share(row) * (row % 2 === 0 ? 3 : 1e300))],
  ["log1p", "95d6aebb48da0fae1e95d35244bb7988", (row) => math.log1p(share(row) * (row % 2 === 0 ? -1 : 1e9))],
  ["pow", "8d7ac63fb944c2970b841127d449a8cf", (row) => math.pow(10 * share(row), spread(row, 9))],
  ["sin", "67a83db54b593f96b4d62a69fc64411d", (row) => math.sin(spread(row, row % 2 === 0 ? 7 : 1e6))],
  ["cos", "1f2b222664e7769e646d80788367625f", (row) => math.cos(spread(row, row % 2 === 0 ? 7 : 1e6))],
  ["lgamma", "cbcb8a9fa5a0ef3783573200562da731", (row) => math.lgamma(share(row) * (row % 2 === 0 ? 12 : 1e9))],
  [
    "normalQuantile",
    "b6b3c6871db5c60111d0f398f33060c0",
    (row) => math.normalQuantile(share(row) * (row % 2 === 0 ? 1 : 1e-15)),
  ],
  ["normalCumulative", "e9cd0886495e8d8f7ff4f513da2da102", (row) => math.normalCumulative(spread(row, 20))],
  ["next", "ae35b1e286723053b23a165fb34ae936", () => next() + next()],
  ["normal", "09e77f6797f649f46833aec15a2298ea", () => normal()],
  ["exponential", "c08f52a6fb5f6b9fbb7e26e860819980", () => exponential()],
  ["lognormal", "2ab73b71857d065947886419c102b033", () => lognormal(1, 0.5)],
  ["gamma", "daf5edea67546611ab3c2380c1edffdb", (row) => gamma(5 * share(row))],
  ["poisson", "f0daf851b8c000fcf43b76b72a68a224", (row) => poisson(share(row) * (row % 2 === 0 ? 20 : 1e12))],
  ["binomial", "d44d1d9ad0903ca4b3839db3341b5b0e", (row) => binomial(row % 2 === 0 ? 40 : 1e12, share(row))],
];

for (const [name, digest, value] of pinned) {
  test(`${name}() has its bits`, () => {
    const values = Float64Array.from({ length: count }, (_, row) => {
      begin(2, 3, row, 4);
      return value(row);
    });
    const state = newDigest();
    absorbDoubles(state, values, count);
    assert.is(hex(state), digest);
  });
}

test.run();
