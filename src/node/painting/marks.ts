/**
 * What a chart shows beside what Chart.js draws: white paper, titles, bands, whiskers and reference lines, as plugins.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { ChartArea, Chart as ChartJs, Plugin } from "chart.js";
import type { Chart, Series } from "../../report/chart.ts";
import { colourBarWidth, drawCells, drawColourBar } from "./heatmap.ts";
import { drawNames, type Names, namesOf } from "./names.ts";
import { edge, font, ink, key, keyGap, leader, page, stroke, widthOf, wrapped } from "./page.ts";

const titleSize = 20;
const subtitleSize = 14;
const referenceSize = 13;

/** The space that the marks need round the axes. */
export function marginOf(chart: Chart): { top: number; right: number; bottom: number; left: number } {
  const words = chart.kind === "heatmap" ? colourBarWidth(chart) : namesFor(chart).width;
  const right = leader + key + keyGap + words;
  return { top: headingHeight(chart) + 18, right: right + edge, bottom: edge / 2, left: edge / 2 };
}

/** The marks of one chart, as plugins of its own, in the order in which they are drawn. */
export function marksOf(chart: Chart): Plugin[] {
  const { kind } = chart;
  return [
    layer("paper", "beforeDraw", (pen) => {
      pen.fillStyle = ink.paper;
      pen.fillRect(0, 0, page.width, page.height);
    }),
    layer("heading", "beforeDraw", (pen) => drawHeading(pen, chart)),
    layer("cells", "beforeDatasetsDraw", (pen, canvas) => kind === "heatmap" && drawCells(pen, chart, canvas)),
    layer("bands", "beforeDatasetsDraw", (pen, canvas) => kind === "lines" && drawBands(pen, chart, canvas)),
    layer("references", "beforeDatasetsDraw", (pen, canvas) => drawReferences(pen, chart, canvas)),
    layer("whiskers", "afterDatasetsDraw", (pen, canvas) => kind === "bars" && drawWhiskers(pen, chart, canvas)),
    layer("words", "afterDatasetsDraw", (pen, canvas) => drawReferenceWords(pen, chart, canvas)),
    layer("margin", "afterDatasetsDraw", (pen, canvas) => {
      if (kind === "heatmap") drawColourBar(pen, chart, canvas.chartArea);
      else drawNames(pen, chart, namesFor(chart), canvas);
    }),
  ];
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
const bandWord = { lines: "Band", bars: "Whiskers", histogram: "Band", heatmap: "Range" };

function headingOf(chart: Chart): { titles: string[]; subtitles: string[] } {
  const room = page.width - 2 * edge;
  const band = chart.band === "" ? [] : wrapped(`${bandWord[chart.kind]}: ${chart.band}`, room, subtitleSize);
  const titles = wrapped(chart.title, room, titleSize, "bold");
  return { titles, subtitles: [...wrapped(chart.subtitle, room, subtitleSize), ...band] };
}

function headingHeight(chart: Chart): number {
  const { titles, subtitles } = headingOf(chart);
  return edge + titles.length * titleSize * 1.3 + 4 + subtitles.length * subtitleSize * 1.4;
}

function namesFor(chart: Chart): Names {
  const axisBelow = 100;
  return namesOf(chart.series, page.height - headingHeight(chart) - axisBelow);
}

function drawHeading(pen: SKRSContext2D, chart: Chart): void {
  const { titles, subtitles } = headingOf(chart);
  pen.textBaseline = "top";
  pen.fillStyle = ink.text;
  pen.font = font(titleSize, "bold");
  titles.forEach((text, line) => {
    pen.fillText(text, edge, edge + line * titleSize * 1.3);
  });
  pen.fillStyle = ink.quiet;
  pen.font = font(subtitleSize);
  subtitles.forEach((text, line) => {
    pen.fillText(text, edge, headingHeight(chart) - (subtitles.length - line) * subtitleSize * 1.4);
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
  for (const { axis, at } of chart.references) {
    const place = scales[axis].getPixelForValue(at);
    if (axis === "x") stroke(pen, place, area.top, place, area.bottom);
    else stroke(pen, area.left, place, area.right, place);
  }
}

/** Over the lines, with a rim of paper round each letter. */
function drawReferenceWords(pen: SKRSContext2D, chart: Chart, { chartArea: area, scales }: ChartJs): void {
  pen.font = font(referenceSize);
  pen.fillStyle = ink.quiet;
  pen.strokeStyle = ink.paper;
  pen.lineWidth = 4;
  pen.lineJoin = "round";
  for (const { axis, at, label } of chart.references) {
    const place = scales[axis].getPixelForValue(at);
    if (axis === "x" && (place < area.left || place > area.right)) continue;
    const flipped = axis === "x" && place + 6 + widthOf(label, referenceSize) > area.right;
    const x = axis === "y" ? area.left + 8 : flipped ? place - 6 : place + 6;
    const y = axis === "y" ? place - 4 : area.top + 4;
    pen.textAlign = flipped ? "right" : "left";
    pen.textBaseline = axis === "y" ? "bottom" : "top";
    pen.strokeText(label, x, y);
    pen.fillText(label, x, y);
  }
}

/** With a rim of paper, to be seen on dark bars. */
function drawWhiskers(pen: SKRSContext2D, chart: Chart, canvas: ChartJs): void {
  const { y: scale } = canvas.scales;
  within(pen, canvas.chartArea);
  chart.series.forEach(({ points }, series) => {
    points.forEach(({ y, low, high }, index) => {
      if (y === null || low === undefined || high === undefined) return;
      const { x } = canvas.getDatasetMeta(series).data[index];
      const [bottom, top] = [Math.max(low, scale.min), high].map((value) => scale.getPixelForValue(value));
      for (const [colour, rim] of [
        [ink.paper, 1.3],
        [ink.text, 0],
      ] as const) {
        pen.strokeStyle = colour;
        pen.lineWidth = 1.4 + 2 * rim;
        stroke(pen, x, bottom, x, top);
        for (const end of [bottom, top]) stroke(pen, x - 4 - rim, end, x + 4 + rim, end);
      }
    });
  });
}
