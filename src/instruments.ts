/**
 * What a virtual instrument can be told: one table, by assay and setting, with unit, default, limits and source. The
 * defaults are no measurements. `source` begins with what they are:
 *
 *   suggested   a range for such instruments, named with it; the default lies inside
 *   derived     worked out from what is said there
 *   assumed     a plain choice
 *
 * A unit of "1" is a pure number; "MEF" counts fluorescent molecules that would be as bright; "counts" are a camera's.
 */

export interface Setting {
  readonly value: number; // the default, in `unit`
  readonly unit: string;
  readonly least: number; // the limits of what can be asked for
  readonly most: number;
  readonly about: string;
  readonly source: string;
}

function setting(
  value: number,
  unit: string,
  [least, most]: readonly [number, number],
  about: string,
  source: string,
): Setting {
  return { value, unit, least, most, about, source };
}

const share = [0, 1] as const;
const cv = [0, 2] as const;
const amount = [0, 1e15] as const;
const some = [1e-9, 1e15] as const; // not 0: it divides, or is a scale
const number = [1, 1e6] as const;

/** Forces (xg) of differential spins, in their order; src/observe/assay/spins.ts says for how long. */
export const spinForces = [300, 2000, 10_000, 100_000] as const;

/** The tube in which a spin pellets. */
const tube = {
  mediumDensity: setting(
    1.007,
    "g/mL",
    some,
    "density of the medium in the tube",
    "assumed: a little denser than water",
  ),
  viscosity: setting(1.002, "mPa*s", some, "viscosity of the medium in the tube", "assumed: of water at 20 degrees"),
  path: setting(
    79.4,
    "mm",
    some,
    "from the surface to the bottom of the tube",
    "derived: a clearing factor of 225 S*h at 100 000 xg",
  ),
} as const;

export const assaySettings = {
  "automated count": {
    countedVolume: setting(1, "uL", some, "diluted suspension that is looked at", "assumed"),
    dilution: setting(
      2,
      "1",
      [1, 1e6],
      "volumes of diluted suspension from one volume of culture",
      "assumed: one part of dye solution",
    ),
    pipettingCv: setting(0.065, "1", cv, "variation of the volume taken", "suggested: 0.05 to 0.08"),
    aggregated: setting(
      0.03,
      "1",
      share,
      "chance that a cell hides in a clump counted as one",
      "suggested: 0.02 to 0.05",
    ),
    coincidenceVolume: setting(
      30,
      "pL",
      amount,
      "room round a cell in which another one is taken for it",
      "derived: a circle of radius 10 um in a chamber 100 um deep",
    ),
    deadTakenForLive: setting(0.02, "1", share, "chance that a dead cell is called viable", "suggested: 0.01 to 0.03"),
    liveTakenForDead: setting(0.01, "1", share, "chance that a living cell is called dead", "assumed"),
    floor: setting(1e4, "/mL", amount, "fewer viable cells than this read as none", "suggested: about 1e4 /mL"),
  },
  "flow cytometry": {
    events: setting(10_000, "1", number, "events recorded, where there are so many cells", "suggested: 10 000"),
    misassigned: setting(0.01, "1", share, "chance that an event falls into a wrong gate", "suggested: 0.005 to 0.02"),
    doublets: setting(0.02, "1", share, "part of events that are two cells", "suggested: 0.01 to 0.03"),
    background: setting(
      0.001,
      "1",
      share,
      "part of events that are no cell and fall into any gate",
      "assumed: near the limit of detection suggested for tetramers, 0.0005 to 0.001",
    ),
  },
  "receptor stain": {
    events: setting(10_000, "1", number, "events recorded, where there are so many cells", "suggested: 10 000"),
    brightness: setting(1, "MEF", some, "fluorescence of one stained receptor", "assumed: one fluorochrome each"),
    stainCv: setting(
      0.2,
      "1",
      cv,
      "variation of the stain from cell to cell",
      "assumed: suggested is lognormal, without a number",
    ),
    background: setting(300, "MEF", amount, "autofluorescence and isotype antibody, mean of cells", "assumed"),
    backgroundCv: setting(0.4, "1", cv, "its variation from cell to cell", "assumed"),
    instrumentCv: setting(0.04, "1", cv, "variation of the reading of one brightness", "suggested: 0.03 to 0.05"),
    outsideGate: setting(0.01, "1", [0, 0.5], "part of isotype events that the gate calls positive", "assumed"),
  },
  "dye dilution": {
    events: setting(10_000, "1", number, "events recorded, where there are so many cells", "suggested: 10 000"),
    load: setting(
      1e5,
      "MEF",
      some,
      "dye taken up when labelled, mean of cells",
      "assumed: 7 to 8 generations above autofluorescence",
    ),
    loadCv: setting(
      0.2,
      "1",
      cv,
      "its variation from cell to cell",
      "suggested: 0.2 to 0.3; with 0.3 the peaks of generations run into each other",
    ),
    partitionCv: setting(
      0.05,
      "1",
      [0, 0.2],
      "variation of a daughter's share at a division",
      "assumed: a binomial partition of 400 equal portions",
    ),
    earlyLoss: setting(0.4, "1", [0, 0.99], "dye lost during the first day", "suggested: 0.3 to 0.5"),
    lateLoss: setting(0.05, "1", [0, 0.99], "dye lost on each day after it", "assumed: suggested is slow decay"),
    autofluorescence: setting(300, "MEF", some, "of unlabelled cells, mean", "assumed"),
    autofluorescenceCv: setting(0.4, "1", cv, "its variation from cell to cell", "assumed"),
    instrumentCv: setting(0.04, "1", cv, "variation of the reading of one brightness", "suggested: 0.03 to 0.05"),
    generations: setting(
      8,
      "1",
      [1, 20],
      "last generation with a gate of its own; later ones fall into it",
      "suggested: 7 to 8",
    ),
  },
  "cytokine array": {
    blank: setting(1500, "counts", amount, "intensity of a spot without analyte, mean", "assumed"),
    blankSd: setting(250, "counts", amount, "its standard deviation from spot to spot", "assumed"),
    top: setting(
      40_000,
      "counts",
      some,
      "intensity that a saturated spot adds, and that of the reference spots",
      "assumed",
    ),
    halfMax: setting(
      3000,
      "pg/mL",
      some,
      "concentration of half that intensity",
      "assumed: with blank and top, a limit of detection near 57 pg/mL",
    ),
    power: setting(1, "1", some, "Hill power of the response", "assumed"),
    spotCv: setting(0.2, "1", cv, "variation of the signal from spot to spot", "suggested: 0.15 to 0.25"),
    exposureCv: setting(0.2, "1", cv, "variation of all intensities from array to array", "assumed"),
    crossReactivity: setting(
      0.02,
      "1",
      share,
      "part of another analyte that an antibody known to bind it takes for its own",
      "suggested: at most 0.02",
    ),
    spots: setting(2, "1", number, "spots of each analyte", "suggested: duplicate spots"),
    referenceSpots: setting(4, "1", number, "spots of known full intensity", "assumed"),
    blankSpots: setting(8, "1", [2, 1e6], "spots without antibody", "assumed"),
    ceiling: setting(65_535, "counts", some, "largest intensity that the camera tells", "assumed: 16 bits"),
  },
  "light scattering": {
    sizeCv: setting(0.025, "1", cv, "variation of the z-average between readings", "suggested: 0.02 to 0.03"),
    polydispersityError: setting(
      0.03,
      "1",
      amount,
      "standard deviation of the polydispersity index between readings",
      "suggested: 0.03",
    ),
    resolution: setting(
      1.25,
      "1",
      [1.001, 3],
      "geometric standard deviation at which particles of one size are drawn",
      "assumed",
    ),
    intensityCv: setting(0.1, "1", cv, "variation of one class of the distribution", "assumed"),
    classes: setting(60, "1", [2, 1000], "classes of the distribution", "assumed"),
    smallest: setting(1, "nm", some, "lower end of the distribution", "assumed"),
    largest: setting(10_000, "nm", some, "upper end of the distribution", "assumed"),
  },
  "bead flow": {
    beads: setting(5000, "1", number, "beads recorded", "suggested: 5000"),
    beadDensity: setting(1e6, "/mL", some, "beads in the tube", "assumed: 1e5 in 100 uL"),
    capacity: setting(3000, "1", some, "vesicles that a bead can hold", "suggested: 1e3 to 1e4 on a bead of 4 um"),
    halfMax: setting(2e9, "/mL", some, "free vesicles at which a bead is half full", "assumed"),
    beadCv: setting(0.2, "1", cv, "variation of vesicles held from bead to bead", "assumed"),
    nonSpecific: setting(
      0.02,
      "1",
      share,
      "vesicles without the capture marker, and copies under the isotype antibody, that are bound all the same",
      "suggested: 0.01 to 0.05",
    ),
    brightness: setting(1, "MEF", some, "fluorescence of one stained copy", "assumed: one fluorochrome each"),
    background: setting(200, "MEF", some, "fluorescence of a bare bead, mean", "assumed"),
    backgroundCv: setting(0.3, "1", cv, "its variation from bead to bead", "assumed"),
    outsideGate: setting(0.01, "1", [0, 0.5], "part of isotype beads that the gate calls positive", "assumed"),
  },
  "nanoparticle tracking": {
    smallest: setting(55, "nm", amount, "smaller particles are not seen", "suggested: 50 to 60 nm"),
    largest: setting(1000, "nm", some, "larger particles are not told from dust", "assumed"),
    volume: setting(2, "nL", some, "suspension that is looked at, all films together", "assumed"),
    working: setting(5e8, "/mL", some, "visible particles above which the sample is diluted down to it", "assumed"),
    pipettingCv: setting(0.1, "1", cv, "variation of the concentration by dilution and depth of view", "assumed"),
    trackCv: setting(0.15, "1", cv, "variation of the size told from one track", "assumed: tracks of some 50 frames"),
  },
  killing: {
    spontaneous: setting(0.1, "1", share, "label that targets lose though they live", "suggested: 0.05 to 0.2"),
    wells: setting(3, "1", number, "wells of each kind: with effectors, of targets alone, with detergent", "assumed"),
    counts: setting(2000, "counts", some, "of a well in which detergent frees all label, mean", "assumed"),
    wellCv: setting(0.05, "1", cv, "variation from well to well", "suggested: 0.05"),
  },
  caspase: {
    events: setting(10_000, "1", number, "cells looked at, where there are so many", "assumed: as in flow cytometry"),
    missed: setting(0.05, "1", share, "chance that a dead or dying cell stays dark", "assumed"),
    background: setting(0.02, "1", share, "chance that another cell lights up", "assumed"),
  },
  ELISA: {
    bottom: setting(0.05, "OD", amount, "optical density of a blank, mean", "assumed"),
    blankSd: setting(0.005, "OD", some, "its standard deviation from well to well", "assumed"),
    top: setting(3, "OD", some, "optical density that a saturated well adds", "assumed"),
    halfMax: setting(500, "pg/mL", some, "concentration of half of that", "assumed"),
    power: setting(1, "1", some, "Hill power of the response", "assumed"),
    wellCv: setting(0.1, "1", cv, "variation of what a well is given", "suggested: 0.08 to 0.12"),
    floor: setting(8, "pg/mL", amount, "less than this in the sample reads as none", "assumed"),
    trusted: setting(0.8, "1", [0.01, 0.999], "part of `top` up to which the curve is trusted", "assumed"),
    dilution: setting(5, "1", [1.001, 1e6], "from one well of the series to the next", "assumed"),
    wells: setting(4, "1", number, "in the series, the first undiluted", "assumed"),
  },
  tetramer: {
    events: setting(100_000, "1", number, "cells looked at, where there are so many", "assumed: rare cells need many"),
    missed: setting(0.05, "1", share, "chance that a specific cell is not stained", "assumed"),
    background: setting(2e-4, "1", share, "chance that another cell falls into the gate", "assumed"),
    limit: setting(0.075, "%", [0, 100], "a smaller part reads as none", "suggested: 0.05 to 0.1"),
  },
  "tumour volume": {
    cellPart: setting(0.6, "1", [0.01, 1], "of the tumour that these cells fill", "assumed"),
    aspect: setting(1.3, "1", [1, 10], "length for each width; the height is the width", "assumed"),
    calliperCv: setting(
      0.045,
      "1",
      cv,
      "variation of one length measured",
      "derived: 0.1 of the volume, in which the width counts twice",
    ),
    takeRate: setting(1, "1", share, "chance that the graft takes: where it does not, no tumour is found", "assumed"),
    smallest: setting(4, "mm^3", amount, "a smaller one cannot be felt and reads as none", "assumed: 2 mm across"),
  },
  "sucrose gradient": {
    lightest: setting(1.05, "g/mL", some, "density at the top of the tube", "suggested: 1.05"),
    densest: setting(1.25, "g/mL", some, "density at its bottom", "suggested: 1.25"),
    fractions: setting(12, "1", [2, 100], "taken from the top down, equal in density", "suggested: 10 to 12"),
    spread: setting(
      0.0075,
      "g/mL",
      some,
      "standard deviation of where particles of one density stop",
      "suggested: 0.005 to 0.01",
    ),
    carryOver: setting(0.075, "1", share, "part of a fraction that comes with the next", "suggested: 0.05 to 0.1"),
    recovery: setting(0.75, "1", share, "part of what is loaded that is found again", "suggested: 0.6 to 0.9"),
    recoveryCv: setting(0.1, "1", cv, "its variation from tube to tube", "assumed"),
    fractionCv: setting(0.1, "1", cv, "variation of what is counted in one fraction", "assumed"),
    refractometerSd: setting(0.002, "g/mL", amount, "error of a density that is read", "suggested: 0.002"),
  },
  "differential spins": {
    ...tube,
    washLoss: setting(0.3, "1", share, "part of the last pellet that is lost in its wash", "suggested: 0.2 to 0.4"),
    countCv: setting(0.1, "1", cv, "variation of what is counted in one pellet", "assumed"),
  },
  "plasma capture": {
    volume: setting(250, "uL", some, "plasma or medium that is worked up", "assumed"),
    recovery: setting(0.5, "1", share, "part of the vesicles that is found again", "suggested: 0.3 to 0.7"),
    recoveryCv: setting(0.2, "1", cv, "its variation from day to day", "assumed"),
    nonSpecific: setting(0.02, "1", share, "vesicles without the marker that are held all the same", "assumed"),
    events: setting(10_000, "1", number, "vesicles looked at, where there are so many", "assumed"),
    misassigned: setting(0.01, "1", share, "chance that one falls on the wrong side of the gate", "assumed"),
  },
  "RNA profile": {
    reads: setting(1e6, "1", number, "of all RNAs named, together", "assumed"),
    dispersion: setting(0.1, "1", [1e-6, 100], "of the counts: variance = mean + dispersion * mean^2", "assumed"),
    fold: setting(2, "1", [1, 1e6], "an RNA is called changed from this ratio on", "assumed"),
    errors: setting(3, "1", amount, "and if it lies this many standard errors from no change", "assumed"),
  },
  pellet: tube,
} as const satisfies Record<string, Record<string, Setting>>;

export type Assay = keyof typeof assaySettings;
export type SettingsOf<A extends Assay> = { readonly [Name in keyof (typeof assaySettings)[A]]: number };

/** The defaults of an assay with these changes, in the units of the table. */
export function settingsOf<A extends Assay>(assay: A, changes: Partial<SettingsOf<A>> = {}): SettingsOf<A> {
  const table: Readonly<Record<string, Setting>> = assaySettings[assay];
  const settings = Object.fromEntries(Object.entries(table).map(([name, { value }]) => [name, value]));
  for (const [name, value] of Object.entries<number | undefined>(changes)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(table, name)) throw new RangeError(`${assay} has no setting "${name}"`);
    const { least, most, unit } = table[name];
    if (!(value >= least && value <= most))
      throw new RangeError(`${name} of ${assay} is ${value}: from ${least} to ${most} ${unit} is possible`);
    settings[name] = value;
  }
  return settings as SettingsOf<A>;
}
