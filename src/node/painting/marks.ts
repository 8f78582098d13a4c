/**
 * What a chart shows beside what Chart.js draws: white paper, titles, bands, whiskers and reference lines, as plugins.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { BarElement, ChartArea, Chart as ChartJs, Plugin } from "chart.js";
import type { Chart, Series } from "../../report/chart.ts";
import { liesOf } from "./axes.ts";
import { colourBarWidth, drawCells, drawColourBar } from "./heatmap.ts";
import { drawNames, namesOf } from "./names.ts";
import { edge, font, ink, key, keyGap, leader, page, stroke, widthOf, wrapped } from "./page.ts";

const titleSize = 20;
const titleLine = 26;
const subtitleSize = 14;
const subtitleLine = 20;
const axisBelow = 100; // with its title
const referenceSize = 13;

/** What one chart shows beside its axes, and the space that it needs round them. */
export interface Marks {
  readonly margin: { readonly top: number; readonly right: number; readonly bottom: number; readonly left: number };
  readonly plugins: Plugin[]; // in the order in which they are drawn
}

export function marksOf(chart: Chart): Marks {
  const { kind } = chart;
  const heading = headingOf(chart);
  const names = namesOf(chart.series, page.height - heading.height - axisBelow);
  const words = kind === "heatmap" ? colourBarWidth(chart) : names.width;
  const right = leader + key + keyGap + words + edge;
  const plugins = [
    layer("paper", "beforeDraw", (pen) => {
      pen.fillStyle = ink.paper;
      pen.fillRect(0, 0, page.width, page.height);
    }),
    layer("heading", "beforeDraw", (pen) => drawHeading(pen, heading)),
    layer("cells", "beforeDatasetsDraw", (pen, canvas) => kind === "heatmap" && drawCells(pen, chart, canvas)),
    layer("bands", "beforeDatasetsDraw", (pen, canvas) => kind === "lines" && drawBands(pen, chart, canvas)),
    layer("references", "beforeDatasetsDraw", (pen, canvas) => drawReferences(pen, chart, canvas)),
    layer("whiskers", "afterDatasetsDraw", (pen, canvas) => kind === "bars" && drawWhiskers(pen, chart, canvas)),
    layer("marks", "afterDatasetsDraw", (pen, canvas) => kind === "bars" && drawMarks(pen, chart, canvas)),
    layer("words", "afterDatasetsDraw", (pen, canvas) => drawReferenceWords(pen, chart, canvas)),
    layer("margin", "afterDatasetsDraw", (pen, canvas) => {
      if (kind === "heatmap") drawColourBar(pen, chart, canvas.chartArea);
      else drawNames(pen, chart, names, canvas);
    }),
  ];
  return { margin: { top: heading.height + 18, right, bottom: edge / 2, left: edge / 2 }, plugins };
}

type Draw = (pen: SKRSContext2D, canvas: ChartJs) => unknown;

function layer(id: string, hook: "beforeDraw" | "beforeDatasetsDraw" | "afterDatasetsDraw", draw: Draw): Plugin {
  return {
    id,
    [hook]: (canvas: ChartJs) => {
      canvas.ctx.save();
      draw(canvas.ctx, canvas);
      canvas.ctx.restore();
    },
  };
}

/** What a band is called where it is explained. */
const bandWord = { lines: "Band:", bars: "Whiskers:", histogram: "In brackets:", heatmap: "±: half of the" };

interface Heading {
  readonly titles: readonly string[];
  readonly subtitles: readonly string[];
  readonly height: number; // from the top of the page
}

function headingOf(chart: Chart): Heading {
  const room = page.width - 2 * edge;
  const titles = wrapped(chart.title, room, titleSize, "bold");
  const words = [
    ...(chart.band === "" ? [] : [`${bandWord[chart.kind]} ${chart.band}`]),
    ...(chart.mark === undefined ? [] : [`Diamonds: ${chart.mark}`]),
  ];
  const band = words.length === 0 ? [] : wrapped(words.join(". "), room, subtitleSize);
  const subtitles = [...wrapped(chart.subtitle, room, subtitleSize), ...band];
  return { titles, subtitles, height: edge + titles.length * titleLine + 4 + subtitles.length * subtitleLine };
}

function drawHeading(pen: SKRSContext2D, { titles, subtitles, height }: Heading): void {
  pen.textBaseline = "top";
  pen.fillStyle = ink.text;
  pen.font = font(titleSize, "bold");
  titles.forEach((text, line) => {
    pen.fillText(text, edge, edge + line * titleLine);
  });
  pen.fillStyle = ink.quiet;
  pen.font = font(subtitleSize);
  subtitles.forEach((text, line) => {
    pen.fillText(text, edge, height - (subtitles.length - line) * subtitleLine);
  });
}

function within(pen: SKRSContext2D, { left, top, width, height }: ChartArea): void {
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
}

/** So faint that all bands on top of each other (arms share their past) still let lines through; edges help the eye. */
function drawBands(pen: SKRSContext2D, chart: Chart, { chartArea, scales }: ChartJs): void {
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
    for (const run of runsOf(points)) {
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

function drawReferences(pen: SKRSContext2D, chart: Chart, { chartArea: area, scales }: ChartJs): void {
  pen.strokeStyle = ink.axis;
  pen.lineWidth = 1.2;
  pen.setLineDash([5, 4]);
  within(pen, area);
  for (const { axis, at } of referencesOf(chart)) {
    const place = scales[axis].getPixelForValue(at);
    if (axis === "x") stroke(pen, place, area.top, place, area.bottom);
    else stroke(pen, area.left, place, area.right, place);
  }
}

/** The reference lines by the axis of the canvas that they stand on. */
function referencesOf(chart: Chart): Chart["references"] {
  if (!liesOf(chart)) return chart.references;
  return chart.references.map((each) => ({ ...each, axis: each.axis === "x" ? "y" : "x" }));
}

/** Over the lines, with a rim of paper round each letter. */
function drawReferenceWords(pen: SKRSContext2D, chart: Chart, { chartArea: area, scales }: ChartJs): void {
  pen.font = font(referenceSize);
  pen.fillStyle = ink.quiet;
  pen.strokeStyle = ink.paper;
  pen.lineWidth = 4;
  pen.lineJoin = "round";
  let level = area.top + 4; // each upright line has its word on a line of its own
  for (const { axis, at, label } of referencesOf(chart)) {
    const place = scales[axis].getPixelForValue(at);
    if (axis === "x" && (place < area.left || place > area.right)) continue;
    const flipped = axis === "x" && place + 6 + widthOf(label, referenceSize) > area.right;
    const x = axis === "y" ? area.left + 8 : flipped ? place - 6 : place + 6;
    const y = axis === "y" ? place - 4 : level;
    if (axis === "x") level += 1.4 * referenceSize;
    pen.textAlign = flipped ? "right" : "left";
    pen.textBaseline = axis === "y" ? "bottom" : "top";
    pen.strokeText(label, x, y);
    pen.fillText(label, x, y);
  }
}

/** Where the bars of a series are: their middle across, and half their width. */
function barsOf(chart: Chart, canvas: ChartJs, series: number): { readonly middle: number; readonly half: number }[] {
  const lies = liesOf(chart);
  return canvas.getDatasetMeta(series).data.map((element) => {
    const { x, y, width = 0, height = 0 } = element as BarElement & { width?: number; height?: number };
    return lies ? { middle: y, half: height / 2 } : { middle: x, half: width / 2 };
  });
}

/** With a rim of paper, to be seen on dark bars. */
function drawWhiskers(pen: SKRSContext2D, chart: Chart, canvas: ChartJs): void {
  const lies = liesOf(chart);
  const scale = lies ? canvas.scales.x : canvas.scales.y;
  const line = (value: number, across: number, toValue: number, toAcross: number): void =>
    lies ? stroke(pen, value, across, toValue, toAcross) : stroke(pen, across, value, toAcross, toValue);
  within(pen, canvas.chartArea);
  chart.series.forEach(({ points }, series) => {
    const bars = barsOf(chart, canvas, series);
    points.forEach(({ y, low, high }, index) => {
      if (y === null || low === undefined || high === undefined || low === high) return;
      const { middle, half } = bars[index];
      const arm = Math.min(4, (2 * half) / 3);
      const [bottom, top] = [Math.max(low, scale.min), high].map((value) => scale.getPixelForValue(value));
      for (const [colour, rim] of [
        [ink.paper, 1.3],
        [ink.text, 0],
      ] as const) {
        pen.strokeStyle = colour;
        pen.lineWidth = 1.4 + 2 * rim;
        line(bottom, middle, top, middle);
        for (const end of [bottom, top]) line(end, middle - arm - rim, end, middle + arm + rim);
      }
    });
  });
}

/** A diamond of paper with an edge of ink. */
function drawMarks(pen: SKRSContext2D, chart: Chart, canvas: ChartJs): void {
  const lies = liesOf(chart);
  const scale = lies ? canvas.scales.x : canvas.scales.y;
  pen.fillStyle = ink.paper;
  pen.strokeStyle = ink.text;
  pen.lineWidth = 1.3;
  chart.series.forEach(({ points }, series) => {
    const bars = barsOf(chart, canvas, series);
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
