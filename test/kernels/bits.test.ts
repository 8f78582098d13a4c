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
  ["exp", "a599e391b0ee33d24bd634d9bb181d44", (row) => math.exp(spread(row, 740))],
  ["expm1", "486216c1afeba38ae7b077022b37ce79", (row) => math.expm1(spread(row, row % 2 === 0 ? 1 : 100))],
  ["log", "bfe0efc1832a067e750b906728e06d0a", (row) => math.log(share(row) * (row % 2 === 0 ? 3 : 1e300))],
  ["log1p", "83765b3043fd13e9364b1820d8cc2b90", (row) => math.log1p(share(row) * (row % 2 === 0 ? -1 : 1e9))],
  ["pow", "adc24c627f18d9ee64e911601f798d33", (row) => math.pow(10 * share(row), spread(row, 9))],
  ["sin", "c3b8a293b7199546aa67ea320dab550b", (row) => math.sin(spread(row, row % 2 === 0 ? 7 : 1e6))],
  ["cos", "01e27b34b57bee88568686c00d873007", (row) => math.cos(spread(row, row % 2 === 0 ? 7 : 1e6))],
  ["lgamma", "00122aae0e32f70a93dde300822ea4d7", (row) => math.lgamma(share(row) * (row % 2 === 0 ? 12 : 1e9))],
  [
    "normalQuantile",
    "4495bd6ca85776430da743c9f6f1b25a",
    (row) => math.normalQuantile(share(row) * (row % 2 === 0 ? 1 : 1e-15)),
  ],
  ["normalCumulative", "43f0174124de7e22fc7235aec842a256", (row) => math.normalCumulative(spread(row, 20))],
  ["next", "ec99d9bd5aa2d833f783fa23a9d46de7", () => next() + next()],
  ["normal", "e6a61b69acb5830eef1dd528284502dc", () => normal()],
  ["exponential", "3737ac8454b253c0b50a60a9b3dae29a", () => exponential()],
  ["lognormal", "434290dc6b538b909df75b4b30d0ec3c", () => lognormal(1, 0.5)],
  ["gamma", "0ac9a8701fae7967558e9b6682931bc0", (row) => gamma(5 * share(row))],
  ["poisson", "195f39f50955d23d79be488848e87118", (row) => poisson(share(row) * (row % 2 === 0 ? 20 : 1e12))],
  ["binomial", "6f0a0cb9e1818ca53cb52aa7b5b01236", (row) => binomial(row % 2 === 0 ? 40 : 1e12, share(row))],
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
