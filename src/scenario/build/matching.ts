/** Identity: whether a tag of a cell and a tag of a vesicle, or of a neighbour, name the same thing. */
import type { Book } from "../book.ts";
import { entriesByName } from "../names.ts";
import { suggestion } from "../nearest.ts";
import type { Path } from "../tree.ts";

type Tags = Readonly<Record<string, string | string[]>>;

/** Whose tags those of a cell are compared with: vesicles of a species, or cells of a kind. */
export type Other = { readonly species: number } | { readonly kind: number };

/**
 * @param others the first of them that carries a tag decides
 * @param matching `TCR` (the same tag on both), or {TCR: peptide}
 */
export function tagsMatch(
  book: Book,
  kind: number,
  others: readonly Other[],
  matching: string | Readonly<Record<string, string>>,
  path: Path,
): boolean {
  const { names, document } = book;
  const cells = entriesByName(document.cells);
  const vesicles = entriesByName(document.vesicles);
  const pairs = typeof matching === "string" ? [[matching, matching]] : entriesByName(matching);
  const tagsOf = (other: Other): Tags =>
    "species" in other
      ? vesicles[other.species][1].tags
      : cells.find(([name]) => name === names.kinds[other.kind].type)![1].tags;
  const amongCells = others.some((other) => "kind" in other);
  return pairs.every(([ofCell, ofOther]) => {
    check(
      book,
      ofCell,
      cells.map(([, cell]) => cell.tags),
      path,
      "cell",
    );
    check(
      book,
      ofOther,
      [...vesicles, ...(amongCells ? cells : [])].map(([, other]) => other.tags),
      path,
      amongCells ? "cell or vesicle" : "vesicle",
    );
    const known = others.map((other) => valuesOf(tagsOf(other), ofOther)).find((values) => values.length > 0) ?? [];
    return valuesOf(tagsOf({ kind }), ofCell).some((value) => known.includes(value));
  });
}

function valuesOf(tags: Tags, name: string): readonly string[] {
  const value = entriesByName(tags).find(([tag]) => tag === name)?.[1] ?? [];
  return typeof value === "string" ? [value] : value;
}

function check(book: Book, name: string, all: readonly Tags[], path: Path, what: string): void {
  const known = all.flatMap((tags) => entriesByName(tags).map(([tag]) => tag));
  if (!known.includes(name))
    book.report.fault(path, `reads the tag "${name}", which no ${what} carries`, suggestion(name, known));
}
