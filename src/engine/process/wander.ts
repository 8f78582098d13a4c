/**
 * Free vesicles in a static culture: they move by Brownian motion, are lost, leave through walls and meet the cells that they come
 * by. Those kept one by one or in packets walk among the cells; those in pools go from voxel to voxel, and the cells of a
 * voxel share what is there as in a stirred culture.
 *
 * The clearance of a cell is what it takes in the long run of a concentration far away. So its surface takes more of what is
 * next to it, the nearer its clearance comes to what diffusion brings, 4πDR; at that limit and above it takes all that touches it.
 */
import { begin, binomial } from "../../kernels/chance.ts";
import { exp } from "../../kernels/math.ts";
import { threefry } from "../../kernels/threefry.ts";
import { filled } from "../expression.ts";
import { phaseKey } from "../keys.ts";
import { dropEmpty } from "../packets.ts";
import { freePart } from "../places.ts";
import type { CultureState, Simulation } from "../simulation.ts";
import { gather } from "../space/crowd.ts";
import { uptakeRate } from "../space/sinks.ts";
import { spread } from "../space/spread.ts";
import { walk } from "../space/walk.ts";
import type { SpacePlan } from "../space-plan.ts";
import { spotOf, voxelOfEntry } from "../surroundings.ts";
import { take } from "./take.ts";

const key = new Int32Array(2);
const voxelKey = new Int32Array(2);
const finest = 0.05; // largest chance of a vesicle of a pool to be taken in one part of a piece
const mostParts = 10_000; // of one step

/** What the surface of a cell takes of what is next to it, µm³/s. @param cleared of what is far away, µm³/s @param brought by diffusion at most, µm³/s */
const atSurface = (cleared: number, brought: number): number =>
  cleared >= brought ? Infinity : (cleared * brought) / (brought - cleared);

/**
 * Lays out who takes vesicles in which voxel, for the weights in the scratch. Returns the largest chance of a vesicle to be
 * taken in any voxel, 1/s.
 */
function hazardIn(simulation: Simulation, culture: CultureState, places: SpacePlan, species: number): number {
  const { scratch, vesicles } = simulation.plan;
  const { kind, count } = culture.cells;
  const { grid, sinks, captors, radii, counts, voxels, volume } = places;
  const { weight } = scratch;
  const free = freePart(simulation, culture, species);
  const diffusion = vesicles.diffusion[species] * free;
  const { first } = captors;
  first.fill(0);
  counts.fill(0);
  let entries = 0;
  // Twice over the cells: once to count the entries of each voxel, once to write them, so that they stand in the order of rows.
  for (let pass = 0; pass < 2; pass++) {
    for (let row = 0; row < count; row++) {
      if (weight[row] === 0) continue;
      const sink = sinks[kind[row]];
      const place = spotOf(simulation, culture, grid, sink, row);
      const taken = free * atSurface(weight[row], 4 * Math.PI * vesicles.diffusion[species] * radii[kind[row]]);
      const rate = pass === 0 ? 0 : uptakeRate(sink, place.stencil, taken, diffusion);
      for (let entry = sink.first[place.stencil]; entry < sink.first[place.stencil + 1]; entry++) {
        const voxel = voxelOfEntry(grid, sink, place, entry);
        if (pass === 0) {
          first[voxel + 1]++;
          entries++;
          continue;
        }
        const at = first[voxel]++;
        captors.row[at] = row;
        captors.cleared[at] = rate * sink.weight[entry];
        counts[voxel] += captors.cleared[at];
      }
    }
    if (pass === 1) break;
    for (let voxel = 0; voxel < voxels; voxel++) first[voxel + 1] += first[voxel];
    if (captors.row.length < entries) {
      captors.row = new Int32Array(2 * entries);
      captors.cleared = new Float64Array(2 * entries);
    }
  }
  first.copyWithin(1, 0, voxels);
  first[0] = 0;
  let most = 0;
  for (let voxel = 0; voxel < voxels; voxel++) most = Math.max(most, counts[voxel] / volume);
  return most;
}

/** Whether any of a species is kept in pools. */
function isPooled({ pools }: CultureState, species: number): boolean {
  const { count } = pools[species];
  for (let joint = 0; joint < count.length; joint++) if (count[joint] > 0) return true;
  return false;
}

/** Moves, loses and gives away the free vesicles of one species over h. The weights of the cells are in the scratch. @param loss 1/s */
export function wander(
  simulation: Simulation,
  culture: CultureState,
  index: number,
  places: SpacePlan,
  species: number,
  h: number,
  piece: number,
  pieces: number,
  loss: number,
): void {
  const { vesicles } = simulation.plan;
  if (isPooled(culture, species)) {
    const diffusion = vesicles.diffusion[species] * freePart(simulation, culture, species);
    const hazard = hazardIn(simulation, culture, places, species);
    const parts = Math.min(Math.max(1, Math.ceil((h * hazard) / finest)), Math.ceil(mostParts / pieces));
    const time = h / parts;
    const ordinal = piece * (mostParts + 1); // of chance
    // Half a part before the first meeting and after the last, whole ones between: the same as half before and after each.
    drift(simulation, culture, places, species, diffusion, time / 2, ordinal);
    for (let part = 0; part < parts; part++) {
      meetInVoxels(simulation, culture, index, places, species, time, ordinal + part, loss, h - (part + 1) * time);
      drift(simulation, culture, places, species, diffusion, part === parts - 1 ? time / 2 : time, ordinal + part + 1);
    }
    places.pieces[species] = parts * pieces;
  }
  if (culture.packets[species].count > 0) walkAll(simulation, culture, places, species, h, piece, loss);
}

/** Pools go from voxel to voxel for a time. */
function drift(
  simulation: Simulation,
  culture: CultureState,
  places: SpacePlan,
  species: number,
  diffusion: number,
  time: number,
  ordinal: number,
): void {
  const { vesicles } = simulation.plan;
  const { ledger, pools } = culture;
  const { count, cargo } = pools[species];
  phaseKey(simulation, vesicles.uses[species].drift, key, ordinal);
  const left = spread(places.spreads[species], count, cargo, diffusion, time, key[0], key[1], ledger.cargo.left);
  ledger.vesicles.left[species] += left;
}

/**
 * Each voxel is a small stirred culture: its vesicles are lost, taken by one of its cells, or still free. `captors` tells by whom.
 * @param after s from the end of h until what is on surfaces is moved again
 */
function meetInVoxels(
  simulation: Simulation,
  culture: CultureState,
  index: number,
  places: SpacePlan,
  species: number,
  h: number,
  piece: number,
  loss: number,
  after: number,
): void {
  const { vesicles, model, words } = simulation.plan;
  const { cells, ledger } = culture;
  const { count, cargo } = culture.pools[species];
  const { first, row: rows, cleared } = places.captors;
  const classes = vesicles.classes[species];
  const kinds = model.cargo.length;
  const { copies } = vesicles;
  for (let voxel = 0; voxel < places.voxels; voxel++) {
    let hazard = loss;
    for (let at = first[voxel]; at < first[voxel + 1]; at++) hazard += cleared[at] / places.volume;
    if (hazard === 0) continue;
    const gone = 1 - exp(-hazard * h);
    for (let joint = 0; joint < classes; joint++) {
      const place = voxel * classes + joint;
      const there = count[place];
      if (there === 0) continue;
      for (let at = 0; at < kinds; at++) copies[at] = cargo[place * kinds + at] / there;
      phaseKey(simulation, vesicles.uses[species].loss[joint], key, piece);
      threefry(key[0], key[1], voxel, 0, voxelKey, 0);
      begin(voxelKey[0], voxelKey[1], words[2 * index], words[2 * index + 1]);
      let passed = (gone * loss) / hazard;
      const lost = binomial(there, passed);
      let left = there - lost;
      let captured = 0;
      phaseKey(simulation, vesicles.uses[species].capture[joint], key, piece);
      threefry(key[0], key[1], voxel, 0, voxelKey, 0);
      for (let at = first[voxel]; at < first[voxel + 1] && left > 0; at++) {
        const row = rows[at];
        const own = (gone * cleared[at]) / places.volume / hazard;
        begin(voxelKey[0], voxelKey[1], cells.id[2 * row], cells.id[2 * row + 1]);
        const met = binomial(left, Math.min(1, own / (1 - passed)));
        passed += own;
        if (met === 0) continue;
        const taken = take(simulation, culture, species, row, met, h, Math.max(0, after));
        left -= taken;
        captured += taken;
      }
      ledger.vesicles.lost[species] += lost;
      count[place] += left - there;
      for (let at = 0; at < kinds; at++) {
        ledger.cargo.lost[at] += lost * copies[at];
        cargo[place * kinds + at] -= (captured + lost) * copies[at];
      }
      for (const at of vesicles.absorbed[species]) ledger.cargo.absorbed[at] += captured * copies[at];
      if (count[place] === 0) cargo.fill(0, place * kinds, (place + 1) * kinds);
    }
  }
}

/** What the callback of a walk needs to know: module-level, so that a step makes no garbage. */
const hand: { simulation?: Simulation; culture?: CultureState; species: number; h: number; captured: number } = {
  species: 0,
  h: 0,
  captured: 0,
};

/** A cell takes of a row that touches it; returns how many it had room for. */
function handOver(row: number, count: number): number {
  const taken = take(hand.simulation!, hand.culture!, hand.species, row, count, hand.h);
  hand.captured += taken;
  return taken;
}

/** Vesicles kept one by one or in packets walk among the cells; a part of the loss comes before, the rest after. */
function walkAll(
  simulation: Simulation,
  culture: CultureState,
  places: SpacePlan,
  species: number,
  h: number,
  piece: number,
  loss: number,
): void {
  const { vesicles, scratch, layout, model } = simulation.plan;
  const { cells, ledger } = culture;
  const { crowd, bodies, radii, walker } = places;
  const packets = culture.packets[species];
  const { copies } = vesicles;
  const free = freePart(simulation, culture, species);
  const brought = 4 * Math.PI * vesicles.diffusion[species];
  bodies.count = cells.count;
  bodies.x = cells.columns[layout.place] as Float64Array;
  bodies.y = cells.columns[layout.place + 1] as Float64Array;
  bodies.z = cells.columns[layout.place + 2] as Float64Array;
  bodies.radius = scratch.reach;
  bodies.take = scratch.weight;
  for (let row = 0; row < cells.count; row++) {
    const radius = radii[cells.kind[row]];
    scratch.reach[row] = radius;
    scratch.weight[row] = free * atSurface(scratch.weight[row], brought * radius);
  }
  gather(crowd, bodies);
  hand.simulation = simulation;
  hand.culture = culture;
  hand.species = species;
  hand.h = h;
  const [x, y, z, diameter] = packets.places;
  // What is taken, or goes through a wall, is so at any moment alike: losses before it are the mean of those until then.
  const kept = exp(-loss * h);
  const early = 1 - filled(loss, h) / h;
  const late = 1 - (kept * h) / filled(loss, h);
  phaseKey(simulation, vesicles.uses[species].meet, key, piece);
  const [key0, key1] = key;
  for (let row = 0; row < packets.count; row++) {
    begin(key0, key1, packets.id[2 * row], packets.id[2 * row + 1]);
    for (let at = 0; at < copies.length; at++) copies[at] = packets.cargo[at][row];
    const there = packets.weight[row];
    const before = early > 0 ? binomial(there, early) : 0;
    walker.x = x[row];
    walker.y = y[row];
    walker.z = z[row];
    walker.weight = there - before;
    hand.captured = 0;
    let gone = 0; // through a wall
    if (walker.weight > 0) {
      const diffusion = (model.vesicles[species].mobility / diameter[row]) * free;
      if (walk(crowd, walker, diffusion, h, handOver) >= 0) {
        gone = walker.weight;
        walker.weight = 0;
      }
    }
    const after = late > 0 && walker.weight > 0 ? binomial(walker.weight, late) : 0;
    const lost = before + after;
    x[row] = walker.x;
    y[row] = walker.y;
    z[row] = walker.z;
    packets.weight[row] = walker.weight - after;
    ledger.vesicles.lost[species] += lost;
    ledger.vesicles.left[species] += gone;
    for (let at = 0; at < copies.length; at++) {
      ledger.cargo.lost[at] += lost * copies[at];
      ledger.cargo.left[at] += gone * copies[at];
    }
    for (const at of vesicles.absorbed[species]) ledger.cargo.absorbed[at] += hand.captured * copies[at];
  }
  dropEmpty(packets);
}
