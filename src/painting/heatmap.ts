/** A heatmap: its cells, and the colour bar that tells what they mean. */
import type { ChartArea, Chart as ChartJs } from "chart.js";
import type { Chart } from "../report/chart.ts";
import { fixed, numeral, powerOf } from "../report/numeral.ts";
import { axisTitle, font, key, keyGap, leader, type Pen, type Sheet, widthOf } from "./sheet.ts";

/**
 * Each cell in its colour; with its number too, where there is room for the number of every cell, and its note, or half
 * the width of its interval, below, where there is room for that. Categories are words, or their first letters.
 */
export function drawCells(pen: Pen, sheet: Sheet, chart: Chart, { chartArea: area, scales }: ChartJs): void {
  const { ink } = sheet;
  const width = area.width / chart.x.categories!.length;
  const height = area.height / chart.series.length;
  const share = shareOf(chart);
  const [whole, short] = textsOf(chart);
  const fits = (text: (value: number) => string): boolean =>
    valuesOf(chart).every((value) => widthOf(sheet, text(value), 13) <= width - 8);
  const text = fits(whole) ? whole : short;
  const isRoomy = fits(text) && height >= 20;
  const isTall = height >= 30;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  chart.series.forEach(({ points }, row) => {
    for (const { x, y, low, high, note } of points) {
      const [middle, level] = [scales.x.getPixelForValue(x), scales.y.getPixelForValue(row)];
      pen.fillStyle = y === null ? ink.grid : heatColour(share(y));
      pen.fillRect(middle - width / 2 + 0.5, level - height / 2 + 0.5, width - 1, height - 1);
      pen.fillStyle = y === null || share(y) > 0.6 ? ink.text : ink.paper;
      if (!isRoomy) continue;
      const spread = low !== undefined && high !== undefined && high > low ? `± ${text((high - low) / 2)}` : "";
      const below = isTall ? (note ?? spread) : "";
      const isBelow = below !== "" && widthOf(sheet, below, 10) <= width - 4;
      pen.font = font(sheet, 13);
      pen.fillText(y === null ? "–" : text(y), middle, isBelow ? level - 6 : level);
      pen.font = font(sheet, 10);
      if (isBelow) pen.fillText(below, middle, level + 8);
    }
  });
}

/** The colours with what they stand for: a bar with numbers, or a box for each category. */
export function drawColourBar(pen: Pen, sheet: Sheet, chart: Chart, area: ChartArea): void {
  const { right, top, height, bottom } = area;
  const left = right + leader;
  if (chart.y.categories !== undefined) {
    drawColourKey(pen, sheet, chart.y.categories, left, area);
    return;
  }
  for (let pixel = 0; pixel < height; pixel++) {
    pen.fillStyle = heatColour(pixel / height);
    pen.fillRect(left, bottom - pixel - 1, key, 1.5);
  }
  pen.fillStyle = sheet.ink.text;
  pen.textBaseline = "middle";
  pen.font = font(sheet, 13);
  colourMarks(chart).forEach((text, index, { length }) => {
    pen.fillText(text, left + key + keyGap, bottom - (index / (length - 1)) * height);
  });
  pen.translate(left + key + keyGap + colourBarWidth(chart, sheet) - 8, top + height / 2);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = "center";
  pen.font = font(sheet, 15);
  pen.fillText(axisTitle(chart.y), 0, 0);
}

function drawColourKey(
  pen: Pen,
  sheet: Sheet,
  categories: readonly string[],
  left: number,
  { bottom }: ChartArea,
): void {
  pen.textBaseline = "middle";
  pen.font = font(sheet, 13);
  for (const [index, category] of categories.entries()) {
    const level = bottom - 16 - 30 * index;
    const share = index / (categories.length - 1);
    pen.fillStyle = heatColour(share);
    pen.fillRect(left, level - 12, key, 24);
    pen.textAlign = "center";
    pen.fillStyle = share > 0.6 ? sheet.ink.text : sheet.ink.paper;
    pen.fillText(initialOf(category), left + key / 2, level);
    pen.textAlign = "left";
    pen.fillStyle = sheet.ink.text;
    pen.fillText(category, left + key + keyGap, level);
  }
}

const initialOf = (category: string): string => category.slice(0, 1).toUpperCase();

/** Width of the words beside the colours: numbers and, upright, their quantity; or the categories. */
export function colourBarWidth(chart: Chart, sheet: Sheet): number {
  const words = chart.y.categories ?? colourMarks(chart);
  return Math.max(...words.map((text) => widthOf(sheet, text, 13))) + (chart.y.categories === undefined ? 30 : 0);
}

/** The numbers beside the colour bar, from its foot to its top. */
function colourMarks(chart: Chart): string[] {
  const values = valuesOf(chart);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const at = (share: number): number =>
    chart.y.scale === "log" ? low * (high / low) ** share : low + (high - low) * share;
  return [0, 0.25, 0.5, 0.75, 1].map((share) => textOf(chart)(at(share)));
}

/** How values are written where there is room, and where there is little. */
function textsOf(chart: Chart): [whole: (value: number) => string, short: (value: number) => string] {
  const { categories } = chart.y;
  if (categories === undefined) return [textOf(chart), textOf(chart)];
  return [(value) => categories[value], (value) => initialOf(categories[value])];
}

/** How numbers are written: on a linear scale all with the decimals that give the largest three digits. */
function textOf(chart: Chart): (value: number) => string {
  if (chart.y.scale === "log") return numeral;
  const largest = Math.max(...valuesOf(chart).map(Math.abs));
  const power = powerOf(largest);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(largest / 10 ** power || 1)));
  return (value) => fixed(Number((value / 10 ** power).toFixed(decimals)) * 10 ** power, decimals, power);
}

function valuesOf(chart: Chart): number[] {
  return chart.series.flatMap(({ points }) => points.flatMap(({ y }) => (y === null ? [] : [y])));
}

/** Where a value lies between the least and the greatest of a heatmap, or among its categories: 0 to 1. */
function shareOf(chart: Chart): (value: number) => number {
  const { categories } = chart.y;
  if (categories !== undefined) return (value) => value / (categories.length - 1);
  const values = valuesOf(chart);
  const of = chart.y.scale === "log" ? Math.log : (value: number) => value;
  const [low, high] = [of(Math.min(...values)), of(Math.max(...values))];
  return (value) => (high > low ? (of(value) - low) / (high - low) : 0.5);
}

/** Viridis at nine places, straight lines between them: even steps to the eye, also in grey. */
const viridis = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
];

function heatColour(share: number): string {
  const place = Math.min(Math.max(share, 0), 1) * (viridis.length - 1);
  const below = Math.min(Math.floor(place), viridis.length - 2);
  const mix = viridis[below].map((from, band) => from + (viridis[below + 1][band] - from) * (place - below));
  return `rgb(${mix.map(Math.round).join(",")})`;
}
