/**
 * A sweep as plain data: which points of the parameters are run (the design), what was read of each (the results), and
 * what the results say together (the analysis).
 *
 *   Plan → designOf → Design → the runs → Results → analyse → Analysis
 *
 *   designOf(plan, factors, seed, sobol): Design          design/design.ts; `sobol` is a Sequence, from node/sobol.ts
 *   analyse(design, results, options): Analysis           analysis/analyse.ts
 *   idOf(factors, values): string                         design/point.ts
 *   noiseShareOf(values): number                          analysis/noise.ts
 *   problemCsv(factors), samplesCsv(design): string       design/salib.ts
 *
 * A point is known by its values, not by its place: two designs that share a point share its run, and a design may name
 * a point twice, with two parts. What is missing from the results has not been run yet; every figure says how much of
 * the design it rests on.
 */
import type { DonorsNeeded, Judgement, Verdict } from "../claims/verdict.ts";

/** A parameter and the range in which it is moved; the word is that of sensitivity analysis, not a soluble factor. */
export interface Factor {
  readonly name: string; // of the parameter
  readonly low: number; // in `unit`
  readonly high: number; // above low
  readonly scale: "linear" | "log"; // how the range is divided; log needs low > 0
  readonly unit: string; // as printed; empty where it has none
}

/** What is asked of a design. Counts are of points, but for saltelli (rows) and morris (trajectories). */
export type Plan =
  | { readonly kind: "grid"; readonly levels: readonly number[] } // of each factor
  | { readonly kind: "list"; readonly values: readonly (readonly number[])[] } // [point][factor]
  | { readonly kind: "random"; readonly count: number }
  | { readonly kind: "latin"; readonly count: number } // the first N points of 2N are the design of N
  | { readonly kind: "sobol"; readonly count: number }
  | { readonly kind: "morris"; readonly trajectories: number; readonly levels: number } // an even number of levels
  | { readonly kind: "saltelli"; readonly rows: number; readonly second: boolean } // second: also second order
  | { readonly kind: "one-at-a-time"; readonly levels: number; readonly base?: readonly number[] }; // base: values; else the middle

export type DesignKind = Plan["kind"];

/** A Sobol sequence of so many dimensions, unscrambled, from the zero point on: each call gives the next point. */
export type Sequence = (dimensions: number) => () => readonly number[];

export interface Design {
  readonly kind: DesignKind;
  readonly factors: readonly Factor[];
  readonly seed: string;
  readonly points: readonly Point[];
}

export interface Point {
  readonly id: string; // 32 hex digits, of the names and values
  readonly values: readonly number[]; // by factor, in its unit
  readonly part?: Part;
}

/** The place of a point in a design that has a structure. Factors are counted from 0; −1 is none. */
export type Part =
  /** A and B are two samples; AB is A with one factor from B, BA is B with one factor from A. */
  | {
      readonly of: "saltelli";
      readonly row: number;
      readonly matrix: "A" | "B" | "AB" | "BA";
      readonly factor: number;
    }
  /** `by`: how far the moved factor went from the point before, in its range from 0 to 1, with its sign. */
  | {
      readonly of: "morris";
      readonly trajectory: number;
      readonly step: number;
      readonly moved: number;
      readonly by: number;
    }
  | { readonly of: "one-at-a-time"; readonly moved: number };

/** What was read, by the id of the point. */
export interface Results {
  readonly outcomes: readonly Outcome[];
  readonly claims: readonly ClaimOutcome[];
}

/** One number of each world, such as living CD8 cells of an arm at 144 h. */
export interface Outcome {
  readonly name: string;
  readonly unit: string;
  readonly at: Readonly<Record<string, Reading>>;
}

/** All points have the same donors and replicates, in the same order; replicate r has its chance at every point. */
export type Reading =
  | { readonly values: readonly (readonly number[])[] } // [donor][replicate]; NaN: nothing could be measured
  | { readonly failed: string }; // why there is nothing

export interface ClaimOutcome {
  readonly claim: string; // id
  readonly says: string;
  readonly level: number; // share of the intervals that the verdicts were read from, such as 0.9
  readonly parts: number; // comparisons, all of which must hold
  readonly at: Readonly<Record<string, ClaimReading>>;
}

export type ClaimReading =
  | {
      readonly judgement: Judgement;
      readonly donors: number;
      readonly replicates: number;
      /** Share of the variance between the donors' effects that is chance within donors: noiseShareOf (analysis/noise.ts). */
      readonly noiseShare?: number;
    }
  | { readonly failed: string };

export interface AnalysisOptions {
  readonly seed: string; // of the bootstrap
  readonly level?: number; // share of every interval, 0.9
  readonly resamples?: number; // of the bootstrap, 500
  readonly pairs?: readonly (readonly [string, string])[]; // factors of surfaces and maps; else those that move most
  readonly cells?: number; // of a map or surface along each axis, 8
  readonly worlds?: number; // runs that one replicate of one donor costs: the number of arms, 1
  readonly runs?: number; // how many of the cheapest next runs are told, 20
}

export interface Analysis {
  readonly kind: DesignKind;
  readonly factors: readonly Factor[];
  readonly level: number;
  readonly coverage: Coverage;
  readonly outcomes: readonly OutcomeAnalysis[];
  readonly claims: readonly ClaimAnalysis[];
  readonly next: readonly NextRun[]; // the cheapest first
}

/** How much of the design there is. Points are counted once. */
export interface Coverage {
  readonly asked: number;
  readonly read: number; // with a value in every donor and replicate
  readonly failed: readonly { readonly id: string; readonly why: string }[];
  readonly missing: readonly string[]; // ids that have not been run
}

export interface OutcomeAnalysis {
  readonly name: string;
  readonly unit: string;
  readonly coverage: Coverage;
  readonly variance: Variance;
  /** One each that the design allows: sobol of saltelli, morris of morris, ranks of all that spread over the space. */
  readonly sobol?: SobolAnalysis;
  readonly morris?: MorrisAnalysis;
  readonly ranks?: RankAnalysis;
  readonly curves: readonly Curve[]; // one for each factor
  readonly surfaces: readonly Surface[];
}

/** The variance between points of the mean over donors and replicates, and which part of it is chance. */
export interface Variance {
  readonly total: number;
  readonly noise: number; // of the mean of a point, from replicates within donors; NaN where there is one replicate
  readonly noiseShare: number; // noise : total, at most 1; NaN where it is not known
}

export interface Estimate {
  readonly value: number; // NaN: there is too little to say
  readonly low: number;
  readonly high: number;
}

/** Indices of variance, noise taken out. By factor. */
export interface SobolAnalysis {
  readonly rows: number; // of the design
  readonly used: readonly number[]; // rows that were whole, by factor
  readonly first: readonly Estimate[];
  readonly total: readonly Estimate[];
  /** What two factors do together beyond each alone; where the design has BA. */
  readonly second: readonly { readonly factors: readonly [number, number]; readonly share: Estimate }[];
}

/** Elementary effects: change of the outcome for the whole range of a factor. By factor. */
export interface MorrisAnalysis {
  readonly used: readonly number[]; // elementary effects
  readonly mean: readonly Estimate[]; // μ
  readonly size: readonly Estimate[]; // μ*, mean of the sizes
  readonly spread: readonly Estimate[]; // σ
  readonly chance: number; // μ* that noise alone would give; 0 where it is not known
}

/** Rank correlations with the outcome. By factor. */
export interface RankAnalysis {
  readonly points: number;
  readonly spearman: readonly Estimate[];
  readonly partial: readonly Estimate[]; // PRCC: with the other factors held
}

/** The mean outcome along a factor, over what the others do in the design. */
export interface Curve {
  readonly factor: number;
  readonly method: "means at each value" | "local linear";
  readonly points: readonly (Estimate & { readonly at: number })[]; // at: in the unit of the factor
}

/** The mean outcome over two factors. */
export interface Surface {
  readonly factors: readonly [number, number]; // across, up
  readonly method: Curve["method"];
  readonly across: readonly number[]; // middles of columns, in the unit of the factor
  readonly up: readonly number[];
  readonly cells: readonly (readonly (Estimate & { readonly points: number })[])[]; // [row][column]; points: that fall into it
}

export interface ClaimAnalysis {
  readonly claim: string;
  readonly says: string;
  readonly coverage: Coverage;
  readonly holds: number; // points
  readonly fails: number;
  readonly undecided: number;
  readonly falseHolds: number; // share of the verdicts "holds" that chance alone may give, at most
  readonly falseFails: number;
  readonly maps: readonly ClaimMap[];
}

/** Where a claim holds over two factors. */
export interface ClaimMap {
  readonly factors: readonly [number, number]; // across, up
  readonly across: readonly number[]; // middles of columns
  readonly up: readonly number[];
  readonly cells: readonly (readonly ClaimCell[])[]; // [row][column]
}

export interface ClaimCell {
  /** What all its points say; mixed: some hold and some fail, so that another factor decides; empty: none was run. */
  readonly verdict: Verdict | "mixed" | "empty";
  readonly tested: number;
  readonly holds: number;
  readonly fails: number;
  readonly share: Estimate; // of its points that hold, with the exact binomial interval
  readonly falseShare: number; // of its verdicts of the kind that is told, at most; NaN where none is told
}

/** Something to run next, and what it would decide. */
export interface NextRun {
  readonly point: string; // id
  readonly why: "failed" | "missing" | "undecided";
  readonly claim?: string; // that it would decide
  readonly donors: DonorsNeeded; // in all
  readonly replicates: number; // of each donor
  readonly worlds: number; // more runs that this costs; Infinity where no number decides
  /** Replicates of each of the donors at hand that would decide as well, and what these cost. */
  readonly instead?: { readonly replicates: number; readonly worlds: number };
}
