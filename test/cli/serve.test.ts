/** The page over http: what is in its folder and nothing else, to this machine alone. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { exitCode } from "../../src/cli/words.ts";
import { hasPage, servePage } from "../../src/node/serve.ts";
import { root } from "../house/source.ts";

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

test("serve without a built page says how it is built", () => {
  const empty = mkdtempSync(join(tmpdir(), "exoculture-"));
  const call = `import("./src/cli/act/serve.ts").then(async ({ serveDish }) => process.exit(await serveDish({ port: 0 }, process.argv[1])))`;
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "-e", call, empty], {
    cwd: root,
    encoding: "utf8",
  });
  rmSync(empty, { recursive: true });
  assert.is(status, exitCode.ours);
  assert.match(stderr, /npm run build:web/);
});

test.run();
