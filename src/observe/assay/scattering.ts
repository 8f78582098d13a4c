/**
 * Dynamic light scattering: the light that a particle much smaller than the wavelength scatters goes with d⁶ (Rayleigh),
 * so few large particles outshine many small ones.
 *
 *   z-average      Σd⁶ / Σd⁵                       of a lognormal: median · exp(5.5 ln² GSD)
 *   polydispersity Σd⁴ Σd⁶ / (Σd⁵)² − 1            of a lognormal: exp(ln² GSD) − 1
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, normal } from "../../kernels/chance.ts";
import { log, normalCumulative } from "../../kernels/math.ts";
import { errorFactor } from "./chance.ts";
import { type Histogram, logarithmic } from "./histogram.ts";
import { moment, type Particles } from "./particles.ts";

export interface Sizing {
  readonly zAverage_nm: number; // NaN where there is no particle
  readonly polydispersity: number; // index: variance of the decay rate over its squared mean, by intensity
}

/** Purposes of the draws of one reading. */
const cumulants = 0;
const classes = 1;

/**
 * @param particles all there are in the tube
 * @param key of this reading, two words
 * @returns truth: mean diameter by number, and what an instrument without noise would read; distribution: of intensity, sum 1
 */
export function lightScattering(
  particles: Particles,
  settings: SettingsOf<"light scattering">,
  key: Uint32Array,
): {
  readonly truth: Sizing & { readonly numberMean_nm: number };
  readonly reading: Sizing;
  readonly distribution: Histogram;
} {
  const truth = {
    zAverage_nm: moment(particles, 6) / moment(particles, 5),
    polydispersity: (moment(particles, 4) / moment(particles, 5)) * (moment(particles, 6) / moment(particles, 5)) - 1,
    numberMean_nm: moment(particles, 1) / moment(particles, 0),
  };
  begin(key[0], key[1], 0, cumulants);
  const zAverage_nm = truth.zAverage_nm * errorFactor(settings.sizeCv);
  const polydispersity = Math.max(0, truth.polydispersity + settings.polydispersityError * normal());
  return { truth, reading: { zAverage_nm, polydispersity }, distribution: intensities(particles, settings, key) };
}

/** Scattered intensity by class of diameter (nm), blurred and with noise; NaN where nothing scatters. */
function intensities(particles: Particles, settings: SettingsOf<"light scattering">, key: Uint32Array): Histogram {
  const histogram = logarithmic(settings.smallest, settings.largest, Math.floor(settings.classes));
  const { edges, counts } = histogram;
  const blur = log(settings.resolution);
  const { diameter_nm, number } = particles;
  for (let row = 0; row < number.length; row++) {
    const square = diameter_nm[row] * diameter_nm[row];
    const intensity = number[row] * square * square * square;
    let below = 0;
    for (let at = 0; at < counts.length; at++) {
      const upTo = normalCumulative(log(edges[at + 1] / diameter_nm[row]) / blur);
      counts[at] += intensity * (upTo - below);
      below = upTo;
    }
  }
  let sum = 0;
  for (let at = 0; at < counts.length; at++) {
    begin(key[0], key[1], at, classes);
    sum += counts[at] *= errorFactor(settings.intensityCv);
  }
  for (let at = 0; at < counts.length; at++) counts[at] /= sum;
  return histogram;
}
