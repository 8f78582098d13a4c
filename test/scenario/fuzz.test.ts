/** A few hundred texts made wrong by chance: the reader survives them all. test/science/fuzz.science.ts reads many more. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { fuzz } from "./fuzz.ts";
import { mutated } from "./mutate.ts";

test("readScenario() meets 300 broken texts without a crash, a hang, or an issue without place and remedy", () => {
  const { wrong, read, refused } = fuzz(0, 300);
  assert.equal(wrong, []);
  assert.is(read + refused, 300);
  assert.ok(read > 3, `${read} are scenarios still`); // else the mutations test the parser alone
});

test("mutated() makes the same text of the same number, and others of others", () => {
  const text = "a: 1\nb: [2, 3]\n";
  assert.is(mutated(text, 7, [text]), mutated(text, 7, [text]));
  assert.ok(new Set(Array.from({ length: 50 }, (_, number) => mutated(text, number, [text]))).size > 30);
});

test.run();
