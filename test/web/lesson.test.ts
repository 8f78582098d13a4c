/** Lessons on the page: a prediction comes before the run, the run judges it, and what is tried stands beside it. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { predict, visit } from "./browser.ts";

const treg = "#lesson=04-il2-and-treg";

test("a lesson runs once a prediction is made, and tells which answer the run shows", () =>
  visit("disk", async ({ page }) => {
    await page.selectOption("#lesson-choice", "04-il2-and-treg");
    await page.locator("#lesson-heading", { hasText: "regulatory T cells take first" }).waitFor();
    assert.ok(await page.isDisabled("#lesson-run"));
    assert.not.match((await page.textContent("#lesson"))!, /What was found/);
    await predict(page, "poison");
    assert.is(await page.textContent("#lesson-outcome"), "It came out otherwise");
    assert.ok(await page.isDisabled('#lesson input[value="fewer"]'), "a prediction is made once");
    const right = (await page.textContent("#lesson .answers .right"))!;
    assert.match(right, /There are fewer of them.*This run shows it\./);
    assert.match((await page.textContent("#lesson"))!, /What was found/);
    await page.locator("#lesson .chart canvas").first().waitFor();
    assert.is(await page.locator("#lesson .chart canvas").count(), 2);
  }));

test("what is tried stands beside the lesson's own run, and the prediction's outcome stays", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.locator("#lesson-heading").waitFor();
      await predict(page, "fewer");
      const outcome = await page.textContent("#lesson .after");
      const own = page.locator("#lesson-own .chart canvas").first();
      const description = await own.getAttribute("aria-label");
      await page.locator("#lesson .try", { hasText: "helper_il2 = 30 /s" }).click();
      await page.locator("#lesson-tried h3", { hasText: "With helper_il2 = 30 /s" }).waitFor({ timeout: 50_000 });
      await page.locator("#lesson-tried .chart canvas[aria-label]").nth(1).waitFor();
      assert.is(await page.textContent("#lesson .after"), outcome);
      assert.is(await own.getAttribute("aria-label"), description);
      assert.is.not(await page.locator("#lesson-tried .chart canvas").first().getAttribute("aria-label"), description);
    },
    { fragment: treg },
  ));

test("an answer stands beside its button", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.locator("#lesson-heading").waitFor();
      const middle = async (part: string): Promise<number[]> =>
        (await Promise.all((await page.locator(part).all()).map((each) => each.boundingBox()))).map(
          (box) => box!.y + box!.height / 2,
        );
      const buttons = await middle("#lesson .option input");
      const words = await middle("#lesson .option span");
      const places = buttons.map((at, index) => Math.abs(at - words[index]));
      assert.is(places.length, 3);
      for (const apart of places) assert.ok(apart < 4, `${apart} px`);
    },
    { fragment: treg },
  ));

test.run();
