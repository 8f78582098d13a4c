import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { tumourVolume } from "../../../src/observe/assay/tumour.ts";
import { equalFloats, follows, keyOf, readings, shareError, within } from "./readings.ts";

const settings = settingsOf("tumour volume", { cellPart: 1 });

test("tumourVolume() reads 3/π of an ellipsoid, with the width's error twice", () => {
  const square = 1 + settings.calliperCv ** 2; // second moment of one length, over its squared mean
  const plain = (300 * 3) / Math.PI;
  const seen = readings(4000, (key) => tumourVolume(300, settings, keyOf(0), key).reading);
  follows(seen, plain * square, plain * plain * (square ** 7 - square ** 2));
  within(Math.sqrt(square ** 7 - square ** 2), 0.1, 0.002); // the variation of 0.1 that is suggested
});

test("tumourVolume() without error is the formula of the calliper, whatever the shape", () => {
  for (const aspect of [1, 1.3, 3]) {
    const kit = settingsOf("tumour volume", { aspect, calliperCv: 0, cellPart: 0.5 });
    const { truth, reading } = tumourVolume(100, kit, keyOf(0), keyOf(1));
    assert.is(truth, 200);
    equalFloats(reading / ((200 * 3) / Math.PI), 1);
  }
});

test("tumourVolume() finds no tumour where the graft did not take, at any time", () => {
  const kit = { ...settings, takeRate: 0.7 };
  const found = readings(3000, (animal) => {
    const [first, later] = [1, 2].map((time) => tumourVolume(300, kit, animal, keyOf(time)).reading > 0);
    assert.is(first, later);
    return first ? 1 : 0;
  });
  within(found.reduce((sum, each) => sum + each, 0) / found.length, 0.7, shareError(0.7, found.length));
});

test("tumourVolume() of a tumour too small to be felt, or of none, is 0", () => {
  for (const cells of [0, settings.smallest / 2])
    assert.is(tumourVolume(cells, settings, keyOf(0), keyOf(1)).reading, 0);
});

test.run();
