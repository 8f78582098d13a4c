/** Differential ultracentrifugation: spins of growing force, each of what the one before left, and what each pellet holds. */

import { type SettingsOf, spinForces } from "../../instruments.ts";
import { begin } from "../../kernels/chance.ts";
import { errorFactor } from "./chance.ts";
import { pelletedPart, type Spin } from "./pellet.ts";

/** Particles by size and density: nodes of a distribution. */
export interface Bodies {
  readonly diameter_nm: Float64Array;
  readonly density_g_per_mL: Float64Array;
  readonly number: Float64Array;
}

export interface Pellets {
  readonly percent: Float64Array; // of all particles, in the pellet of each spin; NaN where there is none
  readonly washed_percent: number; // of all particles, in the last pellet once it is washed
}

const minutes = [10, 20, 30, 70];

/** For cells, debris, large vesicles and small vesicles: the protocol of most laboratories. */
export const series: readonly Spin[] = spinForces.map((force_xg, at) => ({ force_xg, minutes: minutes[at] }));

/** Purposes of the draws of one report: one for each pellet, and its wash. */
const washing = series.length;

/**
 * @param key of this reading, two words
 * @returns truth: what each spin pellets, counted without error
 */
export function differentialSpins(
  { diameter_nm, density_g_per_mL, number }: Bodies,
  settings: SettingsOf<"differential spins">,
  key: Uint32Array,
): { readonly truth: Pellets; readonly reading: Pellets } {
  const pelleted = new Float64Array(series.length);
  let all = 0;
  for (let node = 0; node < number.length; node++) {
    let left = number[node];
    all += left;
    for (let spin = 0; spin < series.length; spin++) {
      const down = left * pelletedPart(diameter_nm[node], density_g_per_mL[node], series[spin], settings);
      pelleted[spin] += down;
      left -= down;
    }
  }
  const percent = pelleted.map((each) => (100 * each) / all);
  const washed = percent[series.length - 1] * (1 - settings.washLoss);
  const counted = (value: number, purpose: number): number => {
    begin(key[0], key[1], 0, purpose);
    return value * errorFactor(settings.countCv);
  };
  return {
    truth: { percent, washed_percent: washed },
    reading: { percent: percent.map(counted), washed_percent: counted(washed, washing) },
  };
}
