/** Sobol sequences from the library, which reads its direction numbers from a file of its own. */
import { createRequire } from "node:module";
import type { Sequence } from "../sweep/contract.ts";

interface Generator {
  nextVector(): number[];
}
const { SobolSequenceGenerator } = createRequire(import.meta.url)("sobol") as {
  SobolSequenceGenerator: new (dimensions: number) => Generator;
};

/** The library works with 20 binary digits: the points repeat after so many. */
export const mostPoints = 1048576;

/** @throws RangeError where more points are asked for than there are */
export const sobolSequence: Sequence = (dimensions) => {
  const generator = new SobolSequenceGenerator(dimensions);
  let given = 0;
  return () => {
    if (given++ >= mostPoints) throw new RangeError(`a Sobol sequence has ${mostPoints} points here`);
    return generator.nextVector();
  };
};
