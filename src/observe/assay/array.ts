/**
 * Cytokine array: spots of antibody on a membrane light up with the analytes of a supernatant. Intensities are
 * semi-quantitative: compare their order, and which analytes are on.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, normal } from "../../kernels/chance.ts";
import { pow } from "../../kernels/math.ts";
import { hashText } from "../../kernels/threefry.ts";
import { errorFactor } from "./chance.ts";

export interface Analyte {
  readonly name: string; // keys its draws: a panel in another order reads the same
  readonly concentration_pg_per_mL: number;
  readonly alsoBinds?: readonly string[]; // analytes of the panel that its antibody takes in part for its own
}

export interface SpotIntensities {
  readonly intensity: Float64Array; // above blank, as part of the reference spots, by analyte
  readonly on: readonly boolean[]; // more than three standard deviations above blank
  readonly numberOn: number;
}

/** Purposes of the draws of one array; those of an analyte go by its name. */
const exposing = 0;
const blanking = 1;
const referring = 2;

/**
 * @param key of this reading, two words
 * @returns truth: what spots without noise or cross-reaction would show
 */
export function cytokineArray(
  analytes: readonly Analyte[],
  settings: SettingsOf<"cytokine array">,
  key: Uint32Array,
): { readonly truth: SpotIntensities; readonly reading: SpotIntensities } {
  begin(key[0], key[1], 0, exposing);
  const exposure = errorFactor(settings.exposureCv);
  begin(key[0], key[1], 0, blanking);
  const blank = momentsOf(spots(settings.blankSpots, 0, exposure, settings));
  begin(key[0], key[1], 0, referring);
  const reference = momentsOf(spots(settings.referenceSpots, settings.top, exposure, settings));

  const words = new Uint32Array(2);
  const means = Float64Array.from(analytes, (analyte) => {
    hashText(analyte.name, words, 0);
    begin(key[0], key[1], words[0], words[1]);
    const signal = response(bound(analyte, analytes, settings), settings);
    return momentsOf(spots(settings.spots, signal, exposure, settings)).mean;
  });
  const clean = Float64Array.from(analytes, (analyte) => response(analyte.concentration_pg_per_mL, settings));
  return {
    truth: calls(
      clean.map((signal) => signal / settings.top),
      (_, index) => clean[index] > 3 * settings.blankSd,
    ),
    reading: calls(
      means.map((mean) => (mean - blank.mean) / (reference.mean - blank.mean)),
      (_, index) => means[index] > blank.mean + 3 * blank.deviation,
    ),
  };
}

/** Intensity that a concentration adds to a spot, counts: a Hill curve. @param concentration pg/mL */
export function response(concentration: number, { top, halfMax, power }: SettingsOf<"cytokine array">): number {
  const ratio = pow(concentration / halfMax, power);
  return ratio === Infinity ? top : (top * ratio) / (1 + ratio);
}

/** What an antibody takes for its analyte, pg/mL. */
function bound(analyte: Analyte, panel: readonly Analyte[], { crossReactivity }: SettingsOf<"cytokine array">): number {
  let others = 0;
  for (const other of panel)
    if (other !== analyte && analyte.alsoBinds?.includes(other.name)) others += other.concentration_pg_per_mL;
  return analyte.concentration_pg_per_mL + crossReactivity * others;
}

/** Intensities of like spots, counts; draws from the open stream. */
function spots(count: number, signal: number, exposure: number, settings: SettingsOf<"cytokine array">): Float64Array {
  return Float64Array.from({ length: Math.floor(count) }, () => {
    const light = settings.blank + settings.blankSd * normal() + signal * errorFactor(settings.spotCv);
    return Math.min(Math.max(0, exposure * light), settings.ceiling);
  });
}

function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  const mean = sum / values.length;
  let squares = 0;
  for (let at = 0; at < values.length; at++) squares += (values[at] - mean) * (values[at] - mean);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

function calls(intensity: Float64Array, isOn: (value: number, index: number) => boolean): SpotIntensities {
  const on = Array.from(intensity, isOn);
  return { intensity, on, numberOn: on.filter(Boolean).length };
}
