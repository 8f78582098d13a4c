/** The commands: which one, with which flags. What a command does is loaded only when it is asked for. */
import yargs from "yargs";
import { analyse } from "./command/analyse.ts";
import { chart } from "./command/chart.ts";
import { check } from "./command/check.ts";
import { compare } from "./command/compare.ts";
import { describe } from "./command/describe.ts";
import { list } from "./command/list.ts";
import { create } from "./command/new.ts";
import { run } from "./command/run.ts";
import { serve } from "./command/serve.ts";
import { sweep } from "./command/sweep.ts";
import { verify } from "./command/verify.ts";
import { FlagFault } from "./flags.ts";
import { plainWords, wrongSwitch } from "./misread.ts";
import { scenariosFor } from "./shipped.ts";
import { version } from "./version.ts";
import { exitCode, say } from "./words.ts";

const modules = [run, check, describe, list, create, verify, chart, compare, sweep, analyse, serve];
const names = [...modules.map(({ command }) => String(command).split(" ")[0]), "completion"];

/** Reads a command line and does what it says. @param written the words behind the program's name */
export async function command(written: readonly string[]): Promise<void> {
  const asked = written[0] === "help" ? [...written.slice(1), "--help"] : [...written];
  const parser = yargs(asked)
    .scriptName("exoculture")
    .usage("$0 <command>\n\nA culture dish in silico: the experiment on a lab bench, as a file that runs.")
    .command(modules as never)
    .completion("completion", "Print a script by which bash or zsh completes commands, flags and scenarios", complete)
    .example("$0 run 00-first-dish", "run the first dish")
    .example("$0 completion", "what to put into .bashrc or .zshrc")
    .demandCommand(1, "Which command? `exoculture run 00-first-dish` runs the first dish.")
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
      if (error && !/^(YError|FlagFault)$/.test(error.name)) throw error; // YError: the parser's own, and around ours
      const known = asked[0] !== undefined && names.includes(asked[0]);
      say(plainWords(message, asked, known ? Object.keys(flags().key) : undefined));
      say(`\nSee: exoculture ${known ? `${asked[0]} ` : ""}--help`);
      process.exit(exitCode.input);
    })
    .check(() => {
      const wrong = wrongSwitch(asked, flags().boolean);
      if (wrong !== undefined) throw new FlagFault(wrong);
      return true;
    });

  /** The flags of the command that is asked for; the parser has them, its types do not say so. */
  function flags(): { key: Record<string, unknown>; boolean: string[] } {
    return (parser as unknown as { getOptions: () => ReturnType<typeof flags> }).getOptions();
  }

  await parser.parseAsync();
}

/** What yargs completes by itself; scenarios where a command wants one; else nothing, and the shell offers files. */
function complete(
  current: string,
  { _: [, command] }: { _: (string | number)[] },
  otherwise: (done: (error: Error | null, found: string[] | undefined) => void) => void,
  done: (found: string[]) => void,
): void {
  if (current.startsWith("-") || command === undefined || String(command) === current)
    otherwise((_, found) => done(found ?? []));
  else done(["run", "check", "describe"].includes(String(command)) ? scenariosFor(current) : []);
}
