/** Compares the books of every culture and preparation with what is really there. */
import type { Simulation } from "./simulation.ts";
import { stockOf } from "./stock.ts";

export interface Imbalance {
  readonly culture: string;
  readonly of: string; // "vesicles EXO", "factor IL2", "cells"
  readonly expected: number;
  readonly found: number;
}

/** Every book of a culture or a preparation that does not close: whole numbers exactly, amounts to one part in a billion of what went through. */
export function imbalances(simulation: Simulation): Imbalance[] {
  const { model } = simulation.plan;
  const found: Imbalance[] = [];
  simulation.cultures.forEach((culture, index) => {
    const { cells, vesicles, bodies, cargo, factors } = culture.ledger;
    const { name } = model.cultures[index];
    const check = (of: string, expected: number, present: number, through: number): void => {
      const slack = through === 0 ? 0 : 1e-9 * through;
      if (!(Math.abs(expected - present) <= slack)) found.push({ culture: name, of, expected, found: present });
    };
    const total = (line: Float64Array): number => line.reduce((sum, value) => sum + value, 0);
    const stock = stockOf(simulation, culture);
    const gained = total(cells.seeded) + total(cells.divisions) + total(cells.rescaled);
    check("cells", gained - total(cells.deaths) - total(cells.removed), total(stock.cells), 0);
    model.vesicles.forEach((species, at) => {
      const made = vesicles.released[at] + vesicles.given[at] + vesicles.rescaled[at];
      const gone = vesicles.degraded[at] + vesicles.lost[at] + vesicles.removed[at] + vesicles.taken[at];
      check(`vesicles ${species.name}`, made - gone - vesicles.died[at], stock.vesicles[at], 0);
      const stored = bodies.formed[at] + bodies.rescaled[at] - bodies.fused[at] - bodies.degraded[at];
      check(`multivesicular bodies ${species.name}`, stored - bodies.died[at], stock.bodies[at], 0);
    });
    model.cargo.forEach((one, at) => {
      const made = cargo.made[at] + cargo.given[at] + cargo.rescaled[at];
      const gone = cargo.absorbed[at] + cargo.decayed[at] + cargo.lost[at] + cargo.removed[at] + cargo.taken[at];
      check(`cargo ${one.name}`, made - gone - cargo.died[at], stock.cargo[at], made);
    });
    model.factors.forEach((factor, at) => {
      const made = factors.secreted[at] + factors.given[at] + factors.produced[at] + factors.rescaled[at];
      const gone = factors.consumed[at] + factors.decayed[at] + factors.reacted[at] + factors.removed[at];
      check(`factor ${factor.name}`, made - gone - factors.taken[at], stock.factors[at], factor.counted ? 0 : made);
    });
  });
  simulation.preparations.forEach(({ pools, taken, lost, dosed }, index) => {
    model.vesicles.forEach(({ name }, at) => {
      const expected = taken[at] - lost[at] - dosed[at];
      const left = pools[at].count.reduce((sum, count) => sum + count, 0);
      if (!(Math.abs(expected - left) <= 1e-9 * taken[at]))
        found.push({ culture: model.preparations[index], of: `vesicles ${name}`, expected, found: left });
    });
  });
  return found;
}
