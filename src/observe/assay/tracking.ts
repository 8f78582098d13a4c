/** Nanoparticle tracking: particles that scatter enough light to be seen are counted and sized one by one. */

import type { SettingsOf } from "../../instruments.ts";
import { begin, next, poisson } from "../../kernels/chance.ts";
import { errorFactor } from "./chance.ts";
import { quantile } from "./histogram.ts";
import { moment, type Particles } from "./particles.ts";

export interface Tracks {
  readonly particles_per_mL: number;
  readonly mean_nm: number; // NaN where nothing is there to be seen
  readonly median_nm: number;
}

/** Purposes of the draws of one reading. */
const filming = 0;
const tracking = 1;

/**
 * @param particles with their numbers per mL
 * @param key of this reading, two words
 * @returns truth: all particles, seen or not
 */
export function nanoparticleTracking(
  particles: Particles,
  settings: SettingsOf<"nanoparticle tracking">,
  key: Uint32Array,
): { readonly truth: Tracks; readonly reading: Tracks; readonly tracks: number } {
  const { diameter_nm, number } = particles;
  const isSeen = (diameter: number): boolean => diameter >= settings.smallest && diameter <= settings.largest;
  const upTo = runningSum(number.map((each, row) => (isSeen(diameter_nm[row]) ? each : 0)));
  const visible = upTo.at(-1) ?? 0; // per mL
  const dilution = Math.max(1, visible / settings.working);
  begin(key[0], key[1], 0, filming);
  const looked_mL = (settings.volume * 1e-6) / dilution; // of the undiluted sample; 1 nL is 1e-6 mL
  const tracks = poisson(visible * looked_mL * errorFactor(settings.pipettingCv));
  const sizes = new Float64Array(tracks);
  for (let track = 0; track < tracks; track++) {
    begin(key[0], key[1], track, tracking);
    sizes[track] = diameter_nm[rowAt(upTo, next() * visible)] * errorFactor(settings.trackCv);
  }
  let sum = 0;
  for (let track = 0; track < tracks; track++) sum += sizes[track];
  const all = moment(particles, 0);
  return {
    truth: { particles_per_mL: all, mean_nm: moment(particles, 1) / all, median_nm: medianOf(particles) },
    reading: { particles_per_mL: tracks / looked_mL, mean_nm: sum / tracks, median_nm: quantile(sizes, 0.5) },
    tracks,
  };
}

/** Diameter of the particle in the middle, nm; NaN where there is none. */
function medianOf({ diameter_nm, number }: Particles): number {
  const rows = Int32Array.from(diameter_nm.keys()).sort((a, b) => diameter_nm[a] - diameter_nm[b]);
  const upTo = runningSum(Float64Array.from(rows, (row) => number[row]));
  return !(upTo[rows.length - 1] > 0) ? Number.NaN : diameter_nm[rows[rowAt(upTo, 0.5 * upTo[rows.length - 1])]];
}

function runningSum(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** First row whose running sum is above a place. */
function rowAt(upTo: Float64Array, place: number): number {
  let low = 0;
  let high = upTo.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (upTo[middle] > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
