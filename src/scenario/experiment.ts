/** A scenario that was read: everything its faces show, and a plan of the model of each arm. Plain data: it travels to a worker as it is. */
import type { Association, Claim, Expression, Issue } from "../model.ts";
import type { AskedChart } from "./build/charts.ts";
import type { Document } from "./document/document.ts";
import type { NotYet } from "./faults.ts";
import type { Parameters, Spread } from "./parameters.ts";
import type { Plan } from "./plan.ts";

export interface Experiment {
  readonly file: string;
  readonly title: string;
  readonly question?: string;
  readonly source?: string;
  readonly text?: string;
  readonly covers: readonly string[]; // S18
  readonly arms: readonly PlannedArm[]; // in the order of the file
  readonly donors: number;
  readonly replicates: number;
  readonly parameters: Parameters["list"]; // by name
  /** Parameters that are worked out from others, in an order in which they can be. */
  readonly derived: Parameters["order"];
  /** How parameters vary between donors. */
  readonly spreads: readonly Spread[];
  /** The unit in which the scenario tells time. */
  readonly clock: { readonly unit: string; readonly seconds: number };
  readonly charts: readonly AskedChart[];
  readonly claims: readonly Claim[];
  readonly associations: readonly Association[];
  /** The scenario with all it uses, `like` written out, every default filled in. */
  readonly document: Document;
  /** Powers that are read and checked but cannot be run yet: an experiment that has any is not run. */
  readonly notYet: readonly NotYet[];
  readonly warnings: readonly Issue[];
  /** Digest of the content: layout, comments and the order of keys are not in it. */
  readonly hash: string;
}

export interface PlannedArm {
  readonly name: string;
  readonly label: string;
  /** Parameters that the arm sets, whatever the donor. */
  readonly set: readonly { readonly parameter: number; readonly value: Expression }[];
  readonly plan: Plan;
}

/** One run to make: an arm for one donor and one replicate. */
export interface PlannedWorld {
  readonly arm: string;
  readonly donor: number; // from 1
  readonly replicate: number; // from 1, within its donor
  /** Key of all its chance: that of seed, donor and replicate, so that arms share it. */
  readonly key: readonly [number, number];
  readonly parameters: readonly number[]; // base units, by name
}

/** Differences that every arm takes on: how a claim tests the mechanism it stands on. */
export interface Difference {
  readonly without?: readonly string[];
  readonly either?: readonly string[];
  readonly set?: Readonly<Record<string, string | number>>;
}
