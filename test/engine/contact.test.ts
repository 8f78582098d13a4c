import { test } from "uvu";
import * as assert from "uvu/assert";
import { RunFault, type Simulation } from "../../src/engine/simulation.ts";
import type { Expression, Model, Weight } from "../../src/model.ts";
import {
  at,
  attribute,
  capture,
  distribution,
  hazard,
  kind,
  model,
  near,
  number,
  operate,
  planOf,
  read,
  run,
  species,
} from "./bench.ts";

const contact = (...weights: Weight[]): Expression => read({ signal: "contact", weights });
const level = { name: "level", unit: "", scale: 1, inherit: "copy" } as const;
const sensed = { ...level, name: "sensed" };

/** Neighbours with a level of 0 to 10 that fades, and cells that add up what they sense of them. */
const sensing = (of: Expression, given: Partial<Model> = {}, fading = 0.3): Model =>
  model({
    end: 8,
    step: 0.5,
    cultures: [{ name: "well", volume: 20, share: 1, conditions: [] }],
    attributes: [level, sensed],
    kinds: [
      kind("neighbour", {
        start: [{ attribute: 0, value: distribution("uniform", 0, 10) }],
        attributes: [{ index: 0, loss: number(fading) }],
      }),
      kind("T", {
        start: [{ attribute: 1, value: distribution("fixed", 0) }],
        attributes: [{ index: 1, gain: of }],
      }),
    ],
    protocol: [at(0, { do: "seed", kind: 0, density: 1.5 }), at(0, { do: "seed", kind: 1, density: 0.25 })],
    ...given,
  });

const column = ({ plan, cultures }: Simulation, name: string): Float64Array => {
  const { cells } = cultures[0];
  return Float64Array.from(cells.columns[plan.layout.columnOf.get(name)!].subarray(0, cells.count));
};

for (const means of ["generated code", "closures"] as const)
  test(`contact is what the neighbours count for in a volume, as it is at the start of each step: ${means}`, () => {
    let neighbours: Float64Array | undefined;
    const simulation = run(planOf(sensing(contact({ kind: 0, of: attribute(0) })), means), [3, 4], (now) => {
      neighbours ??= column(now, "attribute:0").slice(0, 30);
    });
    const all = neighbours!.reduce((sum, value) => sum + value, 0);
    let expected = 0;
    for (let step = 0; step < 16; step++) expected += (all / 20) * Math.exp(-0.3 * 0.5 * step) * 0.5;
    const felt = column(simulation, "attribute:1").slice(30);
    assert.is(felt.length, 5);
    for (const value of felt) assert.ok(Math.abs(value - expected) < 1e-12 * expected, `${value}, not ${expected}`);
  });

test("each kind of neighbour counts by its own formula, one that is worked out too", () => {
  const twice = operate(attribute(0), "*", number(2));
  const kinds = sensing(contact({ kind: 0, of: attribute(0) }, { kind: 2, of: attribute(1) }), {}, 0).kinds;
  const worked = kind("other", {
    start: [{ attribute: 0, value: distribution("fixed", 3) }],
    attributes: [{ index: 0 }, { index: 1, is: twice }],
  });
  const plan = planOf(
    sensing(
      contact({ kind: 0, of: attribute(0) }, { kind: 2, of: attribute(1) }),
      {
        kinds: [...kinds, worked],
        protocol: [
          at(0, { do: "seed", kind: 0, density: 1 }),
          at(0, { do: "seed", kind: 1, density: 0.05 }),
          at(0, { do: "seed", kind: 2, density: 0.5 }),
        ],
      },
      0,
    ),
  );
  const simulation = run(plan);
  const levels = column(simulation, "attribute:0").slice(0, 20);
  const all = levels.reduce((sum, value) => sum + value, 0) + 10 * 6;
  const [felt] = column(simulation, "attribute:1").slice(20, 21);
  assert.ok(Math.abs(felt - (all / 20) * 8) < 1e-11 * felt);
});

test("what a neighbour counts for may be all that it reads, a density and payload too", () => {
  const each = operate(read({ signal: "cells", kinds: [1] }), "+", read({ signal: "payload", index: 0 }));
  const base = sensing(contact({ kind: 0, of: each }), {}, 0);
  const [neighbour, T] = base.kinds;
  const plan = planOf({
    ...base,
    cargo: [{ name: "miR", face: "lumen", decay: number(0) }],
    vesicles: [species("EXO", { cargo: [{ cargo: 0, copies: number(3) }] })],
    kinds: [{ ...neighbour, captures: [capture(1e6)] }, T],
    protocol: [...base.protocol, at(0, { do: "vesicles", species: 0, concentration: 10 })],
  });
  const felt = column(run(plan), "attribute:1").slice(30);
  // 30 neighbours in 20 µm³ feel 5 cells in it, and have 200 vesicles of 3 copies together
  const expected = 8 * ((30 * (5 / 20) + 600) / 20);
  for (const value of felt) assert.ok(Math.abs(value - expected) < 1e-11 * expected, `${value}, not ${expected}`);
});

test("cells that count for one each are as many as a density says", () => {
  const [weighed, counted] = [contact({ kind: 0, of: number(1) }), read({ signal: "cells", kinds: [0] })].map((of) =>
    column(run(planOf(sensing(of))), "attribute:1"),
  );
  assert.equal(weighed, counted);
});

test("deaths by contact go as the hazard that the neighbours make", () => {
  const count = 4000;
  const plan = planOf(
    model({
      end: 10,
      step: 1,
      cultures: [{ name: "well", volume: 100, share: 1, conditions: [] }],
      attributes: [level],
      kinds: [
        kind("killer", {
          start: [{ attribute: 0, value: distribution("fixed", 0.5) }],
          attributes: [{ index: 0 }],
        }),
        kind("T", { hazards: [hazard("die", contact({ kind: 0, of: attribute(0) }))] }),
      ],
      protocol: [at(0, { do: "seed", kind: 0, density: 0.2 }), at(0, { do: "seed", kind: 1, density: count / 100 })],
    }),
  );
  const { ledger } = run(plan).cultures[0];
  const died = 1 - Math.exp(-10 * 0.2 * 0.5);
  near(ledger.cells.deaths[1], count * died, Math.sqrt(count * died * (1 - died)), "deaths");
});

test("a neighbour that counts for less than nothing stops the run and says so", () => {
  const below = operate(number(0), "-", attribute(0));
  assert.throws(
    () => run(planOf(sensing(contact({ kind: 0, of: below })))),
    (fault: unknown) =>
      fault instanceof RunFault &&
      /contact with neighbour came to NaN/.test(fault.message) &&
      /weighted-by/.test(fault.hint),
  );
});

test("without contact there is nothing to sum", () => {
  assert.equal(planOf(sensing(number(1))).layout.contacts, []);
});

test.run();
