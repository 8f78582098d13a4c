/** Pictures, looked at pixel by pixel: drawn, readable, inside the page, and the same every time. */
import { createCanvas, GlobalFonts, loadImage } from "@napi-rs/canvas";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { page } from "../../src/node/page.ts";
import { paintPng, paintSvg } from "../../src/node/painter.ts";
import { spread } from "../../src/painting/names.ts";
import { wrapped } from "../../src/painting/sheet.ts";
import type { Chart, Series } from "../../src/report/chart.ts";
import { countChart, ratioChart } from "../../src/report/lines.ts";
import { stylesOf } from "../../src/report/palette.ts";
import { growthStudy } from "../report/synthetic.ts";

const labels = [
  "medium",
  "IL-2",
  "exosomes",
  "exosomes + IL-2",
  "resting exosomes + IL-2",
  "exosomes, low dose + IL-2",
];
const more = ["anti-CD3 + anti-CD28", "blasts in fresh medium", "exosomes + anti-IL-2", "CD8 exosomes", "CD4 exosomes"];
const study = growthStudy([...labels, ...more]);
const count = countChart(study, { culture: 0, type: "CD8", scale: "log" });
const ratio = ratioChart(study, { culture: 0, type: "CD4", to: "CD8" });

test("paintPng() makes a PNG of 2200 × 1360 pixels, the same bytes for the same description", async () => {
  const first = await paintPng(ratio);
  assert.equal([...first.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  assert.equal([first.readUInt32BE(16), first.readUInt32BE(20)], [2200, 1360]); // width and height in its header
  await paintPng(count); // nothing of another chart is left over
  assert.ok(first.equals(await paintPng(ratio)));
});

test("paintPng() draws each text where it belongs", async () => {
  const full = await pixelsOf({ ...ratio, band: "a band" });
  const cases: readonly (readonly [what: string, without: Chart, box: Box])[] = [
    ["title", { ...ratio, band: "a band", title: "" }, { left: 28, top: 24, right: 900, bottom: 54 }],
    ["subtitle", { ...ratio, band: "a band", subtitle: "" }, { left: 28, top: 54, right: 900, bottom: 76 }],
    [
      "x label",
      { ...ratio, band: "a band", x: { label: ".", unit: "" } },
      { left: 300, top: 630, right: 700, bottom: 668 },
    ],
    [
      "y label",
      { ...ratio, band: "a band", y: { ...ratio.y, label: ".", unit: "" } },
      { left: 20, top: 200, right: 42, bottom: 500 },
    ],
    [
      "names",
      { ...ratio, band: "a band", series: ratio.series.map((one) => ({ ...one, name: dotted(one.name) })) },
      { left: 880, top: 130, right: 1090, bottom: 500 },
    ],
    ["references", { ...ratio, band: "a band", references: [] }, { left: 90, top: 270, right: 240, bottom: 310 }],
  ];
  for (const [what, without, box] of cases) {
    const missing = countIn(full, box, isDark) - countIn(await pixelsOf(without), box, isDark);
    assert.ok(missing > 300, `${what}: ${missing} pixels`); // a letter has some 30 to 60 dark pixels
  }
});

test("paintPng() shows all of 11 lines, each in its colour, with its name beside it", async () => {
  const pixels = await pixelsOf(ratio);
  const axes = { left: 90, top: 110, right: 800, bottom: 600 };
  const names = { left: 800, top: 110, right: 1100, bottom: 600 };
  for (const { colour, dash, name } of ratio.series) {
    const alike = ratio.series.filter((one) => one.colour === colour).length;
    for (const box of [axes, names]) assert.ok(countIn(pixels, box, isOf(colour)) > 100 * alike, `${name} ${dash}`);
  }
});

test("paintPng() fills a band between low and high, and cuts it off at a ground of zero", async () => {
  const points = [0, 1].map((x) => ({ x, y: 1, low: -1, high: 3 }));
  const style = { colour: "#0072B2", dash: [] };
  const banded: Chart = { ...ratio, series: [{ name: "a", ...style, points }], references: [] };
  const bare: Chart = { ...banded, series: [{ name: "a", ...style, points: points.map(({ x, y }) => ({ x, y })) }] };
  const inside = { left: 200, top: 150, right: 800, bottom: 590 };
  const below = { left: 200, top: 612, right: 800, bottom: 616 }; // under the axis
  const [withBand, without] = [await pixelsOf(banded), await pixelsOf(bare)];
  assert.ok(countIn(withBand, inside, isPaper) < 0.05 * areaOf(inside));
  assert.ok(countIn(without, inside, isPaper) > 0.9 * areaOf(inside));
  assert.is(countIn(withBand, below, isPaper), countIn(without, below, isPaper));
});

const hostile: Chart = {
  ...count,
  title: `${"Never_a_place_to_break_".repeat(20)} ${"many more words ".repeat(50)}`,
  subtitle: "words ".repeat(200),
  series: seriesOf(
    30,
    (index) => [
      { x: 0, y: index, low: -9, high: 1e9 },
      { x: 1, y: index ** 5 },
    ],
    (index) => (index % 2 === 0 ? `${"W".repeat(200)}` : `${"name ".repeat(50)}`),
  ),
  references: [
    { axis: "x", at: 0.99, label: "near the right end" },
    { axis: "x", at: 50, label: "outside" },
    { axis: "y", at: 1e7, label: "a level" },
  ],
};
const categories = ["0", "1", "2", "3", "4", "5", "6 and more"];
const bars: Chart = {
  ...count,
  kind: "bars",
  x: { label: "Divisions", unit: "", categories },
  y: { label: "CD8 count", unit: "cells", scale: "linear" },
  series: seriesOf(11, (index) => categories.map((_, x) => ({ x, y: x + index, low: x, high: x + 2 * index }))),
};
const histogram: Chart = {
  ...bars,
  kind: "histogram",
  x: { label: "Diameter", unit: "nm" },
  series: seriesOf(3, (index) => Array.from({ length: 30 }, (_, bin) => ({ x: 20 + 5 * bin, y: (bin * index) % 7 }))),
};
const heatmap: Chart = {
  ...bars,
  kind: "heatmap",
  rows: { label: "IL-2", unit: "U/mL" },
  series: seriesOf(5, (row) => categories.map((_, x) => ({ x, y: row === 2 && x === 2 ? null : 10 ** (row + x) }))),
};
const broken = [...Array(9).fill(4), null, 3, null, ...Array(9).fill(5)] as (number | null)[];
const gaps: Chart = {
  ...ratio,
  references: [],
  series: seriesOf(2, (index) => broken.map((y, x) => ({ x, y: index === 0 ? 1 : y }))),
};
const nothing: Chart = { ...count, series: seriesOf(2, () => [0, 1].map((x) => ({ x, y: null }))) };
const single: Chart = { ...ratio, series: seriesOf(1, () => [{ x: 0, y: 0 }]), references: [] };
const charts = { count, ratio, hostile, bars, histogram, heatmap, gaps, nothing, single };

for (const [name, chart] of Object.entries(charts)) {
  test(`paintPng() keeps ${name} inside the page, on white paper`, async () => {
    const pixels = await pixelsOf(chart);
    const rim = 5; // px of the page
    const sides = [
      { left: 0, top: 0, right: 1100, bottom: rim },
      { left: 0, top: 680 - rim, right: 1100, bottom: 680 },
      { left: 0, top: 0, right: rim, bottom: 680 },
      { left: 1100 - rim, top: 0, right: 1100, bottom: 680 },
    ];
    for (const side of sides) assert.is(countIn(pixels, side, isPaper), areaOf(side));
    assert.ok(countIn(pixels, { left: 0, top: 0, right: 1100, bottom: 680 }, isDark) > 5000);
  });

  test(`paintSvg() draws ${name} with letters as outlines, the same bytes twice`, () => {
    const svg = paintSvg(chart);
    assert.match(svg, /<svg [^>]*width="1100" height="680"/);
    assert.not.match(svg, /<text|<image/);
    assert.ok(svg === paintSvg(chart)); // not assert.is, which would compare them line by line
  });
}

test("paintPng() leaves a gap where nothing could be measured, and a dot for a point that stands alone", async () => {
  const [, line] = gaps.series;
  const axes = { left: 100, top: 120, right: 800, bottom: 600 };
  const inkOf = async (points: Series["points"]): Promise<number> =>
    countIn(await pixelsOf({ ...gaps, series: [{ ...line, points }] }), axes, isOf(line.colour));
  const [drawn, withoutDot, unbroken] = [
    await inkOf(line.points),
    await inkOf(line.points.map((point) => (point.y === 3 ? { ...point, y: null } : point))),
    await inkOf(line.points.filter(({ y }) => y !== null)),
  ];
  assert.ok(drawn - withoutDot > 50, `${drawn - withoutDot} pixels of a dot`); // its radius is 3 px: some 110 pixels
  assert.ok(drawn < 0.95 * unbroken, `${drawn} of ${unbroken}`);
});

test("paintPng() lays bars on their side where the names of their categories are long", async () => {
  const style = { colour: "#0072B2", dash: [] };
  const points = [0, 1].map((x) => ({ x, y: x === 0 ? 10 : 100 }));
  const named = (names: readonly string[]): Chart => ({
    ...bars,
    x: { label: "", unit: "", categories: names },
    series: [{ name: "a", ...style, points }],
  });
  const long = await pixelsOf(named(["first", "second"].map((name) => `the ${name} of ${"long words ".repeat(20)}`)));
  const [rightAbove, rightBelow] = [
    { left: 700, top: 120, right: 900, bottom: 350 },
    { left: 700, top: 370, right: 900, bottom: 600 },
  ];
  assert.is(countIn(long, rightAbove, isOf(style.colour)), 0); // the bar of 10 ends at a tenth of the way
  assert.ok(countIn(long, rightBelow, isOf(style.colour)) > 0.5 * areaOf(rightBelow));
  const short = await pixelsOf(named(["one", "two"]));
  assert.ok(countIn(short, rightAbove, isOf(style.colour)) > 0.5 * areaOf(rightAbove)); // the bar of 100 stands there
});

test("paintPng() marks a value beside a bar, upright and on its side, and says what the mark is", async () => {
  const style = { colour: "#0072B2", dash: [] };
  for (const name of ["short", `a name of ${"long words ".repeat(20)}`]) {
    const chart = (mark?: number): Chart => ({
      ...bars,
      x: { label: "", unit: "", categories: [name] },
      series: [{ name: "a", ...style, points: [{ x: 0, y: 100, ...(mark !== undefined && { mark }) }] }],
      ...(mark !== undefined && { mark: "truth" }),
    });
    const [plain, marked] = [await pixelsOf(chart()), await pixelsOf(chart(50))];
    const bar = { left: 300, top: 130, right: 900, bottom: 590 };
    const paper = countIn(marked, bar, isPaper) - countIn(plain, bar, isPaper);
    assert.ok(paper > 60 && paper < 300, `${name}: ${paper} pixels`); // a diamond of 5 px: 200 pixels less its edge
    const words = { left: 28, top: 70, right: 600, bottom: 105 };
    assert.ok(countIn(marked, words, isInk) > countIn(plain, words, isInk) + 300, name);
  }
});

test("paintPng() draws a dashed line over a whole one, so that both are seen where they are alike", async () => {
  const points = [0, 1, 2].map((x) => ({ x, y: x }));
  const [whole, dashed] = [
    { name: "whole", colour: "#D55E00", dash: [], points },
    { name: "dashed", colour: "#0072B2", dash: [9, 5], points },
  ];
  for (const series of [
    [whole, dashed],
    [dashed, whole],
  ]) {
    const pixels = await pixelsOf({ ...ratio, series, references: [] });
    for (const { colour, name } of series) {
      const seen = countIn(pixels, { left: 120, top: 120, right: 900, bottom: 600 }, isOf(colour));
      assert.ok(seen > 1000, `${name}: ${seen} pixels`);
    }
  }
});

test("paintPng() writes half an interval into a cell of a heatmap that is tall enough", async () => {
  const cells = (low: number): Chart => ({
    ...bars,
    kind: "heatmap",
    rows: { label: "", unit: "" },
    x: { label: "", unit: "", categories: ["one"] },
    series: seriesOf(2, (row) => [{ x: 0, y: 10 * row, low: 10 * row - low, high: 10 * row + low }]),
  });
  const box = { left: 300, top: 130, right: 800, bottom: 340 };
  const [without, written] = [await pixelsOf(cells(0)), await pixelsOf(cells(3))];
  assert.ok(countIn(written, box, isDark) > countIn(without, box, isDark) + 50);
});

test("the fonts are the project's own, regular and bold", () => {
  const styles = GlobalFonts.families.find(({ family }) => family === "Chart Sans")?.styles ?? [];
  assert.equal(
    styles.map(({ weight }) => weight).sort((a, b) => a - b),
    [400, 700],
  );
});

test("spread() keeps names apart, in order, inside, and where they are if they do not collide", () => {
  const room = { top: 0, bottom: 100 };
  assert.equal(spread([10, 50, 90], [10, 10, 10], room), [10, 50, 90]);
  assert.equal(spread([50, 50, 50], [10, 10, 10], room), [40, 50, 60]);
  assert.equal(spread([100, 100], [10, 20], room), [85, 100]);
  assert.equal(spread([0, 0], [10, 20], room), [0, 15]);
  assert.equal(spread([52, 48], [10, 10], room), [55, 45]);
  const ends = Array.from({ length: 9 }, (_, index) => (index * 37) % 100);
  const places = spread(
    ends,
    ends.map(() => 10),
    room,
  );
  const order = [...ends.keys()].sort((a, b) => ends[a] - ends[b]);
  for (const [rank, name] of order.entries()) {
    assert.ok(places[name] >= room.top && places[name] <= room.bottom);
    if (rank > 0) assert.ok(places[name] - places[order[rank - 1]] > 10 - 1e-9);
  }
});

test("wrapped() breaks at spaces but not at no-break spaces, and ends in an ellipsis after three lines", () => {
  assert.equal(wrapped(page, "", 100, 14), [""]);
  assert.equal(wrapped(page, "one two", 1000, 14), ["one two"]);
  assert.equal(wrapped(page, "one two\u00a0three four", 80, 14), ["one", "two\u00a0three", "four"]);
  const lines = wrapped(page, "word ".repeat(100), 80, 14);
  assert.is(lines.length, 3);
  assert.ok(lines[2].endsWith("…") && !lines[1].endsWith("…"));
  assert.match(wrapped(page, "W".repeat(100), 80, 14)[0], /^W+…$/);
});

test.run();

/** About as wide as a name, and nearly as white as paper. */
function dotted(name: string): string {
  return name.replaceAll(/./g, "..");
}

interface Box {
  readonly left: number; // px of the page, half a pixel of a PNG
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function seriesOf(
  number: number,
  points: (index: number) => Series["points"],
  name = (index: number) => `series ${index}`,
): Series[] {
  const names = Array.from({ length: number }, (_, index) => `series ${index}`);
  const styles = stylesOf(names);
  return names.map((each, index) => ({ name: name(index), ...styles.get(each)!, points: points(index) }));
}

/** RGBA of a chart's PNG, row by row. */
async function pixelsOf(chart: Chart): Promise<Uint8ClampedArray> {
  const image = await loadImage(await paintPng(chart));
  const pen = createCanvas(image.width, image.height).getContext("2d");
  pen.drawImage(image, 0, 0);
  return pen.getImageData(0, 0, image.width, image.height).data;
}

type Judge = (red: number, green: number, blue: number) => boolean;

/** How many pixels in a box are as asked. */
function countIn(pixels: Uint8ClampedArray, { left, top, right, bottom }: Box, isAsked: Judge): number {
  let count = 0;
  for (let y = 2 * top; y < 2 * bottom; y++) {
    for (let at = 4 * (y * 2200 + 2 * left); at < 4 * (y * 2200 + 2 * right); at += 4) {
      if (isAsked(pixels[at], pixels[at + 1], pixels[at + 2])) count += 1;
    }
  }
  return count;
}

const isDark: Judge = (red, green, blue) => red + green + blue < 450;
const isInk: Judge = (red, green, blue) => red + green + blue < 600;
const isPaper: Judge = (red, green, blue) => red === 255 && green === 255 && blue === 255;

/** Whether a pixel has exactly this colour, #RRGGBB. */
function isOf(colour: string): Judge {
  const whole = Number.parseInt(colour.slice(1), 16);
  return (red, green, blue) => red * 65_536 + green * 256 + blue === whole;
}

function areaOf({ left, top, right, bottom }: Box): number {
  return 4 * (right - left) * (bottom - top);
}
