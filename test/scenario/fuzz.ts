/** Reads texts made wrong by chance, and says of each what a reader must never do. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { englishOf } from "../../src/report/english.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { readScenario } from "../../src/scenario/read.ts";
import { root } from "../house/source.ts";
import { mutated } from "./mutate.ts";
import { libraryFiles } from "./reading.ts";

const longest = 2000; // milliseconds of computing that one file may take, however busy the machine is

const yamlIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => readFileSync(join(root, folder, name), "utf8"));

/** Every scenario that is shipped or that shows a power of the language. */
const texts = [...yamlIn("scenarios"), ...yamlIn("scenarios/library"), ...yamlIn("test/language")];

export interface Tally {
  readonly wrong: readonly string[]; // what a reader must never do, with the number that shows it
  readonly read: number; // texts that are scenarios still
  readonly refused: number;
}

/** Mutations `from` … `from + count − 1`. */
export function fuzz(from: number, count: number): Tally {
  const wrong: string[] = [];
  let read = 0;
  let refused = 0;
  for (let number = from; number < from + count; number++) {
    const text = mutated(texts[number % texts.length], number, texts);
    const began = process.cpuUsage();
    try {
      const reading = readScenario(text, "fuzz.yaml", libraryFiles);
      if ("issues" in reading) {
        refused++;
        if (reading.issues.length === 0) wrong.push(`${number}: refused without a word`);
        for (const { file, line, column, text: what, hint } of reading.issues) {
          const lines = file === "fuzz.yaml" ? text.split(/\r\n?|\n/).length : Number.POSITIVE_INFINITY;
          if (!(line >= 1 && line <= lines + 1 && column >= 1))
            wrong.push(`${number}: ${file}:${line}:${column} is no place`);
          if (
            what.trim() === "" ||
            hint.trim() === "" ||
            /undefined|\[object|\bNaN\b/.test(`${what} ${hint}`.replaceAll(/"[^"]*"|is NaN:/g, ""))
          ) {
            wrong.push(`${number}: ${line}:${column} ${what} (${hint})`);
          }
        }
      } else {
        read++;
        const { experiment } = reading;
        const parameters = experiment.parameters.map(({ value }) => value);
        for (const { name } of experiment.arms.slice(0, 3)) modelOf(experiment, { arm: name, parameters });
        const sentences = englishOf(experiment).flatMap((section) => section.sentences);
        const broken = sentences.find(
          (sentence) => /undefined|\[object/.test(sentence) && !/undefined|\[object/.test(text),
        );
        if (broken) wrong.push(`${number}: "${broken}"`);
      }
    } catch (error) {
      wrong.push(
        `${number}: ${error instanceof Error ? error.stack?.split("\n").slice(0, 4).join(" ") : String(error)}`,
      );
    }
    const took = millisecondsSince(began);
    if (took > longest) wrong.push(`${number}: took ${Math.round(took)} ms`);
  }
  return { wrong, read, refused };
}

/** Computing time of this process, whatever others do meanwhile. */
export function millisecondsSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
