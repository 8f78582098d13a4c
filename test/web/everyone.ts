/** For everyone: nothing that axe finds, nothing cut off, from phone to projector. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findings } from "./axe.ts";
import { standsAt, visit } from "./browser.ts";

const sizes = [
  { width: 390, height: 844 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

/** Tests of one theme in all sizes. */
export function testTheme(colorScheme: "light" | "dark"): void {
  for (const viewport of sizes)
    test(`axe finds nothing, and nothing is cut off, in ${colorScheme} at ${viewport.width} × ${viewport.height}`, () =>
      visit(
        "disk",
        async ({ page }) => {
          await page.fill("#time", "400");
          await standsAt(page, "day 2");
          await page.locator(".next").first().click();
          await page.locator("#story h3").waitFor();
          await page.locator(".chart canvas[data-drawn]").first().waitFor();
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
}
