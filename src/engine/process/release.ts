/**
 * Cells release vesicles: one by one, in batches, or from multivesicular bodies, which fuse with the plasma membrane (all
 * their vesicles leave) or with the lysosome (all are degraded). Cargo is stamped from the producer's state at release.
 */
import { begin, binomial, poisson } from "../../kernels/chance.ts";
import { exp } from "../../kernels/math.ts";
import { filled, remembered } from "../expression.ts";
import { phaseKey } from "../keys.ts";
import { pack, pour } from "../pools.ts";
import { type CultureState, RunFault, rateFault, type Simulation } from "../simulation.ts";

const key = new Int32Array(2);
/** Part of the bodies that leaves in a step, and part of those formed in it that is still there at its end. */
const leavingStore = remembered((rate, dt) => 1 - exp(-rate * dt));
const stillStored = remembered((rate, dt) => filled(rate, dt) / dt);
const releaseTag = 0x76657369; // "vesi": tells the ids of vesicles from those of daughters

/** Releases from every cell of one kind; its program has put rates and sizes into the scratch. @param dt s */
export function release(simulation: Simulation, culture: CultureState, kind: number, dt: number): void {
  const { model, programs, scratch, vesicles } = simulation.plan;
  const { cells } = culture;
  const { releases } = model.kinds[kind];
  for (let at = 0; at < releases.length; at++) {
    const { species, manner } = releases[at];
    const first = programs[kind].releaseOut[at];
    const rates = scratch.out[first];
    phaseKey(simulation, vesicles.uses[species].release, key, releasesBefore(releases, at));
    for (let k = cells.first[kind]; k < cells.first[kind + 1]; k++) {
      const row = cells.rows[k];
      const rate = rates[row];
      if (!(rate >= 0 && rate < Infinity)) throw faultOf(simulation, kind, species, rate);
      const bodies = manner === "bodies" ? cells.columns[vesicles.bodies[species]][row] : 0;
      if (rate === 0 && bodies === 0) continue;
      begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
      const events =
        manner === "bodies" ? fuse(simulation, culture, kind, species, row, first, dt) : poisson(rate * dt);
      if (events === 0) continue;
      const size = manner === "steady" ? 1 : sizeOf(simulation, kind, species, row, first);
      leave(simulation, culture, kind, at, row, events * size);
    }
  }
}

/** How many releases of the same species a kind has before this one: each has its own draws. */
function releasesBefore(releases: readonly { readonly species: number }[], at: number): number {
  let before = 0;
  for (let other = 0; other < at; other++) if (releases[other].species === releases[at].species) before++;
  return before;
}

/** Vesicles in a batch or body of a row now. */
function sizeOf(simulation: Simulation, kind: number, species: number, row: number, first: number): number {
  const { model, scratch } = simulation.plan;
  const size = scratch.out[first + 1][row];
  if (size >= 0 && Math.floor(size) === size && size < Infinity) return size;
  throw new RunFault(
    `${model.kinds[kind].name} cells would release ${model.vesicles[species].name} by ${size} at once`,
    "the size of a batch or of a multivesicular body must be a whole number",
  );
}

/**
 * Bodies of one cell over a step: formed at a rate, each leaves by fusion or degradation. For the rates at the start of the
 * step the numbers are exact. Returns the bodies that fused.
 */
function fuse(
  simulation: Simulation,
  culture: CultureState,
  kind: number,
  species: number,
  row: number,
  first: number,
  dt: number,
): number {
  const { vesicles, scratch } = simulation.plan;
  const books = culture.ledger.bodies;
  const bodies = culture.cells.columns[vesicles.bodies[species]];
  const rate = scratch.out[first][row];
  const fusion = scratch.out[first + 2][row];
  const leaving = fusion + scratch.out[first + 3][row];
  if (!(fusion >= 0 && leaving >= fusion && leaving < Infinity)) throw faultOf(simulation, kind, species, leaving);
  const there = bodies[row];
  const fresh = stillStored(leaving, dt);
  const kept = poisson(rate * dt * fresh);
  const passed = poisson(rate * dt * (1 - fresh));
  const left = binomial(there, leavingStore(leaving, dt));
  const fused = leaving > 0 ? binomial(passed + left, fusion / leaving) : 0;
  bodies[row] = there - left + kept;
  books.formed[species] += kept + passed;
  books.fused[species] += fused;
  books.degraded[species] += passed + left - fused;
  return fused;
}

/** Vesicles leave a cell with their cargo. */
function leave(
  simulation: Simulation,
  culture: CultureState,
  kind: number,
  at: number,
  row: number,
  count: number,
): void {
  const { model, programs, parameters, vesicles } = simulation.plan;
  const { cells, ledger, scalars } = culture;
  const { species } = model.kinds[kind].releases[at];
  const copiesOf = programs[kind].copies[at];
  const { copies } = vesicles;
  for (let cargo = 0; cargo < copies.length; cargo++) {
    const of = copiesOf[cargo];
    const carried = typeof of === "number" ? of : of(row, parameters, scalars, cells.columns);
    if (!(carried >= 0 && carried < Infinity))
      throw new RunFault(
        `${model.vesicles[species].name} from ${model.kinds[kind].name} cells would carry ${carried} copies of ${model.cargo[cargo].name}`,
        "copies must come to a number of 0 or more for every cell: look at their formula",
      );
    copies[cargo] = carried;
    ledger.cargo.made[cargo] += count * carried;
  }
  ledger.vesicles.released[species] += count;
  if (model.vesicles[species].detail === "pool") {
    pour(culture.pools[species], model.vesicles[species], count, copies);
    return;
  }
  const { id } = cells;
  const released = cells.columns[vesicles.released[species]];
  released[row] += pack(simulation, culture, species, count, id[2 * row], id[2 * row + 1], released[row], releaseTag);
}

function faultOf(simulation: Simulation, kind: number, species: number, rate: number): RunFault {
  const { model } = simulation.plan;
  return rateFault(`the release of ${model.vesicles[species].name} by ${model.kinds[kind].name} cells`, rate);
}
