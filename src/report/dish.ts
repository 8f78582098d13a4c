/**
 * A static culture as it would look through a microscope, as plain data: cells and vesicles where they are, over the concentration of
 * one thing, at one time or at several side by side. It is seen along the axis in which its box is thinnest.
 *
 *   thinnest   seen from   to the right   up
 *   z          above       x              y      also where no axis is thinner than z
 *   y          the side    x              z
 *   x          the side    y              z
 */
import type { Recording, Study } from "../observe/recording.ts";
import type { Snapshot } from "../observe/snapshot.ts";
import type { Chart } from "./chart.ts";
import { listed } from "./english/words.ts";
import { type CellLook, type KindName, looksOf, type VesicleLook } from "./looks.ts";
import { fixed, numeral } from "./numeral.ts";

/** Whatever is painted as a picture of its own. */
export type Picture = Chart | Dish;

export interface Dish {
  readonly id: string;
  readonly title: string; // names the scenario and the seed
  readonly subtitle: string;
  readonly description: string; // alternative text
  readonly kind: "dish";
  readonly note: string; // what is drawn otherwise than it is; empty: nothing
  readonly extent: { readonly width: number; readonly height: number }; // µm, of the box as it is seen
  readonly cells: readonly CellLook[]; // those that are seen
  readonly vesicles: readonly VesicleLook[]; // those that are seen
  /** The scale of the colours under the cells, one for all panels: it begins at 0. */
  readonly scale?: { readonly label: string; readonly unit: string; readonly note: string; readonly most: number };
  readonly panels: readonly Panel[];
}

/** The box at one time. Places are µm from its lower left corner. */
export interface Panel {
  readonly time: string; // in words: 8 h, 2 d
  readonly field?: Image;
  readonly cells: readonly Disc[]; // farthest first
  readonly vesicles: readonly Dot[];
}

/** A concentration, as its mean along the axis of sight. */
export interface Image {
  readonly columns: number;
  readonly rows: number;
  readonly values: readonly number[]; // in the unit of the scale, row by row, the lowest first
}

export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number; // µm
  readonly look: number; // in Dish.cells
}

export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly packet: boolean; // stands for more than one
  readonly look: number; // in Dish.vesicles
}

export interface DishOf {
  readonly study: Pick<Study, "title" | "seed">;
  readonly arm: string; // as printed
  readonly world: Pick<Recording, "donor" | "replicate">;
  readonly kinds: readonly KindName[]; // of the model
  readonly species: readonly string[]; // of the model
  readonly field?: string; // whose concentration is shown; absent: none
}

/**
 * The picture of one culture of one world.
 * @param snapshots of the same box, a panel for each, in their order
 * @throws RangeError where there is no snapshot, or one holds no such field or an unknown species
 */
export function dishChart(snapshots: readonly Snapshot[], of: DishOf): Dish {
  if (snapshots.length === 0) throw new RangeError("a picture of a dish needs a snapshot");
  const { culture, box } = snapshots[0];
  const view = viewOf(box);
  const fields = of.field === undefined ? [] : snapshots.map((snapshot) => fieldOf(snapshot, of.field!));
  const images = fields.map((field) => imageOf(field, view));
  const looks = looksOf(of.kinds, of.species);
  const seen = seenIn(snapshots, of.species);
  const panels = snapshots.map((snapshot, at): Panel => {
    const time = timeInWords(snapshot.time);
    const parts = {
      cells: discsOf(snapshot, view, seen.kinds),
      vesicles: dotsOf(snapshot, view, of.species, seen.species),
    };
    return images.length === 0 ? { time, ...parts } : { time, field: images[at], ...parts };
  });
  const times = panels.map(({ time }) => time);
  const when = times.length === 1 ? `at ${times[0]}` : `from ${times[0]} to ${times.at(-1)}`;
  const { study, arm, world } = of;
  const where = `Arm ${arm}, culture ${culture}, donor ${world.donor}, replicate ${world.replicate}`;
  const [right, up, along] = [view.right, view.up, view.along].map((axis) => box[axis]);
  const size = `${numeral(right)} × ${numeral(up)} µm, ${numeral(along)} µm deep`;
  return {
    id: ["dish", culture, arm, world.donor, world.replicate, ...(of.field ? [of.field] : []), times.join("-")].join(
      "-",
    ),
    title: `Culture ${culture} ${when}: ${study.title} (seed\u00a0${study.seed})`,
    subtitle: `${where}; ${view.words}, ${size}`,
    description: [
      `The culture ${culture} of the arm ${arm}, ${view.words}, ${size}.`,
      ...snapshots.map((snapshot, at) => `${times[at]}: ${contentsOf(snapshot, of, images[at]?.values)}.`),
    ].join(" "),
    kind: "dish",
    note: noteOf(snapshots),
    extent: { width: right, height: up },
    cells: seen.kinds.map((kind) => looks.cells[kind]),
    vesicles: seen.species.map((species) => looks.vesicles[species]),
    ...(fields.length > 0 && {
      scale: {
        label: fields[0].name,
        unit: fields[0].unit,
        note: fields[0].shape[view.along] > 1 ? "mean over the depth" : "",
        most: images.reduce((most, { values }) => values.reduce((a, b) => Math.max(a, b), most), 0),
      },
    }),
    panels,
  };
}

/** Which axes of the box, 0 to 2, are seen how. */
interface View {
  readonly right: number;
  readonly up: number;
  readonly along: number;
  readonly toward: 1 | -1; // what is nearer has more of its place along the axis of sight, or less
  readonly words: string;
}

function viewOf([x, y, z]: Snapshot["box"]): View {
  if (z <= x && z <= y) return { right: 0, up: 1, along: 2, toward: 1, words: "seen from above" };
  if (y <= x) return { right: 0, up: 2, along: 1, toward: -1, words: "seen from the side" };
  return { right: 1, up: 2, along: 0, toward: 1, words: "seen from the side" };
}

type Field = Snapshot["fields"][number];

function fieldOf({ fields }: Snapshot, wanted: string): Field {
  const field = fields.find(({ name }) => name === wanted);
  if (field) return field;
  throw new RangeError(
    `the snapshot holds no field of ${wanted}: it holds ${listed(fields.map(({ name }) => name)) || "none"}`,
  );
}

/** Each value is the mean of the voxels that lie behind each other. */
function imageOf({ shape, values }: Field, { right, up, along }: View): Image {
  const strides = [1, shape[0], shape[0] * shape[1]];
  const [columns, rows, deep] = [shape[right], shape[up], shape[along]];
  const meanAt = (column: number, row: number): number => {
    const first = column * strides[right] + row * strides[up];
    let sum = 0;
    for (let layer = 0; layer < deep; layer++) sum += values[first + layer * strides[along]];
    return Number((sum / deep).toPrecision(4));
  };
  return {
    columns,
    rows,
    values: Array.from({ length: columns * rows }, (_, at) => meanAt(at % columns, Math.floor(at / columns))),
  };
}

/** Kinds and species that any snapshot shows, by their numbers in the model. */
function seenIn(snapshots: readonly Snapshot[], species: readonly string[]) {
  const kinds = new Set(snapshots.flatMap(({ cells }) => [...cells.kind]));
  const names = new Set(
    snapshots.flatMap(({ vesicles }) => vesicles.flatMap((one) => (one.weight.length > 0 ? [one.species] : []))),
  );
  const unknown = [...names].find((name) => !species.includes(name));
  if (unknown !== undefined) throw new RangeError(`the model has no vesicles ${unknown}`);
  return {
    kinds: [...kinds].sort((a, b) => a - b),
    species: [...species.keys()].filter((at) => names.has(species[at])),
  };
}

function discsOf({ cells }: Snapshot, { right, up, along, toward }: View, seen: readonly number[]): Disc[] {
  const { kind, place, radius } = cells;
  const depth = (cell: number): number => toward * place[3 * cell + along];
  const farthestFirst = [...kind.keys()].sort((a, b) => depth(a) - depth(b) || a - b);
  return farthestFirst.map((cell) => ({
    x: toNanometre(place[3 * cell + right]),
    y: toNanometre(place[3 * cell + up]),
    radius: toNanometre(radius[cell]),
    look: seen.indexOf(kind[cell]),
  }));
}

function dotsOf(
  { vesicles }: Snapshot,
  { right, up }: View,
  species: readonly string[],
  seen: readonly number[],
): Dot[] {
  return vesicles.flatMap(({ species: name, place, weight }) => {
    const look = seen.indexOf(species.indexOf(name));
    return Array.from(weight, (many, row) => ({
      x: toNanometre(place[3 * row + right]),
      y: toNanometre(place[3 * row + up]),
      packet: many > 1,
      look,
    }));
  });
}

const toNanometre = (length: number): number => Math.round(1000 * length) / 1000;

function noteOf(snapshots: readonly Snapshot[]): string {
  const all = snapshots.flatMap(({ vesicles }) => vesicles);
  if (all.every(({ weight }) => weight.length === 0)) return "";
  const most = all.reduce((sofar, { weight }) => weight.reduce((a, b) => Math.max(a, b), sofar), 0);
  const packets = most > 1 ? `; a larger dot is a packet of up to ${numeral(most)}` : "";
  return `Cells are to scale; vesicles are not: a dot marks the place of one${packets}`;
}

/** What is there, in words: cells and vesicles by name, and the range of the concentration. */
function contentsOf({ cells, vesicles }: Snapshot, { kinds, field }: DishOf, values?: readonly number[]): string {
  const counts = kinds.map(({ name }, kind) => [name, cells.kind.filter((each) => each === kind).length] as const);
  const things = [
    ...counts.flatMap(([name, count]) => (count === 0 ? [] : [`${numeral(count)} ${name}`])),
    ...vesicles.flatMap(({ species, weight }) => {
      const sum = weight.reduce((a, b) => a + b, 0);
      return sum === 0 ? [] : [`${numeral(sum)} ${species}`];
    }),
  ];
  const [least, most] = (values ?? []).reduce(
    ([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity],
  );
  const range = values === undefined ? [] : [`${field} from ${numeral(least)} to ${numeral(most)}`];
  return [things.length === 0 ? "no cells or vesicles" : listed(things), ...range].join("; ");
}

/** Days from the second on, where they are whole; else the largest of hours, minutes and seconds of which it is one or more. @param time s */
export function timeInWords(time: number): string {
  const size = Math.abs(time);
  if (size >= 172_800 && size % 86_400 === 0) return `${plain(time / 86_400)} d`;
  if (size >= 3600 || size === 0) return `${plain(time / 3600)} h`;
  return size >= 60 ? `${plain(time / 60)} min` : `${plain(time)} s`;
}

/** With at most two decimals. */
function plain(value: number): string {
  const rounded = Number(value.toFixed(2));
  return fixed(rounded, String(rounded).split(".")[1]?.length ?? 0, 0);
}
