/** What the page shows before anything has run. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { visit } from "./browser.ts";

test("before anything has run, the dish shows what it starts with, and says so", async () => {
  await visit("disk", async ({ page }) => {
    await page.locator(".counts", { hasText: "Nothing has run yet" }).waitFor();
    const told = (await page.textContent(".counts"))!;
    assert.match(told, /IL2 \(pM\)0197/);
    assert.match(told, /background: IL2, 0 % and 100 % of the highest level so far/);
    await page.click("#step");
    await page.locator(".counts:not(:has-text('Nothing has run yet'))").waitFor();
  });
  await visit("disk", ({ page }) => page.locator(".counts", { hasText: "cells are put into it at day 0" }).waitFor(), {
    fragment: "#scenario=03-activated-t-exosomes-with-il2&seed=1&arm=EXO_IL2",
  });
});

test.run();
