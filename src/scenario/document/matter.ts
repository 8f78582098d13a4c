/** Factors, reactions, cargo, vesicles and what binds what. */
import * as z from "zod";
import { anyFormula, distribution, formula, id, named, oneOrMany, quantity, source, text } from "./fields.ts";

export const factor = z.strictObject({
  "molar-mass": quantity("molar mass").optional(),
  activity: quantity("activity", "turns U into mass").optional(),
  diffusion: formula("diffusion").optional(),
  loss: formula("rate", "in the medium").optional(),
  "half-life": formula("time", "in the medium, instead of loss").optional(),
  counted: z.boolean().default(false).meta({ description: "Whole molecules, event by event" }),
  source: source.optional(),
  text: text.optional(),
});

export const reaction = z.strictObject({
  from: z.array(id).max(2).default([]).meta({ description: "Factors, one entry a molecule, at most two" }),
  to: z.array(id).default([]),
  rate: anyFormula("Mass action").optional(),
  back: anyFormula("Mass action, backwards").optional(),
  "catalysed-by": z
    .strictObject({ cargo: id, maximum: formula("rate", "for each copy"), "half-max": formula("concentration") })
    .optional()
    .meta({ description: "An enzyme on the surface of vesicles" }),
  source: source.optional(),
  text: text.optional(),
});

export const cargo = z.strictObject({
  face: z.enum(["surface", "lumen"]),
  decay: formula("rate", "of what was delivered into a cell").optional(),
  "half-life": formula("time", "of what was delivered into a cell, instead of decay").optional(),
  source: source.optional(),
  text: text.optional(),
});

export const tags = named(
  oneOrMany(z.string()),
  "Identity: names of peptides, receptors, haplotypes; `matching` compares them",
);

export const vesicle = z.strictObject({
  like: id.optional(),
  without: z.array(id).default([]).meta({ description: "Cargo of `like` that this species lacks" }),
  diameter: distribution("length").optional(),
  density: distribution("mass density").default("1.15 g/mL"),
  loss: formula("rate", "in the medium").optional(),
  "half-life": formula("time", "in the medium, instead of loss").optional(),
  cargo: named(formula("count"), "Copies a vesicle carries where its producer does not stamp them").default({}),
  classes: named(z.array(quantity("count")).min(1), "Copies that part the vesicles of a pool into classes").default({}),
  detail: z
    .enum(["pool", "packets", "individuals", "auto"])
    .default("pool")
    .meta({ description: "auto: one by one while there are few, in packets, as a pool where there are many" }),
  packet: quantity("count", "Vesicles in a new packet").default(100),
  adhesion: z
    .strictObject({ binds: formula("rate"), frees: formula("rate") })
    .optional()
    .meta({ description: "To the matrix of a static culture, and off it" }),
  tags: tags.default({}),
  evidence: named(z.string(), "What was shown: size, markers").default({}),
  source: source.optional(),
  text: text.optional(),
});

export const binding = z.strictObject({
  ligand: id.meta({ description: "A factor" }),
  receptor: id.optional().meta({ description: "An attribute of cells: how many it carries" }),
  cargo: id.optional().meta({ description: "Instead of a receptor: a cargo that the ligand blocks" }),
  kd: formula("concentration"),
  source: source.optional(),
  text: text.optional(),
});

export const medium = z.strictObject({
  viscosity: quantity("viscosity").default("0.94 mPa*s"),
  density: quantity("mass density").default("1.00 g/mL"),
  temperature: quantity("number", "degrees Celsius").default(37),
  source: source.default("table:medium.viscosity"),
});
