/**
 * Cells show what they acquired of vesicles: copies that wait are processed (and meanwhile decay as payload does), and what is
 * shown is lost at a rate of its own. For the rates at the start of the step the amounts are exact:
 *
 *   d(waiting)/dt = −(process + decay) · waiting
 *   d(shown)/dt   = process · waiting − loss · shown      and without the first term for what is shown as it came
 */
import { kept, passed } from "../expression.ts";
import type { Store } from "../layout.ts";
import { type CultureState, type RunFault, rateFault, type Simulation } from "../simulation.ts";

/** Advances what cells of one kind show; their program has put the rates into the scratch. @param dt s */
export function present(simulation: Simulation, culture: CultureState, kind: number, dt: number): void {
  const { layout, programs, scratch } = simulation.plan;
  const { columns, first, rows } = culture.cells;
  const books = culture.ledger.cargo;
  for (let at = 0; at < layout.stores.length; at++) {
    const store = layout.stores[at];
    const place = programs[kind].storesOut + 3 * at;
    const waiting = columns[store.acquired];
    const processed = columns[store.processed];
    const dressed = store.dressed < 0 ? undefined : columns[store.dressed];
    for (let k = first[kind]; k < first[kind + 1]; k++) {
      const row = rows[k];
      const whole = dressed ? dressed[row] : 0;
      if (waiting[row] === 0 && processed[row] === 0 && whole === 0) continue;
      const process = scratch.out[place][row];
      const decay = scratch.out[place + 1][row];
      const loss = scratch.out[place + 2][row];
      const leaving = process + decay;
      if (!(process >= 0 && decay >= 0 && leaving < Infinity && loss >= 0 && loss < Infinity))
        throw faultOf(simulation, kind, store, process, loss);
      const left = waiting[row] * kept(leaving, dt);
      const gone = waiting[row] - left;
      const moved = leaving > 0 ? gone * (process / leaving) : 0;
      const still = processed[row] * kept(loss, dt) + process * waiting[row] * passed(leaving, loss, dt);
      const wholeStill = whole * kept(loss, dt);
      books.processed[store.cargo] += moved;
      books.decayed[store.cargo] += gone - moved + (processed[row] + moved - still) + (whole - wholeStill);
      waiting[row] = left;
      processed[row] = still;
      if (dressed) dressed[row] = wholeStill;
    }
  }
}

function faultOf(simulation: Simulation, kind: number, { cargo }: Store, process: number, loss: number): RunFault {
  const { model } = simulation.plan;
  const what = `${model.cargo[cargo].name} by ${model.kinds[kind].name} cells`;
  if (!(loss >= 0 && loss < Infinity)) return rateFault(`the loss of what is shown of ${what}`, loss);
  return rateFault(`the processing of ${what}`, process);
}
