/** The page's side of the painter: a worker of its own draws the charts, so that the page never stands still for one. */
import type { Chart } from "../../src/report/chart.ts";
import type { PaintAsk, PaintTell, Paper } from "../painter/protocol.ts";
import { embedded, save } from "./dom.ts";

export interface Painter {
  /** A new number for a canvas that the painter takes over. */
  readonly take: (canvas: HTMLCanvasElement) => number;
  /** Draws a chart on a canvas that was taken, and calls once it stands there. */
  readonly draw: (canvas: number, chart: Chart, paper: Paper, drawn: () => void) => void;
  readonly forget: (canvas: number) => void;
  /** Saves the whole picture with its title and names, as the command line paints it. */
  readonly picture: (name: string, chart: Chart, paper: Paper) => void;
}

/** Starts when the first chart is drawn. */
export function newPainter(): Painter {
  let worker: Worker | undefined;
  let taken = 0;
  const waiting = new Map<number, () => void>();
  const ask = (what: PaintAsk, transfer: Transferable[] = []): void => {
    if (!worker) {
      worker = new Worker(embedded("painter"));
      worker.addEventListener("message", ({ data }: MessageEvent<PaintTell>) => {
        if (data.tell === "picture") save(data.name, data.picture);
        else waiting.get(data.canvas)?.();
      });
    }
    worker.postMessage(what, transfer);
  };
  return {
    take: (canvas) => {
      const offscreen = canvas.transferControlToOffscreen();
      ask({ ask: "take", canvas: ++taken, offscreen }, [offscreen]);
      return taken;
    },
    draw: (canvas, chart, paper, drawn) => {
      waiting.set(canvas, drawn);
      ask({ ask: "draw", canvas, chart, paper });
    },
    forget: (canvas) => {
      waiting.delete(canvas);
      ask({ ask: "forget", canvas });
    },
    picture: (name, chart, paper) => ask({ ask: "picture", name, chart, paper }),
  };
}
