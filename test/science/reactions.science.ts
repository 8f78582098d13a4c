import { test } from "uvu";
import { at, factor, type Moments, model, momentsOf, near, number, planOf, run } from "../engine/bench.ts";

const replicates = process.env.EXOCULTURE_SCIENCE === "short" ? 1000 : 10_000;

/** Mean and variance of a chain of states, from its master equation, by classical Runge–Kutta. @param up rate from n to n + 1 @param down to n − 1 */
function chain(start: number, size: number, up: (n: number) => number, down: (n: number) => number, time: number) {
  let p = new Float64Array(size + 1);
  p[start] = 1;
  const change = (q: Float64Array): Float64Array =>
    q.map(
      (here, n) =>
        -here * (up(n) + down(n)) + (n > 0 ? q[n - 1] * up(n - 1) : 0) + (n < size ? q[n + 1] * down(n + 1) : 0),
    );
  const steps = 20_000;
  const h = time / steps;
  const moved = (q: Float64Array, by: Float64Array, part: number): Float64Array =>
    q.map((value, n) => value + by[n] * part);
  for (let step = 0; step < steps; step++) {
    const a = change(p);
    const b = change(moved(p, a, h / 2));
    const c = change(moved(p, b, h / 2));
    const d = change(moved(p, c, h));
    p = p.map((value, n) => value + (h / 6) * (a[n] + 2 * b[n] + 2 * c[n] + d[n]));
  }
  const mean = p.reduce((sum, value, n) => sum + n * value, 0);
  return { mean, variance: p.reduce((sum, value, n) => sum + (n - mean) ** 2 * value, 0) };
}

function compare(seen: Moments, exact: { mean: number; variance: number }, what: string): void {
  near(seen.mean, exact.mean, seen.meanError, `mean ${what}`);
  near(seen.variance, exact.variance, seen.varianceError, `variance ${what}`);
}

for (const step of [0.5, 5])
  test(`two partners bind: the mean and variance of the master equation in time, at a step of ${step}`, () => {
    const [a, b, k] = [20, 15, 0.02];
    const counted = { counted: true };
    const plan = planOf(
      model({
        end: 10,
        step,
        factors: [factor("A", counted), factor("B", counted), factor("AB", counted)],
        reactions: [{ name: "binding", from: [0, 1], to: [2], rate: number(k) }],
        protocol: [
          at(0, { do: "add", factor: 0, concentration: a }),
          at(0, { do: "add", factor: 1, concentration: b }),
        ],
      }),
    );
    const bound = { 5: new Float64Array(replicates), 10: new Float64Array(replicates) };
    for (let replicate = 0; replicate < replicates; replicate++)
      run(plan, [replicate, 11], (simulation) => {
        const seen = bound[Math.round(simulation.time) as 5 | 10];
        if (seen && Math.abs(simulation.time - Math.round(simulation.time)) < 1e-9)
          seen[replicate] = simulation.cultures[0].factor[2];
      });
    for (const time of [5, 10] as const)
      compare(
        momentsOf(bound[time]),
        chain(
          0,
          b,
          (n) => k * (a - n) * (b - n),
          () => 0,
          time,
        ),
        `at ${time}`,
      );
  });

test("pairs form and fall apart: the mean and variance of the master equation in time", () => {
  const [start, pairing, parting] = [100, 0.001, 0.01];
  const counted = { counted: true };
  const plan = planOf(
    model({
      end: 50,
      step: 10,
      factors: [factor("P", counted), factor("P2", counted)],
      reactions: [
        { name: "pairing", from: [0, 0], to: [1], rate: number(pairing) },
        { name: "parting", from: [1], to: [0, 0], rate: number(parting) },
      ],
      protocol: [at(0, { do: "add", factor: 0, concentration: start })],
    }),
  );
  const pairs = { 10: new Float64Array(replicates), 50: new Float64Array(replicates) };
  for (let replicate = 0; replicate < replicates; replicate++)
    run(plan, [replicate, 12], (simulation) => {
      const seen = pairs[Math.round(simulation.time) as 10 | 50];
      if (seen) seen[replicate] = simulation.cultures[0].factor[1];
    });
  const free = (n: number): number => start - 2 * n;
  for (const time of [10, 50] as const)
    compare(
      momentsOf(pairs[time]),
      chain(
        0,
        start / 2,
        (n) => (pairing * free(n) * (free(n) - 1)) / 2,
        (n) => parting * n,
        time,
      ),
      `at ${time}`,
    );
});

test.run();
