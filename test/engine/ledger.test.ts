import { test } from "uvu";
import * as assert from "uvu/assert";
import { imbalances } from "../../src/engine/audit.ts";
import { fork, planOf, type Simulation } from "../../src/engine/simulation.ts";
import { run } from "./bench.ts";
import { rich } from "./rich.ts";

const whole = run(planOf(rich("exosomes")), [1, 2]); // its books close: run() looks
const planted = (leak: (simulation: Simulation) => void): string[] => {
  const copy = fork(whole, whole.plan);
  leak(copy);
  return imbalances(copy).map(({ culture, of }) => `${culture} ${of}`);
};

/** Lines that tell of something and stand in no balance. */
const beside = ["captured", "detached", "entries", "acquired", "processed", "dressed", "rounded"];
const subjects = {
  vesicles: "vesicles EXO",
  bodies: "multivesicular bodies EXO",
  cargo: "cargo PDL1",
  factors: "factor growth",
  cells: "cells",
} as const;

for (const [book, subject] of Object.entries(subjects) as [keyof typeof subjects, string][]) {
  const lines = whole.cultures[1].ledger[book] as Record<string, Float64Array>;
  const amounts = book === "cargo" || book === "factors";
  const leak = amounts ? 1e-8 * Math.max(...Object.values(lines).map(([first]) => first)) : 1;
  for (const line of Object.keys(lines))
    test(`imbalances() sees a leak into ${line} of the book of ${book}`, () => {
      const seen = planted(({ cultures }) => {
        (cultures[1].ledger[book] as Record<string, Float64Array>)[line][0] += leak;
      });
      assert.equal(seen, beside.includes(line) ? [] : [`recipient ${subject}`]);
    });
}

const places: readonly [string, string, (simulation: Simulation) => void][] = [
  ["a free vesicle", "vesicles EXO", ({ cultures }) => cultures[1].pools[0].count[0]--],
  ["one of a packet", "vesicles MV", ({ cultures }) => cultures[0].packets[1].weight[0]++],
  ["a factor", "factor growth", ({ cultures }) => (cultures[1].factor[0] *= 1.001)],
  ["a counted factor", "factor rare", ({ cultures }) => cultures[1].factor[3]--],
  ["free cargo", "cargo miR", ({ cultures }) => (cultures[1].pools[0].cargo[1] *= 0.999)],
];
for (const [what, subject, leak] of places)
  test(`imbalances() misses ${what}`, () => {
    const culture = what === "one of a packet" ? "producer" : "recipient";
    const found = planted(leak);
    assert.ok(found.includes(`${culture} ${subject}`), found.join());
  });

for (const [column, subject] of [
  ["inside:0", "vesicles EXO"],
  ["bound:1", "vesicles MV"],
  ["payload:1", "cargo miR"],
  ["surface:0:0", "cargo PDL1"],
  ["acquired:1:0", "cargo miR"],
  ["processed:1:0", "cargo miR"],
  ["dressed:0:0", "cargo PDL1"],
])
  test(`imbalances() misses what a cell had ${column}`, () => {
    const seen = planted(({ cultures, plan }) => {
      const { columns, count } = cultures[1].cells;
      const at = plan.layout.columnOf.get(column)!;
      const row = columns[at].subarray(0, count).findIndex((value) => value >= 1);
      columns[at][row]--;
    });
    assert.equal(seen, [`recipient ${subject}`]);
  });

test("imbalances() misses a body, and a cell with all it had", () => {
  const at = whole.plan.layout.columnOf.get("bodies:0")!;
  assert.equal(
    planted(({ cultures }) => cultures[0].cells.columns[at][0]++),
    ["producer multivesicular bodies EXO"],
  );
  const seen = planted(({ cultures }) => cultures[0].cells.count--);
  assert.ok(seen.includes("producer cells") && seen.includes("producer multivesicular bodies EXO"));
});

test("imbalances() sees what is no number", () => {
  assert.equal(
    planted(({ cultures }) => (cultures[1].factor[0] = Number.NaN)),
    ["recipient factor growth"],
  );
});

test.run();
