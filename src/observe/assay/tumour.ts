/**
 * Tumour volume by calliper: length a and width b are measured, and a · b² / 2 is told. The tumour is an ellipsoid whose height is
 * its width, π/6 · a · b², so that the formula reads 3/π of it.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, next } from "../../kernels/chance.ts";
import { pow } from "../../kernels/math.ts";
import { errorFactor } from "./chance.ts";

/** Purposes of the draws: of the animal, and of one measurement. */
const taking = 0;
const measuring = 1;

/**
 * @param cells_mm3 volume of all the cells of the tumour
 * @param animal two words that stay the same over time: whether the graft took
 * @param key of this reading, two words
 * @returns mm³; a graft that did not take, and a tumour too small to be felt, read 0
 */
export function tumourVolume(
  cells_mm3: number,
  settings: SettingsOf<"tumour volume">,
  animal: Uint32Array,
  key: Uint32Array,
): { readonly truth: number; readonly reading: number } {
  const { cellPart, aspect, calliperCv, takeRate, smallest } = settings;
  const truth = cells_mm3 / cellPart;
  const width = pow((6 * truth) / (Math.PI * aspect), 1 / 3); // mm
  begin(animal[0], animal[1], 0, taking);
  const took = next() < takeRate;
  begin(key[0], key[1], 0, measuring);
  const a = aspect * width * errorFactor(calliperCv);
  const b = width * errorFactor(calliperCv);
  const read = (a * b * b) / 2;
  return { truth, reading: took && read >= smallest ? read : 0 };
}
