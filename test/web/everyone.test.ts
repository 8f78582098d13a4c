/** For everyone: nothing that axe finds, every control by key, both themes, from phone to projector. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findings } from "./axe.ts";
import { standsAt, visit } from "./browser.ts";

const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

for (const colorScheme of ["light", "dark"] as const)
  for (const viewport of sizes)
    test(`axe finds nothing, and nothing is cut off, in ${colorScheme} at ${viewport.width} × ${viewport.height}`, () =>
      visit(
        "disk",
        async ({ page }) => {
          await page.fill("#time", "400");
          await standsAt(page, "day 2");
          await page.locator(".next").first().click();
          await page.locator("#story h3").waitFor();
          await page.locator(".chart canvas[aria-label]").first().waitFor();
          if (process.env.EXOCULTURE_PICTURES)
            await page.screenshot({
              path: `${process.env.EXOCULTURE_PICTURES}/${colorScheme}-${viewport.width}.png`,
              fullPage: true,
            });
          assert.equal(await findings(page), []);
          const [wide, seen] = await page.evaluate(() => {
            const { scrollWidth, clientWidth } = (
              globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }
            ).document.documentElement;
            return [scrollWidth, clientWidth];
          });
          assert.ok(wide <= seen, `${wide} px of ${seen}`);
        },
        { options: { colorScheme, viewport } },
      ));

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
