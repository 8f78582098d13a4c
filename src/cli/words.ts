/** How the command line speaks: data to stdout, talk to stderr, and what it ends with. */
import pico from "picocolors";
import { RunFault } from "../engine/simulation.ts";
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

/** Runs a command to its end: a fault of the file ends with 2, a fault of ours with 1 and where it happened. */
export async function finish(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (error instanceof RunFault || (error instanceof Error && error.name === "RunFault")) {
      const { message, hint } = error as RunFault;
      say(`${pico.red("The run stopped:")} ${message}${hint ? ` (${hint})` : ""}`);
      process.exitCode = exitCode.input;
    } else {
      say(`${pico.red("This should not have happened.")} ${error instanceof Error ? error.stack : String(error)}`);
      process.exitCode = exitCode.ours;
    }
  }
}
