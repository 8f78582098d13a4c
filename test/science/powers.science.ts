/** Rows of the library that show a power each (test/language): what they claim, and without its mechanism. */
import { test } from "uvu";
import { experimentIn, testTurns } from "./recorded.ts";

for (const row of ["s23", "s54", "s84", "s91"])
  testTurns(row, experimentIn(`test/language/${row}.yaml`), { seed: "1" });

test.run();
