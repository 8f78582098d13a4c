import { test } from "uvu";
import { killAndCompare } from "./kills.ts";

test("a sweep that is killed with -9 eight times, and its workers now and then, has each run once in the end", () =>
  killAndCompare(8));

test.run();
