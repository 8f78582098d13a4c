/** What cells show to others: which cargo, and of which vesicles they acquire it, as the file says it. */
import type { Document } from "./document/document.ts";
import { entriesByName } from "./names.ts";

type Doing = Pick<Document["cells"][string], "acquire" | "present">;

/** Cargo that is shown, by name. */
export const shownBy = (doing: Doing): string[] => stated(doing.present);

/** Species of which some is acquired, by name. */
export const acquiredBy = (doing: Doing): string[] => stated(doing.acquire);

const stated = (named: Readonly<Record<string, unknown>>): string[] =>
  entriesByName(named).flatMap(([name, value]) => (value === "none" ? [] : [name]));

/** Whether vesicles of a species can carry a cargo: by themselves, or stamped by a cell. */
export function canCarry(document: Document, species: string, cargo: string): boolean {
  const names = (record: Readonly<Record<string, unknown>>): string[] => entriesByName(record).map(([name]) => name);
  const own = entriesByName(document.vesicles).find(([name]) => name === species)?.[1].cargo ?? {};
  const stamps = statesIn(document).flatMap(({ release }) =>
    entriesByName(release).flatMap(([name, how]) => (name === species && how !== "none" ? names(how.stamp) : [])),
  );
  return [...names(own), ...stamps].includes(cargo);
}

/** Species of which cells of a type, in some state, acquire a cargo that they show. */
export function sourcesOf(document: Document, type: string, cargo: string): string[] {
  const cell = entriesByName(document.cells).find(([name]) => name === type)![1];
  const states = Object.values(cell.states ?? {});
  const found = (states.length > 0 ? states : [cell])
    .filter((doing) => shownBy(doing).includes(cargo))
    .flatMap((doing) => acquiredBy(doing))
    .filter((species) => canCarry(document, species, cargo));
  return [...new Set(found)].sort();
}

const statesIn = (document: Document) =>
  Object.values(document.cells).flatMap((type) => [type, ...Object.values(type.states ?? {})]);
