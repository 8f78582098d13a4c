/** Hostile files and links are refused, however they come, and change nothing. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../house/source.ts";
import { standsAt, visit } from "./browser.ts";

const dish = readFileSync(join(root, "scenarios", "00-first-dish.yaml"), "utf8");

const give = (page: Page, name: string, text: string): Promise<void> =>
  page.setInputFiles("#file", { name, mimeType: "text/yaml", buffer: Buffer.from(text) });

/** Drops a file on the page, as from a folder that lies beside it. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  await page.evaluate(
    ([name, text]) => {
      const { DataTransfer, DragEvent, File, document } = globalThis as unknown as {
        DataTransfer: new () => { items: { add: (file: unknown) => void } };
        DragEvent: new (name: string, how: object) => unknown;
        File: new (parts: readonly string[], name: string) => unknown;
        document: { body: { dispatchEvent: (event: unknown) => void } };
      };
      const dataTransfer = new DataTransfer();
      if (name !== "") dataTransfer.items.add(new File([text], name));
      for (const what of ["dragover", "drop"]) {
        const event = new DragEvent(what, { dataTransfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
        if (!(event as { defaultPrevented: boolean }).defaultPrevented)
          throw new Error(`the browser would take ${what}`);
      }
    },
    [name, text],
  );
}

const hostile: readonly (readonly [name: string, text: string])[] = [
  ["markup.yaml", "title: <img src=x onerror=alert(1)>\n<script>: 1\n"],
  [
    "bomb.yaml",
    `a: &a [x, x, x, x, x, x, x, x, x]\n${[..."bcdefgh"].map((each, at) => `${each}: &${each} [${Array(9).fill(`*${"abcdefgh"[at]}`).join(", ")}]`).join("\n")}\n`,
  ],
  ["names.yaml", dish.replace("waking:", "__proto__:")],
  ["host.yaml", dish.replace("value: 0.05 /hour", 'value: "constructor(1) /hour"')],
  ["big.yaml", `title: ${"x".repeat(1_100_000)}`],
  ["image.png", "\u0089PNG\r\n\u001a\n\u0000"],
];

test("hostile files and links are refused, and change nothing", () =>
  visit("disk", async ({ page, address }) => {
    await page.fill("#time", "200");
    await standsAt(page, "day 1");
    const before = await page.textContent("#state");
    for (const [name, text] of hostile) {
      await give(page, name, text);
      await page.locator(".refusal h2", { hasText: name.replace(/\.yaml$/, "") }).waitFor();
      assert.is(await page.locator("img, .refusal script").count(), 0, name);
      assert.is(await page.textContent("#state"), before, name);
      await page.click("text=Close");
    }
    for (const fragment of [
      "scenario=nowhere",
      "scenario=00-first-dish&donors=1e9",
      "scenario=00-first-dish&deed={",
      "scenario=00-first-dish&set=__proto__%3D1",
    ]) {
      await page.goto(`${address}#${fragment}`);
      await page.locator(".refusal").waitFor();
      assert.is(await page.textContent("#state"), before, fragment);
      await page.click("text=Close");
    }
  }));

test("a file that is dropped opens; a hostile one, or what is no file, changes nothing", () =>
  visit("disk", async ({ page }) => {
    await drop(page, "mine.yaml", dish.replace("title: First dish", "title: Dropped dish"));
    await page.locator(".about h2", { hasText: "Dropped dish" }).waitFor();
    assert.is(await page.inputValue("#scenario"), "own:mine");
    await page.fill("#time", "200");
    await standsAt(page, "day 1");
    const before = await page.textContent("#state");
    for (const [name, text] of hostile) {
      await drop(page, name, text);
      await page.locator(".refusal h2", { hasText: name.replace(/\.yaml$/, "") }).waitFor();
      assert.is(await page.locator("img, .refusal script").count(), 0, name);
      assert.is(await page.textContent("#state"), before, name);
      await page.click("text=Close");
    }
    await drop(page, "", "");
    assert.ok(await page.isHidden(".refusal"));
    assert.is(await page.textContent("#state"), before);
  }));

test.run();
