/** The built page in a real browser: over http and from the disk. What the page logs as an error, or asks the network for, is a failure. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import * as assert from "uvu/assert";
import { answerFrom } from "../../src/node/serve.ts";
import { buildPage } from "../../web/build.mjs";

const browser = "/usr/bin/chromium";
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface Visit {
  readonly page: Page;
  /** Address of the page: what a link is put behind. */
  readonly address: string;
}

let built: Promise<string> | undefined;

/** The folder of the page, built once for all visits of a file of tests. */
function builtFolder(): Promise<string> {
  built ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), "exoculture-page-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    await buildPage(folder);
    return folder;
  })();
  return built;
}

/**
 * Opens the built page, looks, and closes everything.
 * @param from a server, or the disk as from a memory stick @param fragment behind the address @param before runs in the page before its own script
 */
export async function visit(
  from: "http" | "disk",
  look: (visit: Visit) => Promise<void>,
  {
    fragment = "",
    options = {},
    before,
  }: { fragment?: string; options?: BrowserContextOptions; before?: () => void } = {},
): Promise<void> {
  assert.ok(existsSync(browser), "Chromium is missing: apt-get install chromium");
  const folder = await builtFolder();
  const server = createServer((request, response) => answerFrom(folder, request, response));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  const address = from === "http" ? `http://127.0.0.1:${port}/` : pathToFileURL(join(folder, "index.html")).href;
  const host = await chromium.launch({ executablePath: browser, args: flags });
  try {
    const context = await host.newContext({ acceptDownloads: true, ...options });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (fault) => faults.push(String(fault)));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    if (before) await page.addInitScript(before);
    await page.goto(`${address}${fragment}`);
    await page.waitForSelector(".dishes canvas, #lesson-heading");
    await look({ page, address });
    assert.equal(faults, []);
    const strange = asked.filter(
      (url) => !url.startsWith("blob:") && !url.startsWith("data:") && url.split("#")[0] !== address,
    );
    assert.equal(strange, [], "the page asks for nothing after it is loaded");
  } finally {
    await host.close();
    server.close();
  }
}

/** Waits until the run has come to its end; its digest. */
export async function runToEnd(page: Page): Promise<string> {
  await page.click("#end");
  await page.locator("#digest", { hasText: /^[0-9a-f]{32}$/ }).waitFor({ timeout: 50_000 });
  return (await page.textContent("#digest"))!;
}

/** Waits until the dish stands at a time in its own unit. */
export async function standsAt(page: Page, words: string): Promise<void> {
  await page.locator("#clock", { hasText: new RegExp(`^${words}$`) }).waitFor({ timeout: 40_000 });
  await page.locator("#play", { hasText: "Play" }).waitFor({ timeout: 40_000 });
}

/** Answers the question of the open lesson and runs it. */
export async function predict(page: Page, answer: string): Promise<void> {
  await page.check(`#lesson input[value="${answer}"]`);
  await page.click("#lesson-run");
  await page.locator("#lesson-outcome").waitFor({ timeout: 50_000 });
}

/** Path of the file that a click on a button gives, under its own name. */
export async function download(page: Page, button: string): Promise<string> {
  const [given] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  const path = join(dirname(await given.path()), given.suggestedFilename());
  await given.saveAs(path);
  return path;
}
