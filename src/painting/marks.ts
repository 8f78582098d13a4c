/**
 * What a chart shows beside what Chart.js draws: white paper, titles, bands, whiskers and reference lines, as plugins.
 */
import type { BarElement, ChartArea, Chart as ChartJs, Plugin } from "chart.js";
import type { Chart, Series } from "../report/chart.ts";
import { liesOf } from "./axes.ts";
import { clearest, type Place } from "./clear.ts";
import { drawHeading, headingOf } from "./heading.ts";
import { colourBarWidth, drawCells, drawColourBar } from "./heatmap.ts";
import { drawLabels, isLabelled } from "./labels.ts";
import { drawNames, namesOf } from "./names.ts";
import { edge, font, key, keyGap, leader, type Pen, type Sheet, stroke, widthOf } from "./sheet.ts";

const axisBelow = 100; // with its title
const referenceSize = 13;

/** What one chart shows beside its axes, and the space that it needs round them. */
export interface Marks {
  readonly margin: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  readonly plugins: Plugin[]; // in the order in which they are drawn
}

export function marksOf(chart: Chart, sheet: Sheet): Marks {
  const { kind } = chart;
  const { labelled } = sheet;
  const heading = headingOf(chart, wordsOf(chart), sheet);
  const names = namesOf(chart.series, sheet.height - heading.height - axisBelow, sheet);
  const words = kind === "heatmap" ? colourBarWidth(chart, sheet) : names.width;
  const isKeyed = kind === "heatmap" || (labelled && !isLabelled(chart));
  const right = isKeyed ? leader + key + keyGap + words + edge : edge / 2;
  const plugins = [
    layer("paper", "beforeDraw", (pen) => {
      pen.fillStyle = sheet.ink.paper;
      pen.fillRect(0, 0, sheet.width, sheet.height);
    }),
    layer("heading", "beforeDraw", (pen) => drawHeading(pen, sheet, heading)),
    layer("cells", "beforeDatasetsDraw", (pen, canvas) => kind === "heatmap" && drawCells(pen, sheet, chart, canvas)),
    layer("bands", "beforeDatasetsDraw", (pen, canvas) => kind === "lines" && drawBands(pen, chart, canvas)),
    layer("references", "beforeDatasetsDraw", (pen, canvas) => drawReferences(pen, sheet, chart, canvas)),
    layer("whiskers", "afterDatasetsDraw", (pen, canvas) => kind === "bars" && drawWhiskers(pen, sheet, chart, canvas)),
    layer("marks", "afterDatasetsDraw", (pen, canvas) => kind === "bars" && drawMarks(pen, sheet, chart, canvas)),
    layer("words", "afterDatasetsDraw", (pen, canvas) => drawReferenceWords(pen, sheet, chart, canvas)),
    layer("margin", "afterDatasetsDraw", (pen, canvas) => {
      if (kind === "heatmap") drawColourBar(pen, sheet, chart, canvas.chartArea);
      else if (isLabelled(chart)) drawLabels(pen, sheet, chart, canvas);
      else if (labelled) drawNames(pen, sheet, chart, names, canvas);
    }),
  ];
  return { margin: { top: heading.height + 18, right, bottom: edge / 2, left: edge / 2 }, plugins };
}

type Draw = (pen: Pen, canvas: ChartJs) => unknown;

function layer(id: string, hook: "beforeDraw" | "beforeDatasetsDraw" | "afterDatasetsDraw", draw: Draw): Plugin {
  return {
    id,
    [hook]: (canvas: ChartJs) => {
      canvas.ctx.save();
      draw(canvas.ctx as unknown as Pen, canvas);
      canvas.ctx.restore();
    },
  };
}

/** What a band is called where it is explained. */
const bandWord = {
  lines: "Band:",
  bars: "Whiskers:",
  histogram: "In brackets:",
  heatmap: "±: half of the",
  scatter: "Band:",
};

/** What bands, whiskers and diamonds are; empty where a chart has none. */
function wordsOf({ kind, band, mark }: Chart): string {
  const words = [
    ...(band === "" ? [] : [`${bandWord[kind]} ${band}`]),
    ...(mark === undefined ? [] : [`Diamonds: ${mark}`]),
  ];
  return words.join(". ");
}

function within(pen: Pen, { left, top, width, height }: ChartArea): void {
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
}

/** So faint that all bands on top of each other (arms share their past) still let lines through; edges help the eye. */
function drawBands(pen: Pen, chart: Chart, { chartArea, scales }: ChartJs): void {
  const fill = Math.min(0.2, 1 - 0.5 ** (1 / chart.series.length));
  const place = (x: number, y: number): [number, number] => [
    scales.x.getPixelForValue(x),
    scales.y.getPixelForValue(Math.max(y, scales.y.min)),
  ];
  within(pen, chartArea);
  pen.lineWidth = 0.8;
  for (const { colour, points } of chart.series) {
    pen.fillStyle = colour;
    pen.strokeStyle = colour;
    for (const run of runsOf(points).map((each) => (chart.steps ? stairsOf(each) : each))) {
      pen.beginPath();
      for (const { x, high } of run) pen.lineTo(...place(x, high));
      for (const { x, low } of run.toReversed()) pen.lineTo(...place(x, low));
      pen.closePath();
      pen.globalAlpha = fill;
      pen.fill();
      pen.globalAlpha = 0.3;
      pen.stroke();
    }
  }
}

/** A band that holds until the next point. */
const stairsOf = (run: readonly Span[]): Span[] =>
  run.flatMap((span, at) => (at === 0 ? [span] : [{ ...run[at - 1], x: span.x }, span]));

interface Span {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

/** Stretches of neighbouring points that all have a band. */
function runsOf(points: Series["points"]): Span[][] {
  const runs: Span[][] = [[]];
  for (const { x, y, low, high } of points) {
    if (y !== null && low !== undefined && high !== undefined) runs[runs.length - 1].push({ x, low, high });
    else runs.push([]);
  }
  return runs;
}

function drawReferences(pen: Pen, sheet: Sheet, chart: Chart, { chartArea: area, scales }: ChartJs): void {
  pen.strokeStyle = sheet.ink.axis;
  pen.lineWidth = 1.2;
  pen.setLineDash([5, 4]);
  within(pen, area);
  for (const { axis, at } of referencesOf(chart, sheet)) {
    const place = scales[axis].getPixelForValue(at);
    if (axis === "x") stroke(pen, place, area.top, place, area.bottom);
    else stroke(pen, area.left, place, area.right, place);
  }
}

/** The reference lines by the axis of the canvas that they stand on. */
function referencesOf(chart: Chart, sheet: Sheet): Chart["references"] {
  if (!liesOf(chart, sheet)) return chart.references;
  return chart.references.map((each) => ({ ...each, axis: each.axis === "x" ? "y" : "x" }));
}

/** Where fewest lines are; where there are any, with a rim of paper round each letter. */
function drawReferenceWords(pen: Pen, sheet: Sheet, chart: Chart, { chartArea: area, scales }: ChartJs): void {
  pen.font = font(sheet, referenceSize);
  pen.fillStyle = sheet.ink.quiet;
  pen.strokeStyle = sheet.ink.paper;
  pen.lineWidth = 4;
  pen.lineJoin = "round";
  let level = area.top + 4; // each upright line has its word on a line of its own
  const lines = chart.kind === "lines" ? linesOf(chart, scales) : [];
  for (const { axis, at: value, label } of referencesOf(chart, sheet)) {
    const place = scales[axis].getPixelForValue(value);
    if (axis === "x" && (place < area.left || place > area.right)) continue;
    const width = widthOf(sheet, label, referenceSize);
    const flipped = axis === "x" && place + 6 + width > area.right;
    const upright = { left: flipped ? place - 6 : place + 6, top: level };
    const { box, crossed } = axis === "y" ? besides(place, width, area, lines) : { box: upright, crossed: 1 };
    if (axis === "x") level += 1.4 * referenceSize;
    pen.textAlign = flipped ? "right" : "left";
    pen.textBaseline = "top";
    if (crossed > 0) pen.strokeText(label, box.left, box.top);
    pen.fillText(label, box.left, box.top);
  }
}

/** Over or under a level line, from its left end on. */
function besides(place: number, width: number, area: ChartArea, lines: readonly (readonly Place[])[]) {
  const steps = Math.max(1, Math.floor((area.width - width - 16) / 24));
  const boxes = Array.from({ length: steps }, (_, step) => area.left + 8 + 24 * step).flatMap((left) =>
    [place - 4 - referenceSize, place + 5].map((top) => ({
      left,
      top,
      right: left + width,
      bottom: top + referenceSize,
    })),
  );
  const inside = boxes.filter(({ top, bottom }) => top >= area.top && bottom <= area.bottom);
  return clearest(inside.length > 0 ? inside : boxes, lines);
}

/** What the lines of a chart and the edges of their bands go through, piece by piece between gaps. */
function linesOf({ series }: Chart, scales: ChartJs["scales"]): Place[][] {
  return series.flatMap(({ points }) =>
    (["y", "low", "high"] as const).flatMap((of) => {
      const runs: Place[][] = [[]];
      for (const point of points) {
        const value = point[of] ?? null;
        if (value === null) runs.push([]);
        else runs[runs.length - 1].push([scales.x.getPixelForValue(point.x), scales.y.getPixelForValue(value)]);
      }
      return runs;
    }),
  );
}

/** Where the bars of a series are: their middle across, and half their width. */
function barsOf(
  chart: Chart,
  sheet: Sheet,
  canvas: ChartJs,
  series: number,
): { readonly middle: number; readonly half: number }[] {
  const lies = liesOf(chart, sheet);
  return canvas.getDatasetMeta(series).data.map((element) => {
    const { x, y, width = 0, height = 0 } = element as BarElement & { width?: number; height?: number };
    return lies ? { middle: y, half: height / 2 } : { middle: x, half: width / 2 };
  });
}

/** With a rim of paper, to be seen on dark bars. */
function drawWhiskers(pen: Pen, sheet: Sheet, chart: Chart, canvas: ChartJs): void {
  const lies = liesOf(chart, sheet);
  const scale = lies ? canvas.scales.x : canvas.scales.y;
  const line = (value: number, across: number, toValue: number, toAcross: number): void =>
    lies ? stroke(pen, value, across, toValue, toAcross) : stroke(pen, across, value, toAcross, toValue);
  within(pen, canvas.chartArea);
  chart.series.forEach(({ points }, series) => {
    const bars = barsOf(chart, sheet, canvas, series);
    points.forEach(({ y, low, high }, index) => {
      if (y === null || low === undefined || high === undefined || low === high) return;
      const { middle, half } = bars[index];
      const arm = Math.min(4, (2 * half) / 3);
      const [bottom, top] = [Math.max(low, scale.min), high].map((value) => scale.getPixelForValue(value));
      for (const [colour, rim] of [
        [sheet.ink.paper, 1.3],
        [sheet.ink.text, 0],
      ] as const) {
        pen.strokeStyle = colour;
        pen.lineWidth = 1.4 + 2 * rim;
        line(bottom, middle, top, middle);
        for (const end of [bottom, top]) line(end, middle - arm - rim, end, middle + arm + rim);
      }
    });
  });
}

/** A diamond of paper with an edge of sheet.ink. */
function drawMarks(pen: Pen, sheet: Sheet, chart: Chart, canvas: ChartJs): void {
  const lies = liesOf(chart, sheet);
  const scale = lies ? canvas.scales.x : canvas.scales.y;
  pen.fillStyle = sheet.ink.paper;
  pen.strokeStyle = sheet.ink.text;
  pen.lineWidth = 1.3;
  chart.series.forEach(({ points }, series) => {
    const bars = barsOf(chart, sheet, canvas, series);
    points.forEach(({ mark }, index) => {
      if (mark === undefined) return;
      const { middle, half } = bars[index];
      const size = Math.min(5, half);
      const place = scale.getPixelForValue(mark);
      const [x, y] = lies ? [place, middle] : [middle, place];
      pen.beginPath();
      pen.moveTo(x, y - size);
      pen.lineTo(x + size, y);
      pen.lineTo(x, y + size);
      pen.lineTo(x - size, y);
      pen.closePath();
      pen.fill();
      pen.stroke();
    });
  });
}
