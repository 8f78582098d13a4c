/** What the page and the engine's worker say to each other. All of it is plain data; numbers are as printed unless a unit stands beside them. */
import type { Issue } from "../src/model.ts";
import type { Chart } from "../src/report/chart.ts";

/** One thing done by hand: an entry of the protocol, without its time. */
export interface Deed {
  readonly arm: string; // the arm it was done to: it goes on as `<arm>_steered`
  readonly at: number; // s
  readonly entry: Readonly<Record<string, unknown>>;
}

/** All that makes a run: with it the same bytes come out anywhere. */
export interface Setup {
  readonly scenario: string; // name of a shipped one, or of the file that was opened
  readonly own?: string; // text of a file that was opened
  readonly seed: string;
  readonly donors: number;
  readonly replicates: number;
  readonly arms: readonly string[]; // those shown come first; none: the first two of the scenario
  readonly set: Readonly<Record<string, string>>; // parameters, as written
  readonly deeds: readonly Deed[];
}

export type Ask =
  | LessonAsk
  /** Reads a setup; what is running stays as it is where something is wrong with it. @param at s; where to go on */
  | { readonly ask: "setup"; readonly setup: Setup; readonly at?: number }
  /** @param speed seconds of the dish for each second of the clock; Infinity: as fast as it goes */
  | { readonly ask: "play"; readonly speed: number }
  | { readonly ask: "pause" }
  | { readonly ask: "step" }
  | { readonly ask: "seek"; readonly time: number }
  | { readonly ask: "look"; readonly culture: number; readonly factor: number; readonly arms: readonly string[] }
  | { readonly ask: "story"; readonly arm: string; readonly id: readonly [number, number] }
  | { readonly ask: "file"; readonly file: "csv" | "scenario" };

export interface Slider {
  readonly name: string;
  readonly unit: string;
  readonly value: number; // by default
  readonly low: number;
  readonly high: number;
  readonly stated: boolean; // the range stands in the scenario or the table
  readonly source: string;
  readonly text: string;
}

/** A scenario as the page shows it. */
export interface Opened {
  readonly title: string;
  readonly question: string;
  readonly text: string;
  readonly setup: Setup; // with every wish filled in
  readonly arms: readonly {
    readonly name: string;
    readonly label: string;
    readonly steerable: boolean;
  }[];
  readonly donors: number; // that the scenario asks for
  readonly replicates: number;
  readonly clock: { readonly unit: string; readonly seconds: number };
  readonly time: { readonly start: number; readonly end: number; readonly records: readonly number[] }; // s
  readonly cultures: readonly {
    readonly name: string;
    readonly mixing: string;
    readonly share: number;
    readonly volume: string;
  }[];
  readonly kinds: readonly {
    readonly name: string;
    readonly type: string;
    readonly state: string;
    readonly diameter: number;
  }[];
  readonly factors: readonly { readonly name: string; readonly unit: string }[];
  readonly species: readonly { readonly name: string; readonly detail: string }[];
  readonly blocks: readonly string[]; // behaviours that can be blocked by hand
  readonly sliders: readonly Slider[];
  readonly warnings: readonly Issue[];
  readonly command: string; // that makes the same run
}

/** One world as it is drawn. */
export interface Scene {
  readonly arm: string;
  readonly ids: Int32Array; // two words a cell
  readonly kinds: Uint16Array;
  readonly laden: Uint8Array; // 0 to 255: how full of vesicles a cell is, on a scale of logarithms
  readonly dots: Uint16Array; // across and down of each dot of free vesicles, in 65536ths of the dish
  readonly perDot: number; // vesicles that a dot stands for
  readonly living: readonly number[]; // by kind, in the real well
  readonly free: readonly number[]; // by species, in the real well
  readonly bound: readonly number[];
  readonly inside: readonly number[];
  readonly factors: readonly number[]; // concentrations, as printed
  readonly heat: number; // 0 to 1: the factor looked at, on the scale of the highest level so far
  readonly digest: string; // of the last recorded state
}

/** Two worlds of one chance: when their states differ first, and when and in what it is first measured. */
export interface Parting {
  readonly arms: readonly [string, string];
  readonly time: number; // in the scenario's unit
  readonly measured: { readonly time: number; readonly what: readonly string[] } | undefined;
}

export interface Story {
  readonly arm: string;
  readonly id: readonly [number, number];
  readonly kind: string;
  readonly gone: boolean;
  readonly facts: readonly (readonly [label: string, value: string])[];
  /** What it does now, and how strongly each signal moves that. */
  readonly doings: readonly {
    readonly name: string;
    readonly rate: string;
    readonly responses: readonly { readonly signal: string; readonly share: number }[];
    readonly rules: readonly string[];
  }[];
  readonly past: readonly { readonly time: number; readonly text: string }[];
}

/** A reading of one arm at one time. */
export interface Purchase {
  readonly assay: string;
  readonly arm: string;
  readonly at: number; // s
}

/** About a lesson, by its name: it is run whole and apart from the bench. */
export type LessonAsk = { readonly ask: "lesson"; readonly lesson: string } & (
  | { readonly do: "open" }
  | { readonly do: "run"; readonly seed: string; readonly set: Readonly<Record<string, string>> }
  /** All that was bought so far. */
  | { readonly do: "buy"; readonly bought: readonly Purchase[] }
  | { readonly do: "guess"; readonly guess: Readonly<Record<string, string>> }
);

/** A lesson without its answers. */
export interface ShownLesson {
  readonly name: string;
  readonly title: string;
  readonly level: string;
  readonly minutes: number;
  readonly question: string;
  readonly background: string; // an empty line parts paragraphs
  readonly words: readonly { readonly word: string; readonly means: string }[];
  readonly prediction: {
    readonly question: string;
    readonly options: readonly { readonly id: string; readonly text: string }[];
  };
  readonly steps: readonly string[];
  readonly tries: readonly { readonly text: string; readonly set: Readonly<Record<string, string>> }[];
  readonly found: readonly { readonly says: string; readonly source: string; readonly row?: string | undefined }[];
  readonly limits: string;
  readonly discussion: readonly { readonly question: string; readonly answer: string }[];
  readonly teacher: string;
  readonly seed: string;
  readonly clock: { readonly unit: string; readonly seconds: number };
  readonly mystery?: {
    readonly budget: number;
    readonly hidden: readonly {
      readonly parameter: string;
      readonly label: string;
      readonly values: readonly string[]; // the possible ones
    }[];
    readonly assays: readonly {
      readonly id: string;
      readonly text: string;
      readonly unit: string;
      readonly at: readonly number[]; // s
      readonly cost: number;
      readonly arms: readonly { readonly name: string; readonly label: string }[];
    }[];
    readonly solution: string;
  };
}

export type LessonTell =
  | { readonly tell: "lesson"; readonly name: string; readonly lesson: ShownLesson }
  | {
      readonly tell: "lesson-ran";
      readonly name: string;
      readonly answers: readonly {
        readonly id: string;
        readonly right: boolean;
        readonly why: string;
        readonly shown?: "holds" | "fails" | "undecided"; // by this run, where a run can tell
      }[];
      readonly charts: readonly Chart[]; // none where something is hidden
    }
  | {
      readonly tell: "lesson-bought";
      readonly name: string;
      readonly bought: readonly Purchase[]; // none where they cost more than the budget
      readonly values: readonly number[]; // as printed
      readonly cost: number;
    }
  | {
      readonly tell: "lesson-guessed";
      readonly name: string;
      readonly problem?: string; // why the guess cannot be read
      readonly judged?: readonly {
        readonly parameter: string;
        readonly right: boolean;
        readonly value: string | number; // the hidden one
      }[];
    };

export type Tell =
  | LessonTell
  | { readonly tell: "opened"; readonly opened: Opened }
  | { readonly tell: "refused"; readonly scenario: string; readonly issues: readonly Issue[] }
  | {
      readonly tell: "frame";
      readonly time: number; // s
      readonly known: number; // s; so far the worlds were run
      readonly running: boolean;
      readonly scenes: readonly Scene[];
    }
  | { readonly tell: "charts"; readonly charts: readonly Chart[]; readonly partings: readonly Parting[] }
  | { readonly tell: "ended"; readonly digest: string }
  | { readonly tell: "story"; readonly story: Story }
  | { readonly tell: "file"; readonly name: string; readonly text: string }
  | { readonly tell: "fault"; readonly text: string; readonly hint: string };
