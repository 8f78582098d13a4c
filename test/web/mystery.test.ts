/** Mysteries on the page: what is hidden stays so, only what was bought is shown, and a reading is bought once. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { visit } from "./browser.ts";

test("of a mystery only the readings that were bought are shown, within the budget, and the guess is judged", () =>
  visit(
    "http",
    async ({ page }) => {
      await page.locator("#lesson-heading", { hasText: "where have the exosomes gone" }).waitFor();
      assert.is(await page.inputValue("#lesson-seed"), "5");
      const offered = await page
        .locator("#scenario option")
        .evaluateAll((options) => options.map((option) => (option as unknown as { value: string }).value));
      assert.ok(offered.includes("lessons/04-treg-and-il2"));
      assert.equal(
        offered.filter((name) => name.includes("mystery")),
        [],
        "the bench would show what is hidden",
      );
      await page.check('#lesson input[value="control"]');
      await page.click("#lesson-run");
      await page.locator("#lesson-budget", { hasText: "45 of 45" }).waitFor({ timeout: 50_000 });
      assert.is(await page.textContent("#lesson-outcome"), "Your prediction was right");
      assert.is(await page.locator("#lesson .chart").count(), 0);
      assert.ok(await page.isHidden("#desk"), "the dish would show what is hidden");
      assert.is(await page.locator("#lesson .readings li").count(), 0);
      const values: number[] = [];
      for (const arm of ["cells", "no_cells"]) {
        await page.selectOption('#lesson .assay select[aria-label="Arm"]', arm);
        await page.click("#lesson .assay button");
        await page.locator("#lesson .readings li").nth(values.length).waitFor();
        const told = (await page.locator("#lesson .readings li").nth(values.length).textContent())!;
        values.push(numberIn(told.split(": ").at(-1)!));
      }
      await page.locator("#lesson-budget", { hasText: "15 of 45" }).waitFor();
      await page.locator("#lesson .assay button", { hasText: "Bought already" }).press("Enter");
      await page.selectOption('#lesson .assay select[aria-label="Time"]', { index: 0 });
      await page.locator("#lesson .assay button", { hasText: "Buy for 15" }).waitFor();
      assert.is(await page.locator("#lesson .readings li").count(), 2);
      assert.match((await page.textContent("#lesson-budget"))!, /^15 of 45/);
      const loss = Math.log(2e8 / values[1]) / 24;
      const uptake = Math.log(values[1] / values[0]) / 24 / 1e6;
      await page.selectOption('[data-guess="loss"]', nearest([0.003, 0.01, 0.03], loss, "/hour"));
      await page.selectOption('[data-guess="uptake"]', nearest([3e-9, 1e-8, 3e-8, 1e-7], uptake, "mL/hour"));
      await page.click("#lesson-guess");
      await page.locator("#lesson-verdict li").nth(1).waitFor();
      assert.equal(
        (await page.locator("#lesson-verdict li").allTextContents()).map((line) => /: right;/.test(line)),
        [true, true],
      );
    },
    { fragment: "#lesson=08-mystery-vesicles&seed=5" },
  ));

test("a mystery's scenario is not opened outside its lesson, whatever the link says", () =>
  visit("disk", async ({ page, address }) => {
    const before = await page.textContent("#state");
    for (const more of ["", "&set=uptake%3D1e-8%20mL%2Fhour", "&seed=5&arm=cells&at=3600"]) {
      await page.goto(`${address}#scenario=lessons/08-mystery-vesicles${more}`);
      await page.locator(".refusal li", { hasText: "belongs to a mystery" }).waitFor();
      assert.match((await page.textContent(".refusal li"))!, /#lesson=08-mystery-vesicles&seed=/);
      assert.is(await page.inputValue("#scenario"), "00-first-dish");
      assert.is(await page.textContent("#state"), before);
      await page.click("text=Close");
    }
  }));

test("a lesson that is not there is refused, and the dish is there", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.locator(".dishes canvas").first().waitFor();
      assert.ok(await page.isHidden("#lesson"));
    },
    { fragment: "#lesson=nothing" },
  ));

test.run();

/** A printed number such as "1.3e8", "1.3 × 10⁸" or "130,000,000 vesicles". */
function numberIn(text: string): number {
  const plain = text
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String("⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)))
    .replace(/\s*[×·]\s*10/, "e")
    .replace(/[,\u00a0\u202f]/g, "");
  return Number.parseFloat(plain);
}

/** The offered value that lies nearest, as it is written in the lesson. */
function nearest(offered: readonly number[], value: number, unit: string): string {
  const far = (one: number): number => Math.abs(Math.log(one / value));
  const best = [...offered].sort((a, b) => far(a) - far(b))[0];
  return `${best < 1e-3 ? best.toExponential() : best} ${unit}`;
}
