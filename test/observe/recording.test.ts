/** Recordings as plain data: found by name, printed by unit, told in one order. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Observable } from "../../src/model.ts";
import { columnOf, inOrder, printedColumn, type Recording, rows, type Study } from "../../src/observe/recording.ts";
import { countColumn, day, recordingOf, studyOf } from "../report/synthetic.ts";

const glucose: Observable = {
  name: "concentration",
  culture: 1,
  subject: "IL2",
  unit: "pM",
  scale: 0.5,
  measure: { of: "concentration", factor: 0 },
};
const columns = [countColumn("CD8", 1), countColumn("CD4", 1), countColumn("CD8", 0), glucose];
const cultures = ["recipient", "producer"];

test("columnOf() tells columns apart by observable, culture and subject", () => {
  const recording = recordingOf({ arm: "IL2", donor: 1, replicate: 1 }, [0], columns, () => 0);
  assert.is(columnOf(recording, "count", 1, "CD8"), 0);
  assert.is(columnOf(recording, "count", 0, "CD8"), 2);
  assert.is(columnOf(recording, "concentration", 1, "IL2"), 3);
  assert.is(columnOf(recording, "count", 0, "CD4"), -1);
  assert.is(columnOf(recording, "fraction", 1, "CD8"), -1);
});

test("printedColumn() is one column over time in its unit", () => {
  const recording = recordingOf({ arm: "IL2", donor: 1, replicate: 1 }, [0, 1, 2], columns, (c, t) => 10 * t + c);
  assert.equal(printedColumn(recording, 3), Float64Array.of(1.5, 6.5, 11.5));
  assert.equal(printedColumn(recording, 1), Float64Array.of(1, 11, 21));
});

const arms = [
  { id: "medium", label: "medium" },
  { id: "IL2", label: "IL-2" },
];
const worlds = [
  { arm: "medium", donor: 1, replicate: 1 },
  { arm: "medium", donor: 1, replicate: 2 },
  { arm: "medium", donor: 2, replicate: 1 },
  { arm: "medium", donor: 10, replicate: 1 },
  { arm: "IL2", donor: 1, replicate: 1 },
];

function studyWith(order: readonly number[], columnOrder: readonly number[]): Study {
  const recordings = order.map((world) =>
    recordingOf(
      worlds[world],
      [-1, 0],
      columnOrder.map((column) => columns[column]),
      (column, time) => 1000 * world + 10 * columnOrder[column] + time,
    ),
  );
  return { ...studyOf(arms, recordings), cultures };
}

test("inOrder() goes by arm as the study lists them, donor and replicate", () => {
  const ordered = inOrder(studyWith([4, 3, 2, 1, 0], [0, 1, 2, 3]));
  assert.equal(ordered.map(world), worlds);
});

test("rows() gives every value once, by culture, observable, subject and time within a world", () => {
  const first = [...rows(studyWith([0], [0, 1, 2, 3]))];
  assert.equal(
    first.map(({ culture, column, time, value }) => [culture, column.name, column.subject, time / day, value]),
    [
      ["producer", "concentration", "IL2", -1, 29],
      ["producer", "concentration", "IL2", 0, 30],
      ["producer", "count", "CD4", -1, 9],
      ["producer", "count", "CD4", 0, 10],
      ["producer", "count", "CD8", -1, -1],
      ["producer", "count", "CD8", 0, 0],
      ["recipient", "count", "CD8", -1, 19],
      ["recipient", "count", "CD8", 0, 20],
    ],
  );
});

test("rows() come in the same order whatever the order of recordings and columns", () => {
  const told = [...rows(studyWith([0, 1, 2, 3, 4], [0, 1, 2, 3]))];
  assert.is(told.length, worlds.length * columns.length * 2);
  assert.equal([...rows(studyWith([3, 0, 4, 2, 1], [2, 3, 1, 0]))], told);
});

test("rows() refuses a recording of an arm that the study does not list", () => {
  const stray = recordingOf({ arm: "EXO", donor: 1, replicate: 1 }, [0], columns, () => 0);
  assert.throws(() => [...rows(studyOf(arms, [stray]))], /arm "EXO"/);
});

test.run();

function world({ arm, donor, replicate }: Recording): (typeof worlds)[number] {
  return { arm, donor, replicate };
}
