/**
 * Ten thousand texts made wrong by chance from the shipped scenarios and those of test/language. The reader crashes on none, takes less
 * than two seconds for each, tells a place and a remedy with every issue, and writes nothing.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { root } from "../house/source.ts";
import { fuzz } from "../scenario/fuzz.ts";

const texts = process.env.EXOCULTURE_SCIENCE === "short" ? 1000 : 10_000;

test(`readScenario() meets ${texts} broken texts, and writes nothing`, () => {
  const folder = mkdtempSync(join(tmpdir(), "exoculture-"));
  const home = process.cwd();
  const before = filesBelow(join(root, "scenarios"));
  process.chdir(folder);
  try {
    const { wrong, read, refused } = fuzz(1000, texts);
    assert.equal(wrong, []);
    assert.is(read + refused, texts);
    assert.equal(filesBelow(folder), []);
    assert.equal(filesBelow(join(root, "scenarios")), before);
  } finally {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  }
});

test.run();

/** Every file of a folder with its size and the time of its last change. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return `${name} ${size} ${mtimeMs}`;
    });
}
