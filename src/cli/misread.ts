/** Command lines that cannot be read, in words that say what to write instead. */
import { nearest } from "../scenario/nearest.ts";

/** What is asked where a command's own word is missing. */
const wants: Readonly<Record<string, string>> = {
  run: "Which scenario? exoculture run 00-first-dish",
  check: "Which scenarios? exoculture check my-dish.yaml",
  describe: "Which scenario? exoculture describe 00-first-dish",
  new: "Where to? exoculture new my-dish.yaml",
  sweep: "Which sweep file? exoculture sweep my-sweep.yaml",
  analyse: "Which sweep? exoculture analyse output/sweeps/first-dish/SWEEP, as sweep printed it",
  verify: "Which run? exoculture verify output/00-first-dish/RUN, as run printed it",
  chart: "Which run? exoculture chart output/00-first-dish/RUN, as run printed it",
  compare: "Which runs? exoculture compare output/00-first-dish/RUN and another, as run printed them",
};

/**
 * What the parser says, as a person would say it.
 * @param written the command line, without the program
 * @param flags names of the flags that the command has; undefined where there is no such command
 */
export function plainWords(message: string, written: readonly string[], flags: readonly string[] | undefined): string {
  const [command = ""] = written;
  if (message.startsWith("Not enough non-option arguments")) return wants[command] ?? message;
  const lacking = /^Not enough arguments following: (.+)$/.exec(message);
  if (lacking) return `--${lacking[1]} needs a value behind it`;
  const unknown = /^Unknown (?:argument|command)s?: (.+)$/.exec(message);
  if (!unknown) return message;
  if (!flags && !command.startsWith("-")) return `There is no command ${command}`;
  return unknown[1]
    .split(", ")
    .map((word) => (written.includes(word) ? tooMany(word) : noFlag(word, flags ?? [])))
    .join("\n");
}

/** A switch that is given what it cannot take, such as --dry-run=maybe: the parser would read it as no. */
export function wrongSwitch(written: readonly string[], switches: readonly string[]): string | undefined {
  for (const word of written) {
    const [, flag, value] = /^--([\w-]+)=(.*)$/s.exec(word) ?? [];
    if (flag === undefined || /^(true|false)$/.test(value)) continue;
    if (switches.includes(flag)) return `--${flag} takes no value: write --${flag}, or leave it out`;
  }
  return undefined;
}

const tooMany = (word: string): string =>
  `"${word}" is one word too many: a name that holds a space is quoted, as in 'my dish.yaml'`;

function noFlag(word: string, flags: readonly string[]): string {
  const near = flags.find((flag) => flag.startsWith(word)) ?? nearest(word, flags);
  const dashes = word.length === 1 ? "-" : "--";
  return `There is no flag ${dashes}${word}${near === undefined ? "" : `: did you mean --${near}?`}`;
}
