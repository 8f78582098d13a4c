/** How the command line speaks: data to stdout, talk to stderr, and what it ends with. */
import pico from "picocolors";
import type { RunFault } from "../engine/simulation.ts";
import type { Issue } from "../model.ts";

export const exitCode = { done: 0, ours: 1, input: 2, claim: 3, interrupted: 130 } as const;

/** Talk: what a person at the terminal wants to know. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Data: what another program may read. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Faults of a file, one a line: where, what, and what would be right. */
export function sayIssues(issues: readonly Issue[]): void {
  for (const { file, line, column, path, text, hint } of issues) {
    const place = pico.dim(`${file}:${line}:${column}`);
    const words = text.startsWith(path) || path === "" ? text : `${pico.bold(path)} ${text}`;
    say(`${place}  ${words}${hint === "" ? "" : ` (${hint})`}`);
  }
  const many = issues.length === 1 ? "1 fault" : `${issues.length} faults`;
  say(pico.red(`${many}; nothing was run and nothing written.`));
}

/** Runs a command to its end: a fault of the file or the flags ends with 2, a fault of ours with 1 and where it happened. */
export async function finish(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    process.exitCode = tell(error);
  }
}

/** Says what went wrong; the exit code for it. Errors are known by name: the engine is not loaded to say that it stopped. */
function tell(error: unknown): number {
  if (!(error instanceof Error)) return ours(String(error));
  if (error.name === "FlagFault" || error.name === "SweepFault") {
    say(error.message);
    return exitCode.input;
  }
  if (error.name === "RunFault") {
    const { message, hint } = error as RunFault;
    say(`${pico.red("The run stopped:")} ${message}${hint ? ` (${hint})` : ""}`);
    return exitCode.input;
  }
  const { code, path } = error as NodeJS.ErrnoException;
  const why = code === undefined ? undefined : ofTheDisk[code];
  if (why === undefined) return ours(error.stack ?? error.message);
  say(`${pico.red(path ?? "What was to be written")} cannot be written or read: ${why}.`);
  return exitCode.ours;
}

const ofTheDisk: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "there is no room left for you on the disk",
  EROFS: "the disk is for reading only",
  EACCES: "you have no right to",
  EPERM: "you have no right to",
  EMFILE: "too many files are open",
};

function ours(what: string): number {
  say(`${pico.red("This should not have happened.")} ${what}`);
  return exitCode.ours;
}
