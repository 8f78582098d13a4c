/** The page as a whole: its size, its policy, several donors. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildPage } from "../../web/build.mjs";
import { runToEnd, visit } from "./browser.ts";
import { commandRun } from "./command.ts";

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
  const script = /<script>(.*)<\/script>/s.exec(page)![1];
  assert.ok(script.length < 120_000, "what the page runs by itself is short: charts are drawn by a worker");
});

test.run();
