/** Reads what a scenario asks for from the state of a world. It can change nothing. */
import { dead, group } from "../engine/cells.ts";
import { familyColumn, generationColumn } from "../engine/layout.ts";
import { type CultureState, freeVesicles, type Simulation } from "../engine/simulation.ts";
import { readScalars } from "../engine/surroundings.ts";
import type { Measure, Observable } from "../model.ts";
import { readingsOf } from "./assays.ts";
import type { Readings } from "./looks.ts";
import { readPlaces } from "./places.ts";

/** What was read at an earlier time (s), by observable. */
export interface Earlier {
  readonly time: number;
  readonly values: ArrayLike<number>;
}

/**
 * Values of every observable now, in their order, in base units.
 * @param into shape [observables]
 * @param before what was read so far: instruments that follow a course go by it
 */
export function measure(simulation: Simulation, into: Float64Array, before: readonly Earlier[] = []): void {
  const { observables, assays } = simulation.plan.model;
  const readings: Readings[] = []; // each instrument is used once
  let families: Float64Array = new Float64Array(0);
  let last: Observable | undefined; // neighbouring columns ask for one family after the other: they are counted once
  for (let index = 0; index < observables.length; index++) {
    const column = observables[index];
    const culture = simulation.cultures[column.culture];
    if (column.measure.of === "founder") {
      if (!last || !sameFamilies(last, column)) families = countFamilies(culture, column.measure.kinds);
      into[index] = families[column.measure.ordinal] ?? 0;
    } else if (column.measure.of === "assay") {
      const { assay, entry, truth } = column.measure;
      readings[assay] ??= readingsOf(simulation, assays[assay], (of, isTruth) => {
        const place = observables.findIndex(
          ({ measure: each }) =>
            each.of === "assay" && each.assay === assay && each.entry === of && each.truth === isTruth,
        );
        const course = before.map(({ time, values }) => ({ time, value: place < 0 ? Number.NaN : values[place] }));
        return course.filter(({ value }) => !Number.isNaN(value));
      });
      const found = readings[assay].get(entry);
      into[index] = found === undefined ? Number.NaN : truth ? found.truth : found.reading;
    } else into[index] = valueNow(simulation, culture, column.measure);
    last = column;
  }
}

const sameFamilies = (one: Observable, other: Observable): boolean =>
  one.measure.of === "founder" &&
  other.measure.of === "founder" &&
  one.culture === other.culture &&
  one.measure.kinds.join() === other.measure.kinds.join();

/** Living cells of each family. */
function countFamilies(culture: CultureState, kinds: readonly number[]): Float64Array {
  const { cells } = culture;
  const family = cells.columns[familyColumn];
  const living = new Float64Array(culture.families);
  for (let row = 0; row < cells.count; row++) if (kinds.includes(cells.kind[row])) living[family[row]]++;
  return living;
}

function valueNow(
  simulation: Simulation,
  culture: CultureState,
  what: Exclude<Measure, { of: "founder" | "assay" }>,
): number {
  const { ledger, share } = culture;
  const { vesicles } = simulation.plan;
  switch (what.of) {
    case "cells":
      return living(culture, what.kinds) / share;
    case "fraction":
    case "ratio":
      return living(culture, what.kinds) / living(culture, what.among);
    case "generation":
      return inGeneration(culture, what) / share;
    case "concentration":
      return culture.factor[what.factor] / culture.volume;
    case "vesicles":
      if (what.where === "free") return freeVesicles(culture, what.species) / share;
      return held(culture, (what.where === "bound" ? vesicles.bound : vesicles.inside)[what.species]) / share;
    case "attribute":
      return statisticOf(simulation, culture, what);
    case "total":
      return totalOf(ledger, what) / share;
    case "distance":
    case "slab":
    case "reach":
      return readPlaces(simulation, culture, what);
    case "held": {
      const { factors, vesicles: held } = simulation.devices[what.device];
      return "factor" in what ? factors[what.factor] : held[what.species];
    }
  }
}

function living(culture: CultureState, kinds: readonly number[]): number {
  const { cells } = culture;
  group(cells);
  return kinds.reduce((sum, kind) => sum + cells.first[kind + 1] - cells.first[kind], 0);
}

/** Living cells of some kinds in a generation, or in it and all later ones. */
function inGeneration(culture: CultureState, what: Extract<Measure, { of: "generation" }>): number {
  const { cells } = culture;
  group(cells);
  const generations = cells.columns[generationColumn];
  let sum = 0;
  for (const kind of what.kinds)
    for (let k = cells.first[kind]; k < cells.first[kind + 1]; k++) {
      const generation = generations[cells.rows[k]];
      if (generation === what.generation || (what.andMore && generation > what.generation)) sum++;
    }
  return sum;
}

function held(culture: CultureState, column: number): number {
  if (column < 0) return 0;
  const { cells } = culture;
  let sum = 0;
  for (let row = 0; row < cells.count; row++) if (cells.kind[row] !== dead) sum += cells.columns[column][row];
  return sum;
}

/** Mean or standard deviation of an attribute over living cells of some kinds; algebraic ones are worked out now. */
function statisticOf(
  simulation: Simulation,
  culture: CultureState,
  what: Extract<Measure, { of: "attribute" }>,
): number {
  const { programs, parameters } = simulation.plan;
  const { cells, scalars } = culture;
  readScalars(simulation, culture, 0);
  let number = 0;
  let mean = 0;
  let squares = 0; // sum of squared differences from the mean so far
  const formulas = what.kinds.map((kind) => programs[kind].attribute(what.attribute));
  for (let row = 0; row < cells.count; row++) {
    const at = what.kinds.indexOf(cells.kind[row]);
    if (at < 0) continue;
    const difference = formulas[at](row, parameters, scalars, cells.columns) - mean;
    number++;
    mean += difference / number;
    squares += difference * difference * (1 - 1 / number);
  }
  if (number === 0) return NaN;
  return what.statistic === "mean" ? mean : Math.sqrt(squares / (number - 1));
}

function totalOf(ledger: CultureState["ledger"], what: Extract<Measure, { of: "total" }>): number {
  switch (what.count) {
    case "births":
      return 2 * over(ledger.cells.divisions, what.kinds);
    case "divisions":
      return over(ledger.cells.divisions, what.kinds);
    case "deaths":
      return over(ledger.cells.deaths, what.kinds);
    case "entries":
      return over(ledger.cells.entries, what.kinds);
    case "sent":
    case "received":
      if ("kinds" in what) return over(ledger.cells[what.count], what.kinds);
      return "factor" in what ? ledger.factors[what.count][what.factor] : ledger.vesicles[what.count][what.species];
    case "released":
    case "captured":
    case "degraded":
    case "lost":
      return ledger.vesicles[what.count][what.species];
    case "left":
      return "factor" in what ? ledger.factors.left[what.factor] : ledger.vesicles.left[what.species];
    default:
      return ledger.factors[what.count][what.factor];
  }
}

const over = (line: Float64Array, kinds: readonly number[]): number => kinds.reduce((sum, kind) => sum + line[kind], 0);
