/** Sweeps as they are meant to be treated: killed a hundred times. */
import { test } from "uvu";
import { killAndCompare } from "../node/sweep/kills.ts";

const kills = process.env.EXOCULTURE_SCIENCE === "short" ? 20 : 100;

test(`a sweep that is killed with -9 ${kills} times, and its workers now and then, has each run once in the end`, () =>
  killAndCompare(kills));

test.run();
