/**
 * The books of a culture: what came in, what went out and where the rest is, for cells, vesicles, cargo and factors.
 * Each line is counted where it happens; the audit compares their sum with what is really there.
 *
 *   cells     seeded + divisions + received = present + deaths + removed + sent
 *   vesicles  released + given + received = free + bound + inside + degraded + lost + removed + taken + died + sent + held + left
 *   bodies    formed + received = fused + degraded + stored + died + sent            (multivesicular bodies)
 *   cargo     made + given + received = free + on the surface + payload + waiting + shown + absorbed + decayed + lost + removed + taken + died + sent + held + left
 *   factor    secreted + given + produced + received + entered = free + consumed + decayed + reacted + removed + taken + sent + held + left
 *
 * What all cultures have sent is what they have received, in amounts of the real wells and but for `rounded`: whole things that
 * arrive in a culture with another share are rounded to whole ones. What is held is in the devices. What left, or entered, went
 * through a wall of a static culture.
 * Cargo that nothing in a cell reads is booked as absorbed when its vesicle is captured. What waits to be processed was acquired,
 * and what is shown was processed, or dressed the cell as it came: these three are counted beside the balance. Every book has one line more,
 * rescaled: what stayed beyond three quarters of all (or, below 0, short of it) when the simulated share was cut to so much.
 */
import type { Model } from "../model.ts";

/** What goes between cultures; rounded: what a culture received beyond what was sent to it, or (below 0) short of it. */
const between = ["sent", "received", "rounded"] as const;
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
  ...between,
  "held",
  "left",
  "rescaled",
] as const;
const bodyLines = ["formed", "fused", "degraded", "died", ...between, "rescaled"] as const;
const cargoLines = [
  "made",
  "given",
  "decayed",
  "lost",
  "removed",
  "taken",
  "died",
  "absorbed",
  "acquired",
  "processed",
  "dressed",
  ...between,
  "held",
  "left",
  "rescaled",
] as const;
const factorLines = [
  "secreted",
  "given",
  "produced",
  "consumed",
  "decayed",
  "reacted",
  "removed",
  "taken",
  ...between,
  "held",
  "entered",
  "left",
  "rescaled",
] as const;
const cellLines = ["seeded", "divisions", "deaths", "removed", "entries", ...between, "rescaled"] as const;

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
