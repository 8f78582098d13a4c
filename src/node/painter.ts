/**
 * Paints chart descriptions to PNG and SVG. Chart.js lays out axes, lines and bars; titles, bands, names and whatever
 * else it does not know are marks of our own.
 */
import { createCanvas, SvgExportFlag } from "@napi-rs/canvas";
import type { Plugin } from "chart.js";
import { ChartJSNodeCanvas } from "chartjs-node-canvas";
import { ChartJs } from "../painting/chartjs.ts";
import { configurationOf } from "../painting/configuration.ts";
import type { Chart } from "../report/chart.ts";
import { page } from "./page.ts";

const density = 2; // pixels of a PNG for each px of the page

/** The library would load a Chart.js of its own, in which nothing is registered. */
class Renderer extends ChartJSNodeCanvas {}
Object.defineProperty(Renderer.prototype, "initialize", { value: () => ChartJs });
const renderer = new Renderer({ width: page.width, height: page.height });

/** The picture as PNG, 2200 × 1360 pixels: the same bytes for the same description. */
export function paintPng(chart: Chart): Promise<Buffer> {
  const configuration = configurationOf(chart, page, density);
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
  const drawn = new ChartJs(canvas.getContext("2d"), configurationOf(chart, page, 1));
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
