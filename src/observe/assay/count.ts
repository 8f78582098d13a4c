/**
 * Automated cell counting: a sample is diluted with a dye that dead cells take up, and the cells in a small part of it
 * are counted by size and colour.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, binomial, poisson } from "../../kernels/chance.ts";
import { exp } from "../../kernels/math.ts";
import { errorFactor } from "./chance.ts";

export interface CellCount {
  readonly viable_per_mL: number;
  readonly viability: number; // 0 to 1; NaN where no cell is counted
}

/** Purposes of the draws of one reading. */
const pipetting = 0;
const counting = 1; // living cells; dead ones are next

/**
 * @param well living and dead cells of the real well, and its volume
 * @param key of this reading, two words
 * @returns detected: whether the viable density is above the floor; below it reads 0
 */
export function automatedCount(
  well: { readonly live: number; readonly dead: number; readonly volume_mL: number },
  settings: SettingsOf<"automated count">,
  key: Uint32Array,
): { readonly truth: CellCount; readonly reading: CellCount; readonly detected: boolean } {
  const { live, dead, volume_mL } = well;
  const { dilution, pipettingCv, coincidenceVolume, aggregated, deadTakenForLive, liveTakenForDead } = settings;
  const counted_mL = (settings.countedVolume * 1e-3) / dilution; // of undiluted culture
  begin(key[0], key[1], 0, pipetting);
  const looked_mL = counted_mL * errorFactor(pipettingCv);
  const neighbours = ((live + dead) / volume_mL / dilution) * coincidenceVolume * 1e-9; // 1 pL is 1e-9 mL
  const alone = (1 - aggregated) * exp(-neighbours); // chance that a cell is counted as itself

  const seenLive = seen((live / volume_mL) * looked_mL, alone, liveTakenForDead, counting, key);
  const seenDead = seen((dead / volume_mL) * looked_mL, alone, deadTakenForLive, counting + 1, key);
  const viable = seenLive.right + seenDead.wrong;
  const all = viable + seenLive.wrong + seenDead.right;
  const detected = viable / counted_mL > settings.floor;
  return {
    truth: { viable_per_mL: live / volume_mL, viability: live / (live + dead) },
    reading: { viable_per_mL: detected ? viable / counted_mL : 0, viability: viable / all },
    detected,
  };
}

/** Objects of one kind that are counted, called as what they are and as the other kind. */
function seen(
  expected: number,
  alone: number,
  mistaken: number,
  purpose: number,
  key: Uint32Array,
): { right: number; wrong: number } {
  begin(key[0], key[1], 0, purpose);
  const objects = poisson(expected * alone);
  const wrong = binomial(objects, mistaken);
  return { right: objects - wrong, wrong };
}
