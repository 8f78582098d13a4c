/**
 * Factors in a stirred culture: cells secrete and consume them, the medium loses them, and they react.
 *
 *   d(amount)/dt = secretion − amount · (loss + clearance/volume + Σ maximum / (amount + halfMax · volume))
 *
 * What the cells do is summed once a step; the rest is a few numbers, so it is stepped finely: the removal rate is frozen at
 * the midpoint of a sub-step and the rest is exact, which keeps every amount positive and every molecule in the books.
 * Reactions take their closed form, half before and half after. Counted factors go event by event instead.
 */
import { begin, exponential, next } from "../../kernels/chance.ts";
import { group } from "../cells.ts";
import { filled, kept } from "../expression.ts";
import type { FieldsPlan } from "../fields-plan.ts";
import { phaseKey, wordOf } from "../keys.ts";
import { type CultureState, RunFault, rateFault, type Simulation, spaceOf } from "../simulation.ts";
import { readScalars } from "../surroundings.ts";
import { diffuse } from "./diffuse.ts";
import { timesOf } from "./mass-action.ts";
import { rateOf } from "./sources.ts";

/** Largest product of a sub-step and the rates that change in it. */
const finest = 0.05;
const mostPieces = 100_000; // of one step
const mostEvents = 1e8; // of counted factors, in one step of one culture

/** Advances every factor of a culture by one step. @param dt s */
export function stepFields(simulation: Simulation, culture: CultureState, index: number, dt: number): void {
  const { model, fields } = simulation.plan;
  if (model.factors.length === 0) return;
  readScalars(simulation, culture, dt);
  readMedium(simulation, culture);
  const places = spaceOf(simulation, culture);
  if (places) {
    diffuse(simulation, culture, index, places, dt);
    return;
  }
  sumExchange(simulation, culture);
  addSources(simulation, culture, index, dt);
  if (fields.smooth) stepAmounts(simulation, culture, dt);
  if (fields.counted) stepCounts(simulation, culture, index, dt);
}

/** Adds what sources give to the medium. */
function addSources(simulation: Simulation, culture: CultureState, index: number, dt: number): void {
  const { model, fields } = simulation.plan;
  for (let at = 0; at < model.sources.length; at++) {
    const { of, culture: where } = model.sources[at];
    if (where === index && "factor" in of)
      fields.secretion[of.factor] += rateOf(simulation, culture, at, dt) * culture.share;
  }
}

/** Works out the rates that belong to no cell. */
function readMedium(simulation: Simulation, culture: CultureState): void {
  const { fields, model, parameters } = simulation.plan;
  const { scalars, cells } = culture;
  for (let factor = 0; factor < fields.loss.length; factor++) {
    fields.loss[factor] = fields.losses[factor](0, parameters, scalars, cells.columns);
    if (!(fields.loss[factor] >= 0 && fields.loss[factor] < Infinity))
      throw rateFault(`the loss of ${model.factors[factor].name}`, fields.loss[factor]);
  }
  for (let at = 0; at < fields.pace.length; at++) {
    fields.pace[at] = fields.paces[at](0, parameters, scalars, cells.columns);
    if (!(fields.pace[at] >= 0 && fields.pace[at] < Infinity))
      throw rateFault(`the reaction ${model.reactions[at].name}`, fields.pace[at], "in base units");
  }
}

/** Sums what the cells secrete and can consume. */
function sumExchange(simulation: Simulation, culture: CultureState): void {
  const { fields, scratch, programs, parameters, model } = simulation.plan;
  const { cells, scalars } = culture;
  group(cells);
  fields.secretion.fill(0);
  for (let kind = 0; kind < programs.length; kind++) {
    const sums = fields.sums[kind];
    if (sums.length === 0) continue;
    sums.fill(0);
    scratch.exchange[0] = sums;
    const { first, rows } = cells;
    programs[kind].exchange(first[kind], first[kind + 1], rows, parameters, scalars, cells.columns, scratch.exchange);
  }
  for (const source of fields.sources) fields.secretion[source.factor] += fields.sums[source.kind][source.at];
  for (let factor = 0; factor < fields.sinks.length; factor++) {
    const { name } = model.factors[factor];
    const secretion = fields.secretion[factor];
    if (!(secretion >= 0 && secretion < Infinity))
      throw rateFault(`the secretion of ${name}`, secretion, "molecules per second");
    const sinks = fields.sinks[factor];
    for (let at = 0; at < sinks.length; at++) {
      const sink = sinks[at];
      const halfMax = sink.halfMax(0, parameters, scalars, cells.columns);
      const sum = fields.sums[sink.kind][sink.at];
      if (!(sum >= 0 && sum < Infinity && halfMax >= 0))
        throw rateFault(`the consumption of ${name} by ${model.kinds[sink.kind].name} cells`, sum);
      // A half-max of 0 stands for clearance: a volume a second, the same part of whatever there is.
      fields.maximum[factor][at] = sum / (halfMax > 0 ? 1 : culture.volume);
      fields.half[factor][at] = halfMax * culture.volume;
    }
  }
}

/** Removal by the cells for each molecule present, 1/s. */
function removalBy(fields: FieldsPlan, factor: number, amount: number): number {
  const maximum = fields.maximum[factor];
  const half = fields.half[factor];
  let rate = 0;
  for (let at = 0; at < maximum.length; at++) rate += half[at] > 0 ? maximum[at] / (amount + half[at]) : maximum[at];
  return rate;
}

function stepAmounts(simulation: Simulation, culture: CultureState, dt: number): void {
  const { model } = simulation.plan;
  let left = dt;
  for (let piece = 0; left > 0; piece++) {
    const pieces = Math.min(Math.ceil((left * paceOf(simulation, culture)) / finest), mostPieces - piece);
    const h = pieces > 1 ? left / pieces : left;
    for (let at = 0; at < model.reactions.length; at++) react(simulation, culture, at, h / 2);
    for (let factor = 0; factor < model.factors.length; factor++)
      if (!model.factors[factor].counted) exchange(simulation, culture, factor, h);
    for (let at = model.reactions.length - 1; at >= 0; at--) react(simulation, culture, at, h / 2);
    left = h === left ? 0 : left - h;
  }
}

/** Fastest rate at which what a sub-step holds still changes now, 1/s. */
function paceOf(simulation: Simulation, culture: CultureState): number {
  const { model, fields } = simulation.plan;
  const { factor, volume } = culture;
  let fastest = 0;
  for (let at = 0; at < model.factors.length; at++) {
    const half = fields.half[at];
    for (let sink = 0; sink < half.length; sink++) {
      if (half[sink] === 0) continue; // plain clearance is exact at any step
      const bend = (fields.maximum[at][sink] + fields.secretion[at]) / (factor[at] + half[sink]);
      fastest = Math.max(fastest, bend);
    }
  }
  for (let at = 0; at < model.reactions.length; at++) {
    const { from, to } = model.reactions[at];
    if (isCounted(simulation, at)) continue;
    let beside = 0; // what else happens to its partners and products
    let supply = 0;
    for (const touched of [...from, ...to]) {
      beside = Math.max(beside, fields.loss[touched] + removalBy(fields, touched, factor[touched]));
      supply = Math.max(supply, fields.secretion[touched]);
    }
    if (model.reactions.length === 1 && beside === 0 && supply === 0) continue; // its closed form is exact at any step
    const pace = from.length === 2 ? fields.pace[at] / volume : fields.pace[at];
    if (from.length === 1) beside += pace;
    // With two partners the rate grows with what is there and with what comes in meanwhile.
    if (from.length === 2) beside += pace * (factor[from[0]] + factor[from[1]]) + Math.sqrt(2 * pace * supply);
    fastest = Math.max(fastest, beside);
  }
  return fastest;
}

/** True where a reaction goes event by event. */
function isCounted(simulation: Simulation, reaction: number): boolean {
  const { factors, reactions } = simulation.plan.model;
  const { from, to } = reactions[reaction];
  return factors[from[0] ?? to[0]].counted;
}

/** Secretion, consumption and loss of one factor over a sub-step. */
function exchange(simulation: Simulation, culture: CultureState, factor: number, h: number): void {
  const { fields } = simulation.plan;
  const { ledger } = culture;
  const amount = culture.factor[factor];
  const gain = fields.secretion[factor];
  if (amount === 0 && gain === 0) return;
  const loss = fields.loss[factor];
  const early = loss + removalBy(fields, factor, amount);
  const midway = amount * kept(early, h / 2) + gain * filled(early, h / 2);
  const removal = loss + removalBy(fields, factor, midway);
  const after = amount * kept(removal, h) + gain * filled(removal, h);
  const removed = amount + gain * h - after;
  culture.factor[factor] = after;
  ledger.factors.secreted[factor] += gain * h;
  if (removal > 0) {
    const decayed = removed * (loss / removal);
    ledger.factors.decayed[factor] += decayed;
    ledger.factors.consumed[factor] += removed - decayed;
  }
}

/** One reaction over h. */
function react(simulation: Simulation, culture: CultureState, at: number, h: number): void {
  if (isCounted(simulation, at)) return;
  const { model, fields } = simulation.plan;
  const { from, to } = model.reactions[at];
  const rate = fields.pace[at];
  const { factor, volume, ledger } = culture;
  const times = timesOf(from, factor[from[0]], factor[from[1]], rate, volume, h);
  if (times === 0) return;
  for (const partner of from) {
    const taken = Math.min(times, factor[partner]);
    factor[partner] -= taken;
    ledger.factors.reacted[partner] += taken;
  }
  for (const product of to) {
    factor[product] += times;
    ledger.factors.produced[product] += times;
  }
}

const key = new Int32Array(2);
const countedUse = wordOf("counted factors");

/** Counted factors, one event after the other (Gillespie's direct method). */
function stepCounts(simulation: Simulation, culture: CultureState, index: number, dt: number): void {
  const { model, words } = simulation.plan;
  phaseKey(simulation, countedUse, key);
  begin(key[0], key[1], words[2 * index], words[2 * index + 1]);
  const channels = 3 * model.factors.length + model.reactions.length;
  let now = 0;
  for (let events = 0; ; events++) {
    let all = 0;
    for (let channel = 0; channel < channels; channel++) all += propensity(simulation, culture, channel);
    if (all === 0) return;
    now += exponential() / all;
    if (now >= dt) return;
    if (events >= mostEvents)
      throw new RunFault(
        "counted factors react more than 1e8 times in one step",
        "do without `counted` where there are many molecules",
      );
    const aim = next() * all;
    let chosen = 0;
    for (let reached = propensity(simulation, culture, 0); aim >= reached && chosen < channels - 1; )
      reached += propensity(simulation, culture, ++chosen);
    happen(simulation, culture, chosen);
  }
}

/** Rate of one channel of the counted factors, 1/s: their losses, their secretions, their consumptions, then the reactions. */
function propensity(simulation: Simulation, culture: CultureState, channel: number): number {
  const { model, fields } = simulation.plan;
  const { factor, volume } = culture;
  const reaction = channel - 3 * model.factors.length;
  if (reaction >= 0) {
    if (!isCounted(simulation, reaction)) return 0;
    const { from } = model.reactions[reaction];
    const pace = fields.pace[reaction];
    if (from.length === 0) return pace * volume;
    if (from.length === 1) return pace * factor[from[0]];
    if (from[0] === from[1]) return ((pace / volume) * factor[from[0]] * (factor[from[0]] - 1)) / 2;
    return (pace / volume) * factor[from[0]] * factor[from[1]];
  }
  const at = channel % model.factors.length;
  if (!model.factors[at].counted) return 0;
  if (channel < model.factors.length) return fields.loss[at] * factor[at];
  if (channel < 2 * model.factors.length) return fields.secretion[at];
  return factor[at] * removalBy(fields, at, factor[at]);
}

/** One event of a channel. */
function happen(simulation: Simulation, culture: CultureState, channel: number): void {
  const { model } = simulation.plan;
  const { factor, ledger } = culture;
  const kinds = model.factors.length;
  const at = channel % kinds;
  if (channel < kinds) {
    factor[at]--;
    ledger.factors.decayed[at]++;
  } else if (channel < 2 * kinds) {
    factor[at]++;
    ledger.factors.secreted[at]++;
  } else if (channel < 3 * kinds) {
    factor[at]--;
    ledger.factors.consumed[at]++;
  } else {
    const { from, to } = model.reactions[channel - 3 * kinds];
    for (const partner of from) {
      factor[partner]--;
      ledger.factors.reacted[partner]++;
    }
    for (const product of to) {
      factor[product]++;
      ledger.factors.produced[product]++;
    }
  }
}
