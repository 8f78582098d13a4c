/** How cells and vesicles look wherever they are shown as things: a type has a colour, a state a shade of it, a species a colour. */
import type { Kind } from "../model.ts";
import { stylesOf } from "./palette.ts";

/** What is told of a cell by its name. */
export type KindName = Pick<Kind, "name" | "type" | "state">;

export interface CellLook {
  readonly name: string;
  readonly colour: string; // #RRGGBB, of its type
  readonly shade: string; // #RRGGBB, of its state
  readonly line: string; // #RRGGBB, round it: dark; black where its colour is that of another name, too
  readonly dotted: boolean; // a dark dot in its middle
}

export interface VesicleLook {
  readonly name: string;
  readonly colour: string; // #RRGGBB
}

export interface Looks {
  readonly cells: readonly CellLook[]; // by kind
  readonly vesicles: readonly VesicleLook[]; // by species
}

const shades = 4; // of one colour that the eye tells apart
const palest = 0.1;

/**
 * Looks of all kinds and species of a model, the same wherever any of them is shown. States go from pale, the first, to the full
 * colour, the last; from the fifth on they begin again, with a dot: eight differ.
 */
export function looksOf(kinds: readonly KindName[], species: readonly string[]): Looks {
  const types = [...new Set(kinds.map(({ type }) => type))];
  const styles = stylesOf([...types, ...species]);
  const cells = kinds.map((kind, index): CellLook => {
    const { colour, dash } = styles.get(kind.type)!;
    const alike = kinds.filter(({ type }) => type === kind.type).length;
    const before = kinds.slice(0, index).filter(({ type }) => type === kind.type).length;
    const last = Math.min(alike, shades) - 1;
    const share = last === 0 ? 1 : palest + ((1 - palest) * (before % shades)) / last;
    return {
      name: kind.name,
      colour,
      shade: mixed("#FFFFFF", colour, share),
      line: dash.length > 0 ? "#000000" : mixed("#000000", colour, 0.5),
      dotted: Math.floor(before / shades) % 2 === 1,
    };
  });
  return { cells, vesicles: species.map((name) => ({ name, colour: styles.get(name)!.colour })) };
}

/** A colour this share of the way from one to another, each #RRGGBB. */
export function mixed(from: string, to: string, share: number): string {
  const bands = [1, 3, 5].map((at) => {
    const [start, end] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round(start + (end - start) * share);
  });
  return `#${bands.map((band) => band.toString(16).padStart(2, "0").toUpperCase()).join("")}`;
}
