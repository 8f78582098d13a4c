/** What `new` does: asks what no flag says, and writes a scenario with a comment on every part. */
import { existsSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline/promises";
import { mostCells, wholeNumber, wholeWords } from "../flags.ts";
import { exitCode, say } from "../words.ts";
import { type Choices, scenarioText } from "./template.ts";

export type NewFlags = { readonly [choice in keyof Choices]?: Choices[choice] | undefined } & {
  readonly file: string;
  readonly yes: boolean;
  readonly force: boolean;
};

/** Puts a question and gives the answer as written; undefined: there will be no more answers. */
export type Ask = (question: string) => Promise<string | undefined>;

export async function newScenario(flags: NewFlags): Promise<number> {
  const { file, force, yes } = flags;
  const taken = refusal(file, force);
  if (taken !== undefined) {
    say(taken);
    return exitCode.input;
  }
  const asks = !yes && process.stdin.isTTY && process.stderr.isTTY;
  const choices = asks ? await atTerminal((ask) => answered(flags, ask)) : await answered(flags, async () => "");
  if (choices === undefined) {
    say("\nNothing was written.");
    return exitCode.interrupted;
  }
  try {
    writeFileSync(file, scenarioText(choices), { flag: force ? "w" : "wx" });
  } catch {
    say(`${file} cannot be written: is the folder there, and yours to write to?`);
    return exitCode.input;
  }
  const quoted = /\s/.test(file) ? `'${file}'` : file;
  say(`${file} is written. Run it: exoculture run ${quoted}`);
  return exitCode.done;
}

/** Every choice: as the flag says, as answered, or, where the answer is empty, as it usually is. */
export async function answered(flags: Omit<NewFlags, "yes" | "force">, ask: Ask): Promise<Choices | undefined> {
  const name = basename(flags.file).replace(/\.[^.]*$/, "");
  const title = flags.title ?? (await put("Title", name, (answer) => answer, "", ask));
  const cells = flags.cells ?? (await number("Cells to simulate", 1000, mostCells, ask));
  const il2 = flags.il2 ?? (await truth("An arm with IL-2", true, ask));
  const exosomes = flags.exosomes ?? (await truth("Exosomes that wake resting cells", false, ask));
  const donors = flags.donors ?? (await number("Donors", 3, 10_000, ask));
  const replicates = flags.replicates ?? (await number("Replicates within a donor", 2, 10_000, ask));
  if (title === undefined || cells === undefined || il2 === undefined || exosomes === undefined) return undefined;
  if (donors === undefined || replicates === undefined) return undefined;
  return { title, cells, il2, exosomes, donors, replicates };
}

const number = (what: string, usual: number, largest: number, ask: Ask): Promise<number | undefined> =>
  put(what, String(usual), (answer) => wholeNumber(answer, largest), `${wholeWords(largest)} is needed`, ask);

const truth = (what: string, usual: boolean, ask: Ask): Promise<boolean | undefined> =>
  put(
    `${what}?`,
    usual ? "yes" : "no",
    (answer) => (/^y(es)?$/i.test(answer) ? true : /^no?$/i.test(answer) ? false : undefined),
    "yes or no is needed",
    ask,
  );

/** Asks until the answer can be read; an empty one is the usual. */
async function put<T>(
  what: string,
  usual: string,
  read: (answer: string) => T | undefined,
  needed: string,
  ask: Ask,
): Promise<T | undefined> {
  for (let remedy = ""; ; remedy = ` (${needed})`) {
    const answer = await ask(`${what} [${usual}]${remedy}: `);
    if (answer === undefined) return undefined;
    const value = read(answer.trim() === "" ? usual : answer.trim());
    if (value !== undefined) return value;
  }
}

async function atTerminal<T>(work: (ask: Ask) => Promise<T>): Promise<T> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<undefined>((end) => lines.once("close", () => end(undefined)));
  lines.once("SIGINT", () => lines.close());
  try {
    return await work((question) => Promise.race([closed, lines.question(question).catch(() => undefined)]));
  } finally {
    lines.close();
  }
}

/** Why nothing can be written there. */
function refusal(file: string, force: boolean): string | undefined {
  if (!existsSync(file)) return undefined;
  if (statSync(file).isDirectory()) return `${file} is a folder: add the name of the file, such as my-dish.yaml`;
  return force ? undefined : `${file} is there already: choose another name, or --force to write over it.`;
}
