/**
 * What a run leaves behind, as plain data: one recording for each world (an arm with the parameters of one donor and
 * the chance of one replicate), and the study that holds them together. Values are in base units; what prints them
 * multiplies by the `scale` of their column.
 *
 *   values   column 0  column 1  …      shape [times, columns], row-major
 *   time 0       ·         ·
 *   time 1       ·         ·
 */
import type { Observable } from "../model.ts";

export interface Recording {
  readonly arm: string; // id
  readonly donor: number; // from 1
  readonly replicate: number; // from 1, within its donor
  readonly times: Float64Array; // s, shape [times]
  readonly columns: readonly Observable[];
  readonly values: Float64Array; // base units, shape [times, columns], row-major; NaN: there was nothing to measure
  readonly digests: readonly string[]; // of the whole state at each recorded time
}

export interface Arm {
  readonly id: string;
  readonly label: string; // free text, as printed
  readonly kin?: string; // what it shares with arms of other runs: one colour, in which dashes tell them apart
}

/** The recordings of one run with the names that go with their numbers. */
export interface Study {
  readonly title: string; // of the scenario
  readonly seed: string;
  readonly arms: readonly Arm[]; // all of the scenario, in its order; not each needs to have been run
  readonly cultures: readonly string[]; // names, by the number of the culture
  readonly clock: { readonly unit: string; readonly seconds: number }; // the unit in which the scenario tells time
  readonly recordings: readonly Recording[]; // in any order
}

/** One value of the tidy table. */
export interface Row {
  readonly arm: string;
  readonly donor: number;
  readonly replicate: number;
  readonly culture: string;
  readonly column: Observable;
  readonly time: number; // s
  readonly value: number; // base units
}

/** Number of the column that holds this observable; −1 where it was not recorded. */
export function columnOf(recording: Recording, name: string, culture: number, subject: string): number {
  return recording.columns.findIndex(
    (column) => column.name === name && column.culture === culture && column.subject === subject,
  );
}

/** One column over time, as printed: shape [times], in the unit of the column. */
export function printedColumn(recording: Recording, column: number): Float64Array {
  const width = recording.columns.length;
  const scale = recording.columns[column].scale;
  return recording.times.map((_, time) => recording.values[time * width + column] * scale);
}

/**
 * Every value once, but for times at which an instrument read nothing, in an order that depends on names alone, not on
 * that of the recordings or of the file: by arm (as the study lists them), donor, replicate, culture, observable, subject
 * (these three by code unit) and time.
 */
export function* rows(study: Study): Generator<Row> {
  for (const recording of inOrder(study)) {
    const { arm, donor, replicate, times, columns, values } = recording;
    for (const index of columnsInOrder(columns, study.cultures)) {
      const column = columns[index];
      const culture = study.cultures[column.culture];
      for (let time = 0; time < times.length; time++) {
        const value = values[time * columns.length + index];
        if (column.measure.of === "assay" && Number.isNaN(value)) continue;
        yield { arm, donor, replicate, culture, column, time: times[time], value };
      }
    }
  }
}

/** The recordings by arm, donor and replicate. */
export function inOrder(study: Study): Recording[] {
  const places = new Map(study.arms.map(({ id }, place) => [id, place]));
  const stray = study.recordings.find(({ arm }) => !places.has(arm));
  if (stray) throw new RangeError(`there is a recording of arm "${stray.arm}", which the study does not list`);
  return [...study.recordings].sort(
    (a, b) => places.get(a.arm)! - places.get(b.arm)! || a.donor - b.donor || a.replicate - b.replicate,
  );
}

/** Numbers of the columns by the names of culture, observable and subject. */
export function columnsInOrder(columns: readonly Observable[], cultures: readonly string[]): number[] {
  return [...columns.keys()].sort(
    (a, b) =>
      byCodeUnit(cultures[columns[a].culture], cultures[columns[b].culture]) ||
      byCodeUnit(columns[a].name, columns[b].name) ||
      byCodeUnit(columns[a].subject, columns[b].subject),
  );
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
