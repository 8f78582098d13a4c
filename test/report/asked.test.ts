/** The charts that a scenario asks for, from its words to their descriptions. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Model, Observable } from "../../src/model.ts";
import { chartsOf } from "../../src/report/charts.ts";
import type { AskedChart } from "../../src/scenario/build/charts.ts";
import { countColumn, recordingOf, studyOf } from "./synthetic.ts";

const arms = [
  { id: "medium", label: "medium" },
  { id: "EXO", label: "exosomes" },
];
const places: Observable[] = (["free", "bound", "inside"] as const).map((where) => ({
  name: "vesicles",
  culture: 0,
  subject: `EXO ${where}`,
  unit: "vesicles",
  scale: 1,
  measure: { of: "vesicles", species: 0, where },
}));
const columns = [...places, countColumn("CD8"), countColumn("CD4")];
/** The well is empty before day 0; there is never a CD4 cell. */
const recordings = arms.map(({ id }) =>
  recordingOf({ arm: id, donor: 1, replicate: 1 }, [-2, -1, 0, 1], columns, (column, time) =>
    time < 0 || column === 4 ? 0 : 10 + column + time,
  ),
);
const study = studyOf(arms, recordings);
const noModel = {} as Model; // only sizes ask it

const lines = (subject: string): AskedChart => ({
  show: "lines",
  scale: "linear",
  column: { name: "count", culture: 0, subject },
});
const exosomes: AskedChart = { show: "places", culture: 0, species: "EXO", scale: "linear" };

test("charts come in the order asked, and one of nothing but zeros is left out", () => {
  const ids = chartsOf(study, [lines("CD4"), lines("CD8"), exosomes], noModel).map(({ id }) => id);
  assert.equal(ids, [
    "count-recipient-CD8",
    "vesicles-free-recipient-EXO",
    "vesicles-bound-recipient-EXO",
    "vesicles-inside-recipient-EXO",
  ]);
});

test("the places of one arm share a chart", () => {
  const [chart, ...others] = chartsOf({ ...study, recordings: recordings.slice(1) }, [exosomes], noModel);
  assert.equal(others, []);
  assert.equal(
    chart.series.map(({ name }) => name),
    ["EXO free", "EXO bound", "EXO inside"],
  );
});

test("lines begin when there is something in the culture", () => {
  const [{ series }] = chartsOf(study, [lines("CD8")], noModel);
  for (const { points } of series) {
    assert.equal(
      points.map(({ x, y }) => [x, y]),
      [
        [0, 13],
        [1, 14],
      ],
    );
  }
});

test.run();
