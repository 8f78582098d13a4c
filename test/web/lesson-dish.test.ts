/** A lesson takes the dish over: nothing of it before the prediction, then the lesson's own; leaving gives the page back. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { predict, standsAt, visit } from "./browser.ts";

test("the dish is put away until the prediction is run, then is the lesson's own; leaving gives back what was there", () =>
  visit("disk", async ({ page }) => {
    await page.fill("#time", "200");
    await standsAt(page, "day 1");
    const before = await page.textContent("#state");
    await page.selectOption("#lesson-choice", "04-il2-and-treg");
    await page.locator("#lesson-heading").waitFor();
    assert.match(page.url(), /#lesson=04-il2-and-treg&seed=1$/);
    for (const part of ["#desk", "#play", "#time", ".dishes canvas", "#steer-heading"])
      assert.ok(await page.locator(part).first().isHidden(), part);
    await page.fill("#lesson-seed", "3");
    await predict(page, "fewer");
    await page.locator("#desk").waitFor();
    assert.match(page.url(), /#lesson=04-il2-and-treg&seed=3$/);
    assert.match(
      (await page.textContent("#command"))!,
      /^exoculture run lessons\/04-treg-and-il2\.yaml --seed 3 .*--arm none --arm few --arm many --arm many_deaf --arm many_IL2$/,
    );
    await page.click("#step");
    await page.locator("#clock", { hasText: /^day 0\.0/ }).waitFor();
    assert.match(page.url(), /#lesson=04-il2-and-treg&seed=3$/, "what is done in the dish stays in the lesson");
    await page.click("#lesson-close");
    await standsAt(page, "day 1");
    assert.ok(await page.isHidden("#lesson"));
    assert.is(await page.inputValue("#scenario"), "00-first-dish");
    assert.is(await page.textContent("#state"), before);
    assert.match(page.url(), /#scenario=00-first-dish&/);
  }));

test("a link opens a lesson with its seed and nothing of the dish; another scenario leaves it", () =>
  visit(
    "http",
    async ({ page }) => {
      await page.locator("#lesson-heading").waitFor();
      assert.is(await page.inputValue("#lesson-seed"), "7");
      assert.is(await page.locator(".dishes canvas").count(), 0);
      await page.selectOption("#scenario", "00-first-dish");
      await page.locator(".dishes canvas").first().waitFor();
      assert.ok(await page.isHidden("#lesson"));
      assert.is(await page.inputValue("#lesson-choice"), "");
      assert.match(page.url(), /#scenario=00-first-dish&/);
    },
    { fragment: "#lesson=04-il2-and-treg&seed=7" },
  ));

test.run();
