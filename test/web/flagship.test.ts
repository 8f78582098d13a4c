/** The flagship runs in the page, opened from the disk, to the bytes of the command line. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runToEnd, visit } from "./browser.ts";
import { commandRun } from "./command.ts";

test("two arms of the flagship have the digest of the command line, and are told to differ from the first exosomes on", () =>
  visit(
    "disk",
    async ({ page }) => {
      const digest = await runToEnd(page);
      const command = (await page.textContent("#command"))!;
      assert.match(command, /^exoculture run 03-activated-t-exosomes-with-il2\.yaml .*--arm EXO_IL2 --arm medium$/);
      assert.is(digest, commandRun(command).digest);
      assert.match(
        (await page.textContent("#parting"))!,
        /states differ from day 0(\.\d+)? on, and it is first measured/,
      );
      assert.is(await page.locator(".dishes figure").count(), 2);
      assert.ok((await page.locator(".chart canvas[aria-label]").count()) >= 2);
    },
    { fragment: "#scenario=03-activated-t-exosomes-with-il2&seed=1&arm=EXO_IL2&arm=medium" },
  ));

test.run();
