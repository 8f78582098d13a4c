/**
 * Cells on a lattice: each in the middle of a voxel, no two in one. A cell hops to the six sites beside it, each at the rate
 *
 *   µ/h² ± v/(2 h)     where that is positive both ways, with µ its motility, v its velocity along the axis, h the size of the voxel;
 *   v/h and none       where the velocity is larger: the mean way is v dt all the same
 *
 * so that its mean square displacement is 2 µ t along each axis. A hop to a site that is taken, or into a wall, is not made.
 *
 * Cells make their hops of a step one after another, in the order of rows (that of birth). Whatever the order and the step, all
 * arrangements of cells that climb nothing stay equally likely; where cells are crowded a step should be short against a hop.
 */
import { next, poisson } from "../../kernels/chance.ts";
import { type Grid, voxelAt, voxelsOf } from "./grid.ts";

export interface Sites {
  readonly grid: Grid;
  readonly cell: Int32Array; // row of the cell in each voxel, −1: none; shape [voxels]
  free: number; // voxels without a cell
}

export function newSites(grid: Grid): Sites {
  const voxels = voxelsOf(grid);
  return { grid, cell: new Int32Array(voxels).fill(-1), free: voxels };
}

/** Takes over where rows 0 … count − 1 are. Two in one voxel are a mistake of the caller. @param x µm, shape [capacity], as y and z */
export function occupy(sites: Sites, count: number, x: Float64Array, y: Float64Array, z: Float64Array): void {
  const { cell, grid } = sites;
  cell.fill(-1);
  sites.free = cell.length - count;
  for (let row = 0; row < count; row++) {
    const site = voxelAt(grid, x[row], y[row], z[row]);
    if (cell[site] !== -1) throw new RangeError(`two cells are in voxel ${site}`);
    cell[site] = row;
  }
}

const rates = new Float64Array(6); // down and up along x, y, z, 1/s

/**
 * Makes the hops of one cell over dt. Numbers come from the stream that the caller has begun. Returns how many it made.
 * @param motility µm²/s @param climbs µm/s, shape [3] @param dt s
 */
export function hop(
  sites: Sites,
  row: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  motility: number,
  climbs: Float64Array,
  dt: number,
): number {
  const { grid, cell } = sites;
  let all = 0;
  for (let axis = 0; axis < 3; axis++) {
    const h = grid.size[axis];
    const still = grid.shape[axis] === 1; // nowhere to go
    for (let side = 0; side < 2; side++) {
      const velocity = side === 0 ? -climbs[axis] : climbs[axis];
      const rate = still ? 0 : Math.max(motility / (h * h) + velocity / (2 * h), velocity / h, 0);
      rates[2 * axis + side] = rate;
      all += rate;
    }
  }
  const from = voxelAt(grid, x[row], y[row], z[row]);
  let site = from;
  let hops = 0;
  for (let left = poisson(all * dt); left > 0; left--) {
    let way = 0;
    for (let rest = next() * all - rates[0]; rest >= 0 && way < 5; rest -= rates[way]) way++;
    const to = beyond(grid, site, way);
    if (to < 0 || cell[to] !== -1) continue;
    cell[site] = -1;
    cell[to] = row;
    site = to;
    hops++;
  }
  if (site !== from) put(grid, site, row, x, y, z);
  return hops;
}

/** Puts a cell into a voxel without one, any of them alike. Returns whether there was one. @param x µm, written, as y and z */
export function settleAnywhere(sites: Sites, row: number, x: Float64Array, y: Float64Array, z: Float64Array): boolean {
  const { cell } = sites;
  if (sites.free === 0) return false;
  let site = 0;
  do site = Math.floor(next() * cell.length);
  while (cell[site] !== -1);
  take(sites, site, row, x, y, z);
  return true;
}

/** Puts a cell into the voxel on some side of its mother's, any side alike that has no cell beyond it. Returns whether there was one. */
export function settleBeside(
  sites: Sites,
  mother: number,
  row: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
): boolean {
  const { grid } = sites;
  const from = voxelAt(grid, x[mother], y[mother], z[mother]);
  let open = 0;
  for (let way = 0; way < 6; way++) if (isFree(sites, beyond(grid, from, way))) open++;
  if (open === 0) return false;
  let skip = Math.floor(next() * open);
  let way = 0;
  for (; !isFree(sites, beyond(grid, from, way)) || skip-- > 0; way++);
  take(sites, beyond(grid, from, way), row, x, y, z);
  return true;
}

/** Whether a voxel beside that of a place has no cell. @param x µm, as y and z */
export function roomBeside(sites: Sites, x: number, y: number, z: number): boolean {
  const from = voxelAt(sites.grid, x, y, z);
  for (let way = 0; way < 6; way++) if (isFree(sites, beyond(sites.grid, from, way))) return true;
  return false;
}

const isFree = ({ cell }: Sites, site: number): boolean => site >= 0 && cell[site] === -1;

/** The voxel on this side (down and up along x, y, z) of a voxel; −1: a wall. */
function beyond({ shape, walls }: Grid, site: number, way: number): number {
  const axis = way >> 1;
  const apart = axis === 0 ? 1 : axis === 1 ? shape[0] : shape[0] * shape[1];
  const at = Math.floor(site / apart) % shape[axis];
  const up = (way & 1) === 1;
  if (at !== (up ? shape[axis] - 1 : 0)) return up ? site + apart : site - apart;
  if (walls[way] !== "periodic") return -1;
  return up ? site - at * apart : site + (shape[axis] - 1) * apart;
}

function take(sites: Sites, site: number, row: number, x: Float64Array, y: Float64Array, z: Float64Array): void {
  sites.cell[site] = row;
  sites.free--;
  put(sites.grid, site, row, x, y, z);
}

function put(
  { shape, size }: Grid,
  site: number,
  row: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
): void {
  const line = Math.floor(site / shape[0]);
  x[row] = ((site % shape[0]) + 0.5) * size[0];
  y[row] = ((line % shape[1]) + 0.5) * size[1];
  z[row] = (Math.floor(line / shape[1]) + 0.5) * size[2];
}
