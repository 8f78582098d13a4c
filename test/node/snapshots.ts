/** A few charts whose descriptions and pictures are kept, to see when they change. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { paintPng } from "../../src/node/painter.ts";
import type { Chart } from "../../src/report/chart.ts";
import { countChart, ratioChart } from "../../src/report/lines.ts";
import { generationsChart, readingsChart } from "../../src/report/readings.ts";
import { day, growthStudy, recordingOf, studyOf } from "../report/synthetic.ts";

const labels = ["medium", "IL-2", "exosomes", "exosomes + IL-2"];
const few = growthStudy(labels);
const many = growthStudy([...labels, "resting exosomes + IL-2", "anti-CD3 + anti-CD28"]);

/** A part of the cells in each of five generations, read and as it is, in this many arms. */
function divided(arms: number) {
  const all = Array.from({ length: arms }, (_, arm) => ({ id: `arm${arm}`, label: `${arm} U/mL IL-2` }));
  const generations = [0, 1, 2, 3, 4].map((number) => `CD8 generation ${number}${number === 4 ? "+" : ""}`);
  const columns = [
    ...generations.map((subject) => ({
      ...{ name: "dye dilution", culture: 0, subject, unit: "%", scale: 1 },
      measure: { of: "assay", assay: 0, entry: subject, truth: false } as const,
    })),
    ...generations.map((subject, generation) => ({
      ...{ name: "generation", culture: 0, subject, unit: "cells", scale: 1 },
      measure: { of: "generation", kinds: [0], generation, andMore: generation === 4 } as const,
    })),
  ];
  const recordings = all.flatMap(({ id }, arm) =>
    [1, 2, 3].map((donor) =>
      recordingOf({ arm: id, donor, replicate: 1 }, [0, 5], columns, (column) => {
        const shares = [0, 1, 2, 3, 4].map((number) => 2 ** -Math.abs(number - arm / 2 - donor / 4));
        const part = (100 * shares[column % 5]) / shares.reduce((sum, share) => sum + share, 0);
        return column < 5 ? part + (column - 2) : 1000 * part;
      }),
    ),
  );
  return studyOf(all, recordings);
}

/** By name of the files that keep them. */
export const charts: Readonly<Record<string, Chart>> = {
  lines: ratioChart(many, { culture: 0, type: "CD4", to: "CD8" }),
  log: countChart(few, { culture: 0, type: "CD8", scale: "log" }),
  readings: readingsChart(few, { name: "count", culture: 0, subject: "CD8", at: [0, 8 * day] }),
  bars: generationsChart(divided(3), { culture: 0, type: "CD8" }),
  heatmap: generationsChart(divided(6), { culture: 0, type: "CD8" }),
};

/** Those of which the picture is kept as well: one of each kind. */
export const pictured = ["lines", "bars", "heatmap"] as const;

const width = 1100; // px: half of what is painted
const height = 680;

const pathOf = (file: string): string => fileURLToPath(new URL(`snapshots/${file}`, import.meta.url));

export const descriptionOf = (chart: Chart): string => `${JSON.stringify(chart, null, 1)}\n`;
export const keptDescription = (name: string): string => readFileSync(pathOf(`${name}.json`), "utf8");

/** RGBA of a picture at half its size, row by row. */
async function halved(png: Buffer): Promise<{ png: Buffer; pixels: Uint8ClampedArray }> {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext("2d");
  pen.drawImage(await loadImage(png), 0, 0, width, height);
  return { png: canvas.toBuffer("image/png"), pixels: pen.getImageData(0, 0, width, height).data };
}

export const pixelsNow = async (chart: Chart): Promise<Uint8ClampedArray> =>
  (await halved(await paintPng(chart))).pixels;
export const pixelsKept = async (name: string): Promise<Uint8ClampedArray> =>
  (await halved(readFileSync(pathOf(`${name}.png`)))).pixels;

/** Part of the pixels that differ by more than a shade, 0 to 1: letters and lines may be smoothed a little otherwise. */
export function differing(a: Uint8ClampedArray, b: Uint8ClampedArray, shade = 32): number {
  let count = 0;
  for (let at = 0; at < a.length; at += 4)
    if ([0, 1, 2].some((colour) => Math.abs(a[at + colour] - b[at + colour]) > shade)) count += 1;
  return count / (a.length / 4);
}

/** Keeps descriptions and pictures as they are now. */
export async function keep(): Promise<void> {
  for (const [name, chart] of Object.entries(charts)) writeFileSync(pathOf(`${name}.json`), descriptionOf(chart));
  for (const name of pictured) writeFileSync(pathOf(`${name}.png`), (await halved(await paintPng(charts[name]))).png);
}
