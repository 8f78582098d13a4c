/** Bars and heatmaps of what is read at a time: values, truth, donors, and which picture it becomes. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { interval } from "../../src/claims/statistics.ts";
import type { Observable } from "../../src/model.ts";
import { arrayChart, generationsChart, readingsChart } from "../../src/report/readings.ts";
import { day, recordingOf, studyOf } from "./synthetic.ts";

const assay = (name: string, subject: string, unit = "%", truth = false): Observable => ({
  name,
  culture: 0,
  subject: truth ? `${subject} (truth)` : subject,
  unit,
  scale: 1,
  measure: { of: "assay", assay: 0, entry: subject, truth },
});
const generation = (type: string, number: string): Observable => ({
  name: "generation",
  culture: 0,
  subject: `${type} generation ${number}`,
  unit: "cells",
  scale: 1,
  measure: { of: "generation", kinds: [0], generation: 0, andMore: number.endsWith("+") },
});
const armsOf = (number: number) =>
  Array.from({ length: number }, (_, arm) => ({ id: `arm${arm}`, label: `arm number ${arm}` }));
const donors = [1, 2, 3];

/** Arms × donors × two replicates on days 1, 2 and 3; instruments read on day 1 and 2. */
function studyWith(
  arms: number,
  columns: readonly Observable[],
  value: (column: number, world: { arm: number; donor: number; replicate: number }, day: number) => number,
) {
  const all = armsOf(arms);
  const recordings = all.flatMap(({ id }, arm) =>
    donors.flatMap((donor) =>
      [1, 2].map((replicate) =>
        recordingOf({ arm: id, donor, replicate }, [1, 2, 3], columns, (column, time) =>
          columns[column].measure.of === "assay" && time === 3
            ? Number.NaN
            : value(column, { arm, donor, replicate }, time),
        ),
      ),
    ),
  );
  return studyOf(all, recordings);
}

test("readingsChart() has a bar with its whisker for each arm and time, and the truth as its mark", () => {
  const study = studyWith(
    2,
    [assay("flow cytometry", "CD8"), assay("flow cytometry", "CD8", "%", true)],
    (column, { arm, donor, replicate }, time) => (column === 1 ? 40 : 10 * donor + 4 * replicate + arm + time),
  );
  const chart = readingsChart(study, { name: "flow cytometry", culture: 0, subject: "CD8", at: [day, 2 * day] });
  assert.is(chart.kind, "bars");
  assert.is(chart.mark, "truth");
  assert.equal(chart.x.categories, ["arm number 0", "arm number 1"]);
  assert.equal(
    chart.series.map(({ name }) => name),
    ["day\u00a01", "day\u00a02"],
  );
  const { effect: y, low, high } = interval([19, 29, 39], 0.9); // arm 1, day 2: 10 donor + 6 + 1 + 2
  assert.equal(chart.series[1].points[1], { x: 1, y, donors: 3, low, high, mark: 40 });
  assert.is(chart.band, "90 % interval of the mean over 3 donors");
  assert.match(chart.title, /^CD8 by flow cytometry: .*\(seed\s1\)$/);
  assert.match(chart.description, /^Bar chart of CD8 by flow cytometry \(%\), arm by arm\. Day\s1: arm number 0 27 \(/);
  const [late] = readingsChart(study, { name: "flow cytometry", culture: 0, subject: "CD8", at: [3 * day] }).series;
  assert.equal(late.points[0], { x: 0, y: null, donors: 0 });
});

const numbers = ["0", "1", "2+"];
const counted = ["CD4", "CD8"].flatMap((type) => numbers.map((number) => generation(type, number)));
const dye = numbers.map((number) => assay("dye dilution", `CD8 generation ${number}`));
const counts = [5, 5, 10, 10, 20, 50]; // CD4, then CD8
const readByDye = [14, 24, 62];

test("generationsChart() shows what the dye says at the last time it was read, and how far that is from the truth", () => {
  const study = studyWith(2, [...counted, ...dye], (column) => [...counts, ...readByDye][column]);
  const chart = generationsChart(study, { culture: 0, type: "CD8" });
  assert.is(chart.kind, "bars");
  assert.match(chart.title, /^CD8 cells by division number, day\s2: /); // on day 3 nothing was read
  assert.equal(chart.x.categories, numbers);
  assert.equal(
    chart.series[0].points.map(({ y }) => y),
    readByDye,
  );
  // Of 80 CD8 cells 10, 20 and 50 are so: 12.5, 25 and 62.5 %.
  assert.equal(
    chart.series[0].points.map(({ mark }) => mark),
    [12.5, 25, 62.5],
  );
  assert.match(chart.subtitle, /read by dye dilution; at most 1\.5 percentage points from the truth$/);
});

test("generationsChart() shows what is so where nothing read it, all types together where none is named", () => {
  const study = studyWith(2, counted, (column, _, time) => (time === 3 ? 1 : counts[column]));
  const chart = generationsChart(study, { culture: 0, at: day });
  assert.equal(
    chart.series[0].points.map(({ y }) => y),
    [15, 25, 60],
  );
  assert.match(chart.subtitle, /as it is, not read by an instrument$/);
  assert.match(chart.title, /^All cells by division number, day\s1: /);
  const [last] = generationsChart(study, { culture: 0 }).series;
  assert.ok(last.points.every(({ y }) => Math.abs(y! - 100 / 3) < 1e-12));
});

test("five arms become a heatmap, the first arm at its top, with every arm in the words", () => {
  const study = studyWith(5, [...counted, ...dye], (column) => [...counts, ...readByDye][column]);
  const chart = generationsChart(study, { culture: 0, type: "CD8", at: day });
  assert.is(chart.kind, "heatmap");
  assert.equal(
    chart.series.map(({ name }) => name),
    [4, 3, 2, 1, 0].map((arm) => `arm number ${arm}`),
  );
  assert.is(chart.mark, undefined);
  for (const { label } of study.arms) assert.ok(chart.description.includes(`${label}: 0: 14`), label);
  assert.is(
    generationsChart(
      studyWith(4, counted, (column) => counts[column]),
      { culture: 0 },
    ).kind,
    "bars",
  );
});

test("arrayChart() has a column for each analyte and time, and neither sums nor truths among them", () => {
  const names = ["CCL4", "IL2", "analytes on", "sum"];
  const columns = names.flatMap((name) => [
    assay("cytokine array", name, "of reference"),
    assay("cytokine array", name, "of reference", true),
  ]);
  const study = studyWith(5, columns, (column, { arm }, time) => column + arm / 10 + time / 100);
  const all = arrayChart(study, { culture: 0, at: [] });
  assert.equal(all.x.categories, ["CCL4 day\u00a01", "CCL4 day\u00a02", "IL2 day\u00a01", "IL2 day\u00a02"]);
  assert.ok(Math.abs(all.series[4].points[3].y! - 2.02) < 1e-12); // first arm, IL2, day 2
  const one = arrayChart(study, { culture: 0, at: [2 * day] });
  assert.equal(one.x, { label: "Analyte, day\u00a02", unit: "", categories: ["CCL4", "IL2"] });
});

test("a whisker ends where no value is possible, never short of the bar, and the words say so", () => {
  const share = (values: readonly number[], unit = "%") =>
    readingsChart(
      studyWith(1, [assay("flow cytometry", "CD8", unit)], (_, { donor }) => values[donor - 1]),
      { name: "flow cytometry", culture: 0, subject: "CD8", at: [day] },
    );
  const whisker = (chart: ReturnType<typeof share>) => [chart.series[0].points[0].low, chart.series[0].points[0].high];
  const { low, high } = interval([0, 1, 8], 0.9);
  assert.ok(low < 0);
  assert.equal(whisker(share([0, 1, 8])), [0, high]);
  assert.equal(whisker(share([100, 99, 92])), [100 - high, 100]);
  assert.equal(whisker(share([0, 40, 95])), [0, 100]);
  assert.match(share([0, 1, 8]).band, /^90 % interval of the mean over 3 donors, cut where no value is possible$/);
  assert.match(share([0, 1, 8]).description, /3 \(0 to /);
  assert.is(share([40, 41, 42]).band, "90 % interval of the mean over 3 donors");
  // Only a part of all ends at 100; a reading below a blank is what it is.
  assert.ok(whisker(share([100, 99, 150], "cells/mL"))[1]! > 150);
  assert.is(whisker(share([-3, -3, -6], "of reference"))[0], interval([-3, -3, -6], 0.9).effect);
});

test("a heatmap says half of the whole interval: there nothing is cut", () => {
  const study = studyWith(6, [generation("CD8", "0"), generation("CD8", "1+")], (column, { donor }) =>
    column === 0 ? [100, 99, 80][donor - 1] : [0, 1, 20][donor - 1],
  );
  const { series, band } = generationsChart(study, { culture: 0, type: "CD8" });
  assert.ok(series[0].points[1].low! < 0);
  assert.not.match(band, /cut/);
});

test.run();
