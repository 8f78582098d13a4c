import { test } from "uvu";
import * as assert from "uvu/assert";
import { freeVesicles, RunFault, type Simulation } from "../../src/engine/simulation.ts";
import type { Model, Release } from "../../src/model.ts";
import {
  at,
  attribute,
  capture,
  distribution,
  hazard,
  kind,
  model,
  momentsOf,
  near,
  number,
  operate,
  planOf,
  release,
  run,
  species,
} from "./bench.ts";

const cells = 10_000;
const seed = at(0, { do: "seed", kind: 0, density: cells });
const column = (simulation: Simulation, name: string): Float64Array =>
  Float64Array.from(
    simulation.cultures[0].cells.columns[simulation.plan.layout.columnOf.get(name)!].subarray(0, cells),
  );
const released = (simulation: Simulation): number => simulation.cultures[0].ledger.vesicles.released[0];
const source = (releases: Release[], given: Partial<Model> & { end: number; step: number }) =>
  planOf(model({ vesicles: [species("EXO")], kinds: [kind("source", { releases })], protocol: [seed], ...given }));

for (const step of [1, 60])
  test(`release() fuses and degrades bodies as rates say, at a step of ${step}`, () => {
    const size = 20;
    const rates = { form: 0.05, fusion: 0.02, degradation: 0.01 };
    const leaving = rates.fusion + rates.degradation;
    const manner = {
      manner: "bodies",
      size: number(size),
      fusion: number(rates.fusion),
      degradation: number(rates.degradation),
    } as const;
    const simulation = run(source([release(rates.form, manner)], { end: 60, step }));
    const { bodies, vesicles } = simulation.cultures[0].ledger;

    const store = (rates.form / leaving) * (1 - Math.exp(-leaving * 60)); // bodies of one cell, Poisson
    const seen = momentsOf(column(simulation, "bodies:0"));
    near(seen.mean, store, Math.sqrt(store / cells), "bodies in store");
    near(seen.variance, store, seen.varianceError, "their variance");

    const gone = rates.form * 60 - store; // of one cell by now
    const fused = (gone * rates.fusion) / leaving;
    near(bodies.fused[0], cells * fused, Math.sqrt(cells * fused), "bodies that fused");
    near(bodies.degraded[0], cells * (gone - fused), Math.sqrt(cells * (gone - fused)), "bodies degraded");
    assert.is(vesicles.released[0], size * bodies.fused[0]);
  });

for (const [manner, size] of [
  ["steady", 1],
  ["batch", 8],
  ["bodies", 8],
] as const)
  test(`release() of ${manner} has the mean and the variance of its manner`, () => {
    const rate = 0.05;
    const given = { manner, size: number(size), fusion: number(0.5), degradation: number(0) };
    // One cell in each of many cultures: each is a replicate.
    const cultures = Array.from({ length: 2000 }, (_, index) => ({
      name: `well ${index}`,
      volume: 1,
      share: 1,
      conditions: [],
    }));
    const plan = planOf(
      model({
        end: 100,
        step: 10,
        cultures,
        vesicles: [species("EXO")],
        kinds: [kind("source", { releases: [release(rate, given)] })],
        protocol: cultures.map((_, culture) => at(0, { do: "seed", kind: 0, density: 1 }, culture)),
      }),
    );
    const simulation = run(plan, [8, 9]);
    const seen = momentsOf(simulation.cultures.map((culture) => culture.ledger.vesicles.released[0]));
    const events = rate * (manner === "bodies" ? 100 - (1 - Math.exp(-50)) / 0.5 : 100);
    near(seen.mean, size * events, seen.meanError, "mean");
    near(seen.variance, size * size * events, seen.varianceError, "variance");
  });

test("release() gives each of two releases of one species its own draws", () => {
  const plan = source([release(0.5), release(0.5)], {
    end: 1,
    step: 1,
    vesicles: [species("EXO", { detail: "individuals" })],
  });
  const together = momentsOf(column(run(plan), "released:0")); // by cell
  near(together.mean, 1, together.meanError, "mean");
  near(together.variance, 1, together.varianceError, "variance of a sum of two"); // twice that if they were one draw
});

test("release() stamps cargo from the producer's own state, and pools sort it into classes", () => {
  const plan = source([release(2, { stamps: [{ cargo: 1, copies: operate(number(10), "*", attribute(0)) }] })], {
    end: 1,
    step: 1,
    cargo: [
      { name: "CD63", face: "surface", decay: number(0) },
      { name: "miR", face: "lumen", decay: number(0) },
    ],
    attributes: [{ name: "level", unit: "", scale: 1, inherit: "copy" }],
    vesicles: [species("EXO", { cargo: [{ cargo: 0, copies: number(7) }], classes: [{ cargo: 1, edges: [2, 6] }] })],
    kinds: [
      kind("source", {
        start: [{ attribute: 0, value: distribution("uniform", 0, 1) }],
        releases: [release(2, { stamps: [{ cargo: 1, copies: operate(number(10), "*", attribute(0)) }] })],
      }),
    ],
  });
  const simulation = run(plan);
  const [pool] = simulation.cultures[0].pools;
  const all = released(simulation);
  for (const [joint, share, mean] of [
    [0, 0.2, 1],
    [1, 0.4, 4],
    [2, 0.4, 8],
  ]) {
    const count = pool.count[joint];
    near(count / all, share, Math.sqrt((share * (1 - share)) / all), `part of class ${joint}`);
    near(pool.cargo[2 * joint] / count, 7, 1e-9, "what the species itself carries", 1);
    const spread = share * 10; // uniform over the class
    near(
      pool.cargo[2 * joint + 1] / count,
      mean,
      spread / Math.sqrt(12) / Math.sqrt(count / 2),
      `copies of class ${joint}`,
    );
  }
});

test("classes of two cargoes are joint: which copies go together is kept", () => {
  const level = attribute(0);
  const plan = source([], {
    end: 1,
    step: 1,
    cargo: ["A", "B"].map((name) => ({ name, face: "surface" as const, decay: number(0) })),
    attributes: [{ name: "level", unit: "", scale: 1, inherit: "copy" }],
    vesicles: [
      species("EXO", {
        classes: [
          { cargo: 0, edges: [1] },
          { cargo: 1, edges: [1] },
        ],
      }),
    ],
    kinds: [
      kind("source", {
        start: [{ attribute: 0, value: distribution("uniform", 0, 1) }],
        releases: [
          release(2, {
            stamps: [
              { cargo: 0, copies: operate(level, ">", number(0.5)) },
              { cargo: 1, copies: operate(level, "<", number(0.5)) },
            ],
          }),
        ],
      }),
    ],
  });
  const { count } = run(plan).cultures[0].pools[0];
  assert.is(count[0], 0); // neither
  assert.is(count[3], 0); // both
  const all = count[1] + count[2];
  near(count[1] / all, 0.5, Math.sqrt(0.25 / all), "one without the other");
});

test("captured cargo goes where its vesicle goes: to the surface, inside, and away at its own rate", () => {
  const copies = 12;
  const vesicles = 1e5;
  const carrier = species("EXO", { cargo: [{ cargo: 0, copies: number(copies) }] });
  const plan = planOf(
    model({
      end: 50,
      step: 5,
      cargo: [{ name: "miR", face: "lumen", decay: number(0.04) }],
      vesicles: [carrier],
      kinds: [kind("T", { captures: [capture(0.001, { entry: number(0.1), detach: number(0.02) })] })],
      protocol: [
        at(0, { do: "seed", kind: 0, density: 100 }),
        at(0, { do: "vesicles", species: 0, concentration: vesicles }),
      ],
    }),
  );
  const simulation = run(plan, [1, 1], ({ cultures: [{ cells: rows }] }) => {
    const [surface, bound] = ["surface:0:0", "bound:0"].map((name) => rows.columns[plan.layout.columnOf.get(name)!]);
    for (let row = 0; row < rows.count; row++)
      near(surface[row], copies * bound[row], 1e-9 * copies * (bound[row] + 1), "copies on the surface", 1);
  });
  const { ledger } = simulation.cultures[0];
  const inside = column(simulation, "inside:0").reduce((sum, value) => sum + value, 0);
  const payload = column(simulation, "payload:0").reduce((sum, value) => sum + value, 0);
  near(payload + ledger.cargo.decayed[0], copies * inside, 1e-9 * copies * vesicles, "copies delivered", 1);
  assert.ok(ledger.cargo.decayed[0] > 0);
  assert.is(
    freeVesicles(simulation.cultures[0], 0) + inside + column(simulation, "bound:0").reduce((a, b) => a + b, 0),
    vesicles,
  );
});

test("release() refuses a rate, a size and copies that are none", () => {
  const bad = (given: Partial<Release>, what: RegExp) =>
    assert.throws(
      () =>
        run(
          source([{ ...release(1), ...given }], {
            end: 1,
            step: 1,
            cargo: [{ name: "miR", face: "lumen", decay: number(0) }],
          }),
        ),
      (error: unknown) => error instanceof RunFault && what.test(error.message),
    );
  bad({ rate: number(-1) }, /^well at 0 h: the release of EXO by source cells came to -1 per second/);
  bad({ rate: number(NaN) }, /NaN per second/);
  bad({ manner: "batch", size: number(2.5) }, /by 2.5 at once/);
  bad({ manner: "bodies", fusion: number(-1) }, /-1 per second/);
  bad({ stamps: [{ cargo: 0, copies: number(-3) }] }, /-3 copies of miR/);
});

test("packets stay within the limit of vesicles", () => {
  const limited = (limit: number) =>
    run(
      source([release(1)], {
        end: 1,
        step: 1,
        limit: { cells: 1e6, vesicles: limit },
        vesicles: [species("EXO", { detail: "packets", packet: 5 })],
      }),
    );
  assert.throws(() => limited(100), /would hold more than 100 vesicles or packets/);
  assert.ok(limited(cells).cultures[0].packets[0].count > 100);
  const given = (vesicles: number) => () =>
    run(
      planOf(
        model({
          end: 1,
          step: 1,
          limit: { cells: 10, vesicles },
          vesicles: [species("EXO", { detail: "individuals" })],
          protocol: [at(0, { do: "vesicles", species: 0, concentration: 51 })],
        }),
      ),
    );
  assert.throws(given(50), /would hold more than 50 vesicles or packets/);
  assert.not.throws(given(51));
});

test("bodies are dealt out to daughters one by one", () => {
  const manner = { manner: "bodies", size: number(10), fusion: number(0), degradation: number(0) } as const;
  const plan = planOf(
    model({
      end: 40,
      step: 1,
      vesicles: [species("EXO")],
      kinds: [
        kind("source", { releases: [release(1, manner)], hazards: [hazard("divide", 0.02), hazard("die", 0.01)] }),
      ],
      protocol: [at(0, { do: "seed", kind: 0, density: 500 })],
    }),
  );
  const simulation = run(plan); // its books are whole numbers, and close
  assert.ok(simulation.cultures[0].ledger.bodies.died[0] > 0);
});

test.run();
