/** `check`: what is wrong in scenario files, all at once; with --claims, whether what they claim holds. */
import type { CommandModule } from "yargs";
import type { CheckFlags } from "../act/check.ts";
import { seed, workers, yesNo } from "../flags.ts";
import { finish } from "../words.ts";

export const check: CommandModule<object, CheckFlags> = {
  command: "check <scenarios..>",
  describe: "Say all that is wrong in scenario files; with --claims, run them and judge what they claim",
  builder: (flags) =>
    flags
      .positional("scenarios", {
        type: "string",
        array: true,
        demandOption: true,
        describe: "Scenario files, or shipped ones by name",
      })
      .options({
        claims: yesNo("Run the scenario, judge its claims, and try each without its mechanism"),
        seed,
        workers,
        json: yesNo("Print the faults as JSON"),
      })
      .example("$0 check scenarios/00-first-dish.yaml", "is the first dish in order?")
      .example("$0 check my-dish.yaml --claims", "does what it claims hold?") as never,
  handler: (flags) => finish(async () => (await import("../act/check.ts")).checkScenarios(flags)),
};
