/** A dish as it is drawn: a panel for each time, and at the right what colours mean. It needs no axes, so nothing but a pen. */
import type { Dish, Image, Panel } from "../report/dish.ts";
import type { CellLook } from "../report/looks.ts";
import { fixed, numeral, powerOf } from "../report/numeral.ts";
import type { Box, Place as Spot } from "./clear.ts";
import { drawHeading, headingOf } from "./heading.ts";
import { type Names, namesOf } from "./names.ts";
import { axisTitle, edge, font, key, keyGap, type Pen, type Sheet, stroke, widthOf, wrapped } from "./sheet.ts";

const gap = 16; // between panels
const above = 24; // a panel, for its time
const foot = 34; // below the panels, for the scale bar
const timeSize = 14;
const dot = { one: 1.5, packet: 2.7 }; // radius of a vesicle, px
const barLength = 150; // px
const barSize = 13; // of its letters

/** Draws the whole picture. */
export function drawDish(pen: Pen, sheet: Sheet, dish: Dish): void {
  pen.fillStyle = sheet.ink.paper;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  const heading = headingOf(dish, dish.note, sheet);
  drawHeading(pen, sheet, heading);
  const top = heading.height + 18;
  const bottom = sheet.height - edge;
  const legend = legendOf(dish, sheet, bottom - top);
  const room = sheet.width - 2 * edge - 2 * gap - legend.width; // for the panels
  const { scale, width, places } = gridOf(dish, room, bottom - top - foot);
  const left = edge + (room - width) / 2;
  const boxes = places.map((place) => ({
    left: left + place.left,
    top: top + place.top,
    right: left + place.right,
    bottom: top + place.bottom,
  }));
  dish.panels.forEach((panel, at) => {
    drawPanel(pen, sheet, dish, panel, boxes[at], scale);
  });
  const lowest = Math.max(...boxes.map((box) => box.bottom));
  drawScaleBar(pen, sheet, { left, level: Math.round(lowest + 16), scale, width: dish.extent.width });
  drawLegend(pen, sheet, dish, legend, { left: left + width + 2 * gap, top: top + above, bottom });
}

/** The panels in as many columns as make them largest in this room, px. @returns scale: px for each µm */
export function gridOf(
  { extent, panels }: Pick<Dish, "extent" | "panels">,
  width: number,
  height: number,
): { scale: number; width: number; places: Box[] } {
  const scaleIn = (columns: number): number => {
    const rows = Math.ceil(panels.length / columns);
    const wide = (width - (columns - 1) * gap) / columns / extent.width;
    return Math.min(wide, ((height - (rows - 1) * gap) / rows - above) / extent.height);
  };
  const counts = panels.map((_, index) => index + 1);
  const scale = Math.max(...counts.map(scaleIn));
  const columns = counts.find((count) => scaleIn(count) === scale)!;
  const [wide, high] = [scale * extent.width, scale * extent.height];
  const places = panels.map((_, index): Box => {
    const left = (index % columns) * (wide + gap);
    const top = Math.floor(index / columns) * (above + high + gap) + above;
    return { left, top, right: left + wide, bottom: top + high };
  });
  return { scale, width: columns * wide + (columns - 1) * gap, places };
}

function drawPanel(pen: Pen, sheet: Sheet, dish: Dish, panel: Panel, place: Box, scale: number): void {
  const [width, height] = [place.right - place.left, place.bottom - place.top];
  const at = (x: number, y: number): Spot => [place.left + scale * x, place.bottom - scale * y];
  pen.fillStyle = sheet.ink.text;
  pen.textAlign = "left";
  pen.textBaseline = "alphabetic";
  pen.font = font(sheet, timeSize, "bold");
  const [time] = wrapped(sheet, panel.time.replaceAll(" ", "\u00a0"), width, timeSize, "bold");
  pen.fillText(time, place.left, place.top - 7);
  pen.save();
  pen.beginPath();
  pen.rect(place.left, place.top, width, height);
  pen.clip();
  if (panel.field && dish.scale) drawField(pen, panel.field, dish.scale.most, place);
  for (const { x, y, radius, look } of panel.cells) drawCell(pen, sheet, dish.cells[look], at(x, y), scale * radius);
  for (const { x, y, packet, look } of panel.vesicles)
    drawVesicle(pen, sheet, dish.vesicles[look].colour, at(x, y), packet ? dot.packet : dot.one);
  pen.restore();
  pen.strokeStyle = sheet.ink.axis;
  pen.lineWidth = 1;
  pen.strokeRect(place.left, place.top, width, height);
}

/** Voxels of one colour beside each other in one piece; each piece reaches a little under the next, so that no seam shows. */
function drawField(pen: Pen, { columns, rows, values }: Image, most: number, { left, top, right, bottom }: Box): void {
  const [width, height] = [(right - left) / columns, (bottom - top) / rows];
  const colours = values.map((value) => fieldColour(most === 0 ? 0 : value / most));
  for (let row = 0; row < rows; row++) {
    for (let from = 0, to = 0; from < columns; from = to) {
      const colour = colours[row * columns + from];
      while (to < columns && colours[row * columns + to] === colour) to += 1;
      pen.fillStyle = colour;
      pen.fillRect(left + from * width, bottom - (row + 1) * height - 0.6, (to - from) * width + 0.6, height + 0.6);
    }
  }
}

/** A ring in the colour of the type round the shade of the state: types differ also where their states are pale. */
function drawCell(pen: Pen, sheet: Sheet, look: CellLook, [x, y]: Spot, radius: number): void {
  const line = Math.min(1, 0.2 * radius);
  drawDisc(pen, look.line, [x, y], radius);
  drawDisc(pen, look.colour, [x, y], radius - line);
  drawDisc(pen, look.shade, [x, y], 0.6 * radius);
  if (look.dotted) drawDisc(pen, sheet.ink.text, [x, y], 0.25 * radius);
}

/** With a rim of paper, to be seen on cells of its colour. */
function drawVesicle(pen: Pen, sheet: Sheet, colour: string, spot: Spot, radius: number): void {
  drawDisc(pen, sheet.ink.paper, spot, radius + 0.6);
  drawDisc(pen, colour, spot, radius);
}

/** Of four cubic curves, round to 0.03 % of its radius: in an SVG an arc would take a hundred numbers. */
function drawDisc(pen: Pen, colour: string, [x, y]: Spot, radius: number): void {
  const reach = 0.5523 * radius;
  pen.fillStyle = colour;
  pen.beginPath();
  pen.moveTo(x + radius, y);
  pen.bezierCurveTo(x + radius, y + reach, x + reach, y + radius, x, y + radius);
  pen.bezierCurveTo(x - reach, y + radius, x - radius, y + reach, x - radius, y);
  pen.bezierCurveTo(x - radius, y - reach, x - reach, y - radius, x, y - radius);
  pen.bezierCurveTo(x + reach, y - radius, x + radius, y - reach, x + radius, y);
  pen.fill();
}

interface Legend {
  readonly names: Names;
  readonly title: readonly string[]; // of the colour bar
  readonly ticks: readonly Tick[];
  readonly width: number;
}

interface Tick {
  readonly share: number; // of the colour bar, from its foot
  readonly text: string;
}

const titleWidth = 200;
const barHeight = (title: readonly string[]): number =>
  title.length === 0 ? 0 : title.length * 18 + 14 + barLength + 10;

function legendOf({ cells, vesicles, scale }: Dish, sheet: Sheet, height: number): Legend {
  const lines = scale === undefined ? [] : [axisTitle(scale), ...(scale.note === "" ? [] : [scale.note])];
  const title = lines.flatMap((line) => wrapped(sheet, line, titleWidth, timeSize));
  const ticks = scale === undefined ? [] : ticksOf(scale.most);
  const names = namesOf([...cells, ...vesicles], height - barHeight(title) - 24, sheet);
  const widths = [
    ...title.map((line) => widthOf(sheet, line, timeSize)),
    ...ticks.map(({ text }) => key + keyGap + widthOf(sheet, text, barSize)),
    key + keyGap + names.width,
  ];
  return { names, title, ticks, width: Math.max(...widths) };
}

/** Names from the top down; the colour bar below them. */
function drawLegend(
  pen: Pen,
  sheet: Sheet,
  { cells, vesicles, scale }: Dish,
  legend: Legend,
  { left, top, bottom }: Omit<Box, "right">,
): void {
  const { names, title, ticks } = legend;
  const middle = left + key / 2;
  const radius = Math.min(8, 0.55 * names.size);
  let level = top;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  names.lines.forEach((lines, index) => {
    const first = level + names.size / 2;
    if (index < cells.length) drawCell(pen, sheet, cells[index], [middle, first], radius);
    else drawVesicle(pen, sheet, vesicles[index - cells.length].colour, [middle, first], dot.packet);
    pen.fillStyle = sheet.ink.text;
    pen.font = font(sheet, names.size);
    lines.forEach((line, row) => {
      pen.fillText(line, left + key + keyGap, first + row * names.size * 1.15);
    });
    level += lines.length * names.size * 1.15 + names.size * 0.35;
  });
  if (scale === undefined) return;
  const foot = Math.min(bottom - 10, level + 30 + barHeight(title));
  const head = foot - barLength;
  for (let pixel = 0; pixel < barLength; pixel++) {
    pen.fillStyle = fieldColour(pixel / (barLength - 1));
    pen.fillRect(left, foot - pixel - 1, key, 1.5);
  }
  pen.strokeStyle = sheet.ink.axis;
  pen.lineWidth = 1;
  pen.strokeRect(left, head, key, barLength);
  pen.fillStyle = sheet.ink.text;
  pen.font = font(sheet, timeSize);
  title.forEach((line, row) => {
    pen.fillText(line, left, head - 18 - (title.length - 1 - row) * 18);
  });
  pen.font = font(sheet, barSize);
  for (const { share, text } of ticks) {
    const tick = foot - share * barLength;
    stroke(pen, left + key, tick, left + key + 4, tick);
    pen.fillText(text, left + key + keyGap, tick);
  }
}

/** Round numbers from 0 on, three to six of them; 0 alone where there is nothing. */
function ticksOf(most: number): Tick[] {
  if (most === 0) return [{ share: 0, text: "0" }];
  const step = roundUpTo(most / 2).find((each) => most / each <= 5)!;
  const power = powerOf(most);
  const decimals = Math.max(0, -Math.floor(Math.log10(step / 10 ** power) + 1e-9));
  const count = Math.floor(most / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => ({
    share: (index * step) / most,
    text: index === 0 ? "0" : fixed(index * step, decimals, power),
  }));
}

/** Numbers that begin with 1, 2 or 5, from three powers of ten below this one up to it or the next beyond. */
function roundUpTo(length: number): number[] {
  const power = Math.floor(Math.log10(length));
  return [-3, -2, -1, 0].flatMap((less) => [1, 2, 5].map((digit) => Number(`${digit}e${power + less}`)));
}

/** The longest round length that takes no more than a third of the width, with its name beside it. */
function drawScaleBar(
  pen: Pen,
  sheet: Sheet,
  { left, level, scale, width }: { left: number; level: number; scale: number; width: number },
): void {
  const length = roundUpTo(width / 3).findLast((each) => each <= width / 3)!;
  pen.fillStyle = sheet.ink.text;
  pen.fillRect(left, level - 2, scale * length, 4);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.font = font(sheet, timeSize);
  pen.fillText(lengthInWords(length), left + scale * length + keyGap, level);
}

/** @param length µm */
function lengthInWords(length: number): string {
  if (length >= 1000) return `${numeral(length / 1000)} mm`;
  return length >= 1 ? `${numeral(length)} µm` : `${numeral(1000 * length)} nm`;
}

/** From paper to a cool dark grey, in even steps: no cell has such a colour, and a print in grey shows the same. */
const ramp = [
  [255, 255, 255],
  [84, 92, 110],
] as const;

const steps = 64;

function fieldColour(share: number): string {
  const place = Math.round(Math.min(Math.max(share, 0), 1) * steps) / steps;
  return `rgb(${ramp[0].map((from, band) => Math.round(from + (ramp[1][band] - from) * place)).join(",")})`;
}
