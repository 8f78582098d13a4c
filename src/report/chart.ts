/**
 * Charts as plain data: a description says everything that is drawn, in printed units, and nothing of how. A canvas
 * in Node and the page paint the same description; tests read it.
 *
 *   kind        a series is             x                       y
 *   lines       one line                a number                a number, with a band from low to high
 *   bars        one colour of bars      number of a category    height, with a whisker from low to high
 *   histogram   one outline             middle of a bin         height; all bins are equally wide
 *   scatter     points of one colour    a number                a number
 *   heatmap     one row, the first at   number of a category    the cell's value, shown as colour
 *               the bottom
 */
import { averageReplicates, interval } from "../claims/statistics.ts";
import type { Observable } from "../model.ts";
import { columnOf, inOrder, type Recording, type Study } from "../observe/recording.ts";
import { numeral } from "./numeral.ts";
import type { Style } from "./palette.ts";

export interface Chart {
  readonly id: string;
  readonly title: string; // names the scenario and the seed
  readonly subtitle: string;
  readonly description: string; // alternative text: what a reader who cannot see the picture would be told
  readonly kind: "lines" | "bars" | "histogram" | "heatmap" | "scatter";
  readonly steps?: true; // lines: each value holds until the next point
  readonly lies?: true; // bars: always on their side; else where names are too long to stand side by side
  readonly x: Axis & { readonly scale?: "log"; readonly zero?: boolean };
  readonly y: Axis & { readonly scale: "linear" | "log"; readonly zero?: boolean }; // zero: a linear axis that shows it
  readonly rows?: Axis; // heatmap: what its rows are
  readonly series: readonly Series[];
  readonly band: string; // what low to high is; empty where there is none
  readonly mark?: string; // what the mark of a point is
  readonly references: readonly Reference[];
}

export interface Axis {
  readonly label: string;
  readonly unit: string; // empty: the label says it all
  readonly categories?: readonly string[]; // bars and heatmap: what x = 0, 1, 2 … stands for; heatmap: what a cell's value does
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
  readonly cut?: true; // low or high lay beyond what the quantity can be, and were cut there
  readonly mark?: number; // bars: a value to compare with, such as the truth beside a reading
  readonly note?: string; // heatmap: what stands below the value of the cell
}

/** A thin line across the whole chart, with a word to it. */
export interface Reference {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly label: string;
}

/** Share of the t-interval in every band. */
export const level = 0.9;

/** What a quantity can be, printed: an interval goes no farther. */
export interface Possible {
  readonly least: number;
  readonly most: number;
}

export const anything: Possible = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };
export const atLeastZero: Possible = { least: 0, most: Number.POSITIVE_INFINITY };
export const percent: Possible = { least: 0, most: 100 };

/** Only attributes can be below 0, and only parts end at all. */
export function possibleOf({ measure, unit }: Observable): Possible {
  if (measure.of === "attribute") return anything;
  const isPart =
    (measure.of === "distance" || measure.of === "slab") && ("fraction" in measure.what || "shared" in measure.what);
  if (measure.of === "fraction" || isPart) return { least: 0, most: 1 };
  return unit === "%" ? percent : atLeastZero;
}

/**
 * The mean over donors with its interval, from `values[donor][replicate]`. A donor counts when all its replicates were measured.
 * @param possible where the interval is cut, though never short of the mean: what an instrument reads may lie beyond
 */
export function summaryOf(values: readonly (readonly number[])[], { least, most }: Possible): Omit<Point, "x"> {
  const measured = averageReplicates(values).filter(Number.isFinite);
  if (measured.length === 0) return { y: null, donors: 0 };
  const { effect: y, low, high } = interval(measured, level);
  if (measured.length === 1) return { y, donors: 1 };
  const [from, to] = [Math.max(low, Math.min(least, y)), Math.min(high, Math.max(most, y))];
  return { y, donors: measured.length, low: from, high: to, ...((from > low || to < high) && { cut: true }) };
}

/** What is read of each world, by donor and replicate. */
export function byDonor<Value>(worlds: readonly Recording[], read: (world: Recording) => Value): Value[][] {
  const donors = [...new Set(worlds.map(({ donor }) => donor))];
  return donors.map((each) => worlds.filter(({ donor }) => donor === each).map(read));
}

export interface ArmWorlds {
  readonly id: string;
  readonly label: string;
  readonly worlds: readonly Recording[]; // by donor and replicate
}

/** The arms that were run, in the order of the scenario, each with its recordings. */
export function armsIn(study: Study): ArmWorlds[] {
  const recordings = inOrder(study);
  return study.arms.flatMap(({ id, label }) => {
    const worlds = recordings.filter(({ arm }) => arm === id);
    return worlds.length === 0 ? [] : [{ id, label, worlds }];
  });
}

/** Title, subtitle and the name of the bands. @param more what the subtitle says beside the culture and the donors */
export function headOf(
  study: Study,
  { title, culture, more = [] }: { title: string; culture: number; more?: readonly string[] },
  series: readonly Series[],
): Pick<Chart, "title" | "subtitle" | "band"> {
  const ran = armsIn(study);
  const donors = numbersIn(ran, "donor");
  const replicates = numbersIn(ran, "replicate");
  const points = series.flatMap((each) => each.points);
  const isShort = points.some((point) => (point.donors ?? donors.least) < donors.least);
  const over = isShort ? `${donors.text} donors, fewer where one had nothing to measure` : `${donors.text} donors`;
  const where = `${ran.length === 1 ? `Arm ${ran[0].label}, culture` : "Culture"} ${study.cultures[culture]}`;
  const mean = [
    ...(donors.most > 1 ? [`mean of ${donors.text} donors`] : ["one donor"]),
    ...(replicates.most > 1
      ? [`${donors.most > 1 ? "each the " : ""}mean of ${replicates.text} replicates`]
      : ["one replicate"]),
  ];
  const cut = points.some((point) => point.cut) ? ", cut where no value is possible" : "";
  return {
    title: `${title}: ${study.title} (seed\u00a0${study.seed})`,
    subtitle: [where, mean.join(", "), ...more].join("; "),
    band: points.some(({ low }) => low !== undefined) ? `${100 * level} % interval of the mean over ${over}${cut}` : "",
  };
}

/** How many donors or replicates the arms have: 6, or 3 to 6 where arms differ. */
function numbersIn(arms: readonly ArmWorlds[], of: "donor" | "replicate") {
  const numbers = arms.map(({ worlds }) => new Set(worlds.map((world) => world[of])).size);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return { least, most, text: least === most ? String(most) : `${least} to ${most}` };
}

/** Number of a column that must be there. @throws RangeError where it was not recorded */
export function columnFor(
  study: Study,
  recording: Recording,
  { name, culture, subject }: { name: string; culture: number; subject: string },
): number {
  const column = columnOf(recording, name, culture, subject);
  if (column >= 0) return column;
  throw new RangeError(`arm "${recording.arm}" records no ${name} of ${subject} in ${study.cultures[culture]}`);
}

/** The value with its interval: 202 (32.9 to 370). */
export function pointInWords({ y, low, high }: Omit<Point, "x">): string {
  if (y === null) return "not measurable";
  return low === undefined || high === undefined ? numeral(y) : `${numeral(y)} (${numeral(low)} to ${numeral(high)})`;
}
