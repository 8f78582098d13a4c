/**
 * What a scenario becomes once it is validated: numbers in base units (µm, s, molecules), names resolved to indices,
 * nothing left to look up. An `Experiment` is the whole file; a `Model` is one world of it: one arm, one donor.
 * Both are plain data (they travel to a worker as they are) and are never written to after they are made.
 */

/** What a cell can read. A row number is never one of them: chance and results may not depend on where a cell is stored. */
export type Signal =
  | { readonly signal: "attribute"; readonly index: number } // the cell's own number
  | { readonly signal: "factor"; readonly index: number } // free concentration where it is, molecules/µm³
  | { readonly signal: "vesicle"; readonly index: number } // free vesicles of a species where it is, 1/µm³
  | { readonly signal: "bound"; readonly index: number } // vesicles of a species on its surface, count
  | { readonly signal: "inside"; readonly index: number } // vesicles of a species inside it, count
  | { readonly signal: "surface"; readonly index: number; readonly species?: number } // copies of a cargo on the vesicles bound to it, of all species or of one
  | { readonly signal: "payload"; readonly index: number } // copies of a cargo delivered into it and not yet lost
  | { readonly signal: "acquired"; readonly index: number; readonly species: number } // copies of a cargo from these vesicles that wait to be processed
  | { readonly signal: "shown"; readonly index: number; readonly species: number; readonly way: Way } // copies of a cargo from these vesicles that it shows
  | { readonly signal: "cells"; readonly kinds: readonly number[] } // living cells of these kinds in its culture, 1/µm³
  /** Living cells of its culture (in a static one: those that touch it), each counted by a number of its own: their sum in a volume, in that number's unit/µm³. */
  | { readonly signal: "contact"; readonly weights: readonly Weight[] }
  | { readonly signal: "condition"; readonly index: number } // a number of the culture that the protocol sets
  | { readonly signal: "time" } // scenario time, s
  | { readonly signal: "age" } // since its birth, s
  | { readonly signal: "residence" } // since it entered its present state, s
  | { readonly signal: "generation" }; // divisions since its founder

/** How a copy came to be shown: processed inside the cell, or whole as the vesicle brought it (cross-dressing). */
export type Way = "processed" | "dressed";

/** What each cell of a kind counts for in contact: a number of 0 or more, read in that cell. It reads no contact itself. */
export interface Weight {
  readonly kind: number;
  readonly of: Expression;
}

export type Operator = "+" | "-" | "*" | "/" | "^" | "<" | "<=" | ">" | ">=" | "==" | "!=" | "and" | "or";
/** `hill(x, halfMax, power)`, `clamp(x, low, high)`; comparisons and logic give 0 or 1. */
export type FunctionName = "hill" | "min" | "max" | "exp" | "log" | "sqrt" | "abs" | "clamp" | "not" | "floor";

/** A checked formula. Parameters stay indices, so one compiled form serves every donor and sweep point. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "read"; readonly of: Signal }
  | { readonly kind: "operate"; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "choose"; readonly when: Expression; readonly then: Expression; readonly otherwise: Expression }
  | { readonly kind: "call"; readonly name: FunctionName; readonly arguments: readonly Expression[] };

/** A distribution of times or amounts. The meaning of `a` and `b` goes with the shape; `shift` is added to every draw. */
export interface Distribution {
  readonly shape: "fixed" | "exponential" | "uniform" | "normal" | "lognormal" | "gamma";
  /** fixed: the value; exponential, normal, gamma: the mean; lognormal: the median; uniform: the low end. */
  readonly a: Expression;
  /** normal: standard deviation; lognormal: geometric standard deviation; gamma: coefficient of variation; uniform: the high end; else unused. */
  readonly b: Expression;
  readonly shift: Expression;
}

export interface Factor {
  readonly name: string;
  /** First-order loss in the medium, 1/s; reads parameters and conditions only. */
  readonly loss: Expression;
  /** Whole molecules, simulated event by event; else an amount that is a real number. */
  readonly counted: boolean;
  readonly diffusion: number; // µm²/s; 0 where the scenario does not say
  readonly molarMass: number; // kg/mol; 0 where the scenario does not say
}

/** Mass action in the medium, at most two partners on the left: closed form for amounts, event by event for counted factors. */
export interface Reaction {
  readonly name: string;
  readonly from: readonly number[]; // factors, one entry a molecule
  readonly to: readonly number[];
  readonly rate: Expression; // 1/s, or µm³/s for two partners, or molecules/(µm³·s) for none
}

export interface Cargo {
  readonly name: string;
  readonly face: "surface" | "lumen";
  /** Loss of the delivered payload inside a cell, 1/s. */
  readonly decay: Expression;
}

export interface VesicleSpecies {
  readonly name: string;
  /** pool: one count for each joint cargo class; packets and individuals: rows with their own cargo; auto: by how many there are. */
  readonly detail: "pool" | "packets" | "individuals" | "auto";
  readonly packet: number; // vesicles in a packet when it is made; 1 for individuals
  readonly loss: Expression; // 1/s; reads parameters and conditions only
  /** By Brownian motion, of a vesicle with a diameter of 1 µm: µm²/s · µm. */
  readonly mobility: number;
  /** To the matrix of a static culture and off it again, 1/s: read as a quick balance, in which only free vesicles move and meet cells. */
  readonly adhesion?: { readonly binds: Expression; readonly frees: Expression };
  readonly diameter: Distribution; // µm
  readonly density: Distribution; // kg/µm³
  /** Copies a vesicle carries where its producer does not stamp them. */
  readonly cargo: readonly { readonly cargo: number; readonly copies: Expression }[];
  /** Joint cargo classes of a pool: a vesicle's class is the number of edges its copies reach, cargo by cargo. Empty: one class. */
  readonly classes: readonly { readonly cargo: number; readonly edges: readonly number[] }[];
}

/** How one kind of cell carries one attribute. Exactly one of `is` or (`gain`, `loss`) drives it; neither: it keeps its value. */
export interface AttributeOf {
  readonly index: number; // into Model.attributes
  /** An algebraic value, worked out anew whenever it is read. */
  readonly is?: Expression;
  /** d(value)/dt = gain − loss · value, exact over a step for the signals at its start. */
  readonly gain?: Expression; // 1/s of the attribute's unit
  readonly loss?: Expression; // 1/s
  /** Set when a cell enters this kind from another one. */
  readonly onEnter?: Expression;
  /** Set, for both daughters, when a cell of this kind divides for the first time in its line. */
  readonly onFirstDivision?: Expression;
}

export interface Attribute {
  readonly name: string;
  readonly unit: string; // as printed
  readonly scale: number; // one base unit is this many of the printed unit
  readonly inherit: "copy" | "halve" | "reset"; // reset: drawn anew from the start of the daughter's kind
}

/** An event of a cell that waits for a hazard. Competing hazards share one draw. */
export interface Hazard {
  readonly event: "divide" | "die" | "become";
  readonly to: number; // kind entered by `become`; −1 else
  readonly rate: Expression; // 1/s
}

/** An event of a cell at a drawn time, counted from entering its kind (or, for later divisions, from the division before). */
export interface Clock {
  readonly event: "divide" | "die" | "become";
  readonly to: number;
  readonly first: Distribution; // s
  readonly later: Distribution; // s; division only
  /** Whose chance draws the time: the cell's own, one draw for both sisters, or one for a whole generation of a family. */
  readonly shared: "own" | "sisters" | "family";
  /** Must be true when the time comes; else the cell waits, or gives the event up. */
  readonly requires?: Expression;
  readonly otherwise: "waits" | "stops";
  /** No division once the generation has reached this number. */
  readonly limit?: Expression;
}

export interface Secretion {
  readonly factor: number;
  readonly rate: Expression; // molecules/s
}

export interface Consumption {
  readonly factor: number;
  /** Michaelis–Menten: `maximum · c / (c + halfMax)`. A half-max of 0 stands for plain clearance: `maximum` is then µm³/s. */
  readonly maximum: Expression; // molecules/s
  readonly halfMax: Expression; // molecules/µm³; reads parameters and conditions only
}

export interface Capture {
  readonly species: number;
  /** Volume of medium that one cell clears of this species, µm³/s, while all its sites are free. */
  readonly clearance: Expression;
  /** Most vesicles of the species that can be bound at once; absent: no limit. */
  readonly sites?: Expression;
  /** From the surface back into the medium, 1/s. */
  readonly detach: Expression;
  /** From the surface into the cell, 1/s; Infinity: at once. */
  readonly entry: Expression;
  /** Breakdown of vesicles inside, 1/s. */
  readonly digestion: Expression;
  /** What becomes of cargo that the kind shows when its vesicle enters; the rest is payload. */
  readonly acquires?: Acquisition;
}

export interface Acquisition {
  /** Part that waits to be processed, 0 to 1. */
  readonly share: Expression;
  /** Of cargo on the outer face: part that is shown at once as it is, 0 to 1; both together at most 1. */
  readonly dressed: Expression;
  /** From waiting to shown, 1/s. */
  readonly process: Expression;
}

/** Cargo that a kind shows to other cells. */
export interface Display {
  readonly cargo: number;
  /** Loss of what is shown, 1/s. */
  readonly loss: Expression;
}

export interface Release {
  readonly species: number;
  /** steady: single vesicles at `rate`; batch: batches at `rate`; bodies: multivesicular bodies form at `rate` and leave as below. */
  readonly manner: "steady" | "batch" | "bodies";
  readonly rate: Expression; // 1/s
  /** Vesicles in a batch or body: a whole number. */
  readonly size: Expression;
  /** Bodies: fusion with the plasma membrane (all their vesicles leave) and with the lysosome (all are degraded), 1/s. */
  readonly fusion: Expression;
  readonly degradation: Expression;
  /** Cargo copies read from the producer's state at release. */
  readonly stamps: readonly { readonly cargo: number; readonly copies: Expression }[];
}

/** How cells of a kind walk in a static culture. */
export interface Move {
  readonly motility: Expression; // µm²/s, in each direction in the long run
  readonly persistence: Expression; // s; 0: no memory of where it went
  /** Up the gradient of a factor. */
  readonly toward?: {
    readonly factor: number;
    readonly speed: Expression; // µm/s, at most
    readonly halfMax: Expression; // relative difference over the cell at half of the speed
  };
}

/** A cell type in one of its states. */
export interface Kind {
  readonly name: string; // "CD8 resting"; the type alone where it has one state
  readonly type: string;
  readonly state: string;
  readonly diameter: number; // µm
  readonly start: readonly { readonly attribute: number; readonly value: Distribution }[];
  readonly attributes: readonly AttributeOf[]; // algebraic ones in the order in which they can be worked out
  readonly hazards: readonly Hazard[];
  readonly clocks: readonly Clock[]; // at most one for an event
  readonly secretions: readonly Secretion[];
  readonly consumptions: readonly Consumption[];
  readonly captures: readonly Capture[];
  readonly releases: readonly Release[];
  readonly shows: readonly Display[];
  readonly move?: Move;
}

/**
 * What happens at a side of a box. closed: nothing passes; periodic: what leaves comes back at the other side; absorbing:
 * what reaches it is gone; fixed: fresh medium beyond it, at a concentration that stays (what leaves is gone).
 */
export type Wall = "closed" | "periodic" | "absorbing" | "fixed";

/** A box of voxels: along x, y and z. */
export interface Lattice {
  readonly shape: readonly number[]; // voxels
  readonly size: readonly number[]; // of one voxel, µm
}

/** The places of a static culture: what is simulated of it is a box. */
export interface Space extends Lattice {
  readonly walls: readonly Wall[]; // x low, x high, y low, y high, z low, z high; periodic in pairs
  readonly grids: readonly Lattice[]; // by factor, of the same box
  readonly outside: readonly number[]; // by factor, beyond fixed walls, molecules/µm³
  /** settled: cells lie on the floor; afloat: anywhere; lattice: one in the middle of a voxel. */
  readonly cells: "settled" | "afloat" | "lattice";
  /** Cells whose surfaces are no further apart than this touch, µm. */
  readonly reach: number;
}

/** Gives a factor or vesicles to a culture without a cell. */
export interface Source {
  readonly name: string;
  readonly culture: number;
  readonly of: { readonly factor: number } | { readonly species: number };
  readonly rate: Expression; // molecules/s or vesicles/s in the real well (stirred) or in the box (static); reads parameters and conditions
  /** Corners of the box in which it lies, µm: a point, a plane, a part of the box. In a stirred culture it says nothing. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** When it gives, s: a step ends where it starts or stops. */
  readonly on: readonly { readonly from: number; readonly to: number }[];
}

export interface Culture {
  readonly name: string;
  readonly volume: number; // µm³, of the real well
  /** Simulated part of the well, 0 to 1. State holds the simulated part; results are scaled back by it. */
  readonly share: number;
  /** Most cells simulated at a time: a culture that outgrows it goes on with three quarters of its share. */
  readonly most?: number;
  readonly conditions: readonly number[]; // start value of each condition
  /** Absent: it is stirred. */
  readonly space?: Space;
}

/** Matter runs from one culture to another: of what is there in the source this part in a second. */
export interface Route {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly rate: Expression; // 1/s; reads parameters and conditions of the source
  /** Part of each kind of matter that may go along, 0 to 1. */
  readonly vesicles: readonly number[]; // free ones, by species
  readonly factors: readonly number[]; // by factor
  readonly kinds: readonly number[]; // cells, by kind
}

/** The medium of a culture runs through a device and back, but for what the device holds. */
export interface Device {
  readonly name: string;
  readonly culture: number;
  readonly flow: Expression; // µm³/s of the real well; reads parameters and conditions of the culture
  /** When it runs, s: a step ends where it is switched on or off. */
  readonly on: readonly { readonly from: number; readonly to: number }[];
  /** Part of each species that gets through its pores, 0 to 1. */
  readonly vesicles: readonly number[];
  /** Holds this part of what gets through and carries the cargo, until so many vesicles of the real well are held. */
  readonly affinity?: { readonly cargo: number; readonly share: number; readonly capacity: number };
  /** Part of each factor that a pass takes out, 0 to 1. */
  readonly factors: readonly number[];
}

/** Diameters and densities that stand for the vesicles of a species, each with the part of them that has it. */
export interface Sizes {
  readonly diameters: readonly number[]; // µm
  readonly parts: readonly number[]; // by diameter
  readonly densities: readonly number[]; // kg/µm³
  readonly shares: readonly number[]; // by density
}

/** How a step of a preparation treats what runs through it: the part of each kind of matter that goes on. */
export interface Passage {
  readonly step: string; // as the report prints it
  readonly vesicles: readonly number[]; // by species, 0 to 1
  readonly factors: readonly number[]; // by factor, 0 to 1
}

/** What the experimenter does. Amounts are those of the real well; the engine simulates its share of them. */
export type Act =
  | { readonly do: "seed"; readonly kind: number; readonly density: number /* 1/µm³ */ }
  | { readonly do: "add"; readonly factor: number; readonly concentration: number /* molecules/µm³ */ }
  | { readonly do: "vesicles"; readonly species: number; readonly concentration: number /* 1/µm³ */ }
  /** Removes this part of every factor and free vesicle (medium) and, where told, of cells of some kinds. */
  | { readonly do: "remove"; readonly medium: number; readonly kinds: readonly number[]; readonly cells: number }
  /** Keeps cells of these kinds: this part of them, and of all others as many as leave them pure to this part, if there are so many. */
  | { readonly do: "sort"; readonly kinds: readonly number[]; readonly yield: number; readonly purity: number }
  | { readonly do: "set"; readonly condition: number; readonly value: number }
  | { readonly do: "change"; readonly kinds: readonly number[]; readonly attribute: number; readonly value: Expression }
  /** Takes this part of the medium as a preparation and puts it through the passages. */
  | {
      readonly do: "take";
      readonly part: number;
      readonly preparation: number;
      readonly passages: readonly Passage[];
      /** By species: what passed them all. */
      readonly sizes: readonly Sizes[];
    }
  /** Doses a preparation: up to `concentration` of its vesicles in the well (all species together), or this part of it. */
  | {
      readonly do: "dose";
      readonly preparation: number;
      readonly by: "concentration" | "part" | "equivalents";
      readonly amount: number; // 1/µm³ | part 0 to 1 | producer cells (count)
    };

export interface ProtocolEvent {
  /** s; NaN: waits for `when`. */
  readonly at: number;
  /** Looked at at every step boundary, once true never again; reads culture-wide signals only. */
  readonly when?: Expression;
  readonly culture: number;
  readonly act: Act;
  readonly text: string; // as the report prints it
}

/** What is read at each recorded time. Amounts are scaled back to the real well. */
export interface Observable {
  readonly name: string; // count, fraction, ratio, generation, concentration, vesicles, attribute, founder, total
  readonly culture: number;
  readonly subject: string; // as printed in the table: "CD8", "IL2", "CD8 generation 3"
  readonly unit: string;
  readonly scale: number; // value as printed = base value × scale
  readonly measure: Measure;
}

export type Measure =
  | { readonly of: "cells"; readonly kinds: readonly number[] } // living cells
  | { readonly of: "fraction" | "ratio"; readonly kinds: readonly number[]; readonly among: readonly number[] } // NaN where there are none
  | {
      readonly of: "generation";
      readonly kinds: readonly number[];
      readonly generation: number;
      readonly andMore: boolean;
    } // living cells
  | { readonly of: "concentration"; readonly factor: number } // molecules/µm³
  | { readonly of: "vesicles"; readonly species: number; readonly where: "free" | "bound" | "inside" }
  | {
      readonly of: "attribute";
      readonly attribute: number;
      readonly kinds: readonly number[];
      readonly statistic: "mean" | "deviation";
    }
  | { readonly of: "founder"; readonly kinds: readonly number[]; readonly ordinal: number } // living cells of one family, never scaled
  | {
      readonly of: "total";
      readonly count: "births" | "deaths" | "divisions" | "entries" | "sent" | "received";
      readonly kinds: readonly number[];
    } // since the start
  | {
      readonly of: "total";
      readonly count: "released" | "captured" | "degraded" | "lost" | "sent" | "received" | "left";
      readonly species: number;
    }
  | {
      readonly of: "total";
      readonly count: "secreted" | "consumed" | "decayed" | "sent" | "received" | "left";
      readonly factor: number;
    }
  /** Between two distances from the nearest living cell of these kinds, or from the low side along an axis; NaN where there is nothing. */
  | {
      readonly of: "distance";
      readonly what: Local;
      readonly kinds: readonly number[];
      readonly from: number;
      readonly to: number;
    } // µm
  | { readonly of: "slab"; readonly what: Local; readonly axis: number; readonly from: number; readonly to: number } // µm
  /** Mean distance from the nearest living cell of these kinds, over all of these molecules or vesicles, µm; NaN where there are none. */
  | { readonly of: "reach"; readonly what: readonly Somewhere[]; readonly kinds: readonly number[] }
  | { readonly of: "held"; readonly device: number; readonly species: number } // since the start, of the real well
  | { readonly of: "held"; readonly device: number; readonly factor: number }
  /** What an instrument reads, or (`truth`) what it looks at; NaN at times when it is not used. */
  | { readonly of: "assay"; readonly assay: number; readonly entry: string; readonly truth: boolean };

/** What lies somewhere: molecules of a factor, free vesicles of a species, or those that cells have taken and still hold. */
export type Somewhere =
  | { readonly factor: number }
  | { readonly species: number }
  | { readonly held: number; readonly kinds: readonly number[] };

/**
 * What is read place by place: a concentration (molecules/µm³), free vesicles (1/µm³), vesicles held as their mean number in a
 * cell; of all vesicles held, the part that is there; of some cells that are there, the part that others of them are.
 */
export type Local =
  | Somewhere
  | { readonly shared: number; readonly kinds: readonly number[] }
  | { readonly fraction: readonly number[]; readonly among: readonly number[] };

/** A virtual instrument, when and on what it is used. */
export interface Assay {
  readonly instrument:
    | "automated count"
    | "flow cytometry"
    | "dye dilution"
    | "cytokine array"
    | "light scattering"
    | "bead flow"
    | "killing"
    | "caspase"
    | "ELISA"
    | "tetramer"
    | "tumour volume"
    | "sucrose gradient"
    | "differential spins"
    | "nanoparticle tracking"
    | "plasma capture"
    | "RNA profile";
  readonly culture: number; // where it samples; of a preparation: where the recording shows it
  readonly preparation: number; // −1: a culture is measured
  readonly at: readonly number[]; // s
  readonly gates: readonly { readonly name: string; readonly kinds: readonly number[] }[]; // of cells
  readonly labelled: number; // s; when the cells took up the dye
  readonly analytes: readonly { readonly name: string; readonly factor: number }[]; // array, ELISA
  readonly markers: readonly { readonly name: string; readonly cargo: number }[]; // bead flow: each is stained, the next one captures
  /** By species, as in the medium: for what sizes or parts the vesicles of a culture. */
  readonly sizes: readonly Sizes[];
  /** Preparation (or culture, where a culture is measured) that is read beside it, for comparison; −1: none. */
  readonly against: number;
  readonly settings: Readonly<Record<string, number>>;
}

/** One world: an arm with the parameters of one donor. */
export interface Model {
  readonly time: {
    readonly start: number;
    readonly end: number;
    readonly step: number;
    readonly records: readonly number[];
  }; // s
  readonly parameters: readonly number[]; // base units
  readonly factors: readonly Factor[];
  readonly reactions: readonly Reaction[];
  readonly cargo: readonly Cargo[];
  readonly vesicles: readonly VesicleSpecies[];
  readonly attributes: readonly Attribute[];
  readonly conditions: readonly string[];
  readonly kinds: readonly Kind[];
  readonly cultures: readonly Culture[];
  readonly routes: readonly Route[];
  readonly devices: readonly Device[];
  readonly sources: readonly Source[];
  readonly preparations: readonly string[];
  readonly protocol: readonly ProtocolEvent[]; // by time, then in the order of the file
  readonly assays: readonly Assay[];
  readonly observables: readonly Observable[]; // the columns of the recording, in their order
  readonly limit: { readonly cells: number; readonly vesicles: number }; // rows in one culture; more stops the run cleanly
}

/** What is wrong in a file, where, and what would be right. */
export interface Issue {
  readonly file: string;
  readonly line: number; // from 1
  readonly column: number; // from 1
  readonly path: string; // cultures.recipient.volume
  readonly text: string;
  readonly hint: string;
}

/** A column of the recording, by name: what a part of a claim reads. */
export interface Reading {
  readonly name: string;
  readonly culture: number;
  readonly subject: string;
}

/** How a part of a claim is put. All readings are printed values; `at` lists times, each of which must satisfy it. */
export interface ClaimPart {
  readonly text: string; // as printed
  readonly compare: "ratio" | "difference" | "value" | "bliss";
  readonly reading: Reading;
  /** value: [arm]; ratio and difference: [arm, control]; bliss: [control, one, other, both]. */
  readonly arms: readonly string[];
  readonly at: readonly number[]; // s
  readonly asks: "increases" | "decreases" | "equivalent" | "at least" | "at most" | "above" | "below" | "between";
  readonly values: readonly number[]; // of at least, at most, above, below (one) and between (two)
}

/** A reading that passes a value: at the first time at which it is read so, it has happened. */
export interface Passing {
  readonly reading: Reading;
  readonly side: "above" | "below";
  readonly value: number; // as printed
}

/** Two things that may go together over a cohort. Readings are printed values. */
export interface Association {
  readonly id: string;
  readonly text: string; // as printed
  readonly arms: readonly string[]; // in each of which it is worked out; none: in all. Without `of`: [treated, control]
  /** What a donor is told by; absent: the arm. */
  readonly of?: { readonly reading: Reading; readonly at: number /* s */ };
  /** Another reading, or how long it took until something happened. */
  readonly outcome: { readonly reading: Reading; readonly at: number /* s */ } | { readonly until: Passing };
  /** What must be so of the correlation of ranks, or of the ratio of hazards. */
  readonly asks?: { readonly side: "above" | "below"; readonly value: number };
}

/** A change of the model that a claim is tested by: differences that every arm takes on. */
export interface Change {
  readonly text: string;
  readonly without: readonly string[];
  readonly either: readonly string[];
  readonly set: Readonly<Record<string, string | number>>;
}

/** A published finding as a test. */
export interface Claim {
  readonly id: string;
  readonly says: string;
  readonly rows: readonly string[];
  readonly evidence: "S" | "A" | "M" | "D" | "assumed";
  /** Parameters that were chosen with this claim in view; none: the claim is predicted. */
  readonly fitted: readonly string[];
  /** A band that no source states: reported, never a verdict. */
  readonly soft: boolean;
  readonly holds: readonly ClaimPart[];
  /** Without this the claim must be reversed or undecided… */
  readonly off?: Change;
  /** …while these parts still hold. */
  readonly still: readonly ClaimPart[];
  /** With this a claim that says that nothing happens must fail. */
  readonly on?: Change;
}
