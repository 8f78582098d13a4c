/** Small words: lists, plurals, and quantities as they are read aloud. */

/** "a", "a and b", "a, b and c"; with commas inside a part, semicolons part them. */
export function listed(parts: readonly string[], last = "and"): string {
  if (parts.length < 2) return parts.join("");
  const parted = parts.length > 2 && parts.some((part) => part.replace(/\([^()]*\)/g, "").includes(","));
  return `${parts.slice(0, -1).join(parted ? "; " : ", ")}${parted ? ";" : ""} ${last} ${parts.at(-1)}`;
}

/** A sentence: one full stop last, and a capital first where it begins with a plain word; an id stays as it is written. */
export function sentence(words: string): string {
  const text = /^[a-zé]+(?![\w:])/.test(words) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** Many of a vesicle species: "exosomes", or "TEX vesicles" where the id does not end in such a word. */
export const manyOf = (species: string): string =>
  /(some|vesicle|particle)$/.test(species) ? `${species}s` : `${species} vesicles`;

/** So many cells: "4 T cells", "1 T cell", "1e6 per mL of T cells". @param amount as it is said @param cells "T cells" */
export function ofCells(amount: string, cells: string): string {
  if (!/ cells?$/.test(amount)) return `${amount} of ${cells}`;
  const number = amount.replace(/ cells?$/, "");
  return `${number} ${number === "1" ? cells.replace(/s$/, "") : cells}`;
}

/** A time as a moment: "3 days" is "day 3". */
export const moment = (time: string): string => time.replace(/^(\S+) (day|hour|week)s?$/, "$2 $1");

/** A unit as it is read: "mL/hour" is "mL per hour", "um^2/s" is "µm² per s". */
export function unitInWords(unit: string): string {
  return unit
    .trim()
    .replace(/^1\s*\//, "/")
    .replace(/\bu(m|L|g|M|U|s|mol)\b/g, "µ$1")
    .replaceAll("^2", "²")
    .replaceAll("^3", "³")
    .replace(/\bxg\b/, "× g")
    .replaceAll("*", " ")
    .replace(/\s*\/\s*\(([^)]*)\)/g, (_, inner: string) => ` per ${inner.split(" ").join(" and ")}`)
    .replace(/\s*\/\s*/g, " per ")
    .trim();
}

/** A number as written and its unit, read aloud: "3 day" is "3 days". */
export function quantityInWords(number: string, unit: string): string {
  const words = unitInWords(unit);
  if (words === "") return number;
  const many = Number(number) !== 1 && /^(hour|day|week|cell|vesicle|particle|exosome|molecule|receptor)$/.test(words);
  return `${number} ${words}${many ? "s" : ""}`;
}
