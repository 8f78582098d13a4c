/** Normal draws for simulations in tests: a linear congruential generator through the normal quantile. */
import { normalQuantile } from "../../src/kernels/math.ts";

/** A source of draws with the given mean and standard deviation. */
export function normals(seed: number): (mean: number, spread: number) => number {
  let state = seed >>> 0;
  return (mean, spread) => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return mean + spread * normalQuantile((state + 0.5) / 4294967296);
  };
}

/** Standard error of a share seen in `trials` independent trials. */
export function standardErrorOf(share: number, trials: number): number {
  return Math.sqrt((share * (1 - share)) / trials);
}
