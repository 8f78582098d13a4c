/** Instruments that look at the cells and the medium of a culture. */
import { dead } from "../engine/cells.ts";
import { generationColumn } from "../engine/layout.ts";
import type { CultureState, Simulation } from "../engine/simulation.ts";
import { pow } from "../kernels/math.ts";
import { cytokineArray } from "./assay/array.ts";
import { assayKey } from "./assay/chance.ts";
import { automatedCount } from "./assay/count.ts";
import { type Divisions, dyeDilution } from "./assay/dye.ts";
import { elisa } from "./assay/elisa.ts";
import { flowCytometry } from "./assay/flow.ts";
import { caspaseOn, halfTime, specificLysis } from "./assay/killing.ts";
import { tetramerStain } from "./assay/tetramer.ts";
import { tumourVolume } from "./assay/tumour.ts";
import { booked, type Look, living, mL, type Readings, settingsFor } from "./looks.ts";

/** Living cells, and how many of all are viable. */
export function counted({ culture, assay, key }: Look): Readings {
  const well = { live: living(culture, assay.gates[0].kinds), dead: 0, volume_mL: culture.volume / culture.share / mL };
  const { truth, reading } = automatedCount(well, settingsFor<"automated count">(assay), key);
  return new Map([
    ["viable", { reading: reading.viable_per_mL, truth: truth.viable_per_mL }],
    ["viability", { reading: reading.viability, truth: truth.viability }],
  ]);
}

export function gated({ culture, assay, key }: Look): Readings {
  const cells = Float64Array.from(assay.gates, ({ kinds }) => living(culture, kinds));
  const { truth, reading } = flowCytometry(cells, settingsFor<"flow cytometry">(assay), key);
  const entries = assay.gates.map(
    ({ name }, gate) => [name, { reading: reading.percent[gate], truth: truth.percent[gate] }] as const,
  );
  const [first, second] = assay.gates;
  if (!second) return new Map(entries);
  return new Map([...entries, [`${first.name}/${second.name}`, { reading: reading.ratio, truth: truth.ratio }]]);
}

export function diluted({ simulation, culture, assay, what, key }: Look): Readings {
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

/** Mass of a factor in the medium, pg/mL. */
function picograms(simulation: Simulation, culture: CultureState, factor: number): number {
  const perMl = (culture.factor[factor] / culture.volume) * mL; // molecules
  return (perMl / avogadro) * simulation.plan.model.factors[factor].molarMass * 1e15;
}

/** Only what the culture itself made is told: of a factor that was also put in, the part that its cells secreted. */
export function arrayed({ simulation, culture, assay, key }: Look): Readings {
  const panel = assay.analytes.map(({ name, factor }) => {
    const { secreted, given } = culture.ledger.factors;
    const all = secreted[factor] + given[factor];
    const own = all > 0 ? secreted[factor] / all : 0;
    return { name, concentration_pg_per_mL: own * picograms(simulation, culture, factor) };
  });
  const { truth, reading } = cytokineArray(panel, settingsFor<"cytokine array">(assay), key);
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + Math.max(0, value), 0);
  return new Map([
    ...panel.map(({ name }, at) => [name, { reading: reading.intensity[at], truth: truth.intensity[at] }] as const),
    ["analytes on", { reading: reading.numberOn, truth: truth.numberOn }],
    ["sum", { reading: sum(reading.intensity), truth: sum(truth.intensity) }],
  ]);
}

/** All of a factor in the medium, whoever put it there. */
export function titrated({ simulation, culture, assay, what, key }: Look): Readings {
  const found = new Map<string, { reading: number; truth: number }>();
  for (const { name, factor } of assay.analytes) {
    assayKey(simulation.key, what, `ELISA of ${name}`, simulation.time, key);
    const { truth, reading } = elisa(picograms(simulation, culture, factor), settingsFor<"ELISA">(assay), key);
    found.set(name, { reading: reading.concentration_pg_per_mL, truth: truth.concentration_pg_per_mL });
    found.set(`${name} titre`, { reading: reading.titre, truth: truth.titre });
  }
  return found;
}

/**
 * Every cell seeded, or sent here, holds one portion of label, and daughters half of their mother's. Cells that were taken away
 * count as never labelled.
 */
export function lysed({ simulation, culture, assay, what, key }: Look): Readings {
  const { cells, ledger, share } = culture;
  const generation = cells.columns[generationColumn];
  const found = new Map<string, { reading: number; truth: number }>();
  for (const { name, kinds } of assay.gates) {
    const { seeded, received, removed, sent } = ledger.cells;
    const [put, came, gone, left] = [seeded, received, removed, sent].map((line) => booked(line, kinds, culture));
    const labelled = put + came - gone - left;
    let kept = 0;
    for (let row = 0; row < cells.count; row++)
      if (kinds.includes(cells.kind[row])) kept += pow(2, -generation[row]) / share;
    const part = labelled > 0 ? Math.min(1, Math.max(0, 1 - kept / labelled)) : Number.NaN;
    assayKey(simulation.key, what, `killing of ${name}`, simulation.time, key);
    const { truth, reading } = specificLysis(part, settingsFor<"killing">(assay), key);
    found.set(name, { reading: reading.lysis_percent, truth: truth.lysis_percent });
    found.set(`${name} spontaneous`, { reading: reading.spontaneous_percent, truth: truth.spontaneous_percent });
  }
  return found;
}

/** Cells that died are still there to be seen. */
export function dying({ simulation, culture, assay, what, key, earlier }: Look): Readings {
  const found = new Map<string, { reading: number; truth: number }>();
  for (let at = 0; at < assay.gates.length; at += 2) {
    const [{ name, kinds }, states] = assay.gates.slice(at, at + 2);
    const deaths = booked(culture.ledger.cells.deaths, kinds, culture);
    const alive = living(culture, kinds);
    const on = living(culture, states.kinds);
    assayKey(simulation.key, what, `caspase in ${name}`, simulation.time, key);
    const look = caspaseOn({ dying: deaths + on, others: alive - on }, settingsFor<"caspase">(assay), key);
    found.set(name, look);
    const [reading, truth] = [false, true].map((isTruth) => {
      const now = { time: simulation.time, value: isTruth ? look.truth : look.reading };
      const course = [...earlier(name, isTruth), now];
      return halfTime(
        course.map(({ time }) => time / 3600),
        course.map(({ value }) => value),
      );
    });
    found.set(`${name} half-time`, { reading, truth });
  }
  return found;
}

export function stained({ culture, assay, key }: Look): Readings {
  const [{ name, kinds }, among] = assay.gates;
  const cells = { specific: living(culture, kinds), all: living(culture, among.kinds) };
  return new Map([[name, tetramerStain(cells, settingsFor<"tetramer">(assay), key)]]);
}

const cubicMillimetre = 1e9; // µm³

/** A graft that does not take is the same animal's at all times. */
export function callipered({ simulation, culture, assay, what, key }: Look): Readings {
  const { kinds } = simulation.plan.model;
  const [{ name, kinds: own }] = assay.gates;
  const volume = own.reduce((sum, kind) => {
    const { diameter } = kinds[kind];
    return sum + living(culture, [kind]) * (Math.PI / 6) * diameter * diameter * diameter;
  }, 0);
  const animal = new Uint32Array(2);
  assayKey(simulation.key, what, `graft of ${name}`, 0, animal);
  const settings = settingsFor<"tumour volume">(assay);
  return new Map([[name, tumourVolume(volume / cubicMillimetre, settings, animal, key)]]);
}
