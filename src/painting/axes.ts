/** The two axes of a chart, as Chart.js wants them told. */
import type { Scale, ScaleOptions } from "chart.js";
import type { Chart, Point, Series } from "../report/chart.ts";
import { fixed, numeral, powerOf } from "../report/numeral.ts";
import { axisTitle, type Sheet, wrapped } from "./sheet.ts";

const lookOn = ({ ink }: Sheet) => ({
  title: (text: string | string[]) => ({
    display: text.length > 0 && text[0] !== "",
    text,
    color: ink.text,
    font: { size: 15 },
    padding: 8,
  }),
  ticks: { color: ink.text, font: { size: 13 }, padding: 4, maxRotation: 0 },
  border: { color: ink.axis },
});

/** Whether bars lie on their side: where the chart asks for it, and where the names of their categories are too long to stand side by side. */
export function liesOf({ kind, x, lies }: Chart, sheet: Sheet): boolean {
  if (kind !== "bars" || x.categories === undefined) return false;
  if (lies) return true;
  const room = roomBelow(sheet, x.categories.length);
  return x.categories.some((category) => wrapped(sheet, category, room, 13).some((line) => line.endsWith("…")));
}

/** Width for the name of each category below the axis, of so many. */
const roomBelow = ({ width }: Sheet, categories: number): number => (0.6 * width) / categories;

/** Both axes, where Chart.js looks for them: the quantity at the left, or below where bars lie on their side. */
export function axesOf(chart: Chart, sheet: Sheet): { x: ScaleOptions; y: ScaleOptions } {
  if (!liesOf(chart, sheet)) return { x: belowOf(chart, sheet), y: leftOf(chart, sheet) };
  const names = chart.x.categories!;
  return { x: leftOf(chart, sheet), y: namesAxis(sheet, axisTitle(chart.x), names, 0.25 * sheet.width) };
}

/** An axis of names, each wrapped to this width. */
function namesAxis(sheet: Sheet, title: string | string[], names: readonly string[], width: number): ScaleOptions {
  const look = lookOn(sheet);
  return {
    type: "category",
    offset: true,
    title: look.title(title),
    border: look.border,
    grid: { display: false },
    labels: linesAsLabels(names.map((name) => wrapped(sheet, name, width, 13))),
    ticks: { ...look.ticks, autoSkip: false },
  };
}

/** The axis below. */
function belowOf(chart: Chart, sheet: Sheet): ScaleOptions {
  const look = lookOn(sheet);
  const { x, kind, series } = chart;
  const title = look.title(axisTitle(x));
  const { border } = look;
  if (x.categories !== undefined)
    return namesAxis(sheet, axisTitle(x), x.categories, roomBelow(sheet, x.categories.length));
  const places = series.flatMap(({ points }) =>
    (kind === "histogram" ? withFeet(points) : points).map((point) => point.x),
  );
  const [min, max] = extentOf(x.zero === true ? [0, ...places] : places);
  const grid = { drawOnChartArea: false, color: sheet.ink.axis };
  if (x.scale === "log") return { ...logarithmic(sheet, min, max), min, max, title, border, grid };
  const ticks = {
    ...look.ticks,
    includeBounds: false,
    maxTicksLimit: Math.min(13, Math.round(sheet.width / 60)),
    callback: tickText,
  };
  if (kind === "scatter") return { type: "linear", suggestedMin: min, suggestedMax: max, title, border, grid, ticks };
  return { type: "linear", min, max, title, border, grid, ticks };
}

/** An outline that starts and ends on the ground, a bin beyond its bars. */
export function withFeet(points: Series["points"]): Point[] {
  if (points.length === 0) return [];
  const [first, last] = [points[0].x, points[points.length - 1].x];
  const bin = points.length > 1 ? points[1].x - first : 1;
  return [{ x: first - bin, y: 0 }, ...points, { x: last + bin, y: 0 }];
}

/** The axis at the left: a quantity, or the rows of a heatmap. */
function leftOf(chart: Chart, sheet: Sheet): ScaleOptions {
  const look = lookOn(sheet);
  const { border } = look;
  const axis = chart.rows ?? chart.y;
  const title = look.title(wrapped(sheet, axisTitle(axis), 0.6 * sheet.height, 15));
  if (chart.kind === "heatmap") {
    const names = chart.series.map(({ name }) => name);
    return { ...namesAxis(sheet, title.text, names, 0.2 * sheet.width), reverse: true };
  }
  const grid = { color: sheet.ink.grid, tickColor: sheet.ink.axis };
  const [low, high] = rangeOf(chart);
  if (chart.y.scale === "log") {
    return { ...logarithmic(sheet, low, high), suggestedMin: low, suggestedMax: high, title, border, grid };
  }
  const ticks = { ...look.ticks, callback: tickText };
  const bounds = low === 0 ? { min: 0 } : { suggestedMin: low };
  return { type: "linear", ...bounds, suggestedMax: high, title, border, grid, ticks };
}

/** A logarithmic axis with ticks at round numbers. */
function logarithmic(sheet: Sheet, low: number, high: number) {
  const digits = high / low > 1000 ? [1] : [1, 2, 5];
  return {
    type: "logarithmic",
    ticks: { ...lookOn(sheet).ticks, autoSkip: false, callback: powerText },
    afterBuildTicks: (scale: Scale): void => {
      scale.ticks = roundNumbers(scale.min, scale.max, digits);
    },
  } as const;
}

/**
 * What the axis at the left has to show: values, bands and reference lines. A band round values of zero and more may
 * reach below zero; that part is cut off, as is most of what would fall out of sight on a logarithmic axis.
 */
function rangeOf({ kind, series, references, y: { scale, zero } }: Chart): [low: number, high: number] {
  const points = series.flatMap((each) => each.points);
  const drawn = [
    ...points.flatMap(({ y, mark }) => [y, mark].filter((value) => typeof value === "number")),
    ...references.flatMap(({ axis, at }) => (axis === "y" ? [at] : [])),
  ];
  const ends = points.flatMap(({ low, high }) => (low === undefined || high === undefined ? [] : [low, high]));
  if (scale === "log") {
    const positive = drawn.filter((value) => value > 0);
    if (positive.length === 0) return [1, 10];
    const [least] = extentOf(positive);
    return extentOf([...positive, ...ends.filter((end) => end > least / 10)]);
  }
  if (zero !== true && (kind === "lines" || kind === "scatter")) return extentOf([...drawn, ...ends]);
  const [least] = extentOf([0, ...drawn]);
  return extentOf([0, ...drawn, ...ends.filter((end) => end > 0 || least < 0)]);
}

/** Least and greatest; there may be too many values to be arguments of Math.min. */
function extentOf(values: readonly number[]): [least: number, greatest: number] {
  return values.reduce<[number, number]>(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)],
    [Infinity, -Infinity],
  );
}

/** Chart.js takes a label of several lines as a list, though its types say that a label is a text. */
function linesAsLabels(labels: string[][]): string[] {
  return labels as unknown as string[];
}

interface Tick {
  readonly value: number;
}

/** The numbers of a linear axis: all with the decimals that its steps need, all with one power of ten. */
function tickText(_: unknown, index: number, ticks: readonly Tick[]): string {
  const values = ticks.map(({ value }) => value);
  const power = powerOf(Math.max(...values.map(Math.abs)));
  const step = values.length > 1 ? (values[1] - values[0]) / 10 ** power : 1;
  const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6;
  const decimals = [0, 1, 2, 3, 4, 5].find((each) => isWhole(step * 10 ** each)) ?? 6;
  return fixed(values[index], decimals, power);
}

/** The numbers of a logarithmic axis: all in plain digits, or, where one is too long for that, all as powers of ten. */
function powerText(_: unknown, index: number, ticks: readonly Tick[]): string {
  const { value } = ticks[index];
  if (ticks.every((tick) => powerOf(tick.value) === 0)) return numeral(value);
  return fixed(value, 0, Math.floor(Math.log10(value)));
}

/** Where its ticks are: at the numbers that begin with one of these digits. */
function roundNumbers(low: number, high: number, digits: readonly number[]): Tick[] {
  const [from, to] = [low, high].map((value) => Math.floor(Math.log10(value)));
  const powers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const values = powers.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)));
  return values.filter((value) => value >= low && value <= high).map((value) => ({ value }));
}
