/**
 * Paints descriptions of pictures to PNG and SVG. Of charts Chart.js lays out axes, lines and bars; titles, bands, names and
 * whatever else it does not know are marks of our own, as is all of a dish.
 */
import { createCanvas, SvgExportFlag } from "@napi-rs/canvas";
import type { Plugin } from "chart.js";
import { ChartJSNodeCanvas } from "chartjs-node-canvas";
import { ChartJs } from "../painting/chartjs.ts";
import { configurationOf } from "../painting/configuration.ts";
import { drawDish } from "../painting/dish.ts";
import type { Dish, Picture } from "../report/dish.ts";
import { page } from "./page.ts";

const density = 2; // pixels of a PNG for each px of the page

/** The library would load a Chart.js of its own, in which nothing is registered. */
class Renderer extends ChartJSNodeCanvas {}
Object.defineProperty(Renderer.prototype, "initialize", { value: () => ChartJs });
const renderer = new Renderer({ width: page.width, height: page.height });

/** The picture as PNG, 2200 × 1360 pixels: the same bytes for the same description. */
export function paintPng(picture: Picture): Promise<Buffer> {
  if (picture.kind === "dish") return dishPng(picture);
  const configuration = configurationOf(picture, page, density);
  return renderer.renderToBuffer({ ...configuration, plugins: [...(configuration.plugins ?? []), clearing] });
}

async function dishPng(dish: Dish): Promise<Buffer> {
  const canvas = createCanvas(density * page.width, density * page.height);
  const pen = canvas.getContext("2d");
  pen.scale(density, density);
  drawDish(pen, page, dish);
  const png = await canvas.encode("png");
  clear(canvas);
  return png;
}

/** The pictures in their order: while one is written as PNG, beside this thread, the next is drawn. */
export async function* paintPngs<Shown extends Picture>(
  charts: readonly Shown[],
): AsyncGenerator<{ chart: Shown; png: Buffer }> {
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
const clearing: Plugin = { id: "clearing", beforeDestroy: ({ canvas }) => clear(canvas) };

function clear(canvas: { width: number; height: number }): void {
  canvas.width = 1;
  canvas.height = 1;
}

/** The picture as SVG, its letters as outlines: no reader needs the fonts. The same text for the same description. */
export function paintSvg(picture: Picture): string {
  const canvas = createCanvas(page.width, page.height, SvgExportFlag.ConvertTextToPaths);
  const pen = canvas.getContext("2d");
  const drawn = picture.kind === "dish" ? undefined : new ChartJs(pen, configurationOf(picture, page, 1));
  if (picture.kind === "dish") drawDish(pen, page, picture);
  const svg = canvas.getContent().toString();
  drawn?.destroy();
  return withOwnIds(svg, picture.id.replace(/[^\w-]/g, "_"));
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
