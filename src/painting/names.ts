/** The names of the series, in the margin at the right. */
import type { ChartArea, Chart as ChartJs } from "chart.js";
import type { Chart, Series } from "../report/chart.ts";
import { font, key, keyGap, leader, type Pen, type Sheet, stroke, widthOf, wrapped } from "./sheet.ts";

const sizes = [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4]; // of the letters, best first
const mostWidth = 220; // a longer name is wrapped

/** The names of all series as they are written. */
export interface Names {
  readonly size: number; // of the letters
  readonly width: number;
  readonly lines: readonly (readonly string[])[]; // by series
}

/** The names in the largest letters in which all of them fit into this height; where none does, the first line of each. */
export function namesOf(series: readonly Pick<Series, "name">[], height: number, sheet: Sheet): Names {
  const inSize = (size: number, most = Number.POSITIVE_INFINITY): Names => {
    const lines = series.map(({ name }) => wrapped(sheet, name, mostWidth, size).slice(0, most));
    return { size, lines, width: Math.max(0, ...lines.flat().map((line) => widthOf(sheet, line, size))) };
  };
  const fits = ({ size, lines }: Names): boolean =>
    lines.reduce((sum, each) => sum + heightOf(each, size), 0) <= height;
  return sizes.map((size) => inSize(size)).find(fits) ?? inSize(4, 1);
}

/** What a bar, or an outline, is filled with: pale where the palette would dash a line. */
export function fillOf(kind: Chart["kind"], { colour, dash }: Series): string {
  return kind === "histogram" ? `${colour}2A` : dash.length > 0 ? `${colour}55` : colour;
}

/** Beside the end of each line its name; for bars and outlines a key from the top down. */
export function drawNames(
  pen: Pen,
  sheet: Sheet,
  chart: Chart,
  names: Names,
  { chartArea: area, scales }: ChartJs,
): void {
  const { size, lines } = names;
  const ends = chart.series.map(({ points }, index) => {
    const last = chart.kind === "lines" ? points.findLast(({ y }) => y !== null) : undefined;
    const end = last === undefined ? area.top + index : scales.y.getPixelForValue(last.y!);
    return Math.min(Math.max(Number.isFinite(end) ? end : area.bottom, area.top), area.bottom);
  });
  const places = spread(
    ends,
    lines.map((each) => heightOf(each, size)),
    area,
  );
  const x = area.right + leader;
  pen.textBaseline = "middle";
  chart.series.forEach((series, index) => {
    const y = places[index];
    pen.strokeStyle = series.colour;
    if (chart.kind === "lines") {
      pen.lineWidth = 0.8;
      pen.setLineDash([]);
      stroke(pen, area.right + 4, ends[index], x - 2, y);
      pen.lineWidth = 2.4;
      pen.setLineDash([...series.dash]);
      stroke(pen, x, y, x + key, y);
    } else {
      pen.lineWidth = 1.5;
      pen.fillStyle = fillOf(chart.kind, series);
      if (chart.kind === "histogram") pen.setLineDash([...series.dash]);
      pen.fillRect(x, y - 6, key, 12);
      pen.strokeRect(x, y - 6, key, 12);
    }
    pen.fillStyle = sheet.ink.text;
    pen.font = font(sheet, size);
    lines[index].forEach((line, row) => {
      pen.fillText(line, x + key + keyGap, y + (row - (lines[index].length - 1) / 2) * size * 1.15);
    });
  });
}

function heightOf(lines: readonly string[], size: number): number {
  return lines.length * size * 1.15 + size * 0.35;
}

/** The stretch of the page that the axes take, from above to below. */
type Room = Pick<ChartArea, "top" | "bottom">;

/** Where names of these heights stand: each as near as can be to where its line ends, in their order, none on another. */
export function spread(ends: readonly number[], heights: readonly number[], { top, bottom }: Room): number[] {
  const order = [...ends.keys()].sort((a, b) => ends[a] - ends[b]);
  const gapAfter = (above: number, below: number): number => (heights[above] + heights[below]) / 2;
  const places = [...ends];
  // Neighbours that collide form a group; it stands so that its members are, on average, where they would be alone.
  const settle = (group: readonly number[]): void => {
    const offsets = [0];
    for (let i = 1; i < group.length; i++) offsets[i] = offsets[i - 1] + gapAfter(group[i - 1], group[i]);
    const wish = group.reduce((sum, name, i) => sum + ends[name] - offsets[i], 0) / group.length;
    const first = Math.max(Math.min(wish, bottom - offsets[group.length - 1]), top);
    group.forEach((name, i) => {
      places[name] = first + offsets[i];
    });
  };
  const groups: number[][] = [];
  for (const name of order) {
    let group = [name];
    for (let above = groups.at(-1); above !== undefined; above = groups.at(-1)) {
      const last = above[above.length - 1];
      if (places[group[0]] - places[last] >= gapAfter(last, group[0])) break;
      group = [...above, ...group];
      groups.pop();
      settle(group);
    }
    groups.push(group);
  }
  return places;
}
