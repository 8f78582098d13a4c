/**
 * What the places of a static culture need, worked out once: grids, what solves the fields, how a cell takes from the voxels
 * around it. Its arrays are working memory: nothing in it means anything after the phase that filled it.
 */
import { pow } from "../kernels/math.ts";
import type { Lattice, Model, Space } from "../model.ts";
import { type Box, boxOf } from "./space/box.ts";
import { type Crowd, newCrowd } from "./space/crowd.ts";
import { type Medium, newSolver, type Passed, type Solver } from "./space/field.ts";
import { type Grid, voxelsOf, voxelVolume } from "./space/grid.ts";
import { newSites, type Sites } from "./space/hop.ts";
import { type Neighbours, newNeighbours } from "./space/neighbours.ts";
import { newOverlaps, type Overlaps } from "./space/push.ts";
import { newSink, type Sink } from "./space/sinks.ts";
import { newSpread, type Spread } from "./space/spread.ts";
import { newWalk, type Walk } from "./space/stride.ts";
import type { Walker } from "./space/walk.ts";

/** How spheres take from grids follows from the two alone: worked out once for all the worlds that a thread runs. */
const known = new Map<string, Sink>();
const mostSinks = 64;

/** A field of one factor. */
export interface FieldPlan {
  readonly grid: Grid;
  readonly volume: number; // of a voxel, µm³
  readonly solver: Solver;
  readonly medium: Medium & { diffusion: number; loss: number; outside: number };
  readonly passed: Passed;
  /** By kind: how it takes from the voxels around it. */
  readonly sinks: readonly Sink[];
  /** What the voxels held before a piece that is tried again. */
  readonly before: Float64Array;
  /** What cells and sources give to each voxel, molecules/s, before cells take back of their own; and what they take back together. */
  readonly given: Float64Array;
  recaptured: number;
}

export interface SpacePlan {
  readonly space: Space;
  readonly lengths: readonly [number, number, number]; // µm
  readonly box: Box;
  /** Of vesicles and places. */
  readonly grid: Grid;
  readonly voxels: number;
  readonly volume: number; // of a voxel, µm³
  readonly fields: readonly FieldPlan[]; // by factor
  readonly sinks: readonly Sink[]; // by kind, on the grid of the vesicles
  readonly spreads: readonly Spread[]; // by species
  readonly crowd: Crowd;
  readonly bodies: {
    count: number;
    x: Float64Array;
    y: Float64Array;
    z: Float64Array;
    radius: Float64Array;
    take: Float64Array;
  };
  readonly walker: Walker;
  readonly neighbours: Neighbours;
  readonly overlaps: Overlaps;
  readonly sites: Sites;
  readonly walk: Walk;
  radius: Float64Array; // of each row, µm
  /** By kind, µm: the radius, and that of a ball which is larger than the cell by the volume of a voxel. */
  readonly radii: readonly number[];
  readonly shells: readonly number[];
  /** By species: into how many pieces the last step was divided. */
  readonly pieces: Int32Array;
  /** Vesicles of one species in each voxel. */
  readonly counts: Float64Array;
  /** Chance to be taken in each voxel: first entry of each voxel, then row, and volume cleared, µm³/s, entry by entry. */
  readonly captors: Captors;
}

/** Who takes vesicles in which voxel: entries of a voxel stand together, in the order of the rows. */
export interface Captors {
  readonly first: Int32Array; // shape [voxels + 1]
  row: Int32Array;
  cleared: Float64Array; // µm³/s
}

/** @param classes of each species */
export function spacePlanOf(model: Model, space: Space, classes: readonly number[]): SpacePlan {
  const gridOf = ({ shape, size }: Lattice): Grid => ({ shape, size, walls: space.walls }) as unknown as Grid;
  const grid = gridOf(space);
  const lengths = grid.shape.map((count, axis) => count * grid.size[axis]) as [number, number, number];
  const box = boxOf(grid);
  const radii = model.kinds.map(({ diameter }) => diameter / 2);
  const sinkOn = (on: Grid, radius: number): Sink => {
    const name = JSON.stringify([on, radius]);
    const sink = known.get(name) ?? newSink(on, radius);
    if (known.size >= mostSinks) known.clear();
    known.set(name, sink);
    return sink;
  };
  const solvers = new Map<string, Solver>(); // a grid's serves all its factors in turn
  const solverOn = (on: Grid): Solver => {
    const name = JSON.stringify(on);
    const solver = solvers.get(name) ?? newSolver(on);
    solvers.set(name, solver);
    return solver;
  };
  const voxels = voxelsOf(grid);
  const neighbours = newNeighbours(box, 2 * Math.max(1, ...radii) + space.reach);
  return {
    space,
    lengths,
    box,
    grid,
    voxels,
    volume: voxelVolume(grid),
    fields: model.factors.map(({ diffusion }, factor) => {
      const own = gridOf(space.grids[factor]);
      const count = voxelsOf(own);
      return {
        grid: own,
        volume: voxelVolume(own),
        solver: solverOn(own),
        medium: {
          diffusion,
          loss: 0,
          removal: new Float64Array(count),
          gain: new Float64Array(count),
          outside: space.outside[factor],
        },
        passed: { decayed: 0, removed: 0, gained: 0, entered: 0, left: 0, pieces: 0, error: 0 },
        sinks: radii.map((radius) => sinkOn(own, radius)),
        before: new Float64Array(count),
        given: new Float64Array(count),
        recaptured: 0,
      };
    }),
    sinks: radii.map((radius) => sinkOn(grid, radius)),
    spreads: model.vesicles.map((_, species) => newSpread(grid, classes[species], model.cargo.length)),
    crowd: newCrowd(lengths, grid.walls),
    bodies: {
      count: 0,
      x: new Float64Array(0),
      y: new Float64Array(0),
      z: new Float64Array(0),
      radius: new Float64Array(0),
      take: new Float64Array(0),
    },
    walker: { x: 0, y: 0, z: 0, weight: 0 },
    neighbours,
    overlaps: newOverlaps(neighbours),
    sites: newSites(grid),
    walk: newWalk(),
    radius: new Float64Array(0),
    radii,
    shells: radii.map((radius) => pow(radius * radius * radius + (3 * voxelVolume(grid)) / (4 * Math.PI), 1 / 3)),
    pieces: new Int32Array(model.vesicles.length),
    counts: new Float64Array(voxels),
    captors: { first: new Int32Array(voxels + 1), row: new Int32Array(0), cleared: new Float64Array(0) },
  };
}
