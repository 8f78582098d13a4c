/** The sides of a box as cells meet them: they turn back at a wall, and come back at the other side where it is periodic. */
import type { Grid } from "./grid.ts";

export interface Box {
  readonly lengths: readonly [number, number, number]; // µm
  readonly periods: readonly [number, number, number]; // along a periodic axis its length, else Infinity
}

/** The box that a grid fills. Whatever does not lead to the other side is a wall to a cell. */
export function boxOf({ shape, size, walls }: Grid): Box {
  const lengths = [shape[0] * size[0], shape[1] * size[1], shape[2] * size[2]] as const;
  const period = (axis: number): number => (walls[2 * axis] === "periodic" ? lengths[axis] : Infinity);
  return { lengths, periods: [period(0), period(1), period(2)] };
}

/** A difference of two places along an axis, by the shorter way round. @param difference µm @param period µm; Infinity between walls */
export function shorter(difference: number, period: number): number {
  if (difference > 0.5 * period) return difference - period;
  return difference < -0.5 * period ? difference + period : difference;
}

/**
 * A place along an axis, brought into the box: wrapped where it is periodic, else moved to where a sphere of this radius just
 * touches the wall; in a box too narrow for it, to the middle. @param at µm @param length µm @param period µm @param radius µm
 */
export function kept(at: number, length: number, period: number, radius: number): number {
  if (period < Infinity) return wrapped(at, period);
  return length <= 2 * radius ? 0.5 * length : Math.min(Math.max(at, radius), length - radius);
}

/** As kept(), but turned back by a wall as far as it would have gone beyond it, however often. */
export function reflected(at: number, length: number, period: number, radius: number): number {
  if (period < Infinity) return wrapped(at, period);
  const span = length - 2 * radius;
  const beyond = at - radius;
  if (beyond >= 0 && beyond <= span) return at;
  const along = beyond - 2 * span * Math.floor(beyond / (2 * span));
  return kept(radius + (along > span ? 2 * span - along : along), length, period, radius);
}

/** Whether what went there was turned back an odd number of times, and so now moves the other way. */
export function turned(at: number, length: number, period: number, radius: number): boolean {
  const span = length - 2 * radius;
  if (period < Infinity || !(span > 0)) return false;
  const times = Math.floor((at - radius) / span);
  return times - 2 * Math.floor(0.5 * times) === 1 && at - radius !== span;
}

/** From 0 to less than the period. */
function wrapped(at: number, period: number): number {
  if (at >= 0 && at < period) return at;
  const within = at - period * Math.floor(at / period);
  return within < period ? Math.max(within, 0) : 0; // rounding may reach either side
}
