/** The page over time: nothing piles up. `bench/page.ts --lasting` does the same for ten minutes. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runToEnd, standsAt, visit } from "./browser.ts";
import { watchMemory } from "./memory.ts";

test("going to the end and back again and again leaves as many elements and listeners, and no more memory", () =>
  visit(
    "disk",
    async ({ page }) => {
      const held = await watchMemory(page);
      const round = async (): Promise<void> => {
        await runToEnd(page);
        await page.click("#back");
        await standsAt(page, "day 0");
        await page.locator(".next").first().click();
        await page.locator("#story h3").waitFor();
      };
      for (let turn = 0; turn < 3; turn++) await round();
      const before = await held();
      for (let turn = 0; turn < 10; turn++) await round();
      const after = await held();
      assert.ok(after.nodes <= before.nodes * 1.1 + 50, `${before.nodes} nodes became ${after.nodes}`);
      assert.ok(after.listeners <= before.listeners + 5, `${before.listeners} listeners became ${after.listeners}`);
      assert.ok(after.page < before.page + 3e6, `${before.page} bytes became ${after.page}`);
      assert.ok(after.workers < before.workers + 3e6, `${before.workers} bytes of workers became ${after.workers}`);
    },
    { fragment: "#scenario=00-first-dish&seed=1&arm=IL2" },
  ));

test.run();
