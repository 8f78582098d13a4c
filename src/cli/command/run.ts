/** `run`: one scenario, all its arms, donors and replicates; tables and charts into a folder of its own. */
import type { CommandModule } from "yargs";
import type { RunFlags } from "../act/run.ts";
import { FlagFault, seed, several, whole, words, workers, yesNo } from "../flags.ts";
import { finish } from "../words.ts";

export const run: CommandModule<object, RunFlags> = {
  command: "run <scenario>",
  describe: "Run one scenario and write its tables and charts",
  builder: (flags) =>
    flags
      .positional("scenario", {
        type: "string",
        demandOption: true,
        describe: "A scenario file, or a shipped one by name",
      })
      .options({
        seed,
        donors: whole("donors", "Donors, instead of the scenario's number"),
        replicates: whole("replicates", "Replicates within a donor, instead of the scenario's number"),
        set: several("A parameter's value: --set il2_dose='20 U/mL'"),
        arm: several("Only this arm; several times for several"),
        out: words("out", "Folder that results go to", "output"),
        workers,
        "dry-run": yesNo("Say what would be run and what it would take, and run nothing"),
        force: yesNo("Make a run anew that is there already"),
        quiet: yesNo("No progress, only the result"),
        json: yesNo("Print the manifest as JSON"),
      })
      .example("$0 run scenarios/00-first-dish.yaml", "all arms, with charts")
      .example("$0 run 00-first-dish --seed 2 --arm IL2", "one arm, other chance")
      .example("$0 run 00-first-dish --set release='50 /hour'", "half the release")
      .example("$0 run 00-first-dish --dry-run", "how long would it take?") as never,
  handler: (flags) =>
    finish(async () => {
      const { folderProblem } = await import("../act/open.ts");
      const problem = flags["dry-run"] ? undefined : folderProblem(flags.out);
      if (problem !== undefined) throw new FlagFault(problem);
      return (await import("../act/run.ts")).runScenario(flags);
    }),
};
