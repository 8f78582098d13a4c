/** Sources: what gives factors or vesicles to a culture without a cell, where in its box, and when. */
import type { Expression, Source } from "../../model.ts";
import { type Book, readAmount, readNumber, wrongly } from "../book.ts";
import type { Document } from "../document/document.ts";
import { number, over, times, zero } from "../expression.ts";
import { entriesByName, find, isWrongAlready } from "../names.ts";
import { suggestion } from "../nearest.ts";
import type { Scopes } from "../scopes.ts";
import type { Path } from "../tree.ts";
import { windowOf } from "./flows.ts";
import { axes, boxVolume, cultureNamed, lengthsOf } from "./space.ts";

/** @param volumes of the real wells, µm³ @param window of the experiment, s @param without ids of the arm: `source:…` gives nothing */
export function sourcesOf(
  book: Book,
  scopes: Scopes,
  volumes: readonly Expression[],
  without: ReadonlySet<string>,
  window: { readonly from: number; readonly to: number },
): Source[] {
  const { names, report, document } = book;
  return entriesByName(document.sources).flatMap(([name, written]): Source[] => {
    const path = ["sources", name];
    const culture = find(names, report, "cultures", written.in, [...path, "in"]);
    const of = givenBy(book, written.of, [...path, "of"]);
    const molecule = of !== undefined && "factor" in of ? book.molecules[of.factor] : {};
    const rate = readAmount(book, written.rate, "molecule rate", [...path, "rate"], scopes.culture, molecule);
    const on = written.on?.map((each, index) => windowOf(book, each, [...path, "on", index], window)) ?? [window];
    if (culture === undefined || of === undefined) return [];
    const { mixing, box } = cultureNamed(book, written.in);
    const ends = cornersOf(book, written, [...path, "at"]);
    // Rates are those of the box; the engine takes those of a stirred culture as of the whole well.
    const whole =
      mixing === "stirred" && box !== undefined
        ? times(rate, over(volumes[culture], number(boxVolume(book, written.in))))
        : rate;
    return [
      {
        name,
        culture,
        of,
        rate: without.has(`source:${name}`) ? zero : whole,
        low: ends.map(([from]) => from),
        high: ends.map(([, to]) => to),
        on,
      },
    ];
  });
}

/** A factor or a species by name. */
function givenBy({ names, report }: Book, written: string, path: Path): Source["of"] | undefined {
  const factor = names.index.factors.get(written);
  const species = names.index.vesicles.get(written);
  if (factor !== undefined && species !== undefined)
    report.fault(path, `is "${written}", which names more than one thing`, "rename one of them");
  if (factor !== undefined) return { factor };
  if (species !== undefined) return { species };
  if (!(["factors", "vesicles"] as const).some((one) => isWrongAlready(names, report, one, written)))
    report.fault(
      path,
      `is "${written}": there is no such factor or vesicle species`,
      suggestion(written, [...names.index.factors.keys(), ...names.index.vesicles.keys()]),
    );
  return undefined;
}

/** From where to where it reaches along each axis, µm; all of the box where it does not say, and 0 without a box. */
function cornersOf(
  book: Book,
  { in: culture, at }: Document["sources"][string],
  path: Path,
): (readonly [number, number])[] {
  const lengths = lengthsOf(book, culture);
  return axes.map((axis, index): readonly [number, number] => {
    const asked = at[axis];
    const length = lengths[index] ?? 0;
    if (asked === undefined) return [0, length];
    const place = [...path, axis];
    if (lengths.length === 0) {
      book.report.keyFault(place, `is a place, and ${culture} has no box`, "leave it out, or give the culture a `box`");
      return [0, 0];
    }
    const ends = Array.isArray(asked) ? asked : [asked, asked];
    const [from, to] = ends.map((end, side) =>
      readNumber(book, end, "length", Array.isArray(asked) ? [...place, side] : place),
    );
    if (to > length || from > to)
      book.report.fault(
        place,
        wrongly(ends[0] === ends[1] ? ends[0] : ends.join(" to "), "does not lie in the box"),
        `0 um to ${length} um, from low to high`,
      );
    return [from, to];
  });
}
