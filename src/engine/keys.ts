/**
 * Keys of chance. A draw is named by its use (a process, a thing and a block, such as "capture EXO 0"), by when it is made,
 * and by who makes it; so a new use, an inert cell or another arm leaves the draws of others alone.
 */
import { hashText, threefry } from "../kernels/threefry.ts";

const hash = new Uint32Array(2);

/** One word for the name of a use of chance: worked out once, with the plan. */
export function wordOf(use: string): number {
  hashText(use, hash, 0);
  return hash[0] | 0;
}

/** Where in time a draw is made: whole grid steps done, and pieces of the present one. */
export interface Moment {
  readonly key: Int32Array; // run key, two words
  readonly step: number;
  readonly piece: number;
}

/**
 * The key of one use of chance in the present piece of the present step; draws with it are keyed further by who draws.
 * @param out two words @param ordinal tells apart what one use does several times in a piece
 */
export function phaseKey(moment: Moment, use: number, out: Int32Array, ordinal = 0): void {
  threefry(moment.key[0], moment.key[1], moment.step, use, out, 0);
  if (moment.piece !== 0 || ordinal !== 0) threefry(out[0], out[1], moment.piece, ordinal, out, 0);
}

/** The key of a draw that belongs to an entity for its whole life, whenever it is made. */
export function lifeKey(moment: Moment, use: number, out: Int32Array): void {
  threefry(moment.key[0], moment.key[1], 0xffffffff | 0, use, out, 0);
}
