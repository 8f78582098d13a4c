/** Where scenario texts come from: the shipped library by name, a scenario's own files by a path below its folder. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the shipped scenarios. */
export const shippedFolder = fileURLToPath(new URL("../../scenarios", import.meta.url));

/**
 * Path of a shipped scenario by its name, alone or with the folders of a clone before it (00-first-dish,
 * lessons/02-both-signals, scenarios/lessons/02-both-signals.yaml); undefined where none is so called.
 */
export function shippedScenario(name: string): string | undefined {
  const [, below = "", short] = /^(?:scenarios\/)?(lessons\/)?([a-z0-9-]+)(?:\.yaml)?$/.exec(name) ?? [];
  if (short === undefined) return undefined;
  const folders = below === "" ? ["", "lessons/"] : [below];
  return folders.map((folder) => join(shippedFolder, `${folder}${short}.yaml`)).find((path) => existsSync(path));
}

const largest = 1_000_000; // bytes; a scenario is text for people

export interface ScenarioText {
  readonly file: string; // as it is named in messages
  readonly text: string;
  /** Text of a file that the scenario uses; undefined where there is none. */
  readonly files: (path: string) => string | undefined;
  /** Its own files that were asked for so far, by path. */
  readonly used: ReadonlyMap<string, string>;
}

/** Reads a scenario file, or says in one sentence why it cannot be read. */
export function openScenario(path: string): ScenarioText | { readonly problem: string } {
  const text = readText(path);
  if (text === undefined)
    return { problem: `${path} cannot be read: is the name right? (exoculture list shows what is shipped)` };
  const folder = dirname(realpathSync(path));
  const used = new Map<string, string>();
  return {
    used,
    file: path,
    text,
    files: (wanted) => {
      const shipped = /^exoculture:([a-z0-9-]+)$/.exec(wanted);
      if (shipped) return readText(join(shippedFolder, "library", `${shipped[1]}.yaml`));
      if (wanted === "exoculture:parameters.csv") return readText(join(shippedFolder, "library", "parameters.csv"));
      const own = readText(join(folder, wanted), folder);
      if (own !== undefined) used.set(wanted, own);
      return own;
    },
  };
}

/** Text of a file of reasonable size, and, where told, only if it lies below a folder once links are followed. */
function readText(path: string, below?: string): string | undefined {
  try {
    const real = realpathSync(path);
    if (below !== undefined && isOutside(relative(below, real))) return undefined;
    const { size } = statSync(real);
    if (size > largest && !real.endsWith(".csv")) return "x".repeat(largest + 1); // the reader refuses it by its size
    return readFileSync(real, "utf8");
  } catch {
    return undefined;
  }
}

const isOutside = (path: string): boolean => path === ".." || path.startsWith(`..${sep}`);

/** Name of a scenario, from its file: what its results are filed under. */
export const scenarioName = (path: string): string => basename(path).replace(/\.(ya?ml|json)$/i, "");
