/** Charts and tables over a cohort: what is drawn is what the statistics say. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { associate } from "../../src/claims/associate.ts";
import { kaplanMeier } from "../../src/claims/survival.ts";
import type { Association } from "../../src/model.ts";
import { paintPng } from "../../src/node/painter.ts";
import {
  associationCells,
  associationData,
  associationLines,
  associationsCsv,
  associationTable,
} from "../../src/report/associations.ts";
import { associationCharts, survivalChart } from "../../src/report/cohort.ts";
import { countColumn, day, recordingOf, studyOf } from "./synthetic.ts";

const columns = [countColumn("marker", 0, 0), countColumn("tumour", 0, 1)];
const reading = (subject: string) => ({ name: "count", culture: 0, subject });
const arms = [
  { id: "control", label: "no treatment" },
  { id: "treated", label: "treated" },
];
/** Tumours of 100 that double every (donor) days, half as fast again under treatment; the marker is the donor's number. */
const study = studyOf(
  arms,
  arms.flatMap(({ id }, arm) =>
    [1, 2, 3, 4, 5].map((donor) =>
      recordingOf({ arm: id, donor, replicate: 1 }, [0, 1, 2, 3, 4, 5, 6], columns, (column, time) =>
        column === 0 ? donor : 100 * 2 ** (time / (donor * (1 + arm / 2))),
      ),
    ),
  ),
);
const until = { reading: reading("tumour"), side: "above", value: 250 } as const;
const level: Association = {
  ...{ id: "level", text: "marker and tumour", arms: [] },
  of: { reading: reading("marker"), at: 0 },
  outcome: { reading: reading("tumour"), at: 6 * day },
};
const treatment: Association = {
  id: "treatment",
  text: "treated or not",
  arms: ["treated", "control"],
  outcome: { until },
};
const found = [level, treatment].flatMap((each) => associate(each, study.recordings));

test("survivalChart() draws the curve of Kaplan and Meier of each arm, in percent and in the unit of the scenario", () => {
  const chart = survivalChart(study, until);
  assert.equal([chart.kind, chart.steps, chart.y.unit, chart.x.unit], ["lines", true, "%", "day"]);
  assert.equal(
    chart.series.map(({ name }) => name),
    ["no treatment (5)", "treated (5)"],
  );
  // 250 is passed on the first day after 1.32 doublings: day 2, 3, 4 and 6; the fifth animal is followed to day 6.
  assert.equal(
    chart.series[0].points.map(({ x, y }) => [x, Math.round(y ?? -1)]),
    [
      [0, 100],
      [2, 80],
      [3, 60],
      [4, 40],
      [6, 20],
    ],
  );
  const curve = kaplanMeier(found[2].groups[1].followed, 0.9);
  assert.equal(
    chart.series[0].points.slice(1).map(({ low, high }) => [low, high]),
    curve.map(({ low, high }) => [100 * low, 100 * high]),
  );
});

test("associationCharts() draws donors as points with the correlation, and times as two curves", () => {
  const [scatter, ...none] = associationCharts(study, level);
  assert.is(none.length, 0);
  assert.is(scatter.kind, "scatter");
  assert.equal(
    scatter.series.map(({ name, points }) => [name, points.map(({ x }) => x)]),
    arms.map(({ label }) => [label, [1, 2, 3, 4, 5]]),
  );
  assert.match(scatter.subtitle, /no treatment: Spearman −1 \(−1 to −1\), p\s=\s0\.0167 \(exact\), n\s=\s5/);
  const [curves] = associationCharts(study, treatment);
  assert.equal(
    curves.series.map(({ name }) => name),
    ["treated (5)", "control (5)"],
  );
  assert.match(curves.description, /hazard ratio/);
});

test("the pictures of both kinds are painted, and differ from those without their points or steps", async () => {
  const [scatter] = associationCharts(study, level);
  const steps = survivalChart(study, until);
  const ends = (each: (typeof scatter.series)[number]) => ({ ...each, points: [0, 4].map((at) => each.points[at]) });
  const empty = { ...scatter, series: scatter.series.map(ends) }; // the axes are the same
  const { steps: _, ...straight } = steps;
  for (const [chart, other] of [
    [scatter, empty],
    [steps, straight],
  ]) {
    const [one, two] = [await paintPng(chart), await paintPng(other)];
    assert.not(one.equals(two), chart.id);
  }
});

test("associationTable(), associationsCsv() and associationData() tell the same numbers", () => {
  const table = associationTable(found, study.clock);
  assert.is(table.rows.length, 2 * 2 + 3); // two correlations in each arm; a ratio and two medians
  for (const row of table.rows) assert.is(row.length, table.columns.length);
  const median = table.rows.find(([, , what]) => what === "median time, control");
  assert.equal([median?.[3], median?.[6]], [4, "day"]);
  const lines = associationsCsv(found, study.clock).trim().split("\n");
  assert.is(lines.length, 1 + table.rows.length);
  assert.match(lines[1], /^level,marker and tumour,control,Spearman,-1,-1,-1,,0\.0166666666667,exact,5,,$/);
  // 3000 is passed by one animal of the control, on day 5, and by none that is treated.
  const late: Association = {
    ...treatment,
    arms: ["control", "treated"],
    outcome: { until: { ...until, value: 3000 } },
  };
  const [hazard] = associationCells(associate(late, study.recordings), study.clock).rows;
  assert.equal([hazard[2], hazard[3], hazard[5]], ["hazard ratio", "infinite", "infinite"]);
  const [first] = JSON.parse(JSON.stringify(associationData(found)));
  assert.equal([first.id, first.arm, first.statistics[0].value, first.verdict], ["level", "control", -1, null]);
  assert.match(associationLines(found, study.clock)[0], /^TOLD {6}marker and tumour {2}\[control\]$/);
});

test.run();
