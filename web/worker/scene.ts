/** What is drawn of a world: its cells, a sample of its free vesicles, the level of its factors. */
import { dead, group } from "../../src/engine/cells.ts";
import { type CultureState, freeVesicles } from "../../src/engine/simulation.ts";
import type { SpacePlan } from "../../src/engine/space-plan.ts";
import { threefry } from "../../src/kernels/threefry.ts";
import { lineOfSight } from "../../src/observe/snapshot.ts";
import { cellsOf, fieldOf } from "../../src/observe/snapshots.ts";
import { scaleOf } from "../../src/units.ts";
import type { Scene, Sight } from "../protocol.ts";
import type { Live } from "./live.ts";

const mostDots = 100_000; // packets
const mostSchematic = 4000; // dots of vesicles that are only counted

/**
 * @param culture its number @param factor the one whose level is looked at @param highest of that factor so far, molecules/µm³
 * @param scales what turns the concentration of each factor into the printed one
 */
export function sceneOf(
  live: Live,
  culture: number,
  factor: number,
  highest: number,
  scales: readonly number[],
): Scene {
  const { simulation, plan, arm } = live;
  const { model, vesicles } = plan;
  const state = simulation.cultures[culture];
  const { cells, share, volume } = state;
  const { count } = cells;
  group(cells);
  const sums = (columns: Int32Array): number[] =>
    Array.from(columns, (column) => {
      let sum = 0;
      if (column >= 0)
        for (let row = 0; row < count; row++) if (cells.kind[row] !== dead) sum += cells.columns[column][row];
      return sum / share;
    });
  const laden = new Uint8Array(count);
  const held = [...vesicles.bound, ...vesicles.inside].filter((column) => column >= 0);
  for (let row = 0; row < count; row++) {
    let on = 0;
    for (const column of held) on += cells.columns[column][row];
    laden[row] = on <= 0 ? 0 : Math.min(255, Math.round(40 * Math.log2(1 + on)));
  }
  const free = model.vesicles.map((_, species) => freeVesicles(state, species));
  const level = factor < 0 || factor >= model.factors.length ? 0 : state.factor[factor] / volume;
  return {
    arm,
    ids: cells.id.slice(0, 2 * count),
    kinds: cells.kind.slice(0, count),
    laden,
    ...placesOf(live, culture),
    ...dotsOf(live, culture),
    living: model.kinds.map((_, kind) => (cells.first[kind + 1] - cells.first[kind]) / share),
    free: free.map((number) => number / share),
    bound: sums(vesicles.bound),
    inside: sums(vesicles.inside),
    factors: model.factors.map((_, each) => (state.factor[each] / volume) * scales[each]),
    heat: highest > 0 ? Math.min(1, level / highest) : 0,
    digest: live.rows.findLast((row) => row !== undefined && row.time <= simulation.time)?.digest ?? "",
    ...spaceIn(live, culture, factor, highest * (scales[factor] ?? 0)),
  };
}

/** The axes of a box as it is seen: to the right, up, and along the line of sight. @returns nearer: whether what is nearer lies further on */
function axesOf(places: SpacePlan): { right: number; up: number; along: number; nearer: 1 | -1 } {
  const along = lineOfSight(places.lengths);
  return { right: along === 0 ? 1 : 0, up: along === 2 ? 1 : 2, along, nearer: along === 1 ? -1 : 1 };
}

/** Where cells are drawn: in a static culture where they are; in a stirred one where their ids put them. */
function placesOf({ simulation, plan }: Live, culture: number): Pick<Scene, "places" | "order"> {
  const state = simulation.cultures[culture];
  const { count, id } = state.cells;
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  const space = plan.spaces[culture];
  if (!space)
    return { places: Float32Array.from(id.subarray(0, 2 * count), (word) => (word >>> 0) / 4294967296), order };
  const { right, up, along, nearer } = axesOf(space);
  const { place } = cellsOf(simulation, state, space);
  const places = new Float32Array(2 * count);
  for (let row = 0; row < count; row++) {
    places[2 * row] = place[3 * row + right] / space.lengths[right];
    places[2 * row + 1] = 1 - place[3 * row + up] / space.lengths[up];
  }
  order.sort((one, other) => nearer * (place[3 * one + along] - place[3 * other + along]) || one - other);
  return { places, order };
}

/** @param most highest mean along the line of sight so far, as printed */
function spaceIn({ simulation, plan }: Live, culture: number, factor: number, most: number): Pick<Scene, "space"> {
  const space = plan.spaces[culture];
  if (!space) return {};
  const { right, up, along } = axesOf(space);
  const sight: Sight = {
    box: [space.lengths[right], space.lengths[up], space.lengths[along]],
    fromAbove: along === 2,
  };
  if (factor < 0 || factor >= plan.model.factors.length) return { space: sight };
  const { shape, values } = fieldOf(simulation.cultures[culture], space, factor);
  return { space: { ...sight, map: { columns: shape[right], rows: shape[up], values, most } } };
}

/** The highest level of a factor as it is looked at, molecules/µm³: of a static culture the highest mean along the line of sight. */
export function levelOf({ simulation, plan }: Live, culture: number, factor: number): number {
  const state = simulation.cultures[culture];
  const space = plan.spaces[culture];
  if (!space) return state.factor[factor] / state.volume;
  const { values } = fieldOf(state, space, factor);
  return values.reduce((most, value) => Math.max(most, value), 0) * scaleOf("pM", "concentration");
}

/**
 * Free vesicles as dots: one for each packet, then dots for those that are only counted, as many as there are up to a bound. Those
 * stand at keyed places, in a static culture each within the voxel of those it stands for.
 */
export function dotsOf(
  { simulation, plan }: Live,
  culture: number,
): Pick<Scene, "dots" | "packets" | "names" | "perPacket" | "perDot"> {
  const state = simulation.cultures[culture];
  const space = plan.spaces[culture];
  const kept = plan.model.vesicles.map((_, species) => packedIn(state, species));
  const counted = plan.model.vesicles.reduce(
    (sum, _, species) => sum + freeVesicles(state, species) - kept[species].vesicles,
    0,
  );
  const rows = kept.reduce((sum, { count }) => sum + count, 0);
  const packets = Math.min(rows, mostDots);
  const perDot = counted <= mostSchematic ? 1 : 10 ** Math.ceil(Math.log10(counted / mostSchematic));
  const dots = new Uint16Array(2 * (packets + Math.round(counted / perDot)));
  const names = new Int32Array(2 * packets);
  let at = 0;
  for (const { id, count, places } of state.packets) {
    const first = at / 2;
    const end = Math.min(packets, first + count);
    names.set(id.subarray(0, 2 * (end - first)), at);
    if (space) {
      const { right, up } = axesOf(space);
      for (let row = 0; first + row < end; row++) {
        dots[at++] = inDish(places[right][row] / space.lengths[right]);
        dots[at++] = inDish(1 - places[up][row] / space.lengths[up]);
      }
    } else for (let word = 0; at < 2 * end; word++) dots[at++] = id[word] >>> 16;
  }
  if (space) scatter(state, space, culture, perDot, dots.subarray(at));
  else {
    const drawn = new Int32Array(2);
    for (let number = 0; at < dots.length; number++) {
      threefry(dotKey, culture, number, 0, drawn, 0);
      dots[at++] = drawn[0] >>> 16;
      dots[at++] = drawn[1] >>> 16;
    }
  }
  const inPackets = kept.reduce((sum, { vesicles }) => sum + vesicles, 0);
  return { dots, packets, names, perPacket: packets === 0 ? 0 : inPackets / packets, perDot };
}

const dotKey = 0x646f74;

/** A part of the dish in 65536ths. */
const inDish = (part: number): number => Math.min(65535, Math.max(0, Math.floor(65536 * part)));

/** Fills in dots of vesicles counted by voxel: voxel after voxel, one as often as their sum passes so many. */
function scatter(state: CultureState, space: SpacePlan, culture: number, perDot: number, dots: Uint16Array): void {
  const { right, up } = axesOf(space);
  const { shape } = space.grid;
  const drawn = new Int32Array(2);
  let at = 0;
  let sum = 0;
  for (let voxel = 0; voxel < space.voxels && at < dots.length; voxel++) {
    for (const { count } of state.pools) {
      const classes = count.length / space.voxels;
      for (let each = 0; each < classes; each++) sum += count[voxel * classes + each];
    }
    const until = Math.min(dots.length, 2 * Math.round(sum / perDot));
    const spot = [voxel % shape[0], Math.floor(voxel / shape[0]) % shape[1], Math.floor(voxel / shape[0] / shape[1])];
    for (let number = 0; at < until; number++) {
      threefry(dotKey, culture, voxel, number, drawn, 0);
      dots[at++] = inDish((spot[right] + (drawn[0] >>> 0) / 4294967296) / shape[right]);
      dots[at++] = inDish(1 - (spot[up] + (drawn[1] >>> 0) / 4294967296) / shape[up]);
    }
  }
}

/** Rows of a species, and the vesicles that they stand for together. */
function packedIn(state: CultureState, species: number): { readonly count: number; readonly vesicles: number } {
  const { count, weight } = state.packets[species];
  let vesicles = 0;
  for (let row = 0; row < count; row++) vesicles += weight[row];
  return { count, vesicles };
}
