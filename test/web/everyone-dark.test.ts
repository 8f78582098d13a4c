/** For everyone, in the dark theme. */
import { test } from "uvu";
import { testTheme } from "./everyone.ts";

testTheme("dark");

test.run();
