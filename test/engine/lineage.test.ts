import { test } from "uvu";
import * as assert from "uvu/assert";
import { actOut } from "../../src/engine/process/protocol.ts";
import { newSimulation, type Simulation } from "../../src/engine/simulation.ts";
import { step } from "../../src/engine/step.ts";
import type { Attribute, AttributeOf, Clock, Kind, Model } from "../../src/model.ts";
import {
  at,
  attribute,
  capture,
  clock,
  distribution,
  factor,
  fixed,
  hazard,
  kind,
  model,
  momentsOf,
  near,
  number,
  operate,
  planOf,
  read,
  release,
  run,
  species,
} from "./bench.ts";

const cells = 10_000;
const named = (name: string, inherit: Attribute["inherit"] = "copy"): Attribute => ({
  name,
  unit: "",
  scale: 1,
  inherit,
});
const column = (simulation: Simulation, name: string): Float64Array => {
  const { count, columns } = simulation.cultures[0].cells;
  return Float64Array.from(columns[simulation.plan.layout.columnOf.get(name)!].subarray(0, count));
};
const seeded = (kinds: Kind[], given: Partial<Model> & { end: number; step: number }, count = cells) =>
  planOf(model({ kinds, protocol: [at(0, { do: "seed", kind: 0, density: count })], ...given }));

for (const step of [0.5, 8])
  test(`attributes relax exactly to what drives them, at a step of ${step}`, () => {
    const own = (index: number, given: Partial<AttributeOf>): AttributeOf => ({ index, ...given });
    const T = kind("T", {
      start: [0, 1, 2, 3].map((index) => ({ attribute: index, value: fixed(5) })),
      attributes: [
        own(0, { gain: number(0.6), loss: number(0.3) }),
        own(1, { gain: number(0.6) }),
        own(2, { loss: number(0.3) }),
        own(3, {}),
        own(4, { is: operate(attribute(0), "*", number(2)) }),
        own(5, { gain: number(1), loss: number(-0.3) }), // grows by itself
      ],
    });
    const simulation = run(
      seeded([T], { end: 8, step, attributes: ["a", "b", "c", "d", "e", "f"].map((name) => named(name)) }, 3),
    );
    const left = Math.exp(-0.3 * 8);
    const expected = [2 + 3 * left, 5 + 0.6 * 8, 5 * left, 5];
    expected.forEach((value, index) => {
      for (const seen of column(simulation, `attribute:${index}`))
        near(seen, value, 1e-12 * value, `attribute ${index}`, 1);
    });
    const [grown] = column(simulation, "attribute:5");
    near(grown, (1 / left - 1) / 0.3, 1e-11 / left, "what grows by itself", 1);
    const { programs, parameters } = simulation.plan;
    const { scalars, cells: rows } = simulation.cultures[0];
    assert.is(programs[0].attribute(4)(0, parameters, scalars, rows.columns), 2 * column(simulation, "attribute:0")[0]);
    assert.is(rows.columns.length, simulation.plan.layout.columns.length);
    assert.not.ok(simulation.plan.layout.columnOf.has("attribute:4")); // worked out, never kept
  });

test("attributes read the state at the start of the step, all of them", () => {
  const T = kind("T", {
    start: [
      { attribute: 0, value: fixed(1) },
      { attribute: 1, value: fixed(0) },
    ],
    attributes: [
      { index: 0, gain: attribute(1) },
      { index: 1, gain: attribute(0) },
    ],
  });
  const simulation = run(seeded([T], { end: 2, step: 1, attributes: [named("a"), named("b")] }, 1));
  assert.equal([column(simulation, "attribute:0")[0], column(simulation, "attribute:1")[0]], [2, 2]);
});

test("an attribute follows a factor, exactly for its level at the start of the step", () => {
  const T = kind("T", { attributes: [{ index: 0, gain: read({ signal: "factor", index: 0 }), loss: number(1) }] });
  const simulation = run(
    seeded([T], {
      end: 3,
      step: 3,
      attributes: [named("a")],
      factors: [factor("F")],
      protocol: [at(0, { do: "seed", kind: 0, density: 2 }), at(0, { do: "add", factor: 0, concentration: 4 })],
    }),
  );
  near(column(simulation, "attribute:0")[1], 4 * (1 - Math.exp(-3)), 1e-12, "after three time constants", 1);
});

test("divide() copies, halves or draws anew what cells carry", () => {
  const T = kind("T", {
    start: [0, 1, 2].map((index) => ({ attribute: index, value: distribution("uniform", 10, 20) })),
    attributes: [3].map((index) => ({ index })),
    clocks: [clock("divide", fixed(1), { limit: number(1) })],
  });
  const attributes = [named("copied"), named("halved", "halve"), named("drawn", "reset"), named("bare", "reset")];
  const plan = seeded([T], {
    end: 2,
    step: 2,
    attributes,
    protocol: [
      at(0, { do: "seed", kind: 0, density: cells }),
      at(0, { do: "change", kinds: [0], attribute: 3, value: number(9) }),
    ],
  });
  const simulation = newSimulation(plan, [1, 2]);
  actOut(simulation);
  const before = [0, 1].map((index) => column(simulation, `attribute:${index}`));
  step(simulation);
  const family = column(simulation, "family");
  const [copied, halved, drawn, bare] = [0, 1, 2, 3].map((index) => column(simulation, `attribute:${index}`));
  assert.is(family.length, 2 * cells);
  family.forEach((mother, row) => {
    assert.is(copied[row], before[0][mother]);
    assert.is(halved[row], before[1][mother] / 2);
    assert.is(bare[row], 0); // its kind starts with none
  });
  const sister = new Map<number, number>();
  const products: number[] = [];
  drawn.forEach((value, row) => {
    const other = sister.get(family[row]);
    if (other === undefined) sister.set(family[row], value);
    else products.push((value - 15) * (other - 15));
  });
  const seen = momentsOf(drawn);
  near(seen.mean, 15, seen.meanError, "mean of what is drawn");
  near(seen.variance, 100 / 12, seen.varianceError, "its variance");
  const together = momentsOf(products);
  near(together.mean, 0, together.meanError, "covariance of sisters");
});

test("onFirstDivision sets both daughters of a founder, whatever they inherit, and no later ones", () => {
  for (const inherit of ["copy", "halve", "reset"] as const) {
    const first = operate(attribute(1), "+", number(100));
    const T = kind("T", {
      start: [
        { attribute: 0, value: fixed(1) },
        { attribute: 1, value: fixed(8) },
      ],
      attributes: [{ index: 0, onFirstDivision: first }, { index: 1 }],
      clocks: [clock("divide", fixed(1), { limit: number(2) })],
    });
    const attributes = [named("set", inherit), named("level", "halve")];
    const values = (end: number) => [
      ...new Set(column(run(seeded([T], { end, step: 1, attributes }, 4)), "attribute:0")),
    ];
    assert.equal(values(1), [1]);
    assert.equal(values(2), [108]);
    assert.equal(values(3), [{ copy: 108, halve: 54, reset: 1 }[inherit]]);
  }
});

test("onEnter sets what a cell has when it comes from another kind, and not at its start", () => {
  const kinds = [
    kind("a", { start: [{ attribute: 0, value: fixed(3) }], clocks: [clock("become", fixed(1.5), { to: 1 })] }),
    kind("b", {
      start: [{ attribute: 0, value: fixed(5) }],
      attributes: [{ index: 0, onEnter: operate(attribute(0), "*", number(10)) }],
    }),
  ];
  const plan = (first: number) =>
    planOf(
      model({
        end: 2,
        step: 1,
        kinds,
        attributes: [named("x")],
        protocol: [at(0, { do: "seed", kind: first, density: 1 })],
      }),
    );
  assert.is(column(run(plan(0)), "attribute:0")[0], 30);
  assert.is(column(run(plan(1)), "attribute:0")[0], 5);
});

const gate = (given: Partial<Clock>) => {
  const open = operate(read({ signal: "time" }), ">", number(4.5));
  return seeded(
    [kind("T", { clocks: [clock("die", fixed(2), { requires: open, ...given })] })],
    { end: 8, step: 1 },
    10,
  );
};
test("a clock that waits strikes at the first step at whose start it may", () => {
  run(gate({ otherwise: "waits" }), [1, 2], (simulation) => {
    assert.is(simulation.cultures[0].cells.count, simulation.time < 6 ? 10 : 0); // it may from 5 on
  });
});
test("a clock that stops gives its event up", () => {
  assert.is(run(gate({ otherwise: "stops" })).cultures[0].cells.count, 10);
});

for (const end of [0.5, 6])
  test(`clocks of one event that follow each other draw their times anew, in one step to ${end}`, () => {
    const wait = distribution("exponential", 1);
    const chain = Array.from({ length: 4 }, (_, index) =>
      kind(`stage ${index}`, { clocks: [clock("become", wait, { to: index + 1 })] }),
    );
    const simulation = run(seeded([...chain, kind("last")], { end, step: end }));
    const { cells: rows } = simulation.cultures[0];
    const stages = Array.from(
      { length: 5 },
      (_, stage) => rows.kind.subarray(0, rows.count).filter((one) => one === stage).length,
    );
    let chance = Math.exp(-end);
    let passed = 0;
    for (let stage = 0; stage < 4; stage++) {
      near(stages[stage] / cells, chance, Math.sqrt((chance * (1 - chance)) / cells), `stage ${stage}`);
      passed += chance;
      chance *= end / (stage + 1);
    }
    near(stages[4] / cells, 1 - passed, Math.sqrt((passed * (1 - passed)) / cells), "last stage");
  });

test("a clock starts anew when a cell changes, and is forgotten where the new kind has none", () => {
  const kinds = [
    kind("a", { clocks: [clock("die", fixed(3)), clock("become", fixed(2), { to: 1 })] }),
    kind("b", { clocks: [clock("become", fixed(2), { to: 0 })] }),
  ];
  const simulation = run(seeded(kinds, { end: 20, step: 1 }, 5));
  assert.is(simulation.cultures[0].cells.count, 5);
});

test("share() deals vesicles out one by one and cargo with them", () => {
  const carrier = species("EXO", { cargo: [{ cargo: 0, copies: number(3) }] });
  const many = 40;
  const T = kind("T", {
    captures: [capture(1, { entry: number(0.02) })],
    attributes: [
      { index: 0, is: operate(read({ signal: "payload", index: 0 }), "+", read({ signal: "surface", index: 0 })) },
    ],
    clocks: [clock("divide", fixed(10), { limit: number(1) })],
    releases: [release(0, { species: 1, manner: "bodies", size: number(5) })],
  });
  const plan = seeded([T], {
    end: 20,
    step: 10,
    attributes: [named("miR")],
    cargo: [{ name: "miR", face: "surface", decay: number(0) }],
    vesicles: [carrier, species("MV")],
    protocol: [
      at(0, { do: "seed", kind: 0, density: 2000 }),
      at(0, { do: "vesicles", species: 0, concentration: 2000 * many }),
    ],
  });
  const simulation = newSimulation(plan, [3, 4]);
  actOut(simulation);
  step(simulation);
  const mothers = ["bound:0", "inside:0"].map((name) => column(simulation, name));
  step(simulation);
  const [bound, inside, surface, payload, family] = ["bound:0", "inside:0", "surface:0:0", "payload:0", "family"].map(
    (name) => column(simulation, name),
  );
  const parts: number[] = [];
  const whole = mothers[0].map((value, row) => value + mothers[1][row]);
  const sums = new Float64Array(2000);
  family.forEach((mother, row) => {
    assert.ok(Number.isInteger(bound[row]) && Number.isInteger(inside[row]));
    near(surface[row], 3 * bound[row], 1e-9, "copies on the surface", 1);
    sums[mother] += bound[row] + inside[row];
    if (row >= 2000) parts.push((bound[row] + inside[row] - whole[mother] / 2) / Math.sqrt(whole[mother] / 4));
  });
  assert.equal([...sums], [...whole]);
  const seen = momentsOf(parts); // Binomial(n, 1/2), in its own standard deviations
  near(seen.mean, 0, seen.meanError, "mean part");
  near(seen.variance, 1, seen.varianceError, "variance of the part");
  const delivered = payload.reduce((sum, value) => sum + value, 0);
  near(delivered, 3 * inside.reduce((sum, value) => sum + value, 0), 1e-9 * delivered, "payload", 1);
});

test("ids come from ancestry: no two cells share one, and the same kin have the same in any run", () => {
  const plan = seeded([kind("T", { hazards: [hazard("divide", 1)] })], { end: 5, step: 0.5 }, 200);
  const idsOf = (simulation: Simulation) => {
    const { id, count } = simulation.cultures[0].cells;
    return Array.from({ length: count }, (_, row) => `${id[2 * row]},${id[2 * row + 1]}`);
  };
  const ids = idsOf(run(plan));
  assert.ok(ids.length > 10_000);
  assert.is(new Set(ids).size, ids.length);
  const other = new Set(idsOf(run(plan, [7, 8])));
  assert.ok(ids.filter((id) => other.has(id)).length > 100);
});

test.run();
