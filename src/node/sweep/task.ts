/** What passes between the coordinator of a sweep and its workers. */
import type { Sweep } from "../../scenario/sweep.ts";

/** Given to each worker once. */
export interface SweepWork {
  readonly sweep: Sweep;
  /** The module of a function of one's own. */
  readonly module?: string;
  /** Folder for all that each run records; absent: only what is read is kept. */
  readonly observables?: string;
}

/** One run: every arm of one point, donor and replicate. */
export interface RunTask {
  readonly point: string; // id
  readonly values: readonly number[]; // by factor, in its unit
  readonly donor: number; // from 1
  readonly replicate: number; // from 1
  /** Shared memory in which each lane tells when its run began, ms since 1970; 0: not yet. */
  readonly began: Float64Array;
  readonly lane: number;
}

export type RunAnswer =
  /** Readings, then outcomes. */
  | { readonly values: readonly number[]; readonly seconds: number }
  | { readonly failed: string; readonly seconds: number }
  /** Nothing of the run: the disk is full, or may not be written to. */
  | { readonly disk: { readonly code: string; readonly path: string; readonly message: string } }
  /** Nothing of the run: what makes it could not be loaded. */
  | { readonly unable: string };

/** What runs one task, once it is loaded. @throws whatever the run ends with */
export type Runner = (task: RunTask) => readonly number[] | Promise<readonly number[]>;
