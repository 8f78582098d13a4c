/** For everyone, in the light theme. */
import { test } from "uvu";
import { testTheme } from "./everyone.ts";

testTheme("light");

test.run();
