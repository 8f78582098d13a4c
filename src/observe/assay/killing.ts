/**
 * Killing: how many of some target cells died. Label that dead targets set free is counted beside that of targets alone and of
 * targets in detergent (chromium); or cells in which caspases are on are counted one by one.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, binomial, poisson } from "../../kernels/chance.ts";
import { errorFactor } from "./chance.ts";

export interface Lysis {
  readonly lysis_percent: number; // specific: (experimental − spontaneous) / (maximum − spontaneous)
  readonly spontaneous_percent: number; // of the maximum
}

/** The three kinds of well, each with its own draws. */
const wells = ["experimental", "spontaneous", "maximum"] as const;

/**
 * Release of a label, as of chromium-51.
 * @param lysed part of the label that was in cells which died, 0 to 1; NaN where there was no target
 * @param key of this reading, two words
 */
export function specificLysis(
  lysed: number,
  settings: SettingsOf<"killing">,
  key: Uint32Array,
): { readonly truth: Lysis; readonly reading: Lysis } {
  const { spontaneous } = settings;
  const truth = { lysis_percent: 100 * lysed, spontaneous_percent: 100 * spontaneous };
  if (Number.isNaN(lysed)) return { truth, reading: { lysis_percent: Number.NaN, spontaneous_percent: Number.NaN } };
  const free = { experimental: lysed + (1 - lysed) * spontaneous, spontaneous, maximum: 1 };
  const [experimental, alone, maximum] = wells.map((well, purpose) => {
    let sum = 0;
    for (let at = 0; at < Math.floor(settings.wells); at++) {
      begin(key[0], key[1], at, purpose);
      sum += poisson(settings.counts * free[well] * errorFactor(settings.wellCv));
    }
    return sum;
  });
  return {
    truth,
    reading: {
      lysis_percent: (100 * (experimental - alone)) / (maximum - alone),
      spontaneous_percent: (100 * alone) / maximum,
    },
  };
}

/** Purposes of the draws of one look at caspases. */
const lit = 0;
const dark = 1;

/**
 * Part of the cells in which caspases are on.
 * @param cells of the real well: dead or dying, and others
 * @param key of this reading, two words
 * @returns percent; NaN where there is no cell
 */
export function caspaseOn(
  cells: { readonly dying: number; readonly others: number },
  { events, missed, background }: SettingsOf<"caspase">,
  key: Uint32Array,
): { readonly truth: number; readonly reading: number } {
  const all = cells.dying + cells.others;
  const part = cells.dying / all;
  const looked = Math.min(Math.floor(events), Math.floor(all));
  begin(key[0], key[1], 0, lit);
  const dying = Number.isNaN(part) ? 0 : binomial(looked, part);
  const seen = binomial(dying, 1 - missed);
  begin(key[0], key[1], 0, dark);
  const wrong = binomial(looked - dying, background);
  return { truth: 100 * part, reading: (100 * (seen + wrong)) / looked };
}

/**
 * When a course first reaches half of all cells, hours after its first time, between two times in proportion; NaN until then.
 * @param percent of the cells that are on, by time @param hours ascending
 */
export function halfTime(hours: readonly number[], percent: readonly number[]): number {
  const after = percent.findIndex((value) => value >= 50);
  if (after < 0) return Number.NaN;
  if (after === 0) return 0;
  const [low, high] = [percent[after - 1], percent[after]];
  const part = (50 - low) / (high - low);
  return hours[after - 1] + part * (hours[after] - hours[after - 1]) - hours[0];
}
