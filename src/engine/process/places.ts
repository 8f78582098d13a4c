/**
 * Cells of a static culture walk at random, keep their direction for a while, climb the gradient of a factor, and push each other
 * apart; those on a lattice hop from voxel to voxel. A step is divided so that no cell gets past another unseen.
 */
import { begin } from "../../kernels/chance.ts";
import { phaseKey, wordOf } from "../keys.ts";
import { valueFor } from "../lineage.ts";
import { type Ground, groundOf, readSites, spreadApart } from "../settle.ts";
import { type CultureState, rateFault, type Simulation, spaceOf } from "../simulation.ts";
import { hop } from "../space/hop.ts";
import { climb, setWalk, stride, velocityAtStart } from "../space/stride.ts";
import type { SpacePlan } from "../space-plan.ts";
import { concentrationAt, readScalars } from "../surroundings.ts";

const key = new Int32Array(2);
const walkUse = wordOf("walk");
const directionUse = wordOf("direction");
const climbs = new Float64Array(3);
const longest = 0.5; // way of a piece, in radii of the cell: the largest part
const mostPieces = 1_000; // of one step
const sweeps = 50; // over overlapping cells in a piece: what is left goes on in the next

/** Moves the cells of a static culture over one step. @param dt s */
export function stepPlaces(simulation: Simulation, culture: CultureState, dt: number): void {
  const places = spaceOf(simulation, culture);
  const { cells } = culture;
  if (!places || cells.count === 0) return;
  const { model } = simulation.plan;
  let ground = groundOf(simulation, culture, places);
  if (model.kinds.some(({ move }) => move)) {
    readScalars(simulation, culture, dt);
    const pieces = piecesOf(simulation, culture, places, dt);
    readSites(simulation, culture);
    for (let piece = 0; piece < pieces; piece++) {
      moveAll(simulation, culture, places, ground, dt / pieces, piece);
      spreadApart(culture, places, ground, sweeps, true);
      ground = groundOf(simulation, culture, places);
    }
  } else spreadApart(culture, places, ground, sweeps, false);
}

/** Pieces of the step: in none of them does a cell go far against its own size. */
function piecesOf(simulation: Simulation, culture: CultureState, { radii }: SpacePlan, dt: number): number {
  const { model } = simulation.plan;
  const { cells } = culture;
  let pieces = 1;
  for (let row = 0; row < cells.count; row++) {
    const { move, name } = model.kinds[cells.kind[row]];
    if (!move) continue;
    const motility = valueFor(simulation, culture, row, move.motility);
    const speed = move.toward ? valueFor(simulation, culture, row, move.toward.speed) : 0;
    const persistence = valueFor(simulation, culture, row, move.persistence);
    if (!(motility >= 0 && motility < Infinity && speed >= 0 && speed < Infinity && persistence >= 0))
      throw rateFault(`the walk of ${name} cells`, motility, "µm²/s");
    const allowed = longest * radii[cells.kind[row]];
    const wandered = (2 * motility * dt) / (allowed * allowed);
    const straight = persistence > 0 ? (dt * Math.sqrt(motility / persistence)) / allowed : Infinity;
    pieces = Math.max(pieces, Math.ceil(Math.min(wandered, straight)), Math.ceil((speed * dt) / allowed));
  }
  return Math.min(pieces, mostPieces);
}

function moveAll(
  simulation: Simulation,
  culture: CultureState,
  places: SpacePlan,
  { x, y, z, radius }: Ground,
  h: number,
  piece: number,
): void {
  const { model, layout } = simulation.plan;
  const { cells } = culture;
  const settled = places.space.cells === "settled";
  const first = layout.velocity < 0 ? layout.place : layout.velocity; // untouched where no kind is persistent
  const vx = cells.columns[first] as Float64Array;
  const vy = cells.columns[first + 1] as Float64Array;
  const vz = cells.columns[first + 2] as Float64Array;
  for (let row = 0; row < cells.count; row++) {
    const { move } = model.kinds[cells.kind[row]];
    if (!move) continue;
    const motility = valueFor(simulation, culture, row, move.motility);
    const persistence = layout.velocity < 0 ? 0 : valueFor(simulation, culture, row, move.persistence);
    climbs.fill(0);
    if (move.toward) {
      const { factor, speed, halfMax } = move.toward;
      readGradient(culture, places, factor, x[row], y[row], z[row]);
      climb(
        climbs,
        valueFor(simulation, culture, row, speed),
        valueFor(simulation, culture, row, halfMax),
        2 * radius[row],
        gradient[3],
        gradient[0],
        gradient[1],
        gradient[2],
        settled,
      );
    }
    if (persistence > 0 && vx[row] === 0 && vy[row] === 0 && vz[row] === 0) {
      phaseKey(simulation, directionUse, key);
      begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
      vx[row] = velocityAtStart(motility, persistence);
      vy[row] = velocityAtStart(motility, persistence);
      vz[row] = settled ? 0 : velocityAtStart(motility, persistence);
    }
    phaseKey(simulation, walkUse, key, piece);
    begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
    if (places.space.cells === "lattice") {
      hop(places.sites, row, x, y, z, motility, climbs, h);
      continue;
    }
    setWalk(places.walk, motility, persistence, h);
    stride(places.walk, places.box, row, x, y, z, vx, vy, vz, climbs, radius[row], settled);
  }
}

/** Gradient along x, y and z (molecules/µm⁴), and the concentration itself (molecules/µm³). */
const gradient = new Float64Array(4);

/** Reads the gradient of a factor at a place, over the voxels on both sides. */
function readGradient(culture: CultureState, places: SpacePlan, factor: number, x: number, y: number, z: number): void {
  const field = places.fields[factor];
  const amounts = culture.fields[factor];
  const { size } = field.grid;
  for (let axis = 0; axis < 3; axis++) {
    const step = (on: number): number => (on === axis ? 1 : 0);
    const up = concentrationAt(field, amounts, x, y, z, step(0), step(1), step(2));
    const down = concentrationAt(field, amounts, x, y, z, -step(0), -step(1), -step(2));
    gradient[axis] = (up - down) / (2 * size[axis]);
  }
  gradient[3] = concentrationAt(field, amounts, x, y, z, 0, 0, 0);
}
