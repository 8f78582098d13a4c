/** What the sides of a box make of a way along an axis. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { boxOf, kept, reflected, shorter, turned } from "../../../src/engine/space/box.ts";

test("boxOf() takes every side for a wall that does not lead to the other", () => {
  assert.equal(
    boxOf({
      shape: [2, 3, 4],
      size: [10, 5, 2.5],
      walls: ["periodic", "periodic", "fixed", "absorbing", "closed", "closed"],
    }),
    { lengths: [20, 15, 10], periods: [20, Infinity, Infinity] },
  );
});

test("shorter() goes the shorter way round, and straight between walls", () => {
  assert.equal(
    [-7, -5, -3, 0, 4, 5, 5.5, 8].map((way) => shorter(way, 10)),
    [3, -5, -3, 0, 4, 5, -4.5, -2],
  );
  assert.equal(
    [-7, 8].map((way) => shorter(way, Infinity)),
    [-7, 8],
  );
});

test("kept() wraps, or stops where the sphere touches the wall", () => {
  assert.equal(
    [-13, -0.5, 0, 9, 10, 25].map((at) => kept(at, 10, 10, 2)),
    [7, 9.5, 0, 9, 0, 5],
  );
  assert.equal(
    [-13, 1, 2, 5, 8, 9].map((at) => kept(at, 10, Infinity, 2)),
    [2, 2, 2, 5, 8, 8],
  );
  assert.is(kept(1, 10, Infinity, 6), 5);
  assert.is(kept(-1e-20, 10, 10, 2), 0); // 10 − 1e-20 is 10: the other side
});

test("reflected() is the place that a mirror at each wall shows, turned() whether it is a mirror image", () => {
  for (let at = -40; at <= 50; at += 0.25) {
    let place = at; // one mirror after another
    let images = 0;
    while (place < 2 || place > 8) {
      place = place < 2 ? 4 - place : 16 - place;
      images++;
    }
    assert.is(reflected(at, 10, Infinity, 2), place, `${at}`);
    if (place !== 2 && place !== 8) assert.is(turned(at, 10, Infinity, 2), images % 2 === 1, `${at}`);
  }
});

test("reflected() wraps where it is periodic, and stays in the middle of what is too narrow", () => {
  assert.is(reflected(-3, 10, 10, 2), 7);
  assert.is(turned(-3, 10, 10, 2), false);
  assert.is(reflected(9, 10, Infinity, 5), 5);
  assert.is(turned(9, 10, Infinity, 5), false);
});

test.run();
