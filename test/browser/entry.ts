/** What both hosts run: a scenario text to the digests of all its worlds, with generated code and with closures. */
import { planOf } from "../../src/engine/simulation.ts";
import { recordWorlds } from "../../src/observe/record.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";

export function digestsOf(text: string, files: Record<string, string>, means: "generated code" | "closures"): string[] {
  const read = readScenario(text, "scenario.yaml", (path) => files[path]);
  if ("issues" in read) throw new Error(read.issues.map((issue) => `${issue.line}: ${issue.text}`).join("\n"));
  const planned = worldsOf(read.experiment, { seed: "1", donors: 1, replicates: 1 });
  const worlds = planned.map((world) => ({ arm: world.arm, plan: planOf(modelOf(read.experiment, world), means) }));
  return recordWorlds(worlds, planned[0].key).flatMap((outcome) => [
    ...outcome.digests,
    Array.from(outcome.values, (value) => String(value)).join(","),
  ]);
}

(globalThis as unknown as { digestsOf: typeof digestsOf }).digestsOf = digestsOf;
