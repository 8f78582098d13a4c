import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Simulation } from "../../../src/engine/simulation.ts";
import type { Local, Measure, Wall } from "../../../src/model.ts";
import { measure } from "../../../src/observe/measure.ts";
import { at, capture, factor, kind, model, number, planOf, species } from "../bench.ts";
import { dish, placeOf, runAt, seeded, source, sumOf } from "./dish.ts";

const walls: readonly Wall[] = ["periodic", "periodic", "closed", "closed", "fixed", "closed"];
const shape = [6, 5, 4];
const size = [10, 12, 15];
const fine = { shape: [10, 6, 5], size: [6, 10, 12] };
const lengths = shape.map((count, axis) => count * size[axis]);
const spots = [
  [2, 30, 20],
  [31, 10, 40],
  [57, 50, 30],
  [20, 20, 10],
  [44, 33, 50],
];

/** A number of each voxel and the place of its middle. */
const middles = (of: { readonly shape: readonly number[]; readonly size: readonly number[] }): number[][] => {
  const places: number[][] = [];
  for (let k = 0; k < of.shape[2]; k++)
    for (let j = 0; j < of.shape[1]; j++)
      for (let i = 0; i < of.shape[0]; i++) places.push([i, j, k].map((at, axis) => (at + 0.5) * of.size[axis]));
  return places;
};
const away = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(
    ...a.map((each, axis) => {
      const apart = Math.abs(each - b[axis]);
      return axis === 0 ? Math.min(apart, lengths[0] - apart) : apart; // x is periodic
    }),
  );
const mean = (values: readonly number[]): number => (values.length > 0 ? sumOf(values) / values.length : NaN);
const same = (value: number, expected: number, what: string): void =>
  assert.ok(
    Object.is(value, expected) || Math.abs(value - expected) <= 1e-12 * Math.abs(expected),
    `${what}: ${value}, not ${expected}`,
  );

test("distances and slabs are read as one would by hand", () => {
  const culture = dish(shape, size, 1, { walls, grids: [fine], outside: [1] });
  const whats: readonly Local[] = [{ factor: 0 }, { species: 0 }, { species: 1 }, { held: 1, kinds: [1, 2] }];
  const bands = [
    [0, 12],
    [12, 25],
    [25, 60],
    [300, 400],
  ];
  const measures: Measure[] = whats.flatMap((what) =>
    bands.flatMap(([from, to]): Measure[] => [
      { of: "distance", what, kinds: [0], from, to },
      { of: "distance", what, kinds: [0, 2], from, to },
      ...[0, 1, 2].map((axis): Measure => ({ of: "slab", what, axis, from, to })),
    ]),
  );
  const plan = planOf(
    model({
      end: 600,
      step: 300,
      factors: [factor("X", { diffusion: 5 })],
      vesicles: [
        species("POOL", { mobility: 0.05 }),
        species("SINGLE", { mobility: 0.05, detail: "individuals", cargo: [] }),
      ],
      kinds: [
        kind("one", { diameter: 4 }),
        kind("two", { diameter: 6, captures: [capture(30, { species: 1, entry: number(1e-3) })] }),
        kind("three", { diameter: 6, captures: [capture(90, { species: 1 })] }),
        kind("none"),
      ],
      cultures: [culture],
      sources: [source({ factor: 0 }, 5, [10, 10, 10])],
      protocol: [
        seeded(culture, 0, 2),
        seeded(culture, 1, 2),
        seeded(culture, 2, 1),
        at(0, { do: "vesicles", species: 0, concentration: 500 / culture.volume }),
        at(0, { do: "vesicles", species: 1, concentration: 400 / culture.volume }),
      ],
      observables: [
        ...measures,
        { of: "distance", what: { factor: 0 }, kinds: [3], from: 0, to: Infinity } as const,
      ].map((each) => ({ name: "place", culture: 0, subject: "", unit: "", scale: 1, measure: each })),
    }),
  );
  const simulation: Simulation = runAt(plan, spots);
  const [{ cells, fields, pools, packets }] = simulation.cultures;
  const rows = Array.from({ length: cells.count }, (_, row) => ({
    kind: cells.kind[row],
    place: placeOf(simulation, row),
  }));
  const coarse = { shape, size };
  const singles = new Float64Array(shape[0] * shape[1] * shape[2]);
  for (let row = 0; row < packets[1].count; row++) {
    const [i, j, k] = [0, 1, 2].map((axis) =>
      Math.min(Math.floor(packets[1].places[axis][row] / size[axis]), shape[axis] - 1),
    );
    singles[(k * shape[1] + j) * shape[0] + i]++;
  }
  const held = (row: number): number => {
    const column = (name: string): number => cells.columns[plan.layout.columnOf.get(name)!][row];
    return column("bound:1") + column("inside:1");
  };
  assert.ok(sumOf(rows.map((_, row) => held(row))) > 20);
  const into = new Float64Array(plan.model.observables.length);
  measure(simulation, into);
  measures.forEach((each, index) => {
    if (each.of !== "distance" && each.of !== "slab") return;
    const isIn = (place: readonly number[]): boolean => {
      const near =
        each.of === "distance"
          ? Math.min(...rows.filter((one) => each.kinds.includes(one.kind)).map((one) => away(place, one.place)))
          : place[each.axis];
      return near >= each.from && near < each.to;
    };
    const { what } = each;
    const over = (of: typeof fine, amounts: ArrayLike<number>): number => {
      const volume = of.size[0] * of.size[1] * of.size[2];
      return mean(middles(of).flatMap((place, voxel) => (isIn(place) ? [amounts[voxel] / volume] : [])));
    };
    const text = JSON.stringify(each);
    if ("factor" in what) same(into[index], over(fine, fields[0]), text);
    else if ("species" in what) same(into[index], over(coarse, what.species === 0 ? pools[0].count : singles), text);
    else if ("held" in what)
      same(
        into[index],
        mean(rows.flatMap(({ kind: of, place }, row) => (what.kinds.includes(of) && isIn(place) ? [held(row)] : []))),
        text,
      );
  });
  assert.is(measures.filter((_, index) => Number.isFinite(into[index])).length > 30, true);
  assert.ok(Number.isNaN(into.at(-1)!), "no cell of that kind is there");
});

test.run();
