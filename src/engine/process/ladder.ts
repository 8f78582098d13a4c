/**
 * The ladder of detail, for species that are kept as finely as their number allows: one by one while there are few, in packets
 * while there are more, as a pool where there are many. What goes up is poured into the pool of the voxel it is in; what comes
 * down is put somewhere in its voxel. Counts and cargo stay what they are.
 */

import { hashText } from "../../kernels/threefry.ts";
import { mostOf } from "../../ladder.ts";
import { dropEmpty } from "../packets.ts";
import { nowhere, placeBetween } from "../places.ts";
import { pack, pour } from "../pools.ts";
import { type CultureState, freeVesicles, type Simulation, spaceOf } from "../simulation.ts";
import { voxelAt } from "../space/grid.ts";

const individuals = 0;
const packets = 1;
const pool = 2;
const nameWords = new Uint32Array(2);

/** Sets how a species is kept in a culture from now on, by how many of it are free and come in now; where it does not climb, nothing. */
export function climb(simulation: Simulation, culture: CultureState, index: number, species: number, coming = 0): void {
  if (simulation.plan.model.vesicles[species].detail !== "auto") return;
  const now = culture.rungs[species];
  const wanted = rungFor(now, freeVesicles(culture, species) + coming);
  if (wanted === now) return;
  culture.rungs[species] = wanted;
  if (now === packets && wanted === individuals) {
    splitAll(simulation, culture, species);
    return;
  }
  if (now !== pool) pourAll(simulation, culture, species);
  if (wanted !== pool) unpack(simulation, culture, index, species);
}

function rungFor(now: number, free: number): number {
  const up = free > mostOf.packets ? pool : free > mostOf.individuals ? packets : individuals;
  if (up >= now) return up;
  return 2 * free > mostOf.packets ? pool : 2 * free > mostOf.individuals ? Math.min(now, packets) : individuals;
}

function pourAll(simulation: Simulation, culture: CultureState, species: number): void {
  const { model, vesicles } = simulation.plan;
  const { copies } = vesicles;
  const places = spaceOf(simulation, culture);
  const rows = culture.packets[species];
  for (let row = 0; row < rows.count; row++) {
    for (let cargo = 0; cargo < copies.length; cargo++) copies[cargo] = rows.cargo[cargo][row];
    const voxel = places ? voxelAt(places.grid, rows.places[0][row], rows.places[1][row], rows.places[2][row]) : 0;
    pour(culture.pools[species], model.vesicles[species], rows.weight[row], copies, voxel * vesicles.classes[species]);
    rows.weight[row] = 0;
  }
  dropEmpty(rows);
}

function unpack(simulation: Simulation, culture: CultureState, index: number, species: number): void {
  const { model, vesicles } = simulation.plan;
  const { copies } = vesicles;
  const { count, cargo } = culture.pools[species];
  const places = spaceOf(simulation, culture);
  const classes = vesicles.classes[species];
  const low = [0, 0, 0];
  const high = [0, 0, 0];
  hashText(`ladder ${model.cultures[index].name}/${model.vesicles[species].name}`, nameWords, 0);
  for (let place = 0; place < count.length; place++) {
    if (count[place] === 0) continue;
    for (let at = 0; at < copies.length; at++) copies[at] = cargo[place * copies.length + at] / count[place];
    const made = pack(
      simulation,
      culture,
      species,
      count[place],
      nameWords[0],
      nameWords[1],
      0,
      simulation.step * count.length + place,
    );
    if (places) {
      let voxel = Math.floor(place / classes);
      for (let axis = 0; axis < 3; axis++) {
        const at = voxel % places.grid.shape[axis];
        voxel = (voxel - at) / places.grid.shape[axis];
        low[axis] = at * places.grid.size[axis];
        high[axis] = low[axis] + places.grid.size[axis];
      }
    }
    placeBetween(simulation, culture, species, made, places ? low : nowhere, places ? high : nowhere);
    count[place] = 0;
    for (let at = 0; at < copies.length; at++) cargo[place * copies.length + at] = 0;
  }
}

/** Packets become single vesicles, all where the packet is. */
function splitAll(simulation: Simulation, culture: CultureState, species: number): void {
  const { copies } = simulation.plan.vesicles;
  const rows = culture.packets[species];
  const before = rows.count;
  for (let row = 0; row < before; row++) {
    const weight = rows.weight[row];
    if (weight === 1) continue;
    for (let at = 0; at < copies.length; at++) copies[at] = rows.cargo[at][row];
    const made = pack(simulation, culture, species, weight, rows.id[2 * row], rows.id[2 * row + 1], 0, simulation.step);
    for (let fresh = rows.count - made; fresh < rows.count; fresh++) {
      rows.born[fresh] = rows.born[row];
      for (const column of rows.places) column[fresh] = column[row];
    }
    rows.weight[row] = 0;
  }
  dropEmpty(rows);
}
