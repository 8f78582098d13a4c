/**
 * How cells come to be: founders from a culture and an ordinal, daughters from their mother; what each starts with and
 * what daughters inherit. Times of clocks are drawn here, by whoever shares the draw.
 */
import { begin, binomial, exponential, gamma, next, normal } from "../kernels/chance.ts";
import { exp, log } from "../kernels/math.ts";
import { hashText, threefry } from "../kernels/threefry.ts";
import type { Clock, Distribution, Expression, Kind } from "../model.ts";
import { type Cells, copyRow, nameDaughter, reserve } from "./cells.ts";
import { lifeKey, phaseKey, wordOf } from "./keys.ts";
import { bornColumn, enteredColumn, eventSlots, familyColumn, generationColumn } from "./layout.ts";
import { settleDaughters, settleFounders } from "./settle.ts";
import { type CultureState, RunFault, type Simulation } from "./simulation.ts";

const key = new Int32Array(2);
const words = new Int32Array(2);
const nameWords = new Uint32Array(2);
const clockUses = eventSlots.map((event) => wordOf(`clock ${event}`));
const sistersUse = wordOf("clock sisters");

/** One draw of a distribution whose stream has begun; its formulas are read for one row. */
export function draw(simulation: Simulation, culture: CultureState, distribution: Distribution, row: number): number {
  const a = valueFor(simulation, culture, row, distribution.a);
  const shift = valueFor(simulation, culture, row, distribution.shift);
  if (distribution.shape === "fixed") return shift + a;
  if (distribution.shape === "exponential") return shift + a * exponential();
  return sampled(distribution.shape, a, valueFor(simulation, culture, row, distribution.b), shift);
}

/** Draws from a distribution whose values are known, by the stream that has begun. */
export function sampled(of: Distribution["shape"], a: number, b: number, shift: number): number {
  switch (of) {
    case "fixed":
      return shift + a;
    case "exponential":
      return shift + a * exponential();
    case "uniform":
      return shift + a + (b - a) * next();
    case "normal":
      return shift + a + b * normal();
    case "lognormal":
      return shift + a * exp(log(b) * normal());
    case "gamma": {
      const shape = 1 / (b * b);
      return shift + (a * gamma(shape)) / shape;
    }
  }
}

/** Adds founders of one kind. @param count whole number, of the simulated part */
export function seed(
  simulation: Simulation,
  culture: CultureState,
  cultureName: string,
  kind: number,
  count: number,
): void {
  const { model } = simulation.plan;
  const { cells, ledger } = culture;
  guardRows(simulation, culture, cells.count + count);
  reserve(cells, cells.count + count);
  hashText(`${cultureName}/${model.kinds[kind].name}`, nameWords, 0);
  const before = culture.founders[kind];
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const row = cells.count++;
    threefry(nameWords[0], nameWords[1], before + ordinal, 0, cells.id, 2 * row);
    cells.founderId[2 * row] = cells.id[2 * row];
    cells.founderId[2 * row + 1] = cells.id[2 * row + 1];
    for (const column of cells.columns) column[row] = 0;
    cells.kind[row] = kind;
    cells.columns[familyColumn][row] = culture.families++;
    cells.columns[bornColumn][row] = simulation.time;
    cells.columns[enteredColumn][row] = simulation.time;
    for (const { attribute } of model.kinds[kind].start) start(simulation, culture, row, attribute);
    for (let slot = 0; slot < eventSlots.length; slot++) startClock(simulation, culture, row, slot, simulation.time, 0);
  }
  cells.grouped = false;
  settleFounders(simulation, culture, cells.count - count);
  culture.founders[kind] += count;
  ledger.cells.seeded[kind] += count;
}

/** Draws what a cell of this row's kind starts with of one attribute; 0 where its kind says nothing. */
function start(simulation: Simulation, culture: CultureState, row: number, attribute: number): void {
  const { model, layout, startUses } = simulation.plan;
  const { cells } = culture;
  const column = layout.attribute[attribute];
  if (column < 0) return;
  const from = model.kinds[cells.kind[row]].start.find((one) => one.attribute === attribute);
  lifeKey(simulation, startUses[attribute], key);
  begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
  cells.columns[column][row] = from ? draw(simulation, culture, from.value, row) : 0;
}

/**
 * Starts one clock of the kind that a row is in now, or stops it where the kind has none.
 * @param slot of `eventSlots` @param now s @param events that the cell has been through in this step
 */
function startClock(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  slot: number,
  now: number,
  events: number,
): void {
  const { model, layout } = simulation.plan;
  const { cells } = culture;
  if (layout.due[slot] < 0) return;
  const clock = clockOf(model.kinds[cells.kind[row]], slot);
  cells.columns[layout.due[slot]][row] = clock
    ? now + timeOf(simulation, culture, row, slot, clock, clock.first, events)
    : Infinity;
}

/** A kind's clock for one of `eventSlots`, if it has one. */
export const clockOf = (kind: Kind, slot: number): Clock | undefined =>
  kind.clocks.find((clock) => clock.event === eventSlots[slot]);

/** Changes a row's kind: entry values first, then its clocks. @param now s @param events that it has been through in this step */
export function become(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  to: number,
  now: number,
  events: number,
): void {
  const { model } = simulation.plan;
  const { cells, ledger } = culture;
  cells.kind[row] = to;
  cells.grouped = false;
  cells.columns[enteredColumn][row] = now;
  ledger.cells.entries[to]++;
  for (const attribute of model.kinds[to].attributes)
    if (attribute.onEnter) setAttribute(simulation, culture, row, attribute.index, attribute.onEnter);
  for (let slot = 0; slot < eventSlots.length; slot++) startClock(simulation, culture, row, slot, now, events);
}

/** Sets a stored attribute of one row from a formula read for that row. */
export function setAttribute(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  index: number,
  formula: Expression,
): void {
  const column = simulation.plan.layout.attribute[index];
  if (column >= 0) culture.cells.columns[column][row] = valueFor(simulation, culture, row, formula);
}

/** The value of a formula for one row, as its kind reads it now. */
export function valueFor(simulation: Simulation, culture: CultureState, row: number, formula: Expression): number {
  if (formula.kind === "number") return formula.value;
  const { programs, parameters } = simulation.plan;
  const { cells, scalars } = culture;
  return programs[cells.kind[row]].evaluateOf(formula)(row, parameters, scalars, cells.columns);
}

/** A clock's time for one row, s: drawn by the cell, or by its family for a generation. */
function timeOf(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  slot: number,
  clock: Clock,
  distribution: Distribution,
  events: number,
): number {
  const { id, founderId, columns } = culture.cells;
  if (clock.shared === "family") {
    lifeKey(simulation, clockUses[slot], key);
    threefry(founderId[2 * row], founderId[2 * row + 1], columns[generationColumn][row], 0, words, 0);
    begin(key[0], key[1], words[0], words[1]);
  } else {
    phaseKey(simulation, clockUses[slot], key, events);
    begin(key[0], key[1], id[2 * row], id[2 * row + 1]);
  }
  return Math.max(0, draw(simulation, culture, distribution, row));
}

/** A mother's row becomes one daughter, a new row the other. Returns the new row. @param now s */
export function divide(simulation: Simulation, culture: CultureState, mother: number, now: number): number {
  const { model, layout } = simulation.plan;
  const { cells, ledger } = culture;
  guardRows(simulation, culture, cells.count + 1);
  const kind = model.kinds[cells.kind[mother]];
  const generation = cells.columns[generationColumn][mother];
  const set = generation > 0 ? [] : kind.attributes.filter((attribute) => attribute.onFirstDivision);
  const values = set.map((attribute) => valueFor(simulation, culture, mother, attribute.onFirstDivision!));
  reserve(cells, cells.count + 1);
  const sister = cells.count++;
  cells.grouped = false;
  copyRow(cells, mother, sister);
  const mother0 = cells.id[2 * mother];
  const mother1 = cells.id[2 * mother + 1];
  nameDaughter(cells, mother, mother0, mother1, generation, 0);
  nameDaughter(cells, sister, mother0, mother1, generation, 1);
  ledger.cells.divisions[cells.kind[mother]]++;
  share(simulation, culture, mother, sister, mother0, mother1);
  settleDaughters(simulation, culture, mother, sister, mother0, mother1);
  for (const row of [mother, sister]) {
    cells.columns[bornColumn][row] = now;
    cells.columns[generationColumn][row] = generation + 1;
    model.attributes.forEach(({ inherit }, attribute) => {
      if (inherit === "reset") start(simulation, culture, row, attribute);
    });
    set.forEach(({ index }, at) => {
      if (layout.attribute[index] >= 0) cells.columns[layout.attribute[index]][row] = values[at];
    });
    for (let slot = 0; slot < eventSlots.length; slot++)
      if (eventSlots[slot] !== "divide") startClock(simulation, culture, row, slot, now, 0);
  }
  startCycles(simulation, culture, mother, sister, mother0, mother1, now);
  return sister;
}

/** Draws when two sisters divide next, if they do. */
function startCycles(
  simulation: Simulation,
  culture: CultureState,
  one: number,
  other: number,
  mother0: number,
  mother1: number,
  now: number,
): void {
  const { model, layout } = simulation.plan;
  const { kind, columns } = culture.cells;
  const slot = eventSlots.indexOf("divide");
  const clock = clockOf(model.kinds[kind[one]], slot);
  if (!clock) return;
  const due = columns[layout.due[slot]];
  if (clock.shared === "sisters") {
    phaseKey(simulation, sistersUse, key);
    begin(key[0], key[1], mother0, mother1);
    due[one] = now + Math.max(0, draw(simulation, culture, clock.later, one));
    due[other] = due[one];
  } else for (const row of [one, other]) due[row] = now + timeOf(simulation, culture, row, slot, clock, clock.later, 0);
}

/** Shares what the mother held: amounts by halves, whole vesicles and bodies one by one, their cargo with them. */
function share(
  simulation: Simulation,
  culture: CultureState,
  one: number,
  other: number,
  mother0: number,
  mother1: number,
): void {
  const { model, layout, vesicles } = simulation.plan;
  const { columns } = culture.cells;
  model.attributes.forEach(({ inherit }, attribute) => {
    const at = layout.attribute[attribute];
    if (inherit === "halve" && at >= 0) split(columns[at], one, other, 0.5);
  });
  for (const at of vesicles.payload) if (at >= 0) split(columns[at], one, other, 0.5);
  for (const { acquired, processed, dressed } of layout.stores) {
    split(columns[acquired], one, other, 0.5);
    split(columns[processed], one, other, 0.5);
    if (dressed >= 0) split(columns[dressed], one, other, 0.5);
  }
  for (let species = 0; species < model.vesicles.length; species++) {
    const { inside, bound, bodies, released, surface } = vesicles;
    phaseKey(simulation, vesicles.uses[species].share, key);
    begin(key[0], key[1], mother0, mother1);
    if (inside[species] >= 0) deal(columns[inside[species]], one, other);
    if (bound[species] >= 0) {
      const part = deal(columns[bound[species]], one, other);
      for (const at of surface[species]) if (at >= 0) split(columns[at], one, other, part);
    }
    if (bodies[species] >= 0) deal(columns[bodies[species]], one, other);
    if (released[species] >= 0) {
      columns[released[species]][one] = 0;
      columns[released[species]][other] = 0;
    }
  }
}

/** Gives the other row this part of an amount of the first. */
function split(column: Cells["columns"][number], one: number, other: number, part: number): void {
  const all = column[one];
  column[other] = all * part;
  column[one] = all - column[other];
}

/** Deals whole things out to two rows, each to either with the same chance; returns the part that the other row got. */
function deal(column: Cells["columns"][number], one: number, other: number): number {
  const all = column[one];
  column[other] = binomial(all, 0.5);
  column[one] = all - column[other];
  return all === 0 ? 0 : column[other] / all;
}

/** @throws RunFault where a culture would have more rows than the scenario allows */
export function guardRows(simulation: Simulation, culture: CultureState, rows: number): void {
  const { model } = simulation.plan;
  if (rows <= model.limit.cells) return;
  const name = model.cultures[simulation.cultures.indexOf(culture)].name;
  throw new RunFault(
    `culture ${name} would hold more than ${model.limit.cells} simulated cells`,
    "simulate a smaller share of the well, or raise limit.cells if the memory is there",
  );
}
