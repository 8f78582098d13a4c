import { test } from "uvu";
import * as assert from "uvu/assert";
import { dead } from "../../src/engine/cells.ts";
import { actOut } from "../../src/engine/process/protocol.ts";
import { newSimulation, planOf } from "../../src/engine/simulation.ts";
import type { Measure, Observable } from "../../src/model.ts";
import { measure } from "../../src/observe/measure.ts";
import { recordWorlds } from "../../src/observe/record.ts";
import {
  at,
  attribute,
  capture,
  distribution,
  factor,
  hazard,
  kind,
  model,
  near,
  number,
  operate,
  release,
  run,
  secretes,
  species,
} from "./bench.ts";
import { rich } from "./rich.ts";

const observable = (what: Measure, culture = 0): Observable => ({
  name: what.of,
  culture,
  subject: "",
  unit: "",
  scale: 1,
  measure: what,
});
const share = 0.25;
const bench = (measures: readonly Observable[]) =>
  planOf(
    model({
      end: 4,
      step: 1,
      cultures: ["one", "two"].map((name) => ({ name, volume: 400, share, conditions: [] })),
      factors: [factor("F", { loss: number(0.1) })],
      vesicles: [species("EXO", { loss: number(0.1) })],
      attributes: ["x", "double"].map((name) => ({ name, unit: "", scale: 1, inherit: "copy" as const })),
      kinds: [
        kind("A", {
          start: [{ attribute: 0, value: distribution("uniform", 1e6, 1e6 + 1) }],
          attributes: [{ index: 1, is: operate(attribute(0), "*", number(2)) }],
          secretions: [secretes(0, 0.5)],
          releases: [release(3)],
        }),
        kind("B", {
          hazards: [hazard("divide", 0.4), hazard("die", 0.2), hazard("become", 0.1, 0)],
          captures: [capture(0.3, { entry: number(0.5), digestion: number(0.2) })],
        }),
      ],
      protocol: [
        at(0, { do: "seed", kind: 1, density: 0.3 }),
        at(0, { do: "seed", kind: 0, density: 0.2 }),
        at(0, { do: "seed", kind: 1, density: 0.1 }, 1),
      ],
      observables: measures,
    }),
  );

test("measure() counts what is there, scaled back to the real well", () => {
  const measures: Measure[] = [
    { of: "cells", kinds: [0, 1] },
    { of: "fraction", kinds: [1], among: [0, 1] },
    { of: "ratio", kinds: [1], among: [0] },
    { of: "generation", kinds: [1], generation: 1, andMore: false },
    { of: "generation", kinds: [0, 1], generation: 2, andMore: true },
    { of: "concentration", factor: 0 },
    { of: "vesicles", species: 0, where: "free" },
    { of: "vesicles", species: 0, where: "bound" },
    { of: "vesicles", species: 0, where: "inside" },
    { of: "total", count: "births", kinds: [1] },
    { of: "total", count: "deaths", kinds: [0, 1] },
    { of: "total", count: "divisions", kinds: [1] },
    { of: "total", count: "entries", kinds: [0] },
    { of: "total", count: "released", species: 0 },
    { of: "total", count: "captured", species: 0 },
    { of: "total", count: "degraded", species: 0 },
    { of: "total", count: "lost", species: 0 },
    { of: "total", count: "secreted", factor: 0 },
    { of: "total", count: "decayed", factor: 0 },
    { of: "total", count: "consumed", factor: 0 },
  ];
  const plan = bench(measures.map((what) => observable(what)));
  const simulation = run(plan, [3, 4]);
  const [{ cells, factor: amounts, pools, ledger }] = simulation.cultures;
  const seen = new Float64Array(measures.length);
  measure(simulation, seen);

  const column = (name: string) => cells.columns[plan.layout.columnOf.get(name)!];
  const rows = Array.from({ length: cells.count }, (_, row) => row);
  const ofKind = (one: number) => rows.filter((row) => cells.kind[row] === one);
  const total = (name: string) => rows.reduce((sum, row) => sum + column(name)[row], 0);
  const generation = column("generation");
  const [a, b] = [ofKind(0).length, ofKind(1).length];
  const { cells: lives, vesicles, factors } = ledger;
  assert.equal(
    [...seen],
    [
      (a + b) / share,
      b / (a + b),
      b / a,
      ofKind(1).filter((row) => generation[row] === 1).length / share,
      rows.filter((row) => generation[row] >= 2).length / share,
      amounts[0] / 100,
      pools[0].count[0] / share,
      total("bound:0") / share,
      total("inside:0") / share,
      (2 * lives.divisions[1]) / share,
      (lives.deaths[0] + lives.deaths[1]) / share,
      lives.divisions[1] / share,
      lives.entries[0] / share,
      vesicles.released[0] / share,
      vesicles.captured[0] / share,
      vesicles.degraded[0] / share,
      vesicles.lost[0] / share,
      factors.secreted[0] / share,
      factors.decayed[0] / share,
      0,
    ],
  );
  assert.ok(seen.subarray(0, 19).every((value) => value > 0));
});

test("measure() gives the mean and the deviation of an attribute, kept or worked out", () => {
  const statistics = [0, 1].flatMap((index) =>
    (["mean", "deviation"] as const).map(
      (statistic): Measure => ({ of: "attribute", attribute: index, kinds: [0], statistic }),
    ),
  );
  const nobody: Measure = { of: "attribute", attribute: 0, kinds: [], statistic: "mean" };
  const plan = bench([...statistics, nobody].map((what) => observable(what)));
  const simulation = newSimulation(plan, [5, 6]);
  actOut(simulation);
  const seen = new Float64Array(5);
  measure(simulation, seen);
  const { cells } = simulation.cultures[0];
  const values = Array.from(cells.columns[plan.layout.attribute[0]].subarray(0, cells.count)).filter(
    (value) => value > 0,
  );
  const above = values.map((value) => value - 1e6); // exact: the deviation is small beside the mean
  const mean = above.reduce((sum, value) => sum + value, 0) / above.length;
  const deviation = Math.sqrt(above.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (above.length - 1));
  for (const factorOf of [1, 2]) {
    const [m, s] = seen.subarray(2 * factorOf - 2);
    near(m, factorOf * (1e6 + mean), factorOf * 1e6 * 1e-14, "mean", 1);
    near(s, factorOf * deviation, 1e-8, "deviation", 1);
  }
  assert.ok(Number.isNaN(seen[4]));
});

test("measure() counts families in their culture, whatever stands between their columns", () => {
  const family = (ordinal: number, culture: number) => observable({ of: "founder", kinds: [1], ordinal }, culture);
  const other = observable({ of: "cells", kinds: [1] }, 1);
  const columns = [family(0, 0), other, family(0, 1), family(1, 1), family(1, 0), family(9999, 1)];
  const plan = bench(columns);
  const simulation = run(plan, [7, 8]);
  const seen = new Float64Array(columns.length);
  measure(simulation, seen);
  const size = (culture: number, ordinal: number) => {
    const { cells } = simulation.cultures[culture];
    const families = cells.columns[plan.layout.columnOf.get("family")!];
    let members = 0;
    for (let row = 0; row < cells.count; row++)
      if (cells.kind[row] === 1 && cells.kind[row] !== dead && families[row] === ordinal) members++;
    return members;
  };
  assert.equal([...seen], [size(0, 0), seen[1], size(1, 0), size(1, 1), size(0, 1), 0]);
  assert.ok(new Set(seen).size > 3);
});

test("recordWorlds() reads every column at every recorded time, on the grid and off it", () => {
  const wanted = [0, 6, 7.25, 12, 72].map((hours) => hours * 3600);
  const time = { ...rich("medium").time, records: wanted };
  const steps: number[] = [];
  const [outcome] = recordWorlds(
    [{ arm: "medium", plan: planOf(rich("medium", 50, 3600, { time })) }],
    [1, 2],
    (part) => {
      steps.push(part);
    },
  );
  assert.equal([...outcome.times], wanted);
  assert.is(outcome.digests.length, wanted.length);
  assert.is(new Set(outcome.digests).size, wanted.length);
  const last = new Float64Array(outcome.end.plan.model.observables.length);
  measure(outcome.end, last);
  assert.equal([...outcome.values.subarray(-last.length)], [...last]);
  assert.ok(steps.every((part, index) => part <= 1 && part >= (steps[index - 1] ?? 0)));
  near(steps.at(-1)!, 1, 1e-9, "part done at the end", 1);
});

test.run();
