/**
 * The mean outcome along a factor and over two, the others as the design has them.
 *
 * Where a design sets factors to levels, it is the mean at each of them, with the t interval over donors. Where it fills
 * the space, it is a local linear fit, with the interval from resampling the points.
 */
import { averageReplicates, interval, mean } from "../../claims/statistics.ts";
import type { Curve, Design, Estimate, Outcome, Surface } from "../contract.ts";
import { shareOf, valueAt } from "../design/point.ts";
import { axisOf, cellsOf } from "./axis.ts";
import type { Resampling } from "./bootstrap.ts";
import { localMeans } from "./local.ts";
import { distinct, type Sample, sampleOf, spreadPoints } from "./sample.ts";

const places = 33; // of a local linear curve, end to end

/** One curve for each factor. */
export function curvesOf(design: Design, outcome: Outcome, resampling: Resampling): Curve[] {
  return design.factors.map((range, factor): Curve => {
    if (hasLevels(design)) {
      const sample = sampleOf(design, distinct(design.points.filter(({ part }) => movesIn(part, factor))), outcome);
      const axis = axisOf(design.factors, factor, sample.points, sample.points.length);
      const cells = axis.middles.map((): number[] => []);
      for (const [index, point] of sample.points.entries()) cells[axis.cellOf(point)].push(index);
      return {
        factor,
        method: "means at each value",
        points: cells.map((cell, at) => ({ at: axis.middles[at], ...overDonors(sample, cell, resampling.level) })),
      };
    }
    const { shares, y } = sampleOf(design, spreadPoints(design), outcome);
    const at = Array.from({ length: places }, (_, place) => place / (places - 1));
    const means = localMeans(
      [shares[factor]],
      y,
      at.map((each) => [each]),
      resampling,
    );
    return {
      factor,
      method: "local linear",
      points: means.map((estimate, place) => ({ at: valueAt(range, at[place]), ...estimate })),
    };
  });
}

/** Surfaces over pairs of factors; none of a design that moves one factor at a time. */
export function surfacesOf(
  design: Design,
  outcome: Outcome,
  { pairs, cells }: { pairs: readonly (readonly [number, number])[]; cells: number },
  resampling: Resampling,
): Surface[] {
  const points = spreadPoints(design);
  if (points.length === 0) return [];
  const sample = sampleOf(design, points, outcome);
  return pairs.map((factors): Surface => {
    const [across, up] = factors.map((factor) => axisOf(design.factors, factor, points, cells));
    const rows = cellsOf([...sample.points.keys()], (index) => sample.points[index], across, up);
    const head = { factors, across: across.middles, up: up.middles };
    if (hasLevels(design)) {
      const told = rows.map((row) =>
        row.map((cell) => ({ ...overDonors(sample, cell, resampling.level), points: cell.length })),
      );
      return { ...head, method: "means at each value", cells: told };
    }
    const [first, second] = factors.map((factor) => design.factors[factor]);
    const places = up.middles.flatMap((y) => across.middles.map((x) => [shareOf(first, x), shareOf(second, y)]));
    const means = localMeans(
      factors.map((factor) => sample.shares[factor]),
      sample.y,
      places,
      resampling,
    );
    const told = rows.map((row, y) =>
      row.map((cell, x) => ({ ...means[y * across.middles.length + x], points: cell.length })),
    );
    return { ...head, method: "local linear", cells: told };
  });
}

const hasLevels = ({ kind, factors }: Design): boolean =>
  kind === "grid" || kind === "one-at-a-time" || kind === "morris" || factors.length === 1;

/** Whether a point says something of this factor: one at a time, only where no other is moved. */
const movesIn = (part: Design["points"][number]["part"], factor: number): boolean =>
  part?.of !== "one-at-a-time" || part.moved < 0 || part.moved === factor;

/** The mean of some points, with the interval over donors: each donor has one value, the mean of its points. */
function overDonors({ values, y }: Sample, points: readonly number[], level: number): Estimate {
  if (points.length === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN };
  const donors = values[points[0]].map((_, donor) =>
    mean(points.map((point) => averageReplicates(values[point])[donor])),
  );
  const value = mean(points.map((point) => y[point]));
  if (donors.length < 2) return { value, low: Number.NaN, high: Number.NaN };
  const { low, high } = interval(donors, level);
  return { value, low, high };
}
