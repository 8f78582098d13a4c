/** A heatmap: its cells, and the colour bar that tells what they mean. */
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { ChartArea, Chart as ChartJs } from "chart.js";
import type { Chart } from "../../report/chart.ts";
import { fixed, numeral, powerOf } from "../../report/numeral.ts";
import { axisTitle, font, ink, key, keyGap, leader, widthOf } from "./page.ts";

/**
 * Each cell in its colour; with its number too, where there is room for the number of every cell, and half the width of
 * its interval below, where there is room for that.
 */
export function drawCells(pen: SKRSContext2D, chart: Chart, { chartArea: area, scales }: ChartJs): void {
  const width = area.width / chart.x.categories!.length;
  const height = area.height / chart.series.length;
  const share = shareOf(chart);
  const text = textOf(chart);
  const widest = Math.max(...valuesOf(chart).map((value) => widthOf(text(value), 13)));
  const isRoomy = widest <= width - 8 && height >= 20;
  const isTall = height >= 30;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  chart.series.forEach(({ points }, row) => {
    for (const { x, y, low, high } of points) {
      const [middle, level] = [scales.x.getPixelForValue(x), scales.y.getPixelForValue(row)];
      pen.fillStyle = y === null ? ink.grid : heatColour(share(y));
      pen.fillRect(middle - width / 2 + 0.5, level - height / 2 + 0.5, width - 1, height - 1);
      pen.fillStyle = y === null || share(y) > 0.6 ? ink.text : ink.paper;
      if (!isRoomy) continue;
      const spread = isTall && low !== undefined && high !== undefined && high > low ? (high - low) / 2 : undefined;
      pen.font = font(13);
      pen.fillText(y === null ? "–" : text(y), middle, spread === undefined ? level : level - 6);
      pen.font = font(10);
      if (spread !== undefined) pen.fillText(`± ${text(spread)}`, middle, level + 8);
    }
  });
}

export function drawColourBar(pen: SKRSContext2D, chart: Chart, { right, top, height, bottom }: ChartArea): void {
  const left = right + leader;
  for (let pixel = 0; pixel < height; pixel++) {
    pen.fillStyle = heatColour(pixel / height);
    pen.fillRect(left, bottom - pixel - 1, key, 1.5);
  }
  pen.fillStyle = ink.text;
  pen.textBaseline = "middle";
  pen.font = font(13);
  colourMarks(chart).forEach((text, index, { length }) => {
    pen.fillText(text, left + key + keyGap, bottom - (index / (length - 1)) * height);
  });
  pen.translate(left + key + keyGap + colourBarWidth(chart) - 8, top + height / 2);
  pen.rotate(-Math.PI / 2);
  pen.textAlign = "center";
  pen.font = font(15);
  pen.fillText(axisTitle(chart.y), 0, 0);
}

/** Width of the words beside the colour bar: its numbers and, upright, its quantity. */
export function colourBarWidth(chart: Chart): number {
  return Math.max(...colourMarks(chart).map((text) => widthOf(text, 13))) + 30;
}

/** The numbers beside the colour bar, from its foot to its top. */
function colourMarks(chart: Chart): string[] {
  const values = valuesOf(chart);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const at = (share: number): number =>
    chart.y.scale === "log" ? low * (high / low) ** share : low + (high - low) * share;
  return [0, 0.25, 0.5, 0.75, 1].map((share) => textOf(chart)(at(share)));
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

/** Where a value lies between the least and the greatest of a heatmap: 0 to 1. */
function shareOf(chart: Chart): (value: number) => number {
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
