/**
 * The books of a culture: what came in, what went out and where the rest is, for cells, vesicles, cargo and factors.
 * Each line is counted where it happens; the audit compares their sum with what is really there.
 *
 *   cells     seeded + divisions = present + deaths + removed
 *   vesicles  released + given = free + bound + inside + degraded + lost + removed + taken + died
 *   bodies    formed = fused + degraded + stored + died            (multivesicular bodies)
 *   cargo     made + given = free + on the surface + payload + absorbed + decayed + lost + removed + taken + died
 *   factor    secreted + given + produced = free + consumed + decayed + reacted + removed + taken
 *
 * Cargo that nothing in a cell reads is booked as absorbed when its vesicle is captured. Every book has one line more,
 * rescaled: what stayed beyond three quarters of all (or, below 0, short of it) when the simulated share was cut to so much.
 */
import type { Model } from "../model.ts";

const vesicleLines = [
  "released",
  "given",
  "degraded",
  "lost",
  "removed",
  "taken",
  "died",
  "captured",
  "detached",
  "rescaled",
] as const;
const bodyLines = ["formed", "fused", "degraded", "died", "rescaled"] as const;
const cargoLines = ["made", "given", "decayed", "lost", "removed", "taken", "died", "absorbed", "rescaled"] as const;
const factorLines = [
  "secreted",
  "given",
  "produced",
  "consumed",
  "decayed",
  "reacted",
  "removed",
  "taken",
  "rescaled",
] as const;
const cellLines = ["seeded", "divisions", "deaths", "removed", "entries", "rescaled"] as const;

type Lines<Names extends readonly string[]> = { readonly [Name in Names[number]]: Float64Array };

export interface Ledger {
  readonly vesicles: Lines<typeof vesicleLines>; // by species, whole numbers
  readonly bodies: Lines<typeof bodyLines>; // by species, whole numbers
  readonly cargo: Lines<typeof cargoLines>; // copies, by cargo
  readonly factors: Lines<typeof factorLines>; // molecules, by factor
  readonly cells: Lines<typeof cellLines>; // by kind; a division is booked where the mother was
}

export function newLedger(model: Model): Ledger {
  const lines = <Names extends readonly string[]>(names: Names, length: number): Lines<Names> =>
    Object.fromEntries(names.map((name) => [name, new Float64Array(length)])) as Lines<Names>;
  return {
    vesicles: lines(vesicleLines, model.vesicles.length),
    bodies: lines(bodyLines, model.vesicles.length),
    cargo: lines(cargoLines, model.cargo.length),
    factors: lines(factorLines, model.factors.length),
    cells: lines(cellLines, model.kinds.length),
  };
}
