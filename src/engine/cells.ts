/**
 * Cells as columns: rows 0 … count − 1, in the order in which they were seeded or born.
 *
 *   row          0    1    2   …  count − 1 | spare
 *   id           two words of 32 bits       |  from ancestry; last the whole run
 *   kind         index into Model.kinds     |  `dead` until the rows are closed up
 *   columns[…]   what the layout asks for   |  Float64Array, or Int32Array for small whole numbers
 *
 * Dead rows are closed up without changing the order of the living, so that a sum over cells never depends on who died,
 * and a cell that does nothing never moves a result. A row number is good for one step, an id for the whole run.
 */
import { threefry } from "../kernels/threefry.ts";
import type { Layout } from "./layout.ts";

/** Kind of a row that died and is not yet closed up. */
export const dead = 0xffff;

export interface Cells {
  count: number;
  capacity: number;
  id: Int32Array; // shape [capacity, 2]
  founderId: Int32Array; // shape [capacity, 2]
  kind: Uint16Array;
  /** Rows of the living by kind: `rows[first[kind] … first[kind + 1] − 1]`, ascending in each; true once `group` has run. */
  rows: Int32Array;
  readonly first: Int32Array;
  grouped: boolean; // whoever changes a kind, or how many cells there are, takes this back
  readonly columns: (Float64Array | Int32Array)[]; // in the order of Layout.columns, each of shape [capacity]
}

export function newCells(layout: Layout, kinds: number, capacity = 64): Cells {
  return {
    count: 0,
    capacity,
    id: new Int32Array(2 * capacity),
    founderId: new Int32Array(2 * capacity),
    kind: new Uint16Array(capacity),
    rows: new Int32Array(capacity),
    first: new Int32Array(kinds + 1),
    grouped: false,
    columns: layout.columns.map((_, index) =>
      layout.whole[index] ? new Int32Array(capacity) : new Float64Array(capacity),
    ),
  };
}

/** Makes room for this many rows in all; doubles, so that growing costs little. */
export function reserve(cells: Cells, rows: number): void {
  if (rows <= cells.capacity) return;
  const capacity = Math.max(rows, 2 * cells.capacity);
  const widen = <T extends Float64Array | Int32Array | Uint16Array>(old: T, wide: T): T => {
    wide.set(old);
    return wide;
  };
  cells.id = widen(cells.id, new Int32Array(2 * capacity));
  cells.founderId = widen(cells.founderId, new Int32Array(2 * capacity));
  cells.kind = widen(cells.kind, new Uint16Array(capacity));
  cells.rows = widen(cells.rows, new Int32Array(capacity));
  cells.columns.forEach((column, index) => {
    cells.columns[index] =
      column instanceof Int32Array
        ? widen(column, new Int32Array(capacity))
        : widen(column, new Float64Array(capacity));
  });
  cells.capacity = capacity;
}

/** Groups the rows of the living by kind, unless they still are. */
export function group(cells: Cells): void {
  if (cells.grouped) return;
  const { first, rows, kind, count } = cells;
  const kinds = first.length - 1;
  first.fill(0);
  for (let row = 0; row < count; row++) if (kind[row] !== dead) first[kind[row] + 1]++;
  for (let at = 0; at < kinds; at++) first[at + 1] += first[at];
  for (let row = 0; row < count; row++) if (kind[row] !== dead) rows[first[kind[row]]++] = row;
  first.copyWithin(1, 0, kinds);
  first[0] = 0;
  cells.grouped = true;
}

/** Closes the gaps that dead rows leave; the living keep their order. */
export function closeUp(cells: Cells): void {
  const { kind } = cells;
  const { count } = cells;
  let write = 0;
  while (write < count && kind[write] !== dead) write++;
  for (let read = write; read < count; ) {
    while (read < count && kind[read] === dead) read++;
    const from = read;
    while (read < count && kind[read] !== dead) read++;
    if (read === from) break;
    cells.id.copyWithin(2 * write, 2 * from, 2 * read);
    cells.founderId.copyWithin(2 * write, 2 * from, 2 * read);
    kind.copyWithin(write, from, read);
    for (let column = 0; column < cells.columns.length; column++) cells.columns[column].copyWithin(write, from, read);
    write += read - from;
  }
  cells.count = write;
  cells.grouped = false;
}

/** Copies every column of one row onto another. */
export function copyRow(cells: Cells, from: number, to: number): void {
  cells.id[2 * to] = cells.id[2 * from];
  cells.id[2 * to + 1] = cells.id[2 * from + 1];
  cells.founderId[2 * to] = cells.founderId[2 * from];
  cells.founderId[2 * to + 1] = cells.founderId[2 * from + 1];
  cells.kind[to] = cells.kind[from];
  for (let column = 0; column < cells.columns.length; column++) cells.columns[column][to] = cells.columns[column][from];
}

/** Id of a daughter: a hash of her mother, the mother's generation and her side (0 or 1), written into row `row`. */
export function nameDaughter(
  cells: Cells,
  row: number,
  mother0: number,
  mother1: number,
  birth: number,
  side: number,
): void {
  threefry(mother0, mother1, birth, side, cells.id, 2 * row);
}
