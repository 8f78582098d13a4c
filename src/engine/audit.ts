/** Compares the books of every culture with what is really there. */
import { dead } from "./cells.ts";
import type { Simulation } from "./simulation.ts";

export interface Imbalance {
  readonly culture: string;
  readonly of: string; // "vesicles EXO", "factor IL2", "cells"
  readonly expected: number;
  readonly found: number;
}

/** Every book that does not close: whole numbers exactly, amounts to one part in a billion of what went through. */
export function imbalances(simulation: Simulation): Imbalance[] {
  const { model, layout } = simulation.plan;
  const found: Imbalance[] = [];
  simulation.cultures.forEach((culture, index) => {
    const { ledger, cells } = culture;
    const name = model.cultures[index].name;
    const check = (of: string, expected: number, present: number, through: number): void => {
      const slack = through === 0 ? 0 : 1e-9 * through;
      if (!(Math.abs(expected - present) <= slack)) found.push({ culture: name, of, expected, found: present });
    };
    const total = (line: Float64Array): number => line.reduce((sum, value) => sum + value, 0);
    const column = (columnName: string): number => {
      const at = layout.columnOf.get(columnName);
      if (at === undefined) return 0;
      let sum = 0;
      for (let row = 0; row < cells.count; row++) if (cells.kind[row] !== dead) sum += cells.columns[at][row];
      return sum;
    };
    let present = 0;
    for (let row = 0; row < cells.count; row++) if (cells.kind[row] !== dead) present++;
    const gained = total(ledger.cells.seeded) + total(ledger.cells.divisions);
    check("cells", gained - total(ledger.cells.deaths) - total(ledger.cells.removed), present, 0);

    model.vesicles.forEach((species, at) => {
      const books = ledger.vesicles;
      let free = 0;
      for (const count of culture.pools[at].count) free += count;
      const packets = culture.packets[at];
      for (let row = 0; row < packets.count; row++) free += packets.weight[row];
      const made = books.released[at] + books.given[at];
      const gone = books.degraded[at] + books.lost[at] + books.removed[at] + books.taken[at] + books.died[at];
      check(`vesicles ${species.name}`, made - gone, free + column(`bound:${at}`) + column(`inside:${at}`), 0);
      const bodies = ledger.bodies;
      const stored = bodies.formed[at] - bodies.fused[at] - bodies.degraded[at] - bodies.died[at];
      check(`multivesicular bodies ${species.name}`, stored, column(`bodies:${at}`), 0);
    });
    model.cargo.forEach((cargo, at) => {
      let free = 0;
      culture.pools.forEach((pool) => {
        for (let group = 0; group < pool.count.length; group++) free += pool.cargo[group * model.cargo.length + at];
      });
      culture.packets.forEach((packets) => {
        for (let row = 0; row < packets.count; row++) free += packets.weight[row] * packets.cargo[at][row];
      });
      const books = ledger.cargo;
      const made = books.made[at] + books.given[at];
      const gone = books.decayed[at] + books.lost[at] + books.removed[at] + books.taken[at] + books.died[at];
      let held = column(`payload:${at}`);
      model.vesicles.forEach((_, species) => {
        held += column(`surface:${at}:${species}`);
      });
      check(`cargo ${cargo.name}`, made - gone, free + held, made);
    });
    model.factors.forEach((factor, at) => {
      const books = ledger.factors;
      const made = books.secreted[at] + books.given[at] + books.produced[at];
      const gone = books.consumed[at] + books.decayed[at] + books.reacted[at] + books.removed[at] + books.taken[at];
      check(`factor ${factor.name}`, made - gone, culture.factor[at], factor.counted ? 0 : made);
    });
  });
  return found;
}
