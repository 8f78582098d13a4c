/** `list`: the shipped scenarios. */
import type { CommandModule } from "yargs";
import { finish } from "../words.ts";

export const list: CommandModule<object, { json: boolean }> = {
  command: "list",
  describe: "List the shipped scenarios with the question that each asks",
  builder: (flags) =>
    flags
      .option("json", { type: "boolean", default: false, describe: "Print the list as JSON" })
      .example("$0 list", "what is there to run?") as never,
  handler: (flags) => finish(async () => (await import("../act/list.ts")).listScenarios(flags)),
};
