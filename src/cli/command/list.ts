/** `list`: the shipped scenarios and lessons. */
import type { CommandModule } from "yargs";
import { yesNo } from "../flags.ts";
import { finish } from "../words.ts";

export const list: CommandModule<object, { json: boolean }> = {
  command: "list",
  describe: "List the shipped scenarios and lessons with the question that each asks",
  builder: (flags) =>
    flags.options({ json: yesNo("Print the list as JSON") }).example("$0 list", "what is there to run?") as never,
  handler: (flags) => finish(async () => (await import("../act/list.ts")).listScenarios(flags)),
};
