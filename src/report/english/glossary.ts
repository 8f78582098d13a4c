/** What each name of a scenario is called in a sentence. */
import type { Document } from "../../scenario/document/document.ts";
import { unmarked } from "../../scenario/tree.ts";
import { manyOf } from "./words.ts";

export interface Noun {
  readonly words: string;
  readonly plural: boolean;
}

export interface Glossary {
  /** A name as formulas and rules write it: `free:IL2`, `inside:EXO`, `damage`. */
  readonly signal: (name: string) => Noun;
  /** Cells by type, `TYPE state`, `TYPE.state`, mixture or `all`: "CD8 resting cells". */
  readonly cells: (text: string) => string;
  readonly isVesicle: (name: string) => boolean;
}

export function glossaryOf(document: Document): Glossary {
  const namesOf = (section: object): ReadonlySet<string> => new Set(Object.keys(section).map(unmarked));
  const vesicles = namesOf(document.vesicles);
  const conditions = namesOf(document.conditions);
  const lumen = new Set(
    Object.entries(document.cargo).flatMap(([name, { face }]) => (face === "lumen" ? [unmarked(name)] : [])),
  );
  const one = (words: string): Noun => ({ words, plural: false });
  const many = (words: string): Noun => ({ words, plural: true });

  const prefixed = (prefix: string, name: string): Noun => {
    switch (prefix) {
      case "free":
        return vesicles.has(name) ? many(`free ${manyOf(name)}`) : one(`free ${name}`);
      case "bound":
        return vesicles.has(name) ? many(`${manyOf(name)} on the surface`) : one(`bound ${name}`);
      case "inside":
        return many(`${manyOf(name)} inside`);
      case "surface":
        return one(`${name} on bound vesicles`);
      case "payload":
        return one(`${name} delivered inside`);
      case "acquired":
        return one(`${name} that waits to be shown`);
      case "shown":
        return one(`${name} that they show`);
      case "cargo":
        return prefixed(lumen.has(name) ? "payload" : "surface", name);
      case "cells":
        return one(`the density of ${cells(name)}`);
      case "condition":
        return one(`the condition ${name}`);
      case "attribute":
        return one(`their ${name}`);
      default:
        return one(name);
    }
  };

  const signal = (name: string): Noun => {
    const colon = name.indexOf(":");
    if (colon > 0) return prefixed(name.slice(0, colon), name.slice(colon + 1));
    if (conditions.has(name)) return prefixed("condition", name);
    if (name === "time") return one("the time");
    if (name === "age" || name === "generation") return one(`their ${name}`);
    if (name === "residence") return one("their time in this state");
    return prefixed("attribute", name);
  };

  const cells = (text: string): string =>
    text === "all" ? "all cells" : `${text.trim().split(/[ .]+/).map(unmarked).join(" ")} cells`;

  return { signal, cells, isVesicle: (name) => vesicles.has(name) };
}
