/** The command line: which command, which flags. What a command does is loaded only when it is asked for. */
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { check } from "./command/check.ts";
import { describe } from "./command/describe.ts";
import { list } from "./command/list.ts";
import { create } from "./command/new.ts";
import { run } from "./command/run.ts";
import { verify } from "./command/verify.ts";
import { FlagFault } from "./flags.ts";
import { plainWords, wants, wrongSwitch } from "./misread.ts";
import { version } from "./version.ts";
import { exitCode, say } from "./words.ts";

const written = hideBin(process.argv);
const asked = written[0] === "help" ? [...written.slice(1), "--help"] : written;

const refuse = (message: string): never => {
  const [command] = asked;
  say(`${message}\n\nSee: exoculture ${command !== undefined && command in wants ? `${command} ` : ""}--help`);
  process.exit(exitCode.input);
};

const parser = yargs(asked)
  .scriptName("exoculture")
  .usage("$0 <command>\n\nA culture dish in silico: the experiment on a lab bench, as a file that runs.")
  .command(run)
  .command(check)
  .command(describe)
  .command(list)
  .command(create)
  .command(verify)
  .completion("completion", "Print a script by which bash or zsh completes commands, flags and scenarios", complete)
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
    refuse(plainWords(message, asked, Object.keys(flags().key)));
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

/** What yargs completes by itself, and scenarios where a command wants one. */
async function complete(
  current: string,
  { _: [, command] }: { _: (string | number)[] },
  otherwise: (done: (error: Error | null, found: string[] | undefined) => void) => void,
  done: (found: string[]) => void,
): Promise<void> {
  const wantsScenario = !current.startsWith("-") && ["run", "check", "describe"].includes(String(command));
  if (wantsScenario) done((await import("./act/open.ts")).scenariosFor(current));
  else otherwise((_, found) => done(found ?? []));
}
