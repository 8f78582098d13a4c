/**
 * A point of a design: shares of the ranges, 0 to 1, become values in the factors' units, and the values become an id.
 *
 * Values have 12 digits, so that the corner of a grid, the same corner in a list that a person typed and the one that a
 * host with another last bit works out are one point.
 */
import { absorbDoubles, absorbText, hex, newDigest } from "../../kernels/digest.ts";
import { exp, log } from "../../kernels/math.ts";
import type { Factor, Part, Point } from "../contract.ts";

const digits = 12;

/** The value at a share of the range. @param share 0 to 1 */
export function valueAt({ low, high, scale }: Factor, share: number): number {
  if (share <= 0) return rounded(low);
  if (share >= 1) return rounded(high);
  if (scale === "linear") return rounded(low + (high - low) * share);
  return rounded(low * exp(log(high / low) * share));
}

/** The share of the range at which a value lies: below 0 or above 1 outside it. */
export function shareOf({ low, high, scale }: Factor, value: number): number {
  return scale === "linear" ? (value - low) / (high - low) : log(value / low) / log(high / low);
}

/** 32 hex digits of names and values, whatever their order. */
export function idOf(factors: readonly Pick<Factor, "name">[], values: readonly number[]): string {
  const named = factors.map(({ name }, factor) => ({ name, value: rounded(values[factor]) }));
  const digest = newDigest();
  for (const { name, value } of named.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    absorbText(digest, name);
    absorbDoubles(digest, Float64Array.of(value), 1);
  }
  return hex(digest);
}

/** A point of such values. */
export function pointOf(factors: readonly Factor[], values: readonly number[], part?: Part): Point {
  const exact = values.map(rounded);
  return { id: idOf(factors, exact), values: exact, ...(part !== undefined && { part }) };
}

/** The points of a table of shares, shape [points, factors], row-major. @param parts of the points, where they have a structure */
export function pointsOf(factors: readonly Factor[], shares: Float64Array, parts?: readonly Part[]): Point[] {
  return Array.from({ length: shares.length / factors.length }, (_, point) =>
    pointOf(
      factors,
      factors.map((factor, index) => valueAt(factor, shares[point * factors.length + index])),
      parts?.[point],
    ),
  );
}

const rounded = (value: number): number => Number(value.toPrecision(digits)) + 0; // + 0: −0 is 0
