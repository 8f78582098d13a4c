/** What the entries of a scenario are made of. Units and formulas stay text here; the builders read them where names are known. */
import * as z from "zod";
import { type Dimension, dimensions } from "../../units.ts";

/** An id: letters, digits and `_`. It may be any word, `__proto__` too. */
export const id = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*\u2060?$/, "letters, digits and _");

const written = z.union([z.string(), z.number()]);

/** A number with its unit. */
export const quantity = (dimension: Dimension, about?: string) =>
  written.meta({
    description: telling(about, `${dimensions[dimension].such}, such as ${dimensions[dimension].example}`),
  });

/** A number with whatever unit its neighbours have. */
export const anyQuantity = (about: string) => written.meta({ description: about });

/** A number with its unit, or a formula that gives one. */
export const formula = (dimension: Dimension, about?: string) =>
  written.meta({
    description: telling(
      about,
      `${dimensions[dimension].such}, such as ${dimensions[dimension].example}, or a formula`,
    ),
  });

/** A formula whose dimension follows from where it stands. */
export const anyFormula = (about: string) =>
  written.meta({ description: telling(about, "a number with its unit, or a formula") });

/** Fixed, or drawn: `lognormal(40 hour, 1.2)`. */
export const distribution = (dimension: Dimension | undefined, about?: string) => {
  const such = dimension
    ? `${dimensions[dimension].such}, such as ${dimensions[dimension].example}`
    : "a number with its unit";
  const shapes = "normal(mean, sd), lognormal(median, gsd), gamma(mean, cv), exponential(mean) or uniform(low, high)";
  return written.meta({ description: telling(about, `${such}, or ${shapes}, also with something added`) });
};

/** A list, or the one thing that it would hold. */
export const oneOrMany = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1)]);

/** Cells as a key: a type, a type in one state (`CD8.resting`), or a mixture. */
export const cellsId = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*([. ][A-Za-z_][A-Za-z0-9_]*)?\u2060?$/, "a cell type, or TYPE.state");

/** Named entries. */
export const named = <Value extends z.ZodType>(value: Value, about?: string) => described(z.record(id, value), about);

/** Entries for cells. */
export const forCells = <Value extends z.ZodType>(value: Value, about?: string) =>
  described(z.record(cellsId, value), about);

/** Where the numbers of a block come from: a doi, `table:<id>` of the parameter table, or `assumed`. */
export const source = z
  .string()
  .min(1)
  .meta({ description: "doi:…, table:<id of the parameter table>, assumed, or other words" });
export const text = z.string().meta({ description: "Free text: what this is, for a reader" });
export const why = z.string().meta({ description: "Why this value, where the source does not say" });

const described = <Schema extends z.ZodType>(schema: Schema, about: string | undefined): Schema =>
  about === undefined ? schema : schema.meta({ description: about });

const telling = (about: string | undefined, kind: string): string => (about === undefined ? kind : `${about}: ${kind}`);
