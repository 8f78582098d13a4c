/** Sweeps of functions of one's own, for tests: tiny, and with every way to go wrong that a run has. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSweep } from "../../../src/node/sweep/folder.ts";
import { makeRuns, runsFolder, type SweepJob, type SweepProgress, valueColumns } from "../../../src/node/sweep/runs.ts";
import { type RunRow, storedRuns } from "../../../src/node/sweep/store.ts";

export interface Own {
  readonly path: string; // of the sweep file
  readonly folder: string; // of the runs
}

/** Writes a sweep over a and b, and the module it names. @param module its text; it returns `sum` and `product` */
export function ownSweep(module: string, { design = "{ kind: random, points: 10 }", more = "" } = {}): Own {
  const folder = mkdtempSync(join(tmpdir(), "exoculture-"));
  const path = join(folder, "own.yaml");
  writeFileSync(join(folder, "model.mjs"), module);
  writeFileSync(
    path,
    `sweep: 1
title: A function of one's own
function: model.mjs
factors: { a: { range: [0.1, 10] }, b: { range: [1, 2] } }
design: ${design}
replicates: 2
outcomes: { sum: {}, product: { unit: cells } }
${more}`,
  );
  return { path, folder: join(folder, "runs of it") };
}

/** The numbers that the module of a test returns. */
export const plainModule = `
export default ({ a, b }, seed) => ({ sum: a + b + seed, product: a * b });
`;

/** As `plainModule`, each run taking so many ms without working. */
export const slowModule = (wait: number): string => `
export default async ({ a, b }, seed) => {
  await new Promise((end) => setTimeout(end, ${wait}));
  return { sum: a + b + seed, product: a * b };
};
`;

/** Makes the runs of a sweep. */
export const make = (own: Own, given: Partial<SweepJob> = {}): Promise<SweepProgress> =>
  makeRuns({ ...jobOf(own), ...given });

export function jobOf({ path, folder }: Own): SweepJob {
  const opened = openSweep(path);
  if (!("sweep" in opened)) throw new Error(JSON.stringify(opened));
  const { sweep, design, module } = opened;
  return { sweep, design, folder, ...(module && { module }), workers: 2 };
}

/** All that is kept, in an order that does not depend on who was first, without the time that each took. */
export async function keptBy({ path, folder }: Own): Promise<Omit<RunRow, "seconds">[]> {
  const opened = openSweep(path);
  if (!("sweep" in opened)) throw new Error(JSON.stringify(opened));
  const rows: RunRow[] = [];
  for await (const part of storedRuns(runsFolder(folder), valueColumns(opened.sweep))) rows.push(...part);
  const name = ({ point, donor, replicate }: RunRow): string => `${point} ${donor} ${replicate}`;
  return rows
    .sort((a, b) => (name(a) < name(b) ? -1 : 1))
    .map(({ point, donor, replicate, failed, values }) => ({ point, donor, replicate, failed, values }));
}
