/** What is there in a culture, book by book: what the audit compares the books with, and what cutting a share leaves behind. */
import { dead } from "./cells.ts";
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
    let copies = held(vesicles.payload[at]);
    for (const surface of vesicles.surface) copies += held(surface[at]);
    for (const { cargo, count } of culture.pools)
      for (let joint = 0; joint < count.length; joint++) copies += cargo[joint * model.cargo.length + at];
    for (const { cargo, weight, count } of culture.packets)
      for (let row = 0; row < count; row++) copies += weight[row] * cargo[at][row];
    stock.cargo[at] = copies;
  }
  return stock;
}
