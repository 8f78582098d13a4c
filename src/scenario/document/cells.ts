/** Cell types, their states, attributes, behaviours, and the rules that change behaviours. */
import * as z from "zod";
import {
  anyFormula,
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
import { tags } from "./matter.ts";

const none = z.literal("none").meta({ description: "none: takes away what `like` or the type would give" });
const timed = {
  requires: formula("number", "must be true when the time comes").optional(),
  otherwise: z.enum(["waits", "stops"]).default("waits"),
};

export const attribute = z.strictObject({
  unit: z.string().default("").meta({ description: "A unit, such as copies or pM" }),
  inherit: z.enum(["copy", "halve", "reset"]).default("copy"),
  start: distribution(undefined).default(0),
  is: anyFormula("Worked out anew whenever it is read").optional(),
  gain: anyFormula("Per time").optional(),
  loss: formula("rate").optional(),
  toward: anyFormula("Where it goes at `rate` or `half-life`").optional(),
  rate: formula("rate").optional(),
  "half-life": formula("time").optional(),
  "on-enter": anyFormula("Set when a cell enters this state").optional(),
  "on-first-division": anyFormula("Set for both daughters of a first division").optional(),
  source: source.optional(),
  text: text.optional(),
});

const divide = z.strictObject({
  rate: formula("rate").optional(),
  first: distribution("time", "from entering this state").optional(),
  later: distribution("time", "from the division before").optional(),
  shared: z.enum(["own", "sisters", "family"]).default("own").meta({ description: "Who has one draw in common" }),
  ...timed,
  limit: formula("number", "no division from this generation on").optional(),
});

const waiting = z.strictObject({
  rate: formula("rate").optional(),
  after: distribution("time", "from entering this state").optional(),
  ...timed,
  latches: z.boolean().default(false).meta({ description: "There is no way back: checked" }),
});

const oneOf = z.strictObject({
  rate: formula("rate"),
  among: forCells(formula("share"), "States and their shares; one of them may be `rest`"),
});

const consume = z.strictObject({
  maximum: formula("molecule rate").optional(),
  "half-max": formula("concentration").optional(),
  clearance: formula("volume rate").optional(),
});

export const matching = z.union([z.string(), named(z.string())]).meta({
  description: "Tag of the cell and tag of the vesicle (or neighbour) that must agree: `TCR`, or {TCR: peptide}",
});

const capture = z.strictObject({
  clearance: formula("volume rate").optional(),
  efficiency: formula("share", "of what diffusion brings to the cell").optional(),
  sites: formula("count").optional(),
  detach: formula("rate").default(0),
  enters: formula("rate", "or `at once`").default("at once"),
  digestion: formula("rate").default(0),
  matching: matching.optional(),
});

const release = z.strictObject({
  rate: formula("rate").optional(),
  batch: z.strictObject({ size: formula("count"), rate: formula("rate") }).optional(),
  bodies: z
    .strictObject({
      form: formula("rate"),
      size: formula("count"),
      fusion: formula("rate"),
      degradation: formula("rate").default(0),
    })
    .optional()
    .meta({ description: "Multivesicular bodies" }),
  stamp: named(formula("count"), "Cargo copies from the state of the producer").default({}),
});

const acquire = z.strictObject({
  share: formula("share", "of the cargo that the cell shows: it waits to be processed").default(0),
  process: formula("rate", "from waiting to shown").default(0),
  dressed: formula("share", "of such cargo on the outer face: it is shown at once, as it is").default(0),
});

const present = z.strictObject({
  on: z.string().optional().meta({ description: "What it is shown on, such as MHC_I" }),
  "half-life": formula("time", "of what is shown").optional(),
});

const clearance = formula("volume rate", "volume of medium that is cleared");

/** A bare rate or clearance is short for the block that holds nothing else. */
const behaviours = {
  diameter: formula("length").optional(),
  attributes: named(attribute).default({}),
  divide: z.union([none, formula("rate").transform((rate) => divide.parse({ rate })), divide]).optional(),
  die: z.union([none, formula("rate").transform((rate) => waiting.parse({ rate })), waiting]).optional(),
  become: forCells(z.union([none, formula("rate").transform((rate) => waiting.parse({ rate })), waiting])).default({}),
  "one-of": z.array(oneOf).default([]).meta({ description: "A choice among fates" }),
  secrete: named(z.union([none, formula("molecule rate")])).default({}),
  consume: named(z.union([none, clearance.transform((value) => consume.parse({ clearance: value })), consume])).default(
    {},
  ),
  capture: named(z.union([none, clearance.transform((value) => capture.parse({ clearance: value })), capture])).default(
    {},
  ),
  release: named(z.union([none, formula("rate").transform((rate) => release.parse({ rate })), release])).default({}),
  acquire: named(z.union([none, acquire]), "Of vesicles that enter").default({}),
  present: named(z.union([none, present]), "Cargo that is shown to other cells").default({}),
  move: z
    .union([
      none,
      z.strictObject({
        motility: formula("diffusion", "along each axis, in the long run"),
        persistence: formula("time", "for which it keeps its direction").default("0 s"),
        toward: id.optional().meta({ description: "A factor whose gradient it climbs" }),
        speed: formula("speed", "up a steep gradient").optional(),
        "half-max": formula("share", "difference of the factor over the cell at half of the speed").optional(),
      }),
    ])
    .optional()
    .meta({ description: "In static cultures" }),
};

export const state = z.strictObject({
  like: id.optional(),
  ...behaviours,
  source: source.optional(),
  text: text.optional(),
});

export const cellType = z.strictObject({
  like: id.optional(),
  abstract: z.boolean().default(false).meta({ description: "Only there for others to be like it" }),
  tags: tags.default({}),
  start: id.optional().meta({ description: "The state of cells that are seeded" }),
  states: named(state).optional(),
  ...behaviours,
  source: source.optional(),
  text: text.optional(),
});

const signal = z
  .union([
    z.string(),
    z.strictObject({
      "for-each-bound-vesicle": z.strictObject({
        of: z.array(id).optional(),
        all: z
          .array(z.strictObject({ cargo: id, "half-max": formula("count"), power: formula("number").default(1) }))
          .min(1),
      }),
    }),
    z.strictObject({
      "contact-with": z.string(),
      "weighted-by": anyFormula("What each of them counts for, read in them").optional(),
    }),
  ])
  .meta({
    description:
      "What is read: a name such as bound:IL2, a formula, {for-each-bound-vesicle: {all: […]}} or {contact-with: TYPE}",
  });

const term = z.strictObject({
  signal,
  "half-max": anyFormula("Signal at half of the response"),
  power: formula("number", "Hill power").default(1),
  matching: matching.optional(),
});

export const rule = z.strictObject({
  id,
  of: oneOrMany(z.string()).meta({ description: "Cell types, or `TYPE state`" }),
  behaviour: z
    .string()
    .meta({ description: "divide, die, become STATE, secrete FACTOR, capture SPECIES, attribute NAME, …" }),
  signal,
  direction: z.enum(["increases", "decreases"]),
  to: anyFormula("The behaviour at full response"),
  "half-max": anyFormula("Signal at half of the response"),
  power: formula("number", "Hill power").default(1),
  requires: z.array(term).default([]).meta({ description: "AND: the responses multiply" }),
  "scaled-by": formula("number", "multiplies the response").optional(),
  while: formula("number", "a condition").optional(),
  delay: z.strictObject({ time: formula("time"), steps: z.number().int().min(1).max(20).default(4) }).optional(),
  matching: matching.optional(),
  latches: z.boolean().default(false).meta({ description: "The state entered has no way back: checked" }),
  source,
  why: why.optional(),
  text: text.optional(),
});

export const conditionOf = z.strictObject({
  start: quantity("number").default(0),
  unit: z.string().default(""),
  source: source.optional(),
  text: text.optional(),
});
