/**
 * A digest of 128 bits over what a run left behind: equal digests mean equal bytes, on any host and whatever the order
 * of bytes in its memory. It guards against accident and not against malice.
 *
 * What is absorbed is one row of 32-bit words, taken two at a time by a chain of four words (the mixing of MurmurHash3).
 * Words and doubles may be absorbed in any number of pieces; a text carries its length, so it is a piece of its own.
 *
 *   state   0 … 3 the chain   4 the word that waits for its partner   5 number of words
 */
import { threefry } from "./threefry.ts";

const doubles = new Float64Array(1);
const halves = new Int32Array(doubles.buffer);
doubles[0] = 1;
const partners = new Int32Array(2);
const highWord = halves[0] === 0 ? 1 : 0; // where this host keeps sign and exponent

/** The state of a digest that has absorbed nothing. */
export function newDigest(): Int32Array {
  return Int32Array.of(0x65786f63, 0x756c7475, 0x72652064, 0x69676573, 0, 0); // "exoculture diges"
}

/** Absorbs the first `count` words; with sign or without is the same. */
export function absorbWords(state: Int32Array, words: Uint32Array | Int32Array, count: number): void {
  chainPairs(state, signed(words), count >> 1, 0, false);
  if ((count & 1) === 1) absorb(state, words[count - 1]);
}

/** Absorbs the first `count` doubles, each as its low word and then its high word. All NaN are one; 0 and −0 are two. */
export function absorbDoubles(state: Int32Array, values: Float64Array, count: number): void {
  chainPairs(state, signed(values), count, 1 - highWord, true);
}

/** The same memory as words with sign. */
const signed = (values: Uint32Array | Int32Array | Float64Array): Int32Array =>
  values instanceof Int32Array ? values : new Int32Array(values.buffer, values.byteOffset, values.byteLength >> 2);

/** Absorbs a text: its length, then its UTF-16 units, two to a word. */
export function absorbText(state: Int32Array, text: string): void {
  absorb(state, text.length);
  for (let unit = 0; unit < text.length; unit += 2) {
    const second = unit + 1 < text.length ? text.charCodeAt(unit + 1) : 0;
    absorb(state, text.charCodeAt(unit) | (second << 16));
  }
}

/** The digest of all that was absorbed so far, as 32 hexadecimal digits; the state stays as it is. */
export function hex(state: Int32Array): string {
  const end = state.slice();
  const count = end[5];
  if ((count & 1) === 1) absorb(end, 0);
  chainPairs(end, Int32Array.of(count, 0), 1, 0, false); // the number of words tells a padded row from one that ends in zeros
  threefry(end[0], end[1], end[2], end[3], end, 2); // every bit of the digest answers to the whole chain
  threefry(end[2], end[3], end[0], end[1], end, 0);
  return [...end.subarray(0, 4)].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

function absorb(state: Int32Array, word: number): void {
  if ((state[5] & 1) === 0) {
    state[4] = word;
    state[5] += 1;
    return;
  }
  partners[0] = state[4];
  partners[1] = word;
  state[5] -= 1;
  chainPairs(state, partners, 1, 0, false);
}

/**
 * The chain over pairs of words; where a word waits for its partner, every pair is parted by one. The first of a pair lies
 * at `lower` (0 or 1) within it; where pairs are doubles, every NaN is the same one. Every word of the chain takes in one
 * of the two words and its neighbour; no step can be told from another by order alone.
 */
function chainPairs(state: Int32Array, words: Int32Array, pairs: number, lower: number, areDoubles: boolean): void {
  const isParted = (state[5] & 1) === 1;
  let waiting = state[4];
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  for (let pair = 0; pair < pairs; pair++) {
    let low = words[2 * pair + lower];
    let high = words[2 * pair + 1 - lower];
    if (areDoubles && (high & 0x7ff00000) === 0x7ff00000 && ((high & 0xfffff) | low) !== 0) {
      low = 0;
      high = 0x7ff80000;
    }
    const word0 = isParted ? waiting : low;
    const word1 = isParted ? low : high;
    waiting = high;
    a = (Math.imul(rotated(a ^ mixed(word0, 0x239b961b, 15, 0xab0e9789), 19) + b, 5) + 0x561ccd1b) | 0;
    b = (Math.imul(rotated(b ^ mixed(word1, 0xab0e9789, 16, 0x38b34ae5), 17) + c, 5) + 0x0bcaa747) | 0;
    c = (Math.imul(rotated(c ^ mixed(word0, 0x38b34ae5, 17, 0xa1e38b93), 15) + d, 5) + 0x96cd1c35) | 0;
    d = (Math.imul(rotated(d ^ mixed(word1, 0xa1e38b93, 18, 0x239b961b), 13) + a, 5) + 0x32ac3b17) | 0;
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
  state[4] = waiting;
  state[5] += 2 * pairs;
}

const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
const mixed = (word: number, first: number, by: number, second: number): number =>
  Math.imul(rotated(Math.imul(word, first), by), second);
