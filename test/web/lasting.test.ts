/** The page under load and over time: no long tasks, and nothing piles up. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CDPSession } from "playwright-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../house/source.ts";
import { runToEnd, standsAt, visit } from "./browser.ts";

/** A canvas, as far as it is read here. */
interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly getContext: (what: "2d") => {
    getImageData: (x: number, y: number, width: number, height: number) => { data: Uint8ClampedArray };
  };
}

/** What tells how many bytes live in the worker after a collection: objects and arrays. */
async function workerHeap(session: CDPSession): Promise<() => Promise<number>> {
  const attached = new Promise<string>((found) =>
    session.once("Target.attachedToTarget", ({ sessionId }) => found(sessionId)),
  );
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached;
  let asked = 0;
  const send = (method: string): Promise<{ usedSize: number; backingStorageSize: number }> =>
    new Promise((answered) => {
      const id = ++asked;
      const hear = ({ message }: { message: string }): void => {
        const answer = JSON.parse(message) as { id?: number; result: never };
        if (answer.id !== id) return;
        session.off("Target.receivedMessageFromTarget", hear);
        answered(answer.result);
      };
      session.on("Target.receivedMessageFromTarget", hear);
      void session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method }) });
    });
  return async () => {
    await send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = await send("Runtime.getHeapUsage");
    return usedSize + backingStorageSize;
  };
}

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
      const heap = await workerHeap(session);
      const count = async (): Promise<Record<string, number>> => {
        await session.send("HeapProfiler.collectGarbage");
        const { metrics } = await session.send("Performance.getMetrics");
        return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
      };
      for (let turn = 0; turn < 3; turn++) await round();
      const before = await count();
      const heldBefore = await heap();
      for (let turn = 0; turn < 10; turn++) await round();
      const after = await count();
      const heldAfter = await heap();
      assert.ok(after.Nodes <= before.Nodes * 1.1 + 50, `${before.Nodes} nodes became ${after.Nodes}`);
      assert.ok(
        after.JSEventListeners <= before.JSEventListeners + 5,
        `${before.JSEventListeners} listeners became ${after.JSEventListeners}`,
      );
      assert.ok(
        after.JSHeapUsedSize < before.JSHeapUsedSize + 3e6,
        `${before.JSHeapUsedSize} bytes became ${after.JSHeapUsedSize}`,
      );
      assert.ok(heldAfter < heldBefore + 3e6, `${heldBefore} bytes of the worker became ${heldAfter}`);
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
