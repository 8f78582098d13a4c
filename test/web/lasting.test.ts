/** The page under load and over time: no long tasks, and nothing piles up. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../house/source.ts";
import { runToEnd, standsAt, visit } from "./browser.ts";

const oneArm = "#scenario=00-first-dish&seed=1&arm=IL2";

test("going to the end and back again and again leaves as many elements and listeners, and no more memory", () =>
  visit(
    "disk",
    async ({ page }) => {
      const session = await page.context().newCDPSession(page);
      await session.send("Performance.enable");
      const round = async (): Promise<void> => {
        await runToEnd(page);
        await page.click("#back");
        await standsAt(page, "day 0");
        await page.locator(".next").first().click();
        await page.locator("#story h3").waitFor();
      };
      const count = async (): Promise<Record<string, number>> => {
        await session.send("HeapProfiler.collectGarbage");
        const { metrics } = await session.send("Performance.getMetrics");
        return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
      };
      for (let turn = 0; turn < 3; turn++) await round();
      const before = await count();
      for (let turn = 0; turn < 10; turn++) await round();
      const after = await count();
      assert.ok(after.Nodes <= before.Nodes * 1.1 + 50, `${before.Nodes} nodes became ${after.Nodes}`);
      assert.ok(
        after.JSEventListeners <= before.JSEventListeners + 5,
        `${before.JSEventListeners} listeners became ${after.JSEventListeners}`,
      );
      assert.ok(
        after.JSHeapUsedSize < before.JSHeapUsedSize + 3e6,
        `${before.JSHeapUsedSize} bytes became ${after.JSHeapUsedSize}`,
      );
    },
    { fragment: oneArm },
  ));

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
    await page.locator(".next").first().click();
    await page.locator("#story h3").waitFor();
  }));

test.run();
