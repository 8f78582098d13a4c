/** What a scenario assumes where it stands: entries whose own `source` is `assumed`. Parameters have marks of their own. */
import type { Document } from "../scenario/document/document.ts";
import { unmarked } from "../scenario/tree.ts";
import { listed } from "./english/words.ts";

/** One sentence for each section of the file that assumes something: "Assumed in cells: T (as in blood) and U." */
export function assumedInPlace(document: Document): string[] {
  return Object.entries(document).flatMap(([section, value]) => {
    const found = section === "parameters" ? [] : assumedIn(value, []);
    return found.length === 0 ? [] : [`Assumed in ${section}: ${listed(found)}.`];
  });
}

/** Keys that only hold what has a name or a line of its own. */
const holders: readonly string[] = ["states", "do"];

function assumedIn(value: unknown, name: readonly string[]): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((item, index) => assumedIn(item, [...name, item?.id ?? `line ${index + 1}`]));
  const { source, why, text, abstract } = value as Readonly<Record<string, unknown>>;
  if (abstract === true) return [];
  const reasons = [why, text].filter((reason) => typeof reason === "string").join("; ");
  const own = [name.length === 0 ? "all of it" : name.join(" "), reasons === "" ? "" : `(${reasons})`];
  return [
    ...(source === "assumed" ? [own.join(" ").trim()] : []),
    ...Object.entries(value).flatMap(([key, part]) =>
      assumedIn(part, holders.includes(key) ? name : [...name, unmarked(key)]),
    ),
  ];
}
