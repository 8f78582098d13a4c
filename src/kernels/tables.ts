/**
 * Cumulative probabilities that are asked for again and again, so that inverting a distribution is a look-up and a step or
 * two. A table only remembers: what it answers is what summing the probabilities anew would answer, to the last bit.
 *
 *   table    guide[64] | P(X ≤ 0), P(X ≤ 1), …, ∞      guide[i] = the least count for any number from i / 64 on
 */
import { exp, log1p } from "./math.ts";

const guides = 64;
/** What remains of a number once chances fall below this is its rounding. */
export const leastChance = 1e-17;

/** Means of Poisson tables are whole multiples of this: what is between them is drawn apart. */
export const meanStep = 0.125;
/** Largest mean that has a table. */
export const largestTableMean = 256;
/** Most trials of a binomial that has a table, and most successes expected. */
export const mostTableTrials = 1024;
export const mostTableSuccesses = 64;

const poissonTables = new Array<Float64Array | undefined>(largestTableMean / meanStep + 1);
const sums = new Float64Array(mostTableTrials + 1);

/** The least count whose cumulative Poisson probability reaches u. @param step mean in multiples of `meanStep` */
export function poissonCount(step: number, u: number): number {
  let table = poissonTables[step];
  if (!table) {
    const mean = step * meanStep;
    let chance = exp(-mean);
    let sum = chance;
    let count = 0;
    sums[0] = sum;
    while (chance > leastChance || count < mean) {
      chance *= mean / ++count;
      sum += chance;
      sums[count] = sum;
    }
    table = tableOf(count);
    poissonTables[step] = table;
  }
  return countIn(table, u);
}

/** The table of the cumulative probabilities 0 … last in `sums`. */
function tableOf(last: number): Float64Array {
  const table = new Float64Array(guides + last + 1);
  table.set(sums.subarray(0, last + 1), guides);
  table[guides + last] = Infinity; // whatever is left is rounding
  let count = 0;
  for (let guide = 0; guide < guides; guide++) {
    while (table[guides + count] < guide / guides) count++;
    table[guide] = count;
  }
  return table;
}

function countIn(table: Float64Array, u: number): number {
  let count = table[(u * guides) | 0];
  while (u > table[guides + count]) count++;
  return count;
}

// Chances that come again: a rate that is the same for all cells has one chance per step.
const places = 32; // 2^5
const enough = 64; // times that a chance must be seen in a row before it is worth tables
const known = new Float64Array(places).fill(-1);
const seen = new Int32Array(places);
const binomialTables = Array.from({ length: places }, () => new Array<Float64Array | undefined>(mostTableTrials + 1));
const chanceBits = new Float64Array(1);
const chanceWords = new Int32Array(chanceBits.buffer);

/** The least count whose cumulative binomial probability reaches u, for p ≤ ½ and few successes expected. */
export function binomialCount(n: number, p: number, u: number): number {
  if (n > mostTableTrials) return summed(n, p, u);
  chanceBits[0] = p;
  const place = Math.imul(chanceWords[0] ^ chanceWords[1], 0x9e3779b1) >>> 27; // its first five bits
  if (known[place] !== p) {
    known[place] = p;
    seen[place] = 0;
    return summed(n, p, u);
  }
  if (seen[place] < enough) {
    seen[place]++;
    if (seen[place] === enough) binomialTables[place].fill(undefined);
    return summed(n, p, u);
  }
  let table = binomialTables[place][n];
  if (!table) {
    const odds = p / (1 - p);
    const mean = n * p;
    let chance = exp(n * log1p(-p));
    let sum = chance;
    let count = 0;
    sums[0] = sum;
    while (count < n && (chance > leastChance || count < mean)) {
      chance *= ((n - count) / (count + 1)) * odds;
      sum += chance;
      sums[++count] = sum;
    }
    table = tableOf(count);
    binomialTables[place][n] = table;
  }
  return countIn(table, u);
}

/** The same without a table. */
function summed(n: number, p: number, u: number): number {
  const odds = p / (1 - p);
  const mean = n * p;
  let chance = exp(n * log1p(-p));
  let sum = chance;
  let count = 0;
  while (u > sum && count < n && (chance > leastChance || count < mean)) {
    chance *= ((n - count) / (count + 1)) * odds;
    sum += chance;
    count++;
  }
  return count;
}
