/** How long cells were there, from counts that are known. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Measure, Observable } from "../../src/model.ts";
import type { Recording } from "../../src/observe/recording.ts";
import { cellsAt, cellTime, encounters, spansOf } from "../../src/report/exposure.ts";
import { day, recordingOf } from "./synthetic.ts";

const resting = 0;
const activated = 1;
const other = 2;
const both = [resting, activated];

type Series = Readonly<Record<string, readonly number[]>>;

/** What each series holds. Types: T (resting and activated) and U (one state), in culture 1. */
const measures: Readonly<Record<string, Measure>> = {
  T: { of: "cells", kinds: both },
  "T resting": { of: "cells", kinds: [resting] },
  "T activated": { of: "cells", kinds: [activated] },
  "T divisions": { of: "total", count: "divisions", kinds: both },
  "T deaths": { of: "total", count: "deaths", kinds: both },
  U: { of: "cells", kinds: [other] },
  "U divisions": { of: "total", count: "divisions", kinds: [other] },
  "U deaths": { of: "total", count: "deaths", kinds: [other] },
  free: { of: "vesicles", species: 0, where: "free" },
  released: { of: "total", count: "released", species: 0 },
  captured: { of: "total", count: "captured", species: 0 },
  lost: { of: "total", count: "lost", species: 0 },
};

/** One record a day; a series that is not named is not recorded. Another culture and species stand before, with numbers of their own. */
function recorded(series: Series): Recording {
  const names = Object.keys(series);
  const columnFor = (subject: string, culture: number, measure: Measure): Observable => ({
    ...{ name: "x", culture, subject, unit: "", scale: 1, measure },
  });
  const elsewhere = names.map((subject) => columnFor("elsewhere", 0, measures[subject]));
  const others = names.flatMap((subject) => {
    const measure = measures[subject];
    return "species" in measure ? [columnFor("other species", 1, { ...measure, species: 7 })] : [];
  });
  const columns = [...elsewhere, ...others, ...names.map((subject) => columnFor(subject, 1, measures[subject]))];
  const days = series[names[0]].map((_, at) => at);
  return recordingOf({ arm: "a", donor: 1, replicate: 1 }, days, columns, (column, at) =>
    Object.hasOwn(series, columns[column].subject) ? series[columns[column].subject][at] : 1e6 * (at + 1),
  );
}

const days = (recording: Recording, kinds: readonly number[]): number[] | undefined =>
  spansOf(recording, 1, kinds)?.map((span) => cellTime(span) / day);

const grown = { T: [100, 140, 160], "T divisions": [0, 60, 100], "T deaths": [0, 20, 40] };

test("cells are counted by the trapezoid between records", () => {
  assert.equal(days(recorded(grown), both), [120, 150]);
});

test("cells that are put in count from the record at which they show, those taken out until it", () => {
  const none = [0, 0, 0];
  assert.equal(days(recorded({ T: [0, 100, 100], "T divisions": none, "T deaths": none }), both), [0, 100]);
  // 100 grow to 140, all discarded at the second record
  assert.equal(days(recorded({ T: [100, 0, 0], "T divisions": [0, 60, 60], "T deaths": [0, 20, 20] }), both), [120, 0]);
});

test("cells in one state are their part of the type", () => {
  const states = { ...grown, "T resting": [100, 70, 40], "T activated": [0, 70, 120] };
  assert.equal(days(recorded(states), [activated]), [35, 95]);
  // half of the 140 that there were are taken out: of the 140 half was activated, as of the 70 that stay
  const halved = { ...states, T: [100, 70, 70], "T divisions": [0, 60, 60], "T deaths": [0, 20, 20] };
  assert.equal(days(recorded({ ...halved, "T activated": [0, 35, 35] }), [activated]), [35, 35]);
  // all are: those at the begin tell the part
  const gone = { ...halved, T: [100, 0, 0], "T activated": [25, 0, 0] };
  assert.equal(days(recorded(gone), [activated]), [(25 + 35) / 2, 0]);
});

test("types add up, and only those asked for", () => {
  const two = recorded({ ...grown, U: [10, 10, 30], "U divisions": [0, 0, 20], "U deaths": [0, 0, 0] });
  assert.equal(days(two, [...both, other]), [130, 170]);
  assert.equal(days(two, [other]), [10, 20]);
});

test("what was not recorded is not guessed", () => {
  const { "T deaths": _, ...less } = grown;
  assert.is(days(recorded(less), both), undefined);
  assert.is(days(recorded(grown), [activated]), undefined);
  assert.is(days(recorded(grown), [other]), undefined);
  assert.is(spansOf(recorded(grown), 2, both), undefined);
});

test("encounters() multiplies cells and free vesicles; a dose counts from the record at which it shows", () => {
  const still = { T: [100, 100, 100], "T divisions": [0, 0, 0], "T deaths": [0, 0, 0] };
  const dosed = { free: [0, 1000, 400], released: [0, 0, 100], captured: [0, 0, 500], lost: [0, 0, 200] };
  const recording = recorded({ ...still, ...dosed });
  const met = encounters(recording, 1, 0, spansOf(recording, 1, both)!)!;
  assert.is(met / day, (100 * 1000 + 100 * 400) / 2);
  assert.is(encounters(recorded({ ...still, free: [0, 0, 0] }), 1, 0, []), undefined);
  assert.is(encounters(recording, 1, 1, []), undefined);
});

test("cellsAt() is the last record that is not later", () => {
  const recording = recorded({ ...grown, U: [10, 20, 30], "U divisions": [0, 0, 0], "U deaths": [0, 0, 0] });
  assert.is(cellsAt(recording, 1, day), 160);
  assert.is(cellsAt(recording, 1, 1.9 * day), 160);
  assert.is(cellsAt(recording, 1, 2 * day), 190);
  assert.ok(Number.isNaN(cellsAt(recording, 1, -1)));
});

test.run();
