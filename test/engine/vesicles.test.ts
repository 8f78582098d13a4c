import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Simulation } from "../../src/engine/simulation.ts";
import { freeVesicles } from "../../src/engine/simulation.ts";
import type { Capture, VesicleSpecies } from "../../src/model.ts";
import {
  at,
  attribute,
  capture,
  distribution,
  kind,
  type Moments,
  model,
  momentsOf,
  near,
  number,
  operate,
  planOf,
  read,
  release,
  replicates,
  run,
  species,
} from "./bench.ts";
import { solve } from "./equations.ts";

const seed = (of: number, density: number) => at(0, { do: "seed", kind: of, density });
const give = (concentration: number) => at(0, { do: "vesicles", species: 0, concentration });
const free = (simulation: Simulation): number => freeVesicles(simulation.cultures[0], 0);
/** What each cell has of vesicles "bound" or "inside", by row. */
const held = (simulation: Simulation, where: "bound" | "inside"): Float64Array => {
  const { cells } = simulation.cultures[0];
  const column = simulation.plan.layout.columnOf.get(`${where}:0`)!;
  return Float64Array.from(cells.columns[column].subarray(0, cells.count));
};
const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
const agrees = (seen: Moments, mean: number, variance: number, what: string): void => {
  near(seen.mean, mean, seen.meanError, `mean ${what}`);
  near(seen.variance, variance, seen.varianceError, `variance ${what}`);
};

const rungs: readonly Partial<VesicleSpecies>[] = [
  { detail: "pool" },
  { detail: "packets", packet: 30 },
  { detail: "individuals" },
];

for (const rung of rungs) {
  test(`meet() shares vesicles out as a multinomial: ${rung.detail}`, () => {
    const clearances = [1, 2, 4];
    const count = 300;
    const plan = planOf(
      model({
        end: 2,
        step: 2,
        cultures: [{ name: "well", volume: 10, share: 1, conditions: [] }],
        vesicles: [species("EXO", { ...rung, loss: number(0.1) })],
        kinds: clearances.map((clearance) => kind(`takes ${clearance}`, { captures: [capture(clearance)] })),
        protocol: [...clearances.map((_, index) => seed(index, 0.1)), give(count / 10)],
      }),
    );
    const gone = 1 - Math.exp(-(0.1 + 0.7) * 2);
    const chances = clearances.map((clearance) => (gone * clearance) / 10 / 0.8);
    const taken = Array.from({ length: 1500 }, (_, replicate) => held(run(plan, [replicate, 3]), "inside"));
    chances.forEach((p, row) => {
      const seen = momentsOf(taken.map((cells) => cells[row]));
      agrees(seen, count * p, count * p * (1 - p), `of cell ${row}`);
    });
    const both = chances[1] + chances[2];
    agrees(
      momentsOf(taken.map((cells) => cells[1] + cells[2])),
      count * both,
      count * both * (1 - both),
      "of two cells",
    );
  });

  for (const size of [1, 20])
    test(`release and loss give immigration and death, ${size} at a time: ${rung.detail}`, () => {
      const rate = 0.4;
      const step = 1;
      const steps = 30;
      const manner = size === 1 ? "steady" : "batch";
      const plan = planOf(
        model({
          end: steps * step,
          step,
          vesicles: [species("EXO", { ...rung, loss: number(0.1) })],
          kinds: [kind("source", { releases: [release(rate, { manner, size: number(size) })] })],
          protocol: [seed(0, 1)],
        }),
      );
      let mean = 0;
      let variance = 0;
      for (let age = 0; age < steps; age++) {
        const stays = Math.exp(-0.1 * step * age); // what leaves in a step meets the medium from the next one on
        mean += rate * step * size * stays;
        variance += rate * step * (size * stays * (1 - stays) + (size * stays) ** 2);
      }
      agrees(momentsOf(replicates(plan, 1500, free)), mean, variance, "free");
    });
}

test("meet() takes everything, and no more, where the hazard is great", () => {
  const plan = planOf(
    model({
      end: 3,
      step: 1,
      vesicles: [species("EXO")],
      kinds: [kind("T", { captures: [capture(2)] })],
      protocol: [seed(0, 50), give(1234)],
    }),
  );
  const simulation = run(plan);
  assert.is(free(simulation), 0);
  assert.is(sum(held(simulation, "inside")), 1234);
});

/** Cells with sites in a medium so rich that they do not deplete it. */
const binding = (sites: number, step: number, given: Partial<Capture> = {}) =>
  planOf(
    model({
      end: 400,
      step,
      cultures: [{ name: "well", volume: 1e6, share: 1, conditions: [] }],
      vesicles: [species("EXO")],
      kinds: [
        kind("T", {
          captures: [capture(0.02, { sites: number(sites), detach: number(0.01), entry: number(0), ...given })],
        }),
      ],
      protocol: [seed(0, 2000 / 1e6), give(50)],
    }),
  );

/** A sub-step ends where a rate times its length reaches 0.05, and what it freezes is off by half of that at most. */
const frozen = 0.05 / 2;

for (const sites of [1, 20])
  for (const step of [4, 100])
    test(`binding reaches R · C / (C + KD) as the law of mass action does: ${sites} sites, a step of ${step}`, () => {
      const on = (0.02 * 50) / sites; // 1/s for each free site
      const off = 0.01;
      const full = on / (on + off);
      run(binding(sites, step), [5, 6], (simulation) => {
        const bound = held(simulation, "bound");
        assert.ok(
          bound.every((count) => count <= sites),
          "more bound than there are sites",
        );
        if (simulation.time === 0) return;
        const p = full * (1 - Math.exp(-(on + off) * simulation.time));
        const seen = momentsOf(bound);
        near(
          seen.mean,
          sites * p,
          Math.sqrt((sites * p * (1 - p)) / 2000) + (frozen / 4) * sites * p,
          `bound at ${simulation.time}`,
        );
        if (simulation.time < 400) return;
        near(seen.variance, sites * p * (1 - p), seen.varianceError + (frozen / 4) * sites * p * (1 - p), "variance");
      });
    });

test("vesicles go from the medium to the surface, inside and away as linear kinetics say", () => {
  const rates = { on: 0.05, off: 0.02, entry: 0.05, digestion: 0.03 };
  const count = 1e7;
  const end = 40;
  const exact = solve(
    ([a, b, i]) =>
      Float64Array.of(
        rates.off * b - rates.on * a,
        rates.on * a - (rates.off + rates.entry) * b,
        rates.entry * b - rates.digestion * i,
      ),
    [count, 0, 0],
    end,
  );
  for (const step of [4, 1]) {
    const simulation = run(
      planOf(
        model({
          end,
          step,
          vesicles: [species("EXO")],
          kinds: [
            kind("T", {
              captures: [
                capture(rates.on, {
                  detach: number(rates.off),
                  entry: number(rates.entry),
                  digestion: number(rates.digestion),
                }),
              ],
            }),
          ],
          protocol: [seed(0, 1), give(count)],
        }),
      ),
    );
    const seen = [free(simulation), sum(held(simulation, "bound")), sum(held(simulation, "inside"))];
    seen.forEach((value, at) => {
      near(value, exact[at], Math.sqrt(exact[at]) + (frozen / 16) * exact[at], `place ${at} at a step of ${step}`);
    });
  }
});

test("a cell that starts to take vesicles in at once takes in what is on its surface", () => {
  const slow = kind("slow", {
    captures: [capture(1, { entry: number(1e-6) })],
    hazards: [{ event: "become", to: 1, rate: number(100) }],
  });
  const fast = kind("fast", { captures: [capture(1)] });
  const plan = planOf(
    model({
      end: 3,
      step: 1,
      vesicles: [species("EXO")],
      kinds: [slow, fast],
      protocol: [seed(0, 1), give(1000)],
    }),
  );
  const onSurface: number[] = [];
  run(plan, [1, 2], (simulation) => {
    onSurface.push(sum(held(simulation, "bound")));
  });
  assert.ok(onSurface[1] > 0);
  assert.is(onSurface[2], 0);
});

test("a cell without a site takes nothing", () => {
  const plan = planOf(
    model({
      end: 5,
      step: 1,
      vesicles: [species("EXO")],
      kinds: [kind("T", { captures: [capture(1, { sites: number(0), entry: number(1) })] })],
      protocol: [seed(0, 5), give(100)],
    }),
  );
  assert.is(free(run(plan)), 100);
});

test("subSteps() heeds the fastest cell, wherever it stands", () => {
  const quickness = attribute(0);
  const plan = planOf(
    model({
      end: 20,
      step: 20,
      vesicles: [species("EXO")],
      attributes: [{ name: "quickness", unit: "", scale: 1, inherit: "copy" }],
      kinds: [
        kind("T", {
          start: [{ attribute: 0, value: distribution("uniform", 0, 1) }],
          captures: [capture(1e-4, { entry: number(0), detach: operate(quickness, "<", number(0.1)) })],
        }),
      ],
      protocol: [seed(0, 1000), give(1e6)],
    }),
  );
  const simulation = run(plan, [1, 2]);
  const { cells } = simulation.cultures[0];
  const value = cells.columns[plan.layout.columnOf.get("attribute:0")!];
  const quick = Array.from({ length: cells.count }, (_, row) => (value[row] < 0.1 ? 1 : 0));
  assert.is(quick[0], 0); // the first cell lets nothing go
  const many = quick.reduce<number>((all, one) => all + one, 0);
  const [exact] = solve(([a, b]) => Float64Array.of(b - 1e-4 * 1000 * a, 1e-4 * many * a - b), [1e6, 0], 20);
  near(free(simulation), exact, Math.sqrt(exact) + frozen * exact, "free");
});

test("cargo that nothing in a cell reads is booked as absorbed and has no column; the vesicles go as they would", () => {
  const load = { index: 0, is: read({ signal: "payload", index: 0 }) } as const;
  const plan = (reads: boolean) =>
    planOf(
      model({
        end: 3,
        step: 1,
        cultures: [{ name: "well", volume: 10, share: 1, conditions: [] }],
        cargo: [{ name: "CD9", face: "surface", decay: number(0) }],
        attributes: [{ name: "load", unit: "", scale: 1, inherit: "copy" }],
        vesicles: [species("EXO", { cargo: [{ cargo: 0, copies: number(20) }] })],
        kinds: [kind("T", { captures: [capture(2, { entry: number(1) })], attributes: reads ? [load] : [] })],
        protocol: [seed(0, 4), give(30)],
      }),
    );
  const [followed, absorbed] = [true, false].map((reads) => run(plan(reads)));
  assert.equal(held(absorbed, "inside"), held(followed, "inside"));
  assert.equal(held(absorbed, "bound"), held(followed, "bound"));
  assert.not.ok(absorbed.plan.layout.columns.some((column) => /^(payload|surface)/.test(column)));
  const [{ ledger }] = absorbed.cultures;
  assert.ok(ledger.vesicles.captured[0] > 100);
  assert.is(ledger.cargo.absorbed[0], 20 * ledger.vesicles.captured[0]);
  assert.is(followed.cultures[0].ledger.cargo.absorbed[0], 0);
});

test.run();
