import { test } from "uvu";
import * as assert from "uvu/assert";
import { imbalances } from "../../../src/engine/audit.ts";
import { planOf, type Simulation } from "../../../src/engine/simulation.ts";
import type { Space, Wall } from "../../../src/model.ts";
import { run } from "../bench.ts";
import { all, closed, periodic, placeOf, sumOf } from "./dish.ts";
import { richDish } from "./rich-dish.ts";

const open: readonly Wall[] = ["fixed", "absorbing", "periodic", "periodic", "closed", "fixed"];
const sides: Readonly<Record<string, readonly Wall[]>> = {
  closed,
  periodic,
  absorbing: all("absorbing"),
  fixed: all("fixed"),
  "of every kind": open,
};
const whole = (values: ArrayLike<number>): boolean =>
  Array.from(values).every((value) => value >= 0 && Number.isInteger(value));

/** What must be so of a static culture at any time. */
function check(simulation: Simulation): void {
  assert.equal(imbalances(simulation), [], `books at ${simulation.time / 3600} h`);
  const [{ fields, factor, pools, packets, cells, ledger }] = simulation.cultures;
  const { lengths, radii } = simulation.plan.spaces[0]!;
  fields.forEach((field, index) => {
    assert.ok(field.every((amount) => amount >= 0));
    assert.ok(Math.abs(sumOf(field) - factor[index]) <= 1e-9 * factor[index], `field ${index}`);
  });
  pools.forEach(({ count, cargo }) => {
    assert.ok(whole(count));
    assert.ok(cargo.every((copies) => copies > -1e-9));
    const kinds = cargo.length / count.length;
    count.forEach((there, at) => {
      if (there === 0) for (let one = 0; one < kinds; one++) assert.is(cargo[at * kinds + one], 0);
    });
  });
  for (const { count, weight, places, id } of packets) {
    assert.ok(whole(weight.subarray(0, count)));
    assert.ok(weight.subarray(0, count).every((one) => one > 0));
    for (let axis = 0; axis < 3; axis++)
      assert.ok(places[axis].subarray(0, count).every((at) => at >= 0 && at <= lengths[axis]));
    assert.ok(places[3].subarray(0, count).every((diameter) => diameter > 0));
    const names = new Set(Array.from({ length: count }, (_, row) => `${id[2 * row]} ${id[2 * row + 1]}`));
    assert.is(names.size, count, "each has a name of its own");
  }
  for (let row = 0; row < cells.count; row++)
    placeOf(simulation, row).forEach((at, axis) => {
      const margin = simulation.plan.spaces[0]!.box.periods[axis] < Infinity ? 0 : radii[cells.kind[row]] * (1 - 1e-9);
      if (simulation.plan.spaces[0]!.space.cells !== "lattice") assert.ok(at >= margin && at <= lengths[axis] - margin);
    });
  for (const book of [ledger.vesicles, ledger.bodies]) for (const line of Object.values(book)) assert.ok(whole(line));
  for (const line of Object.values(ledger.factors)) assert.ok(line.every((amount) => amount >= 0));
}

for (const [name, walls] of Object.entries(sides))
  for (const cells of ["settled", "afloat", "lattice"] satisfies Space["cells"][]) {
    if (name !== "of every kind" && cells !== "afloat") continue;
    test(`books close at every step with cells ${cells} and walls ${name}`, () => {
      const simulation = run(planOf(richDish(walls, cells)), [3, 4], check);
      const { vesicles, cells: lives, factors, bodies } = simulation.cultures[0].ledger;
      const isOpen = name !== "closed" && name !== "periodic";
      for (let species = 0; species < 4; species++) {
        assert.ok(vesicles.captured[species] > 0 || name === "absorbing", `captured ${species}`);
        assert.is(vesicles.left[species] > 0, isOpen, `left ${species}`);
        assert.ok(vesicles.released[species] > 0, `released ${species}`);
      }
      for (let one = 0; one < 3; one++) {
        assert.is(factors.left[one] > 0, isOpen, `left ${one}`);
        assert.ok(factors.produced[one] > 0 && factors.reacted[one] > 0, `reactions ${one}`);
      }
      assert.is(factors.entered[0] > 0, name === "fixed" || name === "of every kind");
      if (name === "absorbing") return; // little is left there to bind
      assert.ok(
        vesicles.detached[0] > 0 && vesicles.detached[1] > 0 && vesicles.lost[0] > 0 && vesicles.degraded[0] > 0,
      );
      assert.ok(bodies.fused[2] > 0 && bodies.degraded[2] > 0);
      assert.ok(sumOf(lives.divisions) > 5 && sumOf(lives.deaths) > 0 && lives.entries[0] > 0);
    });
  }

test.run();
