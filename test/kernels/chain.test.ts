import { test } from "uvu";
import * as assert from "uvu/assert";
import { transitions } from "../../src/kernels/chain.ts";

const chancesOf = (states: number, rates: readonly number[], time: number): Float64Array => {
  const into = new Float64Array(states * states);
  transitions(Float64Array.from(rates), states, time, into);
  return into;
};
const close = (found: number, expected: number, what: string): void =>
  assert.ok(Math.abs(found - expected) <= 1e-13 * Math.abs(expected), `${what}: ${found}, not ${expected}`);

test("one way out is an exponential, from the slowest to the fastest", () => {
  for (const rate of [1e-12, 1e-6, 0.3, 1, 7, 400]) {
    const [stays, goes, back, stuck] = chancesOf(2, [0, rate, 0, 0], 1.5);
    close(stays, Math.exp(-1.5 * rate), `stays at ${rate}`);
    close(goes, -Math.expm1(-1.5 * rate), `goes at ${rate}`);
    assert.equal([back, stuck], [0, 1]);
  }
});

test("there and back goes to the ratio of the rates with their sum", () => {
  for (const time of [0.01, 1, 50]) {
    const [stays, goes, back] = chancesOf(2, [0, 0.4, 0.1, 0], time);
    close(stays, 0.2 + 0.8 * Math.exp(-0.5 * time), `stays for ${time}`);
    close(goes, 0.8 * -Math.expm1(-0.5 * time), `goes in ${time}`);
    close(back, 0.2 * -Math.expm1(-0.5 * time), `is back in ${time}`);
  }
});

test("a chain of states passes on as the sum of exponentials, and rates of one state compete", () => {
  const [a, b, time] = [0.7, 0.2, 3];
  const [stays, middle, end] = chancesOf(3, [0, a, 0, 0, 0, b, 0, 0, 0], time);
  close(stays, Math.exp(-a * time), "first");
  close(middle, (a / (b - a)) * (Math.exp(-a * time) - Math.exp(-b * time)), "second");
  close(end, 1 - stays - middle, "third");
  const [, one, other] = chancesOf(3, [0, 0.3, 0.6, 0, 0, 0, 0, 0, 0], 2);
  close(one, -Math.expm1(-1.8) / 3, "one");
  close(other, (-Math.expm1(-1.8) * 2) / 3, "the other");
});

test("nothing moves in no time, or without a rate; every row sums to one", () => {
  assert.equal([...chancesOf(2, [0, 0, 0, 0], 5)], [1, 0, 0, 1]);
  assert.equal([...chancesOf(2, [9, 4, 2, 9], 0)], [1, 0, 0, 1]);
  const all = chancesOf(4, [0, 1, 2, 3, 4, 0, 6, 7, 8, 9, 0, 11, 1e-9, 0, 0, 0], 10);
  for (let row = 0; row < 4; row++)
    close(
      all.subarray(4 * row, 4 * row + 4).reduce((sum, chance) => sum + chance, 0),
      1,
      `row ${row}`,
    );
});

test.run();
