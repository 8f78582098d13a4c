/** What is read place by place at one time: a line for each arm over the distance from cells of a type, or along an axis of the box. */

import type { Observable } from "../model.ts";
import type { Recording, Study } from "../observe/recording.ts";
import { bandOf, isBand } from "../scenario/bands.ts";
import {
  type ArmWorlds,
  armsIn,
  byDonor,
  type Chart,
  headOf,
  type Point,
  pointInWords,
  possibleOf,
  type Series,
  summaryOf,
} from "./chart.ts";
import { timeInWords } from "./dish.ts";
import { numeral } from "./numeral.ts";
import { armStyles } from "./palette.ts";

/** Columns that belong together: what is read, from what or along what, and how wide each band is. */
export interface Bands {
  readonly culture: number;
  readonly name: "near" | "profile";
  readonly what: string; // IL2, inside:EXO
  readonly where: string; // "from secretor", "along z"
  readonly every: number; // µm
}

/** Whether a column is one of the bands. */
const isOf = ({ culture, name, what, where, every }: Bands, column: Observable): boolean => {
  if (column.name !== name || column.culture !== culture) return false;
  const band = bandOf(column.subject);
  return band !== undefined && isBand(band, { what, where, every });
};

export const isBandRecorded = (bands: Bands, columns: readonly Observable[]): boolean =>
  columns.some((column) => isOf(bands, column));

/** A point stands in the middle of its band. @param bands.at s; absent: the last time that was recorded */
export function reachChart(
  study: Study,
  bands: Bands & { readonly at?: number; readonly scale: "linear" | "log" },
): Chart {
  const { culture, name, what, where, scale } = bands;
  const arms = armsIn(study);
  const own = arms[0].worlds[0].columns.filter((column) => isOf(bands, column));
  const at = bands.at ?? Math.max(...arms.flatMap(({ worlds }) => worlds.map(({ times }) => times[times.length - 1])));
  const styles = armStyles(study.arms);
  const series = arms.map(
    ({ id, label, worlds }): Series => ({
      name: label,
      ...styles.get(id)!,
      points: own.map((column) => pointOf(worlds, column, at)),
    }),
  );
  const measured = series.filter(({ points }) => points.some(({ y }) => y !== null)); // an arm may leave a culture empty
  const moment = timeInWords(at);
  const quantity = quantityOf(what);
  const [{ unit }] = own;
  const head = headOf(
    study,
    { title: `${quantity} ${name === "near" ? "by the distance " : ""}${where}, ${moment}`, culture },
    measured,
  );
  const x = {
    label: name === "near" ? `Distance ${where}` : `Place ${where}`,
    unit: "µm",
    zero: true,
  };
  const y = { label: quantity, unit, scale, zero: true };
  const ends = measured.map(
    ({ name: arm, points }) => `${arm} from ${pointInWords(points[0])} to ${pointInWords(points[points.length - 1])}`,
  );
  return {
    id: [name, study.cultures[culture], what, where, numeral(bands.every), moment]
      .join("-")
      .replace(/[\s\u00a0:]+/g, "-"),
    ...head,
    description: [
      `Line chart of ${quantity}${unit === "" ? "" : ` (${unit})`} against the ${x.label.toLowerCase()}, ${moment}.`,
      `From the first to the last band: ${ends.join("; ")}.`,
      ...(head.band === "" ? [] : [`In brackets: ${head.band}.`]),
    ].join(" "),
    kind: "lines",
    x,
    y,
    series: measured,
    references: [],
  };
}

const prefixes: Readonly<Record<string, (of: string) => string>> = {
  inside: (of) => `${of} in a cell`,
  share: (of) => `Part of all ${of} in cells`,
  fraction: (of) => {
    const [type, state] = of.split(/[. ]/);
    return state === undefined ? `Part of the cells that are ${type}` : `Part of the ${type} cells that are ${state}`;
  },
};

function quantityOf(what: string): string {
  const [prefix, of] = what.split(":");
  return of === undefined ? `${what} concentration` : prefixes[prefix](of);
}

function pointOf(worlds: ArmWorlds["worlds"], column: Observable, time: number): Point {
  const { from, to } = bandOf(column.subject)!;
  const read = (world: Recording): number => {
    const row = world.times.findIndex((each) => Math.abs(each - time) <= 1e-6 * Math.max(1, Math.abs(time)));
    const index = world.columns.findIndex(
      (each) => each.name === column.name && each.culture === column.culture && each.subject === column.subject,
    );
    return row < 0 || index < 0 ? Number.NaN : world.values[row * world.columns.length + index] * column.scale;
  };
  return { x: (from + to) / 2, ...summaryOf(byDonor(worlds, read), possibleOf(column)) };
}
