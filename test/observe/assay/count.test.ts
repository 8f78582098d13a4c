import { test } from "uvu";
import * as assert from "uvu/assert";
import { settingsOf } from "../../../src/instruments.ts";
import { automatedCount } from "../../../src/observe/assay/count.ts";
import { follows, keyOf, readings, within } from "./readings.ts";

const well = { live: 200_000, dead: 50_000, volume_mL: 0.2 };
const perfect = settingsOf("automated count", {
  pipettingCv: 0,
  aggregated: 0,
  coincidenceVolume: 0,
  deadTakenForLive: 0,
  liveTakenForDead: 0,
});

test("automatedCount() has the mean and spread of Poisson counts in a sample whose volume varies", () => {
  const settings = settingsOf("automated count");
  const counted_mL = (settings.countedVolume * 1e-3) / settings.dilution;
  const density = (well.live + well.dead) / well.volume_mL; // of all cells, 1/mL
  const crowding = Math.exp((-density / settings.dilution) * settings.coincidenceVolume * 1e-9);
  const calledViable = well.live * (1 - settings.liveTakenForDead) + well.dead * settings.deadTakenForLive;
  const perMl = (calledViable / well.volume_mL) * (1 - settings.aggregated) * crowding;
  const cells = perMl * counted_mL;
  const variance = cells + (cells * settings.pipettingCv) ** 2;
  const counts = readings(4000, (key) => automatedCount(well, settings, key).reading.viable_per_mL * counted_mL);
  follows(counts, cells, variance);
});

test("automatedCount() tells viability through the mistakes of its dye", () => {
  const settings = settingsOf("automated count", { countedVolume: 1000 }); // 100 000s of cells
  const { truth, reading } = automatedCount(well, settings, keyOf(0));
  assert.is(truth.viability, 0.8);
  const expected = 0.8 * (1 - settings.liveTakenForDead) + 0.2 * settings.deadTakenForLive;
  const cells = reading.viable_per_mL * 0.5;
  within(reading.viability, expected, Math.sqrt((expected * (1 - expected)) / cells));
});

test("automatedCount() without errors differs from the truth by the cells it happens to see", () => {
  const { truth, reading, detected } = automatedCount(well, perfect, keyOf(0));
  assert.equal(truth, { viable_per_mL: 1e6, viability: 0.8 });
  const seen = (truth.viable_per_mL * 1e-3) / 2;
  within(reading.viable_per_mL / truth.viable_per_mL, 1, 1 / Math.sqrt(seen));
  assert.ok(detected);
});

test("automatedCount() loses cells to clumps, and more to neighbours in a dense suspension", () => {
  const seenPart = (live: number, change: object): number => {
    const settings = settingsOf("automated count", { ...perfect, countedVolume: 1000, ...change });
    const { truth, reading } = automatedCount({ live, dead: 0, volume_mL: 1 }, settings, keyOf(1));
    return reading.viable_per_mL / truth.viable_per_mL;
  };
  within(seenPart(1e6, { aggregated: 0.05 }), 0.95, 1 / Math.sqrt(0.5e6));
  within(seenPart(1e7, { coincidenceVolume: 30 }), Math.exp(-5e6 * 30e-9), 1 / Math.sqrt(5e6));
});

test("automatedCount() reads a well below its floor as empty", () => {
  const thin = automatedCount({ live: 500, dead: 0, volume_mL: 0.1 }, perfect, keyOf(0)); // 5000 /mL
  assert.equal([thin.truth.viable_per_mL, thin.reading.viable_per_mL, thin.detected], [5000, 0, false]);
});

test("automatedCount() of medium without cells: nothing, and no viability", () => {
  const blank = automatedCount({ live: 0, dead: 0, volume_mL: 0.2 }, settingsOf("automated count"), keyOf(0));
  assert.equal(blank.reading, { viable_per_mL: 0, viability: Number.NaN });
  assert.not(blank.detected);
});

test.run();
