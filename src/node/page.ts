/** The sheet of a picture in a file: its size, on white, in the project's own letters. */
import { createRequire } from "node:module";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import type { Sheet } from "../painting/sheet.ts";

/** The project's own fonts, so that a machine's fonts, or the lack of them, change nothing. */
const family = "Chart Sans";
const { resolve } = createRequire(import.meta.url);
for (const file of ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"]) {
  GlobalFonts.registerFromPath(resolve(`dejavu-fonts-ttf/ttf/${file}`), family);
}

const measuring = createCanvas(1, 1).getContext("2d");

export const page: Sheet = {
  width: 1100,
  height: 680,
  ink: { text: "#1A1A1A", quiet: "#555555", axis: "#8C8C8C", grid: "#E8E8E8", paper: "#FFFFFF" },
  family,
  measure: (text, font) => {
    measuring.font = font;
    return measuring.measureText(text).width;
  },
  labelled: true,
};
