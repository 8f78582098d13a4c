/**
 * Factors in a static culture: each is a field of molecules by voxel that diffuses, is lost and is taken by cells, all at once
 * and implicitly, so that nothing goes negative and every molecule is in the books. Reactions take their closed form voxel by
 * voxel, half before and half after, in pieces of the step in which they do not get far.
 *
 * A cell takes from the voxels it lies in what a sphere of its radius would take from the medium; where its uptake saturates, that
 * depends on what is there. So the uptake of a piece of the step is worked out from its start and its end, and pieces are
 * so short that the two tell about the same.
 */
import { group } from "../cells.ts";
import { partIn } from "../places.ts";
import { fit } from "../scratch.ts";
import { type CultureState, RunFault, rateFault, type Simulation } from "../simulation.ts";
import { advance } from "../space/field.ts";
import { clearanceAt, recapturedAt, surfaceAt, uptakeRate } from "../space/sinks.ts";
import type { FieldPlan, SpacePlan } from "../space-plan.ts";
import { meanAround, spotOf, voxelOfEntry } from "../surroundings.ts";
import { timesOf } from "./mass-action.ts";
import { rateOf } from "./sources.ts";

/** Largest part by which what all cells take may differ between the start and the end of a piece. */
const closest = 0.1;
/** Largest product of a piece and the rate of a reaction. */
const farthest = 0.2;
const mostPieces = 10_000; // of one step
/** Estimated error that the solver may make, as a part of the fullest voxel: in what counts, and in a first try. */
const finest = 0.01;
const coarsest = 0.1;

/** Advances the fields of a static culture by one step; rates of the medium are read before. @param dt s */
export function diffuse(
  simulation: Simulation,
  culture: CultureState,
  index: number,
  places: SpacePlan,
  dt: number,
): void {
  const { model } = simulation.plan;
  group(culture.cells);
  fit(simulation.plan.scratch, culture.cells);
  for (let factor = 0; factor < model.factors.length; factor++) {
    const { passed } = places.fields[factor];
    passed.pieces = passed.error = 0;
    readGain(simulation, culture, index, places.fields[factor], factor, dt);
  }
  for (let left = dt, made = 0; left > 0; made++) {
    const wanted = left * paceOf(simulation, culture, places);
    const pieces = Math.min(Math.max(1, Math.ceil(wanted / farthest)), Math.max(1, mostPieces - made));
    const h = left / pieces;
    for (let at = 0; at < model.reactions.length; at++) react(simulation, culture, places, at, h / 2);
    for (let factor = 0; factor < model.factors.length; factor++)
      spreadOut(simulation, culture, places.fields[factor], factor, h);
    for (let at = model.reactions.length - 1; at >= 0; at--) react(simulation, culture, places, at, h / 2);
    left = pieces === 1 ? 0 : left - h;
  }
  for (let factor = 0; factor < model.factors.length; factor++) culture.factor[factor] = total(culture.fields[factor]);
}

function total(amounts: Float64Array): number {
  let sum = 0;
  for (let voxel = 0; voxel < amounts.length; voxel++) sum += amounts[voxel];
  return sum;
}

/** Sums what cells and sources give to each voxel, molecules/s. */
function readGain(
  simulation: Simulation,
  culture: CultureState,
  index: number,
  field: FieldPlan,
  factor: number,
  dt: number,
): void {
  const { model, programs, parameters, scratch } = simulation.plan;
  const { cells, scalars } = culture;
  const { given } = field;
  given.fill(0);
  for (let kind = 0; kind < programs.length; kind++) {
    const at = model.kinds[kind].secretions.findIndex((one) => one.factor === factor);
    if (at < 0 || cells.first[kind] === cells.first[kind + 1]) continue;
    const { first, rows } = cells;
    programs[kind].exchangeEach(first[kind], first[kind + 1], rows, parameters, scalars, cells.columns, scratch.out);
    for (let k = first[kind]; k < first[kind + 1]; k++) {
      const rate = scratch.out[at][rows[k]];
      if (!(rate >= 0 && rate < Infinity))
        throw rateFault(`the secretion of ${model.factors[factor].name}`, rate, "molecules per second");
      if (rate > 0) addAround(simulation, culture, field, rows[k], rate, given);
    }
  }
  for (let at = 0; at < model.sources.length; at++) {
    const source = model.sources[at];
    if (source.culture !== index || !("factor" in source.of) || source.of.factor !== factor) continue;
    const rate = rateOf(simulation, culture, at, dt);
    if (rate > 0)
      for (let voxel = 0; voxel < given.length; voxel++)
        given[voxel] += rate * partIn(field.grid, voxel, source.low, source.high);
  }
}

/** Adds an amount to the voxels that a cell lies in. */
function addAround(
  simulation: Simulation,
  culture: CultureState,
  { grid, sinks }: FieldPlan,
  row: number,
  amount: number,
  into: Float64Array,
): void {
  const sink = sinks[culture.cells.kind[row]];
  const at = spotOf(simulation, culture, grid, sink, row);
  for (let entry = sink.first[at.stencil]; entry < sink.first[at.stencil + 1]; entry++)
    into[voxelOfEntry(grid, sink, at, entry)] += amount * sink.weight[entry];
}

/** Diffusion, loss and uptake of one factor for a time, in as many pieces as its uptake needs. */
function spreadOut(
  simulation: Simulation,
  culture: CultureState,
  field: FieldPlan,
  factor: number,
  time: number,
): void {
  const { fields } = simulation.plan;
  const { factors } = culture.ledger;
  const { medium, passed, before } = field;
  const amounts = culture.fields[factor];
  medium.loss = fields.loss[factor];
  let wanted = time;
  for (let left = time, tries = 0; left > 0; tries++) {
    const pieces = Math.ceil(left / wanted);
    const h = left / pieces;
    const { pieces: made, error: estimated } = passed;
    const error = tryPiece(simulation, culture, field, factor, h);
    const change = Math.min(Math.max((0.8 * closest) / error, 0.1), 4);
    if (error > closest && tries < mostPieces) {
      amounts.set(before);
      passed.pieces = made;
      passed.error = estimated;
      wanted = h * Math.min(change, 0.5);
      continue;
    }
    factors.secreted[factor] += passed.gained;
    factors.decayed[factor] += passed.decayed;
    factors.consumed[factor] += passed.removed;
    factors.entered[factor] += passed.entered;
    factors.left[factor] += passed.left;
    left = pieces === 1 ? 0 : left - h;
    wanted = h * change;
  }
}

/**
 * One piece. Where uptake saturates it is made twice: with the uptake of its start, then with the mean of that and of where the
 * first try led. Returns the part by which the two differ in what all cells take.
 */
function tryPiece(simulation: Simulation, culture: CultureState, field: FieldPlan, factor: number, h: number): number {
  const { medium, solver, passed, before, given } = field;
  const { removal, gain } = medium;
  const amounts = culture.fields[factor];
  before.set(amounts);
  removal.fill(0);
  gain.set(given);
  field.recaptured = 0;
  let error = 0;
  if (readRemoval(simulation, culture, field, factor, amounts, 1)) {
    const { pieces, error: estimated } = passed;
    const early = taken(removal, before);
    advance(solver, amounts, medium, h, passed, coarsest);
    const trial = taken(removal, amounts);
    for (let voxel = 0; voxel < amounts.length; voxel++) {
      removal[voxel] *= 0.5;
      gain[voxel] = 0.5 * (gain[voxel] + given[voxel]);
    }
    field.recaptured *= 0.5;
    readRemoval(simulation, culture, field, factor, amounts, 0.5);
    const middle = taken(removal, amounts);
    const most = Math.max(early, trial, middle);
    error = most > 0 ? (2 * Math.abs(middle - trial)) / most : 0;
    amounts.set(before);
    passed.pieces = pieces;
    passed.error = estimated;
  }
  passed.decayed = passed.removed = passed.gained = passed.entered = passed.left = 0;
  advance(solver, amounts, medium, h, passed, finest);
  passed.gained += field.recaptured * h;
  passed.removed += field.recaptured * h;
  return error;
}

/** What is removed in a second, molecules/s. */
function taken(removal: Float64Array, amounts: Float64Array): number {
  let sum = 0;
  for (let voxel = 0; voxel < amounts.length; voxel++) sum += removal[voxel] * amounts[voxel];
  return sum;
}

/**
 * Adds what cells take of each molecule in each voxel, 1/s, for the amounts as they are. Of what a cell secretes itself it takes
 * a part back before the voxels see any. Returns whether any uptake depends on what is there. @param part of it that is added
 */
function readRemoval(
  simulation: Simulation,
  culture: CultureState,
  field: FieldPlan,
  factor: number,
  amounts: Float64Array,
  part: number,
): boolean {
  const { fields, model, programs, parameters, scratch } = simulation.plan;
  const { cells, scalars } = culture;
  const { columns, first, rows } = cells;
  const { grid, sinks, medium, volume } = field;
  let bends = false;
  for (const { kind, at, halfMax: read } of fields.sinks[factor]) {
    if (first[kind] === first[kind + 1]) continue;
    const halfMax = read(0, parameters, scalars, columns);
    programs[kind].exchangeEach(first[kind], first[kind + 1], rows, parameters, scalars, columns, scratch.out);
    const sink = sinks[kind];
    const secretion = model.kinds[kind].secretions.findIndex((one) => one.factor === factor);
    for (let k = first[kind]; k < first[kind + 1]; k++) {
      const row = rows[k];
      const maximum = scratch.out[at][row];
      if (!(maximum >= 0 && maximum < Infinity && halfMax >= 0))
        throw rateFault(`the consumption of ${model.factors[factor].name} by ${model.kinds[kind].name} cells`, maximum);
      if (maximum === 0) continue;
      if (halfMax > 0) bends = true;
      const place = spotOf(simulation, culture, grid, sink, row);
      const { stencil } = place;
      const secreted = secretion < 0 ? 0 : scratch.out[secretion][row];
      let clearance = maximum; // for a half-max of 0: a volume a second
      if (halfMax > 0) {
        const mean = meanAround(simulation, culture, field, amounts, row);
        // What it secretes stands at its surface above what the voxels show.
        const own = secreted > 0 ? surfaceAt(sink, stencil, 0, 0, secreted, medium.diffusion) : 0;
        clearance = clearanceAt(sink, stencil, maximum, halfMax, mean + own, medium.diffusion);
        if (own > 0)
          clearance = maximum / (halfMax + surfaceAt(sink, stencil, clearance, mean, secreted, medium.diffusion));
      }
      if (secreted > 0) {
        const back = part * secreted * recapturedAt(sink, stencil, clearance, medium.diffusion);
        field.recaptured += back;
        addAround(simulation, culture, field, row, -back, medium.gain);
      }
      const rate = (part * uptakeRate(sink, stencil, clearance, medium.diffusion)) / volume;
      for (let entry = sink.first[stencil]; entry < sink.first[stencil + 1]; entry++)
        medium.removal[voxelOfEntry(grid, sink, place, entry)] += rate * sink.weight[entry];
    }
  }
  return bends;
}

/** Rate of a reaction in a voxel, as Reaction.rate: it may depend on what is there. `leaveVoxel` sets the scalars back. */
function paceIn(simulation: Simulation, culture: CultureState, places: SpacePlan, at: number, voxel: number): number {
  const { model, fields, parameters, layout } = simulation.plan;
  const { scalars } = culture;
  const { from, to, name } = model.reactions[at];
  const { volume } = places.fields[from[0] ?? to[0]];
  const voxels = culture.fields[from[0] ?? to[0]].length;
  for (let factor = 0; factor < model.factors.length; factor++)
    if (culture.fields[factor].length === voxels)
      scalars[layout.factorScalar + factor] = culture.fields[factor][voxel] / volume;
  const rate = fields.paces[at](0, parameters, scalars, culture.cells.columns);
  if (rate >= 0 && rate < Infinity) return rate;
  throw new RunFault(`the reaction ${name} came to ${rate}`, "look at its rate");
}

/** Sets the scalars of the factors to the means of the culture, as they were. */
function leaveVoxel(simulation: Simulation, culture: CultureState): void {
  const { model, layout } = simulation.plan;
  for (let factor = 0; factor < model.factors.length; factor++)
    culture.scalars[layout.factorScalar + factor] = culture.factor[factor] / culture.volume;
}

/** Fastest rate at which a reaction goes on in any voxel, for a molecule of those that take part, 1/s. */
function paceOf(simulation: Simulation, culture: CultureState, places: SpacePlan): number {
  const { reactions } = simulation.plan.model;
  let fastest = 0;
  for (let at = 0; at < reactions.length; at++) {
    const { from } = reactions[at];
    if (from.length === 0) continue;
    const [one, other] = [from[0], from[from.length - 1]];
    const { volume } = places.fields[one];
    const [ones, others] = [culture.fields[one], culture.fields[other]];
    const [gained, gains] = [places.fields[one].given, places.fields[other].given];
    for (let voxel = 0; voxel < ones.length; voxel++) {
      const rate = paceIn(simulation, culture, places, at, voxel);
      const pair = rate / volume;
      const supply = Math.max(gained[voxel], gains[voxel]); // of two partners, more react as more come
      const pace = from.length === 1 ? rate : pair * (ones[voxel] + others[voxel]) + Math.sqrt(2 * pair * supply);
      fastest = Math.max(fastest, pace);
    }
  }
  if (reactions.length > 0) leaveVoxel(simulation, culture);
  return fastest;
}

/** One reaction over h, in each voxel by itself. */
function react(simulation: Simulation, culture: CultureState, places: SpacePlan, at: number, h: number): void {
  const { from, to } = simulation.plan.model.reactions[at];
  const { factors } = culture.ledger;
  const { volume } = places.fields[from[0] ?? to[0]];
  const ones = culture.fields[from[0] ?? to[0]];
  const others = culture.fields[from[1] ?? to[0]];
  for (let voxel = 0; voxel < ones.length; voxel++) {
    const rate = paceIn(simulation, culture, places, at, voxel);
    let times = timesOf(from, ones[voxel], others[voxel], rate, volume, h);
    if (times === 0) continue;
    for (const partner of from) times = Math.min(times, culture.fields[partner][voxel]);
    for (const partner of from) {
      culture.fields[partner][voxel] -= times;
      factors.reacted[partner] += times;
    }
    for (const product of to) {
      culture.fields[product][voxel] += times;
      factors.produced[product] += times;
    }
  }
  leaveVoxel(simulation, culture);
}
