/** Reads a static culture place by place: by the distance from the nearest cell of some kinds, or slab by slab along an axis; and how far things get. */
import { dead } from "../engine/cells.ts";
import { type CultureState, type Simulation, spaceOf } from "../engine/simulation.ts";
import { type Box, shorter } from "../engine/space/box.ts";
import type { Grid } from "../engine/space/grid.ts";
import type { SpacePlan } from "../engine/space-plan.ts";
import { countByVoxel } from "../engine/surroundings.ts";
import type { Measure } from "../model.ts";

type Banded = Extract<Measure, { of: "distance" | "slab" }>;
type Reached = Extract<Measure, { of: "reach" }>;

/** What is in a band of places, as `Local` says, or how far something got (µm); NaN where there is nothing. */
export function readPlaces(simulation: Simulation, culture: CultureState, measure: Banded | Reached): number {
  const places = spaceOf(simulation, culture);
  if (!places) return NaN;
  if (measure.of === "reach") return meanDistance(simulation, culture, places, measure);
  const { what } = measure;
  const inBand = bandOf(simulation, culture, places.box, measure);
  if ("held" in what) return heldIn(simulation, culture, what.held, what.kinds, inBand).mean;
  if ("shared" in what) return heldIn(simulation, culture, what.shared, what.kinds, inBand).part;
  if ("fraction" in what) return fractionIn(simulation, culture, what.fraction, what.among, inBand);
  const isFactor = "factor" in what;
  const { grid, volume } = isFactor ? places.fields[what.factor] : places;
  const amounts = isFactor ? culture.fields[what.factor] : countByVoxel(culture, places, what.species);
  return meanOver(grid, amounts, inBand) / volume;
}

type Place = (x: number, y: number, z: number) => boolean;
type Distance = (x: number, y: number, z: number) => number;

function bandOf(simulation: Simulation, culture: CultureState, box: Box, measure: Banded): Place {
  const { from, to } = measure;
  if (measure.of === "slab") {
    const { axis } = measure;
    return (...place) => place[axis] >= from && place[axis] < to;
  }
  const squared = fromNearest(simulation, culture, box, measure.kinds);
  return (x, y, z) => {
    const distance = squared(x, y, z);
    return distance >= from * from && distance < to * to;
  };
}

/** The square of the distance of a place from the nearest living cell of some kinds, µm²; infinite where there is none. */
function fromNearest({ plan }: Simulation, { cells }: CultureState, box: Box, kinds: readonly number[]): Distance {
  const { place: column } = plan.layout;
  const centres: number[] = [];
  for (let row = 0; row < cells.count; row++)
    if (kinds.includes(cells.kind[row]))
      for (let axis = 0; axis < 3; axis++) centres.push(cells.columns[column + axis][row]);
  return (x, y, z) => {
    let nearest = Infinity;
    for (let at = 0; at < centres.length; at += 3) {
      const dx = shorter(x - centres[at], box.periods[0]);
      const dy = shorter(y - centres[at + 1], box.periods[1]);
      const dz = shorter(z - centres[at + 2], box.periods[2]);
      nearest = Math.min(nearest, dx * dx + dy * dy + dz * dz);
    }
    return nearest;
  };
}

/** Mean distance of all there is of something from the nearest cell of some kinds, µm: of a field and pools from the centres of voxels. */
function meanDistance(
  simulation: Simulation,
  culture: CultureState,
  places: SpacePlan,
  { what, kinds }: Reached,
): number {
  const squared = fromNearest(simulation, culture, places.box, kinds);
  let sum = 0;
  let all = 0;
  const add = (amount: number, x: number, y: number, z: number): void => {
    if (amount === 0) return;
    sum += amount * Math.sqrt(squared(x, y, z));
    all += amount;
  };
  for (const one of what)
    if ("held" in one) eachHeld(simulation, culture, one.held, one.kinds, add);
    else if ("factor" in one) eachVoxel(places.fields[one.factor].grid, culture.fields[one.factor], add);
    else eachFree(culture, places, one.species, add);
  return sum < Infinity ? sum / all : NaN;
}

/** Free vesicles: those of a pool in the middle of their voxel, others where they are. */
function eachFree(
  culture: CultureState,
  { grid, voxels }: SpacePlan,
  species: number,
  visit: (count: number, x: number, y: number, z: number) => void,
): void {
  const { count } = culture.pools[species];
  const classes = count.length / voxels;
  const inVoxel = Float64Array.from({ length: voxels }, (_, voxel) =>
    count.subarray(voxel * classes, (voxel + 1) * classes).reduce((total, one) => total + one, 0),
  );
  eachVoxel(grid, inVoxel, visit);
  const packets = culture.packets[species];
  const [x, y, z] = packets.places;
  for (let row = 0; row < packets.count; row++) visit(packets.weight[row], x[row], y[row], z[row]);
}

function eachVoxel(
  { shape, size }: Grid,
  amounts: Float64Array,
  visit: (amount: number, x: number, y: number, z: number) => void,
): void {
  for (let k = 0, voxel = 0; k < shape[2]; k++)
    for (let j = 0; j < shape[1]; j++)
      for (let i = 0; i < shape[0]; i++, voxel++)
        visit(amounts[voxel], (i + 0.5) * size[0], (j + 0.5) * size[1], (k + 0.5) * size[2]);
}

/** Mean amount in the voxels whose centres lie in a band. */
function meanOver(grid: Grid, amounts: Float64Array, inBand: Place): number {
  let sum = 0;
  let voxels = 0;
  eachVoxel(grid, amounts, (amount, x, y, z) => {
    if (!inBand(x, y, z)) return;
    sum += amount;
    voxels++;
  });
  return voxels > 0 ? sum / voxels : NaN;
}

/** Vesicles that the cells in a band hold: mean of a cell, and as part of what all cells of these kinds hold. */
function heldIn(
  simulation: Simulation,
  culture: CultureState,
  species: number,
  kinds: readonly number[],
  inBand: Place,
): { mean: number; part: number } {
  let sum = 0;
  let all = 0;
  let seen = 0;
  eachHeld(simulation, culture, species, kinds, (held, x, y, z) => {
    all += held;
    if (!inBand(x, y, z)) return;
    sum += held;
    seen++;
  });
  return { mean: seen > 0 ? sum / seen : NaN, part: sum / all };
}

/** Living cells of some kinds, with the vesicles of a species that each holds on its surface and inside. */
function eachHeld(
  { plan }: Simulation,
  { cells }: CultureState,
  species: number,
  kinds: readonly number[],
  visit: (held: number, x: number, y: number, z: number) => void,
): void {
  const { place } = plan.layout;
  const columns = [plan.vesicles.bound[species], plan.vesicles.inside[species]].filter((column) => column >= 0);
  for (let row = 0; row < cells.count; row++) {
    if (cells.kind[row] === dead || !kinds.includes(cells.kind[row])) continue;
    let held = 0;
    for (const column of columns) held += cells.columns[column][row];
    visit(held, cells.columns[place][row], cells.columns[place + 1][row], cells.columns[place + 2][row]);
  }
}

/** Of the living cells of some kinds in a band, the part that is of others of them. */
function fractionIn(
  { plan }: Simulation,
  { cells }: CultureState,
  kinds: readonly number[],
  among: readonly number[],
  inBand: Place,
): number {
  const { place } = plan.layout;
  let sum = 0;
  let seen = 0;
  for (let row = 0; row < cells.count; row++) {
    if (!among.includes(cells.kind[row])) continue;
    if (!inBand(cells.columns[place][row], cells.columns[place + 1][row], cells.columns[place + 2][row])) continue;
    if (kinds.includes(cells.kind[row])) sum++;
    seen++;
  }
  return sum / seen;
}
