import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openScenario } from "../../src/node/scenario-files.ts";
import { digestsOf } from "./entry.ts";

const browser = "/usr/bin/chromium";
const scenarios = ["scenarios/00-first-dish.yaml", "test/language/niche.yaml", "test/language/walls.yaml"];

/** A page that holds the engine and nothing else; a strict one forbids generated code. */
async function pageWith<T>(strict: boolean, look: (page: import("playwright-core").Page) => Promise<T>): Promise<T> {
  const made = await build({
    entryPoints: ["test/browser/entry.ts"],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
  });
  const script = made.outputFiles[0].text;
  const policy = strict ? "script-src 'self'" : "script-src 'self' 'unsafe-eval'";
  const server = createServer((request, response) => {
    const isScript = request.url === "/engine.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.setHeader("content-security-policy", policy);
    response.end(isScript ? script : "<!doctype html><title>engine</title><script src=/engine.js></script>");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  const flags = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const host = await chromium.launch({ executablePath: browser, args: flags });
  try {
    const page = await host.newPage();
    const faults: string[] = [];
    page.on("pageerror", (fault) => faults.push(String(fault)));
    await page.goto(`http://127.0.0.1:${port}/`);
    const found = await look(page);
    assert.equal(faults, []);
    return found;
  } finally {
    await host.close();
    server.close();
  }
}

for (const path of scenarios)
  for (const means of ["generated code", "closures"] as const)
    test(`${path} gives the same bytes in Node and in Chromium, with ${means}`, async () => {
      assert.ok(existsSync(browser), "Chromium is missing: apt-get install chromium");
      const opened = openScenario(path);
      if ("problem" in opened) throw new Error(opened.problem);
      const files: Record<string, string> = {};
      const note = (used: string): string | undefined => {
        const text = opened.files(used);
        if (text !== undefined) files[used] = text;
        return text;
      };
      note("exoculture:parameters.csv");
      for (const used of opened.text.matchAll(/exoculture:[a-z0-9-]+/g)) note(used[0]);
      note("exoculture:il-2");
      const here = digestsOf(opened.text, files, means);
      const there = await pageWith(means === "closures", (page) =>
        page.evaluate(
          ([text, given, how]) =>
            (globalThis as unknown as { digestsOf: typeof digestsOf }).digestsOf(text, given, how),
          [opened.text, files, means] as const,
        ),
      );
      assert.ok(here.length > 5);
      assert.equal(there, here);
    });

test.run();
