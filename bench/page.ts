/**
 * How fast the page draws in software: 10,000 cells and 100,000 single vesicles for ten seconds of play.
 * `node --import tsx bench/page.ts`
 */
import { readFileSync } from "node:fs";
import { visit } from "../test/web/browser.ts";

const seconds = 10;
const crowd = readFileSync("scenarios/00-first-dish.yaml", "utf8")
  .replace("simulate: 2000 cells", "simulate: 10000 cells")
  .replace("step: 30 min", "step: 1 min")
  .replace("release: { value: 100 /hour", "release: { value: 2 /hour") // as many as are lost: their number stays
  .replace("exosome: { diameter", "exosome: { detail: packets, packet: 1, diameter")
  .replace(
    "arms:\n",
    "arms:\n  crowd: { do: [{ at: 0 day, in: dish, vesicles: { exosome: 1e7 /mL }, source: assumed }] }\n",
  );

interface Counted {
  frames: number;
  longest: number; // ms
}

await visit("disk", async ({ page }) => {
  await page.setInputFiles("#file", { name: "crowd.yaml", mimeType: "text/yaml", buffer: Buffer.from(crowd) });
  await page.locator("#command", { hasText: "--arm crowd" }).waitFor();
  await page.selectOption("#against", "");
  await page.waitForTimeout(2000);
  await page.evaluate(() => {
    const host = globalThis as unknown as {
      counted: Counted;
      CanvasRenderingContext2D: { prototype: { putImageData: (...what: unknown[]) => void } };
      PerformanceObserver: new (
        told: (list: { getEntries: () => { duration: number }[] }) => void,
      ) => { observe: (what: object) => void };
    };
    host.counted = { frames: 0, longest: 0 };
    const { prototype } = host.CanvasRenderingContext2D;
    const put = prototype.putImageData;
    prototype.putImageData = function (...what) {
      host.counted.frames += 1;
      put.apply(this, what);
    };
    new host.PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) host.counted.longest = Math.max(host.counted.longest, duration);
    }).observe({ type: "longtask" });
  });
  await page.click("#end");
  await page.waitForTimeout(seconds * 1000);
  const { frames, longest } = await page.evaluate(() => (globalThis as unknown as { counted: Counted }).counted);
  const day = Number((await page.textContent("#clock"))!.split(" ")[1]);
  const told = [
    `frames each second       ${(frames / seconds).toFixed(1)}`,
    `steps each second        ${((day * 1440) / seconds).toFixed(1)}`,
    `longest main-thread task ${longest === 0 ? "below 50" : longest.toFixed(0)} ms`,
  ];
  process.stdout.write(`${told.join("\n")}\n`);
});
