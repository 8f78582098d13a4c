/**
 * A factor that diffuses through a box of voxels, is lost, is taken up and made by cells, and passes the walls:
 *
 *   du_i/dt = D · Σ over neighbours (u_j − u_i)/width² − (loss + removal_i + out_i) · u_i + gain_i + in_i       molecules, by voxel
 *
 * A step is divided into pieces. Each is made once as one implicit step and once as two of half the length; twice the second
 * less the first is of second order in time (Richardson), and their difference tells how long a piece may be. What a piece
 * started with and what came in is shared out between what is there and what went, so that the books close to rounding.
 */
import { type Grid, voxelsOf, voxelVolume } from "./grid.ts";
import { newSystem, newVector, type System, setStep, solve } from "./implicit.ts";

/** What is done to the molecules of one factor; it stays as it is during a call of advance(). */
export interface Medium {
  readonly diffusion: number; // µm²/s
  readonly loss: number; // 1/s
  readonly removal: Float64Array; // 1/s, by voxel: what cells take of each molecule there
  readonly gain: Float64Array; // molecules/s, by voxel
  readonly outside: number; // molecules/µm³ beyond fixed walls
}

/** What went in a step, molecules: amounts after = before + gained + entered − decayed − removed − left. */
export interface Passed {
  decayed: number;
  removed: number;
  gained: number;
  entered: number; // through fixed walls
  left: number; // through absorbing and fixed walls
  pieces: number;
  error: number; // sum over pieces of their estimates: about what would be off, as a part of the most there was, if only halves were made
}

/** The working memory of one grid: nothing in it lasts from one call to the next. */
export interface Solver {
  readonly system: System;
  readonly inflow: Float64Array; // molecules/s, by voxel: made there, and through fixed walls
  readonly before: Float64Array;
  readonly whole: Float64Array; // after one step of a piece's length
  readonly middle: Float64Array; // after one of half the length
  readonly halves: Float64Array; // after two
  readonly most: Float64Array; // molecules in one voxel, and in all, at most in what a step has come through
  readonly sums: Float64Array; // of a vector: molecules, those removed and those leaving, 1/s
}

export function newSolver(grid: Grid): Solver {
  const system = newSystem(grid);
  return {
    system,
    inflow: new Float64Array(voxelsOf(grid)),
    before: newVector(system.levels[0]),
    whole: newVector(system.levels[0]),
    middle: newVector(system.levels[0]),
    halves: newVector(system.levels[0]),
    most: new Float64Array(2),
    sums: new Float64Array(3),
  };
}

/**
 * Advances what is in each voxel by a step.
 * @param amounts molecules, by voxel
 * @param dt s
 * @param passed what went is added to it
 * @param tolerance largest estimated error of a piece: in one voxel as a part of the fullest, and all together as a part of all,
 *   both as full as they get in the step; what is made of halves and whole is off by about as much at the end of all pieces
 */
export function advance(
  solver: Solver,
  amounts: Float64Array,
  medium: Medium,
  dt: number,
  passed: Passed,
  tolerance = 1e-3,
): void {
  const { system, before } = solver;
  const entering = setInflow(solver, medium);
  const gaining = sumOf(medium.gain);
  if (sumOf(amounts) + gaining + entering === 0) return;
  startFrom(solver, amounts);
  let remaining = dt;
  let wanted = dt;
  while (remaining > 0) {
    const count = Math.ceil(remaining / wanted);
    const h = remaining / count;
    makePiece(solver, medium, h, Math.max(tolerance * 1e-5, 1e-13));
    const error = errorOf(solver);
    const change = Math.min(Math.max(0.9 * Math.sqrt(tolerance / error), 0.1), 4);
    if (error > tolerance) {
      wanted = h * Math.min(change, 0.5);
      continue;
    }
    passed.gained += h * gaining;
    passed.entered += h * entering;
    closePiece(solver, medium, h, h * (gaining + entering), passed);
    passed.pieces += 1;
    passed.error += error;
    remaining = count === 1 ? 0 : remaining - h;
    wanted = h * change;
  }
  gather(system, before, amounts);
}

/** Molecules/s that come in by voxel; returns the sum of those through walls. */
function setInflow({ system, inflow }: Solver, { diffusion, gain, outside }: Medium): number {
  const through = diffusion * outside * voxelVolume(system.grid); // molecules µm²/s
  let entering = 0;
  for (let voxel = 0; voxel < inflow.length; voxel++) {
    const enters = through * system.entries[voxel];
    inflow[voxel] = gain[voxel] + enters;
    entering += enters;
  }
  return entering;
}

/** One piece as one step and as two of half the length, from what is in `before`. */
function makePiece(solver: Solver, medium: Medium, h: number, precision: number): void {
  const { system, inflow, before, whole, middle, halves } = solver;
  const { diffusion, loss, removal } = medium;
  whole.set(before);
  setStep(system, h, diffusion, loss, removal);
  solve(system, before, inflow, h, whole, precision);
  for (let at = 0; at < middle.length; at++) middle[at] = 0.5 * (before[at] + whole[at]);
  halves.set(whole);
  setStep(system, 0.5 * h, diffusion, loss, removal);
  solve(system, before, inflow, 0.5 * h, middle, precision);
  solve(system, middle, inflow, 0.5 * h, halves, precision);
}

/** Estimated error of a piece: how far the two halves are from the whole, in one voxel or all together. */
function errorOf({ system, whole, halves, most }: Solver): number {
  const { shape, first, line, plane } = system.levels[0];
  const [nx, ny, nz] = shape;
  let peak = 0;
  let all = 0;
  let worst = 0;
  let sum = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const start = first + k * plane + j * line;
      for (let at = start; at < start + nx; at++) {
        const difference = Math.abs(halves[at] - whole[at]);
        peak = Math.max(peak, halves[at]);
        all += halves[at];
        worst = Math.max(worst, difference);
        sum += difference;
      }
    }
  most[0] = Math.max(most[0], peak);
  most[1] = Math.max(most[1], all);
  return Math.max(worst / most[0], sum / most[1]);
}

/** Puts what is there after a piece into `before`, and adds what went. @param came molecules that came in */
function closePiece(solver: Solver, medium: Medium, h: number, came: number, passed: Passed): void {
  const { system, before, whole, middle, halves, sums } = solver;
  const { shape, first, line, plane } = system.levels[0];
  const [nx, ny, nz] = shape;
  setSums(solver, medium, whole);
  const [present, removal, leaving] = sums;
  setSums(solver, medium, middle);
  const [presentMiddle, removalMiddle, leavingMiddle] = sums;
  setSums(solver, medium, halves);
  const half = 0.5 * h;
  const decayed = extrapolated(h * medium.loss * present, half * medium.loss * (presentMiddle + sums[0]));
  const removed = extrapolated(h * removal, half * (removalMiddle + sums[1]));
  const left = extrapolated(h * leaving, half * (leavingMiddle + sums[2]));
  let start = 0;
  let end = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const lineStart = first + k * plane + j * line;
      for (let at = lineStart; at < lineStart + nx; at++) {
        start += before[at];
        before[at] = extrapolated(whole[at], halves[at]);
        end += before[at];
      }
    }
  const share = (start + came) / (end + decayed + removed + left);
  for (let at = 0; at < before.length; at++) before[at] *= share;
  passed.decayed += share * decayed;
  passed.removed += share * removed;
  passed.left += share * left;
}

/**
 * Twice the two halves less the whole, bent where that would come near 0: it stays positive, and its slope is continuous.
 * @param whole at least 0
 * @param halves at least 0
 */
export function extrapolated(whole: number, halves: number): number {
  const straight = 2 * halves - whole;
  return straight >= 0.5 * halves ? straight : (0.25 * halves * halves) / (whole - halves);
}

function setSums({ system, sums }: Solver, { diffusion, removal }: Medium, vector: Float64Array): void {
  const { shape, first, line, plane } = system.levels[0];
  const [nx, ny, nz] = shape;
  sums.fill(0);
  let voxel = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      let at = first + k * plane + j * line;
      for (let i = 0; i < nx; i++, at++, voxel++) {
        sums[0] += vector[at];
        sums[1] += removal[voxel] * vector[at];
        sums[2] += diffusion * system.exits[voxel] * vector[at];
      }
    }
}

/** Begins a step with what is in each voxel. */
function startFrom({ system, before, most }: Solver, amounts: Float64Array): void {
  const { shape, first, line, plane } = system.levels[0];
  const [nx, ny, nz] = shape;
  most.fill(0);
  let voxel = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const start = first + k * plane + j * line;
      for (let i = 0; i < nx; i++, voxel++) {
        before[start + i] = amounts[voxel];
        most[0] = Math.max(most[0], amounts[voxel]);
        most[1] += amounts[voxel];
      }
    }
}

/** A vector into amounts by voxel. */
function gather({ levels }: System, vector: Float64Array, amounts: Float64Array): void {
  const { shape, first, line, plane } = levels[0];
  const [nx, ny, nz] = shape;
  let voxel = 0;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) {
      const start = first + k * plane + j * line;
      for (let i = 0; i < nx; i++, voxel++) amounts[voxel] = vector[start + i];
    }
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum;
}
