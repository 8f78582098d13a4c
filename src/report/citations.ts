/** What the parameter table says of its rows: the quantity, where it was read and how sure it is. */
import { recordsOf } from "../scenario/table.ts";

export interface Citation {
  readonly id: string;
  readonly quantity: string;
  readonly value: string; // as written, in `unit`
  readonly low: string;
  readonly high: string;
  readonly unit: string; // empty: a plain number
  readonly of: string; // cells or species it was measured on
  readonly conditions: string;
  readonly doi: string; // empty: none
  readonly short: string; // author and year, or other words
  readonly confidence: string; // high, medium, low or assumed
  readonly note: string;
}

/** Rows by id, in the order of the table. @param text CSV with a heading, as scenarios/library/parameters.csv */
export function readCitations(text: string): ReadonlyMap<string, Citation> {
  const [heading, ...records] = recordsOf(text);
  return new Map(
    records.map((record) => {
      const cell = (column: string): string => record[heading.indexOf(column)] ?? "";
      const or = (column: string, nothing: string): string => (cell(column) === nothing ? "" : cell(column));
      const citation = {
        id: cell("id"),
        quantity: cell("quantity"),
        value: cell("value"),
        low: cell("low"),
        high: cell("high"),
        unit: or("unit", "1"),
        of: cell("cell_type_or_species"),
        conditions: or("conditions", "not specified"),
        doi: or("source_doi", "n/a"),
        short: cell("source_short"),
        confidence: cell("confidence"),
        note: cell("note"),
      };
      return [citation.id, citation];
    }),
  );
}
