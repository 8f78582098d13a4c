/** A table only remembers: what is asked for again gets the answer that it got before. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { binomialCount, largestTableMean, meanStep, mostTableTrials, poissonCount } from "../../src/kernels/tables.ts";

const numbers = Array.from({ length: 500 }, (_, row) => (row + 0.5) / 500).concat([
  2 ** -53,
  1e-12,
  1 - 1e-12,
  1 - 2 ** -53,
]);

test("binomialCount() answers from a table as it does by summing", () => {
  for (const [n, p] of [
    [3, 0.31],
    [60, 0.4],
    [150, 0.37],
    [mostTableTrials, 0.05],
  ]) {
    const summed = numbers.map((u) => {
      binomialCount(n, 0.123, u); // another chance in between, in whichever place it is kept
      return binomialCount(n, p + 1e-9 * Math.floor(u * 500), u);
    });
    numbers.forEach((u, row) => {
      const chance = p + 1e-9 * Math.floor(u * 500);
      for (let again = 0; again < 70; again++) binomialCount(n, chance, 0.5); // now there is a table
      assert.is(binomialCount(n, chance, u), summed[row], `n = ${n}, p = ${chance}, u = ${u}`);
    });
  }
});

test("binomialCount() and poissonCount() are the least count whose cumulative probability reaches the number", () => {
  const least = (u: number, first: number, factor: (count: number) => number): number => {
    let term = first;
    let count = 0;
    for (let sum = term; sum < u && term > 0; sum += term) {
      term *= factor(count);
      count++;
    }
    return count;
  };
  for (const u of numbers.slice(0, 500)) {
    const odds = 0.2 / 0.8;
    const counted = least(u, 0.8 ** 90, (count) => ((90 - count) / (count + 1)) * odds);
    assert.is(binomialCount(90, 0.2, u), counted, `u = ${u}`);
    for (const mean of [12, 40.125, largestTableMean])
      assert.is(
        poissonCount(mean / meanStep, u),
        least(u, Math.exp(-mean), (count) => mean / (count + 1)),
        `mean = ${mean}, u = ${u}`,
      );
  }
});

test.run();
