/** What the page and the painter say to each other. */
import type { Chart } from "../../src/report/chart.ts";

/** What a chart is drawn on: its size and inks, and whether it says its title and names itself. */
export interface Paper {
  readonly width: number; // px
  readonly height: number;
  readonly ink: Readonly<Record<"text" | "quiet" | "axis" | "grid" | "paper", string>>;
  readonly labelled: boolean;
  readonly dense: number; // pixels of the canvas for each px
  /** What the axis of the quantity shows at least, where the chart stands beside another one. */
  readonly reach?: readonly [least: number, most: number];
}

/** What the page asks the painter; canvases have numbers. */
export type PaintAsk =
  | { readonly ask: "take"; readonly canvas: number; readonly offscreen: OffscreenCanvas }
  | { readonly ask: "draw"; readonly canvas: number; readonly chart: Chart; readonly paper: Paper }
  | { readonly ask: "forget"; readonly canvas: number }
  | { readonly ask: "picture"; readonly name: string; readonly chart: Chart; readonly paper: Paper };

export type PaintTell =
  | { readonly tell: "drawn"; readonly canvas: number }
  | { readonly tell: "picture"; readonly name: string; readonly picture: Blob };
