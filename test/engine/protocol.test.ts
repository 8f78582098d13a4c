import { test } from "uvu";
import * as assert from "uvu/assert";
import { imbalances } from "../../src/engine/audit.ts";
import { type CultureState, freeVesicles, RunFault, type Simulation } from "../../src/engine/simulation.ts";
import type { Act, Culture, Model, Passage } from "../../src/model.ts";
import {
  at,
  attribute,
  capture,
  consumes,
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
  secretes,
  species,
} from "./bench.ts";

const well = (name: string, volume: number, share = 1): Culture => ({ name, volume, share, conditions: [0] });
const everything: Partial<Model> = {
  cultures: [well("producer", 2000), well("recipient", 1000, 0.5)],
  conditions: ["light"],
  factors: [factor("drug"), factor("counted", { counted: true })],
  vesicles: [species("EXO"), species("MV", { detail: "packets", packet: 7 })],
  kinds: [kind("T"), kind("B")],
  preparations: ["supernatant"],
};
const bench = (acts: readonly ReturnType<typeof at>[], given: Partial<Model> & { end?: number; step?: number } = {}) =>
  planOf(model({ end: 2, step: 1, ...everything, protocol: acts, ...given }));
const faultOf = (action: () => unknown): RunFault => {
  try {
    action();
  } catch (error) {
    if (error instanceof RunFault) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
};
const countOf = ({ cells }: CultureState, kinds: readonly number[]): number =>
  cells.kind.subarray(0, cells.count).filter((one) => kinds.includes(one)).length;

test("seed, add and vesicles put in the simulated share of the real well", () => {
  const { cultures } = run(
    bench([
      at(0, { do: "seed", kind: 1, density: 0.301 }, 1),
      at(0, { do: "add", factor: 0, concentration: 0.25 }, 1),
      at(0, { do: "add", factor: 1, concentration: 0.2501 }, 1),
      at(0, { do: "vesicles", species: 0, concentration: 4.0004 }, 1),
      at(0, { do: "vesicles", species: 1, concentration: 0.1 }, 1),
    ]),
  );
  const { cells, factor: amounts, packets } = cultures[1];
  assert.is(countOf(cultures[1], [1]), 151); // 0.301 · 1000 · 0.5, to the next whole one
  assert.is(cells.count, 151);
  assert.equal([...amounts], [125, 125]);
  assert.is(freeVesicles(cultures[1], 0), 2000);
  assert.equal([...packets[1].weight.subarray(0, packets[1].count)], [7, 7, 7, 7, 7, 7, 7, 1]);
});

test("sort keeps a part of the cells it is for, and as many others as leave them pure", () => {
  const sorted = (purity: number, key: readonly [number, number]) =>
    run(
      bench([
        at(0, { do: "seed", kind: 0, density: 1 }),
        at(0, { do: "seed", kind: 1, density: 4 }),
        at(1, { do: "sort", kinds: [0], yield: 0.7, purity }),
      ]),
      key,
    ).cultures[0];
  const worlds = Array.from({ length: 50 }, (_, replicate) => sorted(0.8, [replicate, 5]));
  const [kept, others] = [0, 1].map((of) => momentsOf(worlds.map((culture) => countOf(culture, [of]))));
  near(kept.mean, 1400, Math.sqrt((2000 * 0.7 * 0.3) / 50), "kept");
  const along = (1400 * 0.2) / 0.8; // of 8000
  near(others.mean, along, Math.sqrt((along * (1 - along / 8000)) / 50), "others");
  assert.is(countOf(sorted(1, [1, 2]), [1]), 0);
  assert.is(countOf(sorted(0.01, [1, 2]), [1]), 8000); // there are no more
  const { removed } = sorted(1, [1, 2]).ledger.cells;
  assert.is(removed[1], 8000);
});

test("remove takes a part of the medium and of some kinds of cells", () => {
  const parts = Array.from({ length: 400 }, (_, replicate) => {
    const { cultures } = run(
      bench([
        at(0, { do: "seed", kind: 0, density: 0.1 }),
        at(0, { do: "seed", kind: 1, density: 0.05 }),
        at(0, { do: "add", factor: 0, concentration: 1 }),
        at(0, { do: "add", factor: 1, concentration: 0.1 }),
        at(0, { do: "vesicles", species: 0, concentration: 0.1 }),
        at(0, { do: "vesicles", species: 1, concentration: 0.1 }),
        at(1, { do: "remove", medium: 0.3, kinds: [0], cells: 0.4 }),
      ]),
      [replicate, 5],
    );
    const [culture] = cultures;
    near(culture.factor[0], 1400, 1e-9, "what is an amount", 1);
    assert.is(countOf(culture, [1]), 100);
    return [culture.factor[1], freeVesicles(culture, 0), freeVesicles(culture, 1), countOf(culture, [0])];
  });
  [0.7, 0.7, 0.7, 0.6].forEach((p, at) => {
    const seen = momentsOf(parts.map((one) => one[at]));
    near(seen.mean, 200 * p, seen.meanError, `mean of ${at}`);
    near(seen.variance, 200 * p * (1 - p), seen.varianceError, `variance of ${at}`);
  });
});

test("set changes a condition, change an attribute of some kinds", () => {
  const plan = bench(
    [
      at(0, { do: "seed", kind: 0, density: 0.001 }),
      at(0, { do: "seed", kind: 1, density: 0.001 }),
      at(1, { do: "set", condition: 0, value: 3 }),
      at(1, {
        do: "change",
        kinds: [1],
        attribute: 0,
        value: operate(attribute(0), "+", read({ signal: "condition", index: 0 })),
      }),
    ],
    {
      attributes: [{ name: "x", unit: "", scale: 1, inherit: "copy" }],
      kinds: ["T", "B"].map((name) => kind(name, { start: [{ attribute: 0, value: fixed(5) }] })),
    },
  );
  const { cells, conditions } = run(plan).cultures[0];
  assert.is(conditions[0], 3);
  assert.equal([...cells.columns[plan.layout.columnOf.get("attribute:0")!].subarray(0, 4)], [5, 5, 8, 8]);
});

const spin: Passage = { step: "spin", vesicles: [0.5, 0], factors: [0.1, 0] };
const wash: Passage = { step: "wash", vesicles: [0.9, 1], factors: [0, 0] };
const made = (more: readonly ReturnType<typeof at>[], part = 1) =>
  bench([
    at(0, { do: "seed", kind: 0, density: 0.05 }),
    at(0, { do: "add", factor: 0, concentration: 3 }),
    at(0, { do: "vesicles", species: 0, concentration: 10 }),
    at(0, { do: "vesicles", species: 1, concentration: 1 }),
    at(1, { do: "take", part, preparation: 0, passages: [spin, wash], sizes: [] }),
    ...more,
  ]);

test("take puts the medium through its passages, and leaves the cells", () => {
  const simulation = run(made([]));
  const [preparation] = simulation.preparations;
  const [producer] = simulation.cultures;
  assert.is(producer.cells.count, 100);
  assert.is(freeVesicles(producer, 0) + freeVesicles(producer, 1) + producer.factor[0], 0);
  assert.equal(preparation.book, [
    { step: "taken", vesicles: 22_000, factor: [6000, 0] },
    { step: "spin", vesicles: 10_000, factor: [600, 0] },
    { step: "wash", vesicles: 9000, factor: [0, 0] },
  ]);
  assert.equal([preparation.volume, preparation.producers], [2000, 100]);
  const half = run(made([], 0.5)).preparations[0];
  assert.equal([half.volume, half.producers], [1000, 50]);
});

test("the bench keeps a book by species: taken is lost, dosed or left, and what was dosed is given to the well", () => {
  const dose = at(2, { do: "dose", preparation: 0, by: "part", amount: 0.25 }, 1);
  const again = at(2, { do: "take", part: 1, preparation: 0, passages: [spin], sizes: [] });
  const more = at(2, { do: "vesicles", species: 0, concentration: 10 });
  const simulation = run(made([more, dose, again])); // run() closes the books
  const [{ taken, lost, dosed, pools }] = simulation.preparations;
  assert.equal([taken[0], lost[0], dosed[0]], [40_000, 11_000 + 10_000, 2250]);
  assert.is(pools[0].count[0], 40_000 - 21_000 - 2250);
  const [{ culture, of }] = imbalances({
    ...simulation,
    preparations: simulation.preparations.map((each) => ({ ...each, dosed: dosed.map((amount) => amount + 1) })),
  });
  assert.equal([culture, of], ["supernatant", "vesicles EXO"]);
});

test("take adds to what a preparation holds, and does not put that through its passages again", () => {
  const again = at(2, { do: "take", part: 1, preparation: 0, passages: [spin, wash], sizes: [] }, 1);
  const more = at(0, { do: "vesicles", species: 0, concentration: 10 }, 1);
  const [preparation] = run(made([more, again])).preparations;
  assert.is(preparation.pools[0].count[0], 0.45 * (20_000 + 10_000));
});

const doses: readonly [Extract<Act, { do: "dose" }>["by"], number, number][] = [
  ["concentration", 2, 2000], // of 1000 µm³
  ["part", 0.25, 2250],
  ["equivalents", 30, 2700],
];
for (const [by, amount, real] of doses)
  test(`dose by ${by} puts the share of it into the well, and leaves the rest`, () => {
    const simulation = run(made([at(2, { do: "dose", preparation: 0, by, amount }, 1)]));
    assert.is(freeVesicles(simulation.cultures[1], 0), real / 2);
    near(simulation.preparations[0].pools[0].count[0], 9000 - real, 1e-9 * real, "left", 1);
  });

test("dose of all there is leaves nothing, and of nothing everything", () => {
  const dose = (part: number) =>
    run(made([at(2, { do: "dose", preparation: 0, by: "concentration", amount: part * 9 }, 1)])).preparations[0];
  assert.is(dose(1).pools[0].count[0], 0);
  assert.is(dose(0).pools[0].count[0], 9000);
});

test("dose of more than was made says what is there and what producer culture would be enough", () => {
  const dose = (by: "concentration" | "part" | "equivalents", amount: number) =>
    faultOf(() => run(made([{ ...at(2, { do: "dose", preparation: 0, by, amount }, 1), text: "dose the exosomes" }])));
  const { message, hint } = dose("concentration", 18);
  assert.is(message, "dose the exosomes: a dose of 1.80e+4 vesicles, but supernatant holds 9.00e+3");
  assert.is(hint, "make more: the supernatant of 4e-9 mL of producer culture would be enough for this arm");
  assert.is(dose("part", 3).message, "dose the exosomes: 3.00 times what supernatant holds");
  assert.is(dose("equivalents", 150).message, "dose the exosomes: 1.50 times what supernatant holds");
  const empty = faultOf(() => run(bench([at(0, { do: "dose", preparation: 0, by: "concentration", amount: 1 }, 1)])));
  assert.is(empty.hint, "supernatant holds no vesicles at all: look at how it is made");
});

test("take from an empty well is refused; vesicles or a factor alone will do", () => {
  const take = at(1, { do: "take", part: 1, preparation: 0, passages: [], sizes: [] });
  assert.match(faultOf(() => run(bench([take]))).message, /culture producer is empty by then/);
  for (const act of [
    { do: "vesicles", species: 1, concentration: 1 },
    { do: "add", factor: 0, concentration: 1 },
  ] as const)
    assert.not.throws(() => run(bench([at(0, act), take])));
});

test("packets of one dose have names of their own, class by class", () => {
  const edges = [1.5];
  const carrying = (copies: number) => ({ ...species("MV"), cargo: [{ cargo: 0, copies: number(copies) }] });
  const plan = planOf(
    model({
      end: 2,
      step: 1,
      cultures: [well("producer", 100), well("recipient", 100)],
      conditions: ["light"],
      cargo: [{ name: "A", face: "surface", decay: number(0) }],
      vesicles: [{ ...carrying(1), detail: "individuals", classes: [{ cargo: 0, edges }] }],
      kinds: [1, 2].map((copies) =>
        kind(`makes ${copies}`, { releases: [release(1, { stamps: [{ cargo: 0, copies: number(copies) }] })] }),
      ),
      preparations: ["supernatant"],
      protocol: [
        at(0, { do: "seed", kind: 0, density: 1 }),
        at(0, { do: "seed", kind: 1, density: 1 }),
        at(1, { do: "take", part: 1, preparation: 0, passages: [], sizes: [] }),
        at(1, { do: "dose", preparation: 0, by: "part", amount: 1 }, 1),
      ],
    }),
  );
  const [packets] = run(plan).cultures[1].packets;
  const ids = Array.from({ length: packets.count }, (_, row) => `${packets.id[2 * row]},${packets.id[2 * row + 1]}`);
  assert.ok(ids.length > 100);
  assert.is(new Set(ids).size, ids.length);
});

test("an event that waits for a condition is done once, at the first boundary where it holds", () => {
  const when = operate(read({ signal: "factor", index: 0 }), "<", number(0.4));
  const plan = bench(
    [
      at(0, { do: "add", factor: 0, concentration: 1 }),
      { ...at(Number.NaN, { do: "add", factor: 0, concentration: 1 }), when },
    ],
    { end: 12, factors: [factor("drug", { loss: number(0.25) })] },
  );
  const levels: number[] = [];
  run(plan, [1, 2], (simulation) => {
    levels.push(simulation.cultures[0].factor[0] / 2000);
  });
  levels.forEach((level, time) => {
    near(level, Math.exp(-0.25 * time) + (time < 4 ? 0 : Math.exp(-0.25 * (time - 4))), 1e-12, `at ${time}`, 1);
  });
});

test("events and records off the grid come at their time, exactly", () => {
  const times: number[] = [];
  const plan = bench(
    [
      at(0, { do: "add", factor: 0, concentration: 1 }),
      at(1.25, { do: "add", factor: 0, concentration: 1 }),
      at(1.75, { do: "remove", medium: 0.5, kinds: [], cells: 0 }),
    ],
    {
      end: 3,
      time: { start: 0, end: 3, step: 1, records: [0.1, 1.25, 2] },
      factors: [factor("drug", { loss: number(1) })],
    },
  );
  const simulation = run(plan, [1, 2], ({ time }) => {
    times.push(time);
  });
  assert.equal(times, [0, 0.1, 1, 1.25, 1.75, 2, 3]);
  const expected = ((Math.exp(-1.25) + 1) * Math.exp(-0.5) * Math.exp(-1.25)) / 2;
  near(simulation.cultures[0].factor[0] / 2000, expected, 1e-12, "what is left", 1);
});

test("cutting a step short does not change what a hazard does", () => {
  const T = kind("T", { hazards: [hazard("die", 0.3)] });
  const records = Array.from({ length: 20 }, (_, index) => 0.13 + index * 0.19);
  const { cells } = run(
    bench([at(0, { do: "seed", kind: 0, density: 5 })], {
      end: 4,
      time: { start: 0, end: 4, step: 1, records },
      kinds: [T],
    }),
  ).cultures[0];
  const p = Math.exp(-1.2);
  near(cells.count / 10_000, p, Math.sqrt((p * (1 - p)) / 10_000), "alive");
});

test("concentrations do not depend on the share that is simulated", () => {
  const shares = [1, 0.25].map((share) => {
    const plan = planOf(
      model({
        end: 20,
        step: 1,
        cultures: [well("well", 4000, share)],
        conditions: ["light"],
        factors: [factor("F", { loss: number(0.05) })],
        vesicles: [species("EXO", { loss: number(0.01) })],
        kinds: [
          kind("T", {
            secretions: [secretes(0, 2)],
            consumptions: [consumes(0, 1, 0.5)],
            captures: [capture(0.05)],
            releases: [release(5)],
          }),
        ],
        protocol: [at(0, { do: "seed", kind: 0, density: 1 })],
      }),
    );
    const [culture] = run(plan).cultures;
    return {
      factor: culture.factor[0] / culture.volume,
      vesicles: freeVesicles(culture, 0) / culture.volume,
      volume: culture.volume,
    };
  });
  near(shares[1].factor, shares[0].factor, 1e-9, "factor", 1);
  const error = Math.sqrt(shares[0].vesicles * (1 / shares[0].volume + 1 / shares[1].volume)); // Poisson counts
  near(shares[1].vesicles, shares[0].vesicles, error, "vesicles");
});

const removals = (extra: readonly ReturnType<typeof at>[]) =>
  bench(
    [
      at(0, { do: "vesicles", species: 0, concentration: 1 }),
      at(0, { do: "seed", kind: 0, density: 0.1 }),
      ...extra,
      at(1, { do: "remove", medium: 0.5, kinds: [0], cells: 0.5 }),
    ],
    {},
  );
test("what is done before does not change the chance of what is done later", () => {
  const left = (simulation: Simulation) => [
    freeVesicles(simulation.cultures[0], 0),
    [...simulation.cultures[0].cells.id.subarray(0, 2 * simulation.cultures[0].cells.count)].join(),
  ];
  const plain = left(run(removals([])));
  for (const time of [0, 0.5, 1])
    assert.equal(left(run(removals([at(time, { do: "set", condition: 0, value: 1 })]))), plain, `at ${time}`);
});

test("two events that cannot be told apart draw each for itself", () => {
  const twice = bench([
    at(0, { do: "seed", kind: 0, density: 1 }),
    ...[1, 1].map((time) => at(time, { do: "remove", medium: 0, kinds: [0], cells: 0.5 })),
  ]);
  near(countOf(run(twice).cultures[0], [0]) / 2000, 0.25, Math.sqrt((0.25 * 0.75) / 2000), "left of all");
});

test.run();
