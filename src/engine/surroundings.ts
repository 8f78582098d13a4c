/**
 * What cells read of what is around them. In a stirred culture that is the same for all; in a static one each reads the
 * concentration in the voxels it lies in, and the cells that touch it.
 */
import { group } from "./cells.ts";
import { fit } from "./scratch.ts";
import { type CultureState, freeVesicles, RunFault, type Simulation, spaceOf } from "./simulation.ts";
import { type Grid, voxelAt } from "./space/grid.ts";
import { fill, find } from "./space/neighbours.ts";
import { type Sink, stencilAt, voxelOf } from "./space/sinks.ts";
import type { FieldPlan, SpacePlan } from "./space-plan.ts";

/** Sets the scalars that every formula of a culture's cells may read, from the state as it is now. @param dt s */
export function readScalars(simulation: Simulation, culture: CultureState, dt: number): void {
  const { layout, model } = simulation.plan;
  const { scalars, cells } = culture;
  scalars[0] = simulation.time;
  scalars[1] = dt;
  for (let factor = 0; factor < model.factors.length; factor++)
    scalars[layout.factorScalar + factor] = culture.factor[factor] / culture.volume;
  for (let species = 0; species < model.vesicles.length; species++)
    scalars[layout.vesicleScalar + species] = freeVesicles(culture, species) / culture.volume;
  for (let condition = 0; condition < model.conditions.length; condition++)
    scalars[layout.conditionScalar + condition] = culture.conditions[condition];
  if (layout.groups.length + layout.contacts.length > 0) {
    group(cells);
    readDensities(simulation, culture);
  }
  if (layout.around.length > 0) readSurroundings(simulation, culture);
}

/** Counts the cells that somebody reads the density of. */
function readDensities(simulation: Simulation, culture: CultureState): void {
  const { layout } = simulation.plan;
  const { scalars, cells } = culture;
  for (let at = 0; at < layout.groups.length; at++) {
    let living = 0;
    for (const kind of layout.groups[at]) living += cells.first[kind + 1] - cells.first[kind];
    scalars[layout.groupScalar + at] = living / culture.volume;
  }
  if (layout.contacts.length > 0) readContacts(simulation, culture);
}

/** Sums what the cells of a culture count for in each contact. What a cell counts for may read all scalars but these. */
function readContacts(simulation: Simulation, culture: CultureState): void {
  const { layout, programs, parameters, scratch, model } = simulation.plan;
  const { scalars, cells } = culture;
  const { first, rows } = cells;
  scratch.contact.fill(0);
  scratch.exchange[0] = scratch.contact;
  for (let kind = 0; kind < programs.length; kind++)
    if (first[kind] < first[kind + 1])
      programs[kind].weigh(first[kind], first[kind + 1], rows, parameters, scalars, cells.columns, scratch.exchange);
  for (let at = 0; at < layout.contacts.length; at++) {
    const sum = scratch.contact[at];
    if (!(sum >= 0 && sum < Infinity)) {
      const names = layout.contacts[at].map(({ kind }) => model.kinds[kind].name).join(", ");
      throw new RunFault(
        `what cells count for in contact with ${names} came to ${sum}`,
        "each must count for a number of 0 or more: look at `weighted-by`",
      );
    }
    scalars[layout.contactScalar + at] = sum / culture.volume;
  }
}

/** Sets the columns of the layout's `around`, from the state as it is now; the culture's scalars are set before. */
function readSurroundings(simulation: Simulation, culture: CultureState): void {
  const { layout } = simulation.plan;
  const { cells, scalars } = culture;
  const places = spaceOf(simulation, culture);
  for (const { of, index, column, scalar } of layout.around) {
    const values = cells.columns[column];
    if (!places) values.fill(scalars[scalar], 0, cells.count);
    else if (of === "factor") readFactor(simulation, culture, places.fields[index], culture.fields[index], values);
    else if (of === "vesicle") readVesicles(simulation, culture, places, index, values);
  }
  if (places && layout.contacts.length > 0) readNeighbours(simulation, culture, places);
}

/** Where a cell lies on a grid: its stencil, and the voxel of its centre along x, y and z. */
interface Spot {
  stencil: number;
  i: number;
  j: number;
  k: number;
}
const spot: Spot = { stencil: 0, i: 0, j: 0, k: 0 };

/** Finds where a cell lies; what is returned is good until the next call. */
export function spotOf({ plan }: Simulation, { cells }: CultureState, grid: Grid, sink: Sink, row: number): Spot {
  const { place } = plan.layout;
  const x = cells.columns[place][row];
  const y = cells.columns[place + 1][row];
  const z = cells.columns[place + 2][row];
  spot.stencil = stencilAt(sink, x, y, z);
  locate(grid, x, y, z);
  return spot;
}

function locate({ shape, size }: Grid, x: number, y: number, z: number): void {
  spot.i = Math.min(Math.max(Math.floor(x / size[0]), 0), shape[0] - 1);
  spot.j = Math.min(Math.max(Math.floor(y / size[1]), 0), shape[1] - 1);
  spot.k = Math.min(Math.max(Math.floor(z / size[2]), 0), shape[2] - 1);
}

/** Number of the voxel of an entry of a cell's stencil. */
export const voxelOfEntry = (grid: Grid, sink: Sink, { i, j, k }: Spot, entry: number): number =>
  voxelOf(grid, i, j, k, sink.dx[entry], sink.dy[entry], sink.dz[entry]);

/**
 * Concentration at most a voxel away from a place, molecules/µm³; beyond a closed wall that of the voxel before it, beyond an
 * open one such that it is on the wall what stands behind it.
 */
export function concentrationAt(
  { grid, volume, medium }: FieldPlan,
  amounts: Float64Array,
  x: number,
  y: number,
  z: number,
  dx: number,
  dy: number,
  dz: number,
): number {
  locate(grid, x, y, z);
  const there = amounts[voxelOf(grid, spot.i, spot.j, spot.k, dx, dy, dz)] / volume;
  const { shape, walls } = grid;
  let wall = spot.i + dx < 0 ? 0 : spot.i + dx === shape[0] ? 1 : -1;
  if (wall < 0) wall = spot.j + dy < 0 ? 2 : spot.j + dy === shape[1] ? 3 : -1;
  if (wall < 0) wall = spot.k + dz < 0 ? 4 : spot.k + dz === shape[2] ? 5 : -1;
  if (wall >= 0 && walls[wall] === "fixed") return 2 * medium.outside - there;
  return wall >= 0 && walls[wall] === "absorbing" ? -there : there;
}

/** Mean concentration of a factor in the voxels that a cell lies in, molecules/µm³. */
export function meanAround(
  simulation: Simulation,
  culture: CultureState,
  { grid, sinks, volume }: FieldPlan,
  amounts: Float64Array,
  row: number,
): number {
  const sink = sinks[culture.cells.kind[row]];
  const at = spotOf(simulation, culture, grid, sink, row);
  let sum = 0;
  for (let entry = sink.first[at.stencil]; entry < sink.first[at.stencil + 1]; entry++)
    sum += sink.weight[entry] * amounts[voxelOfEntry(grid, sink, at, entry)];
  return sum / volume;
}

function readFactor(
  simulation: Simulation,
  culture: CultureState,
  field: FieldPlan,
  amounts: Float64Array,
  values: Float64Array | Int32Array,
): void {
  const { cells } = culture;
  for (let row = 0; row < cells.count; row++) values[row] = meanAround(simulation, culture, field, amounts, row);
}

/** Vesicles of one species that are kept in pools, in each voxel. @returns places.counts */
function pooledByVoxel(culture: CultureState, places: SpacePlan, species: number): Float64Array {
  const { counts, voxels } = places;
  const { count } = culture.pools[species];
  const classes = count.length / voxels;
  counts.fill(0);
  for (let voxel = 0; voxel < voxels; voxel++)
    for (let joint = 0; joint < classes; joint++) counts[voxel] += count[voxel * classes + joint];
  return counts;
}

/** Free vesicles of one species in each voxel, whatever the detail in which they are kept. @returns places.counts */
export function countByVoxel(culture: CultureState, places: SpacePlan, species: number): Float64Array {
  const { grid } = places;
  const counts = pooledByVoxel(culture, places, species);
  const packets = culture.packets[species];
  for (let row = 0; row < packets.count; row++)
    counts[voxelAt(grid, packets.places[0][row], packets.places[1][row], packets.places[2][row])] +=
      packets.weight[row];
  return counts;
}

/**
 * What cells read of free vesicles: of pools the mean of the voxels they lie in; of those that have places how many are in a
 * shell around them that is as large as a voxel, for none is inside a cell.
 */
function readVesicles(
  simulation: Simulation,
  culture: CultureState,
  places: SpacePlan,
  species: number,
  values: Float64Array | Int32Array,
): void {
  const { cells } = culture;
  const { place } = simulation.plan.layout;
  const { grid, sinks, volume, neighbours, radii, shells } = places;
  const counts = pooledByVoxel(culture, places, species);
  for (let row = 0; row < cells.count; row++) {
    const sink = sinks[cells.kind[row]];
    const at = spotOf(simulation, culture, grid, sink, row);
    let sum = 0;
    for (let entry = sink.first[at.stencil]; entry < sink.first[at.stencil + 1]; entry++)
      sum += sink.weight[entry] * counts[voxelOfEntry(grid, sink, at, entry)];
    values[row] = sum / volume;
  }
  const packets = culture.packets[species];
  if (packets.count === 0) return;
  const x = cells.columns[place] as Float64Array;
  const y = cells.columns[place + 1] as Float64Array;
  const z = cells.columns[place + 2] as Float64Array;
  fill(neighbours, cells.count, x, y, z);
  const widest = Math.max(...shells);
  const [px, py, pz] = packets.places;
  for (let packet = 0; packet < packets.count; packet++) {
    const near = find(neighbours, -1, px[packet], py[packet], pz[packet], widest);
    for (let at = 0; at < near; at++) {
      const row = neighbours.found[at];
      const outer = shells[cells.kind[row]];
      if (neighbours.squared[at] > outer * outer) continue;
      values[row] += packets.weight[packet] / shellIn(places, x[row], y[row], z[row], radii[cells.kind[row]], outer);
    }
  }
}

/** Volume of the shell between a cell and a ball around it, as far as it lies in the box, µm³; walls along different axes each for themselves. */
function shellIn({ box }: SpacePlan, x: number, y: number, z: number, radius: number, outer: number): number {
  const ball = (4 / 3) * Math.PI * outer * outer * outer;
  const cell = (4 / 3) * Math.PI * radius * radius * radius;
  let within = 1;
  for (let axis = 0; axis < 3; axis++) {
    if (box.periods[axis] < Infinity) continue;
    const at = axis === 0 ? x : axis === 1 ? y : z;
    let beyond = 0;
    for (let side = 0; side < 2; side++) {
      const height = Math.max(0, outer - (side === 0 ? at : box.lengths[axis] - at)); // of the cap that a wall cuts off
      beyond += (Math.PI / 3) * height * height * (3 * outer - height);
    }
    within *= 1 - beyond / ball;
  }
  return Math.max(ball * within - cell, 0.1 * cell);
}

/**
 * Sums what the cells that touch a cell count for, in the volume from which they can touch it: the shell between contact of
 * the surfaces and `reach` beyond it. So cells that lie at random read on average what they would in a stirred culture.
 */
function readNeighbours(simulation: Simulation, culture: CultureState, places: SpacePlan): void {
  const { layout, programs, parameters, scratch, model } = simulation.plan;
  const { cells, scalars } = culture;
  const { neighbours, radii, space } = places;
  group(cells);
  fit(scratch, cells);
  const { first, rows, columns, kind } = cells;
  for (let at = 0; at < layout.contacts.length; at++) scratch.out[at].fill(0, 0, cells.count);
  for (let of = 0; of < programs.length; of++)
    programs[of].weighEach(first[of], first[of + 1], rows, parameters, scalars, columns, scratch.out);
  const x = columns[layout.place] as Float64Array;
  const y = columns[layout.place + 1] as Float64Array;
  const z = columns[layout.place + 2] as Float64Array;
  fill(neighbours, cells.count, x, y, z);
  const widest = 2 * Math.max(...radii) + space.reach;
  for (const { of, index, column } of layout.around) {
    if (of !== "contact") continue;
    const weights = scratch.out[index];
    const values = columns[column];
    for (let row = 0; row < cells.count; row++) {
      const near = find(neighbours, row, x[row], y[row], z[row], widest);
      let sum = 0;
      for (let at = 0; at < near; at++) {
        const other = neighbours.found[at];
        if (weights[other] === 0) continue;
        const touching = radii[kind[row]] + radii[kind[other]];
        const reached = touching + space.reach;
        if (neighbours.squared[at] > reached * reached) continue;
        sum += weights[other] / ((4 / 3) * Math.PI * (reached * reached * reached - touching * touching * touching));
      }
      if (!(sum >= 0 && sum < Infinity))
        throw new RunFault(
          `what cells count for in contact with ${model.kinds[kind[row]].name} cells came to ${sum}`,
          "each must count for a number of 0 or more: look at `weighted-by`",
        );
      values[row] = sum;
    }
  }
}
