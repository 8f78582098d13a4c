/**
 * Amounts that no dish can hold: more cells than it has room for, more of a factor than dissolves. They run, and are warned of;
 * but for cells on a lattice that has fewer voxels, which cannot be put anywhere.
 */
import { avogadro, printNumber } from "../../units.ts";
import type { Book } from "../book.ts";
import { numberOf } from "../expression.ts";
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

const tooFew = "seed more, or make the box larger: where `volume` is stated, counts are of the whole well";
const mostMass = 100; // g/L: a solution of protein is thick as syrup beyond it

/** Parts of a box that spheres can fill at random: of its volume, and of its floor in one layer. */
const mostFilled = { afloat: 0.64, settled: 0.9 } as const;

/** What the cells of a culture take up together. */
interface Room {
  cells: number; // in the box of a static culture
  volume: number; // as a part of its volume
  floor: number; // of circles, as a part of the floor of its box
}

/** Each place is told once, as the arm that puts most there has it. */
export function warnOfAmounts({ names, report }: Book, cultures: Plan["cultures"], arms: readonly Doing[]): void {
  const masses = new Map<string, { readonly path: Path; readonly factor: number; readonly mass: number }>();
  const rooms = cultures.map((): Room => ({ cells: 0, volume: 0, floor: 0 }));
  const boxes = cultures.map(({ space }) =>
    space?.shape.map((count, axis) => Number(count) * Number(space.size[axis])),
  );
  for (const { deeds, kinds, factors, parameters } of arms) {
    const settledOf = (amount: number | Late): number =>
      typeof amount === "number" ? amount : "late" in amount ? numberOf(amount.late, parameters) : Number.NaN;
    const taken = rooms.map((): Room => ({ cells: 0, volume: 0, floor: 0 }));
    for (const { act, culture, path } of deeds) {
      if (act.do === "seed") {
        const density = settledOf(act.density);
        const diameter = settledOf(kinds[Number(act.kind)].diameter);
        const [x, y, z] = boxes[culture] ?? [0, 0, 0];
        const cells = density * x * y * z;
        if (cells > 0 && cells < 0.5) report.warn(path, `comes to ${printNumber(cells)} cells in the box`, tooFew);
        taken[culture].cells += Math.round(cells);
        taken[culture].volume += density * (Math.PI / 6) * diameter ** 3;
        taken[culture].floor += density * z * (Math.PI / 4) * diameter ** 2;
      }
      if (act.do !== "add") continue;
      const factor = Number(act.factor);
      const mass = (settledOf(act.concentration) / avogadro) * settledOf(factors[factor].molarMass) * 1e18; // kg/µm³ to g/L
      const place = JSON.stringify(path);
      if (mass > Math.max(mostMass, masses.get(place)?.mass ?? 0)) masses.set(place, { path, factor, mass });
    }
    for (const [culture, room] of taken.entries())
      for (const key of ["cells", "volume", "floor"] as const)
        if (room[key] > rooms[culture][key]) rooms[culture][key] = room[key];
  }
  for (const [name, culture] of names.index.cultures) tellRoom(report, name, cultures[culture].space, rooms[culture]);
  for (const { path, factor, mass } of masses.values()) {
    const name = [...names.index.factors.keys()][factor];
    report.warn(
      path,
      `makes ${printNumber(mass)} g/L of ${name} by its molar mass, more than dissolves`,
      `look at the unit, and at molar-mass and activity of ${name}`,
    );
  }
}

/** Where the cells of a culture do not fit. */
function tellRoom(report: Book["report"], name: string, space: Plan["cultures"][number]["space"], room: Room): void {
  const path = ["cultures", name, "seed"];
  const percent = (part: number): string => `${printNumber(100 * part, 2)} %`;
  if (space?.cells === "lattice") {
    const voxels = space.shape.map(Number).reduce((product, count) => product * count, 1);
    if (room.cells > voxels)
      report.fault(
        path,
        `puts ${printNumber(room.cells)} cells on a lattice of ${printNumber(voxels)} voxels`,
        "seed fewer, make the voxels smaller, or state places: afloat",
      );
  } else if (space?.cells === "settled" && room.floor > mostFilled.settled)
    report.warn(
      path,
      `puts in cells that cover ${percent(room.floor)} of the floor of ${name}, and stay compressed`,
      `up to ${percent(mostFilled.settled)} fit in one layer: seed fewer, or state places: afloat`,
    );
  else if (space?.cells === "afloat" && room.volume > mostFilled.afloat)
    report.warn(
      path,
      `puts in cells that fill ${percent(room.volume)} of ${name}, and stay compressed`,
      `up to ${percent(mostFilled.afloat)} fit at random: seed fewer, or make the box larger`,
    );
  else if (space === undefined && room.volume > 1)
    report.warn(
      path,
      `puts in cells that together take up ${printNumber(room.volume)} times the volume of ${name}`,
      "seed fewer: a million cells of 7 um in a mL fill 0.02 % of it",
    );
}
