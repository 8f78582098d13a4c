/**
 * What cells do in a step: rules and formulas set their rates from the state at its start, attributes advance, vesicles
 * are released, what waits is processed and shown, then competing hazards and clocks decide who divides, dies or changes.
 */
import { group } from "../cells.ts";
import { fit } from "../scratch.ts";
import type { CultureState, Simulation } from "../simulation.ts";
import { readScalars } from "../surroundings.ts";
import { decide } from "./fate.ts";
import { present } from "./present.ts";
import { release } from "./release.ts";

/** Advances every cell of a culture by one step. @param dt s */
export function stepCells(simulation: Simulation, culture: CultureState, dt: number): void {
  const { programs, parameters, scratch } = simulation.plan;
  const { cells, scalars } = culture;
  if (cells.count === 0) return;
  readScalars(simulation, culture, dt);
  group(cells);
  fit(scratch, cells);
  const { first, rows } = cells;
  bookPayload(simulation, culture, 1);
  for (let kind = 0; kind < programs.length; kind++) {
    if (first[kind] === first[kind + 1]) continue;
    programs[kind].behave(first[kind], first[kind + 1], rows, parameters, scalars, cells.columns, scratch.out);
    release(simulation, culture, kind, dt);
    present(simulation, culture, kind, dt);
  }
  bookPayload(simulation, culture, -1);
  decide(simulation, culture, dt);
}

/** Books what fades of the payloads: what there was before the attributes advance less what there is after. */
function bookPayload(simulation: Simulation, culture: CultureState, sign: 1 | -1): void {
  const { payload } = simulation.plan.vesicles;
  const { cells, ledger } = culture;
  for (let cargo = 0; cargo < payload.length; cargo++) {
    if (payload[cargo] < 0) continue;
    const column = cells.columns[payload[cargo]];
    let sum = 0;
    for (let row = 0; row < cells.count; row++) sum += column[row];
    ledger.cargo.decayed[cargo] += sign * sum;
  }
}
