/**
 * Cells make room for each other: spheres that overlap are moved apart until they hardly do. All of a sweep is worked out
 * from the places before it, pair by pair in the order of rows, so that nothing hangs on who is moved first.
 *
 * A pair by itself is parted in one sweep, each of the two by half of the overlap. In a crowd a pair makes good only a part
 * of it: 3 in n, where the one of the two that overlaps more others overlaps n. So no sweep overshoots much.
 */
import { cos, sin } from "../../kernels/math.ts";
import { threefry, uniformOf } from "../../kernels/threefry.ts";
import { kept, shorter } from "./box.ts";
import { fill, find, type Neighbours } from "./neighbours.ts";

export interface Overlaps {
  readonly neighbours: Neighbours;
  touching: Int32Array; // how many each row overlaps, shape [capacity]
  /** Pairs of rows that are near enough to come to overlap, by the first and then by the second; shape [candidates, 2]. */
  candidates: number;
  near: Int32Array;
  /** Pairs that overlap, and what the second is to be moved by if the two are alone, µm; shape [pairs, 2] and [pairs, 3]. */
  count: number;
  pairs: Int32Array;
  moves: Float64Array;
}

/** Working memory for pushApart. */
export function newOverlaps(neighbours: Neighbours): Overlaps {
  return {
    neighbours,
    touching: new Int32Array(0),
    candidates: 0,
    near: new Int32Array(128),
    count: 0,
    pairs: new Int32Array(128),
    moves: new Float64Array(192),
  };
}

/** Overlap that is left alone, as a part of the distance at which the two touch. */
export const tolerated = 0.02;

/**
 * Moves overlapping spheres apart, within the walls. Returns the largest overlap that is left, as a part of the distance at
 * which the two touch: what cannot fit stays compressed.
 *
 * @param x µm, shape [capacity], in the box @param y µm @param z µm @param radius µm @param id shape [capacity, 2]
 * @param settled cells lie on the floor (z is their radius) and are moved along it only @param sweeps most to be made
 * @param bounce what walked into another goes back by as much as it would have gone too far, as from a wall: so cells that only
 *   walk do not gather where they touch
 */
export function pushApart(
  overlaps: Overlaps,
  count: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  radius: Float64Array,
  id: Int32Array,
  settled: boolean,
  sweeps = 100,
  bounce = false,
): number {
  let widest = 0;
  for (let row = 0; row < count; row++) if (radius[row] > widest) widest = radius[row];
  const margin = 0.2 * widest; // wider: more pairs, listed anew less often
  if (overlaps.touching.length < count) overlaps.touching = new Int32Array(x.length);
  for (let sweep = 0; ; sweep++) {
    confine(overlaps, count, x, y, z, radius, settled);
    if (sweep === 0 || wandered(overlaps, count, x, y, z) > 0.5 * margin)
      list(overlaps, count, x, y, z, radius, widest, margin);
    const largest = meet(overlaps, count, x, y, z, radius, id, settled);
    if (largest <= tolerated || sweep === sweeps) return largest;
    move(overlaps, x, y, z, bounce && sweep === 0 ? 2 : 1);
  }
}

/** Lists the pairs that are no further than the margin from touching: while none has gone half of it, no other can overlap. */
function list(
  overlaps: Overlaps,
  count: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  radius: Float64Array,
  widest: number,
  margin: number,
): void {
  const { neighbours } = overlaps;
  fill(neighbours, count, x, y, z);
  overlaps.candidates = 0;
  for (let row = 0; row < count; row++) {
    const found = find(neighbours, row, x[row], y[row], z[row], radius[row] + widest + margin);
    for (let at = 0; at < found; at++) {
      const other = neighbours.found[at];
      const within = radius[row] + radius[other] + margin;
      if (other < row || neighbours.squared[at] > within * within) continue;
      if (2 * overlaps.candidates === overlaps.near.length) widen(overlaps);
      overlaps.near[2 * overlaps.candidates] = row;
      overlaps.near[2 * overlaps.candidates++ + 1] = other;
    }
  }
}

/** The longest way that a row has gone since the pairs were listed, µm. */
function wandered({ neighbours }: Overlaps, count: number, x: Float64Array, y: Float64Array, z: Float64Array): number {
  const { periods } = neighbours.box;
  let longest = 0;
  for (let place = 0; place < count; place++) {
    const row = neighbours.rows[place];
    const dx = shorter(x[row] - neighbours.x[place], periods[0]);
    const dy = shorter(y[row] - neighbours.y[place], periods[1]);
    const dz = shorter(z[row] - neighbours.z[place], periods[2]);
    longest = Math.max(longest, dx * dx + dy * dy + dz * dz);
  }
  return Math.sqrt(longest);
}

/** Picks the pairs that overlap. Returns the largest overlap. */
function meet(
  overlaps: Overlaps,
  count: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  radius: Float64Array,
  id: Int32Array,
  settled: boolean,
): number {
  const { candidates, near, pairs, moves, touching } = overlaps;
  const { periods } = overlaps.neighbours.box;
  touching.fill(0, 0, count);
  let pair = 0;
  let largest = 0;
  for (let at = 0; at < candidates; at++) {
    const row = near[2 * at];
    const other = near[2 * at + 1];
    const wanted = settled ? 2 * Math.sqrt(radius[row] * radius[other]) : radius[row] + radius[other]; // along the floor
    let dx = shorter(x[other] - x[row], periods[0]);
    let dy = shorter(y[other] - y[row], periods[1]);
    let dz = settled ? 0 : shorter(z[other] - z[row], periods[2]);
    const square = dx * dx + dy * dy + dz * dz;
    if (!(square < wanted * wanted)) continue;
    let distance = Math.sqrt(square);
    const overlap = wanted - distance;
    if (distance === 0) {
      pick(id, row, other, settled);
      dx = direction[0];
      dy = direction[1];
      dz = direction[2];
      distance = 1;
    }
    const scale = (0.5 * overlap) / distance;
    pairs[2 * pair] = row;
    pairs[2 * pair + 1] = other;
    moves[3 * pair] = scale * dx;
    moves[3 * pair + 1] = scale * dy;
    moves[3 * pair + 2] = scale * dz;
    touching[row]++;
    touching[other]++;
    pair++;
    largest = Math.max(largest, overlap / wanted);
  }
  overlaps.count = pair;
  return largest;
}

/** @param times how far: 1 is until they touch */
function move(
  { count, pairs, moves, touching }: Overlaps,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  times: number,
): void {
  for (let pair = 0; pair < count; pair++) {
    const row = pairs[2 * pair];
    const other = pairs[2 * pair + 1];
    const part = times * Math.min(1, 3 / Math.max(touching[row], touching[other]));
    const dx = part * moves[3 * pair];
    const dy = part * moves[3 * pair + 1];
    const dz = part * moves[3 * pair + 2];
    x[row] -= dx;
    y[row] -= dy;
    z[row] -= dz;
    x[other] += dx;
    y[other] += dy;
    z[other] += dz;
  }
}

function confine(
  { neighbours }: Overlaps,
  count: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  radius: Float64Array,
  settled: boolean,
): void {
  const { lengths, periods } = neighbours.box;
  for (let row = 0; row < count; row++) {
    x[row] = kept(x[row], lengths[0], periods[0], radius[row]);
    y[row] = kept(y[row], lengths[1], periods[1], radius[row]);
    z[row] = settled ? radius[row] : kept(z[row], lengths[2], periods[2], radius[row]);
  }
}

const direction = new Float64Array(3);
const words = new Int32Array(2);

/** Where to part two cells that are at one place: a direction of their ids alone, the other way round if the rows are. */
function pick(id: Int32Array, row: number, other: number, settled: boolean): void {
  const first = id[2 * row] - id[2 * other] || id[2 * row + 1] - id[2 * other + 1];
  const [a, b] = first < 0 ? [row, other] : [other, row];
  threefry(id[2 * a], id[2 * a + 1], id[2 * b], id[2 * b + 1], words, 0);
  const sign = first < 0 ? 1 : -1;
  const turn = 2 * Math.PI * uniformOf(words[0], 0);
  const height = settled ? 0 : 2 * uniformOf(words[1], 0) - 1;
  const across = sign * Math.sqrt(1 - height * height);
  direction[0] = across * cos(turn);
  direction[1] = across * sin(turn);
  direction[2] = sign * height;
}

/** Makes room for twice as many pairs. */
function widen(overlaps: Overlaps): void {
  const { near } = overlaps;
  overlaps.near = new Int32Array(2 * near.length);
  overlaps.near.set(near);
  overlaps.pairs = new Int32Array(2 * near.length);
  overlaps.moves = new Float64Array(3 * near.length);
}
