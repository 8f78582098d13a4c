/** Two pictures of one preparation: by number, and by scattered light. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { assaySettings } from "../../src/instruments.ts";
import type { Model, Observable } from "../../src/model.ts";
import { sizesChart } from "../../src/report/sizes.ts";
import { recordingOf, studyOf } from "./synthetic.ts";

const settings = Object.fromEntries(
  Object.entries(assaySettings["light scattering"]).map(([name, { value }]) => [name, value]),
);
const column: Observable = {
  name: "light scattering",
  culture: 0,
  subject: "pellet z-average",
  unit: "nm",
  scale: 1,
  measure: { of: "assay", assay: 0, entry: "z-average", truth: false },
};
const study = studyOf(
  [{ id: "medium", label: "medium" }],
  [1, 2].map((donor) =>
    recordingOf({ arm: "medium", donor, replicate: 1 }, [0, 1, 2], [column], (_, time) =>
      time === 1 ? 50 + 4 * donor : Number.NaN,
    ),
  ),
);

/** A model in which the pellet holds exosomes of these diameters, µm. */
function modelWith(diameters: readonly number[], parts: readonly number[]): Model {
  const take = { do: "take", part: 1, preparation: 0, passages: [], sizes: [{ diameters, parts }] };
  return {
    vesicles: [{ name: "EXO" }],
    preparations: ["pellet"],
    protocol: [{ at: 0, culture: 0, text: "", act: take }],
    assays: [{ instrument: "light scattering", preparation: 0, settings }],
  } as unknown as Model;
}

const wanted = { species: "EXO", preparation: "pellet", culture: 0 };
const meanOf = (points: readonly { x: number; y: number | null }[]): number =>
  points.reduce((sum, { x, y }) => sum + x * y!, 0) / points.reduce((sum, { y }) => sum + y!, 0);

test("of as many small as large ones, half lie at each by number, and nearly all light comes from the large", () => {
  const small = Array.from({ length: 50 }, (_, at) => 0.038 + 0.00008 * at);
  const large = Array.from({ length: 50 }, (_, at) => 0.078 + 0.00008 * at);
  const chart = sizesChart(study, wanted, modelWith([...small, ...large], new Array(100).fill(0.01)));
  const [number, light] = chart.series.map(({ points }) => points);
  const below = (points: typeof number): number => points.filter(({ x }) => x < 60).reduce((sum, { y }) => sum + y!, 0);
  assert.ok(Math.abs(below(number) - 50) < 1.5, `${below(number)} %`); // a gap's edge may share a bin
  // The large ones give 64/65 of the light; the blur of 1.25 lets ln(80/60)/ln 1.25 = 1.289 deviations, 9.9 %, fall below.
  assert.ok(Math.abs(below(light) - (100 / 65 + (64 / 65) * 9.86)) < 2, `${below(light)} %`);
  assert.is(chart.kind, "histogram");
});

test("the bins hold all vesicles but a thousandth, at their mean diameter", () => {
  const nm = Array.from({ length: 200 }, (_, at) => 40 + at / 10);
  const chart = sizesChart(
    study,
    wanted,
    modelWith(
      nm.map((each) => each / 1000),
      nm.map(() => 1 / 200),
    ),
  );
  const [{ points }] = chart.series;
  assert.ok(Math.abs(points.reduce((sum, { y }) => sum + y!, 0) - 100) < 0.2);
  assert.ok(Math.abs(meanOf(points) - 49.95) < 0.2); // bins are some 2 nm wide
  const widths = points.slice(1).map(({ x }, before) => x - points[before].x);
  assert.ok(widths.every((width) => Math.abs(width - widths[0]) < 1e-9));
});

test("the median and the z-average that was read are lines, and the words say them", () => {
  const chart = sizesChart(study, wanted, modelWith([0.04, 0.05, 0.06], [0.25, 0.5, 0.25]));
  assert.equal(chart.references, [
    { axis: "x", at: chart.references[0].at, label: "median by number: 50 nm" },
    { axis: "x", at: 56, label: "z-average read: 56 nm" },
  ]);
  assert.ok(Math.abs(chart.references[0].at - 50) < 1e-9);
  assert.is(chart.band, "90 % interval of the mean over 2 donors");
  assert.match(chart.description, /By number the median is 50 nm; .* reads is 56 \(43\.4 to 68\.6\) nm\./);
});

test("a preparation without the species, or that nothing reads, is refused", () => {
  const model = modelWith([0.05], [1]);
  assert.throws(() => sizesChart(study, { ...wanted, species: "OTHER" }, model), /no OTHER in the preparation pellet/);
  assert.throws(() => sizesChart(study, wanted, { ...model, assays: [] }), /no light scattering reads/);
});

test.run();
