/**
 * The results folder of a run. It is written under a temporary name beside its own and renamed when whole, so a folder
 * that has its name is never half a run. What it should hold is in its manifest, with the hash of every file.
 */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";

/** What a run was made from and what came out. All but `timings` is the same whenever the run is made again. */
export interface Manifest {
  readonly scenario: { readonly name: string; readonly hash: string }; // of its content, however it is laid out
  /** What was asked for: with the scenario, all that it takes to make the run again. */
  readonly request: {
    readonly seed: string;
    readonly donors: number;
    readonly replicates: number;
    readonly arms: readonly string[];
    readonly set: Readonly<Record<string, string>>;
  };
  readonly parameters: readonly { readonly name: string; readonly value: number; readonly unit: string }[]; // as set
  /** Parameters that vary, with the value of each donor that was run. */
  readonly donors?: readonly { readonly name: string; readonly unit: string; readonly values: readonly number[] }[];
  readonly versions: {
    readonly engine: string;
    readonly language: string;
    readonly state: string;
    readonly table: string;
  };
  readonly ledger: readonly LedgerTotal[]; // without the lines that are 0
  /** Where anything was prepared: what became of it. */
  readonly bench?: readonly BenchTotal[];
  readonly digest: string; // one hash over the states, the table, the events and the verdicts
  readonly files: readonly FileHash[];
  readonly timings: { readonly [phase: string]: number }; // s
  readonly seal: string; // SHA-256 of all of the above as JSON: an edited manifest does not fit it
}

/** One line of the books of one culture, over all worlds, in amounts of the real well. */
export interface LedgerTotal {
  readonly culture: string;
  readonly of: string; // a vesicle species, a cargo, a factor, a kind of cell
  readonly line: string; // made, free, bound …
  readonly amount: number; // molecules, vesicles or cells
}

/** What became of one kind of matter in a preparation, over all worlds. */
export interface BenchTotal {
  readonly preparation: string;
  readonly of: string; // vesicles, a factor
  readonly taken: number; // vesicles or molecules
  readonly made: number; // what was in hand after all steps
  readonly dosed: number;
}

export interface FileHash {
  readonly path: string; // within the folder, with forward slashes
  readonly bytes: number;
  readonly sha256: string;
}

/** A file to be written. A long one is made chunk by chunk, as it is written. */
export interface RunFile {
  readonly path: string;
  readonly content: string | Uint8Array | Iterable<string> | AsyncIterable<string>;
}

/** Where a run goes: `folder`/`name`. What stands there already is an error, or gives way at the very end. */
export interface RunPlace {
  readonly folder: string;
  readonly name: string;
  readonly replace?: boolean;
}

/** Writes a run: its files and its manifest. What stands last in a manifest is what differs when the run is made again. */
export async function writeRun(
  place: RunPlace,
  manifest: Omit<Manifest, "files" | "seal">,
  files: Iterable<RunFile> | AsyncIterable<RunFile>,
): Promise<Manifest> {
  const { timings, ...rest } = manifest;
  return writeFolder(place, (hashes) => ({ ...rest, files: hashes, timings }), files);
}

/**
 * Writes the files, then manifest.json with their hashes, and only then gives the folder its name. Whatever goes wrong,
 * with the disk or in the making of a file, leaves nothing behind and is thrown.
 * @param tell what the manifest says, from the hashes of the files; the seal is added
 */
export async function writeFolder<Told extends { readonly files: readonly FileHash[] }>(
  place: RunPlace,
  tell: (files: readonly FileHash[]) => Told,
  files: Iterable<RunFile> | AsyncIterable<RunFile>,
): Promise<Told & { readonly seal: string }> {
  const { folder, name, replace = false } = place;
  const whole = join(folder, name);
  if (safeName(name) !== name) throw new RangeError(`"${name}" is no safe name for a folder`);
  if (!replace && (await exists(whole))) throw new Error(`${whole} is there already`);
  const mark = randomUUID().slice(0, 8);
  const part = join(folder, `.${name}.${mark}.part`);
  const old = join(folder, `.${name}.${mark}.old`);
  await mkdir(part, { recursive: true });
  try {
    const told = tell(await writeFiles(part, files));
    const written = { ...told, seal: sealOf(told) };
    await writeFile(join(part, manifestName), manifestText(written));
    const hadOld = replace && (await exists(whole));
    if (hadOld) await rename(whole, old);
    try {
      await rename(part, whole);
    } catch (error) {
      if (hadOld) await rename(old, whole);
      throw error;
    }
    if (hadOld) await rm(old, { recursive: true });
    return written;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

/** How a file differs from what the manifest says of it. */
export interface Difference {
  readonly path: string;
  readonly is: "missing" | "changed" | "unreadable" | "not of the run";
}

/** The files of a run that are not as they were written, the manifest itself included, and files that are none of it; empty: all are. */
export async function verifyRun(folder: string): Promise<Difference[]> {
  const listed = await listedFiles(folder);
  if (typeof listed === "string") return [{ path: manifestName, is: listed }];
  const { files, isSealed } = listed;
  const differences: Difference[] = isSealed ? [] : [{ path: manifestName, is: "changed" }];
  for (const { path, sha256 } of files) {
    const found = isSafe(path) ? await hashOf(join(folder, path)) : "unreadable";
    if (found === "missing" || found === "unreadable") differences.push({ path, is: found });
    else if (found !== sha256) differences.push({ path, is: "changed" });
  }
  const own = new Set([manifestName, ...files.map(({ path }) => path)]);
  for (const path of await filesIn(folder)) if (!own.has(path)) differences.push({ path, is: "not of the run" });
  return differences;
}

/** Paths of all files below a folder, with forward slashes, in order. */
async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/**
 * A label as the name of a file or folder on any system: letters and digits of any script, with - _ and . between them,
 * at most 120 bytes, never one that Windows keeps for itself. Where letters of either case are the same name, one that
 * is taken gets a number.
 */
export function safeName(label: string, taken: readonly string[] = []): string {
  const plain = trimmed(label.normalize("NFKC").replace(/[^\p{L}\p{M}\p{N}._-]+/gu, "-")) || "unnamed";
  const free = reserved.test(plain) ? `_${plain}` : plain;
  const used = new Set(taken.map(caseless));
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? "" : `-${number}`;
    const name = trimmed(shortened(free, mostBytes - suffix.length)) + suffix;
    if (!used.has(caseless(name))) return name;
  }
}

const manifestName = "manifest.json";
const mostBytes = 120;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A leading dot hides a file, a leading - makes it an option, and Windows drops a dot at the end. */
function trimmed(name: string): string {
  return name.replace(/^[-.]+|[-.]+$/g, "");
}

function shortened(name: string, bytes: number): string {
  const letters = [...name.slice(0, bytes)];
  while (Buffer.byteLength(letters.join("")) > bytes) letters.pop();
  return letters.join("");
}

function caseless(name: string): string {
  return name.normalize("NFKC").toUpperCase().toLowerCase();
}

/** Whether a path stays in its folder and can be written on any system. */
function isSafe(path: string): boolean {
  return path.split("/").every((part) => safeName(part) === part);
}

async function writeFiles(folder: string, files: Iterable<RunFile> | AsyncIterable<RunFile>): Promise<FileHash[]> {
  const hashes: FileHash[] = [];
  const taken = new Set([caseless(manifestName)]);
  for await (const { path, content } of files) {
    if (!isSafe(path)) throw new RangeError(`"${path}" is no safe path within a run`);
    if (taken.has(caseless(path))) throw new RangeError(`two files of the run are called "${path}"`);
    taken.add(caseless(path));
    await mkdir(dirname(join(folder, path)), { recursive: true });
    hashes.push({ path, ...(await writeHashed(join(folder, path), content)) });
  }
  return hashes;
}

async function writeHashed(path: string, content: RunFile["content"]): Promise<Omit<FileHash, "path">> {
  const hash = createHash("sha256");
  let bytes = 0;
  const chunks = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
  async function* passing(): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      const buffer = Buffer.from(chunk);
      hash.update(buffer);
      bytes += buffer.length;
      yield buffer;
    }
  }
  await writeFile(path, passing());
  return { bytes, sha256: hash.digest("hex") };
}

const manifestText = (manifest: object): string => `${JSON.stringify(manifest, null, 2)}\n`;
const sealOf = (told: object): string => createHash("sha256").update(JSON.stringify(told)).digest("hex");

/** The files that a folder's manifest names, and whether it is as it was written; or why there are none. */
async function listedFiles(
  folder: string,
): Promise<{ readonly files: readonly FileHash[]; readonly isSealed: boolean } | Difference["is"]> {
  const path = join(folder, manifestName);
  if (!(await exists(path))) return "missing";
  try {
    const text = await readFile(path, "utf8");
    const { seal, ...told }: Partial<Manifest> = JSON.parse(text);
    const { files } = told;
    const isHash = ({ path, sha256 }: FileHash): boolean => typeof path === "string" && typeof sha256 === "string";
    if (!Array.isArray(files) || !files.every(isHash)) return "unreadable";
    return { files, isSealed: seal === sealOf(told) && text === manifestText({ ...told, seal }) };
  } catch {
    return "unreadable";
  }
}

async function hashOf(path: string): Promise<string> {
  if (!(await exists(path))) return "missing";
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk);
  } catch {
    return "unreadable"; // a folder, or a file that may not be read
  }
  return hash.digest("hex");
}

async function exists(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  return found !== undefined;
}
