/** A dish, looked at pixel by pixel: cells where they are and as large as they are, fields in their colours, words inside the page. */
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { page } from "../../src/node/page.ts";
import { paintPng, paintSvg } from "../../src/node/painter.ts";
import { drawDish, gridOf } from "../../src/painting/dish.ts";
import { type Dish, type DishOf, dishChart } from "../../src/report/dish.ts";
import { hour, kinds, shotOf, species } from "../report/shots.ts";

const of: DishOf = {
  study: { title: "Exosomes wake T cells", seed: "7" },
  arm: "exosomes + IL-2",
  world: { donor: 1, replicate: 1 },
  kinds,
  species,
};
const field = (i: number): number => i;

/** One activated cell, in a square layer of 100 µm. */
const one = dishChart(
  [shotOf({ box: [100, 100, 20], cells: [{ id: [0, 1], kind: 1, at: [30, 60, 10], radius: 20 }] })],
  of,
);
const empty = dishChart([shotOf({})], of);
const many = Array.from({ length: 300 }, (_, at) => ({
  ...{ id: [0, at], kind: at % 3, at: [(at * 73) % 200, (at * 31) % 100, at % 20] },
})) as { id: [number, number]; kind: number; at: [number, number, number] }[];
const vesicles = {
  EXO: many.map(({ id, at }, row) => ({ id, at, weight: row % 2 === 0 ? 1 : 30 })),
  EXO_DC: many.slice(9, 99),
};
const layer = dishChart([shotOf({ time: 8 * hour, cells: many, vesicles, field })], { ...of, field: "IL2" });
const volume = dishChart([shotOf({ box: [200, 200, 200], cells: many, shape: [4, 4, 4], field })], {
  ...of,
  field: "IL2",
});
const side = dishChart([shotOf({ box: [200, 5, 100], cells: many, vesicles })], of);
const strip = dishChart(
  [0, 8, 24, 48, 72].map((time) =>
    shotOf({ time: time * hour, cells: many.slice(time), vesicles, field: (i) => i * time }),
  ),
  { ...of, field: "IL2" },
);
const long = `${"W".repeat(200)} ${"name ".repeat(50)}`;
const hostile = dishChart(
  [shotOf({ time: 1e9 + 0.123, cells: many, vesicles: { [long]: vesicles.EXO }, field: (i) => i * 1e30 })],
  {
    ...{ study: { title: long, seed: "<b>&amp;" }, arm: long, world: { donor: 1, replicate: 1 }, field: "IL2" },
    kinds: kinds.map((kind) => ({ ...kind, name: `${kind.name} ${long}` })),
    species: [long],
  },
);
const dishes = { one, empty, layer, volume, side, strip, hostile };

for (const [name, dish] of Object.entries(dishes)) {
  test(`drawDish() keeps ${name} inside the page, on white paper`, () => {
    const pixels = pixelsOf(dish);
    const rim = 5; // px of the page
    const sides = [
      { left: 0, top: 0, right: 1100, bottom: rim },
      { left: 0, top: 680 - rim, right: 1100, bottom: 680 },
      { left: 0, top: 0, right: rim, bottom: 680 },
      { left: 1100 - rim, top: 0, right: 1100, bottom: 680 },
    ];
    for (const side of sides) assert.is(countIn(pixels, side, isPaper), areaOf(side));
    assert.ok(countIn(pixels, whole, isDark) > 5000);
  });

  test(`paintSvg() draws ${name} with letters as outlines, the same bytes twice, as clean XML`, () => {
    const svg = paintSvg(dish);
    assert.match(svg, /<svg [^>]*width="1100" height="680"/);
    assert.not.match(svg, /<text|<image|NaN|undefined/);
    assert.ok(svg === paintSvg(dish));
  });
}

test("paintPng() makes a PNG of 2200 × 1360 pixels, as it is drawn, the same bytes twice", async () => {
  const png = await paintPng(strip);
  assert.ok(png.equals(await paintPng(strip)));
  const image = await loadImage(png);
  assert.equal([image.width, image.height], [2200, 1360]);
  const pen = createCanvas(2200, 1360).getContext("2d");
  pen.drawImage(image, 0, 0);
  assert.ok(Buffer.from(pen.getImageData(0, 0, 2200, 1360).data).equals(Buffer.from(pixelsOf(strip))));
});

const whole = { left: 0, top: 0, right: 1100, bottom: 680 };

test("a cell is a disc to scale, where it is, in the colour of its type", () => {
  const pixels = pixelsOf(one);
  const frame = frameIn(pixels);
  const scale = (frame.right - frame.left) / 100; // px for each µm
  const { colour } = one.cells[0];
  const inked = countIn(pixels, frame, isOf(colour));
  const expected = 4 * Math.PI * (20 * scale - 1) ** 2; // pixels, of a disc with a line of 1 px round it
  assert.ok(Math.abs(inked / expected - 1) < 0.01, `${inked} pixels, not ${expected}`);
  const lined = inked + countIn(pixels, frame, isOf(one.cells[0].line));
  assert.ok(Math.abs(lined / (4 * Math.PI * (20 * scale) ** 2) - 1) < 0.02, `${lined} pixels with the line`); // less what is half covered
  const middle = { left: frame.left + 30 * scale - 2, top: frame.bottom - 60 * scale - 2 };
  const core = { ...middle, right: middle.left + 4, bottom: middle.top + 4 };
  assert.ok(countIn(pixels, core, isOf(colour)) >= 64); // the last state is of the full colour
  const reach = 20 * scale + 2;
  const round = {
    left: middle.left + 2 - reach,
    right: middle.left + 2 + reach,
    top: middle.top + 2 - reach,
    bottom: middle.top + 2 + reach,
  };
  assert.is(countIn(pixels, round, isOf(colour)), inked);
});

test("a state is told by the shade in the middle, a ring keeps the colour of the type", () => {
  const resting = {
    ...one,
    cells: [dishChart([shotOf({ cells: [{ id: [0, 1], kind: 0, at: [1, 1, 1] }] })], of).cells[0]],
  };
  const pixels = pixelsOf(resting);
  const frame = frameIn(pixels);
  const { colour, shade } = resting.cells[0];
  const [ring, core] = [colour, shade].map((each) => countIn(pixels, frame, isOf(each)));
  const disc = countIn(pixelsOf(one), frame, isOf(colour));
  assert.ok(Math.abs(core / disc - 0.36) < 0.02, `${core} of ${disc}`); // 0.6 of the radius
  assert.ok(Math.abs((ring + core) / disc - 1) < 0.02);
});

test("of two cells behind each other the nearer is seen", () => {
  const cells = [
    { id: [0, 1], kind: 1, at: [50, 50, 15] },
    { id: [0, 2], kind: 2, at: [50, 50, 5] },
  ] as const;
  const dish = dishChart([shotOf({ box: [100, 100, 20], cells })], of);
  const pixels = pixelsOf(dish);
  const seen = ({ colour }: { colour: string }): number => countIn(pixels, frameIn(pixels), isOf(colour));
  assert.ok(seen(dish.cells[0]) > 1000);
  assert.is(seen(dish.cells[1]), 0);
});

test("nothing of a cell lies outside the box", () => {
  const cells = [{ id: [0, 1], kind: 1, at: [100, 50, 5], radius: 20 }] as const;
  const dish = dishChart([shotOf({ box: [100, 100, 20], cells })], of);
  const pixels = pixelsOf(dish);
  const frame = frameIn(pixels);
  const { colour } = dish.cells[0];
  assert.ok(countIn(pixels, frame, isOf(colour)) > 1000);
  assert.is(countIn(pixels, { ...frame, left: frame.right + 1, right: frame.right + 20 }, isOf(colour)), 0);
});

test("a field is darker where there is more of it, its middle half way from paper to the darkest", () => {
  const dish = dishChart([shotOf({ box: [100, 100, 20], shape: [3, 1, 1], field })], { ...of, field: "IL2" });
  const pixels = pixelsOf(dish);
  const { left, right, top, bottom } = frameIn(pixels);
  const third = (right - left) / 3;
  const greens = [0, 1, 2].map((at) => greenAt(pixels, left + (at + 0.5) * third, (top + bottom) / 2));
  assert.is(greens[0], 255);
  assert.ok(Math.abs(greens[1] - (greens[0] + greens[2]) / 2) <= 1, greens.join(" "));
  assert.ok(greens[2] < 110);
});

test("a packet is a larger dot than a vesicle, and neither grows with the picture", () => {
  const inkOf = (box: [number, number, number], weight: number): number => {
    const rows = [{ id: [0, 1], at: [box[0] / 2, box[1] / 2, 1], weight }] as const;
    const dish = dishChart([shotOf({ box, vesicles: { EXO: rows } })], of);
    const pixels = pixelsOf(dish);
    return countIn(pixels, frameIn(pixels), isOf(dish.vesicles[0].colour));
  };
  const [single, packet, far] = [inkOf([90, 90, 9], 1), inkOf([90, 90, 9], 50), inkOf([900, 900, 90], 1)];
  assert.ok(single > 10 && packet > 2 * single, `${single} and ${packet} pixels`);
  assert.ok(Math.abs(far - single) <= 4, `${far} and ${single} pixels`); // where a dot falls among pixels
});

test("each text stands where it belongs: time, names, scale bar, note and the title of the colours", () => {
  const full = pixelsOf(layer);
  const frame = frameIn(full);
  const cases: readonly (readonly [what: string, without: Dish, box: Box])[] = [
    [
      "time",
      { ...layer, panels: [{ ...layer.panels[0], time: "." }] },
      { ...frame, top: frame.top - 22, bottom: frame.top - 2 },
    ],
    ["note", { ...layer, note: "." }, { left: 28, top: 76, right: 1000, bottom: 98 }],
    [
      "names",
      { ...layer, cells: layer.cells.map((look) => ({ ...look, name: look.name.replaceAll(/./g, "..") })) },
      { ...whole, left: frame.right + 22, top: frame.top - 5 },
    ],
    [
      "colours",
      { ...layer, scale: { ...layer.scale!, label: ".", unit: "" } },
      { ...whole, left: frame.right + 10, top: frame.top + 50 },
    ],
  ];
  for (const [what, without, box] of cases) {
    const missing = countIn(full, box, isInk) - countIn(pixelsOf(without), box, isInk);
    assert.ok(missing > 100, `${what}: ${missing} pixels`);
  }
  const below = { ...frame, top: frame.bottom + 4, bottom: frame.bottom + 30 };
  const bar = countIn(full, below, (red, green, blue) => red + green + blue === 3 * 0x1a);
  const scale = (frame.right - frame.left) / 200; // px for each µm
  assert.ok(bar > 0.95 * 4 * 4 * 50 * scale, `${bar} pixels`); // 50 µm long, 4 px high, and letters beside it
});

test("gridOf() makes panels as large as can be, one beside the other, all inside", () => {
  for (const count of [1, 2, 3, 4, 5, 9, 30])
    for (const [width, height] of [
      [100, 100],
      [400, 50],
      [50, 400],
    ]) {
      const of = { extent: { width, height }, panels: Array(count).fill(empty.panels[0]) };
      const { places, scale, width: used } = gridOf(of, 800, 500);
      assert.is(places.length, count);
      assert.ok(scale > 0 && used <= 800 + 1e-9);
      for (const [at, place] of places.entries()) {
        assert.ok(Math.abs(place.right - place.left - scale * width) < 1e-9);
        assert.ok(
          place.left >= 0 && place.top >= 24 - 1e-9 && place.right <= used + 1e-9 && place.bottom <= 500 + 1e-9,
        );
        for (const other of places.slice(0, at))
          assert.ok(place.left > other.right || place.top - 24 > other.bottom, `${count} of ${width} × ${height}`);
      }
    }
  const beside = gridOf(
    { extent: { width: 100, height: 100 }, panels: Array(3).fill(empty.panels[0]) },
    900,
    300,
  ).places;
  assert.is(new Set(beside.map(({ top }) => top)).size, 1);
});

test.run();

interface Box {
  readonly left: number; // px of the page, half a pixel of a PNG
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** RGBA of a dish as its PNG has it, row by row. */
function pixelsOf(dish: Dish): Uint8ClampedArray {
  const pen = createCanvas(2200, 1360).getContext("2d");
  pen.scale(2, 2);
  drawDish(pen, page, dish);
  return pen.getImageData(0, 0, 2200, 1360).data;
}

/** The first panel: within the first line of the colour of axes that runs on for 40 px, and the last beside it. */
function frameIn(pixels: Uint8ClampedArray): Box {
  const isLine = (x: number, y: number): boolean =>
    pixels[4 * (y * 2200 + x)] === 0x8c && pixels[4 * (y * 2200 + x) + 2] === 0x8c;
  for (let y = 0, run = 0; y < 1360; y++)
    for (let x = 0; x < 2200; x++) {
      run = isLine(x, y) ? run + 1 : 0;
      if (run < 80) continue;
      const left = x - run + 1;
      let [right, bottom] = [x, y];
      while (isLine(right + 1, y)) right += 1;
      while (isLine(left, bottom + 1)) bottom += 1;
      return {
        left: Math.ceil(left / 2) + 1,
        top: Math.ceil(y / 2) + 1,
        right: Math.floor(right / 2),
        bottom: Math.floor(bottom / 2),
      };
    }
  throw new Error("there is no panel");
}

const greenAt = (pixels: Uint8ClampedArray, x: number, y: number): number =>
  pixels[4 * (Math.round(2 * y) * 2200 + Math.round(2 * x)) + 1];

type Judge = (red: number, green: number, blue: number) => boolean;

/** How many pixels in a box are as asked. */
function countIn(pixels: Uint8ClampedArray, { left, top, right, bottom }: Box, isAsked: Judge): number {
  let count = 0;
  for (let y = Math.round(2 * top); y < 2 * bottom; y++) {
    for (let x = Math.round(2 * left), at = 4 * (y * 2200 + x); x < 2 * right; x++, at += 4) {
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
  const wanted = Number.parseInt(colour.slice(1), 16);
  return (red, green, blue) => red * 65_536 + green * 256 + blue === wanted;
}

function areaOf({ left, top, right, bottom }: Box): number {
  return 4 * (right - left) * (bottom - top);
}
