/** Names beside points: of a scatter in which each series is one point, so that no key is needed, nor a colour. */
import type { ChartArea, Chart as ChartJs } from "chart.js";
import type { Chart } from "../report/chart.ts";
import type { Box } from "./clear.ts";
import { font, type Pen, type Sheet, widthOf, wrapped } from "./sheet.ts";

const size = 13; // of the letters
const line = 1.15 * size;
const gap = 8; // between a point's middle and its name
const dot = 5; // what a point covers, to each side
const mostWidth = 220;

/** Whether the names of a chart stand beside its points. */
export function isLabelled({ kind, series }: Chart): boolean {
  return kind === "scatter" && series.every(({ points }) => points.length === 1);
}

/** Each name to a side of its point where it covers no point and no other name, if there is one. */
export function drawLabels(pen: Pen, sheet: Sheet, { series }: Chart, { chartArea: area, scales }: ChartJs): void {
  const drawn = series.flatMap(({ name, points: [{ x, y }] }) =>
    y === null ? [] : [{ name, x: scales.x.getPixelForValue(x), y: scales.y.getPixelForValue(y) }],
  );
  const taken = drawn.map(({ x, y }): Box => ({ left: x - dot, top: y - dot, right: x + dot, bottom: y + dot }));
  pen.font = font(sheet, size);
  pen.textAlign = "left";
  pen.textBaseline = "top";
  pen.fillStyle = sheet.ink.text;
  pen.strokeStyle = sheet.ink.paper;
  pen.lineWidth = 3;
  pen.lineJoin = "round";
  for (const { name, x, y } of drawn) {
    const lines = wrapped(sheet, name, mostWidth, size);
    const width = Math.max(...lines.map((each) => widthOf(sheet, each, size)));
    const boxes = placesFor(x, y, width, lines.length * line).filter((box) => isInside(box, area));
    const costs = boxes.map((box) => taken.reduce((sum, other) => sum + overlap(box, other), 0));
    const box = boxes[costs.indexOf(Math.min(...costs))] ?? placesFor(x, y, width, lines.length * line)[0];
    taken.push(box);
    for (const [index, each] of lines.entries()) {
      pen.strokeText(each, box.left, box.top + index * line);
      pen.fillText(each, box.left, box.top + index * line);
    }
  }
}

/** Right, left, above, below, then the corners, then farther off. */
function placesFor(x: number, y: number, width: number, height: number): Box[] {
  const boxAt = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  const [right, left, middle] = [x + gap, x - gap - width, x - width / 2];
  const [above, below, level] = [y - gap - height, y + gap, y - height / 2];
  const near = [
    boxAt(right, level),
    boxAt(left, level),
    boxAt(middle, above),
    boxAt(middle, below),
    boxAt(right, above),
    boxAt(right, below),
    boxAt(left, above),
    boxAt(left, below),
  ];
  return [
    ...near,
    ...[1, -1, 2, -2].flatMap((far) => [boxAt(right, level + 1.5 * far * line), boxAt(left, level + 1.5 * far * line)]),
  ];
}

const isInside = (box: Box, { left, top, right, bottom }: ChartArea): boolean =>
  box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom;

/** The area that two boxes share. */
const overlap = (a: Box, b: Box): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
