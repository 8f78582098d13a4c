/**
 * Flow cytometry of cell populations, such as CD4 and CD8 and all others: events are drawn from the well and fall into
 * gates, not all of them into the right one.
 */

import type { SettingsOf } from "../../instruments.ts";
import { begin, next } from "../../kernels/chance.ts";

export interface GatedCells {
  readonly percent: Float64Array; // of all events, by gate
  readonly ratio: number; // of the first gate to the second; NaN where the second is empty
}

/**
 * @param cells in the real well, by population; each has a gate of its own
 * @param key of this reading, two words
 * @returns events: how many were recorded. An event of two populations lies in no gate
 */
export function flowCytometry(
  cells: Float64Array,
  settings: SettingsOf<"flow cytometry">,
  key: Uint32Array,
): { readonly truth: GatedCells; readonly reading: GatedCells; readonly events: number } {
  const upTo = new Float64Array(cells.length);
  let total = 0;
  for (let population = 0; population < cells.length; population++) upTo[population] = total += cells[population];
  const events = Math.min(Math.floor(settings.events), Math.floor(total));
  const gated = new Float64Array(cells.length);
  for (let event = 0; event < events; event++) {
    begin(key[0], key[1], event, 0);
    const gate = gateOf(upTo, settings);
    if (gate >= 0) gated[gate]++;
  }
  return { truth: summary(cells, total), reading: summary(gated, events), events };
}

/** The gate into which the event of the open stream falls; −1: none. */
function gateOf(upTo: Float64Array, { misassigned, doublets, background }: SettingsOf<"flow cytometry">): number {
  const gates = upTo.length;
  const population = populationAt(upTo, next());
  if (next() < background) return anyOf(gates);
  if (next() < doublets && populationAt(upTo, next()) !== population) return -1;
  if (next() >= misassigned) return population;
  return gates === 1 ? -1 : (population + 1 + anyOf(gates - 1)) % gates;
}

/** Population of the cell at this part of all cells. */
function populationAt(upTo: Float64Array, part: number): number {
  const place = part * upTo[upTo.length - 1];
  let population = 0;
  while (population < upTo.length - 1 && place >= upTo[population]) population++;
  return population;
}

const anyOf = (count: number): number => Math.floor(next() * count);

function summary(counts: Float64Array, total: number): GatedCells {
  return {
    percent: counts.map((count) => (100 * count) / total),
    ratio: counts.length > 1 && counts[1] > 0 ? counts[0] / counts[1] : Number.NaN,
  };
}
