import { test } from "uvu";
import * as assert from "uvu/assert";
import { csvLine, printed } from "../../src/report/csv.ts";

test("csvLine() quotes what must be, leaves NaN empty, and makes formulas inert", () => {
  assert.is(csvLine(["a", "b, c", 'd "e"', "f\ng"]), 'a,"b, c","d ""e""","f\ng"\n');
  assert.is(csvLine([1, 0.1 + 0.2, 1e21, Number.NaN, -2]), "1,0.3,1e+21,,-2\n");
  assert.is(csvLine(["=1", " +1", "-1", "@a", "1-2"]), "'=1,' +1,'-1,'@a,1-2\n");
});

test("printed() keeps whole numbers to the last digit, and of others the twelve digits that mean something", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0.1 + 0.2, "0.3"],
    [2.1599999999999997, "2.16"],
    [1 / 3, "0.333333333333"],
    [-2 / 3e-9, "-666666666.667"],
    [9_007_199_254_740_991, "9007199254740991"],
    [11_845_280_802_517.701, "11845280802500"],
    [-0, "0"],
    [5e-324, "5e-324"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    [Number.NaN, ""],
  ];
  for (const [value, text] of cases) assert.is(printed(value), text);
});

test.run();
