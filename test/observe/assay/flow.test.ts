import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { flowCytometry } from "../../../src/observe/assay/flow.ts";
import { follows, keyOf, readings, shareError, within } from "./readings.ts";

const well = Float64Array.of(120_000, 60_000, 20_000); // CD4, CD8, all others
const perfect = settingsOf("flow cytometry", { misassigned: 0, doublets: 0, background: 0 });

test("flowCytometry() without errors draws events like a multinomial", () => {
  const settings = { ...perfect, events: 1000 };
  const shares = readings(1500, (key) => flowCytometry(well, settings, key).reading.percent[1] / 100);
  follows(shares, 0.3, (0.3 * 0.7) / 1000);
});

test("flowCytometry() puts events into gates as often as its errors say", () => {
  const settings = settingsOf("flow cytometry", { events: 200_000, misassigned: 0.1, doublets: 0.1, background: 0.05 });
  const { truth, reading, events } = flowCytometry(well, settings, keyOf(0));
  const true_ = [0.6, 0.3, 0.1];
  const paired = true_.map((share) => 0.9 * share + 0.1 * share * share); // a doublet of one population stays in its gate
  const all = paired.reduce((sum, share) => sum + share, 0);
  assert.is(events, 200_000);
  true_.forEach((share, gate) => {
    const moved = 0.9 * paired[gate] + (0.1 * (all - paired[gate])) / 2;
    const expected = 0.95 * moved + 0.05 / 3;
    within(reading.percent[gate] / 100, expected, shareError(expected, events), `gate ${gate}`);
    within(truth.percent[gate], 100 * share, 1e-13);
  });
});

test("flowCytometry() gives the ratio of its first two gates", () => {
  const { truth, reading, events } = flowCytometry(well, perfect, keyOf(0));
  assert.is(truth.ratio, 2);
  const logError = Math.sqrt((1 / 0.6 + 1 / 0.3) / events); // of the log ratio of two counts of one multinomial
  within(Math.log(reading.ratio), Math.log(2), logError);
  assert.ok(Number.isNaN(flowCytometry(Float64Array.of(5), perfect, keyOf(0)).truth.ratio));
  assert.ok(Number.isNaN(flowCytometry(Float64Array.of(5, 0), perfect, keyOf(0)).reading.ratio));
});

test("flowCytometry() records no more events than there are cells, and nothing from an empty well", () => {
  assert.is(flowCytometry(Float64Array.of(30, 12), perfect, keyOf(0)).events, 42);
  const empty = flowCytometry(Float64Array.of(0, 0), perfect, keyOf(0));
  assert.is(empty.events, 0);
  assert.ok([...empty.reading.percent, ...empty.truth.percent].every(Number.isNaN));
});

test("flowCytometry() with more events keeps those it had", () => {
  const few = flowCytometry(well, { ...perfect, events: 100 }, keyOf(0)).reading.percent[0];
  const more = flowCytometry(well, { ...perfect, events: 101 }, keyOf(0)).reading.percent[0] * 1.01;
  assert.ok(Math.abs(more - few) < 1e-9 || Math.abs(more - few - 1) < 1e-9, `${few}, ${more}`);
});

test("flowCytometry() sees some cells in the gate of a population that is not there", () => {
  const settings = settingsOf("flow cytometry");
  const { truth, reading, events } = flowCytometry(Float64Array.of(0, 1e6), settings, keyOf(0));
  const expected = (1 - settings.background) * settings.misassigned + settings.background / 2;
  assert.is(truth.percent[0], 0);
  within(reading.percent[0] / 100, expected, shareError(expected, events));
});

test.run();
