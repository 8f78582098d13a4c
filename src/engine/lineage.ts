/**
 * How cells come to be: founders from a culture and an ordinal, daughters from their mother; what each starts with and
 * what daughters inherit. Times of clocks are drawn here, by whoever shares the draw.
 */
import { begin, binomial, exponential, gamma, next, normal } from "../kernels/chance.ts";
import { exp, log } from "../kernels/math.ts";
import { hashText, threefry } from "../kernels/threefry.ts";
import type { Clock, Distribution } from "../model.ts";
import { type Cells, copyRow, nameDaughter, reserve } from "./cells.ts";
import { constantOf } from "./expression.ts";
import { eventSlots } from "./layout.ts";
import { type CultureState, lifeKey, phaseKey, RunFault, type Simulation } from "./simulation.ts";

const key = new Uint32Array(2);
const words = new Uint32Array(2);

/** One draw of a distribution whose stream has begun; its formulas are read for one row. */
export function draw(simulation: Simulation, culture: CultureState, distribution: Distribution, row: number): number {
  const { plan } = simulation;
  const { cells, scalars } = culture;
  const program = plan.programs[cells.kind[row]];
  const value = (formula: Distribution["a"]): number =>
    constantOf(formula) ?? program.valueOf(formula)(row, plan.parameters, scalars, cells.columns);
  const a = value(distribution.a);
  const shift = value(distribution.shift);
  if (distribution.shape === "fixed") return shift + a;
  if (distribution.shape === "exponential") return shift + a * exponential();
  const b = value(distribution.b);
  switch (distribution.shape) {
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
  const { model, layout } = simulation.plan;
  const { cells, ledger } = culture;
  guardRows(simulation, culture, cells.count + count);
  reserve(cells, cells.count + count);
  hashText(`${cultureName}/${model.kinds[kind].name}`, words, 0);
  const before = ledger.cells.seeded[kind];
  for (let ordinal = 0; ordinal < count; ordinal++) {
    const row = cells.count++;
    threefry(words[0], words[1], before + ordinal, 0, cells.id, 2 * row);
    cells.founderId[2 * row] = cells.id[2 * row];
    cells.founderId[2 * row + 1] = cells.id[2 * row + 1];
    for (const column of cells.columns) column[row] = 0;
    cells.kind[row] = kind;
    cells.columns[layout.columnOf.get("family")!][row] = culture.families++;
    cells.columns[layout.columnOf.get("born")!][row] = simulation.time;
    cells.columns[layout.columnOf.get("entered")!][row] = simulation.time;
    start(simulation, culture, row);
    startClocks(simulation, culture, row, simulation.time);
  }
  ledger.cells.seeded[kind] += count;
}

/** Draws the attributes that a cell of this row's kind starts with. */
function start(simulation: Simulation, culture: CultureState, row: number, only?: number): void {
  const { model, layout } = simulation.plan;
  const { cells } = culture;
  for (const { attribute, value } of model.kinds[cells.kind[row]].start) {
    if (only !== undefined && attribute !== only) continue;
    const column = layout.columnOf.get(`attribute:${attribute}`);
    if (column === undefined) continue;
    lifeKey(simulation, `start ${model.attributes[attribute].name}`, key);
    begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
    cells.columns[column][row] = draw(simulation, culture, value, row);
  }
}

/** Starts the clocks of the kind that a row is in now; its other clocks stop. @param now s */
function startClocks(simulation: Simulation, culture: CultureState, row: number, now: number): void {
  const { model, layout } = simulation.plan;
  const { cells } = culture;
  const { clocks } = model.kinds[cells.kind[row]];
  for (const event of eventSlots) {
    const column = layout.columnOf.get(`due:${event}`);
    if (column === undefined) continue;
    const clock = clocks.find((one) => one.event === event);
    cells.columns[column][row] = clock ? now + timeOf(simulation, culture, row, clock, clock.first) : Infinity;
  }
}

/** Changes a row's kind: entry values first, then its clocks. @param now s */
export function become(simulation: Simulation, culture: CultureState, row: number, to: number, now: number): void {
  const { model, layout } = simulation.plan;
  const { cells, ledger } = culture;
  cells.kind[row] = to;
  cells.columns[layout.columnOf.get("entered")!][row] = now;
  ledger.cells.entries[to]++;
  for (const attribute of model.kinds[to].attributes)
    if (attribute.onEnter) setAttribute(simulation, culture, row, attribute.index, attribute.onEnter);
  startClocks(simulation, culture, row, now);
}

/** Sets a stored attribute of one row from a formula read for that row. */
export function setAttribute(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  index: number,
  formula: Distribution["a"],
): void {
  const { plan } = simulation;
  const { cells, scalars } = culture;
  const column = plan.layout.columnOf.get(`attribute:${index}`);
  if (column === undefined) return;
  cells.columns[column][row] = plan.programs[cells.kind[row]].valueOf(formula)(
    row,
    plan.parameters,
    scalars,
    cells.columns,
  );
}

/** A clock's time for one row, s: drawn by the cell, by its mother for both sisters, or by its family for a generation. */
function timeOf(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  clock: Clock,
  distribution: Distribution,
): number {
  const { cells } = culture;
  const use = `clock ${clock.event}`;
  if (clock.shared === "family") {
    lifeKey(simulation, use, key);
    threefry(cells.founderId[2 * row], cells.founderId[2 * row + 1], generationOf(simulation, cells, row), 0, words, 0);
    begin(key[0], key[1], words[0], words[1]);
  } else {
    phaseKey(simulation, use, key);
    begin(key[0], key[1], cells.id[2 * row], cells.id[2 * row + 1]);
  }
  return Math.max(0, draw(simulation, culture, distribution, row));
}

function generationOf(simulation: Simulation, cells: Cells, row: number): number {
  return cells.columns[simulation.plan.layout.columnOf.get("generation")!][row];
}

/** A mother's row becomes one daughter, a new row the other. Returns the new row. @param now s */
export function divide(simulation: Simulation, culture: CultureState, mother: number, now: number): number {
  const { model, layout } = simulation.plan;
  const { cells, ledger } = culture;
  guardRows(simulation, culture, cells.count + 1);
  const kind = model.kinds[cells.kind[mother]];
  const generation = generationOf(simulation, cells, mother);
  if (generation === 0)
    for (const attribute of kind.attributes)
      if (attribute.onFirstDivision)
        setAttribute(simulation, culture, mother, attribute.index, attribute.onFirstDivision);
  reserve(cells, cells.count + 1);
  const sister = cells.count++;
  copyRow(cells, mother, sister);
  const mother0 = cells.id[2 * mother];
  const mother1 = cells.id[2 * mother + 1];
  nameDaughter(cells, mother, mother0, mother1, generation, 0);
  nameDaughter(cells, sister, mother0, mother1, generation, 1);
  ledger.cells.divisions[cells.kind[mother]]++;
  share(simulation, culture, mother, sister, mother0, mother1);
  for (const row of [mother, sister]) {
    cells.columns[layout.columnOf.get("born")!][row] = now;
    cells.columns[layout.columnOf.get("generation")!][row] = generation + 1;
    model.attributes.forEach((attribute, index) => {
      if (attribute.inherit === "reset") start(simulation, culture, row, index);
    });
    startClocks(simulation, culture, row, now);
  }
  const clock = kind.clocks.find((one) => one.event === "divide");
  if (clock) {
    const due = cells.columns[layout.columnOf.get("due:divide")!];
    if (clock.shared === "sisters") {
      phaseKey(simulation, "clock sisters", key);
      begin(key[0], key[1], mother0, mother1);
      due[mother] = now + Math.max(0, draw(simulation, culture, clock.later, mother));
      due[sister] = due[mother];
    } else for (const row of [mother, sister]) due[row] = now + timeOf(simulation, culture, row, clock, clock.later);
  }
  return sister;
}

/** Shares what the mother held: amounts by halves, whole vesicles and bodies one by one. */
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
  model.attributes.forEach((attribute, index) => {
    const at = layout.columnOf.get(`attribute:${index}`);
    if (at === undefined || attribute.inherit !== "halve") return;
    columns[at][one] /= 2;
    columns[at][other] /= 2;
  });
  const halve = (at: number): void => {
    columns[at][other] = columns[at][one] / 2;
    columns[at][one] -= columns[at][other];
  };
  for (const at of vesicles.payload) if (at >= 0) halve(at);
  const part = (at: number): void => {
    const there = columns[at][one];
    if (there === 0) return;
    columns[at][other] = binomial(there, 0.5);
    columns[at][one] = there - columns[at][other];
  };
  phaseKey(simulation, "share", key);
  begin(key[0], key[1], mother0, mother1);
  for (let species = 0; species < model.vesicles.length; species++) {
    if (vesicles.inside[species] >= 0) part(vesicles.inside[species]);
    if (vesicles.bodies[species] >= 0) part(vesicles.bodies[species]);
    if (vesicles.released[species] >= 0) {
      columns[vesicles.released[species]][one] = 0;
      columns[vesicles.released[species]][other] = 0;
    }
    const bound = vesicles.bound[species];
    if (bound < 0) continue;
    const there = columns[bound][one];
    part(bound);
    for (const at of vesicles.surface[species]) {
      if (at < 0) continue;
      const copies = columns[at][one];
      columns[at][other] = there === 0 ? 0 : (copies * columns[bound][other]) / there;
      columns[at][one] = copies - columns[at][other];
    }
  }
}

function guardRows(simulation: Simulation, culture: CultureState, rows: number): void {
  const { model } = simulation.plan;
  if (rows <= model.limit.cells) return;
  const name = model.cultures[simulation.cultures.indexOf(culture)].name;
  throw new RunFault(
    `culture ${name} would hold more than ${model.limit.cells} simulated cells`,
    "simulate a smaller share of the well, or raise limit.cells if the memory is there",
  );
}
