/** What people bring: their own scenarios and wrong ones; and what they take home. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { readScenario } from "../../src/scenario/read.ts";
import { root } from "../house/source.ts";
import { download, standsAt, visit } from "./browser.ts";

const dish = readFileSync(join(root, "scenarios", "00-first-dish.yaml"), "utf8");

const give = (page: Page, name: string, text: string): Promise<void> =>
  page.setInputFiles("#file", { name, mimeType: "text/yaml", buffer: Buffer.from(text) });

test("an own scenario opens, is offered again, and goes with the link", () =>
  visit("disk", async ({ page }) => {
    await give(page, "mine.yaml", dish.replace("title: First dish", "title: My <b>dish</b> & more"));
    await page.locator(".about h2", { hasText: "My <b>dish</b> & more" }).waitFor();
    assert.is(await page.inputValue("#scenario"), "own:mine");
    assert.is(await page.locator(".about b").count(), 0);
    assert.match((await page.textContent("#command"))!, /^exoculture run mine\.yaml /);
    const link = page.url();
    await page.selectOption("#scenario", "00-first-dish");
    await page.locator(".about h2", { hasText: /^First dish$/ }).waitFor();
    await page.goto(link);
    await page.locator(".about h2", { hasText: "My <b>dish</b> & more" }).waitFor();
  }));

test("a bad scenario is refused with the messages of the command line, and what is open goes on unchanged", () =>
  visit("disk", async ({ page }) => {
    await page.fill("#time", "200");
    await standsAt(page, "day 1");
    const before = await page.textContent("#state");
    const bad = dish.replace("30 min", "30 um").replace("capture: {", "captur: {");
    const read = readScenario(bad, "bad.yaml", (path) =>
      path === "exoculture:parameters.csv"
        ? readFileSync(join(root, "scenarios", "library", "parameters.csv"), "utf8")
        : undefined,
    );
    assert.ok("issues" in read && read.issues.length >= 2);
    await give(page, "bad.yaml", bad);
    await page.locator(".refusal h2", { hasText: "bad was not opened" }).waitFor();
    const said = await page.locator(".refusal li").allTextContents();
    assert.equal(
      said,
      read.issues.map(
        ({ line, column, text, hint }) => `line ${line}, column ${column}: ${text}${hint === "" ? "" : ` (${hint})`}`,
      ),
    );
    assert.is(await page.textContent("#state"), before);
    assert.is(await page.inputValue("#scenario"), "00-first-dish");
    await page.click("text=Close");
    await page.locator(".refusal").waitFor({ state: "hidden" });
  }));

test("a chart is taken home as PNG with its title and names", () =>
  visit("disk", async ({ page }) => {
    await page.fill("#time", "200");
    await page.locator(".chart canvas").first().waitFor();
    const png = readFileSync(await download(page, ".chart button >> nth=0"));
    assert.equal([...png.subarray(1, 4)], [...Buffer.from("PNG")]);
    assert.equal([png.readUInt32BE(16), png.readUInt32BE(20)], [2200, 1360]);
  }));

test.run();
