/**
 * Designs that fill the space: by chance, as a Latin hypercube, as a Sobol sequence. Each grows: the first N points of
 * the design of 2 N are the design of N. All return shares, shape [points, factors], row-major, strictly between 0 and 1.
 */
import type { Factor, Sequence } from "../contract.ts";
import { shuffled, uniformsOf } from "./chance.ts";

/** Every factor uniform by chance. */
export function randomShares(factors: readonly Factor[], count: number, seed: string): Float64Array {
  return columns(factors, count, ({ name }) => {
    const uniforms = uniformsOf(seed, `random ${name}`);
    return Float64Array.from({ length: count }, (_, point) => uniforms(point));
  });
}

/**
 * Latin hypercube (McKay and others 1979): of the N equal strata of each factor, each holds one point. It is grown from
 * the odd part of N by doubling: each stratum is cut in two, and the new points go to the halves that are free, in an
 * order by chance.
 */
export function latinShares(factors: readonly Factor[], count: number, seed: string): Float64Array {
  let first = count;
  while (first % 2 === 0) first /= 2;
  return columns(factors, count, ({ name }) => {
    const places = uniformsOf(seed, `latin place ${name}`);
    const orders = uniformsOf(seed, `latin order ${name}`);
    const stratum = new Int32Array(count);
    const within = Float64Array.from({ length: count }, (_, point) => places(point)); // share of its stratum
    stratum.set(shuffled(first, orders, 0));
    for (let strata = first, round = 1; strata < count; strata *= 2, round++) {
      const order = shuffled(strata, orders, round);
      for (let point = 0; point < strata; point++) {
        const half = within[point] < 0.5 ? 0 : 1;
        stratum[point] = 2 * stratum[point] + half;
        within[point] = 2 * within[point] - half;
        stratum[strata + order[point]] = stratum[point] ^ 1;
      }
    }
    return within.map((share, point) => (stratum[point] + share) / count);
  });
}

/**
 * Sobol sequence with a digital shift by chance: every binary digit of a column is flipped or not, for all points alike.
 * The zero point becomes a point like any other, and the balance of the first 2^m points stays. @param repeats columns of
 * the sequence for each factor: the table has factors × repeats columns, repeat by repeat
 */
export function sobolShares(
  factors: readonly Factor[],
  count: number,
  seed: string,
  sobol: Sequence,
  repeats = 1,
): Float64Array {
  const width = factors.length * repeats;
  const shifts = Array.from({ length: width }, (_, column) =>
    uniformsOf(seed, `sobol ${Math.floor(column / factors.length)} ${factors[column % factors.length].name}`)(0),
  );
  const next = sobol(width);
  const shares = new Float64Array(count * width);
  for (let point = 0; point < count; point++) {
    const row = next();
    for (let column = 0; column < width; column++)
      shares[point * width + column] = digitsFlipped(row[column], shifts[column]);
  }
  return shares;
}

/** Exclusive or of the first 52 binary digits, then half a step, so that no share is 0. @param x, y from 0 to below 1 */
function digitsFlipped(x: number, y: number): number {
  const high = (Math.floor(x * half) ^ Math.floor(y * half)) >>> 0;
  const low = (Math.floor(((x * half) % 1) * half) ^ Math.floor(((y * half) % 1) * half)) >>> 0;
  return (high + (low + 0.5) / half) / half;
}

const half = 67108864; // 2^26

function columns(factors: readonly Factor[], count: number, columnOf: (factor: Factor) => Float64Array): Float64Array {
  const shares = new Float64Array(count * factors.length);
  for (const [index, factor] of factors.entries()) {
    const column = columnOf(factor);
    for (let point = 0; point < count; point++) shares[point * factors.length + index] = column[point];
  }
  return shares;
}
