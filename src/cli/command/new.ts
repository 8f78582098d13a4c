/** `new`: a commented scenario to start from, as the flags say or as is answered at a terminal. */
import type { CommandModule } from "yargs";
import type { NewFlags } from "../act/new.ts";
import { mostCells, whole, words, yesNo } from "../flags.ts";
import { finish } from "../words.ts";

export const create: CommandModule<object, NewFlags> = {
  command: "new <file>",
  describe: "Write a small commented scenario that runs, to start from; a terminal is asked what no flag says",
  builder: (flags) =>
    flags
      .positional("file", { type: "string", demandOption: true, describe: "Where to write it" })
      .options({
        title: words("title", "Title of the scenario; the file's name otherwise"),
        cells: whole("cells", "Cells to simulate; 1000 otherwise", mostCells),
        il2: { type: "boolean", describe: "An arm with IL-2; yes otherwise (--no-il2: none)" },
        exosomes: {
          type: "boolean",
          describe: "Exosomes that wake resting cells, and an arm with their uptake blocked; no otherwise",
        },
        donors: whole("donors", "Donors; 3 otherwise"),
        replicates: whole("replicates", "Replicates within a donor; 2 otherwise"),
        yes: yesNo("Ask nothing"),
        force: yesNo("Write over a file that is there"),
      })
      .example("$0 new my-dish.yaml", "answer a few questions")
      .example("$0 new my-dish.yaml --yes --force --title 'My dish'", "ask nothing")
      .example(
        "$0 new small.yaml --cells 200 --exosomes --donors 1 --replicates 1 --yes",
        "a small one with exosomes",
      ) as never,
  handler: (flags) => finish(async () => (await import("../act/new.ts")).newScenario(flags)),
};
