/**
 * Who divides, dies or changes, and when. Hazards compete with clocks in continuous time within the step, for the rates at
 * its start; a daughter lives on for what is left of the step. So births, deaths and division times are right at any step.
 */
import { begin, next } from "../../kernels/chance.ts";
import { log } from "../../kernels/math.ts";
import type { Expression, Hazard } from "../../model.ts";
import { closeUp, dead } from "../cells.ts";
import { eventSlots } from "../layout.ts";
import { become, divide } from "../lineage.ts";
import { fit } from "../scratch.ts";
import { type CultureState, phaseKey, RunFault, type Simulation } from "../simulation.ts";

const key = new Uint32Array(2);

/** Plays the fates of every cell of a culture over one step. The rates of each row are in the scratch. @param dt s */
export function decide(simulation: Simulation, culture: CultureState, dt: number): void {
  const { layout, scratch } = simulation.plan;
  const { cells } = culture;
  phaseKey(simulation, "fate", key);
  const key0 = key[0];
  const key1 = key[1];
  const dues = eventSlots.map((event) => layout.columnOf.get(`due:${event}`) ?? -1);
  const start = simulation.time;
  const end = start + dt;
  const old = cells.count;
  let closes = false;
  for (let row = 0; row < cells.count; row++) {
    let from = start;
    if (row >= old) {
      from = scratch.starts[row];
      rate(simulation, culture, row);
    }
    const all = allOf(simulation, culture, row);
    if (!(all >= 0)) throw negative(simulation, culture, row);
    let due = Infinity;
    for (let slot = 0; slot < dues.length; slot++) {
      const column = dues[slot];
      if (column >= 0 && cells.columns[column][row] < due) due = cells.columns[column][row];
    }
    if (all === 0 && due >= end) continue;
    begin(key0, key1, cells.id[2 * row], cells.id[2 * row + 1]);
    const chance = next();
    // Decides alone for nearly every cell: an event is never likelier than rate · time.
    if (due >= end && chance >= all * (end - from)) continue;
    if (live(simulation, culture, row, from, end, chance, dues)) closes = true;
  }
  if (closes) closeUp(cells);
}

/** Plays one row from `from` to `end`; true where it died. @param chance its first draw of the step */
function live(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  from: number,
  end: number,
  chance: number,
  dues: readonly number[],
): boolean {
  const { model, scratch } = simulation.plan;
  const { cells } = culture;
  const key0 = key[0];
  const key1 = key[1];
  let now = from;
  let hazardAt = now + waitOf(simulation, culture, row, chance);
  for (let events = 1; ; ) {
    const kind = model.kinds[cells.kind[row]];
    let due = Infinity;
    let slot = -1;
    for (let at = 0; at < dues.length; at++) {
      if (dues[at] < 0 || !(cells.columns[dues[at]][row] < due)) continue;
      due = cells.columns[dues[at]][row];
      slot = at;
    }
    if (Math.min(due, hazardAt) >= end) return false;
    let event: "divide" | "die" | "become";
    let to: number;
    begin(key0, (key1 + events) >>> 0, cells.id[2 * row], cells.id[2 * row + 1]);
    if (hazardAt < due) {
      now = hazardAt;
      ({ event, to } = chosen(simulation, kind.hazards, row, next()));
    } else {
      const clock = kind.clocks.find((one) => one.event === eventSlots[slot])!;
      const answer = (formula: NonNullable<typeof clock.requires>): number =>
        valueOf(simulation, culture, row, formula);
      const spent = clock.limit && generationOf(simulation, culture, row) >= answer(clock.limit);
      if (spent || (clock.requires && answer(clock.requires) === 0)) {
        cells.columns[dues[slot]][row] = spent || clock.otherwise === "stops" ? Infinity : end;
        continue;
      }
      now = Math.max(now, due);
      ({ event, to } = clock);
      cells.columns[dues[slot]][row] = Infinity;
    }
    if (event === "die") {
      bury(simulation, culture, row);
      return true;
    }
    if (event === "become") become(simulation, culture, row, to, now);
    else {
      const sister = divide(simulation, culture, row, now);
      fit(scratch, cells);
      scratch.starts[sister] = now;
    }
    events++;
    rate(simulation, culture, row);
    begin(key0, (key1 + events) >>> 0, cells.id[2 * row], cells.id[2 * row + 1]);
    events++;
    hazardAt = now + waitOf(simulation, culture, row, next());
  }
}

/** Time until the first of a row's hazards, s. @param chance uniform: small means soon */
function waitOf(simulation: Simulation, culture: CultureState, row: number, chance: number): number {
  const all = allOf(simulation, culture, row);
  if (!(all >= 0)) throw negative(simulation, culture, row);
  return all === 0 ? Infinity : -log(1 - chance) / all;
}

function allOf(simulation: Simulation, culture: CultureState, row: number): number {
  const { model, scratch } = simulation.plan;
  return scratch.out[model.kinds[culture.cells.kind[row]].hazards.length][row];
}

/** Which of a row's hazards it was. */
function chosen(simulation: Simulation, hazards: readonly Hazard[], row: number, chance: number): Hazard {
  const { scratch } = simulation.plan;
  let aim = chance * scratch.out[hazards.length][row];
  let at = 0;
  while (at < hazards.length - 1 && aim >= scratch.out[at][row]) aim -= scratch.out[at++][row];
  return hazards[at];
}

/** Works out the hazards of one row anew. */
function rate(simulation: Simulation, culture: CultureState, row: number): void {
  const { programs, parameters, scratch } = simulation.plan;
  const { cells, scalars } = culture;
  scratch.one[0] = row;
  programs[cells.kind[row]].hazards(0, 1, scratch.one, parameters, scalars, cells.columns, scratch.out);
}

function valueOf(simulation: Simulation, culture: CultureState, row: number, formula: Expression): number {
  const { programs, parameters } = simulation.plan;
  const { cells, scalars } = culture;
  return programs[cells.kind[row]].valueOf(formula)(row, parameters, scalars, cells.columns);
}

function generationOf(simulation: Simulation, culture: CultureState, row: number): number {
  return culture.cells.columns[simulation.plan.layout.columnOf.get("generation")!][row];
}

/** Marks a row dead and books what it held. */
export function bury(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  book: "deaths" | "removed" = "deaths",
): void {
  const { vesicles, model } = simulation.plan;
  const { cells, ledger } = culture;
  const held = (column: number): number => (column < 0 ? 0 : cells.columns[column][row]);
  const line = book === "deaths" ? "died" : "removed";
  ledger.cells[book][cells.kind[row]]++;
  for (let species = 0; species < model.vesicles.length; species++) {
    ledger.vesicles[line][species] += held(vesicles.inside[species]) + held(vesicles.bound[species]);
    ledger.bodies.died[species] += held(vesicles.bodies[species]);
  }
  for (let cargo = 0; cargo < model.cargo.length; cargo++) {
    let copies = held(vesicles.payload[cargo]);
    for (const surface of vesicles.surface) copies += held(surface[cargo]);
    ledger.cargo[line][cargo] += copies;
  }
  cells.kind[row] = dead;
}

function negative(simulation: Simulation, culture: CultureState, row: number): RunFault {
  const { model, scratch } = simulation.plan;
  const kind = model.kinds[culture.cells.kind[row]];
  const at = kind.hazards.findIndex((_, index) => !(scratch.out[index][row] >= 0));
  const hazard = kind.hazards[Math.max(at, 0)];
  const what = hazard.event === "become" ? `become ${model.kinds[hazard.to].name}` : hazard.event;
  return new RunFault(
    `the rate at which ${kind.name} cells ${what} came to ${scratch.out[Math.max(at, 0)][row]} per second`,
    "a rate must be a number of 0 or more for every cell: look at its formula and rules",
  );
}
