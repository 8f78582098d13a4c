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
  /**
   * Reads a setup; what is running stays as it is where something is wrong with it. @param at s; where to go on
   * @param lesson that it belongs to, told again with the answer
   */
  | { readonly ask: "setup"; readonly setup: Setup; readonly at?: number; readonly lesson?: string }
  /** @param speed seconds of the dish for each second of the clock; Infinity: as fast as it goes */
  | { readonly ask: "play"; readonly speed: number }
  | { readonly ask: "pause" }
  | { readonly ask: "step" }
  | { readonly ask: "seek"; readonly time: number }
  | { readonly ask: "look"; readonly culture: number; readonly factor: number; readonly arms: readonly string[] }
  | { readonly ask: "story"; readonly arm: string; readonly of: Subject }
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
    readonly seeded: number; // s; when cells are first put into it; Infinity: never
    readonly share: number;
    readonly volume: string;
  }[];
  readonly kinds: readonly {
    readonly name: string;
    readonly type: string;
    readonly state: string;
    readonly diameter: number;
  }[];
  readonly factors: readonly {
    readonly name: string;
    readonly unit: string;
    readonly doses: readonly string[]; // units in which it can be added
  }[];
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
  readonly places: Float32Array; // across and down of each cell, 0 to 1 of the dish
  readonly order: Uint32Array; // rows of cells as they are drawn: the farthest first
  readonly dots: Uint16Array; // across and down of each dot of free vesicles, in 65536ths of the dish
  readonly packets: number; // the first so many dots are packets (or single vesicles) that have names
  readonly names: Int32Array; // two words for each of these
  readonly perPacket: number; // vesicles that such a dot stands for, on average
  readonly perDot: number; // vesicles that each other dot stands for
  readonly living: readonly number[]; // by kind, in the real well
  readonly free: readonly number[]; // by species, in the real well
  readonly bound: readonly number[];
  readonly inside: readonly number[];
  readonly factors: readonly number[]; // concentrations, as printed
  readonly heat: number; // 0 to 1: the factor looked at, on the scale of the highest level so far
  readonly digest: string; // of the last recorded state
  readonly space?: Sight; // absent: the culture is stirred, and places mean nothing
}

/** How a static culture is seen: along the axis in which its box is thinnest. */
export interface Sight {
  readonly box: readonly [number, number, number]; // µm: across, up, and along the line of sight
  readonly fromAbove: boolean; // else from a side
  /** The factor looked at, voxel by voxel; absent where there is none. */
  readonly map?: {
    readonly columns: number;
    readonly rows: number;
    readonly values: Float32Array; // means along the line of sight, as printed; row by row, the lowest first
    readonly most: number; // the highest such mean so far in any world, as printed
  };
}

/** Two worlds of one chance: when their states differ first, and when and in what it is first measured. */
export interface Parting {
  readonly arms: readonly [string, string];
  readonly time: number; // in the scenario's unit
  readonly measured: { readonly time: number; readonly what: readonly string[] } | undefined;
}

/** Two words that name a cell for its whole life. */
export type Id = readonly [number, number];

/** What a story is asked of: a cell; a free vesicle (packet); or what dots without a name stand for. */
export type Subject = { readonly cell: Id } | { readonly vesicle: Id } | "dot";

/** A line of a story; where it speaks of another cell that was seen, that one's story can be asked for. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly cell?: Id;
}

export interface Story {
  readonly arm: string;
  readonly of: Subject;
  readonly time: number; // s; when it is told
  readonly title: string;
  readonly gone: boolean;
  readonly facts: readonly Fact[];
  /** Of a cell: its mothers, the founder first. */
  readonly mothers: readonly Fact[];
  /** What it does now, and how strongly rules and signals move that. */
  readonly doings: readonly Doing[];
  readonly past: readonly { readonly time: number; readonly text: string }[];
  readonly notes: readonly string[];
}

export interface Doing {
  readonly name: string;
  readonly rate: string;
  readonly rules: readonly {
    readonly id: string;
    readonly why: string; // empty: the scenario does not say
    readonly increases: boolean;
    readonly share: number; // 0 to 1: its response
    readonly without: string; // the rate were it not there
    readonly signals: readonly Response[];
  }[];
  /** Responses in the rate itself. */
  readonly responses: readonly Response[];
}

export interface Response {
  readonly signal: string;
  readonly share: number; // 0 to 1
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
  readonly donors: number; // that its run has
  readonly clock: { readonly unit: string; readonly seconds: number };
  /** What the dish shows beside it once the prediction is made: the same experiment; absent where it would show what is hidden. */
  readonly bench?: Setup;
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
  | { readonly tell: "lesson-refused"; readonly name: string }
  | {
      readonly tell: "lesson-ran";
      readonly name: string;
      readonly set: Readonly<Record<string, string>>; // what was changed for this run
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
  | { readonly tell: "opened"; readonly opened: Opened; readonly lesson?: string }
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
