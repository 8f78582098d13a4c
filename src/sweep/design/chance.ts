/** The chance of a design: keyed by seed, purpose and the factor's name, so that another factor leaves a column as it is. */
import { hashText, uniform } from "../../kernels/threefry.ts";

/** Uniform numbers strictly between 0 and 1, one for each pair of counters. */
export type Uniforms = (first: number, second?: number) => number;

export function uniformsOf(seed: string, purpose: string): Uniforms {
  const key = new Uint32Array(2);
  hashText(`${purpose}\n${seed}`, key, 0);
  return (first, second = 0) => uniform(key[0], key[1], first, second);
}

/** The numbers 0 … count − 1 in an order by chance (Fisher and Yates). @param round first counter of its draws */
export function shuffled(count: number, uniforms: Uniforms, round: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniforms(round, last) * (last + 1));
    const moved = order[last];
    order[last] = order[other];
    order[other] = moved;
  }
  return order;
}
