/** Lines over time: arm beside arm, each the mean over donors with the interval of that mean. */
import { printedColumn, type Recording, type Study } from "../observe/recording.ts";
import {
  type Axis,
  armsIn,
  atLeastZero,
  byDonor,
  type Chart,
  columnFor,
  headOf,
  type Point,
  type Possible,
  pointInWords,
  possibleOf,
  type Reference,
  type Series,
  summaryOf,
} from "./chart.ts";
import { numeral } from "./numeral.ts";
import { armStyles, dashOf, stylesOf } from "./palette.ts";

/** One line for each arm and subject, of one observable in one culture. */
export interface LinesOverTime {
  readonly id: string;
  readonly title: string; // what is shown; the scenario and the seed are added
  readonly quantity: string; // at the y axis, beside the unit of the columns
  readonly name: string; // of the observable
  readonly culture: number;
  readonly subjects: readonly string[];
  readonly scale?: "linear" | "log";
  readonly references?: readonly Reference[];
}

/** Replicates are averaged within their donor; a line is the mean over donors, its band the interval of that mean. */
export function linesOverTime(study: Study, wanted: LinesOverTime): Chart {
  const { id, title, quantity, name, culture, subjects, scale = "linear", references = [] } = wanted;
  const [{ worlds }] = armsIn(study);
  const lines = subjects.map((subject) => ({
    subject,
    possible: possibleOf(worlds[0].columns[columnFor(study, worlds[0], { name, culture, subject })]),
    read: (recording: Recording) => printedColumn(recording, columnFor(study, recording, { name, culture, subject })),
  }));
  const kin = worlds[0].columns.filter((column) => column.name === name).map(({ subject }) => subject);
  const { unit } = worlds[0].columns[columnFor(study, worlds[0], { name, culture, subject: subjects[0] })];
  const y = { label: quantity, unit, scale, zero: true };
  return chartOf(study, { id, title, culture, y, references }, lines, kin);
}

/** Living cells of one type, arm by arm. */
export function countChart(study: Study, of: { culture: number; type: string; scale?: "linear" | "log" }): Chart {
  const { culture, type, scale = "linear" } = of;
  const title = `Living ${type} cells`;
  const id = `count-${study.cultures[culture]}-${type}`;
  const quantity = `${type} count`;
  return linesOverTime(study, { id, title, quantity, name: "count", culture, subjects: [type], scale });
}

/** Living cells of one type for each of another, arm by arm; the ratio is taken within each replicate. */
export function ratioChart(study: Study, of: { culture: number; type: string; to: string }): Chart {
  const { culture, type, to } = of;
  const subject = `${type}/${to}`;
  const counts = (recording: Recording, of: string): Float64Array =>
    printedColumn(recording, columnFor(study, recording, { name: "count", culture, subject: of }));
  const read = (recording: Recording): Float64Array => {
    const under = counts(recording, to);
    return counts(recording, type).map((over, time) => over / under[time]);
  };
  const frame = {
    id: `ratio-${study.cultures[culture]}-${type}-${to}`,
    title: `${subject} ratio`,
    culture,
    y: { label: `${subject} ratio`, unit: "cells per cell", scale: "linear", zero: true },
    references: [{ axis: "y", at: 1, label: `as many ${type} as ${to}` }],
  } as const;
  return chartOf(study, frame, [{ subject, read, possible: atLeastZero }], [subject]);
}

/** Where the vesicles of a species are. With one arm the places share a chart; else each has its own. */
export function placesCharts(study: Study, of: { culture: number; species: string; scale: "linear" | "log" }): Chart[] {
  const { culture, species, scale } = of;
  const places = ["free", "bound", "inside"] as const;
  const chart = (id: string, title: string, shown: readonly string[]): Chart =>
    linesOverTime(study, {
      id: `${id}-${study.cultures[culture]}-${species}`,
      title,
      quantity: title,
      name: "vesicles",
      culture,
      subjects: shown.map((place) => `${species} ${place}`),
      scale,
    });
  if (armsIn(study).length === 1) return [chart("vesicles", `${species}, free, bound and inside cells`, places)];
  const titles = {
    free: `${species} free in the medium`,
    bound: `${species} bound to cells`,
    inside: `${species} inside cells`,
  };
  return places.map((place) => chart(`vesicles-${place}`, titles[place], [place]));
}

interface Line {
  readonly subject: string;
  readonly read: (recording: Recording) => Float64Array; // printed units, shape [times]
  readonly possible: Possible;
}

type Frame = Pick<Chart, "id" | "title" | "y" | "references"> & { readonly culture: number };

function chartOf(study: Study, frame: Frame, lines: readonly Line[], kin: readonly string[]): Chart {
  const { id, title, culture, y, references } = frame;
  const x = { label: "Time", unit: study.clock.unit };
  const series = seriesOf(study, culture, lines, kin);
  const head = headOf(study, { title, culture }, series);
  return { id, ...head, description: inWords(x, y, series, head.band), kind: "lines", x, y, series, references };
}

/**
 * With one arm the subjects have the colours, each the one it has among its kin, whichever are drawn; else the arms
 * have them, each the one it has among all arms of the scenario, and subjects differ in their dashes.
 */
function seriesOf(study: Study, culture: number, lines: readonly Line[], kin: readonly string[]): Series[] {
  const arms = armsIn(study);
  const begin = firstUse(study, culture);
  const bySubject = arms.length === 1 && lines.length > 1;
  const styles = bySubject ? stylesOf(kin) : armStyles(study.arms);
  const drawn = new Map<string, number>(); // lines of each colour so far
  return arms.flatMap(({ id, label, worlds }) =>
    lines.map(({ subject, read, possible }) => {
      const { colour, dash } = styles.get(bySubject ? subject : id)!;
      const nth = drawn.get(colour) ?? 0;
      drawn.set(colour, nth + 1);
      return {
        name: bySubject ? subject : lines.length > 1 ? `${label}, ${subject}` : label,
        colour,
        dash: lines.length > 1 && !bySubject ? dashOf(nth) : dash,
        points: pointsOf(worlds, { read, possible }, study.clock.seconds, begin),
      };
    }),
  );
}

/** When there is first anything in a culture, s: lines begin there, not in an empty well. */
function firstUse(study: Study, culture: number): number {
  const uses = study.recordings.map(({ times, columns, values }) => {
    const own = [...columns.keys()].filter((column) => columns[column].culture === culture);
    const isUsed = (row: number): boolean => own.some((column) => Math.abs(values[row * columns.length + column]) > 0);
    return times.find((_, row) => isUsed(row)) ?? Infinity;
  });
  const first = uses.reduce((least, use) => Math.min(least, use), Infinity);
  return Number.isFinite(first) ? first : -Infinity;
}

/** A world that was stopped early has no value at later times, like one in which there was nothing to measure. */
function pointsOf(
  worlds: readonly Recording[],
  { read, possible }: Omit<Line, "subject">,
  seconds: number,
  begin: number,
): Point[] {
  const longest = worlds.reduce((most, each) => (each.times.length > most.times.length ? each : most));
  const values = byDonor(worlds, read);
  return [...longest.times].flatMap((time, row) => {
    if (time < begin) return [];
    const at = values.map((replicates) => replicates.map((column) => column[row]));
    return [{ x: time / seconds, ...summaryOf(at, possible) }];
  });
}

function inWords(x: Axis, y: Axis, series: readonly Series[], band: string): string {
  const from = numeral(Math.min(...series.map(({ points }) => points[0].x)));
  const to = numeral(Math.max(...series.map(({ points }) => points[points.length - 1].x)));
  const ends = series.map(({ name, points }) => `${name} ${pointInWords(points[points.length - 1])}`);
  return [
    `Line chart of ${y.label} (${y.unit}) against time from ${from} to ${to} ${x.unit}.`,
    `At the end: ${ends.join("; ")}.`,
    ...(band === "" ? [] : [`In brackets: ${band}.`]),
  ].join(" ");
}
