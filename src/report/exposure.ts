/**
 * How long how many cells were there, from the counts that a recording holds. Between two records numbers change evenly (the
 * trapezoid), by growth and death alone: cells and vesicles that the experimenter puts in or takes out count from, or until, the
 * record at which it shows. So a well that is seeded, or producers that are discarded, at a recorded time are counted right.
 */
import type { Measure, Observable } from "../model.ts";
import type { Recording } from "../observe/recording.ts";

/** Some cells from one record to the next. */
export interface Span {
  readonly from: number; // place of the first of the two records
  readonly duration: number; // s
  readonly before: number; // cells at its begin
  readonly after: number; // cells at its end, before anything is done to them
}

export const cellTime = ({ duration, before, after }: Span): number => (duration * (before + after)) / 2;

/** Cells of these kinds in a culture, record by record; undefined where counts or totals of theirs were not recorded. */
export function spansOf(recording: Recording, culture: number, kinds: readonly number[]): Span[] | undefined {
  const types = typesIn(recording, culture).filter((type) => type.kinds.some((kind) => kinds.includes(kind)));
  const parts = types.map((type) => {
    const own = type.kinds.filter((kind) => kinds.includes(kind));
    if (own.length === type.kinds.length) return { type, columns: [type.count] };
    return { type, columns: own.map((kind) => cellsColumn(recording, culture, [kind])) };
  });
  if (parts.length === 0 || parts.some(({ columns }) => columns.includes(-1))) return undefined;
  return Array.from({ length: recording.times.length - 1 }, (_, from) => {
    let before = 0;
    let after = 0;
    for (const { type, columns } of parts) {
      const at = (time: number): number => columns.reduce((sum, column) => sum + valueAt(recording, time, column), 0);
      const all = (time: number): number => valueAt(recording, time, type.count);
      const grown = all(from) + change(recording, from, type.divisions) - change(recording, from, type.deaths);
      // Their part of the type is the one found at the end, or at the begin where nothing of the type is left.
      const seen = all(from + 1) > 0 ? from + 1 : from;
      before += at(from);
      after += all(seen) > 0 ? Math.max(0, grown) * (at(seen) / all(seen)) : 0;
    }
    return { from, duration: recording.times[from + 1] - recording.times[from], before, after };
  });
}

/** Change of a column from one record to the next. */
export const change = (recording: Recording, from: number, column: number): number =>
  valueAt(recording, from + 1, column) - valueAt(recording, from, column);

/** Cells times free vesicles of a species over a whole recording, s; undefined where these were not recorded. */
export function encounters(
  recording: Recording,
  culture: number,
  species: number,
  spans: readonly Span[],
): number | undefined {
  const total = (count: "released" | "captured" | "lost"): number =>
    columnThat(recording, culture, (of) => of.of === "total" && of.count === count && of.species === species);
  const free = columnThat(
    recording,
    culture,
    (of) => of.of === "vesicles" && of.where === "free" && of.species === species,
  );
  const [released, captured, lost] = [total("released"), total("captured"), total("lost")];
  if ([free, released, captured, lost].includes(-1)) return undefined;
  return spans.reduce((sum, { from, duration, before, after }) => {
    const start = valueAt(recording, from, free);
    const gone = change(recording, from, captured) + change(recording, from, lost);
    const end = Math.max(0, start + change(recording, from, released) - gone);
    return sum + (duration * (before * start + after * end)) / 2;
  }, 0);
}

/** Living cells of a culture at the last record that is not after this time; NaN where there is none. */
export function cellsAt(recording: Recording, culture: number, time: number): number {
  const record = recording.times.findLastIndex((recorded) => recorded <= time + 1e-6);
  if (record < 0) return Number.NaN;
  return typesIn(recording, culture).reduce((sum, { count }) => sum + valueAt(recording, record, count), 0);
}

/** Place of the first column of a culture that measures this; −1 where none does. */
export function columnThat(recording: Recording, culture: number, measures: (of: Measure) => boolean): number {
  return recording.columns.findIndex((column) => column.culture === culture && measures(column.measure));
}

/** The cell types of a culture whose counts and totals were all recorded. */
interface Type {
  readonly kinds: readonly number[];
  readonly count: number; // columns
  readonly divisions: number;
  readonly deaths: number;
}

function typesIn(recording: Recording, culture: number): Type[] {
  return recording.columns.flatMap((column: Observable, divisions): Type[] => {
    const { measure } = column;
    if (column.culture !== culture || measure.of !== "total" || measure.count !== "divisions") return [];
    const { kinds } = measure;
    const deaths = columnThat(
      recording,
      culture,
      (of) => of.of === "total" && of.count === "deaths" && sameKinds(of.kinds, kinds),
    );
    const count = cellsColumn(recording, culture, kinds);
    return count < 0 || deaths < 0 ? [] : [{ kinds, count, divisions, deaths }];
  });
}

const cellsColumn = (recording: Recording, culture: number, kinds: readonly number[]): number =>
  columnThat(recording, culture, (of) => of.of === "cells" && sameKinds(of.kinds, kinds));

const sameKinds = (one: readonly number[], other: readonly number[]): boolean => one.join() === other.join();

function valueAt({ columns, values }: Recording, time: number, column: number): number {
  return values[time * columns.length + column];
}
