/** The painter's worker: draws charts on canvases of the page, each in a task of its own, the last that was asked for of each. */
import type { ChartConfiguration } from "chart.js";
import { ChartJs } from "../../src/painting/chartjs.ts";
import { configurationOf } from "../../src/painting/configuration.ts";
import type { Sheet } from "../../src/painting/sheet.ts";
import type { Chart } from "../../src/report/chart.ts";
import type { PaintAsk, PaintTell, Paper } from "./protocol.ts";

const measuring = new OffscreenCanvas(1, 1).getContext("2d")!;

const sheetOf = (paper: Paper): Sheet => ({
  ...paper,
  family: "system-ui",
  measure: (words, font) => {
    measuring.font = font;
    return measuring.measureText(words).width;
  },
});

const scope = globalThis as unknown as {
  postMessage: (tell: PaintTell) => void;
  onmessage: ((event: MessageEvent<PaintAsk>) => void) | null;
};

/** A canvas that was taken, and the chart that stands on it. */
interface Easel {
  readonly canvas: OffscreenCanvas;
  drawn: ChartJs | undefined;
}

const easels = new Map<number, Easel>();
const wanted = new Map<number, Extract<PaintAsk, { ask: "draw" }>>();

const onto = (canvas: OffscreenCanvas, chart: Chart, paper: Paper): ChartJs => {
  Object.assign(canvas, { width: paper.width, height: paper.height });
  const configuration: ChartConfiguration = configurationOf(chart, sheetOf(paper), paper.dense);
  const { indexAxis, scales } = configuration.options!;
  const axis = scales?.[indexAxis === "y" ? "x" : "y"];
  if (paper.reach && axis) Object.assign(axis, { suggestedMin: paper.reach[0], suggestedMax: paper.reach[1] });
  return new ChartJs(canvas as unknown as HTMLCanvasElement, configuration);
};

function work(): void {
  const [first] = wanted;
  if (!first) return;
  const [canvas, { chart, paper }] = first;
  wanted.delete(canvas);
  const easel = easels.get(canvas);
  if (easel) {
    easel.drawn?.destroy();
    easel.drawn = onto(easel.canvas, chart, paper);
    scope.postMessage({ tell: "drawn", canvas });
  }
  if (wanted.size > 0) setTimeout(work);
}

async function picture(name: string, chart: Chart, paper: Paper): Promise<void> {
  const canvas = new OffscreenCanvas(paper.width, paper.height);
  const drawn = onto(canvas, chart, paper);
  scope.postMessage({ tell: "picture", name, picture: await canvas.convertToBlob({ type: "image/png" }) });
  drawn.destroy();
}

scope.onmessage = ({ data }) => {
  switch (data.ask) {
    case "take":
      easels.set(data.canvas, { canvas: data.offscreen, drawn: undefined });
      break;
    case "draw":
      if (wanted.size === 0) setTimeout(work);
      wanted.set(data.canvas, data);
      break;
    case "forget":
      easels.get(data.canvas)?.drawn?.destroy();
      easels.delete(data.canvas);
      break;
    case "picture":
      void picture(data.name, data.chart, data.paper);
  }
};
