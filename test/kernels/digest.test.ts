/** What a digest must tell apart, what it must not, and its bits. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { absorbDoubles, absorbText, absorbWords, hex, newDigest } from "../../src/kernels/digest.ts";

const digestOf = (...pieces: readonly (Uint32Array | Int32Array | Float64Array | string)[]): string => {
  const state = newDigest();
  for (const piece of pieces) {
    if (typeof piece === "string") absorbText(state, piece);
    else if (piece instanceof Float64Array) absorbDoubles(state, piece, piece.length);
    else absorbWords(state, piece, piece.length);
  }
  return hex(state);
};

test("hex() is 32 digits, the same on every host", () => {
  assert.is(digestOf(), "1fbc86cd719e6e76c90e0ded15fce208");
  assert.is(
    digestOf(Uint32Array.of(1, 2, 3), Float64Array.of(0.1, -1e300, NaN), "T cells, CD8⁺"),
    "435729c59ee3ac301218de56dd1d021a",
  );
});

test("hex() leaves the state as it is", () => {
  const state = newDigest();
  absorbWords(state, Uint32Array.of(1, 2, 3), 3);
  const before = state.slice();
  assert.is(hex(state), hex(state));
  assert.equal(state, before);
  absorbWords(state, Uint32Array.of(4), 1);
  assert.is(hex(state), digestOf(Uint32Array.of(1, 2, 3, 4)));
});

test("hex() changes, in both halves, with any bit of any word", () => {
  const words = Uint32Array.from({ length: 9 }, (_, row) => row * 0x9e3779b9);
  const seen = new Set([digestOf(words)]);
  const halves = new Set([digestOf(words).slice(0, 16), digestOf(words).slice(16)]);
  for (let row = 0; row < words.length; row++)
    for (let bit = 0; bit < 32; bit++) {
      const changed = words.slice();
      changed[row] ^= 1 << bit;
      const digest = digestOf(changed);
      seen.add(digest);
      halves.add(digest.slice(0, 16)).add(digest.slice(16));
    }
  assert.is(seen.size, 1 + 9 * 32);
  assert.is(halves.size, 2 * seen.size);
});

test("hex() changes with the order and the number of words", () => {
  const rows = [
    [],
    [0],
    [0, 0],
    [0, 0, 0],
    [1],
    [1, 0],
    [0, 1],
    [1, 0, 0],
    [0, 0, 1],
    [1, 2],
    [2, 1],
    [1, 2, 3],
    [3, 2, 1],
  ];
  assert.is(new Set(rows.map((row) => digestOf(Uint32Array.from(row)))).size, rows.length);
});

test("absorbWords() and absorbDoubles() do not mind being called in pieces", () => {
  const words = Uint32Array.from({ length: 11 }, (_, row) => row * 77777);
  const values = Float64Array.from({ length: 11 }, (_, row) => 1 / (row - 3.5));
  for (let cut = 0; cut <= 11; cut++) {
    assert.is(digestOf(words.slice(0, cut), words.slice(cut)), digestOf(words));
    assert.is(digestOf(values.slice(0, cut), values.slice(cut)), digestOf(values));
    assert.is(
      digestOf(Uint32Array.of(5), values.slice(0, cut), values.slice(cut)),
      digestOf(Uint32Array.of(5), values),
    );
  }
});

test("absorbWords() and absorbDoubles() take the first rows only, words with or without sign", () => {
  const words = newDigest();
  absorbWords(words, Int32Array.of(-1, 2, 3), 2);
  assert.is(hex(words), digestOf(Uint32Array.of(0xffffffff, 2)));
  const values = newDigest();
  absorbDoubles(values, Float64Array.of(1, 2, 3), 2);
  assert.is(hex(values), digestOf(Float64Array.of(1, 2)));
});

test("absorbDoubles() absorbs the low word, then the high word", () => {
  assert.is(digestOf(Float64Array.of(1.5)), digestOf(Uint32Array.of(0, 0x3ff80000)));
  assert.is(digestOf(Float64Array.of(-5e-324)), digestOf(Uint32Array.of(1, 0x80000000)));
});

test("absorbDoubles() takes every NaN for one, and 0 and −0 for two", () => {
  const odd = new Float64Array(Uint32Array.of(1, 0xfff00001).buffer);
  assert.ok(Number.isNaN(odd[0]));
  assert.is(digestOf(odd), digestOf(Float64Array.of(NaN)));
  assert.is.not(digestOf(Float64Array.of(0)), digestOf(Float64Array.of(-0)));
});

test("absorbText() tells where one text ends and the next begins", () => {
  const pieces = [["abc"], ["ab", "c"], ["a", "bc"], ["abc", ""], ["", "abc"], ["abc\0"], ["cba"], ["ａbc"]];
  assert.is(new Set(pieces.map((texts) => digestOf(...texts))).size, pieces.length);
  assert.is(digestOf("abc"), digestOf(Uint32Array.of(3, 0x00620061, 0x63)));
});

test("absorbDoubles() is the same wherever a double falls among the pairs of words", () => {
  const values = Float64Array.of(0.1, NaN, -0, Infinity, -1e300, NaN);
  const bits = new Uint32Array(Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : value)).buffer);
  const words = new Uint32Array(2 * values.length);
  const high = new Uint32Array(Float64Array.of(1).buffer)[0] === 0 ? 1 : 0;
  values.forEach((value, row) => {
    words[2 * row] = bits[2 * row + 1 - high];
    words[2 * row + 1] = Number.isNaN(value) ? 0x7ff80000 : bits[2 * row + high];
  });
  for (const before of [Uint32Array.of(), Uint32Array.of(7), Uint32Array.of(7, 8)]) {
    assert.is(digestOf(before, values), digestOf(before, words));
    assert.is(digestOf(before, values, Uint32Array.of(9)), digestOf(before, words, Uint32Array.of(9)));
  }
});

test.run();
