/**
 * How a cell moves in a step: a persistent random walk, a climb along a gradient, and what the walls make of both.
 *
 * The walk is that of Fürth: a velocity that forgets itself within the persistence time P and spreads the cell by the motility
 * µ along each axis in the long run (an Ornstein–Uhlenbeck process). With a = dt/P, e = exp(−a):
 *
 *   mean square displacement    2 µ (t − P (1 − exp(−t/P))) along each axis
 *   velocity at the start       normal, variance µ/P
 *   velocity after dt           e v + ξ       var ξ = (µ/P) (1 − e²)
 *   displacement                P (1 − e) v + η       var η = 2 µ P (a − 2 (1 − e) + ½ (1 − e²)),  cov ξη = µ (1 − e)²
 *
 * That is exact for any dt. With P = 0 the displacement is normal with variance 2 µ dt, and there is no velocity.
 * Numbers come from the stream that the caller has begun; a cell that does not move draws none.
 */
import { normal } from "../../kernels/chance.ts";
import { expm1 } from "../../kernels/math.ts";
import { type Box, reflected, turned } from "./box.ts";

/** Velocity of a cell that has always walked so, along one axis, µm/s: a draw. @param motility µm²/s @param persistence s */
export function velocityAtStart(motility: number, persistence: number): number {
  return motility > 0 && persistence > 0 ? Math.sqrt(motility / persistence) * normal() : 0;
}

/** What a walk over a step comes to, along each axis alike: worked out once for all cells of equal motility and persistence. */
export interface Walk {
  motility: number; // µm²/s
  persistence: number; // s; 0: no memory of where it went
  dt: number; // s
  kept: number; // part of the velocity that is left
  carried: number; // displacement for a velocity, s
  jolt: number; // standard deviation of the new part of the velocity, µm/s
  dragged: number; // displacement for that new part, s
  spread: number; // standard deviation of the rest of the displacement, µm
}

export const newWalk = (): Walk => ({
  motility: -1,
  persistence: -1,
  dt: -1,
  kept: 0,
  carried: 0,
  jolt: 0,
  dragged: 0,
  spread: 0,
});

/** Sets what a walk comes to, unless it is so already. @param motility µm²/s @param persistence s @param dt s, above 0 */
export function setWalk(walk: Walk, motility: number, persistence: number, dt: number): void {
  if (walk.motility === motility && walk.persistence === persistence && walk.dt === dt) return;
  walk.motility = motility;
  walk.persistence = persistence;
  walk.dt = dt;
  if (persistence === 0) {
    walk.kept = walk.carried = walk.jolt = walk.dragged = 0;
    walk.spread = Math.sqrt(2 * motility * dt);
    return;
  }
  const a = dt / persistence;
  const forgotten = -expm1(-a); // 1 − e
  const renewed = -expm1(-2 * a); // 1 − e²
  walk.kept = 1 - forgotten;
  walk.carried = persistence * forgotten;
  walk.jolt = Math.sqrt((motility / persistence) * renewed);
  walk.dragged = (persistence * forgotten * forgotten) / renewed; // cov ξη / var ξ
  const rest = 2 * wandered(a) - (forgotten * forgotten * forgotten * forgotten) / renewed;
  walk.spread = Math.sqrt(motility * persistence * Math.max(rest, 0));
}

/** a − 2 (1 − e) + ½ (1 − e²), to 1e-9 of itself: it is a³/3 where a is small. */
function wandered(a: number): number {
  if (a > 0.05) return a + 2 * expm1(-a) - 0.5 * expm1(-2 * a);
  return a * a * a * (1 / 3 - a * (1 / 4 - a * (7 / 60 - a * (1 / 24 - a * (31 / 2520 - a / 320)))));
}

/**
 * Moves one cell by a step of its walk and by what it climbs meanwhile; walls turn it back.
 * @param x µm, shape [capacity], as y and z @param vx µm/s, shape [capacity], as vy and vz; none is touched without persistence
 * @param climbs µm/s, shape [3]: velocity beside the walk @param radius µm @param settled the cell lies on the floor and stays there
 */
export function stride(
  walk: Walk,
  box: Box,
  row: number,
  x: Float64Array,
  y: Float64Array,
  z: Float64Array,
  vx: Float64Array,
  vy: Float64Array,
  vz: Float64Array,
  climbs: Float64Array,
  radius: number,
  settled: boolean,
): void {
  strideAlong(walk, box, 0, row, x, vx, climbs[0], radius);
  strideAlong(walk, box, 1, row, y, vy, climbs[1], radius);
  if (!settled) strideAlong(walk, box, 2, row, z, vz, climbs[2], radius);
}

function strideAlong(
  walk: Walk,
  { lengths, periods }: Box,
  axis: number,
  row: number,
  places: Float64Array,
  velocities: Float64Array,
  climb: number,
  radius: number,
): void {
  let way = climb * walk.dt;
  if (walk.persistence > 0) {
    const jolt = walk.motility > 0 ? walk.jolt * normal() : 0;
    way += walk.carried * velocities[row] + walk.dragged * jolt;
    velocities[row] = walk.kept * velocities[row] + jolt;
  }
  if (walk.motility > 0) way += walk.spread * normal();
  const to = places[row] + way;
  if (walk.persistence > 0 && turned(to, lengths[axis], periods[axis], radius)) velocities[row] = -velocities[row];
  places[row] = reflected(to, lengths[axis], periods[axis], radius);
}

/**
 * Velocity of a cell up a gradient: along it, at full speed where the concentration differs much over the cell, at half of it
 * where the difference is `halfMax` of the concentration in the middle.
 * @param climbs µm/s, shape [3], written @param speed µm/s @param halfMax 0 or more @param diameter µm
 * @param concentration molecules/µm³ @param gx molecules/µm⁴ @param settled only the gradient along the floor counts
 */
export function climb(
  climbs: Float64Array,
  speed: number,
  halfMax: number,
  diameter: number,
  concentration: number,
  gx: number,
  gy: number,
  gz: number,
  settled: boolean,
): void {
  const up = settled ? 0 : gz;
  const slope = Math.sqrt(gx * gx + gy * gy + up * up);
  const difference = slope * diameter;
  const scale = slope > 0 ? (speed * (difference / (difference + halfMax * concentration))) / slope : 0;
  climbs[0] = scale * gx;
  climbs[1] = scale * gy;
  climbs[2] = scale * up;
}
