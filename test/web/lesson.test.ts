/** Lessons on the page: a prediction comes before the run, the run judges it, and of a mystery only what was bought is shown. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { visit } from "./browser.ts";

test("a lesson runs once a prediction is made, and tells which answer the run shows", () =>
  visit("disk", async ({ page }) => {
    await page.selectOption("#lesson-choice", "04-il2-and-treg");
    await page.locator("#lesson-heading", { hasText: "regulatory T cells take first" }).waitFor();
    assert.ok(await page.isDisabled("#lesson-run"));
    assert.not.match((await page.textContent("#lesson"))!, /What was found/);
    await page.check('#lesson input[value="poison"]');
    await page.click("#lesson-run");
    await page.locator("#lesson-outcome").waitFor({ timeout: 50_000 });
    assert.is(await page.textContent("#lesson-outcome"), "It came out otherwise");
    const right = (await page.textContent("#lesson .answers .right"))!;
    assert.match(right, /There are fewer of them.*This run shows it\./);
    assert.match((await page.textContent("#lesson"))!, /What was found/);
    await page.locator("#lesson .chart canvas").first().waitFor();
    assert.is(await page.locator("#lesson .chart canvas").count(), 2);
    await page.click("#lesson-close");
    assert.ok(await page.isHidden("#lesson"));
  }));

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
