/** Where cells come to lie in a static culture: founders anywhere, daughters beside each other. */
import { begin } from "../kernels/chance.ts";
import { lifeKey, phaseKey, wordOf } from "./keys.ts";
import { type CultureState, RunFault, type Simulation, spaceOf } from "./simulation.ts";
import { besides, scatter } from "./space/births.ts";
import { occupy, roomBeside, settleAnywhere, settleBeside } from "./space/hop.ts";
import { fill, find } from "./space/neighbours.ts";
import { pushApart } from "./space/push.ts";
import type { SpacePlan } from "./space-plan.ts";

const key = new Int32Array(2);
const founderUse = wordOf("place of a founder");
const daughterUse = wordOf("place of a daughter");

const founding = 1_000; // sweeps over founders that overlap
const mostDraws = 50; // of a place for a founder that is to overlap no other

/** The columns of places, and the radius of each row, µm. */
export interface Ground {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
  readonly radius: Float64Array;
}

/** The places of a culture's cells as they are now, with their radii. */
export function groundOf(simulation: Simulation, culture: CultureState, places: SpacePlan): Ground {
  const { place } = simulation.plan.layout;
  const { cells } = culture;
  const [x, y, z] = [0, 1, 2].map((axis) => cells.columns[place + axis] as Float64Array);
  const radius = radiiOf(places, cells.capacity);
  for (let row = 0; row < cells.count; row++) radius[row] = places.radii[cells.kind[row]] ?? 0;
  return { x, y, z, radius };
}

/** Room for the radius of every row. */
function radiiOf(places: SpacePlan, capacity: number): Float64Array {
  if (places.radius.length < capacity) places.radius = new Float64Array(capacity);
  return places.radius;
}

/**
 * Puts the rows from `first` on into the box: anywhere that no other is, as far as there is room; then moves apart what still
 * overlaps. Cells that are only moved apart would gather where they touch.
 */
export function settleFounders(simulation: Simulation, culture: CultureState, first: number): void {
  const places = spaceOf(simulation, culture);
  if (!places) return;
  const { cells } = culture;
  const ground = groundOf(simulation, culture, places);
  const { x, y, z, radius } = ground;
  const { cells: manner } = places.space;
  if (manner === "lattice") occupy(places.sites, first, x, y, z);
  lifeKey(simulation, founderUse, key);
  for (let row = first; row < cells.count; row++) {
    begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
    if (manner !== "lattice") scatter(places.box, row, x, y, z, radius, manner === "settled");
    else if (!settleAnywhere(places.sites, row, x, y, z))
      throw new RunFault(
        `${cells.count} cells do not fit into ${places.voxels} voxels`,
        "seed fewer, or make the box larger",
      );
  }
  if (manner === "lattice") return;
  for (let draw = 1; draw < mostDraws && placeAnew(culture, places, ground, first, draw); draw++);
  spreadApart(culture, places, ground, founding, false);
}

/** Gives those rows from `first` on a new place that overlap a row before them. Returns whether there were any. */
function placeAnew(
  { cells }: CultureState,
  places: SpacePlan,
  { x, y, z, radius }: Ground,
  first: number,
  draw: number,
): boolean {
  const { box, neighbours, space, radii } = places;
  const widest = Math.max(...radii);
  fill(neighbours, cells.count, x, y, z);
  let found = false;
  for (let row = first; row < cells.count; row++) {
    const near = find(neighbours, row, x[row], y[row], z[row], radius[row] + widest);
    let overlaps = false;
    for (let at = 0; at < near && !overlaps; at++) {
      const other = neighbours.found[at];
      const touching = radius[row] + radius[other];
      overlaps = other < row && neighbours.squared[at] < touching * touching;
    }
    if (!overlaps) continue;
    found = true;
    begin(key[0], (key[1] + draw) | 0, cells.id[2 * row], cells.id[2 * row + 1]);
    scatter(box, row, x, y, z, radius, space.cells === "settled");
  }
  return found;
}

/** Moves cells that overlap apart; those on a lattice never do. @param bounce as pushApart */
export function spreadApart(
  { cells }: CultureState,
  places: SpacePlan,
  { x, y, z, radius }: Ground,
  sweeps: number,
  bounce: boolean,
): void {
  const { cells: manner } = places.space;
  if (manner !== "lattice")
    pushApart(places.overlaps, cells.count, x, y, z, radius, cells.id, manner === "settled", sweeps, bounce);
}

/** Takes the sites of a lattice over from where the cells are, before they are played. */
export function readSites(simulation: Simulation, culture: CultureState): void {
  const places = spaceOf(simulation, culture);
  if (places?.space.cells !== "lattice") return;
  const { x, y, z } = groundOf(simulation, culture, places);
  occupy(places.sites, culture.cells.count, x, y, z);
}

/** Whether a daughter of this row would find a place: always, but for a lattice. */
export function hasRoom(simulation: Simulation, culture: CultureState, row: number): boolean {
  const places = spaceOf(simulation, culture);
  if (places?.space.cells !== "lattice") return true;
  const { place } = simulation.plan.layout;
  const { columns } = culture.cells;
  return roomBeside(places.sites, columns[place][row], columns[place + 1][row], columns[place + 2][row]);
}

/** Parts two daughters. @param mother0 first word of their mother's id */
export function settleDaughters(
  simulation: Simulation,
  culture: CultureState,
  one: number,
  other: number,
  mother0: number,
  mother1: number,
): void {
  const places = spaceOf(simulation, culture);
  if (!places) return;
  const { place, velocity } = simulation.plan.layout;
  const { cells } = culture;
  const [x, y, z] = [0, 1, 2].map((axis) => cells.columns[place + axis] as Float64Array);
  const radius = radiiOf(places, cells.capacity);
  radius[one] = radius[other] = places.radii[cells.kind[one]];
  phaseKey(simulation, daughterUse, key);
  begin(key[0], key[1], mother0, mother1);
  if (places.space.cells === "lattice") settleBeside(places.sites, one, other, x, y, z);
  else besides(places.box, one, other, x, y, z, radius, places.space.cells === "settled");
  if (velocity >= 0)
    for (let axis = 0; axis < 3; axis++) for (const row of [one, other]) cells.columns[velocity + axis][row] = 0;
}
