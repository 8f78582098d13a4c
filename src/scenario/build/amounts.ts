/** Amounts that no dish can hold: more cells than it has room for, more of a factor than dissolves. They run, and are warned of. */
import { avogadro, printNumber } from "../../units.ts";
import type { Book } from "../book.ts";
import { numberOf } from "../expression.ts";
import { entriesByName } from "../names.ts";
import type { Late, Plan } from "../plan.ts";
import type { Path } from "../tree.ts";
import type { Deed } from "./acts.ts";

/** What is done in an arm, with the parameters that it has by default. */
interface Doing {
  readonly deeds: readonly Deed[];
  readonly kinds: Plan["kinds"];
  readonly factors: Plan["factors"];
  readonly parameters: readonly number[]; // base units, by name
}

const mostMass = 100; // g/L: a solution of protein is thick as syrup beyond it

/** Each place is told once, as the arm that puts most there has it. */
export function warnOfAmounts({ document, names, report }: Book, arms: readonly Doing[]): void {
  const masses = new Map<string, { readonly path: Path; readonly factor: number; readonly mass: number }>();
  const rooms = entriesByName(document.cultures).map(() => 0); // part of the volume
  for (const { deeds, kinds, factors, parameters } of arms) {
    const settledOf = (amount: number | Late): number =>
      typeof amount === "number" ? amount : "late" in amount ? numberOf(amount.late, parameters) : Number.NaN;
    const taken = rooms.map(() => 0);
    for (const { act, culture, path } of deeds) {
      if (act.do === "seed")
        taken[culture] += settledOf(act.density) * (Math.PI / 6) * settledOf(kinds[Number(act.kind)].diameter) ** 3;
      if (act.do !== "add") continue;
      const factor = Number(act.factor);
      const mass = (settledOf(act.concentration) / avogadro) * settledOf(factors[factor].molarMass) * 1e18; // kg/µm³ to g/L
      const place = JSON.stringify(path);
      if (mass > Math.max(mostMass, masses.get(place)?.mass ?? 0)) masses.set(place, { path, factor, mass });
    }
    for (const [culture, room] of taken.entries()) if (room > rooms[culture]) rooms[culture] = room;
  }
  for (const [name, culture] of names.index.cultures)
    if (rooms[culture] > 1)
      report.warn(
        ["cultures", name, "seed"],
        `puts in cells that together take up ${printNumber(rooms[culture])} times the volume of ${name}`,
        "seed fewer: a million cells of 7 um in a mL fill 0.02 % of it",
      );
  for (const { path, factor, mass } of masses.values()) {
    const name = [...names.index.factors.keys()][factor];
    report.warn(
      path,
      `makes ${printNumber(mass)} g/L of ${name} by its molar mass, more than dissolves`,
      `look at the unit, and at molar-mass and activity of ${name}`,
    );
  }
}
