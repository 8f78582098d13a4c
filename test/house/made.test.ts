/** What is made from the project itself is current: golden digests, third-party notices, the list of changes. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { type Commit, changelog, commits, resultsOf } from "./changelog.ts";
import { goldenNow, shortForm } from "./golden.ts";
import { bundledPackages, noticesText, runtimePackages } from "./notices.ts";
import { root } from "./source.ts";

const kept = (path: string): string => readFileSync(join(root, path), "utf8");

test("the shipped scenarios give the golden digests", () => {
  const golden = JSON.parse(kept("scenarios/golden.json"));
  const how =
    "results moved: `npm run golden` takes over the new digests, and the commit says `Results: moved` and why";
  assert.equal(goldenNow(), golden, how);
});

test("shortForm() takes few cells, and refuses a scenario that it would leave long", () => {
  assert.is(
    shortForm("a: { simulate: 4000 cells }\nb: { simulate: 20 cells }"),
    "a: { simulate: 100 cells }\nb: { simulate: 100 cells }",
  );
  assert.throws(() => shortForm("share: 1 %"), /simulate/);
});

test("THIRD-PARTY.md is current", () => {
  assert.ok(kept("THIRD-PARTY.md") === noticesText(), "write it anew: npm run notices");
});

test("THIRD-PARTY.md names every bundled and every runtime dependency with a licence", () => {
  const notices = kept("THIRD-PARTY.md");
  const about = JSON.parse(kept("package.json")) as { dependencies: Record<string, string> };
  const own = Object.entries(about.dependencies).filter(([, version]) => !version.startsWith("file:"));
  const bundled = bundledPackages();
  assert.ok(bundled.includes("yargs") && bundled.includes("mathjs"), bundled.join(", "));
  for (const name of [...own.map(([each]) => each), ...bundled])
    assert.match(notices, new RegExp(`^\\| ${name.replaceAll(".", "\\.")} \\| [\\d.]+ \\| \\S.* \\|$`, "m"), name);
  for (const { name, license } of runtimePackages()) assert.ok(license !== "", name);
});

const told: readonly Commit[] = [
  { subject: "Newest", body: "Results: moved. More cells die." },
  { subject: "Words", body: "Why.\n\nResults: same" },
  { subject: "Second", body: "Results: moved", version: "0.2.0" },
  { subject: "Silent", body: "" },
  { subject: "First", body: "Results: same.", version: "0.1.0" },
];

test("changelog() has a section for each version, what moved the results first", () => {
  const [, ...sections] = changelog(told, "0.3.0").split("\n## ");
  assert.equal(sections, [
    "0.3.0 (not released)\n\n### Results moved\n\n* Newest. More cells die.\n\n### Results the same\n\n* Words\n",
    "0.2.0\n\n### Results moved\n\n* Second\n\n### Results not told\n\n* Silent\n",
    "0.1.0\n\n### Results the same\n\n* First\n",
  ]);
});

test("CHANGELOG.md tells every commit that moved the results, up to the one it was last written with", () => {
  const page = kept("CHANGELOG.md");
  const { version } = JSON.parse(kept("package.json")) as { version: string };
  assert.match(page, new RegExp(`^## ${version.replaceAll(".", "\\.")}( \\(not released\\))?$`, "m"));
  if (!existsSync(join(root, ".git"))) return; // an unpacked copy has no commits
  const last = spawnSync("git", ["log", "-1", "--format=%H", "--", "CHANGELOG.md"], { cwd: root, encoding: "utf8" });
  if (last.stdout.trim() === "") return; // not committed yet
  for (const commit of commits(last.stdout.trim(), 1))
    if (resultsOf(commit)?.moved) assert.ok(page.includes(`* ${commit.subject}`), commit.subject);
});

test.run();
