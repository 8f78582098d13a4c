/** What charts of sweeps ask of the painter, pixel by pixel: names beside points, words in cells, logarithms below, bars that lie. */
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { paintPng } from "../../src/node/painter.ts";
import type { Chart, Series } from "../../src/report/chart.ts";

const [width, height] = [2200, 1360];
const blue = { colour: "#0072B2", dash: [] };

const base: Chart = {
  id: "chart",
  title: "Title",
  subtitle: "Subtitle",
  description: "",
  kind: "scatter",
  x: { label: "across", unit: "" },
  y: { label: "up", unit: "", scale: "linear" },
  series: [],
  band: "",
  references: [],
};

type Judge = (red: number, green: number, blue: number) => boolean;
const isBlue: Judge = (r, g, b) => r === 0 && g === 0x72 && b === 0xb2;
const isDark: Judge = (r, g, b) => r + g + b < 450 && Math.max(r, g, b) - Math.min(r, g, b) < 30;

/** Places of the pixels that are as asked, as parts of the width and height of the picture. */
async function placesOf(chart: Chart, isAsked: Judge): Promise<{ x: number; y: number }[]> {
  const pen = createCanvas(width, height).getContext("2d");
  pen.drawImage(await loadImage(await paintPng(chart)), 0, 0);
  const { data } = pen.getImageData(0, 0, width, height);
  const found: { x: number; y: number }[] = [];
  for (let at = 0; at < width * height; at++) {
    if (isAsked(data[4 * at], data[4 * at + 1], data[4 * at + 2]))
      found.push({ x: (at % width) / width, y: Math.floor(at / width) / height });
  }
  return found;
}

const extent = (places: readonly { x: number }[]): [number, number] =>
  places.reduce<[number, number]>(([low, high], { x }) => [Math.min(low, x), Math.max(high, x)], [1, 0]);

const dot = (name: string, x: number, y: number): Series => ({ name, ...blue, points: [{ x, y }] });

test("paintPng() writes the name of a series of one point beside the point, and leaves no margin for a key", async () => {
  const corners = [dot("", 0, 0), dot("", 10, 10)];
  const chart = (name: string): Chart => ({ ...base, series: [...corners, dot(name, 5, 5)] });
  const [bare, labelled] = [await placesOf(chart(""), isDark), await placesOf(chart("middle_name"), isDark)];
  const inArea = (places: readonly { x: number; y: number }[]) =>
    places.filter(({ x, y }) => x > 0.2 && x < 0.9 && y > 0.2 && y < 0.8);
  assert.ok(inArea(labelled).length - inArea(bare).length > 300);
  const dots = await placesOf(chart("middle_name"), isBlue);
  const [, right] = extent(dots);
  assert.ok(right > 0.95, `${right}`); // the greatest x stands where the margin would be
  const [left] = extent(inArea(labelled));
  const middle = dots.filter(({ y }) => Math.abs(y - 0.5) < 0.2);
  assert.ok(left > extent(middle)[1] && left < extent(middle)[1] + 0.02);
});

test("paintPng() keeps the names of points that lie close together apart", async () => {
  const corners = [dot("", 0, 0), dot("", 10, 10)];
  const names = ["first_name", "second_name", "third_name", "fourth_name"];
  const inArea = ({ x, y }: { x: number; y: number }): boolean => x > 0.2 && x < 0.9 && y > 0.2 && y < 0.8;
  const inkOf = async (series: readonly Series[]): Promise<number> =>
    (await placesOf({ ...base, series: [...corners, ...series] }, isDark)).filter(inArea).length;
  let alone = 0;
  for (const name of names) alone += await inkOf([dot(name, 5, 5)]);
  const together = await inkOf(names.map((name, index) => dot(name, 5 + 0.05 * index, 5)));
  assert.ok(together > 0.9 * alone, `${together} of ${alone}`);
});

test("paintPng() names a scatter with several points for each series in the margin, as ever", async () => {
  const two: Series = {
    name: "a name",
    ...blue,
    points: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  };
  const [, right] = extent((await placesOf({ ...base, series: [two] }, isBlue)).filter(({ y }) => y > 0.3));
  assert.ok(right < 0.92, `${right}`);
});

test("paintPng() sets the axis below on a logarithmic scale where the chart asks for it", async () => {
  const lines = (scale: Chart["x"]): Chart => ({
    ...base,
    kind: "lines",
    x: scale,
    series: [
      {
        name: "a",
        ...blue,
        points: [
          { x: 1, y: 1 },
          { x: 10, y: 2 },
          { x: 100, y: 1 },
        ],
      },
    ],
  });
  const peakOf = async (chart: Chart): Promise<number> => {
    const places = (await placesOf(chart, isBlue)).filter(({ x }) => x < 0.9);
    const [low, high] = extent(places);
    const top = places.reduce((least, { y }) => Math.min(least, y), 1);
    const peak = places.filter(({ y }) => y < top + 0.004);
    return (extent(peak)[0] + extent(peak)[1] - 2 * low) / 2 / (high - low);
  };
  const [log, linear] = [await peakOf(lines({ ...base.x, scale: "log" })), await peakOf(lines(base.x))];
  assert.ok(Math.abs(log - 0.5) < 0.06, `${log}`); // the name's key stretches what is seen a little
  assert.ok(linear < 0.2, `${linear}`);
});

test("paintPng() lays bars on their side where the chart asks for it", async () => {
  const bars = (lies: boolean): Chart => ({
    ...base,
    kind: "bars",
    ...(lies && { lies: true as const }),
    x: { label: "", unit: "", categories: ["a", "b"] },
    series: [
      {
        name: "one",
        ...blue,
        points: [
          { x: 0, y: 10 },
          { x: 1, y: 1 },
        ],
      },
    ],
  });
  const areaOf = async (chart: Chart): Promise<[x: number, y: number]> => {
    const places = (await placesOf(chart, isBlue)).filter(({ x, y }) => x < 0.85 && y > 0.2);
    return [
      places.reduce((sum, { x }) => sum + x, 0) / places.length,
      places.reduce((sum, { y }) => sum + y, 0) / places.length,
    ];
  };
  const [lying, upright] = [await areaOf(bars(true)), await areaOf(bars(false))];
  assert.ok(lying[1] < 0.45 && upright[0] < 0.4, `${lying}, ${upright}`); // the long bar is above, or at the left
});

test("paintPng() tells the cells of a heatmap of categories by words, or by their letters where cells are narrow", async () => {
  const map = (columns: number, categories: readonly string[], note?: string): Chart => ({
    ...base,
    kind: "heatmap",
    x: { label: "", unit: "", categories: Array.from({ length: columns }, (_, x) => `${x}`) },
    y: { ...base.y, categories },
    rows: { label: "", unit: "" },
    series: [
      {
        name: "row",
        ...blue,
        points: Array.from({ length: columns }, (_, x) => ({ x, y: 2, ...(note !== undefined && { note }) })),
      },
    ],
  });
  const inkOf = async (chart: Chart): Promise<number> =>
    (await placesOf(chart, isDark)).filter(({ x, y }) => x > 0.1 && x < 0.8 && y > 0.2 && y < 0.85).length;
  const wordy = ["fails", "undecided", "holds everywhere"];
  const [words, notes, letters, none] = [
    await inkOf(map(4, wordy)),
    await inkOf(map(4, wordy, "3 of 4 hold")),
    await inkOf(map(20, wordy)),
    await inkOf(map(4, ["", "", ""])),
  ];
  assert.is(none, 0);
  assert.ok(words > 4 * 500, `${words}`); // 15 letters of some 40 to 60 pixels
  assert.ok(notes > words + 4 * 150, `${notes}`);
  assert.ok(letters > 20 * 30 && letters < 20 * 250, `${letters}`); // one each
});

test.run();
