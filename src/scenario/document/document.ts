/** The whole scenario file: types and the published JSON Schema come from here, and every default stands here. */
import * as z from "zod";
import { cellType, conditionOf, rule } from "./cells.ts";
import {
  anyFormula,
  anyQuantity,
  distribution,
  forCells,
  formula,
  id,
  named,
  oneOrMany,
  quantity,
  source,
  text,
  why,
} from "./fields.ts";
import { binding, cargo, factor, medium, reaction, vesicle } from "./matter.ts";
import { arm, entry } from "./protocol.ts";

export const newestLanguage = 1;

const rangeEnd = anyQuantity("An end of the range, in a unit of the value");

const parameter = z.strictObject({
  value: anyFormula("Reads other parameters only"),
  range: z.tuple([rangeEnd, rangeEnd]).optional(),
  of: id.optional().meta({ description: "The factor whose molar mass and activity turn U or mass into molecules" }),
  source,
  why: why.optional(),
  text: text.optional(),
  slider: z.boolean().optional().meta({ description: "Offer it on the page" }),
});

const time = z.strictObject({
  from: quantity("time"),
  to: quantity("time"),
  step: quantity("time"),
  record: z.union([
    quantity("time"),
    z.array(quantity("time")).min(1),
    z.strictObject({ every: quantity("time"), also: z.array(quantity("time")).default([]) }),
  ]),
});

const donors = z.strictObject({
  count: z.number().int().min(1).max(10_000).default(1),
  vary: named(distribution(undefined), "Parameters and how they are spread over donors").default({}),
});

const observed = z.union([
  z.enum(["counts", "fractions", "concentrations", "vesicles", "totals"]),
  z.strictObject({ generations: z.number().int().min(1).max(60) }),
  z.strictObject({ founders: z.number().int().min(1).max(10_000) }),
  z.strictObject({ attributes: z.array(id).min(1) }),
  z.strictObject({ ratio: z.tuple([z.string(), z.string()]) }),
  z
    .strictObject({
      of: oneOrMany(z.string()),
      near: z.string().optional(),
      along: z.enum(["x", "y", "z"]).optional(),
      every: quantity("length").optional(),
      to: quantity("length").optional(),
    })
    .meta({
      description:
        "In a static culture: factors, free vesicles, inside:SPECIES, share:SPECIES or fraction:CELLS by the distance `near` cells of a type, or `along` an axis of the box; without `every` the mean distance, of all:SPECIES too",
    }),
]);

/** What the places of a culture are where it does not say. */
export const placesByDefault = { voxel: "20 um", places: "settled", reach: "2 um" } as const;

const wall = z
  .enum(["closed", "periodic", "absorbing", "fixed"])
  .meta({ description: "fixed: fresh medium lies beyond it" });

const culture = z.strictObject({
  volume: formula("volume", "of the real well; where it is not said, that of its box").optional(),
  mixing: z.enum(["stirred", "static"]),
  box: z
    .tuple([quantity("length"), quantity("length"), quantity("length")])
    .optional()
    .meta({ description: "What is simulated of a culture with places: its lengths along x, y and z" }),
  voxel: oneOrMany(quantity("length"))
    .default(placesByDefault.voxel)
    .meta({ description: "Length of a voxel of the box, or its lengths along x, y and z" }),
  grids: named(oneOrMany(quantity("length")), "Factors with voxels of their own").default({}),
  walls: z.strictObject({ x: wall, y: wall, z: wall, floor: wall, top: wall }).partial().default({}).meta({
    description: "x, y: both sides, periodic where it is not said; z: floor and top, closed where it is not said",
  }),
  outside: named(formula("concentration"), "Factors beyond fixed walls").default({}),
  places: z
    .enum(["settled", "afloat", "lattice"])
    .default(placesByDefault.places)
    .meta({ description: "Cells on the floor, anywhere, or one in the middle of a voxel" }),
  reach: quantity("length", "cells whose surfaces are no further apart touch").default(placesByDefault.reach),
  simulate: quantity("count", "cells of the well").optional(),
  share: quantity("share", "of the well that is simulated, instead of `simulate`").optional(),
  "at-most": quantity(
    "count",
    "cells simulated at a time: a culture that outgrows it goes on with three quarters of its share",
  ).optional(),
  seed: forCells(formula("density")).default({}),
  medium: named(formula("concentration"), "Factors of fresh medium").default({}),
  conditions: named(formula("number")).default({}),
  clearance: named(formula("rate"), "Factors and free vesicles that are lost here besides their own loss").default({}),
  observe: z
    .array(observed)
    .optional()
    .meta({ description: "What is recorded of it, instead of the scenario's observe" }),
  source: source.optional(),
  text: text.optional(),
});

const route = z.strictObject({
  from: id,
  to: id,
  rate: formula("rate", "part of what is in the first culture that goes in a time"),
  carries: z
    .array(z.string())
    .optional()
    .meta({ description: "Vesicles, factors and cells; everything but cells where it is not said" }),
  sieve: quantity("length", "only what is smaller goes").optional(),
  source: source.optional(),
  text: text.optional(),
});

const span = z.union([quantity("length"), z.tuple([quantity("length"), quantity("length")])]);

const sourceOf = z.strictObject({
  in: id,
  of: z.string().meta({ description: "A factor or a vesicle species" }),
  rate: formula("molecule rate", "in the box, or in the well where the culture has none"),
  at: z
    .strictObject({ x: span, y: span, z: span })
    .partial()
    .default({})
    .meta({ description: "Where in the box: along each axis a place, or from … to; all of it where it is not said" }),
  on: z
    .array(z.strictObject({ from: quantity("time"), to: quantity("time") }))
    .min(1)
    .optional()
    .meta({ description: "When it gives; always where it is not said" }),
  source: source.optional(),
  text: text.optional(),
});

const device = z.strictObject({
  in: id,
  flow: formula("volume rate", "of medium that runs through it and back"),
  sieve: quantity("length", "only what is smaller gets in").optional(),
  affinity: z
    .strictObject({
      cargo: id.meta({ description: "Of the surface; vesicles that carry it are held" }),
      share: formula("share", "of them, in each pass"),
      capacity: formula("count", "vesicles, until it is full").optional(),
    })
    .optional(),
  clears: named(formula("share", "of the factor, in each pass"), "Factors that it takes out").default({}),
  on: z
    .array(z.strictObject({ from: quantity("time"), to: quantity("time") }))
    .min(1)
    .optional()
    .meta({ description: "When it runs; always where it is not said" }),
  source: source.optional(),
  text: text.optional(),
});

const association = z
  .strictObject({
    id,
    of: z.string().optional().meta({ description: "A reading at a time: `vesicles EXO free at 5 day`" }),
    with: z.string().optional().meta({ description: "Another reading at a time" }),
    until: z.string().optional().meta({ description: "When a reading passes a value: `count tumour above 1e6`" }),
    arms: z
      .array(id)
      .min(1)
      .optional()
      .meta({ description: "Arms in each of which it is worked out; without `of`, the two that are compared" }),
    above: z.number().optional().meta({ description: "The correlation of ranks, or the ratio of hazards, must be" }),
    below: z.number().optional(),
    source: source.optional(),
    text: text.optional(),
  })
  .meta({ description: "over donors: `of` a reading `with` another one, or `until` something happens" });

const assay = z.strictObject({
  at: oneOrMany(quantity("time")).optional(),
  in: oneOrMany(id).optional(),
  of: id.optional().meta({ description: "A preparation" }),
  measure: z.array(z.string()).min(1),
  with: named(z.union([z.string(), z.number()]), "Settings of the instrument").default({}),
  text: text.optional(),
});

const reading = z
  .string()
  .meta({ description: "What is read: `automated count viable`, `flow cytometry CD8`, `count CD8`" });
/** What must be so for a claim to hold, or for a prediction to be right. */
export const claimPart = z
  .strictObject({
    value: reading.optional(),
    ratio: reading.optional(),
    difference: reading.optional(),
    bliss: reading.optional(),
    of: oneOrMany(id).meta({ description: "The arm, or arms of which each must satisfy it" }),
    to: id.optional().meta({ description: "The arm that it is compared with" }),
    singles: z.tuple([id, id]).optional().meta({ description: "bliss: the arms with one of the two each" }),
    at: oneOrMany(quantity("time"))
      .optional()
      .meta({ description: "Each of these times must satisfy it; a preparation is measured when it is made" }),
    in: id.optional().meta({ description: "The culture, where more than one has such a reading" }),
    increases: z.literal(true).optional(),
    decreases: z.literal(true).optional(),
    equivalent: z.literal(true).optional(),
    "at-least": z.number().optional(),
    "at-most": z.number().optional(),
    above: z.number().optional(),
    below: z.number().optional(),
    between: z.tuple([z.number(), z.number()]).optional(),
  })
  .meta({
    description:
      "one of value, ratio, difference, bliss; of which arms; and one of increases, decreases, equivalent, at-least, at-most, above, below, between",
  });

const change = z
  .strictObject({
    without: z.array(z.string()).default([]),
    either: z.array(id).default([]),
    set: named(anyFormula("A parameter")).default({}),
  })
  .meta({ description: "What every arm takes on: without, either, set, as in an arm" });

const claim = z.strictObject({
  id,
  says: z.string().min(1),
  row: oneOrMany(z.string().regex(/^S\d\d$/)).optional(),
  evidence: z.enum(["S", "A", "M", "D", "assumed"]).meta({ description: "S seed, A abstract, M memory, D derived" }),
  fitted: z
    .array(id)
    .default([])
    .meta({ description: "Parameters chosen with this claim in view; none: it is predicted" }),
  soft: z.boolean().default(false).meta({ description: "A band that no source states: reported, never a verdict" }),
  holds: z.array(claimPart).min(1),
  off: change.optional().meta({ description: "Without this it must be reversed or undecided" }),
  still: z.array(claimPart).default([]).meta({ description: "… while these still hold" }),
  on: change.optional().meta({ description: "With this, that nothing happens must fail" }),
  source: source.optional(),
  text: text.optional(),
});

/** What the library can hold: definitions, nothing that is done or measured. */
const definitions = {
  language: z.number().int().min(1).max(newestLanguage).default(newestLanguage),
  source: source.optional(),
  text: text.optional(),
  use: z
    .array(z.string())
    .default([])
    .meta({ description: "exoculture:<name>, or a path below the folder of the scenario" }),
  parameters: named(parameter).default({}),
  mixtures: named(forCells(formula("share"))).default({}),
  conditions: named(conditionOf, "Numbers of a culture that the protocol sets").default({}),
  medium: medium.prefault({}),
  factors: named(factor).default({}),
  reactions: named(reaction).default({}),
  cargo: named(cargo).default({}),
  vesicles: named(vesicle).default({}),
  bindings: named(binding).default({}),
  cells: named(cellType).default({}),
  rules: z.array(rule).default([]),
};

export const libraryKeys: readonly string[] = ["title", ...Object.keys(definitions)];

export const scenario = z.strictObject({
  title: z.string().min(1),
  question: z.string().optional(),
  covers: z.array(z.string().regex(/^S\d\d$/)).default([]),
  ...definitions,
  time,
  donors: donors.prefault({}),
  replicates: z.number().int().min(1).max(10_000).default(1),
  cultures: named(culture),
  protocol: z.array(entry).default([]),
  arms: named(arm),
  routes: named(route).default({}),
  devices: named(device).default({}),
  sources: named(sourceOf, "What gives factors or vesicles without a cell").default({}),
  associations: z.array(association).default([]),
  observe: z.array(observed).default(["counts", "fractions", "concentrations", "vesicles", "totals"]),
  assays: z.array(assay).default([]),
  claims: z.array(claim).default([]),
  charts: z.array(z.string()).default([]),
  limit: z
    .strictObject({ cells: quantity("count"), vesicles: quantity("count") })
    .default({ cells: 200_000, vesicles: 2_000_000 }),
});

export type Document = z.output<typeof scenario>;

/** The JSON Schema as it stands in schema/scenario.schema.json, for editors. */
export function schemaText(): string {
  const schema = z.toJSONSchema(scenario, { target: "draft-7", io: "input", reused: "ref" });
  const text = JSON.stringify({ title: "A scenario of exoculture", ...schema }, null, 1);
  return `${text.replaceAll("\\\\u2060?", "")}\n`; // the mark of a name inside is no part of the language
}
