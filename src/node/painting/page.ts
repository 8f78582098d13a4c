/**
 * The sheet that charts are painted on: its inks, its letters and how wide they are. Lengths are px of the page.
 */
import { createRequire } from "node:module";
import { createCanvas, GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import type { Axis } from "../../report/chart.ts";

/** Size of the whole picture. */
export const page = { width: 1100, height: 680 };
export const edge = 28; // between the picture's border and anything drawn
export const ink = { text: "#1A1A1A", quiet: "#555555", axis: "#8C8C8C", grid: "#E8E8E8", paper: "#FFFFFF" };

/** The margin to the right of the axes: first a leader, then a key (a piece of line, a colour bar), then words. */
export const leader = 20;
export const key = 26;
export const keyGap = 8;

/** The project's own fonts, so that a machine's fonts, or the lack of them, change nothing. */
export const family = "Chart Sans";
const { resolve } = createRequire(import.meta.url);
for (const file of ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]) {
  GlobalFonts.registerFromPath(resolve(`dejavu-fonts-ttf/ttf/${file}`), family);
}

export function font(size: number, weight: "normal" | "bold" = "normal"): string {
  return `${weight} ${size}px "${family}"`;
}

const measuring = createCanvas(1, 1).getContext("2d");

export function widthOf(text: string, size: number, weight?: "bold"): number {
  measuring.font = font(size, weight);
  return measuring.measureText(text).width;
}

/**
 * A text in at most three lines of at most this width; what does not fit is left out, and an ellipsis says so. A
 * no-break space is no place to break.
 */
export function wrapped(text: string, width: number, size: number, weight?: "bold"): string[] {
  const [first, ...words] = text.trim().split(/[ \t\r\n]+/);
  const lines = [first];
  for (const word of words) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (widthOf(longer, size, weight) <= width) lines[lines.length - 1] = longer;
    else if (lines.push(word) > 3) break;
  }
  const shown = lines.length <= 3 ? lines : [...lines.slice(0, 2), `${lines[2]} ${lines[3]}`];
  return shown.map((line) => cut(line, width, size, weight));
}

function cut(line: string, width: number, size: number, weight?: "bold"): string {
  if (widthOf(line, size, weight) <= width) return line;
  const letters = [...line.slice(0, width)]; // so many never fit
  let [fits, tooMany] = [0, letters.length];
  while (tooMany - fits > 1) {
    const half = Math.floor((fits + tooMany) / 2);
    if (widthOf(`${letters.slice(0, half).join("")}…`, size, weight) <= width) fits = half;
    else tooMany = half;
  }
  return `${letters.slice(0, fits).join("")}…`;
}

/** "Living cells (cells)", or the label alone where no unit goes with it. */
export function axisTitle({ label, unit }: Axis): string {
  return unit === "" ? label : `${label} (${unit})`;
}

export function stroke(pen: SKRSContext2D, x: number, y: number, toX: number, toY: number): void {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  pen.stroke();
}
