/** Numbers for the eye. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fixed, numeral, powerOf } from "../../src/report/numeral.ts";

const numerals: readonly (readonly [value: number, text: string])[] = [
  [0, "0"],
  [-0, "0"],
  [1.5, "1.5"],
  [-4.5, "−4.5"],
  [0.333333, "0.333"],
  [0.001, "0.001"],
  [999.6, "1,000"],
  [12_345, "12,300"],
  [1_234_567, "1,230,000"],
  [9_999_999, "10⁷"],
  [1e7, "10⁷"],
  [1.2345e10, "1.23×10¹⁰"],
  [-2e9, "−2×10⁹"],
  [0.000_12, "1.2×10⁻⁴"],
  [1e-21, "10⁻²¹"],
];

for (const [value, text] of numerals) test(`numeral(${value}) is ${text}`, () => assert.is(numeral(value), text));

test("fixed() keeps its decimals and its power", () => {
  assert.is(fixed(1.5, 2, 0), "1.50");
  assert.is(fixed(0, 1, 0), "0.0");
  assert.is(fixed(250_000, 0, 0), "250,000");
  assert.is(fixed(2.5e8, 1, 8), "2.5×10⁸");
  assert.is(fixed(0, 0, 8), "0");
  assert.is(fixed(-1e8, 0, 8), "−10⁸");
});

test("powerOf() is 0 where plain digits read better", () => {
  assert.equal([0, 1, -9_999_999, 0.001].map(powerOf), [0, 0, 0, 0]);
  assert.equal([1e7, -2.5e12, 0.000_999].map(powerOf), [7, 12, -4]);
});

test.run();
