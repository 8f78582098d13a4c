/**
 * Immunocapture from plasma: vesicles that carry one marker are pulled out, and those of them that carry others are counted. Copies
 * are taken to be Poisson over vesicles of one lot: with a mean of m, a part 1 − exp(−m) carries the marker.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, binomial } from "../../kernels/chance.ts";
import { exp } from "../../kernels/math.ts";
import { hashText } from "../../kernels/threefry.ts";
import { errorFactor } from "./chance.ts";

/** Vesicles that are alike, with the mean copies that one of them carries. */
export interface Lot {
  readonly vesicles_per_mL: number;
  readonly captureCopies: number;
  readonly markerCopies: readonly number[]; // in the order of the markers
}

export interface Captured {
  readonly vesicles_per_mL: number;
  readonly positive_percent: readonly number[]; // of them, by marker; NaN where there are none
}

const recovering = 0;

/**
 * @param markers names, which key their draws
 * @param key of this reading, two words
 * @returns truth: all that carry the capture marker
 */
export function plasmaCapture(
  lots: readonly Lot[],
  markers: readonly string[],
  settings: SettingsOf<"plasma capture">,
  key: Uint32Array,
): { readonly truth: Captured; readonly reading: Captured } {
  const { nonSpecific, misassigned } = settings;
  const carriers = lots.map((lot) => lot.vesicles_per_mL * carrying(lot.captureCopies));
  const held = lots.map((lot, at) => carriers[at] + nonSpecific * (lot.vesicles_per_mL - carriers[at]));
  begin(key[0], key[1], 0, recovering);
  const density = sumOf(held) * Math.min(1, settings.recovery * errorFactor(settings.recoveryCv));
  const looked = Math.min(Math.floor(settings.events), Math.floor(density * settings.volume * 1e-3));
  const words = new Uint32Array(2);
  const read = markers.map((name, marker) => {
    const part = partOf(lots, held, marker);
    hashText(name, words, 0);
    begin(key[0], key[1], words[0], words[1]);
    const seen = part * (1 - misassigned) + (1 - part) * misassigned;
    return looked === 0 ? Number.NaN : (100 * binomial(looked, seen)) / looked;
  });
  return {
    truth: {
      vesicles_per_mL: sumOf(carriers),
      positive_percent: markers.map((_, marker) => 100 * partOf(lots, carriers, marker)),
    },
    reading: { vesicles_per_mL: density, positive_percent: read },
  };
}

const carrying = (copies: number): number => 1 - exp(-copies);

/** Part of these vesicles that carries a marker; NaN where there are none. */
function partOf(lots: readonly Lot[], vesicles: readonly number[], marker: number): number {
  return sumOf(lots.map(({ markerCopies }, at) => vesicles[at] * carrying(markerCopies[marker]))) / sumOf(vesicles);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
