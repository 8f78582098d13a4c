/**
 * The sheet that charts are painted on: its size, inks and letters, and how wide letters are. A picture has one, and so has each
 * place on a page. Lengths are px of the sheet.
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import type { Axis } from "../report/chart.ts";

/** What a mark is drawn with: the context of a canvas, here or on a page. */
export type Pen = SKRSContext2D;

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly ink: Readonly<Record<"text" | "quiet" | "axis" | "grid" | "paper", string>>;
  readonly family: string; // of the letters
  /** Width of a text in a font, as CSS writes it. */
  readonly measure: (text: string, font: string) => number;
  /** Title, subtitle and the names of the series stand in the picture; else whoever shows it says them. */
  readonly labelled: boolean;
}

export const edge = 28; // between the picture's border and anything drawn

/** The margin to the right of the axes: first a leader, then a key (a piece of line, a colour bar), then words. */
export const leader = 20;
export const key = 26;
export const keyGap = 8;

export function font({ family }: Sheet, size: number, weight: "normal" | "bold" = "normal"): string {
  return `${weight} ${size}px "${family}"`;
}

export function widthOf(sheet: Sheet, text: string, size: number, weight?: "bold"): number {
  return sheet.measure(text, font(sheet, size, weight));
}

/**
 * A text in at most three lines of at most this width; what does not fit is left out, and an ellipsis says so. A
 * no-break space is no place to break.
 */
export function wrapped(sheet: Sheet, text: string, width: number, size: number, weight?: "bold"): string[] {
  const [first, ...words] = text.trim().split(/[ \t\r\n]+/);
  const lines = [first];
  for (const word of words) {
    const longer = `${lines[lines.length - 1]} ${word}`;
    if (widthOf(sheet, longer, size, weight) <= width) lines[lines.length - 1] = longer;
    else if (lines.push(word) > 3) break;
  }
  const shown = lines.length <= 3 ? lines : [...lines.slice(0, 2), `${lines[2]} ${lines[3]}`];
  return shown.map((line) => cut(sheet, line, width, size, weight));
}

function cut(sheet: Sheet, line: string, width: number, size: number, weight?: "bold"): string {
  if (widthOf(sheet, line, size, weight) <= width) return line;
  const letters = [...line.slice(0, width)]; // so many never fit
  let [fits, tooMany] = [0, letters.length];
  while (tooMany - fits > 1) {
    const half = Math.floor((fits + tooMany) / 2);
    if (widthOf(sheet, `${letters.slice(0, half).join("")}…`, size, weight) <= width) fits = half;
    else tooMany = half;
  }
  return `${letters.slice(0, fits).join("")}…`;
}

/** "Living cells (cells)", or the label alone where no unit goes with it. */
export function axisTitle({ label, unit }: Axis): string {
  return unit === "" ? label : `${label} (${unit})`;
}

export function stroke(pen: Pen, x: number, y: number, toX: number, toY: number): void {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  pen.stroke();
}
