/** What is done by hand: told beside the arm as it was, and replayed on the command line to the same bytes. */
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

test("an amount that is none is told beside its field, and nothing is done", () =>
  visit(
    "disk",
    async ({ page }) => {
      const amount = page.locator(".deed input[inputmode=decimal]");
      const before = await page.textContent("#command");
      for (const wrong of ["-5", "much", "", "1e999"]) {
        await amount.fill(wrong);
        await page.locator(".deed button").first().click();
        await page.locator("#amount-fault", { hasText: "Amount: a number of 0 or more is needed" }).waitFor();
        assert.is(await amount.getAttribute("aria-invalid"), "true", wrong);
      }
      assert.ok(await page.isHidden(".refusal"));
      assert.is(await page.textContent("#command"), before);
      await amount.fill("5");
      assert.ok(await page.isHidden("#amount-fault"));
      await page.locator(".deed button").first().click();
      await page.locator(".log li", { hasText: "add IL2, 5 U/mL" }).waitFor();
    },
    { fragment: oneArm },
  ));

test.run();
