/**
 * Paints chart descriptions to PNG and SVG. Chart.js lays out axes, lines and bars; titles, bands, names and whatever
 * else it does not know are marks of our own.
 */
import { createCanvas, SvgExportFlag } from "@napi-rs/canvas";
import {
  BarController,
  BarElement,
  CategoryScale,
  type ChartConfiguration,
  type ChartDataset,
  Chart as ChartJs,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
} from "chart.js";
import { ChartJSNodeCanvas } from "chartjs-node-canvas";
import type { Chart, Series } from "../report/chart.ts";
import { axesOf, liesOf, withFeet } from "./painting/axes.ts";
import { marksOf } from "./painting/marks.ts";
import { fillOf } from "./painting/names.ts";
import { family, page } from "./painting/page.ts";

const density = 2; // pixels of a PNG for each px of the page

ChartJs.register(BarController, BarElement, CategoryScale, Filler, LinearScale, LineController, LineElement);
ChartJs.register(LogarithmicScale, PointElement);

/** The library would load a Chart.js of its own, in which nothing of the above is registered. */
class Renderer extends ChartJSNodeCanvas {}
Object.defineProperty(Renderer.prototype, "initialize", { value: () => ChartJs });
const renderer = new Renderer(page);

/** The picture as PNG, 2200 × 1360 pixels: the same bytes for the same description. */
export function paintPng(chart: Chart): Promise<Buffer> {
  const configuration = configurationOf(chart, density);
  return renderer.renderToBuffer({ ...configuration, plugins: [...(configuration.plugins ?? []), clearing] });
}

/** The pictures in their order: while one is written as PNG, beside this thread, the next is drawn. */
export async function* paintPngs(charts: readonly Chart[]): AsyncGenerator<{ chart: Chart; png: Buffer }> {
  const started: Promise<Buffer>[] = [];
  for (let at = 0; at < charts.length; at++) {
    while (started.length < Math.min(at + besides, charts.length)) {
      const picture = paintPng(charts[started.length]);
      picture.catch(() => undefined); // thrown where it is waited for, if it still is
      started.push(picture);
    }
    yield { chart: charts[at], png: await started[at] };
  }
}

const besides = 3; // pictures in hand at a time

/** A picture holds 12 MB that the host frees late: here they go as soon as it is written. */
const clearing: Plugin = {
  id: "clearing",
  beforeDestroy: ({ canvas }) => {
    canvas.width = 1;
    canvas.height = 1;
  },
};

/** The picture as SVG, its letters as outlines: no reader needs the fonts. The same text for the same description. */
export function paintSvg(chart: Chart): string {
  const canvas = createCanvas(page.width, page.height, SvgExportFlag.ConvertTextToPaths);
  const drawn = new ChartJs(canvas.getContext("2d"), configurationOf(chart, 1));
  const svg = canvas.getContent().toString();
  drawn.destroy();
  return withOwnIds(svg, chart.id.replace(/[^\w-]/g, "_"));
}

/** The canvas numbers its clips through all pictures of a process: here from 1, so that two can stand on one page. */
function withOwnIds(svg: string, prefix: string): string {
  const numbers = new Map<string, number>();
  return svg.replace(/(?<=id="|url\(#)cl_\w+/g, (id) => {
    const number = numbers.get(id) ?? numbers.size + 1;
    numbers.set(id, number);
    return `${prefix}-clip-${number}`;
  });
}

function configurationOf(chart: Chart, devicePixelRatio: number): ChartConfiguration {
  const { margin, plugins } = marksOf(chart);
  return {
    type: chart.kind === "bars" ? "bar" : "line",
    data: { labels: [...(chart.x.categories ?? [])], datasets: datasetsOf(chart) },
    options: {
      responsive: false,
      animation: false,
      events: [],
      devicePixelRatio,
      font: { family, size: 14 },
      layout: { padding: margin },
      indexAxis: liesOf(chart) ? "y" : "x",
      scales: axesOf(chart),
    },
    plugins,
  };
}

function datasetsOf(chart: Chart): ChartDataset[] {
  if (chart.kind === "heatmap") return []; // its cells are marks
  const drawable = (y: number | null): number => (y === null || (chart.y.scale === "log" && y <= 0) ? Number.NaN : y);
  const lies = liesOf(chart);
  return chart.series.map((series): ChartDataset => {
    const points = chart.kind === "histogram" ? withFeet(series.points) : series.points;
    const data = points.map(({ x, y }) => (lies ? { x: drawable(y), y: x } : { x, y: drawable(y) }));
    const common = {
      data,
      parsing: false,
      borderColor: series.colour,
      backgroundColor: fillOf(chart.kind, series),
    } as const;
    if (chart.kind === "bars") return { ...common, type: "bar", borderWidth: 1.5, categoryPercentage: 0.8 };
    const dash = [...series.dash];
    const line = { ...common, type: "line", borderDash: dash, borderJoinStyle: "round" } as const;
    const order = dash.length > 0 ? 0 : 1; // a dashed line lies over a whole one: where they are alike both are seen
    if (chart.kind === "lines") return { ...line, order, borderWidth: 2.4, pointRadius: radiiOf(points), clip: 4 };
    return { ...line, borderWidth: 1.8, pointRadius: 0, stepped: "middle", fill: "origin" };
  });
}

/** Dots where points are few, and where a point stands alone between gaps, as no line would show it. */
function radiiOf(points: Series["points"]): number[] {
  return points.map((_, index) => {
    const alone = [index - 1, index + 1].every((next) => (points[next]?.y ?? null) === null);
    return alone || points.length <= 12 ? 3 : 0;
  });
}
