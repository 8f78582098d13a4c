import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Simulation } from "../../src/engine/simulation.ts";
import type { Model } from "../../src/model.ts";
import {
  at,
  consumes,
  factor,
  kind,
  model,
  momentsOf,
  near,
  number,
  planOf,
  reaction,
  replicates,
  run,
  secretes,
} from "./bench.ts";
import { countAfter, solve } from "./equations.ts";

const amount = (index: number) => (simulation: Simulation) => simulation.cultures[0].factor[index];
const oneCell = at(0, { do: "seed", kind: 0, density: 1 });
const add = (of: number, concentration: number) => at(0, { do: "add", factor: of, concentration });
const end = (given: Partial<Model> & { end: number; step: number }) => run(planOf(model(given))).cultures[0].factor;
const close = (value: number, expected: number, part: number, what: string) =>
  near(value, expected, part * Math.abs(expected), what, 1);
const rounding = 1e-12; // a few thousand operations on doubles

const counts = 2000;
for (const step of [5, 40])
  test(`stepCounts() gives immigration and death a Poisson count, at a step of ${step}`, () => {
    const source = kind("source", { secretions: [secretes(0, 1)] });
    const plan = planOf(
      model({
        end: 40,
        step,
        kinds: [source],
        factors: [factor("F", { counted: true, loss: number(0.1) })],
        protocol: [oneCell],
      }),
    );
    const seen = momentsOf(replicates(plan, counts, amount(0)));
    const expected = 10 * (1 - Math.exp(-4));
    near(seen.mean, expected, seen.meanError, "mean");
    near(seen.variance, expected, seen.varianceError, "variance");
  });

test("stepCounts() lets two partners meet as the master equation says", () => {
  const plan = planOf(
    model({
      end: 1,
      step: 0.25,
      factors: ["A", "B", "C"].map((name) => factor(name, { counted: true })),
      reactions: [reaction([0, 1], [2], 0.03)],
      protocol: [add(0, 40), add(1, 25)],
    }),
  );
  const seen = momentsOf(replicates(plan, counts, amount(2)));
  const up = (n: number) => 0.03 * (40 - n) * (25 - n);
  const { mean, variance } = countAfter(1, 25, up, () => 0);
  near(seen.mean, mean, seen.meanError, "mean");
  near(seen.variance, variance, seen.varianceError, "variance");
});

test("stepCounts() consumes by Michaelis and Menten, one molecule at a time", () => {
  const plan = planOf(
    model({
      end: 8,
      step: 1,
      kinds: [kind("sink", { consumptions: [consumes(0, 4, 10)] })],
      factors: [factor("F", { counted: true })],
      protocol: [oneCell, add(0, 30)],
    }),
  );
  const seen = momentsOf(replicates(plan, counts, (simulation) => 30 - amount(0)(simulation)));
  const { mean, variance } = countAfter(
    8,
    30,
    (gone) => (4 * (30 - gone)) / (40 - gone),
    () => 0,
  );
  near(seen.mean, mean, seen.meanError, "mean");
  near(seen.variance, variance, seen.varianceError, "variance");
});

test("stepCounts() never takes what is not there", () => {
  const plan = planOf(
    model({
      end: 100,
      step: 10,
      factors: ["A", "B", "C"].map((name) => factor(name, { counted: true, loss: number(0.01) })),
      reactions: [reaction([0, 0], [1], 5), reaction([1], [0, 0], 1), reaction([0, 1], [2], 5)],
      protocol: [add(0, 7)],
    }),
  );
  for (let replicate = 0; replicate < 200; replicate++)
    run(plan, [replicate, 1], (simulation) => {
      for (const left of simulation.cultures[0].factor) assert.ok(left >= 0 && Number.isInteger(left));
    });
});

for (const step of [0.5, 8])
  test(`react() takes the closed form of mass action, at a step of ${step}`, () => {
    const two = (a: number, b: number) => {
      const [, , met] = end({
        end: 8,
        step,
        factors: [factor("A"), factor("B"), factor("C")],
        reactions: [reaction([0, 1], [2], 0.02)],
        protocol: [add(0, a), add(1, b)],
      });
      return met;
    };
    const left = Math.exp(-0.02 * (50 - 30) * 8);
    close(two(50, 30), (50 * 30 * (1 - left)) / (50 - 30 * left), rounding, "A and B");
    close(two(30, 50), two(50, 30), rounding, "B and A");
    close(two(40, 40), 40 - 40 / (1 + 0.02 * 40 * 8), rounding, "as many of both");
    const [alone, pairs] = end({
      end: 8,
      step,
      factors: [factor("A"), factor("P")],
      reactions: [reaction([0, 0], [1], 0.02)],
      protocol: [add(0, 100)],
    });
    close(alone, 100 / (1 + 0.02 * 100 * 8), rounding, "monomers");
    close(pairs, (100 - alone) / 2, rounding, "dimers");
    const [before, after] = end({
      end: 8,
      step,
      factors: [factor("A"), factor("B")],
      reactions: [reaction([0], [1], 0.3)],
      protocol: [add(0, 100)],
    });
    close(before, 100 * Math.exp(-2.4), rounding, "what turns into another");
    close(after, 100 - before, rounding, "the other");
    const [fed] = end({
      end: 8,
      step,
      factors: [factor("A")],
      reactions: [reaction([], [0], 0.3)],
    });
    close(fed, 2.4, rounding, "what comes from nothing");
  });

for (const step of [0.5, 8])
  test(`exchange() is exact for secretion, loss and clearance together, at a step of ${step}`, () => {
    const [left] = end({
      end: 8,
      step,
      kinds: [kind("T", { secretions: [secretes(0, 5)], consumptions: [consumes(0, 0.2, 0)] })],
      factors: [factor("F", { loss: number(0.1) })],
      cultures: [{ name: "well", volume: 2, share: 1, conditions: [] }],
      protocol: [at(0, { do: "seed", kind: 0, density: 1.5 }), add(0, 50)],
    });
    const rate = 0.1 + (3 * 0.2) / 2; // three cells
    close(left, 100 * Math.exp(-rate * 8) + ((3 * 5) / rate) * (1 - Math.exp(-rate * 8)), rounding, "amount");
  });

/** Sub-steps end where a rate times their length reaches 0.05; the rule is of second order. */
const fine = 0.05 ** 2;

const saturating = [
  { name: "far above the half-max", gain: 0, maximum: 10, half: 1, loss: 0, from: 100, time: 9.5 },
  { name: "used up", gain: 0, maximum: 10, half: 1, loss: 0, from: 100, time: 11 },
  { name: "fed from nothing", gain: 5, maximum: 10, half: 1, loss: 0.1, from: 0, time: 3 },
  { name: "fed and lost", gain: 5, maximum: 10, half: 50, loss: 0.3, from: 100, time: 11 },
];
for (const { name, gain, maximum, half, loss, from, time } of saturating) {
  const [exact] = solve(([a]) => Float64Array.of(gain - loss * a - (maximum * a) / (a + half)), [from], time);
  const at = (step: number) =>
    end({
      end: time,
      step,
      kinds: [kind("T", { secretions: [secretes(0, gain)], consumptions: [consumes(0, maximum, half)] })],
      factors: [factor("F", { loss: number(loss) })],
      protocol: [oneCell, add(0, from)],
    })[0];
  test(`exchange() follows Michaelis and Menten at any step: ${name}`, () => {
    for (const step of [time, time / 7]) near(at(step), exact, fine * Math.max(from, exact), `step ${step}`, 1);
  });
  test(`exchange() is of second order in its sub-steps: ${name}`, () => {
    const errors = [time / 2000, time / 4000].map((step) => Math.abs(at(step) - exact));
    assert.ok(errors[0] / errors[1] > 3.5, `${errors}`); // 4, less what is of higher order
  });
}

test("stepAmounts() lets partners meet that are only just coming in", () => {
  const [gain, rate, time] = [10, 0.5, 8];
  const exact = Math.sqrt(gain / rate) * Math.tanh(Math.sqrt(gain * rate) * time);
  for (const step of [8, 1]) {
    const [alone] = end({
      end: time,
      step,
      kinds: [kind("T", { secretions: [secretes(0, gain)] })],
      factors: [factor("A"), factor("P")],
      reactions: [reaction([0, 0], [1], rate)],
      protocol: [oneCell],
    });
    close(alone, exact, fine, `a step of ${step}`);
  }
});

test("stepAmounts() keeps reactions in step with what is secreted and lost meanwhile", () => {
  const chain = (step: number) =>
    end({
      end: 8,
      step,
      kinds: [kind("T", { secretions: [secretes(0, 10)] })],
      factors: [factor("A", { loss: number(0.7) }), factor("B", { loss: number(2) })],
      reactions: [reaction([0], [1], 0.5)],
      protocol: [oneCell],
    });
  const pairs = (step: number) =>
    end({
      end: 8,
      step,
      kinds: [kind("T", { secretions: [secretes(0, 10)] })],
      factors: [factor("A"), factor("P")],
      reactions: [reaction([0, 0], [1], 0.5), reaction([1], [0, 0], 0.2)],
      protocol: [oneCell],
    });
  const exactChain = solve(([a, b]) => Float64Array.of(10 - 1.2 * a, 0.5 * a - 2 * b), [0, 0], 8);
  const exactPairs = solve(([a, p]) => Float64Array.of(10 - 0.5 * a * a + 0.4 * p, 0.25 * a * a - 0.2 * p), [0, 0], 8);
  for (const step of [8, 1])
    for (const at of [0, 1]) {
      close(chain(step)[at], exactChain[at], fine, `chain ${at} at a step of ${step}`);
      close(pairs(step)[at], exactPairs[at], fine, `pairs ${at} at a step of ${step}`);
    }
});

test.run();
