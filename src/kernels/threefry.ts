/**
 * Threefry2x32-20 (Salmon et al. 2011): a key of two words turns a counter of two words into two random words. There
 * is no state to carry, so a draw is named by who draws and when, never by what was drawn before.
 *
 * Words are 32 bits; with or without sign is one to the generator. Words with sign pass between functions quicker: keep
 * keys and ids that hot loops read in an Int32Array.
 */

/** Writes two random words to out[at] and out[at + 1]; `out` may be where key and counter were read from. */
export function threefry(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Int32Array | Uint32Array,
  at: number,
): void {
  const k0 = key0 | 0;
  const k1 = key1 | 0;
  const k2 = 0x1bd11bda ^ k0 ^ k1;
  let a = ((counter0 | 0) + k0) | 0;
  let b = ((counter1 | 0) + k1) | 0;
  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  a = (a + b) | 0;
  b = ((b << 15) | (b >>> 17)) ^ a;
  a = (a + b) | 0;
  b = ((b << 26) | (b >>> 6)) ^ a;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  a = (a + k1) | 0;
  b = (b + k2 + 1) | 0;
  a = (a + b) | 0;
  b = ((b << 17) | (b >>> 15)) ^ a;
  a = (a + b) | 0;
  b = ((b << 29) | (b >>> 3)) ^ a;
  a = (a + b) | 0;
  b = ((b << 16) | (b >>> 16)) ^ a;
  a = (a + b) | 0;
  b = ((b << 24) | (b >>> 8)) ^ a;
  a = (a + k2) | 0;
  b = (b + k0 + 2) | 0;
  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  a = (a + b) | 0;
  b = ((b << 15) | (b >>> 17)) ^ a;
  a = (a + b) | 0;
  b = ((b << 26) | (b >>> 6)) ^ a;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  a = (a + k0) | 0;
  b = (b + k1 + 3) | 0;
  a = (a + b) | 0;
  b = ((b << 17) | (b >>> 15)) ^ a;
  a = (a + b) | 0;
  b = ((b << 29) | (b >>> 3)) ^ a;
  a = (a + b) | 0;
  b = ((b << 16) | (b >>> 16)) ^ a;
  a = (a + b) | 0;
  b = ((b << 24) | (b >>> 8)) ^ a;
  a = (a + k1) | 0;
  b = (b + k2 + 4) | 0;
  a = (a + b) | 0;
  b = ((b << 13) | (b >>> 19)) ^ a;
  a = (a + b) | 0;
  b = ((b << 15) | (b >>> 17)) ^ a;
  a = (a + b) | 0;
  b = ((b << 26) | (b >>> 6)) ^ a;
  a = (a + b) | 0;
  b = ((b << 6) | (b >>> 26)) ^ a;
  a = (a + k2) | 0;
  b = (b + k0 + 5) | 0;
  out[at] = a;
  out[at + 1] = b;
}

const block = new Int32Array(2);

/** A uniform number strictly between 0 and 1, the middle of one of 2^52 equal steps: one block of Threefry. */
export function uniform(key0: number, key1: number, counter0: number, counter1: number): number {
  threefry(key0, key1, counter0, counter1, block, 0);
  return uniformOf(block[0], block[1]);
}

/** The uniform number that two random words stand for: (x + ½) / 2^52 with x their first 52 bits. */
export function uniformOf(word0: number, word1: number): number {
  return ((word0 >>> 0) * 1048576 + (word1 >>> 12) + 0.5) * 2.220446049250313e-16;
}

/** Writes a hash of 64 bits of a text's UTF-16 units, and of their number, to out[at] and out[at + 1]. */
export function hashText(text: string, out: Uint32Array, at: number): void {
  let hash0 = text.length;
  let hash1 = 0x74657874; // "text"
  for (let unit = 0; unit < text.length; unit += 4) {
    const word0 = unitAt(text, unit) | (unitAt(text, unit + 1) << 16);
    const word1 = unitAt(text, unit + 2) | (unitAt(text, unit + 3) << 16);
    threefry(hash0, hash1, word0, word1, block, 0);
    hash0 = block[0] ^ word0; // keyed by what came before, and not to be run backwards
    hash1 = block[1] ^ word1;
  }
  threefry(hash0, hash1, 0, 0, out, at);
}

/** A text's UTF-16 unit; 0 beyond its end. */
function unitAt(text: string, unit: number): number {
  return unit < text.length ? text.charCodeAt(unit) : 0;
}
