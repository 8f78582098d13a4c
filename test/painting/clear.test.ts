/** Room for words among lines. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Box, clearest, type Place } from "../../src/painting/clear.ts";

const box = (left: number, top: number): Box => ({ left, top, right: left + 10, bottom: top + 10 });

test("clearest() is the first box that no line goes through, else the one with fewest pieces of lines", () => {
  const places = [box(0, 0), box(20, 0), box(40, 0)];
  const through: Place[][] = [
    [
      [-5, 5],
      [12, 5],
    ],
  ];
  assert.equal(clearest(places, []), { box: places[0], crossed: 0 });
  assert.equal(clearest(places, through), { box: places[1], crossed: 0 });
  const all: Place[][] = [
    ...through,
    [
      [-5, 1],
      [60, 1],
    ],
    [
      [-5, 9],
      [35, 9],
    ],
  ]; // prettier-ignore
  assert.equal(clearest(places, all), { box: places[2], crossed: 1 });
  assert.equal(clearest(places, [...all, ...all]), { box: places[2], crossed: 2 });
});

test("clearest() sees a line that only passes by, touches a side, or ends inside, as it is", () => {
  const [one, other] = [box(0, 0), box(100, 100)];
  const hit = (from: Place, to: Place): boolean => clearest([one, other], [[from, to]]).box === other;
  assert.ok(hit([-10, 20], [20, -10 + 1])); // across a corner
  assert.not(hit([-10, 31], [31, -10])); // past it
  assert.ok(hit([5, 5], [5, 5]));
  assert.ok(hit([5, -50], [5, 50]));
  assert.not(hit([11, -50], [11, 50]));
  assert.not(hit([-50, 5], [-1, 5]));
});

test.run();
