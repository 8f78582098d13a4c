/**
 * Pools of vesicles diffuse: so many walkers on the lattice of voxels, each for itself, with rate D / h² to either neighbour
 * along each axis, and 2 D / h² out through an absorbing or fixed side, which lies half a voxel away.
 *
 * The axes are independent: a walk of any length is one along x, then one along y, then one along z. Along an axis of n voxels
 * the chances are exact. A side is a mirror, with the sign +1 if closed and −1 if what reaches it is gone:
 *
 *   λ = D t / h²        K(d) = 1/N Σ_k exp(−4 λ sin²(θ_k / 2)) cos(θ_k d)        θ_k = 2 π (k + δ) / N,  k = 0 … N − 1
 *   from i to j         K(i − j) + low · K(i + j + 1)        N = 2 n; δ = 0 if both sides have one sign, ½ if not
 *   periodic            K(i − j)                             N = n, δ = 0
 *   gone                what is left of 1
 *
 * Up to `few` vesicles of a voxel draw one number each, which puts them along the axis in the order of space, so that they stay
 * near each other in runs that share their chance; more are a multinomial, drawn as one binomial number after another.
 */
import { begin, binomial, next } from "../../kernels/chance.ts";
import { cos, exp, sin } from "../../kernels/math.ts";
import type { Wall } from "../../model.ts";
import { type Grid, voxelsOf } from "./grid.ts";

const few = 16; // by which way is quicker
const leastChance = 1e-12; // smaller chances of a place are left out, and the others of its row make up for it

/** The walk along one axis; rows are where it begins. */
interface Axis {
  readonly number: number; // 0, 1, 2: x, y, z
  readonly length: number; // voxels, n
  readonly stride: number; // from a voxel to the next along the axis
  readonly spacing: number; // µm, h
  readonly periodic: boolean;
  readonly low: number; // sign of the mirror at the low side
  readonly shift: number; // 2 δ
  readonly cosine: Float64Array; // cos(π m / N), shape [2 N]
  readonly decay: Float64Array; // 4 sin²(θ_k / 2), shape [N]
  readonly weight: Float64Array; // shape [N]
  readonly kernel: Float64Array; // K, shape [N]
  /** What the columns below are for; −1: nothing yet. */
  lambda: number;
  moves: boolean;
  /** Chance of a place or one before it in space, shape [n, n]. Periodic rows begin half a turn before their voxel. */
  readonly cumulative: Float64Array;
  /** Places of a row, gone (n) first, then the nearest; and chance of each, given none before. Shape [n, n + 1]. */
  readonly to: Int32Array;
  readonly share: Float64Array;
}

/** Tables and working memory for the pool of one species in one box; what they hold between calls changes no result. */
export interface Spread {
  readonly voxels: number;
  readonly classes: number;
  readonly kinds: number;
  readonly axes: readonly Axis[];
  /** One line of voxels after the walk, by place; the last is for what is gone. */
  readonly line: Float64Array;
  readonly lineCargo: Float64Array; // shape [places, kinds]
  readonly rest: Float64Array; // copies on the vesicles of a voxel that are still to be placed, by kind of cargo
}

/** @param classes joint cargo classes of the species @param cargoKinds kinds of cargo that are kept for each class */
export function newSpread(grid: Grid, classes: number, cargoKinds: number): Spread {
  const places = Math.max(...grid.shape) + 1;
  return {
    voxels: voxelsOf(grid),
    classes,
    kinds: cargoKinds,
    axes: [0, 1, 2].map((number) => newAxis(grid, number)),
    line: new Float64Array(places),
    lineCargo: new Float64Array(places * cargoKinds),
    rest: new Float64Array(cargoKinds),
  };
}

const signOf = (wall: Wall): number => (wall === "closed" ? 1 : -1);

function newAxis({ shape, size, walls }: Grid, number: number): Axis {
  const length = shape[number];
  const periodic = walls[2 * number] === "periodic";
  const low = signOf(walls[2 * number]);
  const shift = low === signOf(walls[2 * number + 1]) ? 0 : 1;
  const modes = periodic ? length : 2 * length;
  const quarter = Math.PI / (2 * modes);
  return {
    number,
    length,
    stride: shape.slice(0, number).reduce((product, voxels) => product * voxels, 1),
    spacing: size[number],
    periodic,
    low,
    shift,
    cosine: Float64Array.from({ length: 2 * modes }, (_, m) => cos(2 * quarter * m)),
    decay: Float64Array.from(
      { length: modes },
      (_, k) => 4 * sin(quarter * (2 * k + shift)) * sin(quarter * (2 * k + shift)),
    ),
    weight: new Float64Array(modes),
    kernel: new Float64Array(modes),
    lambda: -1,
    moves: false,
    cumulative: new Float64Array(length * length),
    to: new Int32Array(length * (length + 1)),
    share: new Float64Array(length * (length + 1)),
  };
}

/**
 * Moves the vesicles of a pool, whole numbers, for a time; their cargo goes with them in equal parts.
 * @param count shape [voxels, classes]
 * @param cargo copies, shape [voxels, classes, kinds]; 0 where no vesicle is
 * @param diffusion µm²/s
 * @param t s, of any length
 * @param key0 first word of the key of this use of chance at this moment; draws are keyed further by voxel, class and axis
 * @param leftCargo copies on those that left the box are added, by kind
 * @returns vesicles that left the box
 * @throws RangeError unless diffusion · t is 0 or more and finite
 */
export function spread(
  s: Spread,
  count: Float64Array,
  cargo: Float64Array,
  diffusion: number,
  t: number,
  key0: number,
  key1: number,
  leftCargo: Float64Array,
): number {
  let left = 0;
  for (let number = 0; number < 3; number++) {
    const axis = s.axes[number];
    tabulate(axis, (diffusion * t) / (axis.spacing * axis.spacing));
    if (axis.moves) left += walk(s, axis, count, cargo, key0, key1, leftCargo);
  }
  return left;
}

/** Moves all along one axis: line by line, class by class. Returns how many left. */
function walk(
  s: Spread,
  axis: Axis,
  count: Float64Array,
  cargo: Float64Array,
  key0: number,
  key1: number,
  leftCargo: Float64Array,
): number {
  const { voxels, classes, kinds, line, lineCargo } = s;
  const { length, stride } = axis;
  let left = 0;
  for (let slab = 0; slab < voxels; slab += stride * length) {
    for (let first = slab; first < slab + stride; first++) {
      for (let joint = 0; joint < classes; joint++) {
        if (!occupied(count, first * classes + joint, stride * classes, length)) continue;
        line.fill(0, 0, length + 1);
        lineCargo.fill(0, 0, (length + 1) * kinds);
        for (let from = 0; from < length; from++) {
          const voxel = first + from * stride;
          const at = voxel * classes + joint;
          if (count[at] === 0) continue;
          for (let kind = 0; kind < kinds; kind++) s.rest[kind] = cargo[at * kinds + kind];
          begin(key0, key1, voxel, 3 * joint + axis.number);
          if (count[at] <= few) placeEach(s, axis, from, count[at]);
          else placeTogether(s, axis, from, count[at]);
        }
        for (let place = 0; place < length; place++) {
          const at = (first + place * stride) * classes + joint;
          count[at] = line[place];
          for (let kind = 0; kind < kinds; kind++) cargo[at * kinds + kind] = lineCargo[place * kinds + kind];
        }
        left += line[length];
        for (let kind = 0; kind < kinds; kind++) leftCargo[kind] += lineCargo[length * kinds + kind];
      }
    }
  }
  return left;
}

function occupied(count: Float64Array, first: number, stride: number, length: number): boolean {
  for (let place = 0; place < length; place++) if (count[first + place * stride] !== 0) return true;
  return false;
}

/** Draws the place of each vesicle: looked for from its own place onwards, since most do not go far. */
function placeEach(s: Spread, axis: Axis, from: number, count: number): void {
  const { length, cumulative } = axis;
  const own = orderOf(axis, from);
  const row = from * length;
  for (let left = count; left > 0; left--) {
    const u = next();
    let order = own;
    while (order > 0 && u <= cumulative[row + order - 1]) order--;
    while (order < length && u > cumulative[row + order]) order++;
    put(s, order === length ? length : placeAt(axis, from, order), 1, left);
  }
}

/** Draws how many go to each place, one place after the other until all have one. */
function placeTogether(s: Spread, { length, to, share }: Axis, from: number, count: number): void {
  let left = count;
  for (let at = from * (length + 1); left > 0; at++) {
    const moved = binomial(left, share[at]);
    if (moved === 0) continue;
    put(s, to[at], moved, left);
    left -= moved;
  }
}

/** Puts some of the vesicles that are left to a place, with their part of what is left of the cargo. */
function put(s: Spread, place: number, moved: number, left: number): void {
  const { line, lineCargo, rest, kinds } = s;
  const share = moved / left; // the last take all
  line[place] += moved;
  for (let kind = 0; kind < kinds; kind++) {
    const part = rest[kind] * share;
    rest[kind] -= part;
    lineCargo[place * kinds + kind] += part;
  }
}

/** Works out the chances along an axis, unless they are there. @param lambda D t / h² */
function tabulate(axis: Axis, lambda: number): void {
  if (lambda === axis.lambda) return;
  if (!(lambda >= 0 && lambda < Infinity)) throw new RangeError(`a walk needs a finite D t / h², not ${lambda}`);
  mirror(axis, lambda);
  axis.lambda = lambda;
  axis.moves = false;
  for (let from = 0; from < axis.length; from++) if (tabulateRow(axis, from)) axis.moves = true;
}

/** Works out K. */
function mirror({ cosine, decay, weight, kernel, shift }: Axis, lambda: number): void {
  const modes = kernel.length;
  for (let k = 0; k < modes; k++) weight[k] = exp(-lambda * decay[k]) / modes;
  for (let distance = 0; distance < modes; distance++) {
    let sum = 0;
    for (let k = 0; k < modes; k++) sum += weight[k] * cosine[((2 * k + shift) * distance) % cosine.length];
    kernel[distance] = sum;
  }
}

/** Works out the chances of the walks that begin at a voxel. Returns whether they lead anywhere else. */
function tabulateRow(axis: Axis, from: number): boolean {
  const { length, periodic, low, kernel, cumulative, to, share } = axis;
  const own = orderOf(axis, from);
  const row = from * length;
  let gone = 1;
  for (let order = 0; order < length; order++) {
    const chance = kernel[Math.abs(order - own)] + (periodic ? 0 : low * kernel[from + order + 1]);
    gone -= chance;
    cumulative[row + order] = chance < leastChance ? 0 : chance;
  }
  const first = from * (length + 1);
  let end = first;
  if (gone >= leastChance) {
    to[end] = length;
    share[end++] = gone;
  }
  let last = 0; // in the order of space
  for (let near = 0; near < 2 * length; near++) {
    const order = near % 2 === 0 ? own + near / 2 : own - (near + 1) / 2;
    if (order < 0 || order >= length || cumulative[row + order] === 0) continue;
    to[end] = placeAt(axis, from, order);
    share[end++] = cumulative[row + order];
    last = Math.max(last, order);
  }
  let sum = 0;
  for (let at = end - 1; at >= first; at--) {
    sum += share[at];
    share[at] /= sum; // the last is 1
  }
  for (let order = 0, before = 0; order < length; order++) {
    before += cumulative[row + order];
    cumulative[row + order] = before / sum;
  }
  if (gone < leastChance) cumulative.fill(1, row + last, row + length); // whatever is left is rounding
  return end > first + 1 || to[first] !== from;
}

/** Where a voxel stands in its own row, in the order of space. */
const orderOf = ({ periodic, length }: Axis, from: number): number => (periodic ? (length - 1) >> 1 : from);

const placeAt = (axis: Axis, from: number, order: number): number =>
  axis.periodic ? (from - orderOf(axis, from) + order + axis.length) % axis.length : order;
