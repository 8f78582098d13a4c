/** `check`: what is wrong in scenario files, all at once. */
import type { CommandModule } from "yargs";
import type { CheckFlags } from "../act/check.ts";
import { finish } from "../words.ts";

export const check: CommandModule<object, CheckFlags> = {
  command: "check <scenarios..>",
  describe: "Say all that is wrong in scenario files, and run nothing",
  builder: (flags) =>
    flags
      .positional("scenarios", { type: "string", array: true, demandOption: true, describe: "Scenario files" })
      .option("json", { type: "boolean", default: false, describe: "Print the faults as JSON" })
      .example("$0 check scenarios/00-first-dish.yaml", "is the first dish in order?") as never,
  handler: (flags) => finish(async () => (await import("../act/check.ts")).checkScenarios(flags)),
};
