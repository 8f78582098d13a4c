/** What `verify` does: the files of a run against their hashes, and, if asked, the run made again against its digest. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stateVersion } from "../../engine/saved.ts";
import { type Manifest, verifyRun } from "../../node/files.ts";
import { languageVersion, tableVersion, version } from "../version.ts";
import { exitCode, print, say } from "../words.ts";
import { noRun } from "./recorded.ts";

export interface VerifyFlags {
  run: string;
  rerun: boolean;
  workers: number;
}

export async function verifyFolder({ run, rerun, workers }: VerifyFlags): Promise<number> {
  const problem = noRun(run);
  if (problem !== undefined) {
    say(problem);
    return exitCode.input;
  }
  const differences = await verifyRun(run);
  for (const { path, is } of differences) say(`${path} is ${is}`);
  if (differences.length > 0) {
    say("The folder is not as it was written.");
    return exitCode.ours;
  }
  print("every file is as it was written");
  if (!rerun) return exitCode.done;
  const manifest = JSON.parse(readFileSync(join(run, "manifest.json"), "utf8")) as Manifest | Omit<Manifest, "request">;
  if (!("request" in manifest)) {
    say(`${run} compares runs: --rerun is for each of them.`);
    return exitCode.input;
  }
  sayVersions(manifest);
  const { repeatRun } = await import("./run.ts");
  const digest = await repeatRun(run, manifest, workers);
  if (digest === undefined) return exitCode.input;
  const same = digest === manifest.digest;
  print(
    same ? `made again, the same bytes: ${digest}` : `made again, it differs: ${digest} instead of ${manifest.digest}`,
  );
  return same ? exitCode.done : exitCode.ours;
}

/** What a run was made with that is not what it is made again with: then other bytes are no fault. */
function sayVersions({ versions }: Manifest): void {
  const ours = { engine: version, language: languageVersion, state: String(stateVersion), table: tableVersion };
  for (const [of, now] of Object.entries(ours)) {
    const then = versions[of as keyof typeof ours];
    if (then !== now) say(`It was made with ${of} ${then}; this is ${of} ${now}, which may give other bytes.`);
  }
}
