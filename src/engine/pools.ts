/** Free vesicles kept as counts by joint cargo class: which class a vesicle belongs to, and putting vesicles in. */
import type { VesicleSpecies } from "../model.ts";
import type { Pool } from "./simulation.ts";

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

/** Puts vesicles with these copies of each cargo into a pool. @param count a whole number */
export function pour(pool: Pool, species: VesicleSpecies, count: number, copies: Float64Array): void {
  const joint = classOf(species, copies);
  pool.count[joint] += count;
  for (let cargo = 0; cargo < copies.length; cargo++)
    pool.cargo[joint * copies.length + cargo] += count * copies[cargo];
}
