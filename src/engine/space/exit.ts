/**
 * Brownian motion from the centre of a ball: when it first reaches the surface, and where it is if it has not. Both laws
 * are exact and in units of the ball: lengths of its radius, times of radius²/D.
 *
 *   still inside at time s   2 Σ (−1)^(n+1) exp(−n²π²s)  =  1 − 2/√(πs) · Σ exp(−(2n − 1)²/4s),  n = 1, 2, …
 *   distance r meanwhile     has density ∝ r Σ n sin(nπr) exp(−n²π²s)
 */
import { exponential, next, normal } from "../../kernels/chance.ts";
import { cos, exp, log } from "../../kernels/math.ts";

const pi2 = Math.PI * Math.PI;
const intervals = 1024; // of the table of times
const edge = 16; // intervals at either end where the table is too coarse: the equation is solved there

const times = new Float64Array(intervals + 1);
const slopes = new Float64Array(intervals + 1); // of a time over one interval
for (let at = edge; at <= intervals - edge; at++) {
  times[at] = solved(at / intervals);
  slopes[at] = 1 / (intervals * density(times[at]));
}

/** The time at which the surface is reached: rises with the one number it draws. Its mean is 1/6. */
export function exitTime(): number {
  return exitQuantile(next());
}

/** The time before which the surface is reached with probability u, to 1e-7 of u. */
export function exitQuantile(u: number): number {
  const at = Math.floor(u * intervals);
  if (at < edge || at >= intervals - edge) return solved(u);
  const t = u * intervals - at; // cubic through both ends with their slopes
  const rest = 1 - t;
  return (
    rest * rest * ((1 + 2 * t) * times[at] + t * slopes[at]) +
    t * t * ((1 + 2 * rest) * times[at + 1] - rest * slopes[at + 1])
  );
}

/** The distance from the centre at time s of a path that has not reached the surface: by rejection. */
export function insideDistance(s: number): number {
  if (s < 0.1) {
    // the free law, thinned by images at 2, 4, …
    const spread = Math.sqrt(2 * s);
    for (;;) {
      const x = normal();
      const r = spread * Math.sqrt(x * x + 2 * exponential());
      const u = next();
      if (r < 1 && u < 1 - (2 / r - 1) * exp((r - 1) / s) + (2 / r + 1) * exp(-(r + 1) / s)) return r;
    }
  }
  // the slowest mode, r sin(πr), thinned by the next three: the fifth is below 1e-9
  const second = exp(-3 * pi2 * s);
  const third = exp(-8 * pi2 * s);
  const fourth = exp(-15 * pi2 * s);
  const most = 1 + 4 * second + 9 * third + 16 * fourth;
  for (;;) {
    const r = next();
    const c = cos(Math.PI * r);
    if (0.58 * next() >= r * Math.sqrt(1 - c * c)) continue; // the mode is 0.5793 at most
    const c2 = c * c;
    const modes = 1 + 4 * c * second + 3 * (4 * c2 - 1) * third + 4 * c * (8 * c2 - 4) * fourth;
    if (most * next() < modes) return r;
  }
}

/** Solves the law of the time for its u: by images below one half, by modes above. */
function solved(u: number): number {
  if (u < 0.5) {
    const goal = log(u) - 0.12078223763524522; // ln(2/√π)
    let v = 1.4 - 4 * goal; // v = 1/s
    for (let round = 0; round < 8; round++) {
      const image = exp(-2 * v);
      v -= (0.5 * log(v) - 0.25 * v + image - goal) / (0.5 / v - 0.25);
    }
    return 1 / v;
  }
  const goal = Math.LN2 - log(1 - u);
  let s = goal / pi2;
  for (let round = 0; round < 12; round++) s = (goal + log(1 - exp(-3 * pi2 * s) + exp(-8 * pi2 * s))) / pi2;
  return s;
}

/** Of the times between 0.04 and 0.6. */
function density(s: number): number {
  let sum = 0;
  for (let n = 12; n > 0; n--) sum += (n % 2 === 1 ? 1 : -1) * n * n * exp(-n * n * pi2 * s);
  return 2 * pi2 * sum;
}
