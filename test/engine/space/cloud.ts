/** Cells strewn over a box, as columns. */
import type { Box } from "../../../src/engine/space/box.ts";
import { begin, next } from "../../../src/kernels/chance.ts";

export interface Cloud {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly id: Int32Array;
}

export function cloud({ lengths }: Box, count: number, seed: number): Cloud {
  const [x, y, z] = [0, 1, 2].map(() => new Float64Array(count));
  const id = new Int32Array(2 * count);
  for (let row = 0; row < count; row++) {
    begin(seed, 99, row, 0);
    x[row] = lengths[0] * next();
    y[row] = lengths[1] * next();
    z[row] = lengths[2] * next();
    id[2 * row] = row;
    id[2 * row + 1] = -row;
  }
  return { count, x, y, z, id };
}
