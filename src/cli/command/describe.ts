/** `describe`: a scenario in English. */
import type { CommandModule } from "yargs";
import type { DescribeFlags } from "../act/describe.ts";
import { yesNo } from "../flags.ts";
import { finish } from "../words.ts";

export const describe: CommandModule<object, DescribeFlags> = {
  command: "describe <scenario>",
  describe: "Print a scenario in English: who is in the dish, what they do, what is done, what is measured",
  builder: (flags) =>
    flags
      .positional("scenario", {
        type: "string",
        demandOption: true,
        describe: "A scenario file, or a shipped one by name",
      })
      .options({ json: yesNo("Print the sections as JSON") })
      .example("$0 describe 00-first-dish", "the first dish in English") as never,
  handler: (flags) => finish(async () => (await import("../act/describe.ts")).describeScenario(flags)),
};
