/** The golden digests: what a short form of each shipped scenario gives, so that nobody moves results unawares. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./source.ts";

interface Golden {
  readonly versions: Readonly<Record<string, string>>;
  /** By name of the scenario. */
  readonly digests: Readonly<Record<string, string>>;
}

/** Every shipped scenario with 100 cells in each culture, one donor and one replicate, by the built command line. */
export function goldenNow(): Golden {
  const shipped = join(root, "scenarios");
  const folder = mkdtempSync(join(tmpdir(), "exoculture-golden-"));
  try {
    const runs = readdirSync(shipped)
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => {
        const path = join(folder, name);
        writeFileSync(path, shortForm(readFileSync(join(shipped, name), "utf8")));
        return [name.replace(".yaml", ""), manifestOf(path, folder)] as const;
      });
    return {
      versions: runs[0][1].versions,
      digests: Object.fromEntries(runs.map(([name, { digest }]) => [name, digest])),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const goldenText = (): string => `${JSON.stringify(goldenNow(), null, 2)}\n`;

/** A scenario with few cells; a box is as small as it is. @throws where it neither says how many it simulates nor has a box */
export function shortForm(text: string): string {
  const short = text.replace(/\bsimulate: \d+ cells/g, "simulate: 100 cells");
  if (short === text && !/\bbox:/.test(text)) throw new Error("no culture says `simulate: N cells` or has a box");
  return short;
}

function manifestOf(path: string, folder: string): { versions: Record<string, string>; digest: string } {
  const flags = ["--seed", "golden", "--donors", "1", "--replicates", "1", "--quiet", "--json", "--out", folder];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "dist", "cli", "main.js"), "run", path, ...flags],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${path}: ${stderr}`);
  return JSON.parse(stdout) as ReturnType<typeof manifestOf>;
}
