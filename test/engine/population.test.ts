import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  at,
  clock,
  distribution,
  familySizes,
  fixed,
  hazard,
  kind,
  model,
  momentsOf,
  near,
  number,
  planOf,
  read,
  run,
} from "./bench.ts";

const founders = 10_000;
const seeded = (kinds: ReturnType<typeof kind>[], end: number, step: number) =>
  model({ end, step, kinds, protocol: [at(0, { do: "seed", kind: 0, density: founders })] });

for (const step of [0.1, 1, 4])
  test(`decide() gives birth and death their exact mean and variance at a step of ${step}`, () => {
    const birth = 0.5;
    const death = 0.3;
    const end = 4;
    const simulation = run(
      planOf(seeded([kind("T", { hazards: [hazard("divide", birth), hazard("die", death)] })], end, step)),
    );
    const sizes = momentsOf(familySizes(simulation, founders));
    const growth = Math.exp((birth - death) * end);
    near(sizes.mean, growth, sizes.meanError, "mean family");
    const variance = ((birth + death) / (birth - death)) * growth * (growth - 1);
    near(sizes.variance, variance, sizes.varianceError, "variance of families");
  });

test("decide() shares competing hazards out by their rates", () => {
  const rates = [0.1, 0.3, 0.6];
  const kinds = [
    kind("start", { hazards: [hazard("become", rates[0], 1), hazard("become", rates[1], 2), hazard("die", rates[2])] }),
    kind("one"),
    kind("two"),
  ];
  const simulation = run(planOf(seeded(kinds, 2, 0.5)));
  const gone = 1 - Math.exp(-2);
  const { ledger } = simulation.cultures[0];
  const seen = [ledger.cells.entries[1], ledger.cells.entries[2], ledger.cells.deaths[0]];
  seen.forEach((count, index) => {
    const p = rates[index] * gone;
    near(count / founders, p, Math.sqrt((p * (1 - p)) / founders), `event ${index}`);
  });
});

test("decide() walks a chain of states within one long step", () => {
  const kinds = [
    kind("a", { hazards: [hazard("become", 1, 1)] }),
    kind("b", { hazards: [hazard("become", 2, 2)] }),
    kind("c"),
  ];
  const simulation = run(planOf(seeded(kinds, 1, 1)));
  const inB = Math.exp(-1) - Math.exp(-2);
  const { cells } = simulation.cultures[0];
  const count = cells.kind.subarray(0, cells.count).filter((one) => one === 1).length;
  near(count / founders, inB, Math.sqrt((inB * (1 - inB)) / founders), "share in the middle state");
});

const shapes: readonly [string, ReturnType<typeof distribution>, number, number][] = [
  ["exponential", distribution("exponential", 5), 5, 25],
  ["normal", distribution("normal", 40, 5), 40, 25],
  [
    "lognormal",
    distribution("lognormal", 40, 1.2),
    40 * Math.exp(Math.log(1.2) ** 2 / 2),
    40 ** 2 * Math.exp(Math.log(1.2) ** 2) * (Math.exp(Math.log(1.2) ** 2) - 1),
  ],
  ["gamma", distribution("gamma", 10, 0.5), 10, 25],
  ["uniform", distribution("uniform", 2, 8), 5, 3],
  ["shifted exponential", distribution("exponential", 5, 0, 10), 15, 25],
];
for (const [name, times, mean, variance] of shapes)
  test(`decide() kills at ${name} times, whatever the step`, () => {
    for (const step of [1, 7]) {
      const plan = planOf(seeded([kind("T", { clocks: [clock("die", times)] })], 210, step));
      let due: Float64Array | undefined;
      run(plan, [3, 4], (simulation) => {
        const { cells } = simulation.cultures[0];
        due ??= Float64Array.from(cells.columns[plan.layout.columnOf.get("due:die")!].subarray(0, founders));
        assert.is(cells.count, due.filter((time) => time >= simulation.time).length);
      });
      const seen = momentsOf(due!);
      near(seen.mean, mean, seen.meanError, "mean time");
      near(seen.variance, variance, seen.varianceError, "variance of times");
    }
  });

test("divide() keeps a fixed cycle exact over many generations at a step longer than the cycle", () => {
  const plan = planOf(
    model({
      end: 10,
      step: 4,
      kinds: [kind("T", { clocks: [clock("divide", fixed(1.5))] })],
      protocol: [at(0, { do: "seed", kind: 0, density: 3 })],
    }),
  );
  const simulation = run(plan);
  assert.is(simulation.cultures[0].cells.count, 3 * 2 ** 6);
});

test("divide() stops at the generation of its limit", () => {
  const limited = clock("divide", fixed(1), { limit: number(3) });
  const simulation = run(planOf(seeded([kind("T", { clocks: [limited] })], 10, 1)));
  assert.is(simulation.cultures[0].cells.count, founders * 8);
});

test("divide() gives sisters one time where they share it, and a generation of a family where it does", () => {
  for (const shared of ["own", "sisters", "family"] as const) {
    const plan = planOf(
      seeded(
        [
          kind("T", {
            clocks: [
              clock("divide", fixed(1), { later: distribution("lognormal", 10, 1.3), shared, limit: number(2) }),
            ],
          }),
        ],
        30,
        1,
      ),
    );
    const spread = { 2: 0, 3: 0, 4: 0 } as Record<number, number>;
    run(plan, [5, 6], (simulation) => {
      if (Math.abs(simulation.time - 11) < 1e-9) for (const size of familySizes(simulation, founders)) spread[size]++;
    });
    if (shared === "own") assert.ok(spread[3] > founders / 4);
    else assert.is(spread[3], 0);
  }
});

test("a cell that does nothing moves no other cell's fate", () => {
  const T = kind("T", { hazards: [hazard("divide", 0.2), hazard("die", 0.1)] });
  const alone = run(
    planOf(model({ end: 10, step: 1, kinds: [T], protocol: [at(0, { do: "seed", kind: 0, density: 500 })] })),
  );
  const beside = run(
    planOf(
      model({
        end: 10,
        step: 1,
        kinds: [kind("inert"), T],
        protocol: [at(0, { do: "seed", kind: 0, density: 77 }), at(0, { do: "seed", kind: 1, density: 500 })],
      }),
    ),
  );
  const idsOf = (simulation: ReturnType<typeof run>, which: number) => {
    const { cells } = simulation.cultures[0];
    const ids: number[] = [];
    for (let row = 0; row < cells.count; row++)
      if (cells.kind[row] === which) ids.push(cells.id[2 * row], cells.id[2 * row + 1]);
    return ids;
  };
  assert.equal(idsOf(alone, 0), idsOf(beside, 1));
});

test("hazards read the state at the start of the step", () => {
  const plan = planOf(
    seeded(
      [
        kind("T", {
          hazards: [
            hazard("die", {
              kind: "choose",
              when: { kind: "operate", operator: ">=", left: read({ signal: "time" }), right: number(2) },
              then: number(1e9),
              otherwise: number(0),
            }),
          ],
        }),
      ],
      3,
      1,
    ),
  );
  run(plan, [1, 1], (simulation) => {
    assert.is(simulation.cultures[0].cells.count, simulation.time < 3 ? founders : 0);
  });
});

test.run();
