/** The page under load: as many cells and single vesicles as it promises. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../house/source.ts";
import { standsAt, visit } from "./browser.ts";

/** A canvas, as far as it is read here. */
interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly getContext: (what: "2d") => {
    getImageData: (x: number, y: number, width: number, height: number) => { data: Uint8ClampedArray };
  };
}

test("10,000 cells and 100,000 single vesicles are run and drawn; a cell of them tells its story", () =>
  visit("disk", async ({ page }) => {
    const crowd = readFileSync(join(root, "scenarios", "00-first-dish.yaml"), "utf8")
      .replace("simulate: 2000 cells", "simulate: 10000 cells")
      .replace("exosome: { diameter", "exosome: { detail: packets, packet: 1, diameter")
      .replace(
        "arms:\n",
        "arms:\n  crowd: { do: [{ at: 0 day, in: dish, vesicles: { exosome: 1e7 /mL }, source: assumed }] }\n",
      );
    await page.setInputFiles("#file", { name: "crowd.yaml", mimeType: "text/yaml", buffer: Buffer.from(crowd) });
    await page.locator("#command", { hasText: "--arm crowd" }).waitFor();
    await page.selectOption("#against", "");
    await standsAt(page, "day 0");
    await page.click("#step");
    await page.locator("#clock", { hasText: "day 0.02083" }).waitFor();
    const label = (await page.getAttribute(".dishes canvas", "aria-label"))!;
    assert.match(label, /living cells, .* free vesicles/);
    // Of pixels where a dot fell each is of its colour, but for those that a cell covers.
    const [dots, all] = await page.locator(".dishes canvas").evaluate((element) => {
      const { width, height } = element as unknown as Drawn;
      const { data } = (element as unknown as Drawn).getContext("2d").getImageData(0, 0, width, height);
      let found = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at] === 0xcc && data[at + 1] === 0x79 && data[at + 2] === 0xa7) found++;
      return [found, data.length / 4];
    });
    const hit = 1 - Math.exp(-1e5 / all);
    assert.ok(dots > 0.5 * hit * all && dots < 1.05 * hit * all, `${dots} of ${all}`);
    await page.locator(".next").first().click();
    await page.locator("#story h3").waitFor();
  }));

test.run();
