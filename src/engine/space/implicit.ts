/**
 * One implicit step of diffusion with loss in a box of voxels: what is there after h is the solution of
 *
 *   (1 + h · (loss + removal_i + D · exits_i)) u_i + h · D · Σ over neighbours (u_i − u_j)/width²  =  before_i + h · inflow_i
 *
 * with all neighbours at once (a box split into axes settles at a wrong steady state when h is large). The wall of an absorbing
 * or fixed side lies half a voxel away. No step makes an amount negative, whatever h. The matrix is symmetric: conjugate gradients
 * solve it, led by a V-cycle over levels.ts.
 */
import type { Grid } from "./grid.ts";
import { applied, type Level, levelsOf, setLevels, smooth } from "./levels.ts";

export interface System {
  readonly grid: Grid;
  readonly levels: readonly Level[]; // the finest has the residual on its right side; its layout is that of all vectors here
  readonly exits: Float64Array; // 1/µm², by voxel: times D, the rate out through absorbing and fixed walls
  readonly entries: Float64Array; // the same through fixed walls only: by that what is beyond them comes in
  readonly direction: Float64Array;
  readonly image: Float64Array; // matrix times direction
}

export function newSystem(grid: Grid): System {
  const levels = levelsOf(grid);
  return {
    grid,
    levels,
    exits: throughWalls(grid, true),
    entries: throughWalls(grid, false),
    direction: newVector(levels[0]),
    image: newVector(levels[0]),
  };
}

/** A vector of a level, all 0. */
export const newVector = ({ right }: Level): Float64Array => new Float64Array(right.length);

function throughWalls({ shape, size, walls }: Grid, absorbing: boolean): Float64Array {
  const [nx, ny, nz] = shape;
  const open = walls.map((wall) => (wall === "fixed" || (absorbing && wall === "absorbing") ? 2 : 0));
  const [x, y, z] = size.map((width) => 1 / (width * width));
  return Float64Array.from({ length: nx * ny * nz }, (_, voxel) => {
    const i = voxel % nx;
    const j = Math.floor(voxel / nx) % ny;
    const k = Math.floor(voxel / (nx * ny));
    return (
      x * ((i === 0 ? open[0] : 0) + (i === nx - 1 ? open[1] : 0)) +
      y * ((j === 0 ? open[2] : 0) + (j === ny - 1 ? open[3] : 0)) +
      z * ((k === 0 ? open[4] : 0) + (k === nz - 1 ? open[5] : 0))
    );
  });
}

/**
 * Sets the matrix of a step.
 * @param h s
 * @param diffusion µm²/s
 * @param loss 1/s
 * @param removal 1/s, by voxel
 */
export function setStep(system: System, h: number, diffusion: number, loss: number, removal: Float64Array): void {
  const { levels, exits } = system;
  const { shape, first, line, plane, diagonal } = levels[0];
  const [nx, ny, nz] = shape;
  let voxel = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let at = first + k * plane + j * line;
      for (let i = 0; i < nx; i++, at++, voxel++)
        diagonal[at] = 1 + h * (loss + removal[voxel] + diffusion * exits[voxel]);
    }
  setLevels(levels, h * diffusion);
}

/**
 * What is there after the step that was set.
 * @param before molecules; a vector
 * @param inflow molecules/s, by voxel
 * @param h s
 * @param after starts as a guess, molecules; a vector
 * @param precision how far off the solution may be, as a part of all molecules
 * @returns rounds that were needed
 */
export function solve(
  system: System,
  before: Float64Array,
  inflow: Float64Array,
  h: number,
  after: Float64Array,
  precision: number,
): number {
  const { levels, direction, image } = system;
  const [finest] = levels;
  applied(finest, after, image);
  setResidual(system, before, inflow, h);
  let rounds = 0;
  let length = 0;
  for (;;) {
    const next = smooth(levels); // of the residual: about what the solution is off by
    if (!(sizeOf(finest.solution) > precision * sizeOf(after))) break;
    if (rounds === 0) direction.set(finest.solution);
    else turn(direction, finest.solution, next / length);
    length = next;
    goAlong(system, after, length / applied(finest, direction, image));
    rounds += 1;
  }
  for (let at = 0; at < after.length; at++) after[at] = Math.max(after[at], 0); // below it by no more than the precision
  return rounds;
}

/** Right side less `image`, which is the matrix times the guess. */
function setResidual({ levels, image }: System, before: Float64Array, inflow: Float64Array, h: number): void {
  const { shape, first, line, plane, right } = levels[0];
  const [nx, ny, nz] = shape;
  let voxel = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let at = first + k * plane + j * line;
      for (let i = 0; i < nx; i++, at++, voxel++) right[at] = before[at] + h * inflow[voxel] - image[at];
    }
}

/** The next direction: that of the smoothed residual, and a part of the last one. */
function turn(direction: Float64Array, towards: Float64Array, part: number): void {
  for (let at = 0; at < direction.length; at++) direction[at] = towards[at] + part * direction[at];
}

/** Goes along the direction; the residual follows. */
function goAlong({ levels, direction, image }: System, solution: Float64Array, distance: number): void {
  const { right } = levels[0];
  for (let at = 0; at < right.length; at++) {
    solution[at] += distance * direction[at];
    right[at] -= distance * image[at];
  }
}

/** Sum of what is in a vector, each without its sign. */
function sizeOf(vector: Float64Array): number {
  let size = 0;
  for (let at = 0; at < vector.length; at++) size += Math.abs(vector[at]);
  return size;
}
