/** The main job of the README, from its command to its last file. Prints one line of JSON. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const scenario = fileURLToPath(new URL("../scenarios/03-activated-t-exosomes-with-il2.yaml", import.meta.url));
const out = mkdtempSync(join(tmpdir(), "exoculture-bench-"));
const from = performance.now();
const run = spawn(process.execPath, [main, "run", scenario, "--out", out, "--workers", "2", "--quiet"], {
  stdio: ["ignore", "ignore", "inherit"],
});
let memory = 0; // bytes; workers are threads of this one process
const look = setInterval(() => {
  try {
    const status = readFileSync(`/proc/${run.pid}/status`, "utf8");
    memory = Math.max(memory, 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0));
  } catch {} // no such file: another system, or the run has just ended
}, 200);
run.on("close", (code) => {
  clearInterval(look);
  rmSync(out, { recursive: true });
  if (code !== 0) process.exit(1);
  console.log(JSON.stringify({ seconds: (performance.now() - from) / 1000, memory }));
});
