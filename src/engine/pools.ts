/** Puts free vesicles into a culture: as counts by joint cargo class, or as packets with names of their own. */
import { threefry } from "../kernels/threefry.ts";
import type { VesicleSpecies } from "../model.ts";
import { addPacket } from "./packets.ts";
import { type CultureState, type Pool, RunFault, type Simulation } from "./simulation.ts";

/** Joint cargo class of a vesicle with these copies: one digit for each cargo that has edges. @param copies by cargo */
export function classOf(species: VesicleSpecies, copies: Float64Array): number {
  let joint = 0;
  for (const { cargo, edges } of species.classes) {
    let reached = 0;
    while (reached < edges.length && copies[cargo] >= edges[reached]) reached++;
    joint = joint * (edges.length + 1) + reached;
  }
  return joint;
}

/** Puts vesicles with these copies of each cargo into a pool. @param count a whole number @param first class of the voxel they go to */
export function pour(pool: Pool, species: VesicleSpecies, count: number, copies: Float64Array, first: number): void {
  const joint = first + classOf(species, copies);
  pool.count[joint] += count;
  for (let cargo = 0; cargo < copies.length; cargo++)
    pool.cargo[joint * copies.length + cargo] += count * copies[cargo];
}

/**
 * Puts vesicles into a culture as packets, each with the copies in hand and an id that hashes two words, an ordinal from
 * `first` up and a tag. Returns how many packets they made.
 */
export function pack(
  simulation: Simulation,
  culture: CultureState,
  index: number,
  count: number,
  word0: number,
  word1: number,
  first: number,
  tag: number,
): number {
  const { model, vesicles } = simulation.plan;
  const packet = culture.rungs[index] === 0 ? 1 : model.vesicles[index].packet;
  const { copies } = vesicles;
  const packets = culture.packets[index];
  const made = Math.ceil(count / packet);
  if (packets.count + made > model.limit.vesicles)
    throw new RunFault(
      `culture ${model.cultures[simulation.cultures.indexOf(culture)].name} would hold more than ${model.limit.vesicles} vesicles or packets`,
      "keep the species as a pool or in larger packets, simulate a smaller share, or raise limit.vesicles",
    );
  for (let ordinal = 0, left = count; ordinal < made; ordinal++) {
    const row = addPacket(packets);
    threefry(word0, word1, first + ordinal, tag, packets.id, 2 * row);
    packets.weight[row] = Math.min(left, packet);
    left -= packet;
    packets.born[row] = simulation.time;
    for (let cargo = 0; cargo < copies.length; cargo++) packets.cargo[cargo][row] = copies[cargo];
  }
  return made;
}
