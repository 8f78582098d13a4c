/** The page opens from a server and from a disk, runs, and gives the bytes of the command line. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { download, runToEnd, visit } from "./browser.ts";
import { commandRun } from "./command.ts";

for (const from of ["http", "disk"] as const)
  test(`a run of the page opened over ${from} has the digest and the table of the command line`, () =>
    visit(from, async ({ page }) => {
      const digest = await runToEnd(page);
      const command = (await page.textContent("#command"))!;
      const made = commandRun(command);
      assert.is(digest, made.digest);
      assert.is(readFileSync(await download(page, "#csv"), "utf8"), made.table);
      assert.ok((await page.locator(".chart canvas").count()) >= 3);
    }));

test.run();
