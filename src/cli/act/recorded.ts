/** Reads a run for a command: what it recorded, or why it cannot be read said and nothing done. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Recorded, readRun } from "../../node/recorded.ts";
import { say } from "../words.ts";

/** @param charts to draw instead of the scenario's, in the words of its `charts`; undefined: its own */
export async function openRun(folder: string, charts?: readonly string[]): Promise<Recorded | undefined> {
  const problem = noRun(folder);
  if (problem !== undefined) {
    say(problem);
    return undefined;
  }
  const read = await readRun(folder, charts);
  if (!("problem" in read)) return read;
  say(read.problem);
  return undefined;
}

/** Why a path is no folder of a run; undefined where it is one. */
export function noRun(folder: string): string | undefined {
  if (existsSync(join(folder, "manifest.json"))) return undefined;
  const what = existsSync(folder) ? "is no folder of a run: no manifest.json is in it" : "is not there";
  return `${folder} ${what} (a run is a folder such as output/00-first-dish/seed-1-1a2b3c4d; run prints its name)`;
}
