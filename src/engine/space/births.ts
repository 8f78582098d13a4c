/** Where cells come to be that are free of a lattice. Numbers come from the stream that the caller has begun. */
import { next } from "../../kernels/chance.ts";
import { cos, sin } from "../../kernels/math.ts";
import { type Box, kept } from "./box.ts";

/**
 * Puts a founder anywhere in the box, all places alike that keep its radius from the walls.
 * @param x µm, shape [capacity], as y and z @param radius µm, shape [capacity] @param settled on the floor: z is its radius
 */
export function scatter(
  { lengths, periods }: Box,
  row: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  radius: Float64Array,
  settled: boolean,
): void {
  x[row] = anywhere(lengths[0], periods[0], radius[row]);
  y[row] = anywhere(lengths[1], periods[1], radius[row]);
  z[row] = settled ? radius[row] : anywhere(lengths[2], periods[2], radius[row]);
}

/** A place along an axis. */
function anywhere(length: number, period: number, radius: number): number {
  const margin = period < Infinity ? 0 : radius;
  return kept(margin + (length - 2 * margin) * next(), length, period, radius);
}

/**
 * Parts the daughters of a division: they touch where their mother was, in a random direction (along the floor if settled),
 * their middle in her place unless a wall is in the way.
 * @param row where the mother was, and one daughter is now @param other the row of the other daughter
 * @param x µm, shape [capacity], as y and z @param radius of the daughters, µm, shape [capacity]
 */
export function besides(
  { lengths, periods }: Box,
  row: number,
  other: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  radius: Float64Array,
  settled: boolean,
): void {
  const half = settled ? Math.sqrt(radius[row] * radius[other]) : 0.5 * (radius[row] + radius[other]); // as spheres on a floor touch
  const turn = 2 * Math.PI * next();
  const height = settled ? 0 : 2 * next() - 1;
  const across = half * Math.sqrt(1 - height * height);
  const dx = across * cos(turn);
  const dy = across * sin(turn);
  const dz = half * height;
  const atX = x[row];
  const atY = y[row];
  const atZ = z[row];
  x[row] = kept(atX - dx, lengths[0], periods[0], radius[row]);
  y[row] = kept(atY - dy, lengths[1], periods[1], radius[row]);
  z[row] = settled ? radius[row] : kept(atZ - dz, lengths[2], periods[2], radius[row]);
  x[other] = kept(atX + dx, lengths[0], periods[0], radius[other]);
  y[other] = kept(atY + dy, lengths[1], periods[1], radius[other]);
  z[other] = settled ? radius[other] : kept(atZ + dz, lengths[2], periods[2], radius[other]);
}
