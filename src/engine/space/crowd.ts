/**
 * Spheres in a box, found by place. They lie in bins over the part of the box where there are any, about one in a bin; a
 * look around a place reads the 27 bins about it. In periodic directions a sphere is there with its images; a closed wall
 * is a mirror, and what crosses it in a path of Brownian motion may be folded back: then the images behind it count too.
 */
import { pow } from "../../kernels/math.ts";
import type { Wall } from "./grid.ts";

/** Columns of rows 0 … count − 1. */
export interface Bodies {
  readonly count: number;
  readonly x: Float64Array; // centres, µm
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly radius: Float64Array; // µm, above 0
  readonly take: Float64Array; // µm³/s: flux = take · concentration at the surface; 0 reflects, Infinity absorbs
}

export interface Crowd {
  readonly lengths: readonly [number, number, number]; // of the box, µm; one corner is at 0, 0, 0
  readonly walls: readonly [Wall, Wall, Wall, Wall, Wall, Wall]; // as in a grid
  count: number;
  smallest: number; // radius, µm; 0 without bodies
  largest: number;
  readonly shape: Int32Array; // bins along x, y, z
  readonly low: Float64Array; // corner of the first bin, µm
  readonly size: Float64Array; // of a bin along x, y, z, µm
  first: Int32Array; // by bin: its first slot; shape [bins + 1]
  bin: Int32Array; // by body
  body: Int32Array; // by slot: row of the body
  at: Float64Array; // by slot: x, y, z, radius, take; shape [slots, 5]
  readonly seen: Seen;
}

/** What a look found: the two bodies whose surfaces are nearest, images among them. */
export interface Seen {
  /**
   * gap 1, gap 2 (µm to the surface; below 0 inside), then x, y, z, radius, take of 1, and the same of 2. Where no body is
   * within reach of a look, a gap is the distance within which there is certainly none.
   */
  readonly values: Float64Array; // shape [12]
  readonly body: Int32Array; // rows of 1 and 2; −1: none within reach
}

export const stride = 5; // numbers of a slot

/** An empty crowd. @param lengths of the box, µm */
export function newCrowd(lengths: Crowd["lengths"], walls: Crowd["walls"]): Crowd {
  return {
    lengths,
    walls,
    count: 0,
    smallest: 0,
    largest: 0,
    shape: new Int32Array(3),
    low: new Float64Array(3),
    size: new Float64Array(3),
    first: new Int32Array(2),
    bin: new Int32Array(0),
    body: new Int32Array(0),
    at: new Float64Array(0),
    seen: { values: new Float64Array(12), body: new Int32Array(2) },
  };
}

/** Takes the bodies as they are now. Allocates only where there are more of them, or more bins, than ever before. */
export function gather(crowd: Crowd, bodies: Bodies): void {
  const { count } = bodies;
  crowd.count = count;
  crowd.smallest = 0;
  crowd.largest = 0;
  if (count === 0) return;
  crowd.smallest = Infinity;
  for (let row = 0; row < count; row++) {
    crowd.smallest = Math.min(crowd.smallest, bodies.radius[row]);
    crowd.largest = Math.max(crowd.largest, bodies.radius[row]);
  }
  layOut(crowd, bodies);
  const { shape, low, size } = crowd;
  const bins = shape[0] * shape[1] * shape[2];
  if (crowd.first.length < bins + 1) crowd.first = new Int32Array(2 * bins + 1);
  if (crowd.bin.length < count) {
    crowd.bin = new Int32Array(2 * count);
    crowd.body = new Int32Array(2 * count);
    crowd.at = new Float64Array(2 * count * stride);
  }
  const { first, bin, body, at } = crowd;
  first.fill(0, 0, bins + 1);
  for (let row = 0; row < count; row++) {
    const i = along((bodies.x[row] - low[0]) / size[0], shape[0]);
    const j = along((bodies.y[row] - low[1]) / size[1], shape[1]);
    const k = along((bodies.z[row] - low[2]) / size[2], shape[2]);
    bin[row] = (k * shape[1] + j) * shape[0] + i;
    first[bin[row]]++;
  }
  for (let b = 1; b <= bins; b++) first[b] += first[b - 1]; // now where each bin ends
  for (let row = count - 1; row >= 0; row--) {
    const slot = --first[bin[row]];
    body[slot] = row;
    at[slot * stride] = bodies.x[row];
    at[slot * stride + 1] = bodies.y[row];
    at[slot * stride + 2] = bodies.z[row];
    at[slot * stride + 3] = bodies.radius[row];
    at[slot * stride + 4] = bodies.take[row];
  }
}

const along = (at: number, count: number): number => Math.min(Math.max(Math.floor(at), 0), count - 1);

/** Bins over the bodies' centres: about one body in each, and three radii wide at least. */
function layOut(crowd: Crowd, bodies: Bodies): void {
  const { lengths, walls, shape, low, size, largest } = crowd;
  let volume = 1;
  for (let axis = 0; axis < 3; axis++) {
    low[axis] = 0;
    size[axis] = lengths[axis]; // of all bins together, at first
    if (walls[2 * axis] !== "periodic") {
      const places = axis === 0 ? bodies.x : axis === 1 ? bodies.y : bodies.z;
      let least = Infinity;
      let most = -Infinity;
      for (let row = 0; row < bodies.count; row++) {
        least = Math.min(least, places[row]);
        most = Math.max(most, places[row]);
      }
      low[axis] = least;
      size[axis] = most - least;
    }
    volume *= Math.max(size[axis], 2 * largest);
  }
  const side = Math.max(pow(volume / bodies.count, 0.3333333333333333), 3 * largest);
  for (let axis = 0; axis < 3; axis++) {
    shape[axis] = Math.max(1, Math.floor(size[axis] / side));
    size[axis] = Math.max(size[axis] / shape[axis], walls[2 * axis] === "periodic" ? 0 : side);
  }
}

/** Looks around a place in the box, into `crowd.seen`. */
export function look(crowd: Crowd, x: number, y: number, z: number): void {
  const { seen, shape, low, size } = crowd;
  const { values, body } = seen;
  body[0] = -1;
  body[1] = -1;
  if (crowd.count === 0) {
    values[0] = Infinity;
    values[1] = Infinity;
    return;
  }
  let reach = Infinity; // no centre beyond the 27 bins is nearer than this
  let away = 0; // nor is any at all nearer than this
  for (let axis = 0; axis < 3; axis++) {
    const at = ((axis === 0 ? x : axis === 1 ? y : z) - low[axis]) / size[axis];
    const bin = Math.floor(at);
    const count = shape[axis];
    if (crowd.walls[2 * axis] === "periodic") {
      reach = Math.min(reach, (1 + Math.min(at - bin, bin + 1 - at)) * size[axis]);
      continue;
    }
    if (bin > 1) reach = Math.min(reach, (at - bin + 1) * size[axis]);
    if (bin < count - 2) reach = Math.min(reach, (bin + 2 - at) * size[axis]);
    if (bin < -1) away = Math.max(away, -at * size[axis]);
    if (bin > count) away = Math.max(away, (at - count) * size[axis]);
  }
  const clear = Math.max(reach, away) - crowd.largest;
  values[0] = clear;
  values[1] = clear;
  if (away > 0) return;
  mirrors(crowd, x, y, z, clear + crowd.largest);
  const i = Math.floor((x - low[0]) / size[0]);
  const j = Math.floor((y - low[1]) / size[1]);
  const k = Math.floor((z - low[2]) / size[2]);
  for (let bk = k - 1; bk <= k + 1; bk++) {
    const nk = wrapped(bk, shape[2], crowd.walls[4]);
    if (nk < 0) continue;
    for (let bj = j - 1; bj <= j + 1; bj++) {
      const nj = wrapped(bj, shape[1], crowd.walls[2]);
      if (nj < 0) continue;
      const line = (nk * shape[1] + nj) * shape[0];
      const dy = y + (nj - bj) * size[1]; // the place as seen from where these bins are stored
      const dz = z + (nk - bk) * size[2];
      if (i > 0 && i < shape[0] - 1) scan(crowd, line + i - 1, line + i + 2, x, dy, dz, x, y, z);
      else
        for (let bi = i - 1; bi <= i + 1; bi++) {
          const ni = wrapped(bi, shape[0], crowd.walls[0]);
          if (ni >= 0) scan(crowd, line + ni, line + ni + 1, x + (ni - bi) * size[0], dy, dz, x, y, z);
        }
    }
  }
}

/** Where a bin is stored: −1 where there is none. */
function wrapped(bin: number, count: number, wall: Wall): number {
  if (bin >= 0 && bin < count) return bin;
  return wall === "periodic" ? bin - Math.floor(bin / count) * count : -1;
}

const mirror = new Int32Array(7); // closed walls that are near, ended by −1
const height = new Float64Array(6); // by wall: of the place above it, µm

/** Closed walls near enough that images behind them may be within reach. */
function mirrors({ walls, lengths }: Crowd, x: number, y: number, z: number, within: number): void {
  let count = 0;
  for (let wall = 0; wall < 6; wall++) {
    if (walls[wall] !== "closed") continue;
    const axis = wall >> 1;
    const at = axis === 0 ? x : axis === 1 ? y : z;
    height[wall] = wall % 2 === 0 ? at : lengths[axis] - at;
    if (height[wall] < within) mirror[count++] = wall;
  }
  mirror[count] = -1;
}

/** Compares the bodies of bins that are stored one after the other; px, py, pz: the place as seen from there. */
function scan(
  crowd: Crowd,
  from: number,
  to: number,
  px: number,
  py: number,
  pz: number,
  x: number,
  y: number,
  z: number,
): void {
  const { first, at } = crowd;
  const { values } = crowd.seen;
  const end = first[to];
  for (let slot = first[from]; slot < end; slot++) {
    const entry = slot * stride;
    const dx = at[entry] - px;
    const dy = at[entry + 1] - py;
    const dz = at[entry + 2] - pz;
    const square = dx * dx + dy * dy + dz * dz;
    const within = values[1] + at[entry + 3];
    if (within <= 0 || square >= within * within) continue; // images behind a mirror are farther
    note(crowd, slot, Math.sqrt(square) - at[entry + 3], x + dx, y + dy, z + dz);
    for (let m = 0; mirror[m] >= 0; m++) {
      const wall = mirror[m];
      const axis = wall >> 1;
      const centre = wall % 2 === 0 ? at[entry + axis] : crowd.lengths[axis] - at[entry + axis];
      const gap = Math.sqrt(square + 4 * height[wall] * centre) - at[entry + 3];
      if (gap >= values[1] || centre <= 0) continue;
      const shift = wall % 2 === 0 ? -2 * centre : 2 * centre;
      note(
        crowd,
        slot,
        gap,
        x + dx + (axis === 0 ? shift : 0),
        y + dy + (axis === 1 ? shift : 0),
        z + dz + (axis === 2 ? shift : 0),
      );
    }
  }
}

/** A body that may be among the two nearest. */
function note({ at, body, seen }: Crowd, slot: number, gap: number, x: number, y: number, z: number): void {
  const { values } = seen;
  let entry = 7;
  if (gap < values[0]) {
    for (let word = 0; word < 5; word++) values[7 + word] = values[2 + word];
    values[1] = values[0];
    seen.body[1] = seen.body[0];
    values[0] = gap;
    seen.body[0] = body[slot];
    entry = 2;
  } else if (gap < values[1]) {
    values[1] = gap;
    seen.body[1] = body[slot];
  } else return;
  values[entry] = x;
  values[entry + 1] = y;
  values[entry + 2] = z;
  values[entry + 3] = at[slot * stride + 3];
  values[entry + 4] = at[slot * stride + 4];
}
