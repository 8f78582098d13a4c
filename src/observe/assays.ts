/** Uses the instruments of a model on a state: what each sees is read off the state, and what it makes of it has its own chance. */
import { dead } from "../engine/cells.ts";
import { generationColumn } from "../engine/layout.ts";
import type { CultureState, Preparation, Simulation } from "../engine/simulation.ts";
import type { Assay as Instrument, SettingsOf } from "../instruments.ts";
import type { Act, Assay } from "../model.ts";
import { cytokineArray } from "./assay/array.ts";
import { beadFlow } from "./assay/beads.ts";
import { assayKey } from "./assay/chance.ts";
import { automatedCount } from "./assay/count.ts";
import { type Divisions, dyeDilution } from "./assay/dye.ts";
import { flowCytometry } from "./assay/flow.ts";
import { mixed, type Particles } from "./assay/particles.ts";
import { lightScattering } from "./assay/scattering.ts";

/** Readings by entry: what the instrument says, and what is so. */
export type Readings = ReadonlyMap<string, { readonly reading: number; readonly truth: number }>;

const key = new Uint32Array(2);
const nothing: Readings = new Map();

/** What one instrument reads now; nothing at times when it is not used. */
export function readingsOf(simulation: Simulation, assay: Assay): Readings {
  const { model } = simulation.plan;
  const slack = 1e-6 * Math.max(1, Math.abs(simulation.time));
  if (!assay.at.some((time) => Math.abs(time - simulation.time) <= slack)) return nothing;
  const what =
    assay.preparation < 0 ? model.cultures[assay.culture].name : `preparation ${model.preparations[assay.preparation]}`;
  const tellsApart = [...assay.gates, ...assay.analytes, ...assay.markers].map(({ name }) => name).join(" ");
  assayKey(simulation.key, what, `${assay.instrument} ${tellsApart}`, simulation.time, key);
  const culture = simulation.cultures[assay.culture];
  switch (assay.instrument) {
    case "automated count":
      return counted(culture, assay);
    case "flow cytometry":
      return gated(culture, assay);
    case "dye dilution":
      return diluted(simulation, culture, assay, what);
    case "cytokine array":
      return arrayed(simulation, culture, assay);
    case "light scattering":
      return scattered(simulation, assay);
    case "bead flow":
      return beaded(simulation, assay, what);
  }
}

/** The settings were checked against the table of this instrument when the scenario was read. */
const settingsFor = <I extends Instrument>(assay: Assay): SettingsOf<I> => assay.settings as SettingsOf<I>;

const mL = 1e12; // µm³

function living(culture: CultureState, kinds: readonly number[]): number {
  const { cells } = culture;
  let count = 0;
  for (let row = 0; row < cells.count; row++) if (kinds.includes(cells.kind[row])) count++;
  return count / culture.share;
}

function counted(culture: CultureState, assay: Assay): Readings {
  const well = { live: living(culture, assay.gates[0].kinds), dead: 0, volume_mL: culture.volume / culture.share / mL };
  const { truth, reading } = automatedCount(well, settingsFor<"automated count">(assay), key);
  return new Map([
    ["viable", { reading: reading.viable_per_mL, truth: truth.viable_per_mL }],
    ["viability", { reading: reading.viability, truth: truth.viability }],
  ]);
}

function gated(culture: CultureState, assay: Assay): Readings {
  const cells = Float64Array.from(assay.gates, ({ kinds }) => living(culture, kinds));
  const { truth, reading } = flowCytometry(cells, settingsFor<"flow cytometry">(assay), key);
  const entries = assay.gates.map(
    ({ name }, gate) => [name, { reading: reading.percent[gate], truth: truth.percent[gate] }] as const,
  );
  const [first, second] = assay.gates;
  if (!second) return new Map(entries);
  return new Map([...entries, [`${first.name}/${second.name}`, { reading: reading.ratio, truth: truth.ratio }]]);
}

function diluted(simulation: Simulation, culture: CultureState, assay: Assay, what: string): Readings {
  const { cells } = culture;
  const generation = cells.columns[generationColumn];
  const found = new Map<string, { reading: number; truth: number }>();
  for (const { name, kinds } of assay.gates) {
    const rows: number[] = [];
    for (let row = 0; row < cells.count; row++)
      if (cells.kind[row] !== dead && kinds.includes(cells.kind[row])) rows.push(generation[row]);
    assayKey(simulation.key, what, `dye dilution of ${name}`, simulation.time, key);
    const sample = {
      generations: Int32Array.from(rows),
      count: rows.length / culture.share,
      labelled_h: Math.max(0, simulation.time - assay.labelled) / 3600,
    };
    const { truth, reading } = dyeDilution(sample, settingsFor<"dye dilution">(assay), key);
    const prefix = name === "all" ? "" : `${name} `;
    const pair = (of: (divisions: Divisions) => number) => ({ reading: of(reading), truth: of(truth) });
    reading.byGeneration.forEach((part, generation, { length }) => {
      const entry = `${prefix}generation ${generation}${generation === length - 1 ? "+" : ""}`;
      found.set(entry, { reading: 100 * part, truth: 100 * truth.byGeneration[generation] });
    });
    found.set(
      `${prefix}divided`,
      pair((divisions) => divisions.divided_percent / 100),
    );
    found.set(
      `${prefix}precursors`,
      pair((divisions) => divisions.precursors_percent / 100),
    );
    found.set(
      `${prefix}division index`,
      pair((divisions) => divisions.divisionIndex),
    );
  }
  return found;
}

const avogadro = 6.02214076e23;

/** Only what the culture itself made is told: of a factor that was also put in, the part that its cells secreted. */
function arrayed(simulation: Simulation, culture: CultureState, assay: Assay): Readings {
  const { factors } = simulation.plan.model;
  const panel = assay.analytes.map(({ name, factor }) => {
    const { secreted, given } = culture.ledger.factors;
    const all = secreted[factor] + given[factor];
    const own = all > 0 ? secreted[factor] / all : 0;
    const perMl = (culture.factor[factor] / culture.volume) * mL * own; // molecules
    return { name, concentration_pg_per_mL: (perMl / avogadro) * factors[factor].molarMass * 1e15 };
  });
  const { truth, reading } = cytokineArray(panel, settingsFor<"cytokine array">(assay), key);
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + Math.max(0, value), 0);
  return new Map([
    ...panel.map(({ name }, at) => [name, { reading: reading.intensity[at], truth: truth.intensity[at] }] as const),
    ["analytes on", { reading: reading.numberOn, truth: truth.numberOn }],
    ["sum", { reading: sum(reading.intensity), truth: sum(truth.intensity) }],
  ]);
}

/** Vesicles of each species in a preparation, of the real well. */
function vesiclesIn(preparation: Preparation): number[] {
  return preparation.pools.map(({ count }) => count.reduce((sum, value) => sum + value, 0));
}

function scattered(simulation: Simulation, assay: Assay): Readings {
  const preparation = simulation.preparations[assay.preparation];
  const sizes = sizesOf(simulation, assay.preparation);
  const particles = mixed(
    ...vesiclesIn(preparation).map(
      (count, species): Particles => ({
        diameter_nm: Float64Array.from(sizes[species]?.diameters ?? [], (diameter) => diameter * 1000),
        number: Float64Array.from(sizes[species]?.parts ?? [], (part) => part * count),
      }),
    ),
  );
  const { truth, reading } = lightScattering(particles, settingsFor<"light scattering">(assay), key);
  return new Map([
    ["z-average", { reading: reading.zAverage_nm, truth: truth.zAverage_nm }],
    ["polydispersity", { reading: reading.polydispersity, truth: truth.polydispersity }],
    ["number mean", { reading: truth.numberMean_nm, truth: truth.numberMean_nm }],
  ]);
}

/** Diameters of what a preparation holds, by species: as its passages left them. */
function sizesOf(simulation: Simulation, preparation: number): Extract<Act, { do: "take" }>["sizes"] {
  for (const { act } of simulation.plan.model.protocol)
    if (act.do === "take" && act.preparation === preparation) return act.sizes;
  return [];
}

/** Each marker is stained on beads that capture by the next one of the list. */
function beaded(simulation: Simulation, assay: Assay, what: string): Readings {
  const { model } = simulation.plan;
  const preparation = simulation.preparations[assay.preparation];
  const vesicles = vesiclesIn(preparation).reduce((sum, count) => sum + count, 0);
  const copies = (cargo: number): number => {
    let sum = 0;
    for (const pool of preparation.pools)
      for (let joint = 0; joint < pool.count.length; joint++) sum += pool.cargo[joint * model.cargo.length + cargo];
    return vesicles > 0 ? sum / vesicles : 0;
  };
  const found = new Map<string, { reading: number; truth: number }>();
  assay.markers.forEach(({ name, cargo }, at) => {
    const capture = assay.markers[(at + 1) % assay.markers.length];
    assayKey(simulation.key, what, `bead flow ${name} on ${capture.name}`, simulation.time, key);
    const volume_mL = preparation.volume / mL / 100; // a pellet is taken up in a hundredth of its medium
    const marked = {
      vesicles_per_mL: vesicles / volume_mL,
      captureCopies: copies(capture.cargo),
      detectionCopies: copies(cargo),
    };
    const { reading } = beadFlow(marked, settingsFor<"bead flow">(assay), key);
    found.set(`${name} positive`, { reading: reading.positive_percent, truth: reading.positive_percent });
    found.set(`${name} over isotype`, { reading: reading.ratio, truth: reading.ratio });
  });
  return found;
}
