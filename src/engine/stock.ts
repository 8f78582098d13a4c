/** What is there in a culture, book by book: what the audit compares the books with, and what cutting a share leaves behind. */
import { type Cells, dead } from "./cells.ts";
import type { Ledger } from "./ledger.ts";
import { type CultureState, freeVesicles, type Simulation } from "./simulation.ts";

export interface Stock {
  readonly cells: Float64Array; // living, by kind
  readonly vesicles: Float64Array; // free, bound and inside, by species
  readonly bodies: Float64Array; // stored, by species
  readonly cargo: Float64Array; // copies, free, on surfaces and inside, by cargo
  readonly factors: Float64Array; // molecules, by factor
}

export function stockOf({ plan }: Simulation, culture: CultureState): Stock {
  const { model, vesicles } = plan;
  const { cells } = culture;
  const species = model.vesicles.length;
  const stock = {
    cells: new Float64Array(model.kinds.length),
    vesicles: new Float64Array(species),
    bodies: new Float64Array(species),
    cargo: new Float64Array(model.cargo.length),
    factors: culture.factor.slice(),
  };
  const held = (column: number): number => {
    if (column < 0) return 0;
    let sum = 0;
    for (let row = 0; row < cells.count; row++) if (cells.kind[row] !== dead) sum += cells.columns[column][row];
    return sum;
  };
  for (let row = 0; row < cells.count; row++) if (cells.kind[row] !== dead) stock.cells[cells.kind[row]]++;
  for (let at = 0; at < species; at++) {
    stock.vesicles[at] = freeVesicles(culture, at) + held(vesicles.bound[at]) + held(vesicles.inside[at]);
    stock.bodies[at] = held(vesicles.bodies[at]);
  }
  for (let at = 0; at < model.cargo.length; at++) {
    let copies = 0;
    for (const column of vesicles.holding[at]) copies += held(column);
    for (const { cargo, count } of culture.pools)
      for (let joint = 0; joint < count.length; joint++) copies += cargo[joint * model.cargo.length + at];
    for (const { cargo, weight, count } of culture.packets)
      for (let row = 0; row < count; row++) copies += weight[row] * cargo[at][row];
    stock.cargo[at] = copies;
  }
  return stock;
}

/** What happens to all that a cell holds, and to its multivesicular bodies, when this happens to the cell. */
const linesOf = {
  deaths: { held: "died", bodies: "died" },
  removed: { held: "removed", bodies: "died" },
  sent: { held: "sent", bodies: "sent" },
  received: { held: "received", bodies: "received" },
  rounded: { held: "rounded", bodies: "rounded" },
} as const;

/** Books a cell and what it holds. @param line what happens to the cell @param times for so many cells like it */
export function bookCell(
  { plan }: Simulation,
  cells: Cells,
  row: number,
  ledger: Ledger,
  line: keyof typeof linesOf,
  times: number,
): void {
  const { vesicles, model } = plan;
  const { held, bodies } = linesOf[line];
  ledger.cells[line][cells.kind[row]] += times;
  for (let species = 0; species < model.vesicles.length; species++) {
    const count = valueIn(cells, vesicles.inside[species], row) + valueIn(cells, vesicles.bound[species], row);
    ledger.vesicles[held][species] += times * count;
    ledger.bodies[bodies][species] += times * valueIn(cells, vesicles.bodies[species], row);
  }
  for (let cargo = 0; cargo < model.cargo.length; cargo++) {
    let copies = 0;
    for (const column of vesicles.holding[cargo]) copies += valueIn(cells, column, row);
    ledger.cargo[held][cargo] += times * copies;
  }
}

const valueIn = (cells: Cells, column: number, row: number): number => (column < 0 ? 0 : cells.columns[column][row]);
