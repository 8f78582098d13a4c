/** `check`: what is wrong in scenario files, all at once; with --claims, whether what they claim holds. */
import { availableParallelism } from "node:os";
import type { CommandModule } from "yargs";
import type { CheckFlags } from "../act/check.ts";
import { finish } from "../words.ts";

export const check: CommandModule<object, CheckFlags> = {
  command: "check <scenarios..>",
  describe: "Say all that is wrong in scenario files; with --claims, run them and judge what they claim",
  builder: (flags) =>
    flags
      .positional("scenarios", { type: "string", array: true, demandOption: true, describe: "Scenario files" })
      .option("claims", {
        type: "boolean",
        default: false,
        describe: "Run the scenario, judge its claims, and try each without its mechanism",
      })
      .option("seed", { type: "string", default: "1", describe: "Seed of the run: any text" })
      .option("workers", { type: "number", default: availableParallelism(), describe: "Worker threads" })
      .option("json", { type: "boolean", default: false, describe: "Print the faults as JSON" })
      .example("$0 check scenarios/00-first-dish.yaml", "is the first dish in order?") as never,
  handler: (flags) => finish(async () => (await import("../act/check.ts")).checkScenarios(flags)),
};
