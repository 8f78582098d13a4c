/** Flags as people write them: each value read once, and what is wrong with it said with a right example. */
import { availableParallelism } from "node:os";
import type { Options } from "yargs";

/** What is wrong with a flag: the message stands as it is, without a trace. */
export class FlagFault extends Error {
  override readonly name = "FlagFault";
}

/** A whole number of 1 or more. @param largest more than that is refused */
export const whole = (flag: string, describe: string, largest = Number.MAX_SAFE_INTEGER): Options => ({
  type: "string",
  requiresArg: true,
  describe,
  coerce: (written: unknown) => {
    if (written === undefined) return undefined;
    const value = wholeNumber(single(flag, written), largest);
    if (value === undefined)
      throw new FlagFault(`--${flag} is "${written}": ${wholeWords(largest)} is needed, such as --${flag} 4`);
    return value;
  },
});

/** Words that are given once. */
export const words = (flag: string, describe: string, otherwise?: string): Options => ({
  type: "string",
  requiresArg: true,
  describe,
  ...(otherwise !== undefined && { default: otherwise }),
  coerce: (written: unknown) => {
    if (written === undefined) return undefined;
    const value = String(single(flag, written));
    if (value === "") throw new FlagFault(`--${flag} is empty: it needs a value`);
    return value;
  },
});

/** Words that may be given several times. */
export const several = (describe: string): Options => ({
  type: "string",
  array: true,
  nargs: 1,
  default: [],
  describe,
});

/** Yes or no; no unless it is given. */
export const yesNo = (describe: string): Options => ({ type: "boolean", default: false, describe });

export const workers: Options = {
  ...whole("workers", "Worker threads; results are the same for any number"),
  default: availableParallelism(),
};

export const seed: Options = words("seed", "Seed of the run: any text", "1");

/** What `new` writes at most: more cells grow beyond what a scenario simulates unless it says so itself. */
export const mostCells = 10_000;

/** A whole number from 1 to the largest, as written; undefined where it is none. */
export function wholeNumber(written: unknown, largest: number): number | undefined {
  const value = String(written).trim() === "" ? Number.NaN : Number(written);
  return Number.isInteger(value) && value >= 1 && value <= largest ? value : undefined;
}

export const wholeWords = (largest: number): string =>
  largest === Number.MAX_SAFE_INTEGER ? "a whole number of 1 or more" : `a whole number from 1 to ${largest}`;

function single(flag: string, written: unknown): unknown {
  if (Array.isArray(written)) throw new FlagFault(`--${flag} stands there ${written.length} times: once is enough`);
  return written;
}
