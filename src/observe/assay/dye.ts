/**
 * Dye dilution: cells are labelled, a division leaves each daughter about half of the dye, and a cytometer tells
 * generations by brightness. Gates are set as an analyst sets them, from two controls read beside the sample: labelled
 * cells that did not divide, and cells without dye.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, next, normal } from "../../kernels/chance.ts";
import { pow } from "../../kernels/math.ts";
import { errorFactor } from "./chance.ts";
import { fluorescenceHistogram, type Histogram, quantile } from "./histogram.ts";

/** Founders are counted back from what is there: a cell of generation g stands for 2^-g of one. */
export interface Divisions {
  readonly byGeneration: Float64Array; // part of the cells, shape [gates]; the last one holds all later generations
  readonly divided_percent: number; // of the cells there are now
  readonly precursors_percent: number; // of the founders that live on: those which divided
  readonly divisionIndex: number; // divisions of the average founder
  readonly proliferationIndex: number; // divisions of the average founder that divided; NaN where none did
}

/** Purposes of the draws of one event. */
const sample = 0;
const undivided = 1;
const unlabelled = 2;

/**
 * @param cells generations since labelling by simulated cell, how many cells the real well holds for them, and hours
 *   since labelling
 * @param key of this reading, two words
 * @returns NaN throughout where there is no cell
 */
export function dyeDilution(
  cells: { readonly generations: Int32Array; readonly count: number; readonly labelled_h: number },
  settings: SettingsOf<"dye dilution">,
  key: Uint32Array,
): {
  readonly truth: Divisions;
  readonly reading: Divisions;
  readonly histogram: Histogram;
  readonly undividedHistogram: Histogram;
} {
  const { generations, count, labelled_h } = cells;
  const last = Math.floor(settings.generations);
  const kept = dyeKept(labelled_h, settings);
  const events = Math.min(Math.floor(settings.events), Math.floor(count));
  const bright = new Float64Array(events);
  const read = (purpose: number, generationOf: () => number): void => {
    for (let event = 0; event < events; event++) {
      begin(key[0], key[1], event, purpose);
      bright[event] = fluorescence(generationOf(), kept, settings);
    }
  };
  read(unlabelled, () => Infinity);
  const dark = quantile(bright, 0.5);
  read(undivided, () => 0);
  const full = quantile(bright, 0.5);
  const undividedHistogram = fluorescenceHistogram(bright);
  read(sample, () => generations[Math.floor(next() * generations.length)]);

  const bounds = gateBounds(full, dark, last);
  return {
    truth: divisionsOf(generations, last),
    reading: divisionsOf(
      Int32Array.from(bright, (value) => gateOf(bounds, value)),
      last,
    ),
    histogram: fluorescenceHistogram(bright),
    undividedHistogram,
  };
}

/** Part of the dye that a cell which does not divide still holds. */
export function dyeKept(labelled_h: number, { earlyLoss, lateLoss }: SettingsOf<"dye dilution">): number {
  const days = labelled_h / 24;
  return pow(1 - earlyLoss, Math.min(days, 1)) * pow(1 - lateLoss, Math.max(days - 1, 0));
}

/**
 * Lower bounds of the gates of generations 0 … last − 1, in the middle (geometrically) between the peaks that the controls
 * lead one to expect.
 * @param full median of undivided cells, MEF
 * @param dark median of unlabelled cells, MEF
 */
export function gateBounds(full: number, dark: number, last: number): Float64Array {
  const peak = (generation: number): number => dark + Math.max(0, full - dark) * pow(2, -generation);
  return Float64Array.from({ length: last }, (_, generation) => Math.sqrt(peak(generation) * peak(generation + 1)));
}

function gateOf(bounds: Float64Array, value: number): number {
  let generation = 0;
  while (generation < bounds.length && value < bounds[generation]) generation++;
  return generation;
}

/** What a cell reads, MEF. @param generation Infinity: it was never labelled */
function fluorescence(generation: number, kept: number, settings: SettingsOf<"dye dilution">): number {
  const own = settings.autofluorescence * errorFactor(settings.autofluorescenceCv);
  const seen = errorFactor(settings.instrumentCv);
  if (generation === Infinity) return own * seen;
  let dye = settings.load * errorFactor(settings.loadCv) * kept;
  for (let division = 0; division < generation; division++) dye *= 0.5 * (1 + settings.partitionCv * normal());
  return (own + dye) * seen;
}

/** @param generations by cell @param last generation that still has a gate of its own */
function divisionsOf(generations: Int32Array, last: number): Divisions {
  const inGate = new Float64Array(last + 1);
  let founders = 0;
  let dividedFounders = 0;
  let divisions = 0;
  for (let cell = 0; cell < generations.length; cell++) {
    const generation = generations[cell];
    const founder = pow(2, -generation);
    inGate[Math.min(generation, last)]++;
    founders += founder;
    if (generation > 0) dividedFounders += founder;
    divisions += generation * founder;
  }
  return {
    byGeneration: inGate.map((cells) => cells / generations.length),
    divided_percent: (100 * (generations.length - inGate[0])) / generations.length,
    precursors_percent: (100 * dividedFounders) / founders,
    divisionIndex: divisions / founders,
    proliferationIndex: divisions / dividedFounders,
  };
}
