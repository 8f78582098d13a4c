/** The command line: which command, which flags. What a command does is loaded only when it is asked for. */
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { check } from "./command/check.ts";
import { describe } from "./command/describe.ts";
import { list } from "./command/list.ts";
import { create } from "./command/new.ts";
import { run } from "./command/run.ts";
import { verify } from "./command/verify.ts";
import { version } from "./version.ts";
import { exitCode, say } from "./words.ts";

await yargs(hideBin(process.argv))
  .scriptName("exoculture")
  .usage("$0 <command>\n\nA culture dish in silico: the experiment on a lab bench, as a file that runs.")
  .command(run)
  .command(check)
  .command(describe)
  .command(list)
  .command(create)
  .command(verify)
  .demandCommand(1, "Which command? `exoculture run scenarios/00-first-dish.yaml` runs the first dish.")
  .strict()
  .recommendCommands()
  .version(version)
  .help()
  .alias("h", "help")
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .epilogue(
    "Exit codes: 0 done, 1 our fault, 2 the file's or the flags', 3 a claim fails or is undecided, 130 interrupted.",
  )
  .fail((message, error) => {
    if (error) throw error;
    say(`${message}\n\nSee: exoculture --help`);
    process.exit(exitCode.input);
  })
  .parseAsync();
