/**
 * Charts as plain data: a description says everything that is drawn, in printed units, and nothing of how. A canvas
 * in Node and the page paint the same description; tests read it.
 *
 *   kind        a series is             x                       y
 *   lines       one line                a number                a number, with a band from low to high
 *   bars        one colour of bars      number of a category    height, with a whisker from low to high
 *   histogram   one outline             middle of a bin         height; all bins are equally wide
 *   heatmap     one row, the first at   number of a category    the cell's value, shown as colour
 *               the bottom
 */
import { averageReplicates, interval } from "../claims/statistics.ts";
import { columnOf, inOrder, printedColumn, type Recording, type Study } from "../observe/recording.ts";
import { numeral } from "./numeral.ts";
import { dashOf, type Style, stylesOf } from "./palette.ts";

export interface Chart {
  readonly id: string;
  readonly title: string; // names the scenario and the seed
  readonly subtitle: string;
  readonly description: string; // alternative text: what a reader who cannot see the picture would be told
  readonly kind: "lines" | "bars" | "histogram" | "heatmap";
  readonly x: Axis;
  readonly y: Axis & { readonly scale: "linear" | "log"; readonly zero?: boolean }; // zero: a linear axis that shows it
  readonly rows?: Axis; // heatmap: what its rows are
  readonly series: readonly Series[];
  readonly band: string; // what low to high is; empty where there is none
  readonly references: readonly Reference[];
}

export interface Axis {
  readonly label: string;
  readonly unit: string; // empty: the label says it all
  readonly categories?: readonly string[]; // bars and heatmap: what x = 0, 1, 2 … stands for
}

export interface Series extends Style {
  readonly name: string;
  readonly points: readonly Point[];
}

export interface Point {
  readonly x: number;
  readonly y: number | null; // null: nothing could be measured; the line has a gap there
  readonly donors?: number; // how many y is the mean of
  readonly low?: number;
  readonly high?: number;
}

/** A thin line across the whole chart, with a word to it. */
export interface Reference {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly label: string;
}

/** Lines over time: one for each arm and subject, of one observable in one culture. */
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

/** Share of the t-interval in every band. */
const level = 0.9;

/** Replicates are averaged within their donor; a line is the mean over donors, its band the interval of that mean. */
export function linesOverTime(study: Study, wanted: LinesOverTime): Chart {
  const { id, title, quantity, name, culture, subjects, scale = "linear", references = [] } = wanted;
  const [first] = inOrder(study);
  const lines = subjects.map((subject) => ({
    subject,
    read: (recording: Recording) => printed(study, recording, name, culture, subject),
  }));
  const kin = first.columns.filter((column) => column.name === name).map(({ subject }) => subject);
  const { unit } = first.columns[columnFor(study, first, name, culture, subjects[0])];
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
  const read = (recording: Recording): Float64Array => {
    const under = printed(study, recording, "count", culture, to);
    return printed(study, recording, "count", culture, type).map((over, time) => over / under[time]);
  };
  const frame = {
    id: `ratio-${study.cultures[culture]}-${type}-${to}`,
    title: `${subject} ratio`,
    culture,
    y: { label: `${subject} ratio`, unit: "cells per cell", scale: "linear", zero: true },
    references: [{ axis: "y", at: 1, label: `as many ${type} as ${to}` }],
  } as const;
  return chartOf(study, frame, [{ subject, read }], [subject]);
}

interface Line {
  readonly subject: string;
  readonly read: (recording: Recording) => Float64Array; // printed units, shape [times]
}

type Frame = Pick<Chart, "id" | "title" | "y" | "references"> & { readonly culture: number };

function chartOf(study: Study, frame: Frame, lines: readonly Line[], kin: readonly string[]): Chart {
  const { id, title, culture, y, references } = frame;
  const donors = new Set(study.recordings.map(({ donor }) => donor)).size;
  const replicates = new Set(study.recordings.map(({ replicate }) => replicate)).size;
  const x = { label: "Time", unit: study.clock.unit };
  const series = seriesOf(study, lines, kin);
  const isShort = series.some(({ points }) => points.some((point) => (point.donors ?? donors) < donors));
  const over = isShort ? `${donors} donors, fewer where one had nothing to measure` : `${donors} donors`;
  const band = donors > 1 ? `${100 * level} % interval of the mean over ${over}` : "";
  const ran = study.arms.filter((arm) => study.recordings.some((recording) => recording.arm === arm.id));
  const where = `${ran.length === 1 ? `Arm ${ran[0].label}, culture` : "Culture"} ${study.cultures[culture]}`;
  const mean = [
    ...(donors > 1 ? [`mean of ${donors} donors`] : ["one donor"]),
    ...(replicates > 1 ? [`${donors > 1 ? "each the " : ""}mean of ${replicates} replicates`] : ["one replicate"]),
  ];
  return {
    id,
    title: `${title}: ${study.title} (seed\u00a0${study.seed})`,
    subtitle: `${where}; ${mean.join(", ")}`,
    description: inWords(x, y, series, band),
    kind: "lines",
    x,
    y,
    series,
    band,
    references,
  };
}

/**
 * With one arm the subjects have the colours, each the one it has among its kin, whichever are drawn; else the arms
 * have them, each the one it has among all arms of the scenario, and subjects differ in their dashes.
 */
function seriesOf(study: Study, lines: readonly Line[], kin: readonly string[]): Series[] {
  const recordings = inOrder(study);
  const arms = study.arms.filter(({ id }) => recordings.some(({ arm }) => arm === id));
  const bySubject = arms.length === 1 && lines.length > 1;
  const styles = stylesOf(bySubject ? kin : study.arms.map(({ id }) => id));
  const drawn = new Map<string, number>(); // lines of each colour so far
  return arms.flatMap(({ id, label }) => {
    const worlds = recordings.filter(({ arm }) => arm === id);
    return lines.map(({ subject, read }) => {
      const { colour, dash } = styles.get(bySubject ? subject : id)!;
      const nth = drawn.get(colour) ?? 0;
      drawn.set(colour, nth + 1);
      return {
        name: bySubject ? subject : lines.length > 1 ? `${label}, ${subject}` : label,
        colour,
        dash: lines.length > 1 && !bySubject ? dashOf(nth) : dash,
        points: pointsOf(worlds, read, study.clock.seconds),
      };
    });
  });
}

/**
 * A donor counts at a time when all its replicates were measured then: a world that was stopped early has no value at
 * later times, like one in which there was nothing to measure.
 */
function pointsOf(worlds: readonly Recording[], read: Line["read"], seconds: number): Point[] {
  const longest = worlds.reduce((most, each) => (each.times.length > most.times.length ? each : most));
  const donors = [...new Set(worlds.map(({ donor }) => donor))];
  const values = donors.map((each) => worlds.filter(({ donor }) => donor === each).map(read));
  return Array.from(longest.times, (time, row) => {
    const x = time / seconds;
    const means = averageReplicates(values.map((replicates) => replicates.map((column) => column[row])));
    const measured = means.filter(Number.isFinite);
    if (measured.length === 0) return { x, y: null, donors: 0 };
    const { effect: y, low, high } = interval(measured, level);
    return measured.length === 1 ? { x, y, donors: 1 } : { x, y, donors: measured.length, low, high };
  });
}

function printed(study: Study, recording: Recording, name: string, culture: number, subject: string): Float64Array {
  return printedColumn(recording, columnFor(study, recording, name, culture, subject));
}

function columnFor(study: Study, recording: Recording, name: string, culture: number, subject: string): number {
  const column = columnOf(recording, name, culture, subject);
  if (column >= 0) return column;
  throw new RangeError(`arm "${recording.arm}" records no ${name} of ${subject} in ${study.cultures[culture]}`);
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

function pointInWords({ y, low, high }: Point): string {
  if (y === null) return "not measurable";
  return low === undefined || high === undefined ? numeral(y) : `${numeral(y)} (${numeral(low)} to ${numeral(high)})`;
}
