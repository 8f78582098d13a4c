/** What the command line says of itself: every example of every help runs, shells complete, wrong lines are told what to write. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { languageVersion, tableVersion, version } from "../../src/cli/version.ts";
import { stateVersion } from "../../src/engine/saved.ts";
import { newestLanguage } from "../../src/scenario/document/document.ts";
import { root } from "../house/source.ts";

const main = join(root, "dist", "cli", "main.js");
const commands = ["run", "check", "describe", "list", "new", "verify", "chart", "compare", "sweep", "analyse", "serve"];

/** A folder of a person's own, its name with a space, in which the shipped scenarios lie as in a clone. */
function desk(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "exoculture-")), "my desk");
  mkdirSync(folder);
  symlinkSync(join(root, "scenarios"), join(folder, "scenarios"));
  return folder;
}

const at = (folder: string, ...words: string[]) =>
  spawnSync(process.execPath, [main, ...words], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 60_000, // what never ends has failed
    killSignal: "SIGKILL",
  });

/** The words of a command line, quotes taken off. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/(?:[^\s']+|'[^']*')+/g)].map(([word]) => word.replaceAll("'", ""));

function examplesOf(command: string): string[][] {
  const help = at(root, command, "--help").stdout;
  const [, told = ""] = help.split(/^Examples:$/m);
  return [...told.matchAll(/^ {2}exoculture (.*?)(?: {2,}.*)?$/gm)].map(([, line]) => wordsOf(line));
}

test("every example of every command's help runs, on as little as it takes", () => {
  const folder = desk();
  assert.is(
    at(folder, "new", "my-dish.yaml", "--cells", "50", "--donors", "2", "--replicates", "1", "--yes").status,
    0,
  );
  const runOf = (seed: string): string =>
    at(folder, "run", "00-first-dish", "--quiet", "--donors", "1", "--replicates", "1", "--seed", seed).stdout.trim();
  writeFileSync(join(folder, "model.mjs"), "export default ({ a }, seed) => ({ y: a + seed });");
  writeFileSync(
    join(folder, "my-sweep.yaml"),
    "sweep: 1\ntitle: Own\nfunction: model.mjs\nfactors: { a: { range: [1, 2] } }\ndesign: { kind: random, points: 2 }\noutcomes: { y: {} }\n",
  );
  const swept = at(folder, "sweep", "my-sweep.yaml", "--quiet").stdout.trim();
  const [, firstPoint] = readFileSync(join(folder, swept, "points.csv"), "utf8").split("\n");
  const made = new Map([
    ["RUN", runOf("1")],
    ["RUN-2", runOf("2")],
    ["SWEEP", swept],
    ["POINT", firstPoint.split(",")[0]],
    ["first-dish.yaml", "my-sweep.yaml"], // a small one in place of the shipped one
  ]);
  for (const command of commands) {
    const examples = examplesOf(command);
    assert.ok(examples.length > 0, command);
    if (command === "serve") continue; // it goes on until it is stopped: serve.test.ts asks it for the page
    for (const example of examples) {
      const own = example.map((word) => made.get(word.slice(word.lastIndexOf("/") + 1)) ?? word);
      const isNew = command === "new";
      if (isNew && existsSync(join(folder, own[1])) && !own.includes("--force")) own[1] = "other-dish.yaml";
      const least = command === "run" ? ["--donors", "1", "--replicates", "1"] : [];
      const done = at(folder, ...own, ...least);
      assert.is(done.status, 0, `${example.join(" ")}: ${done.stderr}`);
    }
  }
});

const wrong: readonly (readonly [line: string, says: RegExp])[] = [
  ["", /^Which command\?/],
  ["rnu my-dish.yaml", /^Did you mean run\?/],
  ["constructor", /^There is no command constructor/],
  ["run", /^Which scenario\? exoculture run 00-first-dish/],
  ["check", /^Which scenarios\?/],
  ["new", /^Where to\? exoculture new my-dish\.yaml/],
  ["verify", /^Which run\?/],
  ["run ''", /^Which scenario\?/],
  ["run .", /^\. is a folder: name a file in it, such as my-dish\.yaml/],
  ["check .", /^\. is a folder: name a file in it, such as my-dish\.yaml/],
  ["run empty", /^empty is a folder: there is no scenario in it/],
  ["run my-dsh.yaml", /^There is no file my-dsh\.yaml \(did you mean my-dish\.yaml\?\)/],
  ["run 00-frist-dish.yaml", /^There is no file .* \(did you mean 00-first-dish\.yaml\?\)/],
  ["run nothing-like-it", /^There is no file nothing-like-it \(exoculture list shows what is shipped\)/],
  [
    "run my dish.yaml",
    /^"dish\.yaml" is one word too many: a name that holds a space is quoted, as in 'my dish\.yaml'/,
  ],
  ["run my-dish.yaml --donor 2", /^There is no flag --donor: did you mean --donors\?/],
  ["run my-dish.yaml -o there", /^There is no flag -o: did you mean --out\?/],
  ["run my-dish.yaml --donors two", /^--donors is "two": a whole number of 1 or more is needed, such as --donors 4/],
  ["run my-dish.yaml --donors 1.5", /^--donors is "1\.5": a whole number/],
  ["run my-dish.yaml --workers -3", /^--workers is "-3": a whole number/],
  ["check my-dish.yaml --claims --workers 0", /^--workers is "0": a whole number/],
  ["run my-dish.yaml --donors 1 --donors 2", /^--donors stands there 2 times: once is enough/],
  ["run my-dish.yaml --seed", /^--seed needs a value behind it/],
  ["run my-dish.yaml --set", /^--set needs a value behind it/],
  ["run my-dish.yaml --out ''", /^--out is empty/],
  ["run my-dish.yaml --dry-run=maybe", /^--dry-run takes no value/],
  ["run my-dish.yaml --out file", /^--out is file, but .*file is a file: take another folder/],
  ["run my-dish.yaml --out file/below", /^--out is file\/below, but .*file is a file: take another folder/],
  ["verify nowhere", /^nowhere is not there \(a run is a folder such as/],
  ["verify .", /^\. is no folder of a run/],
  ["chart", /^Which run\?/],
  ["chart nowhere", /^nowhere is not there \(a run is a folder such as/],
  ["chart . --format gif", /^Invalid values:\n {2}Argument: format, Given: "gif", Choices: "png", "svg"/],
  ["chart . --out file", /^--out is file, but .*file is a file: take another folder/],
  ["compare", /^Which runs\?/],
  ["compare .", /^One run alone compares with nothing: name two or more/],
  ["compare . nowhere", /^\. is no folder of a run/],
  ["new my-dish.yaml", /^my-dish\.yaml is there already: choose another name, or --force/],
  ["new empty", /^empty is a folder: add the name of the file/],
  ["new nowhere/my-dish.yaml", /^nowhere\/my-dish\.yaml cannot be written: is the folder there/],
  ["new x.yaml --cells 20000", /^--cells is "20000": a whole number from 1 to 10000 is needed/],
  ["new x.yaml --cells 0", /^--cells is "0": a whole number from 1 to 10000 is needed/],
];

test("a wrong command line ends with 2, says what to write instead, and writes nothing", () => {
  const folder = desk();
  writeFileSync(join(folder, "my-dish.yaml"), "title: mine\n");
  writeFileSync(join(folder, "file"), "");
  mkdirSync(join(folder, "empty"));
  const before = readdirSync(folder);
  for (const [line, says] of wrong) {
    const done = at(folder, ...wordsOf(line));
    assert.match(done.stderr, says, line);
    assert.not.match(done.stderr, /\n {4}at /, line);
    assert.is(done.status, 2, line);
    assert.is(done.stdout, "", line);
  }
  assert.equal(readdirSync(folder), before);
  assert.equal(readdirSync(join(folder, "empty")), []);
});

test("results that cannot be written are refused before anything is run", () => {
  if (!existsSync("/proc/self")) return; // a place where not even the superuser can make a folder
  const done = at(desk(), "run", "00-first-dish", "--out", "/proc/results");
  assert.is(done.status, 2);
  assert.match(done.stderr, /^--out is \/proc\/results, and nothing can be written to \/proc/);
});

test("a scenario whose path holds spaces runs, and new tells how to write it", () => {
  const folder = desk();
  const small = ["--cells", "50", "--donors", "1", "--replicates", "1", "--yes"];
  assert.match(at(folder, "new", "my dish.yaml", ...small).stderr, /Run it: exoculture run 'my dish\.yaml'/);
  const done = at(folder, "run", "my dish.yaml", "--out", "my results", "--quiet");
  assert.is(done.status, 0, done.stderr);
  assert.ok(existsSync(join(folder, done.stdout.trim(), "manifest.json")));
});

test("help COMMAND is COMMAND --help", () => {
  assert.is(at(root, "help", "run").stdout, at(root, "run", "--help").stdout);
});

test("completion offers commands, flags, shipped scenarios by name and files beside", () => {
  const folder = desk();
  writeFileSync(join(folder, "my-dish.yaml"), "");
  const offered = (...words: string[]): string[] =>
    at(folder, "--get-yargs-completions", "exoculture", ...words)
      .stdout.trim()
      .split("\n");
  assert.equal(offered(""), [...commands, "completion"]);
  assert.ok(offered("run", "--").includes("--replicates"));
  assert.ok(offered("run", "").includes("00-first-dish") && offered("run", "").includes("my-dish.yaml"));
  assert.equal(offered("describe", "my"), ["my-dish.yaml"]);
  assert.ok(offered("check", "scenarios/").includes("scenarios/00-first-dish.yaml"));
  assert.equal(offered("verify", ""), [""]); // nothing of ours: the shell offers folders
});

test("the completion script completes in bash", () => {
  if (spawnSync("bash", ["-c", "true"]).status !== 0) return; // no bash here
  const folder = desk();
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "exoculture"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`);
  chmodSync(join(bin, "exoculture"), 0o755);
  const script = `source <(exoculture completion); COMP_WORDS=(exoculture run 00); COMP_CWORD=2
    _exoculture_yargs_completions; echo "\${COMPREPLY[@]}"`;
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const done = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8", env });
  assert.is(done.stdout.trim(), "00-first-dish", done.stderr);
});

test("the four versions are those of the package, the language, the saved state and the table", () => {
  const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  assert.is(at(root, "--version").stdout, `${version}\n`);
  assert.is(version, about.version);
  assert.is(languageVersion, String(newestLanguage));
  const folder = desk();
  at(folder, "new", "d.yaml", "--cells", "50", "--donors", "1", "--replicates", "1", "--yes");
  const made = at(folder, "run", "d.yaml", "--quiet").stdout.trim();
  const manifest = join(folder, made, "manifest.json");
  const text = readFileSync(manifest, "utf8");
  assert.equal(JSON.parse(text).versions, {
    engine: version,
    language: languageVersion,
    state: String(stateVersion),
    table: tableVersion,
  });
  const { seal: _, ...told } = JSON.parse(text.replace(`"engine": "${version}"`, '"engine": "0.0.1"'));
  const seal = createHash("sha256").update(JSON.stringify(told)).digest("hex"); // as an older version would have sealed it
  writeFileSync(manifest, `${JSON.stringify({ ...told, seal }, null, 2)}\n`);
  const again = at(folder, "verify", made, "--rerun");
  assert.is(again.status, 0, again.stderr);
  assert.match(
    again.stderr,
    new RegExp(`It was made with engine 0\\.0\\.1; this is engine ${version.replaceAll(".", "\\.")}`),
  );
});

test("a scenario in an older language runs and says so; check says how its lines are written now", () => {
  const folder = desk();
  at(folder, "new", "new.yaml", "--cells", "50", "--donors", "1", "--replicates", "1", "--yes", "--title", "d");
  const text = readFileSync(join(folder, "new.yaml"), "utf8");
  const older = text.replace("language: 1", "language: 0").replace("mixing: stirred", "stirred: true");
  writeFileSync(join(folder, "old.yaml"), older);
  const checked = at(folder, "check", "old.yaml");
  assert.is(checked.status, 0, checked.stderr);
  assert.match(checked.stderr, /^old\.yaml:2:1 {2}language is written in an older language \(now: language: 1\)$/m);
  assert.match(checked.stderr, /^old\.yaml:\d+:\d+ {2}cultures\.dish\.stirred .*\(now: mixing: stirred\)$/m);
  const digestOf = (path: string): string => {
    const done = at(folder, "run", path, "--quiet", "--json");
    assert.is(/older language/.test(done.stderr), path === "old.yaml");
    return JSON.parse(done.stdout).digest;
  };
  assert.is(digestOf("old.yaml"), digestOf("new.yaml"));
});

test.run();
