/** `chart`: charts of a run, drawn again from what it recorded. */
import type { CommandModule } from "yargs";
import type { ChartFlags } from "../act/chart.ts";
import { FlagFault, words } from "../flags.ts";
import { finish } from "../words.ts";

export const chart: CommandModule<object, ChartFlags> = {
  command: "chart <run> [charts..]",
  describe: "Draw charts of a run anew, the scenario's or others, without running it again",
  builder: (flags) =>
    flags
      .positional("run", { type: "string", demandOption: true, describe: "Folder of a run, as run printed it" })
      .positional("charts", {
        type: "string",
        array: true,
        default: [],
        describe: "What to draw, in the words of a scenario's `charts`; the scenario's own otherwise",
      })
      .options({
        format: { choices: ["png", "svg"] as const, default: "png", requiresArg: true, describe: "Kind of picture" },
        out: words("out", "Folder that charts go to; beside the run otherwise"),
      })
      .example("$0 chart RUN", "the scenario's charts again")
      .example("$0 chart RUN CD4/CD8 --format svg", "another one, as SVG")
      .example("$0 chart RUN 'count log' --out pictures", "into a folder of one's own") as never,
  handler: (flags) =>
    finish(async () => {
      const { folderProblem } = await import("../act/open.ts");
      const problem = flags.out === undefined ? undefined : folderProblem(flags.out);
      if (problem !== undefined) throw new FlagFault(problem);
      return (await import("../act/chart.ts")).chartRun(flags);
    }),
};
