/** The sweep file: which numbers of a scenario are moved, how far, and what is read at each point. */
import * as z from "zod";
import { claimPart } from "./document.ts";
import { anyQuantity, id, named, quantity } from "./fields.ts";

const scenarioHint = "a path from this file, such as ../my-dish.yaml, or exoculture:<name> of a shipped one";
const sentence = (about: string) => z.string().min(1).meta({ description: about });
const count = (most: number, about: string) =>
  z.number().int().min(1).max(most).optional().meta({ description: about });
const rangeEnd = anyQuantity("An end of the range, in a unit of the parameter");

const factor = z.strictObject({
  range: z
    .tuple([rangeEnd, rangeEnd])
    .optional()
    .meta({ description: "[low, high]; where it is left out, that of the parameter" }),
  scale: z
    .enum(["linear", "log"])
    .optional()
    .meta({ description: "How the range is divided; log where it is left out and the range spans a factor of 10" }),
  why: z.string().optional().meta({ description: "Why this range" }),
});

const design = z.strictObject({
  kind: z
    .enum(["grid", "list", "random", "latin", "sobol", "morris", "saltelli", "one-at-a-time"])
    .meta({ description: "grid, list, random, latin, sobol, morris, saltelli or one-at-a-time" }),
  points: z
    .union([z.number().int().min(1).max(1_000_000), z.array(named(anyQuantity("A value of a factor"))).min(1)])
    .optional()
    .meta({ description: "random, latin, sobol: how many; list: the points, each as { factor: value }" }),
  levels: z
    .union([z.number().int().min(2).max(1000), named(z.number().int().min(1).max(1000))])
    .optional()
    .meta({ description: "grid, morris, one-at-a-time: values of each factor; grid: also { factor: values }" }),
  trajectories: count(100_000, "morris: how many ways through the factors"),
  rows: count(100_000, "saltelli: rows of each of the two samples"),
  second: z.boolean().optional().meta({ description: "saltelli: also what two factors do together" }),
  base: named(anyQuantity("A value of a factor"))
    .optional()
    .meta({ description: "one-at-a-time: where the others stay; the middle of each range where it is left out" }),
});

/** One number of each world, read as a part of a claim is; of a function of one's own: a number that it returns. */
const outcome = claimPart
  .pick({ value: true, ratio: true, difference: true, bliss: true, to: true, singles: true, in: true })
  .extend({
    of: id.optional().meta({ description: "The arm" }),
    at: quantity("time").optional(),
    unit: z.string().optional().meta({ description: "Of a number that a function returns" }),
    text: z.string().optional(),
  })
  .meta({
    description:
      "one of value, ratio, difference, bliss; of which arm; to which arm; at what time, as in a part of a claim",
  });

export const sweep = z.strictObject({
  sweep: z.literal(1).meta({ description: "Version of the language of sweeps" }),
  title: sentence("One line"),
  question: sentence("What the sweep asks").optional(),
  text: z.string().optional(),
  scenario: z
    .string()
    .regex(/^(exoculture:[a-z0-9][a-z0-9-]*|[^/\\:\0][^\\:\0]*\.(ya?ml|json))$/, scenarioHint)
    .optional()
    .meta({ description: `The scenario: ${scenarioHint}` }),
  function: z
    .string()
    .regex(/^[^/\\:]+\.m?js$/, "a module beside this file, such as model.mjs")
    .optional()
    .meta({ description: "A module of one's own, beside this file, instead of a scenario: it is code, and it is run" }),
  factors: named(factor, "The parameters that are moved"),
  design,
  arms: z
    .array(id)
    .min(1)
    .optional()
    .meta({ description: "Arms that are run; those that are read where it is left out" }),
  donors: count(10_000, "Donors at each point; one where it is left out"),
  replicates: count(10_000, "Replicates of each donor; one where it is left out"),
  seed: z.union([z.string().min(1), z.number()]).default("1"),
  limit: quantity("time", "the longest that one run may take").optional(),
  outcomes: named(outcome).default({}),
  claims: z.array(id).default([]).meta({ description: "Claims of the scenario that are judged at each point" }),
  observables: z
    .boolean()
    .default(false)
    .meta({ description: "Keep everything that each run records, not only what is read" }),
});

export type SweepDocument = z.output<typeof sweep>;

/** The JSON Schema as it stands in schema/sweep.schema.json, for editors. */
export function sweepSchemaText(): string {
  const schema = z.toJSONSchema(sweep, { target: "draft-7", io: "input", reused: "ref" });
  const text = JSON.stringify({ title: "A sweep of exoculture", ...schema }, null, 1);
  return `${text.replaceAll("\\\\u2060?", "")}\n`; // the mark of a name inside is no part of the language
}
