/** What becomes of vesicles that a cell meets: they stay on its surface for a while, come off again or enter, and deliver their cargo. */
import { binomial } from "../../kernels/chance.ts";
import { exp } from "../../kernels/math.ts";
import { filled, remembered } from "../expression.ts";
import { poolBeside } from "../places.ts";
import { pour } from "../pools.ts";
import { contactOut } from "../program.ts";
import type { CultureState, Simulation } from "../simulation.ts";

/** Part still on the surface at the end of a step of what came at any time of it alike; and of that, after some more time. */
const stillOnSurface = remembered((rate, h) => filled(rate, h) / h);
const stillLater = remembered((rate, after) => exp(-rate * after));

/**
 * Gives vesicles with the copies in hand to a cell: inside where they enter at once, else on its surface as far as there
 * is room. Returns how many it took. The stream of the draw goes on.
 * @param h they came at any time of it alike, s @param after s from its end until what is on surfaces is moved again
 */
export function take(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  row: number,
  met: number,
  h: number,
  after = 0,
): number {
  const { vesicles, model, scratch } = simulation.plan;
  const { columns } = culture.cells;
  const books = culture.ledger.vesicles;
  const { copies } = vesicles;
  const entry = scratch.out[contactOut.entry][row];
  let taken = met;
  let entered = met;
  let stays = 0;
  if (entry !== Infinity) {
    const bound = columns[vesicles.bound[species]];
    taken = Math.min(met, Math.max(0, Math.ceil(scratch.out[contactOut.sites][row] - bound[row])));
    const rate = entry + scratch.out[contactOut.detach][row];
    stays = binomial(taken, stillOnSurface(rate, h) * stillLater(rate, after));
    entered = rate > 0 ? binomial(taken - stays, entry / rate) : 0;
    const back = taken - stays - entered;
    if (back > 0) {
      books.detached[species] += back;
      pour(
        culture.pools[species],
        model.vesicles[species],
        back,
        copies,
        poolBeside(simulation, culture, species, row),
      );
    }
    bound[row] += stays;
  }
  books.captured[species] += taken;
  columns[vesicles.inside[species]][row] += entered;
  deliver(simulation, culture, species, row, entered);
  const carried = vesicles.carried[species];
  if (stays > 0)
    for (let at = 0; at < carried.length; at++)
      columns[vesicles.surface[species][carried[at]]][row] += stays * copies[carried[at]];
  return taken;
}

/**
 * What vesicles with the copies in hand bring into a cell as they enter. It is payload, but for the part of what the cell
 * shows that waits to be processed, or is shown at once.
 */
export function deliver(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  row: number,
  entered: number,
): void {
  const { vesicles, scratch } = simulation.plan;
  const { columns, kind } = culture.cells;
  const { copies } = vesicles;
  const carried = vesicles.carried[species];
  const stores = vesicles.stores[species]?.[kind[row]];
  for (let at = 0; at < carried.length; at++) {
    const cargo = carried[at];
    let amount = entered * copies[cargo];
    const store = stores?.[at];
    if (store) {
      const books = culture.ledger.cargo;
      const waits = amount * scratch.out[contactOut.share][row];
      const whole = store.dressed < 0 ? 0 : amount * scratch.out[contactOut.dressed][row];
      columns[store.acquired][row] += waits;
      books.acquired[cargo] += waits;
      if (whole > 0) columns[store.dressed][row] += whole;
      books.dressed[cargo] += whole;
      amount = Math.max(0, amount - waits - whole);
    }
    columns[vesicles.payload[cargo]][row] += amount;
  }
}
