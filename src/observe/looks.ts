/** What instruments see of a state: living cells, molecules and vesicles, in amounts of the real well. */
import type { CultureState, Preparation, Simulation } from "../engine/simulation.ts";
import type { Assay as Instrument, SettingsOf } from "../instruments.ts";
import type { Act, Assay, Sizes } from "../model.ts";

/** Readings by entry: what the instrument says, and what is so. */
export type Readings = ReadonlyMap<string, { readonly reading: number; readonly truth: number }>;

/** One look with an instrument. */
export interface Look {
  readonly simulation: Simulation;
  readonly assay: Assay;
  readonly culture: CultureState;
  readonly what: string; // culture or preparation, as keys of chance name it
  readonly key: Uint32Array; // of this reading, two words
  /** What it told of an entry at earlier times (s), or what was so. */
  readonly earlier: (entry: string, truth: boolean) => readonly { readonly time: number; readonly value: number }[];
}

export const mL = 1e12; // µm³

/** The settings were checked against the table of this instrument when the scenario was read. */
export const settingsFor = <I extends Instrument>(assay: Assay): SettingsOf<I> => assay.settings as SettingsOf<I>;

export function living(culture: CultureState, kinds: readonly number[]): number {
  const { cells } = culture;
  let count = 0;
  for (let row = 0; row < cells.count; row++) if (kinds.includes(cells.kind[row])) count++;
  return count / culture.share;
}

/** A sum over kinds of a line of the books. */
export const booked = (line: Float64Array, kinds: readonly number[], { share }: CultureState): number =>
  kinds.reduce((sum, kind) => sum + line[kind], 0) / share;

/** Vesicles that are alike. */
export interface Lot {
  readonly species: number;
  readonly number: number;
  readonly copies: (cargo: number) => number; // on all of them
}

/** The vesicles of a preparation, or the free ones of a culture. */
export function lotsOf(simulation: Simulation, place: Preparation | CultureState): Lot[] {
  const { model } = simulation.plan;
  const share = "share" in place ? place.share : 1;
  return place.pools.flatMap(({ count, cargo }, species): Lot[] => [
    ...Array.from(count, (number, joint) => ({
      species,
      number: number / share,
      copies: (of: number): number => cargo[joint * model.cargo.length + of] / share,
    })),
    ...("packets" in place ? Array.from({ length: place.packets[species].count }, (_, row) => row) : []).map((row) => {
      const { packets } = place as CultureState;
      const { weight, cargo: each } = packets[species];
      return {
        species,
        number: weight[row] / share,
        copies: (of: number): number => (weight[row] * each[of][row]) / share,
      };
    }),
  ]);
}

/** What an assay of vesicles looks at, and the volume (mL) that holds it: of a preparation a hundredth of its medium. */
export function vesiclesSeen({ simulation, assay, culture }: Look): { lots: Lot[]; volume_mL: number } {
  if (assay.preparation < 0)
    return { lots: lotsOf(simulation, culture), volume_mL: culture.volume / culture.share / mL };
  const preparation = simulation.preparations[assay.preparation];
  return { lots: lotsOf(simulation, preparation), volume_mL: preparation.volume / mL / 100 };
}

/** Sizes and densities of each species: as the passages of a preparation left them, or as in the medium. */
export function sizesSeen({ simulation, assay }: Look): readonly (Sizes | undefined)[] {
  return assay.preparation < 0 ? assay.sizes : sizesIn(simulation, assay.preparation);
}

function sizesIn(simulation: Simulation, preparation: number): Extract<Act, { do: "take" }>["sizes"] {
  for (const { act } of simulation.plan.model.protocol)
    if (act.do === "take" && act.preparation === preparation) return act.sizes;
  return [];
}

/** Copies of a cargo on one of some vesicles, mean. */
export const copiesOn = ({ number, copies }: Lot, cargo: number): number => (number > 0 ? copies(cargo) / number : 0);

/** Vesicles of each species. */
export function numbersOf(lots: readonly Lot[], species: number): number[] {
  const numbers = Array.from({ length: species }, () => 0);
  for (const lot of lots) numbers[lot.species] += lot.number;
  return numbers;
}
