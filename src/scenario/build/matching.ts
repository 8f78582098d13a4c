/** Identity: whether a tag of a cell and a tag of a vesicle name the same thing. */
import type { Book } from "../book.ts";
import { entriesByName } from "../names.ts";
import { suggestion } from "../nearest.ts";
import type { Path } from "../tree.ts";

type Tags = Readonly<Record<string, string | string[]>>;

/** @param matching `TCR` (the same tag on both), or {TCR: peptide} */
export function tagsMatch(
  book: Book,
  kind: number,
  species: number,
  matching: string | Readonly<Record<string, string>>,
  path: Path,
): boolean {
  const { names, document } = book;
  const { type } = names.kinds[kind];
  const cells = entriesByName(document.cells);
  const vesicles = entriesByName(document.vesicles);
  const pairs = typeof matching === "string" ? [[matching, matching]] : entriesByName(matching);
  const tagsOfCell = cells.find(([name]) => name === type)![1].tags;
  const tagsOfVesicle = vesicles[species][1].tags;
  return pairs.every(([ofCell, ofVesicle]) => {
    check(
      book,
      ofCell,
      cells.map(([, cell]) => cell.tags),
      path,
      "cell",
    );
    check(
      book,
      ofVesicle,
      vesicles.map(([, vesicle]) => vesicle.tags),
      path,
      "vesicle",
    );
    const known = valuesOf(tagsOfVesicle, ofVesicle);
    return valuesOf(tagsOfCell, ofCell).some((value) => known.includes(value));
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
