/** Every control by key. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { standsAt, visit } from "./browser.ts";

test("by keyboard alone: choose an arm, step, read the story of a cell, zoom", () =>
  visit("disk", async ({ page }) => {
    await page.focus("#step");
    await page.keyboard.press("Enter");
    await page.locator("#clock", { hasText: "day 0.02083" }).waitFor();
    await page.focus(".dishes canvas");
    for (const key of ["+", "+", "ArrowRight", "n"]) await page.keyboard.press(key);
    await page.locator("#story h3").waitFor();
    const first = await page.textContent("#story");
    await page.keyboard.press("n");
    await page.locator("#story dd", { hasText: /^2$/ }).first().waitFor();
    assert.is.not(await page.textContent("#story"), first);
    await page.focus("#time");
    await page.keyboard.press("End");
    await standsAt(page, "day 5");
  }));

test.run();
