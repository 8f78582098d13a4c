/** What a static culture looks like at one time, for pictures and trajectories: plain data, lengths in µm, of the simulated box. */
export interface Snapshot {
  readonly time: number; // s
  readonly culture: string;
  readonly box: readonly [number, number, number]; // µm along x, y, z
  readonly cells: {
    readonly id: Int32Array; // shape [cells, 2]
    readonly kind: Uint16Array; // index into Model.kinds
    readonly place: Float32Array; // µm, shape [cells, 3]
    readonly radius: Float32Array; // µm
  };
  /** Vesicles that have places of their own: individuals and packets, by species. */
  readonly vesicles: readonly {
    readonly species: string;
    readonly id: Int32Array; // shape [rows, 2]
    readonly place: Float32Array; // µm, shape [rows, 3]
    readonly weight: Float32Array; // vesicles that a row stands for
    readonly diameter: number; // µm, typical
  }[];
  /** Concentrations by voxel: factors, and species of vesicles that are kept as pools. */
  readonly fields: readonly {
    readonly name: string;
    readonly unit: string; // as printed: pM, 1/mL
    readonly shape: readonly [number, number, number]; // voxels along x, y, z
    readonly values: Float32Array; // in the unit, voxel (i, j, k) at (k · ny + j) · nx + i
  }[];
}

/** The axis along which a box is looked at: the thinnest, z where none is thinner. 0, 1, 2: x, y, z. */
export function lineOfSight([x, y, z]: Snapshot["box"]): 0 | 1 | 2 {
  if (z <= x && z <= y) return 2;
  return y <= x ? 1 : 0;
}
