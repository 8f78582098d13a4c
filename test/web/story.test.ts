/** Stories on the page: of a cell with her mothers and the rules on it, of an exosome with its producer, of a dot that is none. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../house/source.ts";
import { findings } from "./axe.ts";
import { standsAt, visit } from "./browser.ts";

const story = (page: Page, words: string | RegExp): Promise<void> =>
  page.locator("#story h3", { hasText: words }).waitFor();

test("a cell of a later generation tells its mothers back to the founder, and each is read by key", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.fill("#time", "800");
      await standsAt(page, "day 4");
      await page.focus(".dishes canvas");
      await page.keyboard.press("p"); // the youngest cells stand last
      await story(page, /CD[48] activated, cell/);
      const mothers = page.locator("#story button.told");
      const generation = Number(await page.locator("#story dd").nth(2).textContent());
      assert.ok(generation > 1, `${generation}`);
      assert.is(await mothers.count(), generation);
      assert.match(
        (await mothers.first().textContent())!,
        /^[0-9a-f]{6}, CD[48] activated: born at day 0, divided at day [1-3]\.\d+$/,
      );
      const name = (await mothers.last().textContent())!.slice(0, 6);
      await mothers.last().press("Enter");
      await story(page, `cell ${name}: is no longer there`);
      assert.match((await page.textContent("#story"))!, /: divided/);
      assert.equal(await findings(page), []);
    },
    { fragment: "#scenario=00-first-dish&seed=1&arm=IL2" },
  ));

test("a rule tells how strongly it acts on a cell now, and what would be without it", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.fill("#time", "500");
      await standsAt(page, "day 1.5");
      await page.locator(".next").first().click();
      await page.locator("#story .rule", { hasText: "rule FasL_kills raises it" }).waitFor();
      const told = (await page.textContent("#story"))!;
      const [, rate] = /dies ([\d.]+) \/h/.exec(told)!;
      const [, share, without] = /its response is ([\d.]+) %; without this rule: ([\d.]+) \/h/.exec(told)!;
      assert.is(without, "0.003");
      const top = 0.003 + (Number(rate) - 0.003) / (Number(share) / 100);
      assert.ok(top > 0.02 && top < 0.1, `at full response ${top} /h: ${told}`);
    },
    { fragment: "#scenario=lessons/05-fasl-counter-attack&seed=1&arm=FasL" },
  ));

test("an exosome tells who gave it and when, is told anew when time goes on, and its producer is read", () =>
  visit("disk", async ({ page }) => {
    const packets = readFileSync(join(root, "scenarios", "00-first-dish.yaml"), "utf8")
      .replace("simulate: 2000 cells", "simulate: 500 cells")
      .replace("exosome: { diameter", "exosome: { detail: packets, packet: 5, diameter")
      .replace("release: { value: 100 /hour", "release: { value: 10 /hour");
    await page.setInputFiles("#file", { name: "packets.yaml", mimeType: "text/yaml", buffer: Buffer.from(packets) });
    await page.locator("#command", { hasText: "packets.yaml" }).waitFor();
    await page.fill("#time", "200");
    await standsAt(page, "day 1");
    await page.focus(".dishes canvas");
    await page.keyboard.press("v");
    await story(page, /^exosome [0-9a-f]{6} in no IL-2, at day 1$/);
    const producer = page.locator("#story button.told");
    assert.match((await producer.textContent())!, /^[0-9a-f]{6}: CD[48] activated at day 0\.25$/);
    assert.match((await page.textContent("#story"))!, /free in the medium of dish/);
    await page.click("#step");
    await story(page, /at day 1\.02/);
    const name = (await producer.textContent())!.slice(0, 6);
    await producer.click();
    await story(page, `activated, cell ${name}`);
  }));

test("where vesicles are only counted, a dot says that it is none, and what it stands for", () =>
  visit(
    "disk",
    async ({ page }) => {
      await page.fill("#time", "200");
      await standsAt(page, "day 1");
      await page.locator(".next-dot").click();
      await story(page, "A dot of the scheme");
      const told = (await page.textContent("#story"))!;
      assert.match(told, /This dot is no vesicle: it stands for about \d+ of those that are free/);
      assert.match(told, /exosome can be released byCD4 activated, CD8 activated/);
    },
    { fragment: "#scenario=00-first-dish&seed=1&arm=IL2" },
  ));

test.run();
