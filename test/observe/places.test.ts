/** What is read place by place: cells and vesicles put by hand, and what each reading must say of them. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Simulation } from "../../src/engine/simulation.ts";
import type { Local, Measure, Somewhere } from "../../src/model.ts";
import { readPlaces } from "../../src/observe/places.ts";
import { capture, factor, fixed, kind, model, planOf, species } from "../engine/bench.ts";
import { cube, periodic, runAt, seeded } from "../engine/space/dish.ts";

const [maker, waiting, answering] = [0, 1, 2];
const types = [
  kind("maker"),
  kind("T waiting", { type: "T", state: "waiting", captures: [capture(0)] }),
  kind("T answering", { type: "T", state: "answering", captures: [capture(0)] }),
];
const all = [maker, waiting, answering];

/** A maker at x = 0 of a periodic line of 100 µm, T cells 10, 20 and 70 µm to its right: the last is 30 µm away across the wall. */
function lined(held: readonly number[]): Simulation {
  const culture = cube(10, 10, 1, { walls: periodic });
  const plan = planOf(
    model({
      end: 1,
      step: 1,
      factors: [factor("X")],
      vesicles: [species("E", { diameter: fixed(0.1) })],
      kinds: types,
      cultures: [culture],
      protocol: [seeded(culture, maker, 1), seeded(culture, waiting, 2), seeded(culture, answering, 1)],
    }),
  );
  const simulation = runAt(plan, [
    [0, 50, 50],
    [10, 50, 50],
    [20, 50, 50],
    [70, 50, 50],
  ]);
  const [{ cells }] = simulation.cultures;
  const column = cells.columns[plan.vesicles.inside[0]];
  held.forEach((count, row) => {
    column[row] = count;
  });
  return simulation;
}

const within = (simulation: Simulation, what: Local, from: number, to: number): number =>
  readPlaces(simulation, simulation.cultures[0], { of: "distance", what, kinds: [maker], from, to });
const away = (simulation: Simulation, what: readonly Somewhere[], kinds = [maker]): number =>
  readPlaces(simulation, simulation.cultures[0], { of: "reach", what, kinds } satisfies Measure);
const about = (value: number, expected: number): void =>
  assert.ok(Math.abs(value - expected) < 1e-9 * Math.abs(expected), `${value}, and ${expected} is expected`);

test("vesicles held are a mean of the cells of a band, or the part of all that they hold", () => {
  const simulation = lined([0, 6, 2, 4]);
  const held = { held: 0, kinds: all };
  const shared = { shared: 0, kinds: all };
  about(within(simulation, held, 5, 25), 4);
  about(within(simulation, shared, 5, 25), 8 / 12);
  about(within(simulation, shared, 25, 35), 4 / 12); // across the wall
  assert.is(within(simulation, shared, 35, 60), 0);
  assert.ok(Number.isNaN(within(simulation, held, 35, 60)), "no cell is there");
  assert.ok(Number.isNaN(within(lined([]), shared, 5, 25)), "no cell holds any");
});

test("a fraction is that of the cells of a band, and not a number where there are none", () => {
  const simulation = lined([]);
  const what = { fraction: [answering], among: [waiting, answering] };
  about(within(simulation, what, 0, 60), 1 / 3);
  assert.is(within(simulation, what, 25, 35), 1);
  assert.ok(Number.isNaN(within(simulation, what, 35, 60)));
});

test("a mean distance weighs all there is: what cells hold, free vesicles where they are, molecules voxel by voxel", () => {
  const simulation = lined([0, 6, 2, 4]);
  const [culture] = simulation.cultures;
  const held = { held: 0, kinds: all };
  about(away(simulation, [held]), (6 * 10 + 2 * 20 + 4 * 30) / 12);
  const pool = culture.pools[0].count;
  const voxel = 4 + 10 * (5 + 10 * 5); // its middle is at 45, 55 and 55 µm
  pool[voxel] = 8;
  const farther = Math.sqrt(45 ** 2 + 2 * 5 ** 2);
  about(away(simulation, [{ species: 0 }]), farther);
  about(away(simulation, [held, { species: 0 }]), (220 + 8 * farther) / 20);
  culture.fields[0][voxel] = 3;
  about(away(simulation, [{ factor: 0 }]), farther);
  assert.ok(Number.isNaN(away(simulation, [held], [])), "there is no such cell");
  assert.ok(Number.isNaN(away(lined([]), [held])), "there is nothing");
});

test.run();
