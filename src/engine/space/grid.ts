/**
 * A box of voxels. Voxel (i, j, k) has number (k · ny + j) · nx + i; its centre lies at ((i + ½)·hx, (j + ½)·hy, (k + ½)·hz).
 * A plane or a line is a box that is one voxel thick.
 */

import type { Wall } from "../../model.ts";

export type { Wall };

export interface Grid {
  readonly shape: readonly [number, number, number]; // voxels along x, y, z
  readonly size: readonly [number, number, number]; // of one voxel along x, y, z, µm
  readonly walls: readonly [Wall, Wall, Wall, Wall, Wall, Wall]; // x low, x high, y low, y high, z low, z high; periodic in pairs
}

export const voxelsOf = ({ shape }: Grid): number => shape[0] * shape[1] * shape[2];

/** Volume of one voxel, µm³. */
export const voxelVolume = ({ size }: Grid): number => size[0] * size[1] * size[2];

/** Number of the voxel that holds a place; places on or beyond a side belong to the outermost voxel. @param x µm @param y µm @param z µm */
export function voxelAt({ shape, size }: Grid, x: number, y: number, z: number): number {
  const i = along(x / size[0], shape[0]);
  const j = along(y / size[1], shape[1]);
  const k = along(z / size[2], shape[2]);
  return (k * shape[1] + j) * shape[0] + i;
}

const along = (at: number, count: number): number => Math.min(Math.max(Math.floor(at), 0), count - 1);
