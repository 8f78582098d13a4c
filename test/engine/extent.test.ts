/** A culture that outgrows what it may hold goes on with three quarters of its share, and nobody can tell from its results. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { imbalances } from "../../src/engine/audit.ts";
import { load, save } from "../../src/engine/saved.ts";
import { type Plan, planOf, type Simulation } from "../../src/engine/simulation.ts";
import type { Kind, Model } from "../../src/model.ts";
import { at, clock, factor, fixed, hazard, kind, model, momentsOf, near, run, species } from "./bench.ts";

const many = (kinds: Kind[], cells: readonly number[], given: Partial<Model> & { end: number; step: number }): Plan =>
  planOf(
    model({
      kinds,
      protocol: cells.map((density, index) => at(0, { do: "seed", kind: index, density })),
      ...given,
    }),
  );
const limited = (most: number) => ({ cultures: [{ name: "well", volume: 1, share: 1, most, conditions: [] }] });
const real = ({ cultures: [{ cells, share }] }: Simulation): number => cells.count / share;
const namesOf = ({ cultures: [{ cells }] }: Simulation, of: number): string[] =>
  Array.from({ length: cells.count }, (_, row) => row)
    .filter((row) => cells.kind[row] === of)
    .map((row) => `${cells.id[2 * row]},${cells.id[2 * row + 1]}`);

test("a clone that doubles by the clock has the real number at every time, however small the part simulated", () => {
  const dividing = kind("T", { clocks: [clock("divide", fixed(10))] });
  for (const most of [1500, 1999, 100]) {
    const simulation = run(many([dividing], [1024], { end: 55, step: 1, ...limited(most) }));
    const { share } = simulation.cultures[0];
    const rounding = 1 / share / (1 - 0.75); // every cut leaves less than one cell to chance, of a share then larger
    assert.ok(Math.abs(real(simulation) - 32_768) < rounding, `${real(simulation)}`);
    assert.ok(simulation.cultures[0].cells.count <= most);
    assert.equal(imbalances(simulation), []);
  }
});

test("births and deaths have the exact mean through many cuts", () => {
  const birth = 0.6;
  const death = 0.2;
  const fated = kind("T", { hazards: [hazard("divide", birth), hazard("die", death)] });
  const plan = many([fated], [200], { end: 8, step: 0.5, ...limited(400) });
  const found = Array.from({ length: 400 }, (_, replicate) => run(plan, [replicate, 5]));
  assert.ok(found.every(({ cultures: [{ share }] }) => share < 0.2));
  const { mean, meanError } = momentsOf(found.map(real));
  near(mean, 200 * Math.exp((birth - death) * 8), meanError, "mean");
});

test("of every kind exactly three quarters stay, what is left of a cell by a draw", () => {
  const still = [kind("A"), kind("B"), kind("C")];
  const kept = Array.from({ length: 400 }, (_, replicate) => {
    const simulation = run(many(still, [40, 3, 1], { end: 1, step: 1, ...limited(43) }), [replicate, 6]);
    const count = [0, 0, 0];
    const { cells } = simulation.cultures[0];
    for (let row = 0; row < cells.count; row++) count[cells.kind[row]]++;
    assert.is(count[0], 30);
    assert.ok((count[1] === 2 || count[1] === 3) && count[2] <= 1);
    assert.equal(imbalances(simulation), []);
    return count;
  });
  const errorOf = (part: number): number => Math.sqrt((part * (1 - part)) / kept.length);
  near(kept.reduce((sum, count) => sum + count[1], 0) / kept.length, 2.25, errorOf(0.25), "of three");
  near(kept.reduce((sum, count) => sum + count[2], 0) / kept.length, 0.75, errorOf(0.75), "of one");
});

test("concentrations go on as they were, and every book closes", () => {
  const dividing = kind("T", { clocks: [clock("divide", fixed(10))] });
  const plan = many([dividing], [1000], {
    end: 15,
    step: 5,
    ...limited(1500),
    factors: [factor("IL2"), factor("drug", { counted: true })],
    vesicles: [
      species("EXO"),
      species("MV", { detail: "individuals" }),
      species("AB", { detail: "packets", packet: 7 }),
    ],
    protocol: [
      at(0, { do: "seed", kind: 0, density: 1000 }),
      ...[0, 1].map((index) => at(0, { do: "add", factor: index, concentration: 30_001 })),
      ...[0, 1, 2].map((index) => at(0, { do: "vesicles", species: index, concentration: 30_001 })),
    ],
  });
  const simulation = run(plan);
  const [{ volume, share, factor: amount, pools, packets }] = simulation.cultures;
  assert.is(share, 0.75);
  assert.is(amount[0] / volume, 30_001);
  assert.ok(Math.abs(amount[1] / volume - 30_001) < 1 / share, "counted: the last one by chance");
  assert.ok(Math.abs(pools[0].count[0] / volume - 30_001) < 1 / share);
  const free = [1, 2].map((at) =>
    packets[at].weight.subarray(0, packets[at].count).reduce((sum, each) => sum + each, 0),
  );
  near(free[0] / volume, 30_001, Math.sqrt(30_001 / 3), "individuals stay by a chance of three quarters each");
  near(free[1] / volume, 30_001, Math.sqrt(30_001 / 7 / 3), "packets: only the last vesicle of each is left to chance");
  assert.equal(imbalances(simulation), []);
});

test("who stays does not depend on who else is there", () => {
  const dividing = kind("T", { clocks: [clock("divide", fixed(10))] });
  const alone = many([dividing, kind("U")], [1000, 0], { end: 45, step: 5, ...limited(1500) });
  const beside = many([dividing, kind("U")], [1000, 1], { end: 45, step: 5, ...limited(1501) });
  assert.equal(namesOf(run(beside), 0), namesOf(run(alone), 0));
});

test("a culture that was cut is saved and loaded with its share", () => {
  const dividing = kind("T", { clocks: [clock("divide", fixed(10))] });
  const plan = many([dividing], [1000], { end: 25, step: 5, ...limited(1500) });
  const simulation = run(plan);
  const again = load(plan, save(simulation));
  assert.equal(
    [again.cultures[0].share, again.cultures[0].volume, real(again)],
    [0.75 ** 4, simulation.cultures[0].volume, real(simulation)],
  );
});

test.run();
