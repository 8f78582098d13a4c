/** How long `--version` and `--help` take, as ratios to a Node that does nothing; prints figures as JSON. Build first. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inTurns, median } from "./timing.ts";

const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const start = (...words: string[]) => {
  const { status } = spawnSync(process.execPath, words, { stdio: "ignore" });
  if (status !== 0) throw new Error(`node ${words.join(" ")} failed`);
};
const works = [() => start("-e", "0"), () => start(main, "--version"), () => start(main, "--help")];
const [nothing, version, help] = inTurns(works, 1, 11).map((times) => median(times) / 1e9);
console.log(JSON.stringify({ nothing, version: version / nothing, help: help / nothing }));
