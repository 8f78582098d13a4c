/** The points of a design with what was read of them: what there is, and what is missing. */
import { averageReplicates, mean } from "../../claims/statistics.ts";
import type { Coverage, Design, Outcome, Point } from "../contract.ts";
import { shareOf } from "../design/point.ts";

/** Points as columns. */
export interface Sample {
  readonly points: readonly Point[];
  readonly shares: readonly Float64Array[]; // [factor], shape [points]: places in the ranges, 0 to 1
  readonly y: Float64Array; // shape [points]: means over donors and replicates
  readonly values: readonly (readonly (readonly number[])[])[]; // [point][donor][replicate]
}

/** Every point once, in the order of the design. */
export function distinct(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [point.id, point])).values()];
}

/** How much of the design has a reading. @param read whether it says all that was asked */
export function coverageOf<Reading extends object>(
  { points }: Pick<Design, "points">,
  at: Readonly<Record<string, Reading | { readonly failed: string }>>,
  read: (reading: Reading) => boolean,
): Coverage {
  const failed: { id: string; why: string }[] = [];
  const missing: string[] = [];
  const once = distinct(points);
  for (const { id } of once) {
    const reading = at[id];
    if (reading === undefined) missing.push(id);
    else if (isFailure(reading)) failed.push({ id, why: reading.failed });
    else if (!read(reading)) failed.push({ id, why: "something could not be measured" });
  }
  return { asked: once.length, read: once.length - failed.length - missing.length, failed, missing };
}

const isFailure = (reading: object): reading is { readonly failed: string } => "failed" in reading;

/** The values of a point by donor and replicate; undefined where any is missing. */
export function valuesOf({ at }: Outcome, id: string): readonly (readonly number[])[] | undefined {
  const reading = at[id];
  if (reading === undefined || "failed" in reading) return undefined;
  const { values } = reading;
  return values.length > 0 && values.flat().every(Number.isFinite) ? values : undefined;
}

/** The mean of a point over donors, each the mean of its replicates; NaN where a value is missing. */
export function meanOf(outcome: Outcome, id: string): number {
  const values = valuesOf(outcome, id);
  return values === undefined ? Number.NaN : mean(averageReplicates(values));
}

/** The points that have all their values. */
export function sampleOf({ factors }: Design, points: readonly Point[], outcome: Outcome): Sample {
  const known = points.flatMap((point) => {
    const values = valuesOf(outcome, point.id);
    return values === undefined ? [] : [{ point, values }];
  });
  return {
    points: known.map(({ point }) => point),
    shares: factors.map((factor, index) =>
      Float64Array.from(known, ({ point }) => shareOf(factor, point.values[index])),
    ),
    y: Float64Array.from(known, ({ values }) => mean(averageReplicates(values))),
    values: known.map(({ values }) => values),
  };
}

/** Points that lie in the space independently of each other, or on all of a grid: of a saltelli design A and B. */
export function spreadPoints({ kind, points }: Design): Point[] {
  if (kind === "morris" || kind === "one-at-a-time") return [];
  return distinct(points.filter(({ part }) => part?.of !== "saltelli" || part.factor < 0));
}
