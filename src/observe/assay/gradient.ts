/**
 * Sucrose gradient: particles stop where the sugar is as dense as they are. Fractions are taken from the top down, and what is in
 * each is counted.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, normal } from "../../kernels/chance.ts";
import { normalCumulative } from "../../kernels/math.ts";
import { errorFactor } from "./chance.ts";

/** Particles by density: nodes of a distribution, each with a number (of vesicles, or of copies of a marker). */
export interface Banding {
  readonly density_g_per_mL: Float64Array;
  readonly number: Float64Array;
}

export interface Fractions {
  readonly percent: Float64Array; // of what is found, by fraction from the lightest; NaN where nothing is
  readonly modal_g_per_mL: number; // density of the fraction that holds most
  readonly recovered_percent: number; // of what was loaded
}

/** Purposes of the draws of one tube. */
const recovering = 0;
const weighing = 1;
const counting = 2; // of the first fraction; the next ones follow

/**
 * @param key of this reading, two words
 * @returns truth: by density alone, without spread, carry-over or loss
 */
export function sucroseGradient(
  { density_g_per_mL, number }: Banding,
  settings: SettingsOf<"sucrose gradient">,
  key: Uint32Array,
): { readonly truth: Fractions; readonly reading: Fractions } {
  const { lightest, densest, spread, carryOver, recovery, recoveryCv, fractionCv, refractometerSd } = settings;
  const fractions = Math.floor(settings.fractions);
  const width = (densest - lightest) / fractions;
  const clean = new Float64Array(fractions);
  const stopped = new Float64Array(fractions);
  for (let node = 0; node < number.length; node++) {
    const density = density_g_per_mL[node];
    clean[Math.min(fractions - 1, Math.max(0, Math.floor((density - lightest) / width)))] += number[node];
    let below = 0;
    for (let at = 0; at < fractions; at++) {
      const end = lightest + (at + 1) * width;
      const upTo = at === fractions - 1 ? 1 : normalCumulative((end - density) / spread);
      stopped[at] += number[node] * (upTo - below);
      below = upTo;
    }
  }
  begin(key[0], key[1], 0, recovering);
  const found = Math.min(1, recovery * errorFactor(recoveryCv));
  const seen = stopped.map((held, at) => {
    begin(key[0], key[1], 0, counting + at);
    const own = at === fractions - 1 ? held : (1 - carryOver) * held;
    return found * (own + (at === 0 ? 0 : carryOver * stopped[at - 1])) * errorFactor(fractionCv);
  });
  begin(key[0], key[1], 0, weighing);
  const bands = bandsOf(seen, settings, width);
  return {
    truth: { ...bandsOf(clean, settings, width), recovered_percent: 100 },
    reading: {
      ...bands,
      modal_g_per_mL: bands.modal_g_per_mL + refractometerSd * normal(),
      recovered_percent: (100 * sumOf(seen)) / sumOf(number),
    },
  };
}

function bandsOf(
  held: Float64Array,
  { lightest }: SettingsOf<"sucrose gradient">,
  width: number,
): Omit<Fractions, "recovered_percent"> {
  const all = sumOf(held);
  let most = 0;
  for (let at = 1; at < held.length; at++) if (held[at] > held[most]) most = at;
  return {
    percent: held.map((each) => (100 * each) / all),
    modal_g_per_mL: all > 0 ? lightest + (most + 0.5) * width : Number.NaN,
  };
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum;
}
