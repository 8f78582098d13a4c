/** Boxes of cultures: voxels, walls, and what lies beyond them. */
import type { Lattice, Wall } from "../../model.ts";
import { printNumber } from "../../units.ts";
import { type Book, neededFor, readAmount, readNumber, type Written, wrongly } from "../book.ts";
import type { Document } from "../document/document.ts";
import type { Resolve } from "../formula.ts";
import { entriesByName, find } from "../names.ts";
import { late, type Plan } from "../plan.ts";
import type { Path } from "../tree.ts";

export type Culture = Document["cultures"][string];

const mostVoxels = 2_000_000;
const mostAlong = 1_000; // voxels along an axis: tables of vesicles grow with their square
export const axes = ["x", "y", "z"] as const;

export const cultureNamed = ({ document }: Pick<Book, "document">, name: string): Culture =>
  entriesByName(document.cultures).find(([each]) => each === name)![1];

/** Lengths of a culture's box, µm; none where it has no box. */
export function lengthsOf(book: Book, name: string): number[] {
  return (cultureNamed(book, name).box ?? []).map((length, axis) => {
    const path = ["cultures", name, "box", axis];
    const value = readNumber(book, length, "length", path);
    if (value === 0) book.report.fault(path, "is 0", neededFor("length"));
    return value;
  });
}

/** Volume of a culture's box, µm³; 1 where there is none. */
export const boxVolume = (book: Book, name: string): number =>
  lengthsOf(book, name).reduce((volume, length) => volume * length, 1);

/** The places of a static culture. */
export function spaceOf(book: Book, resolve: Resolve, name: string): NonNullable<Plan["cultures"][number]["space"]> {
  const { document, names, report } = book;
  const culture = cultureNamed(book, name);
  const path = ["cultures", name];
  if (culture.box === undefined)
    report.fault(path, "is static and has no `box`", 'add one, such as box: ["400 um", "400 um", "200 um"]');
  const lengths = culture.box === undefined ? [] : lengthsOf(book, name);
  const lattice = latticeOf(book, lengths, culture.voxel, [...path, "voxel"]);
  for (const key of ["grids", "outside"] as const)
    for (const [factor] of entriesByName(culture[key] as Record<string, unknown>))
      find(names, report, "factors", factor, [...path, key, factor], true);
  const walls = wallsOf(book, culture, path);
  if (entriesByName(culture.outside).length > 0 && !walls.includes("fixed"))
    report.warn(
      [...path, "outside"],
      "says what is beyond fixed walls, and none is fixed",
      "state one, such as walls: { top: fixed }, or leave it out",
    );
  const reach = readNumber(book, culture.reach, "length", [...path, "reach"]);
  if (reach === 0) report.fault([...path, "reach"], "is 0", neededFor("length"));
  if (lengths.length > 0 && reach > Math.max(...lengths))
    report.fault(
      [...path, "reach"],
      wrongly(culture.reach, "is longer than the box"),
      "surfaces of cells that touch are a few um apart",
    );
  const factors = entriesByName(document.factors);
  return {
    ...lattice,
    walls,
    grids: factors.map(([factor]): Lattice => gridOf(book, culture, factor, lengths, path)),
    outside: factors.map(([factor], index) => {
      const amount = entriesByName(culture.outside).find(([each]) => each === factor)?.[1];
      if (amount === undefined) return 0;
      return late(
        readAmount(book, amount, "concentration", [...path, "outside", factor], resolve, book.molecules[index]),
      );
    }),
    cells: culture.places,
    reach,
  };
}

/** The voxels of one factor: its own, or those of the culture. @param path of the culture */
export function gridOf(book: Book, culture: Culture, factor: string, lengths: readonly number[], path: Path): Lattice {
  const own = entriesByName(culture.grids).find(([each]) => each === factor)?.[1];
  return own === undefined
    ? latticeOf(book, lengths, culture.voxel, [...path, "voxel"])
    : latticeOf(book, lengths, own, [...path, "grids", factor]);
}

/** Voxels of about this length that fill a box: where they do not, they are a little smaller or larger. @param lengths none: not known */
function latticeOf(book: Book, lengths: readonly number[], written: Written | Written[], path: Path): Lattice {
  const { report } = book;
  const isList = Array.isArray(written);
  const each = isList ? written : [written, written, written];
  if (each.length !== 3) report.fault(path, `has ${each.length} lengths`, "one length, or three: along x, y and z");
  const asked = axes.map((_, axis) => {
    const at = isList ? [...path, axis] : path;
    const value = readNumber(book, each[axis] ?? each[0], "length", at);
    if (value === 0) report.fault(at, "is 0", neededFor("length"));
    return value;
  });
  if (lengths.length !== 3) return { shape: [1, 1, 1], size: [1, 1, 1] };
  const widest = Math.max(...lengths);
  for (const [axis, length] of lengths.entries()) {
    const [at, most] = isList ? [[...path, axis], length] : [path, widest]; // one length may be that of a thin box as well
    if (asked[axis] > most * (1 + 1e-9))
      report.fault(
        at,
        wrongly(each[axis] ?? each[0], `is longer than the box${isList ? ` along ${axes[axis]}` : ""}`),
        `up to ${printNumber(most)} um: the box is one voxel thick there`,
      );
  }
  const shape = lengths.map((length, axis) => (asked[axis] > 0 ? Math.max(1, Math.round(length / asked[axis])) : 1));
  const along = shape.findIndex((count) => count > mostAlong);
  const voxels = shape.reduce((product, count) => product * count, 1);
  if (along >= 0)
    report.fault(
      path,
      `makes ${printNumber(shape[along])} voxels along ${axes[along]}`,
      `${mostAlong} at most: make them larger, or the box smaller`,
    );
  else if (voxels > mostVoxels)
    report.fault(
      path,
      `makes ${printNumber(voxels)} voxels`,
      `${printNumber(mostVoxels)} at most: make them larger, or the box smaller`,
    );
  return { shape, size: lengths.map((length, axis) => length / shape[axis]) };
}

function wallsOf({ report }: Book, { walls }: Culture, path: Path): Wall[] {
  const sides = [walls.x ?? "periodic", walls.y ?? "periodic"];
  const floor = walls.floor ?? walls.z ?? "closed";
  const top = walls.top ?? walls.z ?? "closed";
  if ((floor === "periodic") !== (top === "periodic"))
    report.fault([...path, "walls"], "is periodic on one side alone", "state z: periodic, or neither of floor and top");
  return [sides[0], sides[0], sides[1], sides[1], floor, top];
}
