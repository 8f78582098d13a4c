/** Time and links: taken back or sent to somebody else, a run is the same run. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runToEnd, standsAt, visit } from "./browser.ts";

const oneArm = "#scenario=00-first-dish&seed=1&arm=IL2";

test("taken back in time, the dish is what it was, and goes on to the same end", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.fill("#time", "300");
      await standsAt(page, "day 1.5");
      const then = await page.textContent("#state");
      const end = await runToEnd(page);
      await page.fill("#time", "300");
      await standsAt(page, "day 1.5");
      assert.is(await page.textContent("#state"), then);
      assert.is(await runToEnd(page), end);
    },
    { fragment: oneArm },
  ));

test("a link carries scenario, seed, arms, changes and deeds to another page", async () => {
  let link = "";
  let digest = "";
  await visit(
    "disk",
    async ({ page }) => {
      await page.fill("#time", "400");
      await standsAt(page, "day 2");
      await page.click("text=Wash now");
      await page.locator("#command", { hasText: "IL2_steered" }).waitFor();
      await standsAt(page, "day 2");
      await page.locator("input[name=uptake]").focus();
      await page.keyboard.press("Home");
      await page.locator("button.quiet:visible").waitFor();
      digest = await runToEnd(page);
      await page.click("#link");
      link = page.url();
    },
    { fragment: "#scenario=00-first-dish&seed=7&arm=IL2" },
  );
  await visit(
    "http",
    async ({ page }) => {
      await standsAt(page, "day 5");
      assert.is(await page.inputValue("#seed"), "7");
      assert.is(await runToEnd(page), digest);
    },
    { fragment: link.slice(link.indexOf("#")) },
  );
});

test.run();
