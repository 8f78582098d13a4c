/** `analyse`: what the runs of a sweep say together, from its folder alone. */
import type { CommandModule } from "yargs";
import type { AnalyseFlags } from "../act/analyse.ts";
import { yesNo } from "../flags.ts";
import { finish } from "../words.ts";

export const analyse: CommandModule<object, AnalyseFlags> = {
  command: "analyse <folder>",
  describe: "Say what the runs of a sweep show so far: which factors decide, where claims hold, what to run next",
  builder: (flags) =>
    flags
      .positional("folder", { type: "string", demandOption: true, describe: "Folder of a sweep, as sweep printed it" })
      .options({ json: yesNo("Print the analysis as JSON") })
      .example("$0 analyse output/sweeps/first-dish/SWEEP", "tables and charts anew") as never,
  handler: (flags) => finish(async () => (await import("../act/analyse.ts")).analyseFolder(flags)),
};
