/**
 * Who divides, dies or changes, and when. Hazards compete with clocks in continuous time within the step, for the rates at
 * its start; a daughter lives on for what is left of the step. So births, deaths and division times are right at any step.
 */
import { begin, next } from "../../kernels/chance.ts";
import { log } from "../../kernels/math.ts";
import type { Clock, Hazard } from "../../model.ts";
import { closeUp, dead } from "../cells.ts";
import { phaseKey, wordOf } from "../keys.ts";
import { generationColumn } from "../layout.ts";
import { become, clockOf, divide, valueFor } from "../lineage.ts";
import { fit } from "../scratch.ts";
import { hasRoom, readSites } from "../settle.ts";
import { type CultureState, type RunFault, rateFault, type Simulation } from "../simulation.ts";
import { bookCell } from "../stock.ts";

const key = new Int32Array(2);
const fateUse = wordOf("fate");

/** Plays the fates of every cell of a culture over one step. The rates of each row are in the scratch. @param dt s */
export function decide(simulation: Simulation, culture: CultureState, dt: number): void {
  const { model, scratch, draws } = simulation.plan;
  const { cells } = culture;
  const { first, rows } = cells;
  const all = scratch.out[0];
  phaseKey(simulation, fateUse, key);
  for (let kind = 0; kind < model.kinds.length; kind++) {
    const to = first[kind + 1];
    if (model.kinds[kind].hazards.length > 0) draws(key[0], key[1], cells.id, rows, first[kind], to, scratch.chance);
    else for (let k = first[kind]; k < to; k++) all[rows[k]] = 0;
  }
  readSites(simulation, culture);
  const start = simulation.time;
  const end = start + dt;
  const old = cells.count;
  let closes = false;
  for (let row = eventful(simulation, culture, 0, old, end, dt); row < old; ) {
    if (live(simulation, culture, row, start, end)) closes = true;
    row = eventful(simulation, culture, row + 1, old, end, dt);
  }
  for (let row = old; row < cells.count; row++) {
    rate(simulation, culture, row);
    if (live(simulation, culture, row, scratch.starts[row], end)) closes = true;
  }
  if (closes) closeUp(cells);
}

/**
 * First row from `row` on that something may happen to before `end`; `count` where there is none. An event is never likelier
 * than rate · time, and that decides alone for nearly every cell.
 */
function eventful(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  count: number,
  end: number,
  dt: number,
): number {
  const { scratch, layout } = simulation.plan;
  const { chance } = scratch;
  const all = scratch.out[0];
  const dues = layout.clocks.map((column) => culture.cells.columns[column]);
  for (; row < count; row++) {
    if (all[row] !== 0 && !(chance[row] >= all[row] * dt)) return row;
    for (let at = 0; at < dues.length; at++) if (dues[at][row] < end) return row;
  }
  return count;
}

/** Plays one row from `from` to `end`; true where it died. */
function live(simulation: Simulation, culture: CultureState, row: number, from: number, end: number): boolean {
  const { model, scratch, layout } = simulation.plan;
  const { cells } = culture;
  let now = from;
  let hazardAt = from + waitOf(simulation, culture, row, 0);
  for (let events = 1; ; ) {
    const slot = firstDue(simulation, culture, row);
    const due = slot < 0 ? Infinity : cells.columns[layout.due[slot]][row];
    if (Math.min(due, hazardAt) >= end) return false;
    let what: Hazard | Clock;
    if (hazardAt < due) {
      now = hazardAt;
      what = chosen(simulation, culture, row, events);
    } else {
      const clock = clockOf(model.kinds[cells.kind[row]], slot)!;
      const spent =
        clock.limit && cells.columns[generationColumn][row] >= valueFor(simulation, culture, row, clock.limit);
      if (spent || (clock.requires && valueFor(simulation, culture, row, clock.requires) === 0)) {
        cells.columns[layout.due[slot]][row] = spent || clock.otherwise === "stops" ? Infinity : end;
        continue;
      }
      now = Math.max(now, due);
      what = clock;
      cells.columns[layout.due[slot]][row] = Infinity;
    }
    if (what.event === "die") {
      bury(simulation, culture, row);
      return true;
    }
    if (what.event === "become") become(simulation, culture, row, what.to, now, events);
    else if (!hasRoom(simulation, culture, row)) {
      if (hazardAt >= due) cells.columns[layout.due[slot]][row] = end; // it waits
    } else {
      const sister = divide(simulation, culture, row, now);
      fit(scratch, cells);
      scratch.starts[sister] = now;
    }
    rate(simulation, culture, row);
    hazardAt = now + waitOf(simulation, culture, row, events + 1);
    events += 2;
  }
}

/** The slot whose clock strikes first in a row; −1 where none is set. */
function firstDue(simulation: Simulation, culture: CultureState, row: number): number {
  const { due } = simulation.plan.layout;
  let first = -1;
  let time = Infinity;
  for (let slot = 0; slot < due.length; slot++) {
    if (due[slot] < 0 || !(culture.cells.columns[due[slot]][row] < time)) continue;
    time = culture.cells.columns[due[slot]][row];
    first = slot;
  }
  return first;
}

/** Opens the stream of a row's nth draw of the step. */
function open(culture: CultureState, row: number, nth: number): void {
  const { id } = culture.cells;
  begin(key[0], (key[1] + nth) | 0, id[2 * row], id[2 * row + 1]);
}

/** Time until the first of a row's hazards, s. */
function waitOf(simulation: Simulation, culture: CultureState, row: number, nth: number): number {
  const all = simulation.plan.scratch.out[0][row];
  if (!(all >= 0 && all < Infinity)) throw faultOf(simulation, culture, row);
  if (all === 0) return Infinity;
  open(culture, row, nth);
  return -log(1 - next()) / all;
}

/** Which of a row's hazards it was. */
function chosen(simulation: Simulation, culture: CultureState, row: number, nth: number): Hazard {
  const { model, scratch } = simulation.plan;
  const { hazards } = model.kinds[culture.cells.kind[row]];
  open(culture, row, nth);
  const aim = next() * scratch.out[0][row];
  let reached = scratch.out[1][row];
  let at = 0;
  while (at < hazards.length - 1 && aim >= reached) reached += scratch.out[1 + ++at][row];
  return hazards[at];
}

/** Works out the hazards of one row anew. */
function rate(simulation: Simulation, culture: CultureState, row: number): void {
  const { programs, parameters, scratch } = simulation.plan;
  const { cells, scalars } = culture;
  scratch.one[0] = row;
  scratch.out[0][row] = 0;
  programs[cells.kind[row]].hazards(0, 1, scratch.one, parameters, scalars, cells.columns, scratch.out);
}

/** Marks a row dead and books what it held; the caller closes up. */
export function bury(
  simulation: Simulation,
  culture: CultureState,
  row: number,
  book: "deaths" | "removed" = "deaths",
): void {
  bookCell(simulation, culture.cells, row, culture.ledger, book, 1);
  culture.cells.kind[row] = dead;
}

function faultOf(simulation: Simulation, culture: CultureState, row: number): RunFault {
  const { model, scratch } = simulation.plan;
  const kind = model.kinds[culture.cells.kind[row]];
  const { out } = scratch;
  const at = kind.hazards.findIndex((_, index) => !(out[1 + index][row] >= 0 && out[1 + index][row] < Infinity));
  const hazard = kind.hazards[at];
  const what = hazard.event === "become" ? `become ${model.kinds[hazard.to].name}` : hazard.event;
  return rateFault(`the rate at which ${kind.name} cells ${what}`, out[1 + at][row]);
}
