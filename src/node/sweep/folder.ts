/**
 * A sweep file and the folder of its runs. The folder's name stands for all that a run is known by but its point: the
 * scenario (or function), what is read, the factors, the seed and the version of the engine. So another design over the
 * same factors, or more donors, goes on in the same folder.
 *
 *   sweep.json                 what was asked for last, with which `analyse` reads the runs
 *   sweep/                     the sweep file, and the scenario or function with all it uses
 *   runs/part-000001.parquet   the runs: see store.ts
 *   observables/               all that each run recorded, where asked
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Issue } from "../../model.ts";
import { readSweep, type Sweep } from "../../scenario/sweep.ts";
import type { Design } from "../../sweep/contract.ts";
import { designOf } from "../../sweep/design/design.ts";
import { safeName } from "../files.ts";
import { openScenario, type ScenarioText, scenarioName, shippedFolder } from "../scenario-files.ts";
import { sobolSequence } from "../sobol.ts";
import type { SweepTable } from "./results.ts";
import { SweepFault, valueColumns } from "./runs.ts";

export interface OpenedSweep {
  readonly sweep: Sweep;
  readonly design: Design;
  readonly text: string;
  /** The scenario and what it uses. */
  readonly scenario?: ScenarioText;
  /** The module of a function of one's own. */
  readonly module?: string;
}

/** What a folder says of its sweep. */
export interface KeptSweep {
  readonly engine: string; // version
  readonly sweep: SweepTable;
}

/** A sweep file by its path or, where nothing is there, a shipped one by its name. */
export function sweepFile(path: string): string {
  const [, name] = /^(?:(?:scenarios\/)?sweeps\/)?([a-z0-9-]+)(?:\.yaml)?$/.exec(path) ?? [];
  const shipped = join(shippedFolder, "sweeps", `${name}.yaml`);
  return !existsSync(path) && existsSync(shipped) ? shipped : path;
}

const shippedSweeps = (): string[] =>
  readdirSync(join(shippedFolder, "sweeps"))
    .map((file) => file.replace(/\.yaml$/, ""))
    .sort((a, b) => (a < b ? -1 : 1));

/**
 * Reads a sweep file and makes its design, or says all that is wrong.
 * @throws SweepFault where a design is asked for that cannot be
 */
export function openSweep(
  path: string,
): OpenedSweep | { readonly issues: readonly Issue[] } | { readonly problem: string } {
  const text = readText(path);
  if (text === undefined)
    return { problem: `${path} cannot be read: is the name right? (shipped: ${shippedSweeps().join(", ")})` };
  let scenario: ScenarioText | undefined;
  const read = readSweep(text, path, (named) => {
    const shipped = /^exoculture:(.+)$/.exec(named);
    const opened = openScenario(shipped ? join(shippedFolder, `${shipped[1]}.yaml`) : join(dirname(path), named));
    scenario = "problem" in opened ? undefined : opened;
    return scenario;
  });
  if ("issues" in read) return read;
  const { sweep } = read;
  const module = "function" in sweep.subject ? join(dirname(path), sweep.subject.function) : undefined;
  if (module !== undefined && readText(module) === undefined)
    return { problem: `${path} names ${module}, which cannot be read: a function lies beside its sweep file` };
  return { sweep, design: designFor(sweep), text, ...(scenario && { scenario }), ...(module && { module }) };
}

/** @throws SweepFault where the plan and the factors allow none */
export function designFor({ plan, factors, seed }: SweepTable): Design {
  try {
    return designOf(plan, factors, seed, sobolSequence);
  } catch (error) {
    if (error instanceof RangeError) throw new SweepFault(`This design cannot be made: ${error.message}`);
    throw error;
  }
}

/** Where the runs of a sweep go. @param engine version */
export function folderOf(out: string, { sweep, module }: OpenedSweep, engine: string): string {
  const { subject, seed, factors, arms, outcomes, observables } = sweep;
  const of = "experiment" in subject ? subject.experiment.hash : readFileSync(module!, "utf8");
  const units = factors.map(({ name, unit }) => [name, unit]);
  const known = JSON.stringify([of, engine, seed, arms, units, valueColumns(sweep), outcomes, observables]);
  const id = createHash("sha256").update(known).digest("hex").slice(0, 8);
  return join(out, "sweeps", safeName(scenarioName(sweep.file)), `seed-${safeName(seed)}-${id}`);
}

/** Writes what the folder needs to be understood, and to be made again. */
export function keepSweep(folder: string, { sweep, text, scenario, module }: OpenedSweep, engine: string): void {
  const { subject: _, ...table } = sweep;
  const copy = (name: string, content: string): void => {
    const path = join(folder, "sweep", name);
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, content);
  };
  copy("sweep.yaml", text);
  if (module !== undefined) copy(basename(module), readFileSync(module, "utf8"));
  if (scenario) copy("scenario.yaml", scenario.text);
  for (const [path, used] of scenario?.used ?? []) copy(path, used);
  const kept: KeptSweep = { engine, sweep: table };
  writeWhole(join(folder, "sweep.json"), `${JSON.stringify(kept, null, 1)}\n`);
}

/** What a folder says of its sweep; undefined where it is no folder of a sweep. */
export function keptSweep(folder: string): KeptSweep | undefined {
  const text = readText(join(folder, "sweep.json"));
  return text === undefined ? undefined : (JSON.parse(text) as KeptSweep);
}

/** Writes a file under a temporary name beside its own and renames it. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const part = join(dirname(path), `.${basename(path)}.new`);
  writeFileSync(part, content);
  renameSync(part, path);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
