import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { colourOf, concentrationOf, elisa } from "../../../src/observe/assay/elisa.ts";
import { equalFloats, follows, keyOf, readings } from "./readings.ts";

const settings = settingsOf("ELISA");
const { bottom, top, halfMax, blankSd, wellCv } = settings;
const exact = settingsOf("ELISA", { wellCv: 0, blankSd: 1e-9 });

test("the standard curve is a four-parameter logistic, and concentrationOf() takes it back", () => {
  equalFloats(colourOf(halfMax, settings), bottom + top / 2);
  equalFloats(colourOf(0, settings), bottom);
  equalFloats(colourOf(3 * halfMax, { ...settings, power: 2 }), bottom + 0.9 * top);
  equalFloats(colourOf(Number.MAX_VALUE, settings), bottom + top);
  for (const power of [0.7, 1, 2])
    for (const part of [0.1, 1, 7]) {
      const kit = { ...settings, power };
      const back = concentrationOf(colourOf(part * halfMax, kit), kit);
      assert.ok(Math.abs(back / (part * halfMax) - 1) < 1e-12);
    }
  assert.is(concentrationOf(bottom, settings), 0);
});

test("elisa() reads in the middle of its range with the spread of its wells, diluted or not", () => {
  for (const [concentration, times] of [
    [400, 1],
    [20_000, 25],
  ]) {
    const inWell = concentration / times;
    const slope = (top * halfMax) / (inWell + halfMax) ** 2;
    const variance = times * times * ((wellCv * inWell) ** 2 + (blankSd / slope) ** 2);
    const seen = readings(2000, (key) => elisa(concentration, settings, key).reading.concentration_pg_per_mL);
    follows(seen, concentration, variance);
  }
});

test("elisa() has a floor and a ceiling", () => {
  const few = elisa(5, exact, keyOf(1));
  assert.equal([few.truth.concentration_pg_per_mL, few.reading.concentration_pg_per_mL], [5, 0]);
  const { reading, ceiling } = elisa(1e12, exact, keyOf(1));
  assert.is(reading.concentration_pg_per_mL, ceiling);
  const { trusted, dilution, wells } = exact;
  equalFloats(ceiling / (dilution ** (wells - 1) * halfMax * (trusted / (1 - trusted))), 1);
});

test("elisa() tells the greatest dilution that differs from a blank", () => {
  const wanted = (dilution: number): number => elisa(1, settingsOf("ELISA", { dilution }), keyOf(1)).truth.titre;
  assert.is(wanted(5), 0);
  const cutoff = concentrationOf(bottom + 3 * blankSd, settings);
  const { truth } = elisa(30 * cutoff, settings, keyOf(1));
  assert.is(truth.titre, 25);
  assert.is(elisa(30 * cutoff, { ...settings, blankSd: 1e-9 }, keyOf(1)).truth.titre, 125);
});

test.run();
