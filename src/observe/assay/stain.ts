/**
 * Flow cytometry of one receptor: the fluorescence of stained cells beside that of the same cells under an isotype
 * antibody, which binds nothing.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, next } from "../../kernels/chance.ts";
import { errorFactor } from "./chance.ts";
import { fluorescenceHistogram, type Histogram, quantile } from "./histogram.ts";

export interface Stain {
  readonly mfi: number; // median fluorescence, MEF
  readonly ratio: number; // of it to the isotype's
  readonly positive_percent: number; // of events, above the gate set on the isotype
}

/** Purposes of the draws of one event. */
const stained = 0;
const isotype = 1;

/**
 * @param copies of the receptor, by simulated cell
 * @param cells that the real well holds for them
 * @param key of this reading, two words
 * @returns truth: copies per cell; reading: NaN where there is no cell
 */
export function receptorStain(
  copies: Float64Array,
  cells: number,
  settings: SettingsOf<"receptor stain">,
  key: Uint32Array,
): {
  readonly truth: { readonly mean: number; readonly median: number };
  readonly reading: Stain;
  readonly histogram: Histogram;
  readonly isotypeHistogram: Histogram;
} {
  const events = Math.min(Math.floor(settings.events), Math.floor(cells));
  const bright = new Float64Array(events);
  const control = new Float64Array(events);
  for (let event = 0; event < events; event++) {
    begin(key[0], key[1], event, stained);
    const cell = Math.floor(next() * copies.length);
    bright[event] = fluorescence(copies[cell], settings);
    begin(key[0], key[1], event, isotype);
    control[event] = fluorescence(0, settings);
  }
  const mfi = quantile(bright, 0.5);
  const gate = quantile(control, 1 - settings.outsideGate);
  let positive = 0;
  for (let event = 0; event < events; event++) if (bright[event] > gate) positive++;
  return {
    truth: { mean: meanOf(copies), median: quantile(copies, 0.5) },
    reading: { mfi, ratio: mfi / quantile(control, 0.5), positive_percent: (100 * positive) / events },
    histogram: fluorescenceHistogram(bright),
    isotypeHistogram: fluorescenceHistogram(control),
  };
}

/** What a cell with this many copies reads, MEF. */
function fluorescence(copies: number, settings: SettingsOf<"receptor stain">): number {
  const background = settings.background * errorFactor(settings.backgroundCv);
  const stain = copies * settings.brightness * errorFactor(settings.stainCv);
  return (background + stain) * errorFactor(settings.instrumentCv);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum / values.length;
}
