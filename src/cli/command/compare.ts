/** `compare`: the arms of several runs beside each other. */
import type { CommandModule } from "yargs";
import type { CompareFlags } from "../act/compare.ts";
import { FlagFault, several, words, yesNo } from "../flags.ts";
import { finish } from "../words.ts";

export const compare: CommandModule<object, CompareFlags> = {
  command: "compare <runs..>",
  describe: "Draw the arms of several runs beside each other, and tell how arms of the same name differ",
  builder: (flags) =>
    flags
      .positional("runs", {
        type: "string",
        array: true,
        demandOption: true,
        describe: "Folders of runs, as run printed them; effects are against the first",
      })
      .options({
        chart: several("What to draw, in the words of a scenario's `charts`; those of the first run otherwise"),
        arm: several("Only this arm; several times for several"),
        out: words("out", "Folder that results go to", "output"),
        force: yesNo("Make a comparison anew that is there already"),
      })
      .example("$0 compare RUN RUN-2", "two runs, arm beside arm")
      .example("$0 compare RUN RUN-2 --arm IL2", "one arm of each") as never,
  handler: (flags) =>
    finish(async () => {
      const { folderProblem } = await import("../act/open.ts");
      const problem = folderProblem(flags.out);
      if (problem !== undefined) throw new FlagFault(problem);
      return (await import("../act/compare.ts")).compareRuns(flags);
    }),
};
