/**
 * The engine against yardsticks, as ratios within one run: figures of one machine are no figures of another. Each part is a
 * process of its own, because a function that has seen two kinds of arrays is slower for it. Usage: run.ts [part …]
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

type Figures = Record<string, number> & { growth: number[] };

function figuresOf(file: string, ...words: string[]): Figures {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const { stdout, status } = spawnSync(process.execPath, ["--expose-gc", "--import", "tsx", path, ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${file} failed`);
  return JSON.parse(stdout) as Figures;
}

const tell = (what: string, value: string, goal = ""): void =>
  console.log(`${what.padEnd(52)}${value.padStart(12)}${goal && `   ${goal}`}`);
const millions = (nanoseconds: number): string => `${(1000 / nanoseconds).toFixed(1)} M/s`;

const parts: Record<string, () => void> = {
  cells() {
    for (const count of [10_000, 100_000]) {
      const { cellStep, bareStep, ratio } = figuresOf("cells.ts", String(count));
      tell(`simple cell-steps, ${count} cells`, millions(cellStep), "goal 50 M/s");
      tell("  a bare loop with the same draws", millions(bareStep));
      tell("  engine : bare loop", ratio.toFixed(2), "goal 0.5");
    }
  },
  vesicles() {
    for (const detail of ["pool", "individuals"]) {
      const { event, ratio } = figuresOf("vesicles.ts", detail);
      tell(`vesicles released or taken, ${detail}`, millions(event));
      tell("  engine : one draw for each", ratio.toFixed(2));
    }
  },
  flagship() {
    const { cellStep, taken } = figuresOf("flagship.ts", "4000");
    const { bareStep } = figuresOf("cells.ts", "10000");
    tell("flagship: a cell-step", `${cellStep.toFixed(0)} ns`, "goal 300 ns");
    tell("  in steps of the bare loop", (cellStep / bareStep).toFixed(0));
    tell("  vesicles taken by a cell in a step", taken.toFixed(1));
  },
  whole() {
    const { seconds, memory } = figuresOf("whole.ts");
    const { bareStep } = figuresOf("cells.ts", "10000");
    tell("the whole flagship, 2 workers", `${seconds.toFixed(0)} s`, "goal below 60 s");
    tell("  in steps of the bare loop", `${((seconds * 1e3) / bareStep).toFixed(0)} M`);
    tell("  most memory", memory > 0 ? `${(memory / 1e6).toFixed(0)} MB` : "not known", "goal below 500 MB");
  },
  sweep() {
    const { ideal, overhead, tiny, seconds, grown } = figuresOf("sweep.ts");
    tell("sweep of runs of 1 s: two workers : ideal", ideal.toFixed(3), "goal 0.95");
    tell("  for a run beside the run itself", `${(1000 * overhead).toFixed(2)} ms`, "goal below 5 ms");
    tell(`  ${tiny} runs of nothing, 2 workers`, `${seconds.toFixed(0)} s`);
    tell("  growth of memory from a tenth of them on", `${(grown / 1e6).toFixed(1)} MB`, "goal below 20 MB");
  },
  unused() {
    const { cellStep, powers, rule } = figuresOf("unused.ts");
    tell("a cell-step of a dish with exosomes", `${cellStep.toFixed(0)} ns`);
    tell("  with a rule that nobody uses : without it", rule.toFixed(2), "goal 1");
    tell("  with types, cargo, routes that nobody uses", powers.toFixed(2));
  },
  start() {
    const { version, help } = figuresOf("start.ts");
    tell("exoculture --version : node", version.toFixed(2));
    tell("  --help : node", help.toFixed(2));
  },
  memory() {
    const { growth, perCell } = figuresOf("memory.ts");
    tell("growth of memory in 1,000 steps, most", `${(Math.max(...growth) / 1e6).toFixed(2)} MB`, "goal below 1 MB");
    tell("memory of a simple cell", `${perCell.toFixed(0)} B`);
  },
};

const wanted = process.argv.slice(2);
for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) part();
