/** Places in sentences: the box of a culture, its walls, where its cells are, and what sources give. */
import type { Document } from "../../scenario/document/document.ts";
import type { Experiment } from "../../scenario/experiment.ts";
import { entriesByName } from "../../scenario/names.ts";
import { unmarked } from "../../scenario/tree.ts";
import { printNumber } from "../../units.ts";
import type { Voice } from "./formula.ts";
import type { Glossary } from "./glossary.ts";
import { listed, manyOf } from "./words.ts";

type Culture = Document["cultures"][string];
type Space = NonNullable<Experiment["arms"][number]["plan"]["cultures"][number]["space"]>;

/** "200 µm × 200 µm × 100 µm" */
export const sidesInEnglish = (box: NonNullable<Culture["box"]>, { say }: Voice): string => box.map(say).join(" × ");

/** Voxels, walls and cells of a static culture. @param space as it is simulated: voxels fill the box */
export function spaceInEnglish(culture: Culture, space: Space, document: Document, voice: Voice): string[] {
  const lies = {
    settled: "Cells lie on its floor in one layer",
    afloat: "Cells are anywhere in it",
    lattice: "Each cell has a voxel to itself",
  }[culture.places];
  const own = entriesByName(document.factors).flatMap(([factor], index) =>
    Object.keys(culture.grids).some((name) => unmarked(name) === factor)
      ? [`${factor} among ${voxelsInEnglish(space.grids[index])}`]
      : [],
  );
  const grids = own.length === 0 ? "" : `; ${listed(own)}`;
  return [
    `Factors and vesicles diffuse in it, among ${voxelsInEnglish(space)}${grids}.`,
    ...wallsInEnglish(culture, space, voice),
    `${lies}; cells touch where their surfaces are within ${voice.say(culture.reach)} of each other.`,
  ];
}

/** "20 × 20 × 10 voxels of 10 µm", or "… of 10 µm × 10 µm × 5 µm" where they are no cubes */
function voxelsInEnglish({ shape, size }: Pick<Space, "shape" | "size">): string {
  const lengths = size.map((length) => `${printNumber(Number(length))} µm`);
  const each = new Set(lengths).size === 1 ? lengths[0] : lengths.join(" × ");
  return `${shape.map(Number).join(" × ")} voxels of ${each}`;
}

/** One sentence for each kind of wall. */
function wallsInEnglish({ outside }: Culture, { walls }: Space, { say }: Voice): string[] {
  const those = (kind: string): string | undefined => {
    const [x, y, floor, top] = [walls[0], walls[2], walls[4], walls[5]].map((wall) => wall === kind);
    const sides = x && y ? ["its sides"] : x ? ["its sides along x"] : y ? ["its sides along y"] : [];
    const found = [...sides, ...(floor ? ["its floor"] : []), ...(top ? ["its top"] : [])];
    return found.length === 0 ? undefined : listed(found);
  };
  const beyond = Object.entries(outside).map(([factor, amount]) => `${say(amount)} of ${unmarked(factor)}`);
  const sentences = [
    [those("periodic"), (side: string) => `What leaves through ${side} comes back on the other side.`],
    [those("closed"), (side: string) => `Nothing passes ${side}.`],
    [those("absorbing"), (side: string) => `What reaches ${side} is gone.`],
    [
      those("fixed"),
      (side: string) =>
        `Beyond ${side} lies medium that stays as it is, with ${beyond.length === 0 ? "no factors" : listed(beyond)} and no vesicles.`,
    ],
  ] as const;
  return sentences.flatMap(([side, sentence]) => (side === undefined ? [] : [sentence(side)]));
}

/** What sources give, where and when. */
export function sourcesInEnglish(document: Document, { say }: Voice): string[] {
  const species = new Set(Object.keys(document.vesicles).map(unmarked));
  return Object.entries(document.sources).map(([key, { in: place, of, rate, at, on, text }]) => {
    const spots = (["x", "y", "z"] as const).flatMap((axis) => {
      const span = at[axis];
      return span === undefined ? [] : [`${axis} is ${[span].flat().map(say).join(" to ")}`];
    });
    const where = spots.length === 0 ? "" : `, where ${listed(spots)}`;
    const when =
      on === undefined ? "" : `; it gives ${listed(on.map(({ from, to }) => `from ${say(from)} to ${say(to)}`))}`;
    const what = species.has(of) ? manyOf(of) : of;
    const about = text === undefined ? "" : ` (${text})`;
    return `The source ${unmarked(key)}${about} gives ${what} to ${place} at ${say(rate)}${where}${when}.`;
  });
}

type Placed = Extract<Document["observe"][number], { of: unknown }>;

/** "IL2 and free exosomes by the distance from the nearest of secretor cells, every 10 µm up to 100 µm" */
export function placedInEnglish({ of, near, along, every, to }: Placed, { say }: Voice, glossary: Glossary): string {
  const what = listed([of].flat().map((name) => placeableInEnglish(name, glossary)));
  const nearest = near === undefined ? "" : `the nearest of ${glossary.cells(near)}`;
  if (every === undefined) return `the mean distance of ${what} from ${nearest}`;
  const where = near === undefined ? `along ${along}` : `by the distance from ${nearest}`;
  return `${what} ${where}, every ${say(every)}${to === undefined ? "" : ` up to ${say(to)}`}`;
}

/** What is read place by place: a factor, free vesicles, `inside:SPECIES`, `share:SPECIES` or `fraction:CELLS`. */
function placeableInEnglish(name: string, glossary: Glossary): string {
  const [prefix, thing = ""] = name.split(":");
  switch (prefix) {
    case "inside":
      return `${manyOf(thing)} that a cell holds`;
    case "share":
      return `the share there of all ${manyOf(thing)} that cells hold`;
    case "fraction":
      return `the fraction of ${glossary.cells(thing)} among the cells there`;
    default:
      return glossary.isVesicle(name) ? `free ${manyOf(name)}` : name;
  }
}
