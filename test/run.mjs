/**
 * Runs the tests: `node test/run.mjs test` (test/**\/*.test.ts) or `node test/run.mjs test-science [--short]`
 * (test/science/**\/*.science.ts). Further words keep only the files whose path holds one of them.
 *
 * Each file is a process of its own, two at a time, biggest file first. What uvu would let pass is a failure here:
 * a file that never calls run(), a run in which no test ran, a hook that throws, a file that does not end.
 * The last line is always `N passed, N failed`; the exit code is 0 only when none failed.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const lanes = 2;
const kinds = {
  test: { folder: "test", ending: ".test.ts", limit: 300 }, // limit: seconds for one file
  "test-science": { folder: "test/science", ending: ".science.ts", limit: 1200 },
};

const [kindName, ...rest] = process.argv.slice(2);
const kind = Object.hasOwn(kinds, kindName ?? "") ? kinds[kindName] : undefined;
const short = rest.includes("--short");
const words = rest.filter((word) => word !== "--short");
if (!kind || words.some((word) => word.startsWith("-")) || (short && kindName !== "test-science")) {
  console.error("usage: node test/run.mjs test [part of a path …] | test-science [--short] [part of a path …]");
  process.exit(2);
}
if (kindName === "test-science") process.env.EXOCULTURE_SCIENCE = short ? "short" : "full";

const total = { passed: 0, failed: 0 };
const running = new Set(); // process group ids
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    for (const group of running) killGroup(group);
    process.exit(130);
  });
}

if (spawnSync(process.execPath, ["src/build.mjs"], { cwd: root, stdio: "inherit" }).status === 0) {
  const queue = filesOf(kind, words);
  await Promise.all(Array.from({ length: lanes }, () => work(queue)));
  if (total.passed + total.failed === 0) fail("no test ran");
} else {
  fail("src/build.mjs failed");
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function fail(text) {
  total.failed += 1;
  console.log(text);
}

function filesOf({ folder, ending }, words) {
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder), { recursive: true }) : [];
  return names
    .map((name) => join(folder, name).split(sep).join("/"))
    .filter((path) => path.endsWith(ending) && (words.length === 0 || words.some((word) => path.includes(word))))
    .map((path) => ({ path, size: statSync(join(root, path)).size }))
    .sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

async function work(queue) {
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) report(path, await runFile(path));
}

function report(path, { passed, failed, skipped, seconds, why, output }) {
  total.passed += passed;
  total.failed += failed;
  const mark = failed > 0 ? "FAIL" : "ok  ";
  const counts = [`${passed} passed`, failed > 0 && `${failed} failed`, skipped > 0 && `${skipped} skipped`, why];
  console.log(`${mark} ${seconds.toFixed(1).padStart(6)} s  ${path}: ${counts.filter(Boolean).join(", ")}`);
  if (failed > 0 && output.trim() !== "") console.log(`${output.trim().replace(/^/gm, "     | ")}\n`);
}

/** Runs one file. `why` tells a failure that is the file's as a whole; it counts as one failed test. */
function runFile(path) {
  const started = performance.now();
  if (!/\.run\(\)/.test(readFileSync(join(root, path), "utf8"))) {
    const why = "the file never calls test.run()";
    return { passed: 0, failed: 1, skipped: 0, seconds: 0, why, output: "" };
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", path], {
      cwd: root,
      detached: true, // a group of its own, so that what a test starts ends with it
      stdio: ["ignore", "pipe", "pipe"],
      env: process.stdout.isTTY ? { ...process.env, FORCE_COLOR: "1" } : process.env,
    });
    running.add(child.pid);
    let output = "";
    let late = false;
    const clock = setTimeout(() => {
      late = true;
      killGroup(child.pid);
    }, kind.limit * 1000);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.on("exit", () => killGroup(child.pid));
    child.on("close", (code, signal) => {
      clearTimeout(clock);
      running.delete(child.pid);
      const seconds = (performance.now() - started) / 1000;
      resolve({ ...countsOf(output, late, code ?? signal), seconds, output });
    });
  });
}

function countsOf(output, late, ended) {
  const all = lastNumber(output, "Total");
  const passed = lastNumber(output, "Passed");
  const skipped = lastNumber(output, "Skipped");
  if (late) return { passed: 0, failed: 1, skipped: 0, why: `stopped after ${kind.limit} s` };
  if (Number.isNaN(all)) return { passed: 0, failed: 1, skipped: 0, why: `ended (${ended}) before its tests did` };
  if (all === 0) return { passed, failed: 1, skipped, why: "no test ran" };
  const told = output.includes(" FAIL "); // uvu keeps silent about a before hook that throws
  if (all > passed) return { passed, failed: all - passed, skipped, why: told ? undefined : "a hook threw" };
  return ended === 0 ? { passed, failed: 0, skipped } : { passed, failed: 1, skipped, why: `ended with ${ended}` };
}

/** The number uvu printed last beside a word, colours aside; NaN when it never did. */
function lastNumber(output, word) {
  const colours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");
  const found = [...output.replace(colours, "").matchAll(new RegExp(`^ {2}${word}: +(\\d+)$`, "gm"))].at(-1);
  return Number(found?.[1]);
}

function killGroup(group) {
  try {
    process.kill(-group, "SIGKILL");
  } catch {
    // nothing of it is left
  }
}
