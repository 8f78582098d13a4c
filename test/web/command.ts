/** The command line beside the page: the same run, made by the built command. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../house/source.ts";

/** Digest and table of a run. @param words as they stand behind `exoculture` on the page @param file instead of the one named there */
export function commandRun(words: string, file?: string): { readonly digest: string; readonly table: string } {
  const out = mkdtempSync(join(tmpdir(), "exoculture-run-"));
  try {
    const [, run, named, ...flags] = words.split(" ");
    const scenario = file ?? join(root, "scenarios", named);
    const main = join(root, "dist", "cli", "main.js");
    const all = [main, run, scenario, ...flags, "--out", out, "--workers", "1", "--quiet"];
    const made = spawnSync(process.execPath, all, { encoding: "utf8" });
    if (made.status !== 0) throw new Error(made.stderr);
    const folder = made.stdout.trim();
    const { digest } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { digest: string };
    return { digest, table: readFileSync(join(folder, "observables.csv"), "utf8") };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
