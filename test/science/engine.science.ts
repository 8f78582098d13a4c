/**
 * Laws that need many replicates: the counts of the discrete stochastic models test suite, and convergence in the step.
 * EXOCULTURE_SCIENCE=short keeps every test and makes fewer replicates.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Plan, Simulation } from "../../src/engine/simulation.ts";
import type { Model } from "../../src/model.ts";
import { measure } from "../../src/observe/measure.ts";
import {
  at,
  factor,
  familySizes,
  hazard,
  kind,
  model,
  momentsOf,
  near,
  number,
  planOf,
  reaction,
  run,
} from "../engine/bench.ts";
import { countAfter } from "../engine/equations.ts";
import { rich } from "../engine/rich.ts";

const short = process.env.EXOCULTURE_SCIENCE === "short";
const replicates = short ? 1000 : 10_000;

/** Mean and variance of a count at some times, over replicates, against what theory says. */
function compare(
  given: Partial<Model> & { end: number; step: number },
  times: readonly number[],
  count: (simulation: Simulation) => number,
  theory: (time: number) => { mean: number; variance: number },
): void {
  const plan = planOf(model(given));
  const seen = times.map(() => new Float64Array(replicates));
  for (let replicate = 0; replicate < replicates; replicate++)
    run(plan, [replicate, 3], (simulation) => {
      const at = times.indexOf(simulation.time);
      if (at >= 0) seen[at][replicate] = count(simulation);
    });
  times.forEach((time, index) => {
    const { mean, variance } = theory(time);
    const moments = momentsOf(seen[index]);
    near(moments.mean, mean, Math.sqrt(variance / replicates), `mean at ${time}`);
    near(moments.variance, variance, moments.varianceError, `variance at ${time}`);
  });
}

const amount = (index: number) => (simulation: Simulation) => simulation.cultures[0].factor[index];
const counted = (name: string, loss = 0) => factor(name, { counted: true, loss: number(loss) });
const times = [5, 25, 50];

test("immigration and death (002-01)", () => {
  compare(
    { end: 50, step: 5, factors: [counted("X", 0.1)], reactions: [reaction([], [0], 1)] },
    times,
    amount(0),
    (time) => {
      const mean = 10 * (1 - Math.exp(-0.1 * time));
      return { mean, variance: mean };
    },
  );
});

for (const size of [5, 10])
  test(`immigration in batches of ${size} and death (004)`, () => {
    const loss = 0.2;
    compare(
      {
        end: 50,
        step: 5,
        factors: [counted("X", loss)],
        reactions: [
          reaction(
            [],
            Array.from({ length: size }, () => 0),
            1,
          ),
        ],
      },
      times,
      amount(0),
      (time) => {
        const once = (1 - Math.exp(-loss * time)) / loss;
        const twice = (1 - Math.exp(-2 * loss * time)) / (2 * loss);
        // What came s ago: each of a batch is there with chance q = exp(−loss · s); size² q² + size q (1 − q), over all s.
        return { mean: size * once, variance: size * size * twice + size * (once - twice) };
      },
    );
  });

for (const [name, of, on, off] of [
  ["003-01", 100, 0.001, 0.01],
  ["003-02", 1000, 0.0002, 0.004],
] as const)
  test(`dimers form and fall apart (${name})`, () => {
    compare(
      {
        end: 50,
        step: 5,
        factors: [counted("P"), counted("P2")],
        reactions: [reaction([0, 0], [1], on), reaction([1], [0, 0], off)],
        protocol: [at(0, { do: "add", factor: 0, concentration: of })],
      },
      times,
      amount(1),
      (time) =>
        countAfter(
          time,
          of / 2,
          (pairs) => (on * (of - 2 * pairs) * (of - 2 * pairs - 1)) / 2,
          (pairs) => off * pairs,
        ),
    );
  });

for (const [name, birth, death, founders] of [
  ["001-01", 0.1, 0.11, 100],
  ["001-03", 1, 1.1, 100],
] as const)
  test(`birth and death of cells (${name})`, () => {
    const all = founders * replicates;
    const plan = planOf(
      model({
        end: 10,
        step: 2.5,
        kinds: [kind("T", { hazards: [hazard("divide", birth), hazard("die", death)] })],
        protocol: [at(0, { do: "seed", kind: 0, density: all })],
      }),
    );
    run(plan, [5, 6], (simulation) => {
      if (simulation.time === 0) return;
      // Founders are alike and do not meet: the first hundred are one replicate, the next hundred another.
      const families = familySizes(simulation, all);
      const counts = new Float64Array(replicates);
      families.forEach((size, founder) => {
        counts[Math.floor(founder / founders)] += size;
      });
      const growth = Math.exp((birth - death) * simulation.time);
      const mean = founders * growth;
      const variance = (founders * (birth + death) * growth * (growth - 1)) / (birth - death);
      const moments = momentsOf(counts);
      near(moments.mean, mean, Math.sqrt(variance / replicates), `mean at ${simulation.time}`);
      near(moments.variance, variance, moments.varianceError, `variance at ${simulation.time}`);
    });
  });

const hour = 3600;
const pairs = short ? 40 : 400;
const size = 100; // µm³, and T cells
/** Columns of the rich model's recording, by the hour at which they are compared. */
const compared: readonly (readonly [name: string, column: number, hours: number])[] = [
  ["T cells", 0, 72],
  ["part activated", 1, 72],
  ["growth factor", 2, 72],
  ["vesicles free", 3, 36],
  ["vesicles bound", 4, 36],
  ["vesicles inside", 5, 36],
  ["receptor", 6, 72],
  ["divisions", 8, 72],
];

function valuesOf(plan: Plan, replicate: number): number[] {
  const into = new Float64Array(plan.model.observables.length);
  const values: number[] = [];
  run(plan, [replicate, 9], (simulation) => {
    const hours = simulation.time / hour;
    if (!compared.some(([, , time]) => time === hours)) return;
    measure(simulation, into);
    compared.forEach(([, column, time], index) => {
      if (time === hours) values[index] = into[column];
    });
  });
  return values;
}

test("a model with feedback converges in its step, at order 1 or better, and is within 2 % of its limit", () => {
  const steps = [1 / 3, 1 / 6, 1 / 12]; // hours
  const seen = steps.map((step) => {
    const plan = planOf(rich("exosomes", size, step * hour));
    return Array.from({ length: pairs }, (_, replicate) => valuesOf(plan, replicate));
  });
  compared.forEach(([name], index) => {
    const [coarse, middle, fine] = seen.map((values) => momentsOf(values.map((value) => value[index])));
    const differences = (one: number, other: number) =>
      momentsOf(seen[one].map((value, replicate) => value[index] - seen[other][replicate][index]));
    const bias = differences(0, 2); // 3/4 of the bias at the coarse step, where it goes with the step
    const part = ((4 / 3) * bias.mean) / fine.mean;
    const error = ((4 / 3) * bias.meanError) / fine.mean;
    console.log(
      `  ${name.padEnd(16)}${[coarse, middle, fine].map(({ mean }) => mean.toPrecision(5).padStart(10)).join("")}` +
        `   bias ${(100 * part).toFixed(2)} % ± ${(100 * error).toFixed(2)}`,
    );
    assert.ok(Math.abs(part) < 0.02 + (short ? 4 * error : 0), `${name}: bias ${part}`);
    const [first, second] = [differences(0, 1), differences(1, 2)];
    const noise = 4 * Math.sqrt((first.meanError / 2) ** 2 + second.meanError ** 2);
    assert.ok(Math.abs(second.mean) <= Math.abs(first.mean) / 2 + noise, `${name}: ${first.mean}, then ${second.mean}`);
  });
});

test.run();
