/**
 * Cells release vesicles: one by one, in batches, or from multivesicular bodies, which fuse with the plasma membrane (all
 * their vesicles leave) or with the lysosome (all are degraded). Cargo is stamped from the producer's state at release.
 */
import { begin, binomial, poisson } from "../../kernels/chance.ts";
import { exp } from "../../kernels/math.ts";
import { filled, remembered } from "../expression.ts";
import { phaseKey } from "../keys.ts";
import { placeBeside, pourBeside } from "../places.ts";
import { pack } from "../pools.ts";
import { type CultureState, RunFault, rateFault, rungs, type Simulation } from "../simulation.ts";

const key = new Int32Array(2);
/** Part of the bodies that leaves in a step, and part of those formed in it that is still there at its end. */
const leavingStore = remembered((rate, dt) => 1 - exp(-rate * dt));
const stillStored = remembered((rate, dt) => filled(rate, dt) / dt);
export const releaseTag = 0x76657369; // "vesi": tells the ids of vesicles from those of daughters

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
    stampShared(simulation, culture, kind, at);
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
      leave(simulation, culture, kind, at, row, events * size, dt);
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
  const formed = poisson(rate * dt);
  const kept = binomial(formed, stillStored(leaving, dt));
  const left = binomial(there, leavingStore(leaving, dt)) + formed - kept;
  const fused = leaving > 0 ? binomial(left, fusion / leaving) : 0;
  bodies[row] = there + formed - left;
  books.formed[species] += formed;
  books.fused[species] += fused;
  books.degraded[species] += left - fused;
  return fused;
}

/** Puts the copies into hand that are the same for every cell of a kind. */
function stampShared(simulation: Simulation, culture: CultureState, kind: number, at: number): void {
  const { programs, parameters, vesicles } = simulation.plan;
  const { copies } = vesicles;
  copies.fill(0);
  for (const { cargo, of } of programs[kind].copies[at].shared)
    copies[cargo] = checked(simulation, kind, at, cargo, of(0, parameters, culture.scalars, culture.cells.columns));
}

/** Vesicles leave a cell with their cargo. */
function leave(
  simulation: Simulation,
  culture: CultureState,
  kind: number,
  at: number,
  row: number,
  count: number,
  dt: number,
): void {
  const { model, programs, parameters, vesicles } = simulation.plan;
  const { cells, ledger, scalars } = culture;
  const { species } = model.kinds[kind].releases[at];
  const { copies } = vesicles;
  const { own } = programs[kind].copies[at];
  for (let place = 0; place < own.length; place++) {
    const { cargo, of } = own[place];
    copies[cargo] = checked(simulation, kind, at, cargo, of(row, parameters, scalars, cells.columns));
  }
  for (let cargo = 0; cargo < copies.length; cargo++) ledger.cargo.made[cargo] += count * copies[cargo];
  ledger.vesicles.released[species] += count;
  if (rungs[culture.rungs[species]] === "pool") {
    pourBeside(simulation, culture, species, count, row, dt);
    return;
  }
  const { id } = cells;
  const released = cells.columns[vesicles.released[species]];
  const made = pack(simulation, culture, species, count, id[2 * row], id[2 * row + 1], released[row], releaseTag);
  released[row] += made;
  placeBeside(simulation, culture, species, made, row, dt);
}

/** Copies as they are, where they are any. */
function checked(simulation: Simulation, kind: number, at: number, cargo: number, carried: number): number {
  if (carried >= 0 && carried < Infinity) return carried;
  const { vesicles, kinds, cargo: names } = simulation.plan.model;
  const { name } = vesicles[kinds[kind].releases[at].species];
  throw new RunFault(
    `${name} from ${kinds[kind].name} cells would carry ${carried} copies of ${names[cargo].name}`,
    "copies must come to a number of 0 or more for every cell: look at their formula",
  );
}

function faultOf(simulation: Simulation, kind: number, species: number, rate: number): RunFault {
  const { model } = simulation.plan;
  return rateFault(`the release of ${model.vesicles[species].name} by ${model.kinds[kind].name} cells`, rate);
}
