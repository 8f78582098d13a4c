/** What theory says, worked out numerically and far more finely than the engine does: ordinary and master equations. */

/** The state after some time under d(state)/dt = slope(state), by Runge and Kutta's fourth-order rule. */
export function solve(
  slope: (state: Float64Array) => Float64Array,
  start: ArrayLike<number>,
  time: number,
  pieces = 20_000,
): Float64Array {
  const h = time / pieces;
  const state = Float64Array.from(start);
  const moved = (by: Float64Array, part: number): Float64Array => state.map((value, at) => value + part * h * by[at]);
  for (let piece = 0; piece < pieces; piece++) {
    const a = slope(state);
    const b = slope(moved(a, 0.5));
    const c = slope(moved(b, 0.5));
    const d = slope(moved(c, 1));
    for (let at = 0; at < state.length; at++) state[at] += (h / 6) * (a[at] + 2 * b[at] + 2 * c[at] + d[at]);
  }
  return state;
}

/**
 * Mean and variance of a count after some time, when it starts at 0, goes up by one at `up(count)` and down by one at
 * `down(count)` a second, and never passes `most`: from the master equation.
 */
export function countAfter(
  time: number,
  most: number,
  up: (count: number) => number,
  down: (count: number) => number,
): { mean: number; variance: number } {
  const ups = Float64Array.from({ length: most + 1 }, (_, count) => (count < most ? up(count) : 0));
  const downs = Float64Array.from({ length: most + 1 }, (_, count) => (count > 0 ? down(count) : 0));
  const fastest = Math.max(...ups.map((rate, count) => rate + downs[count]));
  const chances = solve(
    (p) =>
      p.map(
        (chance, n) =>
          (n > 0 ? p[n - 1] * ups[n - 1] : 0) + (n < most ? p[n + 1] * downs[n + 1] : 0) - chance * (ups[n] + downs[n]),
      ),
    Float64Array.from({ length: most + 1 }, (_, count) => (count === 0 ? 1 : 0)),
    time,
    Math.ceil(time * fastest * 4), // stable, and exact to nine digits
  );
  const mean = chances.reduce((sum, chance, count) => sum + chance * count, 0);
  const variance = chances.reduce((sum, chance, count) => sum + chance * (count - mean) ** 2, 0);
  return { mean, variance };
}
