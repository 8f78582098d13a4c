import { test } from "uvu";
import * as assert from "uvu/assert";
import { actOut } from "../../../src/engine/process/protocol.ts";
import { digestOf, load, save } from "../../../src/engine/saved.ts";
import { newSimulation, type Plan, planOf, type Simulation } from "../../../src/engine/simulation.ts";
import { step as advance } from "../../../src/engine/step.ts";
import type { Model, Space, Wall } from "../../../src/model.ts";
import { run } from "../bench.ts";
import { richDish } from "./rich-dish.ts";

const key = [21, 22] as const;
const walls: readonly Wall[] = ["fixed", "absorbing", "periodic", "periodic", "closed", "closed"];
const hour = 3600;
const manners = ["settled", "afloat", "lattice"] satisfies Space["cells"][];
const step = 1200; // s
const some = (cells: Space["cells"]): Model =>
  richDish(walls, cells, { time: { start: 0, end: 13 * step, step, records: [0, 2 * hour, 4 * hour] } });

/** Digests at every boundary of a step, before and after what is done there. */
function digestsOf(plan: Plan, look: (simulation: Simulation) => Simulation = (simulation) => simulation): string[] {
  const digests: string[] = [];
  let simulation = newSimulation(plan, key);
  for (;;) {
    simulation = look(simulation);
    digests.push(digestOf(simulation));
    actOut(simulation);
    simulation = look(simulation);
    digests.push(digestOf(simulation));
    if (simulation.time >= plan.model.time.end) return digests;
    advance(simulation);
  }
}

const once = new Map<string, string[]>();
const plain = (cells: Space["cells"]): string[] => {
  if (!once.has(cells)) once.set(cells, digestsOf(planOf(some(cells))));
  return once.get(cells)!;
};

for (const cells of manners) {
  test(`closures give the bits of generated code with cells ${cells}`, () => {
    assert.equal(digestsOf(planOf(some(cells), "closures")), plain(cells));
  });

  test(`a state that is saved and loaded at every boundary goes on as if it had never stopped with cells ${cells}`, () => {
    // Every state goes through bytes, and on under the other of two plans.
    const plans = [0, 1].map(() => planOf(some(cells)));
    let turn = 0;
    assert.equal(
      digestsOf(plans[0], (simulation) => load(plans[turn++ % 2], save(simulation))),
      plain(cells),
    );
  });
}

test("another key is another run", () => {
  const plan = planOf(some("afloat"));
  assert.not.equal(digestOf(run(plan, [21, 23])), plain("afloat").at(-1));
});

test("a plan that has run other worlds before runs the next as a new one would", () => {
  const plan = planOf(some("settled"));
  run(plan, [5, 6]);
  assert.equal(digestsOf(plan), plain("settled"));
});

test("the rich dish reads its surroundings", () => {
  const plan = planOf(some("afloat"));
  assert.equal(plan.layout.around.map(({ of, index }) => `${of} ${index}`).sort(), [
    "contact 0",
    "factor 0",
    "vesicle 0",
  ]);
});

test.run();
