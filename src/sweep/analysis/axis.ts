/** One factor as the axis of a curve, a surface or a map: by its values where these are few, else cut into equal cells. */
import type { Factor, Point } from "../contract.ts";
import { shareOf, valueAt } from "../design/point.ts";

const mostValues = 16; // that are told one by one

export interface FactorAxis {
  readonly factor: number;
  readonly middles: readonly number[]; // in the unit of the factor, ascending
  /** Number of the cell that a point falls into. */
  readonly cellOf: (point: Point) => number;
}

/** @param cells where the values are many: how many, equally wide on the scale of the factor */
export function axisOf(
  factors: readonly Factor[],
  factor: number,
  points: readonly Point[],
  cells: number,
): FactorAxis {
  const range = factors[factor];
  const values = [...new Set(points.map((point) => point.values[factor]))].sort((a, b) => a - b);
  if (values.length <= mostValues) {
    return { factor, middles: values, cellOf: (point) => values.indexOf(point.values[factor]) };
  }
  return {
    factor,
    middles: Array.from({ length: cells }, (_, cell) => valueAt(range, (cell + 0.5) / cells)),
    cellOf: (point) => {
      const cell = Math.floor(shareOf(range, point.values[factor]) * cells);
      return Math.min(Math.max(cell, 0), cells - 1);
    },
  };
}

/** What falls into each cell of two axes. @returns [row][column] */
export function cellsOf<Row>(
  rows: readonly Row[],
  pointOf: (row: Row) => Point,
  across: FactorAxis,
  up: FactorAxis,
): Row[][][] {
  const cells: Row[][][] = up.middles.map(() => across.middles.map(() => []));
  for (const row of rows) cells[up.cellOf(pointOf(row))][across.cellOf(pointOf(row))].push(row);
  return cells;
}
