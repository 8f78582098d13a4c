/** How finely space was kept, as a table and in a few words. */
import type { Rung } from "../observe/rungs.ts";
import { csvLine } from "./csv.ts";

export function rungsCsv(rungs: readonly Rung[]): string {
  const heading = ["arm", "culture", "of", "kept", "pieces", "error"];
  const rows = rungs.map(({ arm, culture, of, kept, pieces, error }) => [arm, culture, of, kept, pieces, error]);
  return [heading, ...rows].map(csvLine).join("");
}

/** One line for each thing; where arms differ in nothing, they are told together. */
export function rungsInWords(rungs: readonly Rung[]): string[] {
  const lines = rungs.map(({ culture, of, kept, error }) => `${of} in ${culture}: ${kept}; error ${error}`);
  const first = new Map<string, string>();
  for (const [at, { culture, of }] of rungs.entries()) {
    const key = JSON.stringify([culture, of]);
    if (!first.has(key)) first.set(key, lines[at]);
  }
  return [...first.values()];
}
