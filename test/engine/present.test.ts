import { test } from "uvu";
import * as assert from "uvu/assert";
import { RunFault, type Simulation } from "../../src/engine/simulation.ts";
import type { Acquisition, Capture, Kind, Model } from "../../src/model.ts";
import { at, capture, hazard, kind, model, near, number, planOf, read, run, species } from "./bench.ts";

const [process, decay, loss] = [0.2, 0.06, 0.05];
const acquires = (share: number, dressed: number, pace = process): Acquisition => ({
  share: number(share),
  dressed: number(dressed),
  process: number(pace),
});

/** One cell that takes 1000 vesicles, each with 10 copies of antigen (lumen) and 4 of pMHC (outer face), in the first step. */
const showing = (
  taking: Partial<Capture>,
  step: number,
  { cell = {}, ...given }: Partial<Model> & { readonly cell?: Partial<Kind> } = {},
  end = 12,
): Model =>
  model({
    end,
    step,
    cargo: [
      { name: "antigen", face: "lumen", decay: number(decay) },
      { name: "pMHC", face: "surface", decay: number(decay) },
    ],
    vesicles: [
      species("EXO", {
        cargo: [
          { cargo: 0, copies: number(10) },
          { cargo: 1, copies: number(4) },
        ],
      }),
    ],
    kinds: [
      kind("DC", {
        captures: [capture(1e6, taking)],
        shows: [
          { cargo: 0, loss: number(loss) },
          { cargo: 1, loss: number(loss) },
        ],
        ...cell,
      }),
    ],
    protocol: [at(0, { do: "seed", kind: 0, density: 1 }), at(0, { do: "vesicles", species: 0, concentration: 1000 })],
    ...given,
  });

/** What all cells have of a column. */
const held = ({ plan, cultures }: Simulation, name: string): number => {
  const { cells } = cultures[0];
  const column = plan.layout.columnOf.get(name);
  if (column === undefined) throw new Error(`no column ${name}`);
  return Float64Array.from(cells.columns[column].subarray(0, cells.count)).reduce((sum, value) => sum + value, 0);
};
const same = (value: number, expected: number, what: string): void =>
  assert.ok(
    Math.abs(value - expected) <= 1e-11 * Math.max(1, Math.abs(expected)),
    `${what}: ${value}, not ${expected}`,
  );

for (const step of [0.5, 3, 12])
  for (const pace of [process, 5, loss - decay + 0.02])
    test(`what is acquired is processed, shown and lost as two first-order steps: step ${step}, processed at ${pace}`, () => {
      const plan = planOf(showing({ acquires: acquires(0.3, 0, pace) }, step));
      const simulation = run(plan);
      const t = 12;
      const leaving = pace + decay;
      const waiting = 3000 * Math.exp(-leaving * t);
      const shown = (3000 * pace * (Math.exp(-leaving * t) - Math.exp(-loss * t))) / (loss - leaving);
      same(held(simulation, "acquired:0:0"), waiting, "waiting");
      same(held(simulation, "processed:0:0"), shown, "shown");
      same(held(simulation, "payload:0"), 7000 * Math.exp(-decay * t), "payload");
      const books = simulation.cultures[0].ledger.cargo;
      same(books.acquired[0], 3000, "acquired");
      same(books.processed[0], ((3000 * pace) / leaving) * (1 - Math.exp(-leaving * t)), "processed");
      same(books.decayed[0], 10000 - waiting - shown - 7000 * Math.exp(-decay * t), "decayed");
    });

test("processing as fast as the loss of what is shown has its own limit: rate · time · exp(−rate · time)", () => {
  const plan = planOf(
    showing({ acquires: acquires(0.3, 0, 0.1) }, 2, {
      cell: { shows: [{ cargo: 0, loss: number(0.1 + decay) }] },
    }),
  );
  same(held(run(plan), "processed:0:0"), 3000 * 0.1 * 12 * Math.exp(-(0.1 + decay) * 12), "shown");
});

test("what sits on the outer face can be shown as it is; the lumen cannot", () => {
  const simulation = run(planOf(showing({ acquires: acquires(0.3, 0.5) }, 1)));
  same(held(simulation, "dressed:1:0"), 2000 * Math.exp(-loss * 12), "dressed");
  same(held(simulation, "payload:1"), 800 * Math.exp(-decay * 12), "payload of the face");
  same(held(simulation, "payload:0"), 7000 * Math.exp(-decay * 12), "payload of the lumen");
  assert.not.ok(simulation.plan.layout.columnOf.has("dressed:0:0"));
  same(simulation.cultures[0].ledger.cargo.dressed[1], 2000, "booked");
});

test("vesicles that wait on the surface are not acquired before they enter", () => {
  const plan = planOf(showing({ entry: number(0.1), acquires: acquires(0.25, 0) }, 1, {}, 30));
  const simulation = run(plan, [5, 6], (now) => {
    const { captured } = now.cultures[0].ledger.vesicles;
    const entered = captured[0] - held(now, "bound:0");
    same(now.cultures[0].ledger.cargo.acquired[0], 0.25 * 10 * entered, "acquired");
  });
  near(held(simulation, "bound:0"), 1000 * Math.exp(-3), Math.sqrt(1000 * Math.exp(-3)), "bound");
  same(held(simulation, "surface:0:0"), 10 * held(simulation, "bound:0"), "on the surface");
});

test("daughters share what waits and what is shown, and the dead take it along", () => {
  const crowd = { density: 40, concentration: 4000 };
  const plan = planOf(
    showing({ acquires: acquires(0.3, 0.4), entry: number(0.5), detach: number(0.2) }, 1, {
      cell: { hazards: [hazard("divide", 0.1), hazard("die", 0.05)] },
      protocol: [
        at(0, { do: "seed", kind: 0, density: crowd.density }),
        at(0, { do: "vesicles", species: 0, concentration: crowd.concentration }),
        at(6, { do: "remove", medium: 0.5, kinds: [0], cells: 0.3 }),
      ],
      cultures: [{ name: "well", volume: 1, share: 1, most: 45, conditions: [] }],
    }),
  );
  const simulation = run(plan); // throws where a book does not close
  const { cells, cargo } = simulation.cultures[0].ledger;
  assert.ok(cells.divisions[0] > 10 && cells.deaths[0] > 5 && cells.removed[0] > 5 && cells.rescaled[0] !== 0);
  assert.ok(cargo.died[1] > 0 && cargo.processed[0] > 0 && cargo.dressed[1] > 0);
});

test("division halves what is shown exactly", () => {
  const plan = planOf(
    showing({ acquires: acquires(1, 0, 5) }, 1, {
      cell: { shows: [{ cargo: 0, loss: number(0) }], hazards: [hazard("divide", 0.2)] },
    }),
  );
  const simulation = run(plan);
  const { cells } = simulation.cultures[0];
  const shown = cells.columns[plan.layout.columnOf.get("processed:0:0")!].subarray(0, cells.count);
  const generation = cells.columns[plan.layout.columnOf.get("generation")!];
  const whole = held(simulation, "processed:0:0");
  assert.ok(cells.count > 2);
  shown.forEach((value, row) => {
    same(value, whole / 2 ** generation[row], `row ${row}`);
  });
});

test("a cell in a state that shows nothing keeps what it showed", () => {
  const spent = kind("spent");
  const base = showing({ acquires: acquires(0.3, 0, 2) }, 1, {}, 40);
  const [fresh] = base.kinds;
  const plan = planOf({ ...base, kinds: [{ ...fresh, hazards: [hazard("become", 0.5, 1)] }, spent] });
  const seen: number[] = [];
  run(plan, [1, 2], (now) => {
    if (now.cultures[0].cells.kind[0] === 1) seen.push(held(now, "processed:0:0"));
  });
  assert.ok(seen.length > 10 && seen[0] > 0);
  assert.ok(seen.every((value) => value === seen[0]));
});

test("both columns can be read, and what is read is what is there at the start of the step", () => {
  const plan = planOf(
    showing({ acquires: acquires(0.3, 0.5) }, 1, {
      attributes: [{ name: "area", unit: "", scale: 1, inherit: "copy" }],
      cell: {
        attributes: [{ index: 0, gain: read({ signal: "shown", index: 1, species: 0, way: "dressed" }) }],
        start: [],
      },
    }),
  );
  let expected = 0;
  for (let step = 0; step < 12; step++) expected += 2000 * Math.exp(-loss * step);
  same(held(run(plan), "attribute:0"), expected, "the sum of what was shown");
});

test("shares that are no parts of a whole stop the run and say so", () => {
  for (const [share, dressed] of [
    [0.7, 0.6],
    [-0.1, 0.2],
  ])
    assert.throws(
      () => run(planOf(showing({ acquires: acquires(share, dressed) }, 1))),
      (fault: unknown) =>
        fault instanceof RunFault && /acquired of EXO by DC cells came to shares of/.test(fault.message),
    );
  assert.throws(
    () => run(planOf(showing({ acquires: acquires(0.3, 0, -1) }, 1))),
    (fault: unknown) => fault instanceof RunFault && /processing of antigen by DC cells came to -1/.test(fault.message),
  );
});

test("where nobody shows anything there are no columns for it", () => {
  const { layout } = planOf(showing({ acquires: acquires(0.3, 0.5) }, 1, { cell: { shows: [] } }));
  assert.equal(layout.stores, []);
  assert.not.ok(layout.columns.some((name) => /^(acquired|processed|dressed):/.test(name)));
});

test.run();
