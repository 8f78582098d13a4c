/**
 * Working memory of a step, shared by all cultures and kept from step to step so that a step makes no garbage.
 * Nothing in it means anything after the phase that filled it.
 */
import type { Cells } from "./cells.ts";

export interface Scratch {
  /** Rows of the living, grouped by kind: `rows[first[kind] … first[kind + 1] − 1]`, ascending in each. */
  rows: Int32Array;
  first: Int32Array;
  /** Living cells by kind. */
  readonly living: Float64Array;
  /** Values by row that a kind's program works out: in the phase of the cells the hazards together, then what it says. */
  readonly out: Float64Array[];
  /** The output list of an exchange: one array of sums, put in before each call. */
  readonly exchange: Float64Array[];
  /** One row number, for a formula that is wanted for one cell. */
  readonly one: Int32Array;
  /** When a row's time in this step begins, s. */
  starts: Float64Array;
  /** Volume of medium that a row clears of the species in hand, µm³/s, and the running sum of it. */
  weight: Float64Array;
  reach: Float64Array;
  /** Vesicles inside a row at the start of the step. */
  before: Float64Array;
}

export function newScratch(kinds: number, outs: number): Scratch {
  const column = (): Float64Array => new Float64Array(64);
  return {
    rows: new Int32Array(64),
    first: new Int32Array(kinds + 1),
    living: new Float64Array(kinds),
    out: Array.from({ length: outs }, column),
    exchange: [new Float64Array(0)],
    one: new Int32Array(1),
    starts: column(),
    weight: column(),
    reach: column(),
    before: column(),
  };
}

/** Makes room for every row of these cells. */
export function fit(scratch: Scratch, cells: Cells): void {
  if (scratch.rows.length >= cells.capacity) return;
  const widen = (old: Float64Array): Float64Array => {
    const wide = new Float64Array(cells.capacity);
    wide.set(old); // cells born in the midst of a step still need what is in it
    return wide;
  };
  scratch.rows = new Int32Array(cells.capacity);
  scratch.starts = widen(scratch.starts);
  scratch.weight = widen(scratch.weight);
  scratch.reach = widen(scratch.reach);
  scratch.before = widen(scratch.before);
  for (let at = 0; at < scratch.out.length; at++) scratch.out[at] = widen(scratch.out[at]);
}

/** Groups the rows of the living by kind. */
export function group(scratch: Scratch, cells: Cells): void {
  fit(scratch, cells);
  const { first, rows } = scratch;
  const { kind, count } = cells;
  const kinds = first.length - 1;
  first.fill(0);
  for (let row = 0; row < count; row++) if (kind[row] < kinds) first[kind[row] + 1]++;
  for (let at = 0; at < kinds; at++) first[at + 1] += first[at];
  for (let row = 0; row < count; row++) if (kind[row] < kinds) rows[first[kind[row]]++] = row;
  for (let at = kinds; at > 0; at--) first[at] = first[at - 1];
  first[0] = 0;
}
