/** Snapshots made up for tests. */
import type { Snapshot } from "../../src/observe/snapshot.ts";
import type { KindName } from "../../src/report/looks.ts";

export const hour = 3600; // s

export const kinds: readonly KindName[] = [
  { name: "CD8 resting", type: "CD8", state: "resting" },
  { name: "CD8 pre_activated", type: "CD8", state: "pre_activated" },
  { name: "DC", type: "DC", state: "" },
];
export const species = ["EXO", "EXO_DC"];

export interface Cell {
  readonly id: readonly [number, number];
  readonly kind: number;
  readonly at: readonly [number, number, number];
  readonly radius?: number; // µm; absent: 4.5
}

export interface Row {
  readonly id: readonly [number, number];
  readonly at: readonly [number, number, number];
  readonly weight?: number; // absent: 1
}

/** A box at one time. @param field its value in each voxel, by i, j, k */
export function shotOf({
  time = 0,
  box = [200, 100, 20],
  cells = [],
  vesicles = {},
  shape = [4, 2, 1],
  field,
}: {
  time?: number;
  box?: Snapshot["box"];
  cells?: readonly Cell[];
  vesicles?: Readonly<Record<string, readonly Row[]>>;
  shape?: Snapshot["fields"][number]["shape"];
  field?: (i: number, j: number, k: number) => number;
}): Snapshot {
  const [nx, ny, nz] = shape;
  const valueAt = (at: number): number => field!(at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
  return {
    time,
    culture: "recipient",
    box,
    cells: {
      id: Int32Array.from(cells.flatMap(({ id }) => [...id])),
      kind: Uint16Array.from(cells, ({ kind }) => kind),
      place: Float32Array.from(cells.flatMap(({ at }) => [...at])),
      radius: Float32Array.from(cells, ({ radius = 4.5 }) => radius),
    },
    vesicles: Object.entries(vesicles).map(([name, rows]) => ({
      species: name,
      id: Int32Array.from(rows.flatMap(({ id }) => [...id])),
      place: Float32Array.from(rows.flatMap(({ at }) => [...at])),
      weight: Float32Array.from(rows, ({ weight = 1 }) => weight),
      diameter: 0.12,
    })),
    fields: field
      ? [
          {
            name: "IL2",
            unit: "pM",
            shape,
            values: Float32Array.from({ length: nx * ny * nz }, (_, at) => valueAt(at)),
          },
        ]
      : [],
  };
}
