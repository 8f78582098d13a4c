/** For everyone, lessons too: nothing that axe finds on an open one, before and after its run, nor on a mystery with a bought reading. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { findings } from "./axe.ts";
import { visit } from "./browser.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on an open lesson and on its outcome, in ${colorScheme}`, () =>
    visit(
      "disk",
      async ({ page }) => {
        await page.selectOption("#lesson-choice", "04-il2-and-treg");
        await page.locator("#lesson-heading", { hasText: "regulatory T cells take first" }).waitFor();
        assert.equal(await findings(page), []);
        await page.check('#lesson input[value="poison"]');
        await page.click("#lesson-run");
        await page.locator("#lesson .chart canvas[aria-label]").nth(1).waitFor({ timeout: 50_000 });
        assert.equal(await findings(page), []);
      },
      { options: { colorScheme } },
    ));

  test(`axe finds nothing on an open mystery, in ${colorScheme}`, () =>
    visit(
      "disk",
      async ({ page }) => {
        await page.check('#lesson input[value="control"]');
        await page.click("#lesson-run");
        await page.locator("#lesson .assay button").first().waitFor({ timeout: 50_000 });
        await page.locator("#lesson .assay button").first().click();
        await page.locator("#lesson .readings li").first().waitFor();
        assert.equal(await findings(page), []);
      },
      { options: { colorScheme }, fragment: "#lesson=08-mystery-vesicles&seed=5" },
    ));
}

test.run();
