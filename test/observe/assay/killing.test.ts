import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { caspaseOn, halfTime, specificLysis } from "../../../src/observe/assay/killing.ts";
import { equalFloats, follows, keyOf, readings, within } from "./readings.ts";

const settings = settingsOf("killing");

test("specificLysis() has the mean and spread of a ratio of counts", () => {
  const { spontaneous, counts, wells, wellCv } = settings;
  const lysed = 0.4;
  const [e, s, m] = [lysed + (1 - lysed) * spontaneous, spontaneous, 1]; // as parts of the maximum
  const variance = (part: number): number => (part / counts + (part * wellCv) ** 2) / wells;
  const slopes = [1 / (m - s), (e - m) / (m - s) ** 2, -(e - s) / (m - s) ** 2];
  const spread = [e, s, m].reduce((sum, part, at) => sum + slopes[at] ** 2 * variance(part), 0);
  const seen = readings(1000, (key) => specificLysis(lysed, settings, key).reading.lysis_percent / 100);
  follows(seen, lysed, spread);
});

test("specificLysis() subtracts what targets lose by themselves, and shows it", () => {
  const exact = settingsOf("killing", { counts: 1e9, wellCv: 0, spontaneous: 0.2 });
  for (const lysed of [0, 0.3, 1]) {
    const { truth, reading } = specificLysis(lysed, exact, keyOf(1));
    equalFloats(truth.lysis_percent, 100 * lysed);
    within(reading.lysis_percent, 100 * lysed, 100 / Math.sqrt(3e9 * 0.64));
    within(reading.spontaneous_percent, 20, 100 * Math.sqrt(0.24 / 3e9));
  }
});

test("specificLysis() of wells without targets says nothing", () => {
  assert.ok(Number.isNaN(specificLysis(Number.NaN, settings, keyOf(0)).reading.lysis_percent));
});

test("caspaseOn() counts cells one by one, with those that stay dark and those that light up wrongly", () => {
  const look = settingsOf("caspase", { events: 1000, missed: 0.1, background: 0.05 });
  const cells = { dying: 3e4, others: 7e4 };
  const seen = 0.3 * 0.9 + 0.7 * 0.05;
  const percents = readings(2000, (key) => caspaseOn(cells, look, key).reading);
  follows(percents, 100 * seen, (1e4 * seen * (1 - seen)) / 1000);
  equalFloats(caspaseOn(cells, look, keyOf(0)).truth, 30);
});

test("caspaseOn() of no cells says nothing", () => {
  const { truth, reading } = caspaseOn({ dying: 0, others: 0 }, settingsOf("caspase"), keyOf(0));
  assert.ok(Number.isNaN(truth) && Number.isNaN(reading));
});

test("halfTime() lies between the two times round one half, and tells a day from three", () => {
  assert.is(halfTime([0, 10, 20], [0, 40, 60]), 15);
  assert.is(halfTime([5, 10], [50, 90]), 0); // half are on when the course begins
  assert.is(halfTime([5, 10, 20], [10, 30, 70]), 10); // counted from its beginning
  assert.ok(Number.isNaN(halfTime([0, 10], [0, 49])));
  const hours = Array.from({ length: 17 }, (_, at) => 6 * at);
  const course = (half: number): number[] => hours.map((hour) => 100 * (1 - 2 ** (-hour / half)));
  for (const half of [24, 60, 90]) within(halfTime(hours, course(half)), half, 0.1); // chord against curve
});

test.run();
