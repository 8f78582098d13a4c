import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { tetramerStain } from "../../../src/observe/assay/tetramer.ts";
import { follows, keyOf, readings } from "./readings.ts";

const settings = settingsOf("tetramer");

test("tetramerStain() counts specific cells, with those it misses and those it takes wrongly", () => {
  const part = 0.02 * (1 - settings.missed) + 0.98 * settings.background;
  const seen = readings(2000, (key) => tetramerStain({ specific: 2e4, all: 1e6 }, settings, key).reading);
  follows(seen, 100 * part, (1e4 * part * (1 - part)) / settings.events);
  assert.is(tetramerStain({ specific: 2e4, all: 1e6 }, settings, keyOf(0)).truth, 2);
});

test("tetramerStain() reads less than its limit of detection as none", () => {
  const rare = { specific: 200, all: 1e6 }; // 0.02 %
  assert.is(tetramerStain(rare, settings, keyOf(0)).reading, 0);
  assert.ok(tetramerStain(rare, { ...settings, limit: 0 }, keyOf(0)).reading > 0);
  assert.ok(tetramerStain({ specific: 1e4, all: 1e6 }, settings, keyOf(0)).reading > 0.5);
});

test("tetramerStain() looks at no more cells than there are, and of none says nothing", () => {
  const all = tetramerStain({ specific: 40, all: 40 }, { ...settings, missed: 0 }, keyOf(0));
  assert.is(all.reading, 100);
  assert.ok(Number.isNaN(tetramerStain({ specific: 0, all: 0 }, settings, keyOf(0)).reading));
});

test.run();
