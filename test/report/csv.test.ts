import { test } from "uvu";
import * as assert from "uvu/assert";
import { csvLine } from "../../src/report/csv.ts";

test("csvLine() quotes what must be, leaves NaN empty, keeps every digit, and makes formulas inert", () => {
  assert.is(csvLine(["a", "b, c", 'd "e"', "f\ng"]), 'a,"b, c","d ""e""","f\ng"\n');
  assert.is(csvLine([1, 0.1 + 0.2, 1e21, Number.NaN, -2]), "1,0.30000000000000004,1e+21,,-2\n");
  assert.is(csvLine(["=1", " +1", "-1", "@a", "1-2"]), "'=1,' +1,'-1,'@a,1-2\n");
});

test.run();
