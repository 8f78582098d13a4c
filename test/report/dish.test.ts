/** A dish as it is described: which way it is seen, what lies over what, and what is said of it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type DishOf, dishChart, timeInWords } from "../../src/report/dish.ts";
import { looksOf } from "../../src/report/looks.ts";
import { hour, kinds, shotOf, species } from "./shots.ts";

const of: DishOf = {
  study: { title: "Exosomes wake T cells", seed: "7" },
  arm: "exosomes + IL-2",
  world: { donor: 2, replicate: 3 },
  kinds,
  species,
};
const il2: DishOf = { ...of, field: "IL2" };

test("a layer is seen from above, a slice from the side, and a cube from above", () => {
  const cells = [{ id: [0, 1], kind: 2, at: [10, 20, 30] }] as const;
  const seen = (box: [number, number, number]) => {
    const { extent, panels, subtitle } = dishChart([shotOf({ box, cells })], of);
    const { x, y } = panels[0].cells[0];
    return {
      ...extent,
      x,
      y,
      above: subtitle.includes("seen from above"),
      side: subtitle.includes("seen from the side"),
    };
  };
  assert.equal(seen([100, 200, 50]), { width: 100, height: 200, x: 10, y: 20, above: true, side: false });
  assert.equal(seen([100, 50, 200]), { width: 100, height: 200, x: 10, y: 30, above: false, side: true });
  assert.equal(seen([50, 100, 200]), { width: 100, height: 200, x: 20, y: 30, above: false, side: true });
  assert.equal(seen([100, 100, 100]), { width: 100, height: 100, x: 10, y: 20, above: true, side: false });
  assert.equal(seen([50, 50, 100]), { width: 50, height: 100, x: 10, y: 30, above: false, side: true });
});

test("what is nearer to the eye lies over what is farther", () => {
  const order = (box: [number, number, number], axis: number): number[] => {
    const cells = [5, 1, 9].map((depth, at) => {
      const place: [number, number, number] = [3, 3, 3];
      place[axis] = depth;
      return { id: [0, at], kind: 0, at: place, radius: at + 1 } as const;
    });
    return dishChart([shotOf({ box, cells })], of).panels[0].cells.map(({ radius }) => radius);
  };
  assert.equal(order([90, 90, 10], 2), [2, 1, 3]); // from above: the highest last
  assert.equal(order([90, 10, 90], 1), [3, 1, 2]); // from the side: y goes away from the eye
  assert.equal(order([10, 90, 90], 0), [2, 1, 3]); // x comes to it
});

test("a field is the mean of the voxels that lie behind each other, for whichever axis they do", () => {
  const field = (i: number, j: number, k: number): number => 100 * i + 10 * j + k;
  const shape = [3, 2, 4] as const;
  const image = (box: [number, number, number]) => dishChart([shotOf({ box, shape, field })], il2).panels[0].field;
  const means = (rows: number, columns: number, mean: (column: number, row: number) => number) =>
    Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (_, column) => mean(column, row))).flat();
  assert.equal(image([90, 90, 9]), { columns: 3, rows: 2, values: means(2, 3, (i, j) => 100 * i + 10 * j + 1.5) });
  assert.equal(image([90, 9, 90]), { columns: 3, rows: 4, values: means(4, 3, (i, k) => 100 * i + 5 + k) });
  assert.equal(image([9, 90, 90]), { columns: 2, rows: 4, values: means(4, 2, (j, k) => 100 + 10 * j + k) });
});

test("the colours of all panels have one scale, up to the largest mean of any", () => {
  const shots = [1, 5, 3].map((most, at) => shotOf({ time: at * hour, field: (i) => (i === 2 ? most : 0.5) }));
  const { scale, panels } = dishChart(shots, il2);
  assert.equal(scale, { label: "IL2", unit: "pM", note: "", most: 5 });
  assert.equal(
    panels.map(({ time }) => time),
    ["0 h", "1 h", "2 h"],
  );
  assert.is(dishChart([shotOf({ shape: [4, 2, 2], field: () => 1 })], il2).scale?.note, "mean over the depth");
  assert.is(dishChart(shots, of).scale, undefined);
});

test("the legend holds what is seen at any time, in the order of the model, with the colours it has everywhere", () => {
  const shots = [
    shotOf({ cells: [{ id: [0, 1], kind: 2, at: [1, 1, 1] }], vesicles: { EXO_DC: [] } }),
    shotOf({
      time: hour,
      cells: [{ id: [0, 2], kind: 1, at: [1, 1, 1] }],
      vesicles: { EXO_DC: [{ id: [0, 1], at: [2, 3, 4] }] },
    }),
  ];
  const dish = dishChart(shots, of);
  const looks = looksOf(kinds, species);
  assert.equal(dish.cells, [looks.cells[1], looks.cells[2]]);
  assert.equal(dish.vesicles, [looks.vesicles[1]]);
  assert.equal(
    dish.panels.map(({ cells }) => cells.map(({ look }) => dish.cells[look].name)),
    [["DC"], ["CD8 pre_activated"]],
  );
  assert.equal(dish.panels[1].vesicles, [{ x: 2, y: 3, packet: false, look: 0 }]);
});

test("title, subtitle, note and description name world, view and contents", () => {
  const shot = shotOf({
    time: 8 * hour,
    cells: [
      { id: [0, 1], kind: 0, at: [1, 1, 1] },
      { id: [0, 2], kind: 0, at: [2, 1, 1] },
    ],
    vesicles: {
      EXO: [
        { id: [0, 1], at: [1, 1, 1] },
        { id: [0, 2], at: [1, 1, 1], weight: 250 },
      ],
    },
    field: (i) => 1 + i,
  });
  const dish = dishChart([shot], il2);
  assert.is(dish.title, "Culture recipient at 8 h: Exosomes wake T cells (seed\u00a07)");
  assert.is(
    dish.subtitle,
    "Arm exosomes + IL-2, culture recipient, donor 2, replicate 3; seen from above, 200 × 100 µm, 20 µm deep",
  );
  assert.is(
    dish.note,
    "Cells are to scale; vesicles are not: a dot marks the place of one; a larger dot is a packet of up to 250",
  );
  assert.match(dish.description, /8 h: 2 CD8 resting and 251 EXO; IL2 from 1 to 4\.$/);
  assert.equal(
    dish.panels[0].vesicles.map(({ packet }) => packet),
    [false, true],
  );
  assert.match(dishChart([shotOf({}), shotOf({ time: 48 * hour })], of).title, /^Culture recipient from 0 h to 2 d: /);
});

test("an empty dish says so, and what is not there is refused", () => {
  const empty = dishChart([shotOf({})], of);
  assert.match(empty.description, /0 h: no cells or vesicles\.$/);
  assert.equal(
    [empty.note, empty.cells, empty.vesicles, empty.panels],
    ["", [], [], [{ time: "0 h", cells: [], vesicles: [] }]],
  );
  assert.throws(() => dishChart([], of), /needs a snapshot/);
  assert.throws(
    () => dishChart([shotOf({ field: () => 1 })], { ...of, field: "TNF" }),
    /no field of TNF: it holds IL2/,
  );
  assert.throws(
    () => dishChart([shotOf({ vesicles: { NEW: [{ id: [0, 1], at: [1, 1, 1] }] } })], of),
    /no vesicles NEW/,
  );
});

test("a description survives JSON as it is", () => {
  const dish = dishChart([shotOf({ cells: [{ id: [0, 1], kind: 0, at: [0.1, 0.2, 0.3] }], field: () => 1 / 3 })], il2);
  assert.equal(JSON.parse(JSON.stringify(dish)), dish);
  assert.equal(dish.panels[0].cells[0], { x: 0.1, y: 0.2, radius: 4.5, look: 0 }); // not 0.10000000149
});

test("looksOf() gives types colours, states shades from pale to full, and a fifth state a dot", () => {
  const looks = looksOf(kinds, species).cells;
  assert.is(looks[0].colour, looks[1].colour);
  assert.is.not(looks[0].colour, looks[2].colour);
  assert.is.not(looks[0].shade, looks[1].shade);
  assert.equal([looks[1].shade, looks[2].shade], [looks[1].colour, looks[2].colour]); // the last state, and the only one
  const many = Array.from({ length: 8 }, (_, state) => ({ name: `T ${state}`, type: "T", state: String(state) }));
  const told = looksOf(many, []).cells.map(({ shade, dotted }) => `${shade}${dotted}`);
  assert.is(new Set(told).size, 8);
});

test("timeInWords() takes the largest unit that reads well, and never rounds a time to another", () => {
  const cases: readonly (readonly [time: number, words: string])[] = [
    [0, "0 h"],
    [12, "12 s"],
    [90, "1.5 min"],
    [8 * hour, "8 h"],
    [24 * hour, "24 h"],
    [36 * hour, "36 h"],
    [48 * hour, "2 d"],
    [-72 * hour, "−3 d"],
    [100.5 * hour, "100.5 h"],
    [1000 * hour, "1,000 h"],
  ];
  for (const [time, words] of cases) assert.is(timeInWords(time), words);
});

test.run();
