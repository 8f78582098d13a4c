/**
 * The chance of instruments: a stream of their own, so that what is measured, how often and in which order moves
 * nothing in the culture and nothing in another reading. Draws within a reading are keyed by what is read: the event, the
 * bead, the spot.
 */
import { lognormal } from "../../kernels/chance.ts";
import { log1p } from "../../kernels/math.ts";
import { hashText, threefry } from "../../kernels/threefry.ts";

/**
 * Writes the key of one reading to `out`, two words.
 * @param run run key, two words
 * @param what of the culture or preparation that is measured: its name
 * @param assay name of the assay and all that tells it from others at that time: "flow cytometry CD4 CD8"
 * @param time s; readings of one millisecond are one
 */
export function assayKey(run: ArrayLike<number>, what: string, assay: string, time: number, out: Uint32Array): void {
  hashText(JSON.stringify(["assay", what, assay, Math.floor(time * 1000 + 0.5)]), out, 0);
  threefry(run[0], run[1], out[0], out[1], out, 0);
}

/** A lognormal factor of mean 1 with this coefficient of variation: takes one number of the open stream. */
export function errorFactor(cv: number): number {
  const square = logVariance(cv);
  return lognormal(-0.5 * square, Math.sqrt(square));
}

const known = new Map<number, number>(); // instruments have a few dozen errors

/** Variance of the logarithm of a lognormal number with this coefficient of variation. */
function logVariance(cv: number): number {
  let variance = known.get(cv);
  if (variance === undefined) {
    variance = log1p(cv * cv);
    if (known.size >= 1000) known.clear();
    known.set(cv, variance);
  }
  return variance;
}
