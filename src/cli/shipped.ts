/** The scenarios there are: the shipped ones, and those in a folder. */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { shippedFolder } from "../node/scenario-files.ts";

/** File names of the shipped scenarios, in order. */
export const shippedScenarios = (): string[] =>
  scenariosIn(shippedFolder).map((path) => path.slice(shippedFolder.length + 1));

/** What a scenario that begins like this may be: shipped ones by name, and files beside or below. */
export function scenariosFor(begun: string): string[] {
  const folder = begun.endsWith("/") ? begun : dirname(begun);
  const names = shippedScenarios().map((file) => file.replace(/\.ya?ml$/, ""));
  return [...names, ...scenariosIn(folder)].filter((path) => path.startsWith(begun));
}

/** Paths of the YAML files in a folder, in order; none where it cannot be read. */
export function scenariosIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
    return names.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}
