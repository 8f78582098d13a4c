/**
 * The runs of a sweep on disk. A finished run is one line of the open part at once; from time to time the open part becomes
 * a Parquet file, written under a temporary name and renamed. Whenever the process ends, each finished run is in one place:
 *
 *   part-000001.parquet   whole, never written again
 *   part-000002.open      a line of JSON for each run since; a line that was cut off is none
 *   .part-000002.new      what was being written: removed at the next start
 *
 * A part and its lines have one number, and lines whose part is there are no longer read: so no run is counted twice.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";

/** One run: every arm of one point, donor and replicate. */
export interface RunRow {
  readonly point: string; // id
  readonly donor: number; // from 1
  readonly replicate: number; // from 1, within its donor
  readonly failed: string; // the reason; empty: it was done
  readonly seconds: number; // that it took
  readonly values: readonly number[]; // by column; NaN: nothing was measured
}

export interface Store {
  /** Keeps a run: once this returns, no end of the process loses it. */
  add(row: RunRow): void;
  /** Makes what is open a part that others can read. */
  closePart(): void;
  close(): void;
}

const fixed = ["point", "donor", "replicate", "status", "reason", "seconds"] as const;
const mostRows = 10_000; // of a part
const mostCells = 1_000_000; // of a part

/**
 * Opens the runs in a folder, which is made where it is not there. Only one process may have it open.
 * @param columns names of the values
 */
export function openStore(folder: string, columns: readonly string[]): Store {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (/^\.part-\d+\.new$/.test(name)) rmSync(join(folder, name));
  for (const done of partsOf(folder)) rmSync(openPath(folder, done), { force: true });
  let number = openPartOf(folder) ?? (partsOf(folder).at(-1) ?? 0) + 1;
  let { file, rows } = openLines(openPath(folder, number), columns);
  const limit = Math.max(1, Math.min(mostRows, Math.floor(mostCells / (columns.length + fixed.length))));

  const closePart = (): void => {
    if (rows.length === 0) return;
    const whole = partPath(folder, number);
    const part = join(folder, `.part-${padded(number)}.new`);
    const bytes = new Uint8Array(parquetOf(rows, columns));
    const to = openSync(part, "w");
    try {
      writeFileSync(to, bytes);
      fsyncSync(to);
    } finally {
      closeSync(to);
    }
    renameSync(part, whole);
    syncFolder(folder);
    closeSync(file);
    rmSync(openPath(folder, number));
    number += 1;
    ({ file, rows } = openLines(openPath(folder, number), columns));
  };
  return {
    add: (row) => {
      if (row.values.length !== columns.length)
        throw new RangeError(`a run has ${columns.length} values, not ${row.values.length}`);
      writeFileSync(file, `${lineOf(row)}\n`);
      rows.push(row);
      if (rows.length >= limit) closePart();
    },
    closePart,
    close: () => {
      closePart();
      closeSync(file);
      rmSync(openPath(folder, number), { force: true });
    },
  };
}

/**
 * The runs that are kept, part by part: only one is in memory at a time. Those that no part holds yet come last.
 * @param columns names of the values that are read; the others are left on the disk
 * @throws Error that names a part which cannot be read
 */
export async function* storedRuns(folder: string, columns: readonly string[]): AsyncGenerator<readonly RunRow[]> {
  if (!existsSync(folder)) return;
  for (const number of partsOf(folder)) yield readPart(partPath(folder, number), columns);
  const open = openPartOf(folder);
  if (open === undefined) return;
  const { heading, rows } = readOpen(openPath(folder, open));
  const places = columns.map((name) => heading.indexOf(name));
  yield rows.map((row) => ({ ...row, values: places.map((place) => row.values[place] ?? Number.NaN) }));
}

async function readPart(path: string, columns: readonly string[]): Promise<RunRow[]> {
  const bytes = readFileSync(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const known = fixed.filter((name) => name !== "status");
  const found = await parquetReadObjects({ file, columns: [...known, ...columns] }).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} cannot be read (${why}): take it away, and the same command makes its runs again`);
  });
  return found.map(({ point, donor, replicate, reason, seconds, ...row }) => ({
    ...{ point, donor, replicate, seconds },
    failed: reason ?? "",
    values: columns.map((name) => row[name] ?? Number.NaN),
  }));
}

function parquetOf(rows: readonly RunRow[], columns: readonly string[]): ArrayBuffer {
  const text = (name: string, data: readonly (string | null)[]) => ({ name, data: [...data], type: "STRING" as const });
  const whole = (name: string, data: readonly number[]) => ({ name, data: [...data], type: "INT32" as const });
  return parquetWriteBuffer({
    columnData: [
      text(
        "point",
        rows.map(({ point }) => point),
      ),
      whole(
        "donor",
        rows.map(({ donor }) => donor),
      ),
      whole(
        "replicate",
        rows.map(({ replicate }) => replicate),
      ),
      text(
        "status",
        rows.map(({ failed }) => (failed === "" ? "done" : "failed")),
      ),
      text(
        "reason",
        rows.map(({ failed }) => (failed === "" ? null : failed)),
      ),
      { name: "seconds", data: rows.map(({ seconds }) => seconds), type: "DOUBLE" },
      ...columns.map((name, at) => ({
        name,
        data: rows.map(({ values }) => (Number.isNaN(values[at]) ? null : values[at])),
        type: "DOUBLE" as const,
      })),
    ],
  });
}

/** JSON has no numbers that are not finite. */
const lineOf = ({ point, donor, replicate, failed, seconds, values }: RunRow): string =>
  JSON.stringify([point, donor, replicate, failed, seconds, ...values], (_key, value) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );

function rowOf([point, donor, replicate, failed, seconds, ...values]: unknown[]): RunRow {
  return {
    ...{ point: String(point), donor: Number(donor), replicate: Number(replicate) },
    ...{ failed: String(failed), seconds: Number(seconds), values: values.map(Number) },
  };
}

/**
 * The lines of an open part that were written whole, the first of which names the columns, and where they end. What stands
 * behind a line that cannot be read was lost with the power.
 */
function readOpen(path: string): { heading: readonly string[]; rows: RunRow[]; bytes: number } {
  const [first = "", ...lines] = readFileSync(path, "utf8").split("\n").slice(0, -1);
  const heading = parsed(first) as string[] | undefined;
  if (!heading) return { heading: [], rows: [], bytes: 0 };
  const rows: RunRow[] = [];
  let bytes = Buffer.byteLength(first) + 1;
  for (const line of lines) {
    const read = parsed(line);
    if (!read) break;
    rows.push(rowOf(read));
    bytes += Buffer.byteLength(line) + 1;
  }
  return { heading, rows, bytes };
}

function parsed(line: string): unknown[] | undefined {
  try {
    const read = JSON.parse(line);
    return Array.isArray(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Opens a part to be written on behind what it holds; a line that was cut off is taken away. */
function openLines(path: string, columns: readonly string[]): { file: number; rows: RunRow[] } {
  const { rows, bytes } = existsSync(path) ? readOpen(path) : { rows: [], bytes: 0 };
  const file = openSync(path, "a");
  ftruncateSync(file, bytes);
  if (bytes === 0) writeFileSync(file, `${JSON.stringify(columns)}\n`);
  return { file, rows };
}

const padded = (number: number): string => String(number).padStart(6, "0");
const partPath = (folder: string, number: number): string => join(folder, `part-${padded(number)}.parquet`);
const openPath = (folder: string, number: number): string => join(folder, `part-${padded(number)}.open`);
const numbersOf = (folder: string, name: RegExp): number[] =>
  readdirSync(folder)
    .flatMap((file) => name.exec(file)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
const partsOf = (folder: string): number[] => numbersOf(folder, /^part-(\d+)\.parquet$/);

/** The part that is open; its lines may be there still where it was just made whole. */
function openPartOf(folder: string): number | undefined {
  return numbersOf(folder, /^part-(\d+)\.open$/).find((number) => !existsSync(partPath(folder, number)));
}

/** So that a new name outlives a loss of power. Windows cannot open a folder, and needs not. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const at = openSync(folder, "r");
  fsyncSync(at);
  closeSync(at);
}
