/** What `verify` does: the files of a run against their hashes, and, if asked, the run made again against its digest. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Manifest, verifyRun } from "../../node/files.ts";
import { exitCode, print, say } from "../words.ts";

export interface VerifyFlags {
  run: string;
  rerun: boolean;
  workers: number;
}

export async function verifyFolder({ run, rerun, workers }: VerifyFlags): Promise<number> {
  const differences = await verifyRun(run);
  for (const { path, is } of differences) say(`${path} is ${is}`);
  if (differences.length > 0) {
    say("The folder is not as it was written.");
    return exitCode.ours;
  }
  print("every file is as it was written");
  if (!rerun) return exitCode.done;
  const manifest = JSON.parse(readFileSync(join(run, "manifest.json"), "utf8")) as Manifest;
  const { repeatRun } = await import("./run.ts");
  const digest = await repeatRun(run, manifest, workers);
  if (digest === undefined) return exitCode.input;
  const same = digest === manifest.digest;
  print(
    same ? `made again, the same bytes: ${digest}` : `made again, it differs: ${digest} instead of ${manifest.digest}`,
  );
  return same ? exitCode.done : exitCode.ours;
}
