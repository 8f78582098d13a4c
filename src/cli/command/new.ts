/** `new`: a commented scenario to start from. */
import type { CommandModule } from "yargs";
import type { NewFlags } from "../act/new.ts";
import { finish } from "../words.ts";

export const create: CommandModule<object, NewFlags> = {
  command: "new <file>",
  describe: "Write a small commented scenario that runs, to start from",
  builder: (flags) =>
    flags
      .positional("file", { type: "string", demandOption: true, describe: "Where to write it; nothing is overwritten" })
      .option("title", { type: "string", describe: "Title of the scenario" })
      .example("$0 new my-dish.yaml --title 'My dish'", "a scenario of your own") as never,
  handler: (flags) => finish(async () => (await import("../act/new.ts")).newScenario(flags)),
};
