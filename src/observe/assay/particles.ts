/**
 * Particles in suspension as weighted diameters: single ones with a number of 1, a sample, or the nodes of a
 * distribution. Sizers read all particles of a tube, whatever they are: mix in protein aggregates, and the reading moves.
 */
import { exp, log } from "../../kernels/math.ts";

export interface Particles {
  readonly diameter_nm: Float64Array;
  readonly number: Float64Array; // of particles of each diameter, in all or per mL
}

/**
 * Nodes of a lognormal distribution of numbers. They reach far enough up that sums over d⁶ are right: a weight of d^k moves
 * the logarithm of the diameter by k times its variance.
 * @param gsd geometric standard deviation, at least 1
 * @param number of particles, in all or per mL
 */
export function lognormalParticles(median_nm: number, gsd: number, number: number): Particles {
  const spread = log(gsd);
  const step = 0.25; // of the standard deviation: the error of equal steps is then below 1e-16
  const nodes = Math.ceil((16 + 6 * spread) / step) + 1; // from 8 standard deviations below to 8 above the d⁶ peak
  const z = Float64Array.from({ length: nodes }, (_, node) => node * step - 8);
  const weight = z.map((at) => exp(-0.5 * at * at));
  const sum = moment({ diameter_nm: z, number: weight }, 0);
  return {
    diameter_nm: z.map((at) => median_nm * exp(spread * at)),
    number: weight.map((each) => (number * each) / sum),
  };
}

/** All particles of several kinds in one tube. */
export function mixed(...kinds: readonly Particles[]): Particles {
  return {
    diameter_nm: Float64Array.from(kinds.flatMap(({ diameter_nm }) => [...diameter_nm])),
    number: Float64Array.from(kinds.flatMap(({ number }) => [...number])),
  };
}

/** Sum over all particles of d^power, nm^power. @param power a whole number, 0 or more */
export function moment({ diameter_nm, number }: Particles, power: number): number {
  let sum = 0;
  for (let row = 0; row < number.length; row++) {
    let term = number[row];
    for (let factor = 0; factor < power; factor++) term *= diameter_nm[row];
    sum += term;
  }
  return sum;
}
