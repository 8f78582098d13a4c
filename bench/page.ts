/**
 * How fast the page draws in software: 10,000 cells and 100,000 single vesicles for ten seconds of play; and its longest tasks, from
 * the first moment on. `node --import tsx bench/page.ts`
 *
 * With --lasting: ten minutes of use, and what the page and its workers hold after two of them and at the end.
 */
import { readFileSync } from "node:fs";
import { runToEnd, standsAt, type Visit, visit } from "../test/web/browser.ts";
import { watchMemory } from "../test/web/memory.ts";

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

/** Counts frames and long tasks of the page from its first moment on. */
function counting(): void {
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
  }).observe({ type: "longtask", buffered: true });
}

/** What was counted so far; counting starts anew. */
const counted = ({ page }: Visit): Promise<Counted> =>
  page.evaluate(() => {
    const host = globalThis as unknown as { counted: Counted };
    const so = host.counted;
    host.counted = { frames: 0, longest: 0 };
    return so;
  });

const inWords = (longest: number): string => (longest === 0 ? "below 50 ms" : `${longest.toFixed(0)} ms`);

async function frames(at: Visit): Promise<void> {
  const { page } = at;
  await page.waitForTimeout(2000);
  const loading = await counted(at);
  await page.setInputFiles("#file", { name: "crowd.yaml", mimeType: "text/yaml", buffer: Buffer.from(crowd) });
  await page.locator("#command", { hasText: "--arm crowd" }).waitFor();
  await page.selectOption("#against", "");
  await page.waitForTimeout(2000);
  const opening = await counted(at);
  await page.click("#end");
  await page.waitForTimeout(seconds * 1000);
  const running = await counted(at);
  const day = Number((await page.textContent("#clock"))!.split(" ")[1]);
  await page.click("#play");
  await standsAt(page, "day .*");
  const share = Number(/simulated ([\d.]+) %/.exec((await page.textContent(".dish"))!)![1]) / 100;
  const simulated = async (what: RegExp): Promise<number> => {
    const rows = await page.locator(".counts tbody tr", { has: page.locator("th", { hasText: what }) }).all();
    const values = await Promise.all(rows.map(async (row) => Number(await row.locator("td").textContent())));
    return Math.round(share * values.reduce((sum, value) => sum + value, 0));
  };
  const told = [
    `frames each second       ${(running.frames / seconds).toFixed(1)}`,
    `steps each second        ${((day * 1440) / seconds).toFixed(1)}`,
    `longest main-thread task ${inWords(loading.longest)} while loading, ${inWords(opening.longest)} while opening, ${inWords(running.longest)} while running`,
    `simulated at the end     ${await simulated(/CD/)} cells, ${await simulated(/free/)} free vesicles, each a packet of its own`,
  ];
  process.stdout.write(`${told.join("\n")}\n`);
}

/** Ten minutes of what one does on the page. */
async function lasting({ page }: Visit): Promise<void> {
  const held = await watchMemory(page);
  const began = performance.now();
  const minute = (): number => (performance.now() - began) / 60_000;
  const use = async (): Promise<void> => {
    await runToEnd(page);
    await page.fill("#time", "300");
    await standsAt(page, "day 1.5");
    for (const what of [".next", ".next-dot"]) {
      await page.locator(what).first().click();
      await page.locator("#story h3").waitFor();
    }
    await page.locator("input[name=release]").press("End");
    await page.locator("button.quiet:not(.told):visible").waitFor();
    await standsAt(page, "day 1.5");
    await page.locator("button.quiet:not(.told):visible").click();
    await page.click("text=Wash now");
    await page.locator(".log li").waitFor();
    await page.click("text=Undo the last");
    await page.locator(".log li").waitFor({ state: "detached" });
    for (const theme of ["dark", "auto"]) await page.selectOption("#theme", theme);
    await page.selectOption("#lesson-choice", { index: 1 });
    await page.locator("#lesson-heading").waitFor();
    await page.click("#lesson-close");
    await page.locator("#desk").waitFor();
  };
  const tell = async (rounds: number): Promise<void> => {
    const { nodes, listeners, page: own, workers } = await held();
    const MB = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    process.stdout.write(
      `minute ${minute().toFixed(1)}, ${rounds} rounds: ${nodes} nodes, ${listeners} listeners, page ${MB(own)}, workers ${MB(workers)}\n`,
    );
  };
  let rounds = 0;
  for (const until of [2, 10]) {
    do {
      await use();
      rounds++;
    } while (minute() < until);
    await tell(rounds);
  }
}

if (process.argv.includes("--lasting"))
  await visit("disk", lasting, { fragment: "#scenario=00-first-dish&seed=1&arm=IL2" });
else await visit("disk", frames, { before: counting });
