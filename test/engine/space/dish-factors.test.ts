import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Simulation } from "../../../src/engine/simulation.ts";
import type { Grid } from "../../../src/engine/space/grid.ts";
import { alongAxis, inShells } from "../../../src/engine/space/profile.ts";
import type { Culture, Kind, Model } from "../../../src/model.ts";
import { at, consumes, factor, kind, model, number, operate, planOf, reaction, read, run, secretes } from "../bench.ts";
import { all, closed, cube, dish, runAt, seeded, source, sumOf } from "./dish.ts";

const diffusion = 100; // µm²/s
const radius = 5; // µm
const brought = 4 * Math.PI * diffusion * radius; // µm³/s: what a cell takes that takes all that comes
/** Potential at the centre of a grounded cube by its walls, in 1/(4πD · edge): Madelung's constant of rock salt, for images of either sign. */
const madelung = 1.7475645946;

const about = (value: number, expected: number, part: number, what: string): void =>
  assert.ok(Math.abs(value / expected - 1) <= part, `${what}: ${value}, but ${expected} is expected to ${part}`);
const edgeOf = ({ volume }: Culture): number => Math.cbrt(volume);
const gridOf = ({ space }: Culture): Grid => space as unknown as Grid;
const eater = (maximum: number, halfMax: number, given: Partial<Kind> = {}): Kind =>
  kind("eater", { diameter: 2 * radius, consumptions: [consumes(0, maximum, halfMax)], ...given });
const gone = (simulation: Simulation, line: "consumed" | "decayed" | "secreted" | "left" | "entered"): number =>
  simulation.cultures[0].ledger.factors[line][0];

/** What a cell somewhere near the middle of a cube with fixed walls consumes in a second when nothing changes any more. */
function steadyUptake(cell: Kind, voxel: number, count: number, outside: number, aside: number): number {
  const culture = cube(count, voxel, 1, { walls: all("fixed"), outside: [outside] });
  const middle = edgeOf(culture) / 2;
  const plan = planOf(
    model({
      end: 20_000,
      step: 10_000,
      factors: [factor("X", { diffusion })],
      kinds: [cell],
      cultures: [culture],
      protocol: [seeded(culture, 0, 1), at(0, { do: "add", factor: 0, concentration: outside })],
    }),
  );
  const eaten: number[] = [];
  runAt(plan, [[middle + aside * voxel, middle + 0.7 * aside * voxel, middle]], [1, 2], (simulation) => {
    eaten.push(gone(simulation, "consumed"));
  });
  return (eaten[2] - eaten[1]) / 10_000;
}
/** Supply to a sphere in the middle of such a cube, µm³/s. */
const suppliedIn = (edge: number): number => brought / (1 - (madelung * radius) / edge);

test("a cell that consumes takes k·c/(1 + k/(4πDR)), whatever the voxels and wherever it lies in one", () => {
  for (const [voxel, count] of [
    [5, 15],
    [10, 15],
    [20, 9],
  ])
    for (const part of [0.1, 1, 10])
      for (const aside of voxel === 5 ? [0.5] : [0, 0.5]) {
        const k = part * brought;
        const supply = suppliedIn(voxel * count);
        const what = `voxels of ${voxel} µm, k ${part} of 4πDR, ${aside} of a voxel aside`;
        about(steadyUptake(eater(k, 0), voxel, count, 1, aside), 1 / (1 / k + 1 / supply), 0.005, what);
      }
});

test("Michaelis and Menten's law holds with the concentration at the cell's surface", () => {
  for (const [voxel, count] of [
    [10, 15],
    [20, 9],
  ])
    for (const outside of [0.3, 3]) {
      const maximum = 2 * brought; // with a half-max of 1
      const supply = suppliedIn(voxel * count);
      // supply · (outside − c) = maximum · c / (c + 1)
      const b = 1 + maximum / supply - outside;
      const surface = (Math.sqrt(b * b + 4 * outside) - b) / 2;
      const what = `voxels of ${voxel} µm, ${outside} outside`;
      about(steadyUptake(eater(maximum, 1), voxel, count, outside, 0.2), supply * (outside - surface), 0.005, what);
    }
});

test("a cell takes back k/(k + 4πDR) of what it secretes", () => {
  for (const [voxel, count] of [
    [10, 9],
    [20, 7],
  ])
    for (const part of [0.1, 1, 10]) {
      const k = part * brought;
      const cell = eater(k, 0, { secretions: [secretes(0, 100)] });
      const supply = suppliedIn(voxel * count);
      about(
        steadyUptake(cell, voxel, count, 0, 0.3),
        (100 * k) / (k + supply),
        0.005,
        `voxels of ${voxel} µm, ${part}`,
      );
    }
});

test("… and with Michaelis and Menten's law what its surface has of both", () => {
  for (const [voxel, count] of [
    [10, 9],
    [20, 7],
  ])
    for (const rate of [100, 10_000, 60_000]) {
      const maximum = 2 * brought; // with a half-max of 1
      const cell = eater(maximum, 1, { secretions: [secretes(0, rate)] });
      const supply = suppliedIn(voxel * count);
      // rate = supply · c + maximum · c / (c + 1)
      const b = supply + maximum - rate;
      const surface = (Math.sqrt(b * b + 4 * supply * rate) - b) / (2 * supply);
      about(
        steadyUptake(cell, voxel, count, 0, 0.3),
        rate - supply * surface,
        0.01,
        `voxels of ${voxel} µm, ${rate}/s`,
      );
    }
});

test("around a point source stands q/(4πDr)·exp(−r/λ), with its images in closed walls", () => {
  const loss = 0.4;
  const range = Math.sqrt(diffusion / loss); // 15.8 µm
  const culture = cube(21, 5, 1);
  const middle = edgeOf(culture) / 2;
  const simulation = run(
    planOf(
      model({
        end: 1800,
        step: 600,
        factors: [factor("X", { diffusion, loss: number(loss) })],
        cultures: [culture],
        sources: [source({ factor: 0 }, 1000, [middle, middle, middle])],
      }),
    ),
  );
  const { mean, radius: distance } = inShells(
    gridOf(culture),
    simulation.cultures[0].fields[0],
    middle,
    middle,
    middle,
    5,
  );
  const from = (r: number): number => (1000 / (4 * Math.PI * diffusion * r)) * Math.exp(-r / range);
  const edge = edgeOf(culture);
  const images = 6 * from(edge) + 12 * from(Math.SQRT2 * edge) + 8 * from(Math.sqrt(3) * edge);
  for (let shell = 3; shell < 9; shell++) {
    const r = distance[shell];
    const expected = from(r) + (images * Math.sinh(r / range) * range) / r; // means over a sphere
    about(mean[shell], expected, 0.03, `at ${r} µm`); // (h/r)² and (h/λ)² of the lattice
  }
  about(simulation.cultures[0].factor[0], 1000 / loss, 1e-3, "all of it");
  about(gone(simulation, "secreted"), 1800 * 1000, 1e-9, "all that it gave");
});

test("around a cell that secretes stands q/(4πDr), less what the walls of a cube take off", () => {
  const culture = cube(21, 10, 1, { walls: all("absorbing") });
  const edge = edgeOf(culture);
  const plan = planOf(
    model({
      end: 20_000,
      step: 10_000,
      factors: [factor("X", { diffusion })],
      kinds: [kind("maker", { diameter: 2 * radius, secretions: [secretes(0, 1000)] })],
      cultures: [culture],
      protocol: [seeded(culture, 0, 1)],
    }),
  );
  const middle = edge / 2;
  const simulation = runAt(plan, [[middle, middle, middle]]);
  const { mean, radius: distance } = inShells(
    gridOf(culture),
    simulation.cultures[0].fields[0],
    middle,
    middle,
    middle,
    10,
  );
  for (let shell = 2; shell < 6; shell++) {
    const expected = (1000 / (4 * Math.PI * diffusion)) * (1 / distance[shell] - madelung / edge);
    about(mean[shell], expected, 0.02, `at ${distance[shell]} µm`);
  }
  const before = 1000 * 20_000 - simulation.cultures[0].factor[0];
  about(gone(simulation, "left"), before, 1e-6, "through the walls");
});

test("between a fixed wall and a far closed one stands exp(−x/λ)", () => {
  const loss = 0.04;
  const range = Math.sqrt(diffusion / loss); // 50 µm
  const culture = dish([80, 1, 1], [5, 10, 10], 1, { walls: ["fixed", ...closed.slice(1)], outside: [2] });
  const simulation = run(
    planOf(
      model({ end: 3600, step: 600, factors: [factor("X", { diffusion, loss: number(loss) })], cultures: [culture] }),
    ),
  );
  const found = alongAxis(gridOf(culture), simulation.cultures[0].fields[0], 0);
  const length = 400;
  for (let voxel = 0; voxel < 80; voxel += 7) {
    const x = (voxel + 0.5) * 5;
    about(found[voxel], (2 * Math.cosh((length - x) / range)) / Math.cosh(length / range), 0.01, `at ${x} µm`);
  }
  // What comes in is lost there: D·c/λ·tanh(L/λ) through 100 µm².
  const rate = ((diffusion * 2) / range) * Math.tanh(length / range) * 100;
  const { entered, left, decayed } = simulation.cultures[0].ledger.factors;
  about(decayed[0] / 3600, rate, 0.02, "loss, less that of the first minutes");
  about(entered[0] - left[0], decayed[0] + simulation.cultures[0].factor[0], 1e-9, "through the wall");
});

/** A culture in which all goes on at once, stirred or with places. @param fast µm²/s */
const busy = (space: boolean, fast: number, step: number, given: Partial<Model> = {}): Model => {
  const culture = cube(4, 15, 3);
  const { space: _places, ...stirred } = culture;
  const signal = read({ signal: "factor", index: 0 });
  const more = operate(number(1), "+", signal);
  return model({
    end: 3600,
    step,
    factors: [
      factor("X", { diffusion: fast, loss: number(1e-4) }),
      factor("Y", { diffusion: fast }),
      factor("Z", { diffusion: fast, loss: number(3e-4) }),
    ],
    reactions: [reaction([0, 1], [2], 5e-3), reaction([2], [0, 1], 2e-4), reaction([], [1], 1e-5)],
    kinds: [
      kind("maker", { secretions: [secretes(0, operate(number(3), "/", more))] }),
      kind("eater", { consumptions: [consumes(0, 8, 0.05), consumes(1, 0.5, 0)] }),
    ],
    cultures: [space ? culture : stirred],
    protocol: [
      seeded(culture, 0, 5),
      seeded(culture, 1, 4),
      at(0, { do: "add", factor: 0, concentration: 0.3 }),
      at(0, { do: "add", factor: 1, concentration: 0.2 }),
      at(1800, { do: "add", factor: 1, concentration: 0.1 }),
    ],
    sources: [source({ factor: 2 }, 2, [10, 20, 30], { on: [{ from: 700, to: 2000 }] })],
    ...given,
  });
};

test("where diffusion is very fast a static culture is a stirred one", () => {
  for (const step of [60, 600]) {
    const stirred = run(planOf(busy(false, 1e7, step))).cultures[0];
    const spread = run(planOf(busy(true, 1e7, step))).cultures[0];
    for (let one = 0; one < 3; one++) {
      about(spread.factor[one], stirred.factor[one], 1e-3, `amount ${one}, steps of ${step} s`);
      for (const line of ["secreted", "consumed", "decayed", "reacted", "produced"] as const)
        if (stirred.ledger.factors[line][one] > 0)
          about(spread.ledger.factors[line][one], stirred.ledger.factors[line][one], 2e-3, `${line} ${one}, ${step} s`);
    }
  }
});

test("what happens in an hour does not depend on the step", () => {
  // Rates that cells read once a step are the step's own: here none is read.
  const constant = {
    kinds: busy(true, 50, 60).kinds.map((one) => ({
      ...one,
      secretions: one.secretions.map(({ factor: of }) => secretes(of, 2)),
    })),
  };
  const [fine, coarse] = [60, 600].map((step) => run(planOf(busy(true, 50, step, constant))).cultures[0]);
  for (let one = 0; one < 3; one++) {
    about(coarse.factor[one], fine.factor[one], 0.01, `amount ${one}`);
    for (const line of ["secreted", "consumed", "decayed", "reacted", "produced"] as const)
      if (fine.ledger.factors[line][one] > 0)
        about(coarse.ledger.factors[line][one], fine.ledger.factors[line][one], 0.01, `${line} ${one}`);
  }
});

test("cells whose uptake is saturated take their maximum until nothing is left", () => {
  const culture = cube(5, 12, 1);
  const maximum = 0.5; // molecules/s
  const given = 5; // molecules/µm³
  const plan = planOf(
    model({
      end: 12 * 3600,
      step: 3600,
      factors: [factor("X", { diffusion })],
      kinds: [eater(maximum, 0.005)],
      cultures: [culture],
      protocol: [seeded(culture, 0, 60), at(0, { do: "add", factor: 0, concentration: given })],
    }),
  );
  const start = given * culture.volume; // lasts for 10 h
  run(plan, [1, 2], (simulation) => {
    const wanted = 60 * maximum * simulation.time;
    if (wanted < 0.95 * start && wanted > 0)
      about(gone(simulation, "consumed"), wanted, 0.005, `after ${simulation.time} s`);
    else if (wanted > 1.05 * start) about(gone(simulation, "consumed"), start, 0.002, "all of it");
  });
});

test("a field is the amount of its culture, nowhere below 0, at any step", () => {
  for (const step of [60, 600, 3600])
    run(planOf(busy(true, 20, step)), [1, 2], ({ cultures: [{ factor: amounts, fields }] }) => {
      fields.forEach((field, one) => {
        assert.ok(Math.abs(sumOf(field) - amounts[one]) <= 1e-12 * amounts[one], `factor ${one}`);
        assert.ok(field.every((amount) => amount >= 0));
      });
    });
});

test.run();
