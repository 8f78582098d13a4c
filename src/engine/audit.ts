/** Compares the books of every culture and preparation with what is really there. */
import type { Ledger } from "./ledger.ts";
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
    const gained = total(cells.seeded) + total(cells.divisions) + total(cells.received) + total(cells.rescaled);
    const left = total(cells.deaths) + total(cells.removed) + total(cells.sent);
    check("cells", gained - left, total(stock.cells), 0);
    model.vesicles.forEach((species, at) => {
      const made = vesicles.released[at] + vesicles.given[at] + vesicles.received[at] + vesicles.rescaled[at];
      const gone = vesicles.degraded[at] + vesicles.lost[at] + vesicles.removed[at] + vesicles.taken[at];
      const away = vesicles.died[at] + vesicles.sent[at] + vesicles.held[at] + vesicles.left[at];
      check(`vesicles ${species.name}`, made - gone - away, stock.vesicles[at], 0);
      const stored = bodies.formed[at] + bodies.received[at] + bodies.rescaled[at] - bodies.fused[at];
      const less = bodies.degraded[at] + bodies.died[at] + bodies.sent[at];
      check(`multivesicular bodies ${species.name}`, stored - less, stock.bodies[at], 0);
    });
    model.cargo.forEach((one, at) => {
      const made = cargo.made[at] + cargo.given[at] + cargo.received[at] + cargo.rescaled[at];
      const gone = cargo.absorbed[at] + cargo.decayed[at] + cargo.lost[at] + cargo.removed[at] + cargo.taken[at];
      const away = cargo.died[at] + cargo.sent[at] + cargo.held[at] + cargo.left[at];
      check(`cargo ${one.name}`, made - gone - away, stock.cargo[at], made);
    });
    model.factors.forEach((factor, at) => {
      const own = factors.secreted[at] + factors.given[at] + factors.produced[at];
      const made = own + factors.received[at] + factors.entered[at] + factors.rescaled[at];
      const gone = factors.consumed[at] + factors.decayed[at] + factors.reacted[at] + factors.removed[at];
      const away = factors.taken[at] + factors.sent[at] + factors.held[at] + factors.left[at];
      check(`factor ${factor.name}`, made - gone - away, stock.factors[at], factor.counted ? 0 : made);
    });
  });
  checkBetween(simulation, found);
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

/** What cultures sent is what they received, and what they lost to devices is held there: in amounts of the real wells. */
function checkBetween(simulation: Simulation, found: Imbalance[]): void {
  const { model } = simulation.plan;
  if (model.routes.length + model.devices.length === 0) return;
  const all = (at: number, line: (ledger: Ledger) => Float64Array): number =>
    simulation.cultures.reduce((sum, { ledger, share }) => sum + line(ledger)[at] / share, 0);
  const compare = (of: string, expected: number, there: number): void => {
    const slack = 1e-9 * Math.max(expected, there);
    if (!(Math.abs(expected - there) <= slack)) found.push({ culture: "all cultures", of, expected, found: there });
  };
  const books: readonly [keyof Ledger, readonly { readonly name: string }[]][] = [
    ["cells", model.kinds],
    ["vesicles", model.vesicles],
    ["bodies", model.vesicles],
    ["cargo", model.cargo],
    ["factors", model.factors],
  ];
  for (const [book, names] of books)
    names.forEach(({ name }, at) => {
      const sent = all(at, (ledger) => ledger[book].sent);
      const received = all(at, (ledger) => ledger[book].received) - all(at, (ledger) => ledger[book].rounded);
      compare(`${book} ${name} sent`, sent, received);
    });
  for (const book of ["vesicles", "factors"] as const)
    model[book].forEach(({ name }, at) => {
      const held = simulation.devices.reduce((sum, device) => sum + device[book][at], 0);
      compare(
        `${book} ${name} held`,
        all(at, (ledger) => ledger[book].held),
        held,
      );
    });
}
