/**
 * Who is near: rows grouped by bins of the box, so that a search looks at a few bins instead of all rows.
 *
 *   bin          (k · ny + j) · nx + i, each at least `reach` wide
 *   rows[first[bin] … first[bin + 1] − 1]   rows in it, ascending; x, y, z hold their places in the same order
 *
 * What is found is what there was when `fill` last ran, nearest images included; it does not depend on the bins.
 */
import { type Box, shorter } from "./box.ts";

export interface Neighbours {
  readonly box: Box;
  readonly bins: readonly [number, number, number]; // along x, y, z
  readonly first: Int32Array; // shape [bins + 1]
  binOf: Int32Array; // by row, shape [capacity]
  rows: Int32Array; // by bin, as are the places; shape [capacity]
  x: Float64Array; // µm
  y: Float64Array;
  z: Float64Array;
  /** What the last search found: rows, ascending, and their distances squared, µm². */
  found: Int32Array; // shape [capacity]
  squared: Float64Array;
}

const mostBins = 262144; // in a box that is large for its cells, wider bins cost less than empty ones

/** @param reach the distance most often searched, µm: others are found as well, more slowly */
export function newNeighbours(box: Box, reach: number): Neighbours {
  const bins: [number, number, number] = [1, 1, 1];
  for (let axis = 0; axis < 3; axis++) bins[axis] = Math.max(1, Math.floor(Math.min(box.lengths[axis] / reach, 1e6)));
  while (bins[0] * bins[1] * bins[2] > mostBins) {
    const axis = bins.indexOf(Math.max(...bins));
    bins[axis] = Math.ceil(bins[axis] / 2);
  }
  return {
    box,
    bins,
    first: new Int32Array(bins[0] * bins[1] * bins[2] + 1),
    binOf: new Int32Array(0),
    rows: new Int32Array(0),
    x: new Float64Array(0),
    y: new Float64Array(0),
    z: new Float64Array(0),
    found: new Int32Array(0),
    squared: new Float64Array(0),
  };
}

/** Takes over the places of rows 0 … count − 1, which lie in the box. @param x µm, shape [capacity] @param y µm @param z µm */
export function fill(neighbours: Neighbours, count: number, x: Float64Array, y: Float64Array, z: Float64Array): void {
  if (neighbours.rows.length < count) widen(neighbours, x.length);
  const { bins, box, first, binOf, rows } = neighbours;
  const total = first.length - 1;
  first.fill(0);
  for (let row = 0; row < count; row++) {
    const i = binAt(x[row], bins[0], box.lengths[0]);
    const j = binAt(y[row], bins[1], box.lengths[1]);
    const k = binAt(z[row], bins[2], box.lengths[2]);
    const bin = (k * bins[1] + j) * bins[0] + i;
    binOf[row] = bin;
    first[bin + 1]++;
  }
  for (let bin = 0; bin < total; bin++) first[bin + 1] += first[bin];
  for (let row = 0; row < count; row++) {
    const place = first[binOf[row]]++;
    rows[place] = row;
    neighbours.x[place] = x[row];
    neighbours.y[place] = y[row];
    neighbours.z[place] = z[row];
  }
  first.copyWithin(1, 0, total);
  first[0] = 0;
}

/**
 * Finds the rows at most so far from a place, each once, at its nearest image. Returns how many: `found[0 … n − 1]`, with
 * their distances `squared`. @param row to leave out; −1: none @param x µm, in the box @param y µm @param z µm @param distance µm
 */
export function find(neighbours: Neighbours, row: number, x: number, y: number, z: number, distance: number): number {
  const { bins, box, found, squared } = neighbours;
  const { lengths, periods } = box;
  const lowX = lowest(x - distance, x + distance, bins[0], lengths[0], periods[0]);
  const highX = highest(x - distance, x + distance, bins[0], lengths[0], periods[0]);
  const lowY = lowest(y - distance, y + distance, bins[1], lengths[1], periods[1]);
  const highY = highest(y - distance, y + distance, bins[1], lengths[1], periods[1]);
  const lowZ = lowest(z - distance, z + distance, bins[2], lengths[2], periods[2]);
  const highZ = highest(z - distance, z + distance, bins[2], lengths[2], periods[2]);
  let n = 0;
  for (let k = lowZ; k <= highZ; k++)
    for (let j = lowY; j <= highY; j++) {
      const line = (around(k, bins[2]) * bins[1] + around(j, bins[1])) * bins[0];
      n = look(neighbours, line + Math.max(lowX, 0), line + Math.min(highX, bins[0] - 1), row, x, y, z, distance, n);
      if (lowX < 0) n = look(neighbours, line + lowX + bins[0], line + bins[0] - 1, row, x, y, z, distance, n);
      if (highX >= bins[0]) n = look(neighbours, line, line + highX - bins[0], row, x, y, z, distance, n);
    }
  order(found, squared, n);
  return n;
}

/** Adds what is near enough in the bins from one to another to the n that are found. Returns how many there are then. */
function look(
  { box, first, rows, x: placeX, y: placeY, z: placeZ, found, squared }: Neighbours,
  from: number,
  to: number,
  row: number,
  x: number,
  y: number,
  z: number,
  distance: number,
  n: number,
): number {
  const { periods } = box;
  const periodX = periods[0];
  const periodY = periods[1];
  const periodZ = periods[2];
  const most = distance * distance;
  const end = first[to + 1];
  let write = n;
  for (let place = first[from]; place < end; place++) {
    const dx = shorter(placeX[place] - x, periodX);
    const dy = shorter(placeY[place] - y, periodY);
    const dz = shorter(placeZ[place] - z, periodZ);
    const square = dx * dx + dy * dy + dz * dz;
    if (!(square <= most) || rows[place] === row) continue;
    found[write] = rows[place];
    squared[write++] = square;
  }
  return write;
}

const slack = 1e-9; // of a bin: a place on its edge is found however the edge is rounded

function binAt(at: number, bins: number, length: number): number {
  return Math.min(Math.max(Math.floor((at / length) * bins), 0), bins - 1);
}

/** First bin to look into; below 0: one at the other side. Where the way round is shorter than the search, each bin comes once. */
function lowest(from: number, to: number, bins: number, length: number, period: number): number {
  const low = Math.floor((from / length) * bins - slack);
  if (period === Infinity) return Math.min(Math.max(low, 0), bins - 1);
  return Math.floor((to / length) * bins + slack) - low < bins ? low : 0;
}

/** Last bin to look into; `bins` and above: one at the other side. */
function highest(from: number, to: number, bins: number, length: number, period: number): number {
  const high = Math.floor((to / length) * bins + slack);
  if (period === Infinity) return Math.min(Math.max(high, 0), bins - 1);
  return high - Math.floor((from / length) * bins - slack) < bins ? high : bins - 1;
}

function around(bin: number, bins: number): number {
  if (bin < 0) return bin + bins;
  return bin < bins ? bin : bin - bins;
}

/** Puts the first n rows into ascending order, with what belongs to each (Shell's sort: n is mostly small). */
function order(found: Int32Array, squared: Float64Array, n: number): void {
  let gap = 1;
  while (gap < n / 3) gap = 3 * gap + 1;
  for (; gap > 0; gap = (gap - 1) / 3)
    for (let at = gap; at < n; at++) {
      const row = found[at];
      const square = squared[at];
      let place = at;
      for (; place >= gap && found[place - gap] > row; place -= gap) {
        found[place] = found[place - gap];
        squared[place] = squared[place - gap];
      }
      found[place] = row;
      squared[place] = square;
    }
}

function widen(neighbours: Neighbours, capacity: number): void {
  neighbours.binOf = new Int32Array(capacity);
  neighbours.rows = new Int32Array(capacity);
  neighbours.x = new Float64Array(capacity);
  neighbours.y = new Float64Array(capacity);
  neighbours.z = new Float64Array(capacity);
  neighbours.found = new Int32Array(capacity);
  neighbours.squared = new Float64Array(capacity);
}
