/** The page opens from a server and from a disk, runs, and gives the bytes of the command line. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildPage } from "../../web/build.mjs";
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

test("donors and replicates of the page are those of the command line", () =>
  visit("disk", async ({ page }) => {
    await page.fill("#donors", "2");
    await page.fill("#seed", "other");
    await page.selectOption("#against", "");
    await page.click("#start");
    await page.locator("#command", { hasText: "--donors 2" }).waitFor();
    const digest = await runToEnd(page);
    assert.is(digest, commandRun((await page.textContent("#command"))!).digest);
  }));

test("the page is one file that states its policy, well below 2 MB when compressed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "exoculture-page-"));
  const { compressed } = await buildPage(folder);
  assert.ok(compressed < 2e6, `${compressed} bytes`);
  const page = readFileSync(join(folder, "index.html"), "utf8");
  rmSync(folder, { recursive: true });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1];
  assert.match(policy, /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+';/);
  assert.not.match(policy, /unsafe|http|\*/);
});

test.run();
