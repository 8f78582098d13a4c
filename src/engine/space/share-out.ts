/** Puts what is not yet in any place into the box: a dose that is mixed in, a vesicle of a pool that gets a place of its own. */
import { binomial, next } from "../../kernels/chance.ts";
import type { Grid } from "./grid.ts";

/**
 * Draws how many of some whole things are in each of equal volumes: a multinomial with even chances, by binomial numbers of
 * the open stream. @param count whole number @param out by volume; what it held is gone
 */
export function shareOut(count: number, out: Float64Array): void {
  let left = count;
  for (let volume = 0; volume < out.length; volume++) {
    out[volume] = binomial(left, 1 / (out.length - volume));
    left -= out[volume];
  }
}

/** Draws a place, evenly within a voxel, by three numbers of the open stream. @param out x, y, z, µm */
export function placeIn({ shape, size }: Grid, voxel: number, out: Float64Array): void {
  const line = Math.floor(voxel / shape[0]);
  const slab = Math.floor(line / shape[1]);
  out[0] = (voxel - line * shape[0] + next()) * size[0];
  out[1] = (line - slab * shape[1] + next()) * size[1];
  out[2] = (slab + next()) * size[2];
}
