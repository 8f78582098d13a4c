/**
 * ELISA: the colour of a well tells one analyte. A sample is read in a series of dilutions, and the concentration is worked back
 * through the standard curve, a four-parameter logistic, from the first well in which that curve is trusted.
 *
 *   colour = bottom + top · x^power / (1 + x^power),   x = concentration / halfMax
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, normal } from "../../kernels/chance.ts";
import { pow } from "../../kernels/math.ts";
import { errorFactor } from "./chance.ts";

export interface Titrated {
  readonly concentration_pg_per_mL: number; // 0 below the floor, and never above the ceiling
  readonly titre: number; // the greatest dilution that is told from a blank; 0 where none is
}

/**
 * @param concentration of the sample, pg/mL
 * @param key of this reading, two words
 * @returns ceiling: of what can be read, pg/mL
 */
export function elisa(
  concentration: number,
  settings: SettingsOf<"ELISA">,
  key: Uint32Array,
): { readonly truth: Titrated; readonly reading: Titrated; readonly ceiling: number } {
  const { bottom, top, blankSd, wellCv, trusted, dilution, floor } = settings;
  const wells = Math.floor(settings.wells);
  const cutoff = bottom + 3 * blankSd;
  const most = bottom + trusted * top; // of the colour
  let found: number | undefined;
  let [titre, clean] = [0, 0];
  let times = 1;
  for (let well = 0; well < wells; well++) {
    begin(key[0], key[1], well, 0);
    const given = (concentration / times) * errorFactor(wellCv);
    const colour = colourOf(given, settings) + blankSd * normal();
    if (colour > cutoff) titre = times;
    if (colourOf(concentration / times, settings) > cutoff) clean = times;
    if (found === undefined && (colour <= most || well === wells - 1))
      found = times * concentrationOf(Math.min(colour, most), settings);
    if (well < wells - 1) times *= dilution;
  }
  const read = found ?? 0;
  return {
    truth: { concentration_pg_per_mL: concentration, titre: clean },
    reading: { concentration_pg_per_mL: read < floor ? 0 : read, titre },
    ceiling: times * concentrationOf(most, settings),
  };
}

/** Optical density of a well without errors. @param concentration pg/mL */
export function colourOf(concentration: number, { bottom, top, halfMax, power }: SettingsOf<"ELISA">): number {
  const ratio = pow(concentration / halfMax, power);
  return bottom + (ratio === Infinity ? top : (top * ratio) / (1 + ratio));
}

/** Concentration (pg/mL) of a colour on the standard curve; 0 for one no stronger than a blank. */
export function concentrationOf(colour: number, { bottom, top, halfMax, power }: SettingsOf<"ELISA">): number {
  const part = (colour - bottom) / top;
  return part <= 0 ? 0 : halfMax * pow(part / (1 - part), 1 / power);
}
