/** Lines over distance: what they show of which columns, at which time. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { interval } from "../../src/claims/statistics.ts";
import type { Local, Model, Observable } from "../../src/model.ts";
import { chartsOf, isRecorded } from "../../src/report/charts.ts";
import { reachChart } from "../../src/report/reach.ts";
import { recordingOf, studyOf } from "./synthetic.ts";

const arms = [
  { id: "none", label: "no Tregs" },
  { id: "Tregs", label: "Tregs" },
];
const band = (what: Local, subject: string, from: number, to: number): Observable => ({
  name: "near",
  culture: 0,
  subject: `${subject} ${from}-${to} um from secretor`,
  unit: "factor" in what ? "pM" : "",
  scale: "factor" in what ? 10 : 1,
  measure: { of: "distance", what, kinds: [0], from, to },
});
const part = { fraction: [1], among: [1, 2] };
const columns: readonly Observable[] = [
  band({ factor: 0 }, "IL2", 0, 15),
  band({ factor: 0 }, "IL2", 15, 30),
  band({ factor: 0 }, "IL2", 0, 30),
  band(part, "fraction:T.awake", 0, 15),
  band(part, "fraction:T.awake", 15, 30),
];
/** IL-2 is donor + band, ten times as printed, and twice that on day 1; nobody is measured in the second band of the fraction. */
const study = studyOf(
  arms,
  arms.flatMap(({ id }) =>
    [1, 2].map((donor) =>
      recordingOf({ arm: id, donor, replicate: 1 }, [0, 1], columns, (column, day) =>
        column < 3 ? (donor + column) * (1 + day) : column === 3 ? 0.5 + 0.5 * (donor - 1) : Number.NaN,
      ),
    ),
  ),
);
const asked = { culture: 0, name: "near", what: "IL2", where: "from secretor", every: 15, scale: "log" } as const;

test("a point stands in the middle of its band, and is the mean over donors with its interval, in printed units", () => {
  const chart = reachChart(study, { ...asked, at: 0 });
  const spread = ([...values]: number[]) => {
    const { effect, low, high } = interval(values, 0.9);
    return { y: effect, donors: 2, low: Math.max(low, 0), high };
  };
  assert.equal(
    chart.series.map(({ name }) => name),
    ["no Tregs", "Tregs"],
  );
  assert.equal(
    chart.series[0].points.map(({ cut, ...point }) => point),
    [
      { x: 7.5, ...spread([10, 20]) },
      { x: 22.5, ...spread([20, 30]) },
    ],
  );
  assert.equal(
    [chart.x.label, chart.x.unit, chart.y.label, chart.y.unit, chart.y.scale],
    [...["Distance from secretor", "µm", "IL2 concentration", "pM", "log"]],
  );
  assert.match(chart.title, /^IL2 concentration by the distance from secretor, 0 h: /);
  assert.match(chart.description, /From the first to the last band: no Tregs from 15 \(.+\) to 25 /);
});

test("without a time it is the last, and bands of another width are a chart of their own", () => {
  const [y] = reachChart(study, asked).series[0].points.map((point) => point.y);
  assert.is(y, 30);
  assert.equal(
    reachChart(study, { ...asked, every: 30 }).series[0].points.map(({ x, y }) => [x, y]),
    [[15, 70]],
  );
});

test("parts end at 1, have a gap where nobody was measured, and say of whom they are", () => {
  const chart = reachChart(study, { ...asked, what: "fraction:T.awake", scale: "linear" });
  const [first, second] = chart.series[0].points;
  assert.equal([first.y, first.high, second.y], [0.75, 1, null]);
  assert.is(chart.y.label, "Part of the T cells that are awake");
});

test("an arm in which nothing can be measured has no line", () => {
  const empty = study.recordings.map((one) =>
    one.arm === "none" ? { ...one, values: one.values.map(() => Number.NaN) } : one,
  );
  const chart = reachChart({ ...study, recordings: empty }, asked);
  assert.equal(
    chart.series.map(({ name }) => name),
    ["Tregs"],
  );
  assert.not.match(chart.description, /no Tregs/);
});

test("it is drawn where its columns are recorded", () => {
  const chart = { show: "reach", ...asked } as const;
  assert.is(chartsOf(study, [chart], {} as Model).length, 1);
  assert.ok(isRecorded(chart, columns));
  assert.not(isRecorded({ ...chart, what: "IFNg" }, columns));
  assert.not(isRecorded({ ...chart, every: 10 }, columns));
  assert.not(isRecorded({ ...chart, where: "from T" }, columns));
});

test.run();
