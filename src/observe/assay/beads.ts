/**
 * Bead flow: vesicles too small for a cytometer are caught on beads by one surface marker and stained for another. A
 * reading belongs to the population on the bead: it says nothing about single vesicles.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, poisson } from "../../kernels/chance.ts";
import { exp } from "../../kernels/math.ts";
import { errorFactor } from "./chance.ts";
import { fluorescenceHistogram, type Histogram, quantile } from "./histogram.ts";

/** Vesicles of one kind with the mean copies that one of them carries. */
export interface MarkedVesicles {
  readonly vesicles_per_mL: number;
  readonly captureCopies: number;
  readonly detectionCopies: number;
}

export interface BeadStain {
  readonly positive_percent: number; // of beads, above the gate set on the isotype
  readonly mfi: number; // median fluorescence, MEF
  readonly ratio: number; // of it to the isotype's
}

/** Purposes of the draws of one bead. */
const stained = 0;
const isotype = 1;

/**
 * @param key of this reading, two words
 * @returns truth: vesicles on the average bead and stained copies on them
 */
export function beadFlow(
  vesicles: MarkedVesicles,
  settings: SettingsOf<"bead flow">,
  key: Uint32Array,
): {
  readonly truth: { readonly vesiclesPerBead: number; readonly copiesPerBead: number };
  readonly reading: BeadStain;
  readonly histogram: Histogram;
  readonly isotypeHistogram: Histogram;
} {
  const vesiclesPerBead = heldByBead(vesicles, settings);
  const copiesPerBead = vesiclesPerBead * vesicles.detectionCopies;
  const beads = Math.floor(settings.beads);
  const bright = new Float64Array(beads);
  const control = new Float64Array(beads);
  for (let bead = 0; bead < beads; bead++) {
    begin(key[0], key[1], bead, stained);
    bright[bead] = fluorescence(copiesPerBead, settings);
    begin(key[0], key[1], bead, isotype);
    control[bead] = fluorescence(copiesPerBead * settings.nonSpecific, settings);
  }
  const mfi = quantile(bright, 0.5);
  const gate = quantile(control, 1 - settings.outsideGate);
  let positive = 0;
  for (let bead = 0; bead < beads; bead++) if (bright[bead] > gate) positive++;
  return {
    truth: { vesiclesPerBead, copiesPerBead },
    reading: { positive_percent: (100 * positive) / beads, mfi, ratio: mfi / quantile(control, 0.5) },
    histogram: fluorescenceHistogram(bright),
    isotypeHistogram: fluorescenceHistogram(control),
  };
}

/**
 * Vesicles on the average bead at equilibrium: Langmuir binding to `capacity` sites, where what is bound is no longer
 * free. Copies are taken to be Poisson over vesicles: one without a copy of the capture marker binds by accident only.
 */
export function heldByBead(
  { vesicles_per_mL, captureCopies }: MarkedVesicles,
  { beadDensity, capacity, halfMax, nonSpecific }: SettingsOf<"bead flow">,
): number {
  const bare = exp(-captureCopies); // part of the vesicles
  const able = vesicles_per_mL * (1 - bare + bare * nonSpecific); // per mL
  const sites = beadDensity * capacity; // per mL
  const sum = able + sites + halfMax;
  // The smaller root of bound² − sum · bound + able · sites = 0, without cancellation.
  const bound = (2 * able * sites) / (sum + Math.sqrt(sum * sum - 4 * able * sites));
  return bound / beadDensity;
}

/** What a bead reads, MEF. @param copies stained on the average bead */
function fluorescence(copies: number, settings: SettingsOf<"bead flow">): number {
  const bare = settings.background * errorFactor(settings.backgroundCv);
  return bare + settings.brightness * poisson(copies * errorFactor(settings.beadCv));
}
