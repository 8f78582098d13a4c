/** Tetramer stain: how many of the T cells carry a receptor for one peptide. */

import type { SettingsOf } from "../../instruments.ts";
import { begin, binomial } from "../../kernels/chance.ts";

/** Purposes of the draws of one reading. */
const sampling = 0;
const staining = 1;

/**
 * @param cells of the real well: specific ones, and all among which they are sought
 * @param key of this reading, two words
 * @returns percent: below the limit of detection it reads 0; NaN where there is no cell
 */
export function tetramerStain(
  cells: { readonly specific: number; readonly all: number },
  { events, missed, background, limit }: SettingsOf<"tetramer">,
  key: Uint32Array,
): { readonly truth: number; readonly reading: number } {
  const part = cells.specific / cells.all;
  const looked = Math.min(Math.floor(events), Math.floor(cells.all));
  begin(key[0], key[1], 0, sampling);
  const specific = Number.isNaN(part) ? 0 : binomial(looked, part);
  begin(key[0], key[1], 0, staining);
  const stained = binomial(specific, 1 - missed) + binomial(looked - specific, background);
  const percent = (100 * stained) / looked;
  return { truth: 100 * part, reading: percent < limit ? 0 : percent };
}
