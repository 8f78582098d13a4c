/** The page over http: what is in its folder and nothing else, to this machine alone. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { hasPage, servePage } from "../../src/node/serve.ts";

test("servePage() gives the page with its headers, and nothing outside its folder", async () => {
  const above = mkdtempSync(join(tmpdir(), "exoculture-"));
  const folder = join(above, "web");
  assert.is(hasPage(folder), false);
  mkdirSync(folder);
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>dish</title>");
  writeFileSync(join(above, "secret.html"), "secret");
  assert.is(hasPage(folder), true);
  const { server, address } = await servePage(0, folder);
  try {
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    const page = await fetch(address);
    assert.is(await page.text(), "<!doctype html><title>dish</title>");
    assert.is(page.headers.get("content-type"), "text/html; charset=utf-8");
    assert.is(page.headers.get("x-content-type-options"), "nosniff");
    assert.is((await fetch(`${address}index.html?a=b`, { method: "HEAD" })).status, 200);
    for (const path of ["..%2fsecret.html", "%2e%2e/secret.html", "..%5csecret.html", "%", "%00", "nothing", "../web"])
      assert.is((await fetch(`${address}${path}`)).status, 404, path);
    assert.is((await fetch(address, { method: "POST", body: "x" })).status, 405);
    const port = Number(new URL(address).port);
    const taken = await servePage(port, folder).catch((error: NodeJS.ErrnoException) => error.code);
    assert.is(taken, "EADDRINUSE");
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(above, { recursive: true });
  }
});

test.run();
