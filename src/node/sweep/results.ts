/** What the store of a sweep holds, as the analysis takes it: only the columns that it reads, part by part. */
import { level } from "../../claims/evaluate.ts";
import type { Sweep } from "../../scenario/sweep.ts";
import type { ClaimReading, Design, Reading, Results } from "../../sweep/contract.ts";
import { claimReadingOf, type Read } from "../../sweep/outcome.ts";
import { pointsOnce, runsFolder } from "./runs.ts";
import { storedRuns } from "./store.ts";

/** All of a sweep but what runs it. */
export type SweepTable = Omit<Sweep, "subject">;

/** Runs of one point; a place without one has not been made. */
interface Gathered {
  /** By donor and replicate: the place of its values in the columns. */
  readonly runs: Int32Array;
  failed: string;
}

/** @throws Error that names a part which cannot be read */
export async function readResults(folder: string, sweep: SweepTable, design: Design): Promise<Results> {
  const { donors, replicates, outcomes, claims } = sweep;
  const readings = claims.length > 0 ? sweep.readings : [];
  const names = [...readings.map(({ column }) => column), ...outcomes.map(({ name }) => name)];
  const points = new Map(
    pointsOnce(design.points).map(({ id }): [string, Gathered] => [
      id,
      { runs: new Int32Array(donors * replicates).fill(-1), failed: "" },
    ]),
  );
  const columns = names.map(() => new Float64Array(points.size * donors * replicates));
  let kept = 0;
  for await (const rows of storedRuns(runsFolder(folder), names))
    for (const { point, donor, replicate, failed, values } of rows) {
      const gathered = points.get(point);
      if (!gathered || donor > donors || replicate > replicates) continue;
      if (failed !== "" && gathered.failed === "") gathered.failed = `${whose(sweep, donor, replicate)}${failed}`;
      gathered.runs[(donor - 1) * replicates + replicate - 1] = kept;
      for (const [index, column] of columns.entries()) column[kept] = values[index];
      kept += 1;
    }
  /** Of each point that was made: what `of` makes of its runs, by donor and replicate; or why there is nothing. */
  const atPoints = <Value>(of: (runs: number[][]) => Value): Record<string, Value | { readonly failed: string }> =>
    Object.fromEntries(
      [...points].flatMap(([id, { runs, failed }]): [string, Value | { failed: string }][] => {
        if (failed !== "") return [[id, { failed }]];
        if (runs.includes(-1)) return [];
        const byDonor = Array.from({ length: donors }, (_, donor) =>
          Array.from(runs.subarray(donor * replicates, (donor + 1) * replicates)),
        );
        return [[id, of(byDonor)]];
      }),
    );
  const places = new Map(readings.map((each, index) => [keyOf(each), index]));
  const reader =
    (run: number): Read =>
    (reading) =>
      columns[places.get(keyOf(reading)) ?? -1]?.[run] ?? Number.NaN;
  return {
    outcomes: outcomes.map(({ name, unit }, index) => ({
      name,
      unit,
      at: atPoints(
        (runs): Reading => ({ values: runs.map((row) => row.map((run) => columns[readings.length + index][run])) }),
      ),
    })),
    claims: claims.map((claim) => ({
      claim: claim.id,
      says: claim.says,
      level,
      parts: claim.holds.reduce((sum, { at }) => sum + at.length, 0),
      at: atPoints(
        (runs): ClaimReading =>
          claimReadingOf(
            claim,
            runs.map((row) => row.map(reader)),
          ),
      ),
    })),
  };
}

const keyOf = ({ arm, name, culture, subject, at }: Parameters<Read>[0]): string =>
  `${arm} ${name} ${culture} ${subject} ${at}`;

const whose = ({ donors, replicates }: SweepTable, donor: number, replicate: number): string =>
  donors * replicates === 1 ? "" : `donor ${donor}, replicate ${replicate}: `;
