import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Chart } from "../../../src/report/chart.ts";
import { sweepCharts } from "../../../src/report/sweep/charts.ts";
import { coverageInWords } from "../../../src/report/sweep/words.ts";
import { analyse } from "../../../src/sweep/analysis/analyse.ts";
import type { ClaimOutcome, Factor, Plan } from "../../../src/sweep/contract.ts";
import { design, read } from "../../sweep/functions.ts";

const factors: readonly Factor[] = [
  { name: "dose", low: 1, high: 1000, scale: "log", unit: "U/mL" },
  { name: "threshold", low: 0, high: 1, scale: "linear", unit: "" },
  { name: "idle", low: 0, high: 2, scale: "linear", unit: "h" },
];

/** 10 for each tenfold of the dose, 40 times the threshold; 2 donors that differ, 2 replicates that do not. */
function chartsOf(plan: Plan, { without = 0 } = {}): Chart[] {
  const of = design(plan, factors);
  const outcome = {
    ...read(of, ({ values: [dose, threshold] }) =>
      [-1, 1].map((donor) => [0, 0].map(() => 10 * Math.log10(dose) + 40 * threshold + donor)),
    ),
    name: "living cells",
    unit: "cells",
  };
  const at = { ...outcome.at };
  for (const { id } of of.points.slice(0, without)) delete at[id];
  const claim: ClaimOutcome = {
    claim: "S1",
    says: "cells live",
    level: 0.9,
    parts: 1,
    at: Object.fromEntries(
      of.points.map(({ id, values }) => [
        id,
        {
          judgement: { verdict: values[1] > 0.5 ? "holds" : values[1] < 0.3 ? "fails" : "undecided" },
          donors: 2,
          replicates: 2,
        },
      ]),
    ),
  };
  const analysis = analyse(
    of,
    { outcomes: [{ ...outcome, at }], claims: [claim] },
    { seed: "1", resamples: 40, pairs: [["dose", "threshold"]] },
  );
  return sweepCharts({ title: "A dish", seed: "7" }, analysis);
}

const named = (charts: readonly Chart[], id: string): Chart => {
  const found = charts.find((chart) => chart.id === id);
  assert.ok(found, `${id} among ${charts.map((chart) => chart.id)}`);
  return found!;
};
const near = (actual: number | null, expected: number, tolerance = 1e-6): void =>
  assert.ok(Math.abs(actual! - expected) < tolerance, `${actual}, expected ${expected}`);

test("sweepCharts() draws what the design allows, each with an id of its own", () => {
  const ids = (plan: Plan): string[] => chartsOf(plan).map(({ id }) => id.replace("outcome-1-", ""));
  const along = ["along-threshold", "along-dose", "along-idle"];
  const [surface, map] = ["surface-dose-threshold", "claim-1-map-dose-threshold"];
  assert.equal(ids({ kind: "saltelli", rows: 32, second: false }), ["tornado", ...along, surface, map]);
  assert.equal(ids({ kind: "morris", trajectories: 4, levels: 4 }), ["tornado", "plane", ...along, map]);
  assert.equal(
    ids({ kind: "latin", count: 40 }).filter((id) => !id.startsWith("along")),
    ["tornado", surface, map],
  );
  assert.equal(ids({ kind: "grid", levels: [3, 3, 1] }), ["tornado", "along-threshold", "along-dose", surface, map]);
  assert.equal(ids({ kind: "one-at-a-time", levels: 3 }).length, 1 + 3 + 1);
});

test("sweepCharts() says title, seed, design and how much of it was read", () => {
  for (const chart of chartsOf({ kind: "latin", count: 40 }, { without: 3 })) {
    assert.match(chart.title, /: A dish \(seed\u00a07\)$/);
    const read = chart.id.startsWith("claim") ? "all of 40 points" : "37 of 40 points (3 not run yet)";
    assert.ok(chart.subtitle.startsWith(`Latin hypercube, ${read}`), chart.subtitle);
    assert.ok(chart.description.length > 40);
  }
});

test("coverageInWords() counts what failed and what was not run", () => {
  const failed = [{ id: "a", why: "limit" }];
  assert.is(
    coverageInWords({ asked: 5, read: 2, failed, missing: ["b", "c"] }),
    "2 of 5 points (1 failed, 2 not run yet)",
  );
  assert.is(coverageInWords({ asked: 1, read: 1, failed: [], missing: [] }), "its one point");
});

test("sweepCharts() puts the parameter that decides most above, as bars that lie", () => {
  const chart = named(chartsOf({ kind: "saltelli", rows: 512, second: false }), "outcome-1-tornado");
  assert.equal([chart.kind, chart.lies, chart.x.categories], ["bars", true, ["threshold", "dose", "idle"]]);
  assert.equal(
    chart.series.map(({ name, dash }) => [name, dash.length > 0]),
    [
      ["by itself (first order)", true],
      ["with all others (total)", false],
    ],
  );
  const [, total] = chart.series;
  near(total.points[0].y, 16 / 25, 0.05); // variances 40² / 12 and 30² / 12
  near(total.points[1].y, 9 / 25, 0.05);
  near(total.points[2].y, 0);
  assert.ok(total.points[0].low! < 16 / 25 && total.points[0].high! > 16 / 25);
  assert.match(chart.band, /^90 % interval/);
  assert.match(chart.subtitle, /from 512 of 512 rows at least; 0\.0 % of the variance between points is noise/);
  assert.match(chart.description, /total\): threshold 0\.6\d+ \(.* dose 0\.3\d+ /);
});

test("sweepCharts() draws Morris's plane as one named point for each parameter", () => {
  const charts = chartsOf({ kind: "morris", trajectories: 4, levels: 4 });
  const plane = named(charts, "outcome-1-plane");
  assert.equal([plane.kind, plane.x.unit, plane.y.unit], ["scatter", "cells", "cells"]);
  assert.equal(
    plane.series.map(({ name }) => name),
    ["dose", "threshold", "idle"],
  );
  for (const [index, x] of [30, 40, 0].entries()) {
    near(plane.series[index].points[0].x, x);
    near(plane.series[index].points[0].y, 0, 1e-4);
  }
  assert.equal(
    named(charts, "outcome-1-tornado").series.map(({ name, points }) => [name, points.length]),
    [["μ*", 3]],
  );
});

test("sweepCharts() draws a curve on the scale of its parameter, with a band, and says which", () => {
  const grid = named(chartsOf({ kind: "grid", levels: [4, 2, 1] }), "outcome-1-along-dose");
  assert.equal(
    [grid.kind, grid.x.scale, grid.x.unit, grid.series[0].points.map(({ x }) => x)],
    ["lines", "log", "U/mL", [1, 10, 100, 1000]],
  );
  near(grid.series[0].points[1].y, 10 + 20);
  near(grid.series[0].points[1].high! - 30, Math.tan(0.45 * Math.PI)); // t of one degree of freedom; donors differ by 2
  assert.is(grid.band, "90 % interval of the mean over donors");
  assert.match(grid.subtitle, /means at each value/);
  const latin = named(chartsOf({ kind: "latin", count: 40 }), "outcome-1-along-threshold");
  assert.equal([latin.x.scale, latin.band], [undefined, "90 % interval of the mean, by resampling the points"]);
  assert.match(latin.subtitle, /local linear/);
});

test("sweepCharts() draws a surface with the first row at the bottom", () => {
  const { kind, x, rows, series } = named(
    chartsOf({ kind: "grid", levels: [3, 2, 1] }),
    "outcome-1-surface-dose-threshold",
  );
  assert.equal(
    [kind, x.categories, rows?.label, series.map(({ name }) => name)],
    ["heatmap", ["1", "31.6", "1,000"], "threshold", ["0", "1"]],
  );
  for (const [row, { points }] of series.entries()) for (const point of points) near(point.y, 15 * point.x + 40 * row);
});

test("sweepCharts() maps a claim in words as well as colours, with counts", () => {
  const chart = named(chartsOf({ kind: "grid", levels: [2, 5, 2] }), "claim-1-map-dose-threshold");
  assert.equal([chart.kind, chart.y.categories], ["heatmap", ["fails", "undecided", "mixed", "holds"]]);
  assert.equal(
    chart.series.map(({ points }) => points[0].y),
    [0, 0, 1, 3, 3],
  );
  assert.equal(
    chart.series.map(({ points }) => points[0].note),
    ["0 of 2 hold", "0 of 2 hold", "0 of 2 hold", "2 of 2 hold", "2 of 2 hold"],
  );
  assert.match(
    chart.subtitle,
    /holds at 8, fails at 8, undecided at 4; false by chance at most: 1[23] % of "holds", 1[23] % of "fails"/,
  ); // 0.05 · 20 / 8
  assert.match(chart.description, /0\.5: 1 undecided \(0 of 2 hold\), 1,000 undecided/);
});

test("sweepCharts() draws nothing of what is not known yet", () => {
  assert.equal(
    chartsOf({ kind: "latin", count: 40 }, { without: 40 }).map(({ id }) => id),
    ["claim-1-map-dose-threshold"],
  );
});

test.run();
