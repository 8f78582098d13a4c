/** `run`: one scenario, all its arms, donors and replicates; tables and charts into a folder of its own. */
import { availableParallelism } from "node:os";
import type { CommandModule } from "yargs";
import type { RunFlags } from "../act/run.ts";
import { finish } from "../words.ts";

export const run: CommandModule<object, RunFlags> = {
  command: "run <scenario>",
  describe: "Run one scenario and write its tables and charts",
  builder: (flags) =>
    flags
      .positional("scenario", { type: "string", demandOption: true, describe: "A scenario file" })
      .option("seed", { type: "string", default: "1", describe: "Seed of the run: any text" })
      .option("donors", { type: "number", describe: "Donors, instead of the scenario's number" })
      .option("replicates", { type: "number", describe: "Replicates within a donor, instead of the scenario's number" })
      .option("set", {
        type: "string",
        array: true,
        default: [],
        describe: "A parameter's value: --set il2_dose='20 U/mL'",
      })
      .option("arm", { type: "string", array: true, default: [], describe: "Only these arms" })
      .option("out", { type: "string", default: "output", describe: "Folder that results go to" })
      .option("workers", {
        type: "number",
        default: availableParallelism(),
        describe: "Worker threads; results are the same for any number",
      })
      .option("dry-run", {
        type: "boolean",
        default: false,
        describe: "Say what would be run and what it would take, and run nothing",
      })
      .option("force", { type: "boolean", default: false, describe: "Make a run anew that is there already" })
      .option("quiet", { type: "boolean", default: false, describe: "No progress, only the result" })
      .option("json", { type: "boolean", default: false, describe: "Print the manifest as JSON" })
      .example("$0 run scenarios/00-first-dish.yaml", "all arms, with charts")
      .example("$0 run scenarios/00-first-dish.yaml --seed 2 --arm IL2", "one arm, other chance")
      .example("$0 run scenarios/00-first-dish.yaml --set uptake='5e-9 mL/hour'", "half the uptake") as never,
  handler: (flags) => finish(async () => (await import("../act/run.ts")).runScenario(flags)),
};
