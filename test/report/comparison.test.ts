/** Several runs as one: whose arms, which columns, who is paired with whom, and what the effects are. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { difference, pairedLogRatio, unpairedDifference } from "../../src/claims/statistics.ts";
import type { Observable } from "../../src/model.ts";
import type { Study } from "../../src/observe/recording.ts";
import {
  type Compared,
  type Effect,
  effectsCsv,
  effectsOf,
  haveSameDonors,
  type Joined,
  joined,
} from "../../src/report/comparison.ts";
import { countChart } from "../../src/report/lines.ts";
import { countColumn, day, recordingOf, studyOf } from "./synthetic.ts";

const cd8 = countColumn("CD8");
const il2: Observable = { ...cd8, name: "concentration", subject: "IL2", unit: "pM", scale: 2 };
const spot: Observable = {
  ...{ ...cd8, name: "flow cytometry", unit: "%" },
  measure: { of: "assay", assay: 0, entry: "CD8", truth: false },
};

/** Two arms; donor d has 100 d CD8 cells on day 0, on day 1 as many times `grown` in the arm IL2. Flow is read on day 0. */
function runOf(
  grown: (donor: number) => number,
  given: {
    seed?: string;
    set?: Record<string, string>;
    donors?: number;
    columns?: readonly Observable[];
    arms?: string[];
  } = {},
): Compared {
  const { seed = "1", set = {}, donors = 3, columns = [cd8, spot], arms = ["medium", "IL2"] } = given;
  const recordings = arms.flatMap((arm) =>
    Array.from({ length: donors }, (_, index) => index + 1).flatMap((donor) =>
      [1, 2].map((replicate) =>
        recordingOf({ arm, donor, replicate }, [0, 1], columns, (column, time) => {
          if (columns[column].measure.of === "assay") return time === 0 ? 10 * donor : Number.NaN;
          return 100 * donor * (time === 1 && arm === "IL2" ? grown(donor) : 1);
        }),
      ),
    ),
  );
  const study: Study = {
    ...studyOf(
      arms.map((id) => ({ id, label: `${id} arm` })),
      recordings,
    ),
    seed,
  };
  const varied = [{ name: "size", unit: "", values: Array.from({ length: donors }, (_, donor) => 1 + donor) }];
  return { name: "dish", hash: "abcdef0123", seed, set, study, donors: varied };
}

function joinedOf(runs: readonly Compared[], arms?: readonly string[]): Joined {
  const together = joined(runs, arms);
  if ("problem" in together) throw new Error(together.problem);
  return together;
}

const effectIn = (effects: readonly Effect[], arm: string, name = "count"): Effect =>
  effects.find((effect) => effect.arm === arm && effect.column.name === name)!;

const first = runOf((donor) => 2 + donor);
const same = runOf((donor) => 4 + donor, { set: { dose: "20 U/mL" } });
const other = runOf((donor) => 4 + donor, { seed: "2", donors: 4 });

test("joined() puts arms of one name beside each other and says run, seed and what was set", () => {
  const { study, runs } = joinedOf([first, same, other]);
  assert.equal(runs, ["A: seed 1", "B: seed 1, dose = 20 U/mL", "C: seed 2"]);
  assert.equal(
    study.arms.map(({ label }) => label.replaceAll("\u00a0", " ")),
    ["medium", "IL2"].flatMap((arm) => runs.map((run) => `${arm} arm (${run})`)),
  );
  assert.is(study.recordings.length, 2 * 2 * (3 + 3 + 4));
  const chart = countChart(study, { culture: 0, type: "CD8" });
  assert.is(chart.series.length, 6);
  assert.is(chart.series[3].points[1].y, (100 * 3 + 200 * 4 + 300 * 5) / 3);
  assert.is(chart.series[3].colour, chart.series[4].colour);
  assert.is.not(chart.series[3].dash.join(), chart.series[4].dash.join());
  assert.match(chart.title, /\(seed\s1\sand\s2\)$/);
});

test("joined() names scenarios that differ, in name or only in content, and keeps the arms that are asked for", () => {
  assert.equal(joinedOf([first, { ...same, name: "tube" }]).runs, [
    "A: dish, seed 1",
    "B: tube, seed 1, dose = 20 U/mL",
  ]);
  assert.equal(joinedOf([first, { ...other, hash: "9876543210" }]).runs, [
    "A: as of abcdef, seed 1",
    "B: as of 987654, seed 2",
  ]);
  assert.equal(
    joinedOf([first, other], ["IL2"]).study.arms.map(({ kin }) => kin),
    ["IL2", "IL2"],
  );
});

test("joined() keeps what all runs recorded in one unit, in the base units of the first, and tells the rest", () => {
  const molar = runOf(() => 1, { columns: [il2, cd8] });
  const finer = runOf(() => 1, { columns: [cd8, { ...il2, scale: 20 }, spot], seed: "2" });
  const { study, leftOut } = joinedOf([molar, finer]);
  assert.equal(
    study.recordings[0].columns.map(({ name }) => name),
    ["concentration", "count"],
  );
  assert.equal(leftOut, ["flow cytometry CD8 in recipient (%)"]);
  const from = study.recordings.find(({ arm }) => arm === "2/medium")!;
  assert.is(from.values[0] * il2.scale, 100 * 20); // printed as in its own run
  const grams = runOf(() => 1, { columns: [{ ...il2, unit: "pg/mL" }] });
  const refused = joined([runOf(() => 1, { columns: [il2] }), grams]);
  assert.match(
    "problem" in refused ? refused.problem : "",
    /^These runs cannot be compared: nothing is recorded in all of them\. A: seed 1 records concentration IL2 in recipient \(pM\)/,
  );
});

test("effects of runs with the same donors are paired, donor by donor", () => {
  assert.ok(haveSameDonors(first, same));
  const together = joinedOf([first, same]);
  const effects = effectsOf(together, [first, same]);
  const { isPaired, time, values, difference: apart, ratio } = effectIn(effects, "IL2");
  assert.is(isPaired, true);
  assert.is(time, day);
  const [here, there] = [
    [500, 1200, 2100],
    [300, 800, 1500],
  ];
  assert.equal(values, [3800 / 3, 2600 / 3]);
  const [d, r] = [difference(here, there, 0.9), pairedLogRatio(here, there, 0.9)];
  assert.equal(apart, { effect: d.effect, low: d.low, high: d.high });
  assert.equal(ratio, { effect: r.effect, low: r.low, high: r.high });
  // What was left alone is alike, to the last cell.
  assert.equal(effectIn(effects, "medium").difference, { effect: 0, low: 0, high: 0 });
  // What an instrument read only once is compared then.
  assert.is(effectIn(effects, "IL2", "flow cytometry").time, 0);
});

test("effects of runs with other seeds, other numbers or other values of donors are unpaired", () => {
  const drawn = { ...same, donors: [{ name: "size", unit: "", values: [1, 2, 4] }] };
  const fewer = runOf((donor) => 4 + donor, { donors: 2 });
  const reseeded = runOf((donor) => 4 + donor, { seed: "2" });
  for (const run of [other, drawn, fewer, reseeded]) assert.not(haveSameDonors(first, run));
  const { isPaired, donors, difference: apart } = effectIn(effectsOf(joinedOf([first, other]), [first, other]), "IL2");
  const { effect, low, high } = unpairedDifference([500, 1200, 2100, 3200], [300, 800, 1500], 0.9);
  assert.equal([isPaired, ...donors], [false, 4, 3]);
  assert.equal(apart, { effect, low, high });
});

test("arms of other names have no effect; a single donor has one without an interval", () => {
  const apart = runOf(() => 3, { arms: ["IL15"], seed: "2" });
  assert.equal(effectsOf(joinedOf([first, apart]), [first, apart]), []);
  const [one, two] = [runOf(() => 2, { donors: 1 }), runOf(() => 3, { donors: 1, seed: "2" })];
  const { difference: lone, ratio } = effectIn(effectsOf(joinedOf([one, two]), [one, two]), "IL2");
  assert.equal(lone, { effect: 100, low: Number.NaN, high: Number.NaN });
  assert.ok(Math.abs(ratio.effect - 1.5) < 1e-12 && Number.isNaN(ratio.low));
});

test("effectsCsv() has a line for each effect, and says how it was compared", () => {
  const together = joinedOf([first, same]);
  const [heading, line] = effectsCsv(effectsOf(together, [first, same]), together).split("\n");
  assert.is(
    heading,
    "arm,culture,observable,subject,time_day,unit,run,value,donors,against,value_against,donors_against," +
      "difference,difference_low,difference_high,ratio,ratio_low,ratio_high,level,compared",
  );
  assert.is(
    line,
    'medium,recipient,count,CD8,1,cells,"B: seed 1, dose = 20 U/mL",200,3,A: seed 1,200,3,0,0,0,1,1,1,0.9,donor by donor',
  );
});

test.run();
