/** Mean concentrations in a box of voxels, along an axis and around a point. */
import { type Grid, voxelVolume } from "./grid.ts";

/** Concentration by slab across an axis, molecules/µm³. @param amounts molecules, by voxel @param axis 0, 1 or 2: x, y or z */
export function alongAxis(grid: Grid, amounts: ArrayLike<number>, axis: number): Float64Array {
  const [nx, ny] = grid.shape;
  const count = grid.shape[axis];
  const below = axis === 0 ? 1 : axis === 1 ? nx : nx * ny; // from voxel to voxel along the axis
  const mean = new Float64Array(count);
  for (let voxel = 0; voxel < amounts.length; voxel++) mean[Math.floor(voxel / below) % count] += amounts[voxel];
  const volume = voxelVolume(grid) * (amounts.length / count);
  for (let slab = 0; slab < count; slab++) mean[slab] /= volume;
  return mean;
}

export interface Shells {
  readonly mean: Float64Array; // molecules/µm³, by shell; NaN in one that holds no centre of a voxel
  readonly radius: Float64Array; // mean distance of the centres in it, µm; NaN likewise
  readonly count: Int32Array; // voxels
}

/**
 * Concentration in spherical shells around a point, from the inmost to the last that holds a voxel. A voxel belongs to the shell
 * that its centre lies in; along a periodic axis its nearest image counts.
 * @param amounts molecules, by voxel
 * @param x µm
 * @param y µm
 * @param z µm
 * @param width of a shell, µm
 */
export function inShells(
  grid: Grid,
  amounts: ArrayLike<number>,
  x: number,
  y: number,
  z: number,
  width: number,
): Shells {
  const distances = distancesTo(grid, x, y, z);
  const shells = 1 + Math.floor(distances.reduce((most, distance) => Math.max(most, distance), 0) / width);
  const mean = new Float64Array(shells);
  const radius = new Float64Array(shells);
  const count = new Int32Array(shells);
  for (let voxel = 0; voxel < amounts.length; voxel++) {
    const shell = Math.floor(distances[voxel] / width);
    mean[shell] += amounts[voxel];
    radius[shell] += distances[voxel];
    count[shell] += 1;
  }
  const volume = voxelVolume(grid);
  for (let shell = 0; shell < shells; shell++) {
    mean[shell] /= volume * count[shell];
    radius[shell] /= count[shell];
  }
  return { mean, radius, count };
}

/** From a point to the centre of each voxel, µm. */
function distancesTo(grid: Grid, x: number, y: number, z: number): Float64Array {
  const [nx, ny, nz] = grid.shape;
  const [alongX, alongY, alongZ] = [x, y, z].map((from, axis) =>
    Float64Array.from({ length: grid.shape[axis] }, (_, at) => apart(grid, axis, from, at)),
  );
  const distances = new Float64Array(nx * ny * nz);
  let voxel = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, voxel++)
        distances[voxel] = Math.sqrt(alongX[i] * alongX[i] + alongY[j] * alongY[j] + alongZ[k] * alongZ[k]);
  return distances;
}

function apart({ shape, size, walls }: Grid, axis: number, from: number, at: number): number {
  const distance = Math.abs((at + 0.5) * size[axis] - from);
  const length = shape[axis] * size[axis];
  return walls[2 * axis] === "periodic" ? Math.min(distance, Math.abs(length - distance)) : distance;
}
