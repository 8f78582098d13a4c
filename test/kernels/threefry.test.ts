/** The generator's published vectors, and that what is built on it has every bit it should. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hashText, threefry, uniform, uniformOf } from "../../src/kernels/threefry.ts";

/** Known answers of Random123 for threefry2x32, 20 rounds. */
const published = [
  { counter: [0, 0], key: [0, 0], words: [0x6b200159, 0x99ba4efe] },
  { counter: [0xffffffff, 0xffffffff], key: [0xffffffff, 0xffffffff], words: [0x1cb996fc, 0xbb002be7] },
  { counter: [0x243f6a88, 0x85a308d3], key: [0x13198a2e, 0x03707344], words: [0xc4923a9c, 0x483df7a0] },
] as const;

test("threefry() gives the published words", () => {
  for (const { counter, key, words } of published) {
    const out = new Uint32Array(3);
    threefry(key[0], key[1], counter[0], counter[1], out, 1);
    assert.equal([...out], [0, ...words]);
    const signed = new Int32Array(2);
    threefry(key[0] | 0, key[1] | 0, counter[0] | 0, counter[1] | 0, signed, 0);
    assert.equal([...signed], [words[0] | 0, words[1] | 0]);
  }
});

test("threefry() may write where its key and counter were read", () => {
  const apart = new Int32Array(2);
  const both = Int32Array.of(17, -5);
  threefry(both[0], both[1], both[1], both[0], apart, 0);
  threefry(both[0], both[1], both[1], both[0], both, 0);
  assert.equal(both, apart);
});

test("threefry() turns half of its words' bits when any bit of key or counter turns", () => {
  const trials = 400;
  const before = new Int32Array(2);
  const after = new Int32Array(2);
  for (let bit = 0; bit < 128; bit++) {
    let turned = 0;
    for (let trial = 0; trial < trials; trial++) {
      const from = [trial, 0, 7, 3 * trial];
      const to = from.map((word, at) => (at === bit >> 5 ? word ^ (1 << (bit & 31)) : word));
      threefry(from[0], from[1], from[2], from[3], before, 0);
      threefry(to[0], to[1], to[2], to[3], after, 0);
      turned += bitsOf(before[0] ^ after[0]) + bitsOf(before[1] ^ after[1]);
    }
    const standardError = Math.sqrt(64 * trials) / 2;
    assert.ok(Math.abs(turned - 32 * trials) < 5 * standardError, `bit ${bit}: ${turned} of ${64 * trials}`);
  }
});

test("uniformOf() is the middle of a step: never 0, never 1", () => {
  assert.is(uniformOf(0, 0), 2 ** -53);
  assert.is(uniformOf(-1, -1), 1 - 2 ** -53);
  assert.is(uniformOf(0xffffffff, 0xffffffff), 1 - 2 ** -53);
  assert.is(uniformOf(0, 1 << 12) - uniformOf(0, 0), 2 ** -52);
  assert.is(uniformOf(0, (1 << 12) - 1), uniformOf(0, 0));
  assert.is(uniformOf(0x80000000 | 0, 0), 0.5 + 2 ** -53);
});

test("uniform() is flat: its moments and 100 equal boxes", () => {
  const count = 200_000;
  const boxes = new Float64Array(100);
  let sum = 0;
  let squares = 0;
  for (let draw = 0; draw < count; draw++) {
    const u = uniform(3, -1, draw, 5);
    sum += u;
    squares += u * u;
    boxes[Math.floor(u * 100)]++;
  }
  assert.ok(Math.abs(sum / count - 1 / 2) < 4 * Math.sqrt(1 / 12 / count));
  assert.ok(Math.abs(squares / count - 1 / 3) < 4 * Math.sqrt(4 / 45 / count));
  const chiSquare = boxes.reduce((total, seen) => total + (seen - count / 100) ** 2 / (count / 100), 0);
  assert.ok(Math.abs(chiSquare - 99) < 4 * Math.sqrt(2 * 99));
});

test("uniform() is one block of threefry()", () => {
  const words = new Int32Array(2);
  threefry(1, 2, 3, 4, words, 0);
  assert.is(uniform(1, 2, 3, 4), uniformOf(words[0], words[1]));
});

test("hashText() tells texts apart by every unit, their order and their number", () => {
  const texts = [
    "",
    "\0",
    "\0\0",
    "\0\0\0\0",
    "\0\0\0\0\0",
    "secretion",
    "Secretion",
    "aaaab",
    "baaaa",
    "CD8⁺",
    "CD8+",
  ];
  for (let a = 0; a < 100; a++) for (let b = 0; b < 100; b++) texts.push(String.fromCharCode(32 + a, 0x3b1 + b));
  for (let unit = 0; unit < 8; unit++)
    for (let other = 0; other < unit; other++) {
      const units = [..."abcdefgh"];
      [units[unit], units[other]] = [units[other], units[unit]];
      texts.push(units.join(""));
    }
  assert.is(new Set(texts.map(hashOf)).size, texts.length);
});

test("hashText() is made of threefry() alone", () => {
  const out = new Uint32Array(2);
  const word0 = 0x61 | (0x62 << 16); // "ab"
  threefry(3, 0x74657874, word0, 0x63, out, 0); // 3 units, "text"; "c"
  threefry(out[0] ^ word0, out[1] ^ 0x63, 0, 0, out, 0);
  assert.is(hashOf("abc"), `${out}`);
});

test.run();

function hashOf(text: string): string {
  const out = new Uint32Array(2);
  hashText(text, out, 0);
  return `${out}`;
}

function bitsOf(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
