/**
 * A box of voxels at several widths: each level joins two voxels into one along the axes that are tied most, down to one voxel.
 * They solve (mass_i + Σ over neighbours pull) u_i − Σ pull · u_j = right_i roughly: what neighbours settle among themselves is
 * smoothed on each level, the rest goes to the next (a V-cycle, Wesseling 1992). It is a symmetric, positive map of the right
 * side, so that conjugate gradients can build on it, and they need as many rounds for a large box as for a small one.
 *
 * Vectors have a margin of one voxel on each side of the box, so that one formula serves all voxels: the margin is 0, or holds
 * the other side of a periodic axis. `first` is the place of voxel (0, 0, 0) in them; j steps by `line`, k by `plane`. A box one
 * voxel thick along y or z has no margin there, and a step of 0.
 */
import type { Grid } from "./grid.ts";

export interface Level {
  readonly shape: readonly [number, number, number];
  readonly periodic: readonly [boolean, boolean, boolean];
  readonly first: number;
  readonly line: number;
  readonly plane: number;
  readonly tie: readonly [number, number, number]; // 1/µm² along x, y, z: pull where h · D is 1
  readonly joins: readonly [boolean, boolean, boolean]; // whether the next level joins voxels along x, y, z
  readonly pull: Float64Array; // along x, y, z; 0 along an axis of one voxel
  readonly diagonal: Float64Array; // mass, and pull for each neighbour
  readonly inverse: Float64Array; // of the diagonal
  readonly right: Float64Array;
  readonly solution: Float64Array;
}

/** Levels of a grid, the finest first. */
export function levelsOf({ shape, size, walls }: Grid): readonly Level[] {
  const levels: Level[] = [];
  let [nx, ny, nz] = shape;
  let [x, y, z] = size.map((width) => 1 / (width * width));
  for (;;) {
    const tie = [nx > 1 ? x : 0, ny > 1 ? y : 0, nz > 1 ? z : 0] as const;
    const least = Math.max(...tie) / 2;
    const joins = [nx > 1 && x > least, ny > 1 && y > least, nz > 1 && z > least] as const;
    const lineLength = nx + 2;
    const planeLength = lineLength * (ny > 1 ? ny + 2 : 1);
    const line = ny > 1 ? lineLength : 0;
    const plane = nz > 1 ? planeLength : 0;
    const vector = (): Float64Array => new Float64Array(planeLength * (nz > 1 ? nz + 2 : 1));
    levels.push({
      shape: [nx, ny, nz],
      periodic: [walls[0] === "periodic", walls[2] === "periodic", walls[4] === "periodic"],
      first: 1 + line + plane,
      line,
      plane,
      tie,
      joins,
      pull: new Float64Array(3),
      diagonal: vector(),
      inverse: vector(),
      right: vector(),
      solution: vector(),
    });
    if (nx * ny * nz === 1) return levels;
    const [byX, byY, byZ] = joins.map((joined) => (joined ? 2 : 1)); // faces that are joined, and the way between centres
    x *= (byY * byZ) / byX;
    y *= (byX * byZ) / byY;
    z *= (byX * byY) / byZ;
    nx = Math.ceil(nx / byX);
    ny = Math.ceil(ny / byY);
    nz = Math.ceil(nz / byZ);
  }
}

/** Sets all levels. @param spread h · D, µm² @param levels the first holds in its diagonal what each voxel has without neighbours */
export function setLevels(levels: readonly Level[], spread: number): void {
  for (let depth = 1; depth < levels.length; depth++)
    gather(levels[depth - 1], levels[depth - 1].diagonal, levels[depth], levels[depth].diagonal);
  for (let depth = 0; depth < levels.length; depth++) tieNeighbours(levels[depth], spread);
}

function tieNeighbours(level: Level, spread: number): void {
  const { shape, periodic, first, line, plane, tie, pull, diagonal, inverse } = level;
  const [nx, ny, nz] = shape;
  for (let axis = 0; axis < 3; axis++) pull[axis] = spread * tie[axis];
  const [px, py, pz] = pull;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const across = py * neighbours(j, ny, periodic[1]) + pz * neighbours(k, nz, periodic[2]);
      let at = first + k * plane + j * line;
      for (let i = 0; i < nx; i++, at++) {
        diagonal[at] += across + px * neighbours(i, nx, periodic[0]);
        inverse[at] = 1 / diagonal[at];
      }
    }
}

const neighbours = (at: number, count: number, periodic: boolean): number =>
  periodic ? 2 : (at > 0 ? 1 : 0) + (at < count - 1 ? 1 : 0);

/** From `right` of the first level to its `solution`; returns the product of the two. */
export function smooth(levels: readonly Level[]): number {
  const last = levels.length - 1;
  for (let depth = 0; depth < last; depth++) {
    sweepUp(levels[depth]);
    passDown(levels[depth], levels[depth + 1]);
  }
  sweepUp(levels[last]); // one voxel: exact
  for (let depth = last - 1; depth >= 0; depth--) {
    passUp(levels[depth + 1], levels[depth]);
    sweepDown(levels[depth]);
  }
  return product(levels[0]);
}

/** Gauss-Seidel from 0, first voxel to last: those not yet reached count nothing. */
function sweepUp({ shape, first, line, plane, pull, inverse, right, solution }: Level): void {
  const [nx, ny, nz] = shape;
  const [px, py, pz] = pull;
  solution.fill(0);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const start = first + k * plane + j * line;
      for (let at = start; at < start + nx; at++)
        solution[at] =
          inverse[at] * (right[at] + px * solution[at - 1] + py * solution[at - line] + pz * solution[at - plane]);
    }
}

/** The same from what is there, last voxel to first. */
function sweepDown(level: Level): void {
  const { shape, first, line, plane, pull, inverse, right, solution } = level;
  const [nx, ny, nz] = shape;
  const [px, py, pz] = pull;
  fillMargins(level, solution);
  for (let k = nz - 1; k >= 0; k--)
    for (let j = ny - 1; j >= 0; j--) {
      const start = first + k * plane + j * line;
      for (let at = start + nx - 1; at >= start; at--)
        solution[at] =
          inverse[at] *
          (right[at] +
            px * (solution[at - 1] + solution[at + 1]) +
            py * (solution[at - line] + solution[at + line]) +
            pz * (solution[at - plane] + solution[at + plane]));
    }
}

/** What the solution of a level leaves over becomes the right side of the next. */
function passDown(fine: Level, coarse: Level): void {
  const { shape, first, line, plane, pull, joins, diagonal, right, solution } = fine;
  const [nx, ny, nz] = shape;
  const [px, py, pz] = pull;
  const x = joins[0] ? 1 : 0;
  fillMargins(fine, solution);
  coarse.right.fill(0);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const start = first + k * plane + j * line;
      const to = lineAbove(fine, coarse, j, k);
      for (let i = 0; i < nx; i++) {
        const at = start + i;
        coarse.right[to + (i >> x)] +=
          right[at] -
          diagonal[at] * solution[at] +
          px * (solution[at - 1] + solution[at + 1]) +
          py * (solution[at - line] + solution[at + line]) +
          pz * (solution[at - plane] + solution[at + plane]);
      }
    }
}

/** Adds the solution of a level to that of the finer one. */
function passUp(coarse: Level, fine: Level): void {
  const { shape, first, line, plane, joins, solution } = fine;
  const [nx, ny, nz] = shape;
  const x = joins[0] ? 1 : 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const start = first + k * plane + j * line;
      const from = lineAbove(fine, coarse, j, k);
      for (let i = 0; i < nx; i++) solution[start + i] += coarse.solution[from + (i >> x)];
    }
}

/** Sums of joined voxels. */
function gather(fine: Level, values: Float64Array, coarse: Level, sums: Float64Array): void {
  const { shape, first, line, plane, joins } = fine;
  const [nx, ny, nz] = shape;
  const x = joins[0] ? 1 : 0;
  sums.fill(0);
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const start = first + k * plane + j * line;
      const to = lineAbove(fine, coarse, j, k);
      for (let i = 0; i < nx; i++) sums[to + (i >> x)] += values[start + i];
    }
}

/** Where the line of the coarse level begins that holds line (j, k) of the finer one. */
const lineAbove = ({ joins }: Level, coarse: Level, j: number, k: number): number =>
  coarse.first + (joins[2] ? k >> 1 : k) * coarse.plane + (joins[1] ? j >> 1 : j) * coarse.line;

function product({ right, solution }: Level): number {
  let sum = 0;
  for (let at = 0; at < right.length; at++) sum += right[at] * solution[at];
  return sum;
}

/** Matrix times a vector; returns the product of the two. */
export function applied(level: Level, vector: Float64Array, image: Float64Array): number {
  const { shape, first, line, plane, pull, diagonal } = level;
  const [nx, ny, nz] = shape;
  const [px, py, pz] = pull;
  fillMargins(level, vector);
  let sum = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const start = first + k * plane + j * line;
      for (let at = start; at < start + nx; at++) {
        const value =
          diagonal[at] * vector[at] -
          px * (vector[at - 1] + vector[at + 1]) -
          py * (vector[at - line] + vector[at + line]) -
          pz * (vector[at - plane] + vector[at + plane]);
        image[at] = value;
        sum += value * vector[at];
      }
    }
  return sum;
}

/** Copies the far side of each periodic axis into the margin. */
function fillMargins({ shape, periodic, first, line, plane }: Level, vector: Float64Array): void {
  const [nx, ny, nz] = shape;
  if (periodic[0])
    for (let k = 0; k < nz; k++)
      for (let j = 0; j < ny; j++) {
        const start = first + k * plane + j * line;
        vector[start - 1] = vector[start + nx - 1];
        vector[start + nx] = vector[start];
      }
  if (periodic[1] && ny > 1)
    for (let k = 0; k < nz; k++) {
      const start = first + k * plane;
      const last = start + (ny - 1) * line;
      vector.copyWithin(start - line, last, last + nx);
      vector.copyWithin(last + line, start, start + nx);
    }
  if (periodic[2] && nz > 1) {
    const last = first + (nz - 1) * plane;
    const length = (ny - 1) * line + nx;
    vector.copyWithin(first - plane, last, last + length);
    vector.copyWithin(last + plane, first, first + length);
  }
}
