/** What is done by hand: sliders, deeds, time, comparison, links; each replays on the command line to the same bytes. */
import { basename } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { download, runToEnd, standsAt, visit } from "./browser.ts";
import { commandRun } from "./command.ts";

const oneArm = "#scenario=00-first-dish&seed=1&arm=IL2";

test("what is done now is done to a copy of the arm, shown beside it, and the saved scenario replays it", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.fill("#time", "400");
      await standsAt(page, "day 2");
      await page.click("text=Wash now");
      await page.locator("#command", { hasText: "IL2_steered" }).waitFor();
      await standsAt(page, "day 2");
      assert.is(await page.locator(".dishes figure").count(), 2);
      assert.is(await page.inputValue("#arm"), "IL2_steered");
      assert.is(await page.inputValue("#against"), "IL2");
      const digest = await runToEnd(page);
      assert.match(
        (await page.textContent("#parting"))!,
        /states differ from day 2 on, and it is first measured at day 2/,
      );
      const command = (await page.textContent("#command"))!;
      assert.match(command, /^exoculture run 00-first-dish-changed\.yaml /);
      const file = await download(page, "#yaml");
      assert.is(basename(file), "00-first-dish-changed.yaml");
      assert.is(digest, commandRun(command, file).digest);
    },
    { fragment: oneArm },
  ));

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
