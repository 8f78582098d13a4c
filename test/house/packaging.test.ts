/**
 * The package as npm packs it, unpacked in a folder whose name holds a space, lists and runs its scenarios and draws a chart. The
 * packages that npm would install beside it are links to those of the clone: what this leaves out is that they can be
 * installed from a registry, and without a compiler. `prepare` is not run: the tests were built before they began.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runtimePackages } from "./notices.ts";
import { root } from "./source.ts";

const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  version: string;
  description: string;
  bundleDependencies: string[];
};
const folder = join(mkdtempSync(join(tmpdir(), "exoculture-")), "my tools");
const unpacked = join(folder, "node_modules", "exoculture");
const desk = join(folder, "my desk");

const done = (program: string, words: readonly string[], cwd: string): string => {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd, encoding: "utf8" });
  assert.is(status, 0, `${program} ${words.join(" ")}: ${stderr}`);
  return stdout;
};
const exoculture = (...words: string[]): string =>
  done(process.execPath, [join(unpacked, "dist", "cli", "main.js"), ...words], desk);

test.before(() => {
  mkdirSync(unpacked, { recursive: true });
  mkdirSync(desk);
  done("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], root);
  const tarball = join(folder, `exoculture-${about.version}.tgz`);
  done("tar", ["-xzf", tarball, "-C", unpacked, "--strip-components", "1"], folder);
  for (const { name, path } of runtimePackages()) {
    const isBundled = about.bundleDependencies.includes(name);
    if (isBundled || path !== `node_modules/${name}` || !existsSync(join(root, path))) continue;
    const link = join(folder, path);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, path), link);
  }
});

test("the tarball holds what runs and what tells of it, and none of the sources", () => {
  const held = readdirSync(unpacked);
  for (const name of ["dist", "scenarios", "schema", "README.md", "CHANGELOG.md", "CITATION.cff", "THIRD-PARTY.md"])
    assert.ok(held.includes(name), name);
  for (const name of ["src", "test", "bench", "output"]) assert.not.ok(held.includes(name), name);
  assert.equal(readdirSync(join(unpacked, "node_modules")).sort(), [...about.bundleDependencies].sort());
  assert.not.ok(existsSync(join(folder, "node_modules", "canvas"))); // the one that needs a compiler
});

test("the unpacked command lists and checks the shipped scenarios, library included", () => {
  const listed = exoculture("list");
  for (const name of readdirSync(join(root, "scenarios")).filter((file) => file.endsWith(".yaml"))) {
    assert.ok(listed.includes(name), name);
    assert.match(exoculture("check", name), /is in order/);
  }
});

test("the unpacked command runs a scenario and draws its chart", () => {
  exoculture("new", "my dish.yaml", "--cells", "50", "--donors", "1", "--replicates", "1", "--yes");
  const run = join(desk, exoculture("run", "my dish.yaml", "--quiet").trim());
  const charts = readdirSync(join(run, "charts")).filter((name) => name.endsWith(".png"));
  assert.ok(charts.length > 0);
  for (const chart of charts) assert.ok(statSync(join(run, "charts", chart)).size > 1000, chart);
});

test("the unpacked command runs a sweep, and knows the shipped ones by name", () => {
  writeFileSync(join(desk, "model.mjs"), "export default ({ k }, seed) => ({ level: k * seed });");
  writeFileSync(
    join(desk, "my sweep.yaml"),
    "sweep: 1\ntitle: Mine\nfunction: model.mjs\nfactors: { k: { range: [1, 2] } }\ndesign: { kind: sobol, points: 4 }\noutcomes: { level: {} }\n",
  );
  const made = join(desk, exoculture("sweep", "my sweep.yaml", "--quiet").trim());
  assert.equal(readdirSync(join(made, "runs")), ["part-000001.parquet"]);
  assert.match(exoculture("analyse", made), /4 of 4 points read/);
  assert.match(exoculture("sweep", "first-dish", "--dry-run"), /32 points/);
});

test("CITATION.cff says what package.json says", () => {
  const citation = readFileSync(join(root, "CITATION.cff"), "utf8");
  assert.match(citation, new RegExp(`^version: ${about.version.replaceAll(".", "\\.")}$`, "m"));
  assert.ok(citation.replace(/\s+/g, " ").includes(about.description));
});

test.run();
