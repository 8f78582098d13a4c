import { test } from "uvu";
import * as assert from "uvu/assert";
import { studentQuantile } from "../../../src/claims/distributions.ts";
import type { Judgement } from "../../../src/claims/verdict.ts";
import { analyse } from "../../../src/sweep/analysis/analyse.ts";
import type { AnalysisOptions, ClaimOutcome, ClaimReading, Design, Point } from "../../../src/sweep/contract.ts";
import { design, exactly, only, read, units } from "../functions.ts";

const options: AnalysisOptions = { seed: "1", resamples: 60 };

const near = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected}`);

/** A claim judged at every point, by 6 donors with 4 replicates. */
function claimed(of: Design, judge: (point: Point, index: number) => Judgement | ClaimReading): ClaimOutcome {
  const at = of.points.map((point, index): [string, ClaimReading] => {
    const told = judge(point, index);
    return [point.id, "verdict" in told ? { judgement: told, donors: 6, replicates: 4 } : told];
  });
  return { claim: "grows", says: "it grows", level: 0.9, parts: 2, at: Object.fromEntries(at) };
}

test("analyse() follows a straight line exactly with a local linear curve and surface", () => {
  const latin = design({ kind: "latin", count: 60 }, [
    { ...units(1)[0], low: 1, high: 100, scale: "log" },
    { ...units(2)[1], low: -1, high: 3 },
  ]);
  const line = exactly(latin, (a) => 5 * Math.log10(a) - 1);
  const { curves, surfaces } = analyse(latin, only(line), options).outcomes[0];
  assert.equal(
    curves.map(({ factor, method }) => [factor, method]),
    [
      [0, "local linear"],
      [1, "local linear"],
    ],
  );
  for (const { at, value, low, high } of curves[0].points) {
    for (const each of [value, low, high]) near(each, 5 * Math.log10(at) - 1, 1e-8);
  }
  assert.equal([curves[0].points[0].at, curves[0].points.at(-1)?.at], [1, 100]);
  const [{ factors, method, across, up, cells }] = surfaces;
  assert.equal([factors, method, across.length, up.length], [[0, 1], "local linear", 8, 8]);
  for (const row of cells)
    for (const [x, { value }] of row.entries())
      if (Number.isFinite(value)) near(value, 5 * Math.log10(across[x]) - 1, 1e-8);
  assert.is(
    cells.flat().reduce((sum, { points }) => sum + points, 0),
    60,
  );
  assert.ok(cells.flat().filter(({ value }) => Number.isFinite(value)).length > 60);
});

test("analyse() covers a straight curve with its band about as often as it says", () => {
  let [covered, all] = [0, 0];
  for (let seed = 0; seed < 20; seed++) {
    const random = design({ kind: "random", count: 200 }, units(2), `${seed}`);
    const noisy = exactly(random, (a, b) => 3 * a + b - 0.5); // the other factor is noise to this one
    const { curves } = analyse(random, only(noisy), { ...options, resamples: 200 }).outcomes[0];
    for (const { at, low, high } of curves[0].points.filter((_, place) => place % 4 === 0)) {
      all += 1;
      if (low <= 3 * at && 3 * at <= high) covered += 1;
    }
  }
  const independent = 20 * 3; // places along a curve that do not share most of their points
  assert.ok(Math.abs(covered / all - 0.9) < 4 * Math.sqrt((0.9 * 0.1) / independent), `${covered} of ${all}`);
});

test("analyse() chooses a bandwidth at which a bent curve is followed, and noise is not", () => {
  const f = (a: number): number => Math.sin(9 * a);
  const latin = design({ kind: "latin", count: 400 }, units(2));
  const { curves } = analyse(latin, only(exactly(latin, (a, b) => f(a) + b - 0.5)), options).outcomes[0];
  const square =
    curves[0].points.reduce((sum, { at, value }) => sum + (value - f(at)) ** 2, 0) / curves[0].points.length;
  // At bandwidth h: bias² ¼ h⁴ · 81² / 2 on average, variance 1/12 / (2 √π n h); least at h = 0.028, together 0.0026.
  assert.ok(square < 2 * 0.0026 && square > 0.0026 / 2, `${square}`); // ends have half the points, and the choice its own chance
});

test("analyse() gives means at each value of a grid, with the t interval over donors", () => {
  const grid = design({ kind: "grid", levels: [2, 3] }, units(2));
  const outcome = read(grid, ({ values: [a, b] }) => [
    [a, a],
    [a + 2 * b, a + 2 * b + 2],
  ]);
  const { curves, surfaces, ranks, variance } = analyse(grid, only(outcome), options).outcomes[0];
  assert.equal(
    curves[1].points.map(({ at }) => at),
    [0, 0.5, 1],
  );
  for (const { at, value, low, high } of curves[1].points) {
    const donors = [0.5, 0.5 + 2 * at + 1]; // each over both values of a
    near(value, (donors[0] + donors[1]) / 2);
    const half = (studentQuantile(0.95, 1) * (donors[1] - donors[0])) / 2; // of two: standard error is half their difference
    near(low, value - half);
    near(high, value + half);
  }
  const [{ method, across, up, cells }] = surfaces;
  assert.equal([method, across, up], ["means at each value", [0, 1], [0, 0.5, 1]]);
  assert.equal(
    cells.map((row) => row.map(({ value }) => value)),
    [
      [0.5, 1.5],
      [1, 2],
      [1.5, 2.5],
    ],
  );
  assert.ok(cells.flat().every(({ points }) => points === 1));
  assert.is(ranks?.points, 6);
  assert.is(variance.noise, 0);
});

test("analyse() draws a curve of one factor at a time from the points that move it, and no surface", () => {
  const one = design({ kind: "one-at-a-time", levels: 3 }, units(2));
  const { curves, surfaces, ranks } = analyse(one, only(exactly(one, (a, b) => a + 10 * b)), options).outcomes[0];
  assert.equal(
    curves.map(({ points }) => points.map(({ at, value }) => [at, value])),
    [
      [
        [0, 5],
        [0.5, 5.5],
        [1, 6],
      ],
      [
        [0, 0.5],
        [0.5, 5.5],
        [1, 10.5],
      ],
    ],
  );
  assert.ok(curves[0].points.every(({ low, high }) => Number.isNaN(low) && Number.isNaN(high))); // one donor
  assert.equal([surfaces, ranks], [[], undefined]);
});

test("analyse() puts on a surface the two factors that move the outcome most, or those that are asked for", () => {
  const latin = design({ kind: "latin", count: 64 }, units(4));
  const outcome = only(exactly(latin, (_a, b, _c, d) => b + 2 * d));
  assert.equal(
    analyse(latin, outcome, options).outcomes[0].surfaces.map(({ factors }) => factors),
    [[1, 3]],
  );
  const asked = analyse(latin, outcome, { ...options, pairs: [["c", "a"]], cells: 3 }).outcomes[0].surfaces;
  assert.equal([asked[0].factors, asked[0].across.length], [[2, 0], 3]);
  assert.throws(() => analyse(latin, outcome, { ...options, pairs: [["c", "e"]] }), /no parameter "e"/);
});

test("analyse() does not depend on the order of the points or of the results", () => {
  const latin = design({ kind: "latin", count: 40 }, units(2));
  const outcome = exactly(latin, (a, b) => a * b);
  const turned = { ...outcome, at: Object.fromEntries(Object.entries(outcome.at).reverse()) };
  assert.equal(analyse(latin, only(turned), options), analyse(latin, only(outcome), options));
});

test("analyse() says how much of the design it rests on, and why the rest is missing", () => {
  const list = design({ kind: "list", values: [[0], [0.2], [0.4], [0.6], [0.8], [0]] }, units(1));
  const ids = list.points.map(({ id }) => id);
  const at = {
    [ids[0]]: { values: [[1, 2]] },
    [ids[1]]: { values: [[1, Number.NaN]] },
    [ids[2]]: { failed: "stopped by its limit" },
    [ids[4]]: { values: [[3, 3]] },
  };
  const { coverage, outcomes, next } = analyse(list, only({ name: "y", unit: "", at }), { ...options, worlds: 3 });
  const why = [
    { id: ids[1], why: "something could not be measured" },
    { id: ids[2], why: "stopped by its limit" },
  ];
  assert.equal(coverage, { asked: 5, read: 2, failed: why, missing: [ids[3]] });
  assert.equal(outcomes[0].coverage, coverage);
  assert.equal(
    outcomes[0].curves[0].points.map(({ at, value }) => [at, value]),
    [
      [0, 1.5],
      [0.8, 3],
    ],
  );
  assert.equal(
    next.map(({ point, why, donors, replicates, worlds }) => [point, why, donors, replicates, worlds]),
    [
      [ids[1], "failed", 1, 2, 6],
      [ids[2], "failed", 1, 2, 6],
      [ids[3], "missing", 1, 2, 6],
    ],
  );
  assert.equal(analyse(list, { outcomes: [], claims: [] }, options).coverage.missing.length, 5);
});

test("analyse() of a design of which nothing has been run says so, and throws nothing", () => {
  for (const plan of [
    { kind: "saltelli", rows: 4, second: true },
    { kind: "morris", trajectories: 2, levels: 4 },
    { kind: "sobol", count: 4 },
    { kind: "grid", levels: [2, 2] },
  ] as const) {
    const of = design(plan, units(2));
    const { coverage, outcomes, claims } = analyse(
      of,
      {
        outcomes: [{ name: "y", unit: "", at: {} }],
        claims: [{ ...claimed(of, () => ({ verdict: "holds" })), at: {} }],
      },
      options,
    );
    assert.equal([coverage.read, outcomes[0].coverage.read, claims[0].coverage.read, claims[0].holds], [0, 0, 0, 0]);
    assert.ok(claims[0].maps[0].cells.flat().every(({ verdict }) => verdict === "empty"));
  }
});

test("analyse() maps where a claim holds, fails, is mixed or undecided, with the share that chance may give", () => {
  const grid = design({ kind: "grid", levels: [2, 2, 2] }, units(3));
  const claim = claimed(grid, ({ values: [a, b, c] }) => {
    if (a === 0) return { verdict: b === 0 ? "holds" : "fails" };
    if (b === 0) return { verdict: c === 0 ? "holds" : "fails" };
    return { verdict: c === 0 ? "holds" : "undecided" };
  });
  const { claims } = analyse(grid, { outcomes: [], claims: [claim] }, { ...options, pairs: [["a", "b"]] });
  const [{ holds, fails, undecided, falseHolds, falseFails, maps }] = claims;
  assert.equal([holds, fails, undecided], [4, 3, 1]);
  near(falseHolds, (0.05 * 8) / 4);
  near(falseFails, (2 * 0.05 * 8) / 3); // either of two parts may fail
  assert.equal(
    maps[0].cells.map((row) => row.map(({ verdict }) => verdict)),
    [
      ["holds", "mixed"],
      ["fails", "undecided"],
    ],
  );
  const [[first, mixed], [failing]] = maps[0].cells;
  assert.equal([first.tested, first.holds, first.share.value, first.share.high], [2, 2, 1, 1]);
  near(first.share.low, Math.sqrt(0.05)); // 0.05 = p², Clopper and Pearson
  near(first.falseShare, 0.05);
  near(failing.falseShare, 0.1);
  assert.equal([mixed.share.value, Number.isNaN(mixed.falseShare)], [0.5, true]);
});

test("analyse() maps a claim over the factors that its verdict goes with", () => {
  const latin = design({ kind: "latin", count: 100 }, units(4));
  const claim = claimed(latin, ({ values: [, b, , d] }) => ({ verdict: b + d > 1 ? "holds" : "fails" }));
  const [map] = analyse(latin, { outcomes: [], claims: [claim] }, { ...options, cells: 4 }).claims[0].maps;
  assert.equal(
    [map.factors, map.across],
    [
      [1, 3],
      [0.125, 0.375, 0.625, 0.875],
    ],
  );
  assert.equal([map.cells[0][0].verdict, map.cells[3][3].verdict], ["fails", "holds"]);
});

test("analyse() proposes the cheapest runs that would decide, with the replicates that would do instead", () => {
  const list = design({ kind: "list", values: [[0], [0.2], [0.4], [0.6], [0.8]] }, units(1));
  const undecided = (needed: number | "more than 1000", noiseShare?: number): ClaimReading => ({
    judgement: { verdict: "undecided", needed },
    donors: 6,
    replicates: 4,
    ...(noiseShare !== undefined && { noiseShare }),
  });
  const holds: Judgement = { verdict: "holds" };
  const readings = [undecided(12), undecided(8, 0.9), undecided("more than 1000", 1), holds, undecided(9, 0.1)];
  const claim = claimed(list, (_, index) => readings[index]);
  const { next } = analyse(list, { outcomes: [], claims: [claim] }, { ...options, worlds: 2 });
  const head = (point: number) => ({ point: list.points[point].id, why: "undecided", claim: "grows", replicates: 4 });
  assert.equal(next, [
    // 0.9 · 4 / (6 / 8 − 1 + 0.9) = 5.54
    { ...head(1), donors: 8, worlds: 2 * 4 * 2, instead: { replicates: 6, worlds: 2 * 6 * 2 } },
    { ...head(4), donors: 9, worlds: 3 * 4 * 2 }, // 6 / 9 − 1 + 0.1 is below 0
    { ...head(0), donors: 12, worlds: 6 * 4 * 2 },
    { ...head(2), donors: "more than 1000", worlds: Infinity },
  ]);
  assert.is(analyse(list, { outcomes: [], claims: [claim] }, { ...options, runs: 1 }).next.length, 1);
});

test.run();
