/** What is read at some times, arm beside arm: bars with whiskers, or a heatmap where bars would be too many. */
import { columnOf, type Recording, type Study } from "../observe/recording.ts";
import {
  type ArmWorlds,
  anything,
  armsIn,
  atLeastZero,
  byDonor,
  type Chart,
  columnFor,
  headOf,
  type Point,
  type Possible,
  percent,
  pointInWords,
  possibleOf,
  type Series,
  summaryOf,
} from "./chart.ts";
import { numeral } from "./numeral.ts";
import { armStyles, stylesOf } from "./palette.ts";

/** A number of a world at one recorded time, in printed units. */
type Read = (recording: Recording, row: number) => number;

const truth = " (truth)";
const mostBesides = 4; // arms whose bars still stand side by side in each category

/** One column at some times (s): a bar for each arm and time; where an instrument reads it, the truth is marked. */
export function readingsChart(
  study: Study,
  of: { name: string; culture: number; subject: string; at: readonly number[] },
): Chart {
  const { name, culture, subject, at } = of;
  const arms = armsIn(study);
  const [first] = arms[0].worlds;
  const column = first.columns[columnFor(study, first, of)];
  const { unit, measure } = column;
  const possible = possibleOf(column);
  const quantity = measure.of === "assay" ? `${subject} by ${name}` : `${subject} ${name}`;
  const isMarked = columnOf(first, name, culture, `${subject}${truth}`) >= 0;
  const read = valueIn(study, of);
  const so = isMarked ? valueIn(study, { ...of, subject: `${subject}${truth}` }) : undefined;
  const moments = at.map((time) => momentOf(study, time));
  const styles = stylesOf(moments);
  const series = at.map((time, index) => ({
    name: moments[index],
    ...styles.get(moments[index])!,
    points: arms.map(({ worlds }, x) => pointAt(worlds, x, { at: time, read, so, possible })),
  }));
  const head = headOf(study, { title: quantity, culture }, series);
  const x = { label: "", unit: "", categories: arms.map(({ label }) => label) };
  return {
    id: `${name}-${study.cultures[culture]}-${subject}-at-${moments.join("-").replaceAll("\u00a0", "-")}`,
    ...head,
    description: [
      `Bar chart of ${quantity}${inUnit(unit)}, arm by arm.`,
      ...series.map(({ name: moment, points }) => {
        const values = points.map((point) => `${x.categories[point.x]} ${pointInWords(point)}`);
        return `${capital(moment)}: ${values.join("; ")}.`;
      }),
      ...(head.band === "" ? [] : [`In brackets: ${head.band}.`]),
    ].join(" "),
    kind: "bars",
    x,
    y: { label: quantity, unit, scale: "linear", zero: true },
    series,
    ...(isMarked && { mark: "truth" }),
    references: [],
  };
}

/** A table of arms and things read of them, each with a share or an amount. */
interface Table {
  readonly id: string;
  readonly title: string;
  readonly what: string; // of the alternative text: "cells in each generation"
  readonly culture: number;
  readonly more: readonly string[];
  readonly columns: { readonly label: string; readonly unit: string };
  readonly entries: readonly {
    readonly name: string;
    readonly at: number; // s
    readonly read: Read;
    readonly so?: Read; // the truth beside the reading
  }[];
  readonly possible: Possible;
  readonly y: { readonly label: string; readonly unit: string };
}

/**
 * Cells by division number at one time, in percent: as the dye tells where it was read, else as it is. Bars stand side
 * by side for few arms; more are rows of a heatmap.
 * @param of.type all cells where absent
 * @param of.at s; absent: the last time at which it is known
 */
export function generationsChart(study: Study, of: { culture: number; type?: string; at?: number }): Chart {
  const { culture, type } = of;
  const arms = armsIn(study);
  const [first] = arms[0].worlds;
  const dye = first.columns
    .filter((column) => column.name === "dye dilution" && column.culture === culture)
    .map(({ subject }) => subject)
    .filter((subject) => generationIn(subject, type) !== undefined);
  const counted = first.columns
    .filter((column) => column.name === "generation" && column.culture === culture)
    .filter(({ subject }) => (type === undefined ? true : subject.startsWith(`${type} `)))
    .map(({ subject }) => subject);
  const numbers = [...new Set(counted.map((subject) => subject.slice(subject.indexOf("generation ") + 11)))];
  const among = (recording: Recording, row: number, subjects: readonly string[]): number =>
    subjects.reduce(
      (sum, subject) => sum + valueIn(study, { name: "generation", culture, subject })(recording, row),
      0,
    );
  const so: Read[] = numbers.map((number) => {
    const own = counted.filter(
      (subject) => subject.endsWith(` generation ${number}`) || subject === `generation ${number}`,
    );
    return (recording, row) => (100 * among(recording, row, own)) / among(recording, row, counted);
  });
  const isRead = dye.length > 0;
  const names = isRead ? dye.map((subject) => generationIn(subject, type)!) : numbers;
  const reads = isRead ? dye.map((subject) => valueIn(study, { name: "dye dilution", culture, subject })) : so;
  const at = of.at ?? lastTime(arms, reads[0]);
  const isCompared = isRead && numbers.join() === names.join();
  const off = isCompared ? farthest(arms, at, reads, so) : undefined;
  const who = type === undefined ? "All cells" : `${type} cells`;
  return tableChart(study, {
    id: `generations-${study.cultures[culture]}-${type ?? "all"}-at-${momentOf(study, at).replace("\u00a0", "-")}`,
    title: `${who} by division number, ${momentOf(study, at)}`,
    what: `${who.toLowerCase() === "all cells" ? "all cells" : who} by division number`,
    culture,
    more: [
      isRead ? "read by dye dilution" : "as it is, not read by an instrument",
      ...(off === undefined ? [] : [`at most ${numeral(off)} percentage points from the truth`]),
    ],
    columns: { label: "Divisions since the start", unit: "" },
    entries: names.map((name, index) => ({ name, at, read: reads[index], ...(isCompared && { so: so[index] }) })),
    possible: percent,
    y: { label: "Part of the cells", unit: "%" },
  });
}

/** All analytes of the cytokine array. @param of.at s; empty: whenever it was read */
export function arrayChart(study: Study, of: { culture: number; at: readonly number[] }): Chart {
  const { culture } = of;
  const arms = armsIn(study);
  const [first] = arms[0].worlds;
  const columns = first.columns.filter((column) => column.name === "cytokine array" && column.culture === culture);
  const [{ unit }] = columns;
  const analytes = columns
    .map(({ subject }) => subject)
    .filter((subject) => !subject.endsWith(truth) && subject !== "analytes on" && subject !== "sum");
  const readOf = (subject: string): Read => valueIn(study, { name: "cytokine array", culture, subject });
  const at = of.at.length > 0 ? of.at : timesRead(arms, readOf(analytes[0]));
  const moments = at.map((time) => momentOf(study, time));
  return tableChart(study, {
    id: `cytokine-array-${study.cultures[culture]}-at-${moments.join("-").replaceAll("\u00a0", "-")}`,
    title: "Cytokine array",
    what: "spots of the cytokine array",
    culture,
    more: ["spots above blank, as part of the reference spots; cytokines that were added are left out"],
    columns: { label: at.length === 1 ? `Analyte, ${moments[0]}` : "Analyte and time", unit: "" },
    entries: analytes.flatMap((analyte) =>
      at.map((time, index) => ({
        name: at.length === 1 ? analyte : `${analyte} ${moments[index]}`,
        at: time,
        read: readOf(analyte),
        so: readOf(`${analyte}${truth}`),
      })),
    ),
    possible: atLeastZero,
    y: { label: "Spot", unit },
  });
}

function tableChart(study: Study, table: Table): Chart {
  const arms = armsIn(study);
  const styles = armStyles(study.arms);
  const isMap = arms.length > mostBesides;
  const series = arms.map(
    ({ id, label, worlds }): Series => ({
      name: label,
      ...styles.get(id)!,
      points: table.entries.map(({ at, read, so }, x) =>
        pointAt(worlds, x, isMap ? { at, read, possible: anything } : { at, read, so, possible: table.possible }),
      ),
    }),
  );
  const { culture, title, more } = table;
  const head = headOf(study, { title, culture, more }, series);
  const names = table.entries.map(({ name }) => name);
  return {
    id: table.id,
    ...head,
    description: tableInWords(table, series, isMap, head.band),
    kind: isMap ? "heatmap" : "bars",
    x: { ...table.columns, categories: names },
    y: { ...table.y, scale: "linear", zero: true },
    ...(isMap && { rows: { label: "", unit: "" } }),
    ...(series.some(({ points }) => points.some(({ mark }) => mark !== undefined)) && { mark: "truth" }),
    series: isMap ? series.toReversed() : series,
    references: [],
  };
}

function tableInWords({ what, entries, y }: Table, series: readonly Series[], isMap: boolean, band: string): string {
  const arms = series.map(({ name, points }) => {
    const values = points.map((point, index) => `${entries[index].name}: ${pointInWords(point)}`);
    return `${name}: ${values.join(", ")}.`;
  });
  return [
    `${isMap ? "Heatmap" : "Bar chart"} of ${what}, arm by arm: ${y.label.toLowerCase()}${inUnit(y.unit)}.`,
    ...arms,
    ...(band === "" ? [] : [`In brackets: ${band}.`]),
  ].join(" ");
}

function valueIn(study: Study, column: { name: string; culture: number; subject: string }): Read {
  return (recording, row) => {
    const index = columnFor(study, recording, column);
    return recording.values[row * recording.columns.length + index] * recording.columns[index].scale;
  };
}

/** A reading with the truth as its mark, where there is one. */
function pointAt(
  worlds: readonly Recording[],
  x: number,
  { at, read, so, possible }: { at: number; read: Read; so?: Read | undefined; possible: Possible },
): Point {
  const mark = so && summaryAt(worlds, at, so, possible).y;
  return { x, ...summaryAt(worlds, at, read, possible), ...(typeof mark === "number" && { mark }) };
}

/** Mean over donors at a time; a world that was stopped before has nothing to say. */
function summaryAt(worlds: readonly Recording[], time: number, read: Read, possible: Possible): Omit<Point, "x"> {
  return summaryOf(
    byDonor(worlds, (world) => {
      const row = world.times.findIndex((each) => Math.abs(each - time) <= 1e-6 * Math.max(1, Math.abs(time)));
      return row < 0 ? Number.NaN : read(world, row);
    }),
    possible,
  );
}

/** Times at which something was read in any arm, s. */
function timesRead(arms: readonly ArmWorlds[], read: Read): number[] {
  const worlds = arms.flatMap((arm) => arm.worlds);
  const times = worlds.flatMap((world) => [...world.times].filter((_, row) => Number.isFinite(read(world, row))));
  return [...new Set(times)].sort((a, b) => a - b);
}

const lastTime = (arms: readonly ArmWorlds[], read: Read): number =>
  timesRead(arms, read).at(-1) ?? arms[0].worlds[0].times.at(-1)!;

/** The greatest difference between a reading and the truth, over arms and things read. */
function farthest(arms: readonly ArmWorlds[], at: number, reads: readonly Read[], so: readonly Read[]): number {
  const differences = arms.flatMap(({ worlds }) =>
    reads.map((read, index) => {
      const [said, is] = [read, so[index]].map((each) => summaryAt(worlds, at, each, percent).y);
      return said === null || is === null ? 0 : Math.abs(said - is);
    }),
  );
  return Math.max(...differences);
}

/** The division number of a subject such as "CD8 generation 3"; undefined for other subjects and types. */
function generationIn(subject: string, type: string | undefined): string | undefined {
  const prefix = `${type === undefined ? "" : `${type} `}generation `;
  return subject.startsWith(prefix) ? subject.slice(prefix.length) : undefined;
}

const momentOf = ({ clock }: Study, time: number): string => `${clock.unit}\u00a0${numeral(time / clock.seconds)}`;
const inUnit = (unit: string): string => (unit === "" ? "" : ` (${unit})`);
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
