/** Chart descriptions: what is said, in which units, and how donors and replicates come together. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { interval } from "../../src/claims/statistics.ts";
import type { Chart } from "../../src/report/chart.ts";
import { countChart, linesOverTime, ratioChart } from "../../src/report/lines.ts";
import { stylesOf } from "../../src/report/palette.ts";
import { countColumn, growthStudy, recordingOf, studyOf } from "./synthetic.ts";

const columns = [countColumn("CD4", 0, 0), countColumn("CD8", 0, 1)];
const arms = [
  { id: "medium", label: "medium" },
  { id: "IL2", label: "IL-2" },
];
const donors = [1, 2, 3];
const wanted = { id: "cells", title: "Living cells", quantity: "Count", name: "count", culture: 0 };
const replicates = [1, 2];

/** CD4 stays at 100; CD8 is 100 × donor + replicate, doubled in IL-2 at day 1. */
const small = studyOf(
  arms,
  arms.flatMap(({ id }) =>
    donors.flatMap((donor) =>
      replicates.map((replicate) =>
        recordingOf({ arm: id, donor, replicate }, [0, 1], columns, (column, time) => {
          const count = 100 * donor + replicate;
          return column === 0 ? 100 : id === "IL2" && time === 1 ? 2 * count : count;
        }),
      ),
    ),
  ),
);

test("countChart() says everything that is drawn", () => {
  const { low, high } = interval([101.5, 201.5, 301.5], 0.9);
  const doubled = interval([203, 403, 603], 0.9);
  const expected: Chart = {
    id: "count-recipient-CD8",
    title: "Living CD8 cells: Exosomes, with IL-2, make resting T cells divide (seed\u00a01)",
    subtitle: "Culture recipient; mean of 3 donors, each the mean of 2 replicates",
    description:
      "Line chart of CD8 count (cells) against time from 0 to 1 day. " +
      "At the end: medium 202 (32.9 to 370); IL-2 403 (65.8 to 740). " +
      "In brackets: 90 % interval of the mean over 3 donors.",
    kind: "lines",
    x: { label: "Time", unit: "day" },
    y: { label: "CD8 count", unit: "cells", scale: "linear", zero: true },
    series: [
      {
        name: "medium",
        colour: "#009E73",
        dash: [],
        points: [
          { x: 0, y: 201.5, donors: 3, low, high },
          { x: 1, y: 201.5, donors: 3, low, high },
        ],
      },
      {
        name: "IL-2",
        colour: "#0072B2",
        dash: [],
        points: [
          { x: 0, y: 201.5, donors: 3, low, high },
          { x: 1, y: 403, donors: 3, low: doubled.low, high: doubled.high },
        ],
      },
    ],
    band: "90 % interval of the mean over 3 donors",
    references: [],
  };
  assert.equal(countChart(small, { culture: 0, type: "CD8" }), expected);
  assert.equal(JSON.parse(JSON.stringify(expected)), expected); // plain data: nothing is lost in a file
});

test("countChart() is the same whatever the order of the recordings", () => {
  const study = growthStudy(["medium", "IL-2"]);
  const turned = { ...study, recordings: study.recordings.toReversed() };
  assert.equal(countChart(turned, { culture: 0, type: "CD4" }), countChart(study, { culture: 0, type: "CD4" }));
});

test("ratioChart() takes the ratio within each replicate, then averages", () => {
  const chart = ratioChart(small, { culture: 0, type: "CD4", to: "CD8" });
  const ratios = donors.map((donor) => (100 / (100 * donor + 1) + 100 / (100 * donor + 2)) / 2);
  const { effect, low, high } = interval(ratios, 0.9);
  assert.equal(chart.series[0].points[0], { x: 0, y: effect, donors: 3, low, high });
  assert.is(chart.id, "ratio-recipient-CD4-CD8");
  assert.match(chart.title, /^CD4\/CD8 ratio: .*\(seed\s1\)$/);
  assert.equal(chart.y, { label: "CD4/CD8 ratio", unit: "cells per cell", scale: "linear", zero: true });
  assert.equal(chart.references, [{ axis: "y", at: 1, label: "as many CD4 as CD8" }]);
});

test("ratioChart() leaves out a donor with nothing to divide by, says so, and has a gap where no donor is left", () => {
  const recordings = donors.map((donor) =>
    recordingOf({ arm: "IL2", donor, replicate: 1 }, [0, 1, 2], columns, (column, time) => {
      return column === 0 ? 50 : time === 2 || (time === 1 && donor === 2) ? 0 : 100;
    }),
  );
  const chart = ratioChart(studyOf(arms, recordings), { culture: 0, type: "CD4", to: "CD8" });
  assert.equal(chart.series[0].points, [
    { x: 0, y: 0.5, donors: 3, low: 0.5, high: 0.5 },
    { x: 1, y: 0.5, donors: 2, low: 0.5, high: 0.5 },
    { x: 2, y: null, donors: 0 },
  ]);
  assert.is(chart.band, "90 % interval of the mean over 3 donors, fewer where one had nothing to measure");
  assert.match(chart.description, /IL-2 not measurable/);
});

test("countChart() leaves out a donor from where one of its worlds stopped early", () => {
  const days = (donor: number): number[] => (donor === 1 ? [0] : [0, 1]);
  const recordings = donors.map((donor) =>
    recordingOf({ arm: "IL2", donor, replicate: 1 }, days(donor), columns, () => 10 * donor),
  );
  const [{ points }] = countChart(studyOf(arms, recordings), { culture: 0, type: "CD8" }).series;
  assert.equal(
    points.map(({ x, y }) => [x, y]),
    [
      [0, 20],
      [1, 25],
    ],
  );
});

test("countChart() of one donor has a line and no band", () => {
  const one = { ...small, recordings: small.recordings.filter(({ donor }) => donor === 2) };
  const chart = countChart(one, { culture: 0, type: "CD8" });
  assert.equal(chart.series[0].points[0], { x: 0, y: 201.5, donors: 1 });
  assert.is(chart.band, "");
  assert.is(chart.subtitle, "Culture recipient; one donor, mean of 2 replicates");
  assert.not.match(chart.description, /brackets/);
});

test("an arm keeps its style when other arms are not run, and in every chart", () => {
  const labels = Array.from({ length: 11 }, (_, index) => `arm number ${index}`);
  const study = growthStudy(labels);
  const styles = countChart(study, { culture: 0, type: "CD8" }).series.map(({ colour, dash }) => ({ colour, dash }));
  assert.is(new Set(styles.map(({ colour, dash }) => `${colour} ${dash.join()}`)).size, 11);
  const some = { ...study, recordings: study.recordings.filter(({ arm }) => arm === "arm9" || arm === "arm3") };
  const { series } = ratioChart(some, { culture: 0, type: "CD4", to: "CD8" });
  assert.equal(
    series.map(({ name, colour, dash }) => ({ name, colour, dash })),
    [3, 9].map((arm) => ({ name: labels[arm], ...styles[arm] })),
  );
});

test("linesOverTime() of one arm tells subjects by colour, each the same whichever are drawn", () => {
  const wishOf = (name: string) => stylesOf([name]).get(name)!.colour;
  const rival = Array.from({ length: 100 }, (_, index) => `CD${index + 10}`).find(
    (name) => wishOf(name) === wishOf("CD4"),
  )!;
  const three = [countColumn("CD4"), countColumn("CD8"), countColumn(rival)];
  const recording = recordingOf({ arm: "IL2", donor: 1, replicate: 1 }, [0, 1], three, (column) => column);
  const draw = (...subjects: string[]) =>
    linesOverTime(studyOf(arms, [recording]), { ...wanted, subjects, scale: "log" });
  const all = draw("CD4", "CD8", rival);
  assert.is(all.subtitle, "Arm IL-2, culture recipient; one donor, one replicate");
  assert.is(all.y.scale, "log");
  assert.equal(
    all.series.map(({ name }) => name),
    ["CD4", "CD8", rival],
  );
  assert.is(new Set(all.series.map(({ colour }) => colour)).size, 3);
  assert.equal(draw(rival, "CD4").series, [all.series[2], all.series[0]]);
});

test("linesOverTime() of several arms tells arms by colour and subjects by dash", () => {
  const { series } = linesOverTime(small, { ...wanted, subjects: ["CD4", "CD8"] });
  assert.equal(
    series.map(({ name }) => name),
    ["medium, CD4", "medium, CD8", "IL-2, CD4", "IL-2, CD8"],
  );
  const [mediumColour, , il2Colour] = series.map(({ colour }) => colour);
  assert.equal(
    series.map(({ colour }) => colour),
    [mediumColour, mediumColour, il2Colour, il2Colour],
  );
  assert.equal(
    series.map(({ dash }) => dash.length > 0),
    [false, true, false, true],
  );
});

test("linesOverTime() says which observable is not recorded", () => {
  const message = /arm "medium" records no count of CD9 in recipient/;
  assert.throws(() => linesOverTime(small, { ...wanted, subjects: ["CD9"] }), message);
});

test("a band ends where no count is possible, and an attribute has no such end", () => {
  const spread = (column: (typeof columns)[number]) =>
    studyOf(
      [{ id: "medium", label: "medium" }],
      [0, 1, 8].map((value, index) =>
        recordingOf({ arm: "medium", donor: index + 1, replicate: 1 }, [0, 1], [column], () => value),
      ),
    );
  const [cells] = countChart(spread(columns[0]), { culture: 0, type: "CD4" }).series;
  assert.is(cells.points[0].low, 0);
  assert.is(cells.points[0].cut, true);
  const measure = { of: "attribute", attribute: 0, kinds: [0], statistic: "mean" } as const;
  const signal = { ...columns[0], name: "attribute", subject: "signal of T", measure };
  const [line] = linesOverTime(spread(signal), { ...wanted, name: "attribute", subjects: ["signal of T"] }).series;
  assert.is(line.points[0].low, interval([0, 1, 8], 0.9).low);
});

test("where arms have different numbers of donors, the words say from how many to how many", () => {
  const worlds = ["one", "two"].flatMap((arm, index) =>
    [1, 2, 3, 4]
      .slice(0, 2 + 2 * index)
      .map((donor) => recordingOf({ arm, donor, replicate: 1 }, [0, 1], columns, () => 100 * donor)),
  );
  const study = studyOf(
    ["one", "two"].map((id) => ({ id, label: id })),
    worlds,
  );
  const chart = countChart(study, { culture: 0, type: "CD4" });
  assert.match(chart.subtitle, /mean of 2 to 4 donors, one replicate/);
  assert.is(chart.band, "90 % interval of the mean over 2 to 4 donors, cut where no value is possible");
});

test.run();
