/**
 * Brownian motion of one vesicle, or of a packet that goes as one, in a box among spheres that stand still and may take it.
 *
 * Far from everything it goes to the surface of the largest ball that is free, by the exact law of the time this takes
 * (`exit.ts`). Near a sphere it makes steps of spread σ = √(2Dτ), which are short beside the way to anything but that sphere;
 * that one sphere enters exactly, whatever τ is. With r the distance from its centre, R its radius and y = r − R, from y₀:
 *
 *   path from r₀ to r touches it     (exp(−2yy₀/σ²) − exp(−2rr₀/σ²)) / (1 − exp(−2rr₀/σ²));  1 below the surface
 *   if it does, and is reflected     y + l has density ∝ (q − y₀) q exp(−q²/2σ²) at q = y₀ + y + l,
 *                                    l = min((y + l) · uniform, R · exponential): the push of the surface (local time)
 *   is taken meanwhile               1 − exp(−take · l / (4πR²D)), each vesicle of a packet by itself
 *
 * It follows from r · density being Brownian motion on a line with an elastic end. So what an isolated sphere takes follows
 * Collins and Kimball (1949) for any step; only the way around the sphere is approximated. Closed walls fold the path back.
 * Absorbing walls, and those with a fixed concentration behind them, end it: exactly, where no sphere is near.
 */
import { binomial, exponential, next, normal } from "../../kernels/chance.ts";
import { cos, exp, expm1, sin } from "../../kernels/math.ts";
import { reflected } from "./box.ts";
import { type Crowd, look, type Seen } from "./crowd.ts";
import { exitTime, insideDistance } from "./exit.ts";

/** A row: one vesicle, or as many as go together. */
export interface Walker {
  x: number; // µm
  y: number;
  z: number;
  weight: number; // whole; how many it stands for
}

/** Is told who would take how many; returns how many it had room for. The others are reflected. */
export type Taken = (body: number, count: number) => number;

const clear = 5; // what is this many spreads away is not reached within a step
const finest = 0.125; // of the longest step near a sphere: the shortest, where several surfaces meet

/**
 * Walks a row for a time, with the numbers of the stream that is open. Leaves where it is, and its weight less what was taken
 * (0: all of it was). Returns the wall through which it left, 0 to 5 as in `Crowd.walls`, with the weight that left; −1: none.
 * What starts inside a sphere is put on its surface.
 * @param diffusion µm²/s @param duration s
 * @param stride longest spread of a step near a sphere that may touch it, in its radii
 */
export function walk(
  crowd: Crowd,
  walker: Walker,
  diffusion: number,
  duration: number,
  taken: Taken,
  stride = 0.5,
): number {
  const { values, body } = crowd.seen;
  const shortest = finest * stride * crowd.smallest;
  let left = 2 * diffusion * duration; // variance along each axis that is still to come, µm²
  let lifts = 0;
  while (left > 0 && walker.weight > 0) {
    const { x, y, z } = walker;
    look(crowd, x, y, z);
    if (values[0] < -1e-9 * values[5] && lifts++ < 8) {
      lift(crowd, walker);
      continue;
    }
    lifts = 0;
    const gap = Math.max(values[0], 0);
    const wall = nearestWall(crowd, x, y, z);
    const toWall = wall < 0 ? Infinity : above(crowd, wall, x, y, z);
    const ball = Math.min(gap, toWall);

    let spread = Math.min(values[1], Math.max(gap, toWall), acrossOf(crowd, x, y, z)) / clear;
    if (body[0] >= 0) spread = Math.min(spread, Math.max(stride * values[5], gap / clear));
    spread = Math.max(spread, shortest);
    if (spread * spread >= left) {
      spread = Math.sqrt(left);
      left = 0;
    } else if (ball * ball > 3 * spread * spread) {
      left = leap(crowd, walker, ball, left);
      continue;
    } else left -= spread * spread;

    const out = step(crowd, walker, diffusion, spread, taken);
    if (out >= 0) return out;
  }
  return -1;
}

/** To the surface of a free ball, or as far as there is time to. Returns the variance that is left. */
function leap(crowd: Crowd, walker: Walker, radius: number, left: number): number {
  const needed = 2 * radius * radius * exitTime();
  const r = needed < left ? radius : radius * insideDistance(left / (2 * radius * radius));
  const c = 2 * next() - 1;
  const s = r * Math.sqrt(1 - c * c);
  const angle = 2 * Math.PI * next();
  place(crowd, walker, walker.x + s * cos(angle), walker.y + s * sin(angle), walker.z + r * c);
  return needed < left ? left - needed : 0;
}

/** One step of this spread along each axis, with what it touches. Returns the wall through which the row left, or −1. */
function step(crowd: Crowd, walker: Walker, diffusion: number, spread: number, taken: Taken): number {
  const { seen } = crowd;
  end[0] = walker.x + spread * normal();
  end[1] = walker.y + spread * normal();
  end[2] = walker.z + spread * normal();
  const which = touched(seen, spread);
  if (which >= 0) {
    push[which] = bounce(seen, which, walker, spread);
    push[1 - which] = seen.body[1] < 0 ? 0 : pressed(seen, 1 - which, spread);
    const free = push[1 - which] === 0 || parted(seen, which);
    for (let side = 0; side < 2; side++) {
      const take = seen.values[6 + 5 * side];
      if (push[side] === 0 || take === 0) continue;
      const radius = seen.values[5 + 5 * side];
      const chance = take < Infinity ? -expm1((-take * push[side]) / (4 * Math.PI * radius * radius * diffusion)) : 1;
      const count = binomial(walker.weight, chance);
      if (count > 0) walker.weight -= taken(seen.body[side], count);
    }
    if (!free) return -1; // no way between the two: it stays
  }
  const wall = wallReached(crowd, walker, spread);
  place(crowd, walker, end[0], end[1], end[2]);
  return walker.weight > 0 ? wall : -1;
}

const end = new Float64Array(3); // where a step ends, before walls
const push = new Float64Array(2); // of the surfaces of the two nearest bodies, µm

/** Which of the two nearest bodies a step touches: 0, 1 or −1. */
function touched({ values, body }: Seen, spread: number): number {
  for (let which = 0; which < 2 && body[which] >= 0; which++) {
    const gap = Math.max(values[which], 0);
    if (gap > 8 * spread) return -1;
    const radius = values[5 + 5 * which];
    const r = distanceTo(values, which);
    if (r <= radius) return which;
    const near = (2 * gap * (r - radius)) / (spread * spread);
    if (near > 36) continue;
    const around = exp((-2 * (radius + gap) * r) / (spread * spread));
    if (next() * (1 - around) < exp(-near) - around) return which;
  }
  return -1;
}

/** A step that touches a body and is reflected, into `end`; returns the push of its surface, µm. */
function bounce({ values }: Seen, which: number, from: Walker, spread: number): number {
  const at = 2 + 5 * which;
  const radius = values[at + 3];
  const sum = spread * reach(Math.max(values[which], 0) / spread);
  const pushed = Math.min(sum * next(), radius * exponential());
  const r = radius + sum - pushed;
  let ex = from.x - values[at];
  let ey = from.y - values[at + 1];
  let ez = from.z - values[at + 2];
  const r0 = Math.sqrt(ex * ex + ey * ey + ez * ez);
  ex /= r0;
  ey /= r0;
  ez /= r0;
  // around the sphere: a plane step, laid on it from the opposite pole
  const turn = 0.5 * spread * Math.sqrt(2 / (radius * (r0 + r)));
  let tx = turn * normal();
  let ty = turn * normal();
  let tz = turn * normal();
  const along = tx * ex + ty * ey + tz * ez;
  tx -= along * ex;
  ty -= along * ey;
  tz -= along * ez;
  const square = tx * tx + ty * ty + tz * tz;
  const scale = r / (1 + square);
  end[0] = values[at] + scale * ((1 - square) * ex + 2 * tx);
  end[1] = values[at + 1] + scale * ((1 - square) * ey + 2 * ty);
  end[2] = values[at + 2] + scale * ((1 - square) * ez + 2 * tz);
  return pushed;
}

/** A number s > 0 with density ∝ s (s + y) exp(−(s + y)²/2): by rejection from w = ((s + y)² − y²)/2. */
function reach(y: number): number {
  for (;;) {
    let w = exponential();
    if (y < 1) {
      const n = normal();
      w += 0.5 * n * n;
    } else w += exponential();
    const q = Math.sqrt(2 * w + y * y);
    if (next() * (q + y) < (y < 1 ? Math.sqrt(2 * w) : 2 * y)) return q - y;
  }
}

/** The other surface, as a plane: moves `end` off it where the path touched it too; returns its push, µm. */
function pressed({ values }: Seen, which: number, spread: number): number {
  const before = Math.max(values[which], 0);
  const after = distanceTo(values, which) - values[5 + 5 * which];
  const product = Math.max(before * after, 0);
  const half = 0.5 * spread * spread;
  if (product > 18 * spread * spread) return 0;
  if (product > 0 && next() >= exp(-product / half)) return 0;
  // the lowest point of the path, given that it is below 0
  const lowest =
    0.5 * (before + after - Math.sqrt((before - after) * (before - after) + 4 * (product + half * exponential())));
  moveOff(values, which, -lowest);
  return -lowest;
}

/** Moves `end` out of both bodies, by turns, beginning with this one; adds to their pushes. Tells whether it could. */
function parted({ values }: Seen, which: number): boolean {
  let clean = 0;
  for (let turn = 0, side = which; turn < 16 && clean < 2; turn++, side = 1 - side) {
    const depth = values[5 + 5 * side] - distanceTo(values, side);
    clean = depth > 0 ? 1 : clean + 1;
    if (depth <= 0) continue;
    moveOff(values, side, depth * 1.000001);
    push[side] += depth;
  }
  return clean === 2;
}

/** Of `end` from the centre of one of the two nearest bodies, µm. */
function distanceTo(values: Float64Array, which: number): number {
  const at = 2 + 5 * which;
  const dx = end[0] - values[at];
  const dy = end[1] - values[at + 1];
  const dz = end[2] - values[at + 2];
  return Math.sqrt(dx * dx + dy * dy + dz * dz);
}

/** Moves `end` straight away from a body's centre. @param by µm */
function moveOff(values: Float64Array, which: number, by: number): void {
  const at = 2 + 5 * which;
  const scale = by / distanceTo(values, which);
  end[0] += scale * (end[0] - values[at]);
  end[1] += scale * (end[1] - values[at + 1]);
  end[2] += scale * (end[2] - values[at + 2]);
}

/** Puts a row that is inside the nearest body on its surface. */
function lift(crowd: Crowd, walker: Walker): void {
  const { values } = crowd.seen;
  const dx = walker.x - values[2];
  const dy = walker.y - values[3];
  const dz = walker.z - values[4];
  const r = Math.sqrt(dx * dx + dy * dy + dz * dz);
  const scale = r > 0 ? values[5] / r : 0;
  place(
    crowd,
    walker,
    values[2] + scale * dx,
    values[3] + scale * dy,
    values[4] + (r > 0 ? scale * dz : values[5]), // from the very centre: straight up
  );
}

/** Sets a place, folded or brought round into the box. */
function place({ lengths, walls }: Crowd, walker: Walker, x: number, y: number, z: number): void {
  walker.x = reflected(x, lengths[0], walls[0] === "periodic" ? lengths[0] : Infinity, 0);
  walker.y = reflected(y, lengths[1], walls[2] === "periodic" ? lengths[1] : Infinity, 0);
  walker.z = reflected(z, lengths[2], walls[4] === "periodic" ? lengths[2] : Infinity, 0);
}

const ends = (crowd: Crowd, wall: number): boolean =>
  crowd.walls[wall] === "absorbing" || crowd.walls[wall] === "fixed";

/** How far a place is above a wall, µm. */
function above({ lengths }: Crowd, wall: number, x: number, y: number, z: number): number {
  const at = wall < 2 ? x : wall < 4 ? y : z;
  return wall % 2 === 0 ? at : lengths[wall >> 1] - at;
}

/** The nearest wall that ends a path; −1: there is none. */
function nearestWall(crowd: Crowd, x: number, y: number, z: number): number {
  let nearest = -1;
  let least = Infinity;
  for (let wall = 0; wall < 6; wall++) {
    if (!ends(crowd, wall)) continue;
    const height = above(crowd, wall, x, y, z);
    if (height < least) {
      least = height;
      nearest = wall;
    }
  }
  return nearest;
}

/** The way to the farther of two opposite walls, of which one or both end a path; the least of the three directions, µm. */
function acrossOf(crowd: Crowd, x: number, y: number, z: number): number {
  let least = Infinity;
  for (let wall = 0; wall < 6; wall += 2) {
    if (!ends(crowd, wall) && !ends(crowd, wall + 1)) continue;
    least = Math.min(least, Math.max(above(crowd, wall, x, y, z), above(crowd, wall + 1, x, y, z)));
  }
  return least;
}

/** The wall that a step passes or touches on its way; −1: none. */
function wallReached(crowd: Crowd, from: Walker, spread: number): number {
  for (let wall = 0; wall < 6; wall++) {
    if (!ends(crowd, wall)) continue;
    const after = above(crowd, wall, end[0], end[1], end[2]);
    if (after <= 0) return wall;
    const near = (2 * above(crowd, wall, from.x, from.y, from.z) * after) / (spread * spread);
    if (near < 36 && next() < exp(-near)) return wall;
  }
  return -1;
}
