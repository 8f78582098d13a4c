/** Sliders and the log: what was set or done is run again, replays on the command line, and can be undone. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { download, runToEnd, standsAt, visit } from "./browser.ts";
import { commandRun } from "./command.ts";

const oneArm = "#scenario=00-first-dish&seed=1&arm=IL2";

test("exosomes, IL-2 and a block are told in the log, and the last one can be undone", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.fill("#time", "200");
      await standsAt(page, "day 1");
      const before = await page.textContent("#state");
      for (const what of ["IL2", "exosome"]) {
        await page.locator(".deed select").first().selectOption({ label: what });
        await page.locator(".deed button").first().click();
        await page.locator(".log li", { hasText: `add ${what}` }).waitFor();
      }
      await page.click("text=Block it");
      await page.locator(".log li", { hasText: "day 1: block capture exosome" }).waitFor();
      assert.is(await page.locator(".log li").count(), 3);
      for (const left of [2, 1, 0]) {
        await page.click("text=Undo the last");
        await page.locator(`.log:not(:has(li:nth-child(${left + 1})))`).waitFor({ state: "attached" });
      }
      await standsAt(page, "day 1");
      assert.is(await page.textContent("#state"), before);
    },
    { fragment: oneArm },
  ));

test("a slider runs the same world again with another number, up to the present time, and replays", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.fill("#time", "400");
      await standsAt(page, "day 2");
      const before = await page.textContent("#state");
      await page.locator("input[name=release]").focus();
      await page.keyboard.press("End");
      await page.locator(".slider output", { hasText: "400 /hour" }).waitFor();
      await page.locator("button.quiet:visible").waitFor();
      await standsAt(page, "day 2");
      assert.is.not(await page.textContent("#state"), before);
      const digest = await runToEnd(page);
      const file = await download(page, "#yaml");
      assert.is(digest, commandRun((await page.textContent("#command"))!, file).digest);
      await page.locator("button.quiet:visible").click();
      await page.locator(".slider output", { hasText: "100 /hour" }).waitFor();
      assert.is(await runToEnd(page), commandRun((await page.textContent("#command"))!).digest);
    },
    { fragment: oneArm },
  ));

test.run();
