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
import { filled, kept } from "../expression.ts";
import type { FieldsPlan } from "../fields-plan.ts";
import { group } from "../scratch.ts";
import { type CultureState, cultureWords, phaseKey, RunFault, readScalars, type Simulation } from "../simulation.ts";

/** Largest change of a sub-step's removal rate, as the product of that rate and the sub-step. */
const finest = 0.1;
const mostEvents = 1e8; // of counted factors, in one step of one culture

/** Advances every factor of a culture by one step. @param dt s */
export function stepFields(simulation: Simulation, culture: CultureState, index: number, dt: number): void {
  const { plan } = simulation;
  const { model, fields } = plan;
  if (model.factors.length === 0) return;
  readScalars(simulation, culture, dt);
  sumExchange(simulation, culture);
  if (fields.smooth) stepAmounts(simulation, culture, dt);
  if (fields.counted) stepCounts(simulation, culture, index, dt);
}

function sumExchange(simulation: Simulation, culture: CultureState): void {
  const { plan } = simulation;
  const { fields, scratch, programs, parameters } = plan;
  const { cells, scalars } = culture;
  group(scratch, cells);
  fields.secretion.fill(0);
  for (let kind = 0; kind < programs.length; kind++) {
    const sums = fields.sums[kind];
    if (sums.length === 0) continue;
    sums.fill(0);
    scratch.exchange[0] = sums;
    const { first, rows } = scratch;
    programs[kind].exchange(first[kind], first[kind + 1], rows, parameters, scalars, cells.columns, scratch.exchange);
  }
  for (const source of fields.sources) fields.secretion[source.factor] += fields.sums[source.kind][source.at];
  for (let factor = 0; factor < fields.sinks.length; factor++) {
    const sinks = fields.sinks[factor];
    for (let at = 0; at < sinks.length; at++) {
      const sink = sinks[at];
      const halfMax = sink.halfMax(0, parameters, scalars, cells.columns);
      // A half-max of 0 stands for clearance: a volume a second, the same part of whatever there is.
      fields.maximum[factor][at] = fields.sums[sink.kind][sink.at] / (halfMax > 0 ? 1 : culture.volume);
      fields.half[factor][at] = halfMax * culture.volume;
    }
  }
  for (let factor = 0; factor < fields.secretion.length; factor++)
    if (!(fields.secretion[factor] >= 0))
      throw new RunFault(
        `the secretion of ${plan.model.factors[factor].name} came to ${fields.secretion[factor]} molecules/s`,
        "a rate must be a number of 0 or more for every cell: look at its formula and rules",
      );
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
  const pieces = subSteps(simulation, culture, dt);
  const h = dt / pieces;
  for (let piece = 0; piece < pieces; piece++) {
    for (let at = 0; at < model.reactions.length; at++) react(simulation, culture, at, h / 2);
    for (let factor = 0; factor < model.factors.length; factor++)
      if (!model.factors[factor].counted) exchange(simulation, culture, factor, h);
    for (let at = model.reactions.length - 1; at >= 0; at--) react(simulation, culture, at, h / 2);
  }
}

function subSteps(simulation: Simulation, culture: CultureState, dt: number): number {
  const { model, fields, parameters } = simulation.plan;
  let fastest = 0;
  for (let factor = 0; factor < model.factors.length; factor++) {
    const half = fields.half[factor];
    for (let at = 0; at < half.length; at++) {
      if (half[at] === 0) continue; // plain clearance is exact at any step
      const bend = (fields.maximum[factor][at] + fields.secretion[factor]) / (culture.factor[factor] + half[at]);
      fastest = Math.max(fastest, bend);
    }
  }
  for (let at = 0; at < model.reactions.length; at++) {
    const { from } = model.reactions[at];
    if (model.factors[from[0] ?? model.reactions[at].to[0]].counted) continue;
    const rate = fields.rates[at](0, parameters, culture.scalars, culture.cells.columns);
    if (from.length === 1 && model.reactions.length > 1) fastest = Math.max(fastest, rate);
    if (from.length === 2)
      fastest = Math.max(fastest, (rate / culture.volume) * (culture.factor[from[0]] + culture.factor[from[1]]));
  }
  return Math.min(Math.max(1, Math.ceil((dt * fastest) / finest)), 100_000);
}

/** Secretion, consumption and loss of one factor over a sub-step. */
function exchange(simulation: Simulation, culture: CultureState, factor: number, h: number): void {
  const { fields, parameters } = simulation.plan;
  const { ledger } = culture;
  const amount = culture.factor[factor];
  const gain = fields.secretion[factor];
  if (amount === 0 && gain === 0) return;
  const loss = fields.loss[factor](0, parameters, culture.scalars, culture.cells.columns);
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

/** How many times a reaction happens in h: the closed form of mass action with one or two partners. */
function react(simulation: Simulation, culture: CultureState, at: number, h: number): void {
  const { model, fields, parameters } = simulation.plan;
  const { from, to } = model.reactions[at];
  if (model.factors[from[0] ?? to[0]].counted) return;
  const rate = fields.rates[at](0, parameters, culture.scalars, culture.cells.columns);
  const { factor, volume, ledger } = culture;
  let times = 0;
  if (from.length === 0) times = rate * volume * h;
  else if (from.length === 1) times = factor[from[0]] * (1 - kept(rate, h));
  else if (from[0] === from[1]) {
    const met = (rate / volume) * factor[from[0]] * h;
    times = (factor[from[0]] * met) / (1 + met) / 2;
  } else {
    const more = Math.max(factor[from[0]], factor[from[1]]);
    const fewer = Math.min(factor[from[0]], factor[from[1]]);
    const pace = rate / volume;
    const met = pace * filled((more - fewer) * pace, h);
    times = (more * fewer * met) / (1 + fewer * met);
  }
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

const eventKey = new Uint32Array(2);

/** Counted factors, one event after the other (Gillespie's direct method). */
function stepCounts(simulation: Simulation, culture: CultureState, index: number, dt: number): void {
  const { model, fields, parameters } = simulation.plan;
  const { factor, ledger, volume } = culture;
  const words = cultureWords(simulation, index);
  phaseKey(simulation, "counted factors", eventKey);
  begin(eventKey[0], eventKey[1], words[0], words[1]);
  const losses = fields.loss.map((loss) => loss(0, parameters, culture.scalars, culture.cells.columns));
  const rates = fields.rates.map((rate) => rate(0, parameters, culture.scalars, culture.cells.columns));
  const propensity = (channel: number): number => {
    const reaction = channel - 3 * model.factors.length;
    if (reaction >= 0) {
      const { from, to } = model.reactions[reaction];
      if (!model.factors[from[0] ?? to[0]].counted) return 0;
      if (from.length === 0) return rates[reaction] * volume;
      if (from.length === 1) return rates[reaction] * factor[from[0]];
      if (from[0] === from[1]) return ((rates[reaction] / volume) * factor[from[0]] * (factor[from[0]] - 1)) / 2;
      return (rates[reaction] / volume) * factor[from[0]] * factor[from[1]];
    }
    const at = channel % model.factors.length;
    if (!model.factors[at].counted) return 0;
    if (channel < model.factors.length) return losses[at] * factor[at];
    if (channel < 2 * model.factors.length) return fields.secretion[at];
    return factor[at] * removalBy(fields, at, factor[at]);
  };
  const channels = 3 * model.factors.length + model.reactions.length;
  let now = 0;
  for (let events = 0; ; events++) {
    let all = 0;
    for (let channel = 0; channel < channels; channel++) all += propensity(channel);
    if (all <= 0) return;
    now += exponential() / all;
    if (now >= dt) return;
    if (events >= mostEvents)
      throw new RunFault(
        "counted factors react more than 1e8 times in one step",
        "do without `counted` where there are many molecules",
      );
    let aim = next() * all;
    let chosen = 0;
    while (chosen < channels - 1 && aim >= propensity(chosen)) aim -= propensity(chosen++);
    const at = chosen % model.factors.length;
    if (chosen < model.factors.length) {
      factor[at]--;
      ledger.factors.decayed[at]++;
    } else if (chosen < 2 * model.factors.length) {
      factor[at]++;
      ledger.factors.secreted[at]++;
    } else if (chosen < 3 * model.factors.length) {
      factor[at]--;
      ledger.factors.consumed[at]++;
    } else {
      const { from, to } = model.reactions[chosen - 3 * model.factors.length];
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
}
