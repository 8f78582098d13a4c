/** `describe`: a scenario in English. */
import type { CommandModule } from "yargs";
import type { DescribeFlags } from "../act/describe.ts";
import { finish } from "../words.ts";

export const describe: CommandModule<object, DescribeFlags> = {
  command: "describe <scenario>",
  describe: "Print a scenario in English: who is in the dish, what they do, what is done, what is measured",
  builder: (flags) =>
    flags
      .positional("scenario", { type: "string", demandOption: true, describe: "A scenario file" })
      .option("json", { type: "boolean", default: false, describe: "Print the sections as JSON" })
      .example("$0 describe scenarios/00-first-dish.yaml", "the first dish in English") as never,
  handler: (flags) => finish(async () => (await import("../act/describe.ts")).describeScenario(flags)),
};
