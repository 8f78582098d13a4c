/**
 * Cells release vesicles: one by one, in batches, or from multivesicular bodies, which fuse with the plasma membrane (all
 * their vesicles leave) or with the lysosome (all are degraded). Cargo is stamped from the producer's state at release.
 */
import { begin, binomial, poisson } from "../../kernels/chance.ts";
import { exp } from "../../kernels/math.ts";
import { threefry } from "../../kernels/threefry.ts";
import type { Release } from "../../model.ts";
import { constantOf } from "../expression.ts";
import { addPacket } from "../packets.ts";
import { pour } from "../pools.ts";
import { type CultureState, phaseKey, RunFault, type Simulation } from "../simulation.ts";

const key = new Uint32Array(2);

/** Releases from every cell of one kind. @param rates 1/s, by row @param dt s */
export function release(
  simulation: Simulation,
  culture: CultureState,
  kind: number,
  what: Release,
  rates: Float64Array,
  dt: number,
): void {
  const { model, programs, parameters, scratch, vesicles } = simulation.plan;
  const { cells, ledger, scalars } = culture;
  const species = model.vesicles[what.species];
  const { valueOf } = programs[kind];
  const { copies } = vesicles;
  phaseKey(simulation, `release ${species.name}`, key);
  for (let k = scratch.first[kind]; k < scratch.first[kind + 1]; k++) {
    const row = scratch.rows[k];
    const rate = rates[row];
    if (!(rate >= 0))
      throw new RunFault(
        `the release of ${species.name} by ${model.kinds[kind].name} came to ${rate} per second`,
        "a rate must be a number of 0 or more for every cell: look at its formula and rules",
      );
    const bodies = what.manner === "bodies" ? cells.columns[vesicles.bodies[what.species]] : undefined;
    if (rate === 0 && !(bodies && bodies[row] > 0)) continue;
    begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
    const size = what.manner === "steady" ? 1 : valueOf(what.size)(row, parameters, scalars, cells.columns);
    let count = 0;
    if (bodies) {
      const fusion = valueOf(what.fusion)(row, parameters, scalars, cells.columns);
      const degradation = valueOf(what.degradation)(row, parameters, scalars, cells.columns);
      count = size * fuse(culture, what.species, row, bodies, size, rate, fusion, degradation, dt);
    } else count = size * poisson(rate * dt);
    if (count === 0) continue;
    for (let cargo = 0; cargo < copies.length; cargo++) copies[cargo] = 0;
    for (const carried of species.cargo)
      copies[carried.cargo] =
        constantOf(carried.copies) ?? valueOf(carried.copies)(row, parameters, scalars, cells.columns);
    for (const stamp of what.stamps)
      copies[stamp.cargo] = valueOf(stamp.copies)(row, parameters, scalars, cells.columns);
    ledger.vesicles.released[what.species] += count;
    for (let cargo = 0; cargo < copies.length; cargo++) ledger.cargo.made[cargo] += count * copies[cargo];
    if (species.detail === "pool") pour(culture.pools[what.species], species, count, copies);
    else pack(simulation, culture, what.species, row, count, copies);
  }
}

/**
 * Bodies of one cell over a step: formed at `rate`, each leaves by fusion or degradation. For the rates at the start of the
 * step the numbers are exact. Returns the bodies that fused.
 */
function fuse(
  culture: CultureState,
  species: number,
  row: number,
  bodies: Float64Array | Int32Array,
  size: number,
  rate: number,
  fusion: number,
  degradation: number,
  dt: number,
): number {
  const books = culture.ledger.bodies;
  const leaving = fusion + degradation;
  const there = Math.floor(bodies[row] / size + 0.5);
  const stay = exp(-leaving * dt);
  const x = leaving * dt;
  const fresh = x < 1e-5 ? 1 - x / 2 : (1 - stay) / x; // part of those formed in the step that is still there at its end
  const kept = poisson(rate * dt * fresh);
  const passed = poisson(rate * dt * (1 - fresh));
  const left = binomial(there, 1 - stay);
  const fused = leaving > 0 ? binomial(passed + left, fusion / leaving) : 0;
  bodies[row] = size * (there - left + kept);
  books.formed[species] += size * (kept + passed);
  books.released[species] += size * fused;
  books.degraded[species] += size * (passed + left - fused);
  return fused;
}

/** Vesicles kept one by one or in packets: rows of their own, named after their producer and its count of releases. */
function pack(
  simulation: Simulation,
  culture: CultureState,
  index: number,
  row: number,
  count: number,
  copies: Float64Array,
): void {
  const { model, vesicles } = simulation.plan;
  const { cells } = culture;
  const species = model.vesicles[index];
  const packets = culture.packets[index];
  const released = cells.columns[vesicles.released[index]];
  for (let left = count; left > 0; ) {
    const weight = Math.min(left, species.packet);
    left -= weight;
    guard(simulation, culture, packets.count + 1);
    const at = addPacket(packets);
    threefry(cells.id[2 * row], cells.id[2 * row + 1], released[row]++, 0x76657369, packets.id, 2 * at);
    packets.weight[at] = weight;
    packets.born[at] = simulation.time;
    for (let cargo = 0; cargo < copies.length; cargo++) packets.cargo[cargo][at] = copies[cargo];
  }
}

function guard(simulation: Simulation, culture: CultureState, rows: number): void {
  const { model } = simulation.plan;
  if (rows <= model.limit.vesicles) return;
  const name = model.cultures[simulation.cultures.indexOf(culture)].name;
  throw new RunFault(
    `culture ${name} would hold more than ${model.limit.vesicles} vesicles or packets`,
    "keep the species as a pool or in larger packets, simulate a smaller share, or raise limit.vesicles",
  );
}
