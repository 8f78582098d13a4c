/** Where vesicles are put in a static culture: beside the cell that released them, or between two corners of the box. */
import { begin, binomial, next, normal } from "../kernels/chance.ts";
import { cos, sin } from "../kernels/math.ts";
import { threefry } from "../kernels/threefry.ts";
import { lifeKey, phaseKey, wordOf } from "./keys.ts";
import { sampled } from "./lineage.ts";
import { pack, pour } from "./pools.ts";
import { type CultureState, rateFault, rungs, type Simulation, spaceOf } from "./simulation.ts";
import { reflected } from "./space/box.ts";
import { type Grid, voxelAt } from "./space/grid.ts";
import type { SpacePlan } from "./space-plan.ts";

/** First class of the pool in the voxel where a cell lies; 0 in a stirred culture. */
export function poolBeside(simulation: Simulation, culture: CultureState, species: number, row: number): number {
  const places = spaceOf(simulation, culture);
  if (!places) return 0;
  const { place } = simulation.plan.layout;
  const { columns } = culture.cells;
  const voxel = voxelAt(places.grid, columns[place][row], columns[place + 1][row], columns[place + 2][row]);
  return voxel * simulation.plan.vesicles.classes[species];
}

const key = new Int32Array(2);
const placeUse = wordOf("place of a vesicle");
const diameterUse = wordOf("diameter of a vesicle");
const spot = new Float64Array(3);
const mostPoured = 256; // places that the vesicles of one cell are drawn for at a time

/**
 * Finds where a vesicle is at the end of the step in which a cell released it: it left the surface at any time of the step alike,
 * and has diffused since. Into `spot`; numbers come from the stream that has begun. @param diffusion µm²/s @param dt s
 */
function findBeside(
  simulation: Simulation,
  culture: CultureState,
  places: SpacePlan,
  cell: number,
  diffusion: number,
  dt: number,
): void {
  const { place } = simulation.plan.layout;
  const { columns, kind } = culture.cells;
  const { lengths, periods } = places.box;
  const across = 2 * next() - 1; // a direction drawn evenly from the sphere
  const around = 2 * Math.PI * next();
  const beside = Math.sqrt(Math.max(0, 1 - across * across));
  const radius = places.radii[kind[cell]];
  const spread = Math.sqrt(2 * diffusion * dt * next());
  spot[0] = columns[place][cell] + radius * beside * cos(around);
  spot[1] = columns[place + 1][cell] + radius * beside * sin(around);
  spot[2] = columns[place + 2][cell] + radius * across;
  for (let axis = 0; axis < 3; axis++)
    spot[axis] = reflected(spot[axis] + spread * normal(), lengths[axis], periods[axis], 0);
}

/** Gives the last rows of a species places beside the cell that released them over a step. @param dt s */
export function placeBeside(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  made: number,
  cell: number,
  dt: number,
): void {
  const places = spaceOf(simulation, culture);
  if (!places) return;
  const free = freePart(simulation, culture, species);
  const packets = culture.packets[species];
  for (let row = packets.count - made; row < packets.count; row++) {
    sizeRow(simulation, culture, species, row);
    lifeKey(simulation, placeUse, key);
    begin(key[0], key[1], packets.id[2 * row], packets.id[2 * row + 1]);
    const diffusion = (simulation.plan.model.vesicles[species].mobility / packets.places[3][row]) * free;
    findBeside(simulation, culture, places, cell, diffusion, dt);
    for (let axis = 0; axis < 3; axis++) packets.places[axis][row] = spot[axis];
  }
}

/** Puts vesicles with the copies in hand into the pool, where they are at the end of the step in which a cell released them. */
export function pourBeside(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  count: number,
  cell: number,
  dt: number,
): void {
  const { model, vesicles } = simulation.plan;
  const { copies, classes } = vesicles;
  const places = spaceOf(simulation, culture);
  const pool = culture.pools[species];
  if (!places) {
    pour(pool, model.vesicles[species], count, copies, 0);
    return;
  }
  const diffusion = vesicles.diffusion[species] * freePart(simulation, culture, species);
  phaseKey(simulation, placeUse, key, species);
  begin(key[0], key[1], culture.cells.id[2 * cell], culture.cells.id[2 * cell + 1]);
  for (let left = count, draws = Math.min(count, mostPoured); left > 0; draws--) {
    const here = Math.ceil(left / draws);
    findBeside(simulation, culture, places, cell, diffusion, dt);
    const voxel = voxelAt(places.grid, spot[0], spot[1], spot[2]);
    pour(pool, model.vesicles[species], here, copies, voxel * classes[species]);
    left -= here;
  }
}

/** Part of the vesicles of a species that the matrix does not hold. */
export function freePart(simulation: Simulation, culture: CultureState, species: number): number {
  const { vesicles, parameters, model } = simulation.plan;
  const adhesion = vesicles.adhesion[species];
  if (!adhesion) return 1;
  const binds = adhesion.binds(0, parameters, culture.scalars, culture.cells.columns);
  const frees = adhesion.frees(0, parameters, culture.scalars, culture.cells.columns);
  if (binds >= 0 && frees > 0 && binds < Infinity) return frees / (binds + frees);
  throw rateFault(`the adhesion of ${model.vesicles[species].name}`, frees > 0 ? binds : frees);
}

/** Gives the last rows of a species places anywhere between two corners, µm. */
export function placeBetween(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  made: number,
  low: readonly number[],
  high: readonly number[],
): void {
  if (!spaceOf(simulation, culture)) return;
  const packets = culture.packets[species];
  for (let row = packets.count - made; row < packets.count; row++) {
    sizeRow(simulation, culture, species, row);
    lifeKey(simulation, placeUse, key);
    begin(key[0], key[1], packets.id[2 * row], packets.id[2 * row + 1]);
    for (let axis = 0; axis < 3; axis++) packets.places[axis][row] = low[axis] + (high[axis] - low[axis]) * next();
  }
}

/** A row's own diameter, drawn for its whole life. */
function sizeRow(simulation: Simulation, culture: CultureState, species: number, row: number): void {
  const packets = culture.packets[species];
  lifeKey(simulation, diameterUse, key);
  begin(key[0], key[1], packets.id[2 * row], packets.id[2 * row + 1]);
  const { shape } = simulation.plan.model.vesicles[species].diameter;
  const { a, b, shift } = simulation.plan.vesicles.diameters[species];
  packets.places[3][row] = sampled(shape, a, b, shift);
}

/** How much of the region between two corners lies in a voxel: 0 to 1. A region without depth lies in the voxel that holds it. */
export function partIn({ shape, size }: Grid, voxel: number, low: readonly number[], high: readonly number[]): number {
  let part = 1;
  let left = voxel;
  for (let axis = 0; axis < 3 && part > 0; axis++) {
    const at = left % shape[axis];
    left = (left - at) / shape[axis];
    const from = at * size[axis];
    const to = from + size[axis];
    const depth = high[axis] - low[axis];
    if (depth > 0) part *= Math.max(0, Math.min(to, high[axis]) - Math.max(from, low[axis])) / depth;
    else if (Math.min(Math.max(Math.floor(low[axis] / size[axis]), 0), shape[axis] - 1) !== at) part = 0;
  }
  return part;
}

/**
 * Puts vesicles with the copies in hand into a culture from outside: anywhere in a stirred one, between two corners of a static
 * one (µm). Names and places of rows hash two words, an ordinal from `first` up and a tag. Returns how many rows they made.
 */
export function spill(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  count: number,
  word0: number,
  word1: number,
  first: number,
  tag: number,
  low: readonly number[],
  high: readonly number[],
): number {
  const { model, vesicles } = simulation.plan;
  const places = spaceOf(simulation, culture);
  const { copies } = vesicles;
  if (rungs[culture.rungs[species]] !== "pool") {
    const made = pack(simulation, culture, species, count, word0, word1, first, tag);
    placeBetween(simulation, culture, species, made, low, high);
    return made;
  }
  const pool = culture.pools[species];
  if (!places) {
    pour(pool, model.vesicles[species], count, copies, 0);
    return 0;
  }
  phaseKey(simulation, placeUse, key, first);
  threefry(key[0], key[1], tag, species, key, 0);
  begin(key[0], key[1], word0, word1);
  let left = count;
  let passed = 0;
  for (let voxel = 0; voxel < places.voxels && left > 0; voxel++) {
    const part = partIn(places.grid, voxel, low, high);
    if (part === 0) continue;
    const here = binomial(left, Math.min(1, part / Math.max(1 - passed, part)));
    passed += part;
    left -= here;
    if (here > 0) pour(pool, model.vesicles[species], here, copies, voxel * vesicles.classes[species]);
  }
  if (left > 0) {
    const last = places.voxels - 1; // what rounding left over
    pour(pool, model.vesicles[species], left, copies, last * vesicles.classes[species]);
  }
  return 0;
}

/** Corners of all that is simulated of a culture, µm. */
export const nowhere: readonly number[] = [0, 0, 0];
export const cornerOf = (simulation: Simulation, culture: CultureState): readonly number[] =>
  spaceOf(simulation, culture)?.lengths ?? nowhere;
