/**
 * Working memory of a step, shared by all cultures and kept from step to step so that a step makes no garbage.
 * Nothing in it means anything after the phase that filled it.
 */
import type { Cells } from "./cells.ts";

export interface Scratch {
  /** Values by row that a kind's program works out: in the phase of the cells the hazards together, then what it says. */
  readonly out: Float64Array[];
  /** The output list of an exchange: one array of sums, put in before each call. */
  readonly exchange: Float64Array[];
  /** What cells count for together, by contact. */
  readonly contact: Float64Array;
  /** One row number, for a formula that is wanted for one cell. */
  readonly one: Int32Array;
  /** When a row's time in this step begins, s. */
  starts: Float64Array;
  /** A row's first draw of its fate. */
  chance: Float64Array;
  /** Volume of medium that a row clears of the species in hand, µm³/s, and the running sum of it. */
  weight: Float64Array;
  reach: Float64Array;
  /** Vesicles inside a row at the start of the step. */
  before: Float64Array;
}

export function newScratch(outs: number, contacts: number): Scratch {
  const column = (): Float64Array => new Float64Array(64);
  return {
    out: Array.from({ length: outs }, column),
    exchange: [new Float64Array(0)],
    contact: new Float64Array(contacts),
    one: new Int32Array(1),
    starts: column(),
    chance: column(),
    weight: column(),
    reach: column(),
    before: column(),
  };
}

/** Makes room for every row of these cells. */
export function fit(scratch: Scratch, cells: Cells): void {
  if (scratch.starts.length >= cells.capacity) return;
  const widen = (old: Float64Array): Float64Array => {
    const wide = new Float64Array(cells.capacity);
    wide.set(old); // cells born in the midst of a step still need what is in it
    return wide;
  };
  scratch.starts = widen(scratch.starts);
  scratch.chance = widen(scratch.chance);
  scratch.weight = widen(scratch.weight);
  scratch.reach = widen(scratch.reach);
  scratch.before = widen(scratch.before);
  for (let at = 0; at < scratch.out.length; at++) scratch.out[at] = widen(scratch.out[at]);
}
