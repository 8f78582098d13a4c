/** `sweep`: a scenario, or a function of one's own, at many points of its parameters; what is there is never run again. */
import type { CommandModule } from "yargs";
import type { SweepFlags } from "../act/sweep.ts";
import { FlagFault, words, workers, yesNo } from "../flags.ts";
import { finish } from "../words.ts";

export const sweep: CommandModule<object, SweepFlags> = {
  command: "sweep <file>",
  describe: "Run a scenario at many points of its parameters, and say which of them decide",
  builder: (flags) =>
    flags
      .positional("file", { type: "string", demandOption: true, describe: "A sweep file" })
      .options({
        out: words("out", "Folder that results go to", "output"),
        workers,
        point: words("point", "Only the point with this id, as the tables name it"),
        "dry-run": yesNo("Say what would be run and what it would take, and run one point at most"),
        quiet: yesNo("No progress, only the result"),
        json: yesNo("Print the analysis as JSON"),
      })
      .example("$0 sweep scenarios/sweeps/first-dish.yaml", "run it; the same command goes on after a stop")
      .example("$0 sweep my-sweep.yaml --dry-run", "how long would it take?")
      .example("$0 sweep my-sweep.yaml --point POINT", "one point of it") as never,
  handler: (flags) =>
    finish(async () => {
      const { folderProblem } = await import("../act/open.ts");
      const problem = flags["dry-run"] ? undefined : folderProblem(flags.out);
      if (problem !== undefined) throw new FlagFault(problem);
      return (await import("../act/sweep.ts")).runSweep(flags);
    }),
};
