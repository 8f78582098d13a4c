/** A thing keeps its colour. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { armStyles, stylesOf } from "../../src/report/palette.ts";

const names = Array.from({ length: 28 }, (_, index) => `arm ${index}`);

test("stylesOf() gives 28 names 28 styles, the first 7 whole lines in 7 colours", () => {
  const styles = [...stylesOf(names).values()];
  assert.is(new Set(styles.map(({ colour, dash }) => `${colour} ${dash.join()}`)).size, 28);
  const first = styles.slice(0, 7);
  assert.is(new Set(first.map(({ colour }) => colour)).size, 7);
  assert.ok(first.every(({ dash }) => dash.length === 0));
});

test("stylesOf() changes no style when a name is added at the end", () => {
  const all = stylesOf(names);
  for (let count = 1; count < names.length; count++) {
    const some = stylesOf(names.slice(0, count));
    for (const [name, style] of some) assert.equal(style, all.get(name), `${name} of ${count}`);
  }
});

test("stylesOf() gives a name the colour it asks for, in any list, unless a name before it has that colour", () => {
  const alone = (name: string) => stylesOf([name]).get(name)!;
  assert.is(new Set(names.map((name) => alone(name).colour)).size, 7);
  for (const name of names) {
    const isFree = alone("medium").colour !== alone(name).colour;
    assert.is(stylesOf(["medium", name]).get(name)!.colour === alone(name).colour, isFree);
  }
});

test("stylesOf() goes on after 28 names, and takes any name", () => {
  const many = [...names, ...names.map((name) => `${name} again`), "__proto__", ""];
  assert.is(stylesOf(many).size, 58);
  assert.ok([...stylesOf(many).values()].every(({ colour }) => /^#[0-9A-F]{6}$/.test(colour)));
});

test("armStyles() gives kin one colour and dashes that differ, and arms without kin what stylesOf() does", () => {
  const styles = armStyles(["1/medium", "2/medium", "3/medium", "1/IL2"].map((id) => ({ id, kin: id.slice(2) })));
  const medium = [1, 2, 3].map((run) => styles.get(`${run}/medium`)!);
  assert.is(new Set(medium.map(({ colour }) => colour)).size, 1);
  assert.is(medium[0].colour, stylesOf(["medium"]).get("medium")!.colour);
  assert.is(new Set(medium.map(({ dash }) => dash.join())).size, 3);
  assert.is.not(styles.get("1/IL2")!.colour, medium[0].colour);
  assert.equal(styles.get("1/IL2")!.dash, []);
  const plain = ["medium", "IL2"].map((id) => ({ id }));
  assert.equal([...armStyles(plain)], [...stylesOf(["medium", "IL2"])]);
  const many = names.slice(0, 8).flatMap((name) => [1, 2].map((run) => ({ id: `${run}/${name}`, kin: name })));
  assert.is(new Set([...armStyles(many).values()].map(({ colour, dash }) => `${colour} ${dash}`)).size, 16);
});

test.run();
