/** Sources give factors and vesicles to a culture without a cell: at a rate, while they are on. */
import { begin, poisson } from "../../kernels/chance.ts";
import { hashText, threefry } from "../../kernels/threefry.ts";
import { phaseKey, wordOf } from "../keys.ts";
import { spill } from "../places.ts";
import { type CultureState, rateFault, type Simulation } from "../simulation.ts";
import { climb } from "./ladder.ts";

const key = new Int32Array(2);
const nameWords = new Uint32Array(2);
const giftWords = new Int32Array(2);
const giftTag = wordOf("gift of a source");
const use = wordOf("source");

/** What a source gives in the step that comes, 1/s: nothing while it is off. @param dt s */
export function rateOf(simulation: Simulation, culture: CultureState, at: number, dt: number): number {
  const { model, sources, parameters } = simulation.plan;
  const { on, name } = model.sources[at];
  const slack = 1e-9 * model.time.step;
  const { time } = simulation;
  let isOn = false;
  for (let window = 0; window < on.length; window++)
    if (on[window].from <= time + slack && time + dt <= on[window].to + slack) isOn = true;
  if (!isOn) return 0;
  const rate = sources[at](0, parameters, culture.scalars, culture.cells.columns);
  if (!(rate >= 0 && rate < Infinity)) throw rateFault(`the source ${name}`, rate);
  return rate;
}

/** Vesicles that sources give over a step. @param dt s */
export function giveVesicles(simulation: Simulation, culture: CultureState, index: number, dt: number): void {
  const { model, parameters, vesicles } = simulation.plan;
  const { ledger } = culture;
  for (let at = 0; at < model.sources.length; at++) {
    const { of, culture: where, name, low, high } = model.sources[at];
    if (where !== index || !("species" in of)) continue;
    const rate = rateOf(simulation, culture, at, dt) * (model.cultures[index].space ? 1 : culture.share);
    if (rate === 0) continue;
    hashText(`source ${name}`, nameWords, 0);
    phaseKey(simulation, use, key);
    begin(key[0], key[1], nameWords[0], nameWords[1]);
    const count = poisson(rate * dt);
    if (count === 0) continue;
    const { copies, given } = vesicles;
    copies.fill(0);
    for (const { cargo, copies: each } of given[of.species])
      copies[cargo] = each(0, parameters, culture.scalars, culture.cells.columns);
    ledger.vesicles.given[of.species] += count;
    for (let cargo = 0; cargo < copies.length; cargo++) ledger.cargo.given[cargo] += count * copies[cargo];
    // What it gives in each piece of a step has words of its own: ordinals begin anew.
    threefry(nameWords[0], nameWords[1], simulation.step, simulation.piece, giftWords, 0);
    climb(simulation, culture, index, of.species, count);
    spill(simulation, culture, of.species, count, giftWords[0], giftWords[1], 0, giftTag, low, high);
  }
}
