/** What the experimenter does, and when. */
import * as z from "zod";
import { anyFormula, forCells, formula, id, named, oneOrMany, quantity, source, text } from "./fields.ts";

const handling = {
  recovery: formula("share", "of the vesicles that get this far").optional(),
  "carry-over": formula("share", "of the factors").optional(),
  source: source.optional(),
};

/** A step of a preparation. A spin must say which part is kept. */
export const step = z
  .union([
    z.strictObject({
      spin: quantity("force"),
      for: quantity("time"),
      keep: z.enum(["supernatant", "pellet"]),
      path: quantity("length", "that a vesicle falls to reach the pellet").default("80 mm"),
      ...handling,
    }),
    z.strictObject({ filter: quantity("length", "pores"), ...handling }),
    z.strictObject({ wash: z.literal("pellet"), ...handling }),
    z.strictObject({ recover: formula("share"), source: source.optional() }),
  ])
  .meta({
    description:
      "a step: {spin: 300 xg, for: 10 min, keep: supernatant}, {filter: 200 nm}, {wash: pellet, recovery: …, carry-over: …} or {recover: …}",
  });

const when = z.strictObject({ when: formula("number", "once true, never again") });
const repeated = z.strictObject({ every: quantity("time"), from: quantity("time"), to: quantity("time") });
const blocked = z.union([z.string(), z.array(z.string()), z.record(z.string(), formula("share"))]);

/** One line of the protocol. What it holds is done in the order of these keys. */
export const entry = z.strictObject({
  at: z.union([quantity("time"), z.array(quantity("time")).min(1), when, repeated]),
  in: oneOrMany(id).optional(),
  from: id.optional(),
  take: z.literal("supernatant").optional(),
  part: formula("share", "of the medium that is taken, or of the preparation that is dosed").optional(),
  as: id.optional().meta({ description: "Name of the preparation" }),
  through: z.array(step).optional(),
  wash: formula("share", "of the medium that is replaced by bare medium").optional(),
  "change-medium": formula("share", "of the medium that is replaced by fresh medium of the culture").optional(),
  remove: formula("share", "of what the medium holds; bare medium stands in its place").optional(),
  deplete: forCells(formula("share"), "Cells: types, `TYPE.state` or mixtures").optional(),
  sort: z
    .strictObject({
      keep: oneOrMany(z.string()).meta({ description: "Cells that stay: types, `TYPE.state` or mixtures" }),
      yield: formula("share", "of these that stays").default("100 %"),
      purity: formula("share", "of what stays that is of these").default("100 %"),
    })
    .optional(),
  seed: forCells(formula("density")).optional(),
  add: named(formula("concentration")).optional(),
  vesicles: named(formula("density")).optional(),
  dose: id.optional().meta({ description: "Name of a preparation" }),
  amount: anyFormula("In the culture: vesicles in a volume, or mass of vesicle protein in a volume").optional(),
  equivalents: formula("count", "the vesicles of so many producer cells").optional(),
  "particles-per-mass": formula("per mass", "for an amount in protein").optional(),
  set: named(formula("number"), "Conditions").optional(),
  change: z.strictObject({ of: oneOrMany(z.string()), attribute: id, to: anyFormula("The new value") }).optional(),
  block: blocked
    .optional()
    .meta({ description: "A behaviour, such as capture or `release EXO`: all of it, or a share" }),
  unblock: z.union([z.string(), z.array(z.string())]).optional(),
  of: oneOrMany(z.string()).optional().meta({ description: "Cells that a block is for" }),
  source: source.optional(),
  text: text.optional(),
});

const armPart = {
  label: z.string().optional(),
  text: text.optional(),
  like: oneOrMany(id).default([]),
  do: z.array(entry).default([]),
  set: named(anyFormula("A parameter")).default({}),
  seed: named(forCells(formula("density"))).default({}),
  without: z
    .array(z.string())
    .default([])
    .meta({ description: "rule:…, cargo:…, factor:…, vesicle:…, binding:…, reaction:…" }),
  either: z.array(id).default([]).meta({ description: "Rules whose AND becomes OR" }),
};

export const part = z.strictObject(armPart);

export const arm = z.strictObject({
  ...armPart,
  cross: z
    .record(id, z.union([z.array(z.union([z.string(), z.number()])).min(1), named(part)]))
    .optional()
    .meta({ description: "Arms for every combination: values of a parameter, names of arms, or named differences" }),
});
