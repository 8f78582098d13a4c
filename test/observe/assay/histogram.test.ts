import { test } from "uvu";
import * as assert from "uvu/assert";
import { classOf, fluorescenceHistogram, logarithmic, quantile } from "../../../src/observe/assay/histogram.ts";
import { equalFloats } from "./readings.ts";

test("logarithmic() and classOf(): equal steps of the logarithm, the rest in the outer classes", () => {
  const histogram = logarithmic(1, 1000, 3);
  [1, 10, 100, 1000].forEach((edge, at) => {
    equalFloats(histogram.edges[at], edge);
  });
  assert.equal(
    [0, 0.5, 2, 9, 11, 99, 101, 999, 1e6].map((value) => classOf(histogram, value)),
    [0, 0, 0, 0, 1, 1, 2, 2, 2],
  );
});

test("fluorescenceHistogram() counts every event once", () => {
  const { counts } = fluorescenceHistogram(Float64Array.of(-3, 20, 20, 5e5, 1e9));
  assert.is(
    counts.reduce((sum, count) => sum + count, 0),
    5,
  );
  assert.is(Math.max(...counts), 2);
});

test("quantile() lies between neighbours and leaves the values in their order", () => {
  const values = Float64Array.of(4, 1, 3, 2);
  assert.equal(
    [0, 0.5, 0.75, 1].map((part) => quantile(values, part)),
    [1, 2.5, 3.25, 4],
  );
  assert.equal([...values], [4, 1, 3, 2]);
  assert.ok(Number.isNaN(quantile(new Float64Array(0), 0.5)));
});

test.run();
