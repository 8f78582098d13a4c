/** The lesson file: a question, a prediction to make before the run, an experiment, and what was found; or a culture with a secret. */
import * as z from "zod";
import { claimPart } from "./document.ts";
import { anyFormula, id, named, oneOrMany, quantity } from "./fields.ts";

const sentence = (about: string) => z.string().min(1).meta({ description: about });
const wholeNumber = (most: number) => z.number().int().min(1).max(most);

/** A finding with where it stands; nothing is told as found without a source. */
const finding = z.strictObject({
  says: sentence("The finding, in words for the class"),
  source: sentence("doi:…, table:<id of the parameter table>, or `assumed`"),
  row: z
    .string()
    .regex(/^S\d\d$/)
    .optional()
    .meta({ description: "Its row in the table of systems, such as S18" }),
});

const experiment = z.strictObject({
  scenario: z
    .string()
    .regex(/^(\.\.\/)?[\w-]+\.yaml$/, "a file beside the lesson, or one folder up: ../00-first-dish.yaml")
    .meta({ description: "A file beside the lesson, or one folder up" }),
  arms: z
    .array(id)
    .min(1)
    .optional()
    .meta({ description: "Arms that are run and shown; all of them where it is left out" }),
  set: named(anyFormula("A parameter")).default({}),
  donors: wholeNumber(20).default(4),
  replicates: wholeNumber(8).default(1),
  seed: z.string().default("1"),
  charts: z.array(z.string()).min(1).meta({ description: "Charts to watch, in the words of a scenario's `charts`" }),
  try: z
    .array(
      z.strictObject({
        text: sentence("What to change, and what to look for"),
        set: named(anyFormula("A parameter")),
      }),
    )
    .default([])
    .meta({ description: "Changes to make afterwards, each a run of its own" }),
});

const prediction = z.strictObject({
  question: sentence("What is asked before the run"),
  options: z
    .array(
      z.strictObject({
        id,
        text: sentence("The answer as it is offered"),
        right: z.boolean().default(false),
        why: sentence("Told after the run: why this is so, or what is wrong with it"),
        when: z
          .array(claimPart)
          .default([])
          .meta({ description: "What the run must show for this answer to be right, as in `holds` of a claim" }),
      }),
    )
    .min(2),
});

const discussion = z.strictObject({ question: sentence("For the class"), answer: sentence("For the teacher") });

const mystery = z.strictObject({
  hidden: z
    .array(
      z.strictObject({
        parameter: id,
        label: sentence("What it is called on the page"),
        values: z.array(anyFormula("A value of the parameter")).min(2).meta({ description: "The seed draws one" }),
        within: z.number().min(1).meta({ description: "A guess is right within this factor of the value" }),
      }),
    )
    .min(1),
  budget: z.number().int().min(1).meta({ description: "What all assays together may cost" }),
  assays: z
    .array(
      z.strictObject({
        id,
        text: sentence("What is measured, and how, in words"),
        reading: z.string().meta({ description: "What is read, as in a claim: `automated count viable`" }),
        in: id.optional(),
        arms: z
          .array(id)
          .min(1)
          .optional()
          .meta({ description: "Arms in which it is offered; all where it is left out" }),
        at: oneOrMany(quantity("time")).optional().meta({ description: "Times at which it is offered" }),
        cost: z.number().int().min(1),
      }),
    )
    .min(1),
  solution: z.strictObject({
    buy: z
      .array(z.strictObject({ assay: id, arm: id, at: quantity("time").optional() }))
      .min(1)
      .meta({ description: "Readings, within the budget, that tell the values apart" }),
    text: sentence("How they tell"),
  }),
});

export const lesson = z.strictObject({
  lesson: z.literal(1).meta({ description: "Version of the language of lessons" }),
  title: sentence("One line"),
  level: z.enum(["from 16", "first year"]),
  minutes: z.number().int().min(5).max(240),
  question: sentence("What the lesson asks"),
  background: sentence("What has to be known before, short; an empty line parts paragraphs"),
  words: z.array(id).default([]).meta({ description: "Words of the glossary that it uses" }),
  experiment,
  prediction,
  steps: z.array(sentence("What to do, and what to see")).min(1),
  found: z.array(finding).min(1).meta({ description: "What was found, with its source" }),
  limits: sentence("What the simulated dish leaves out, honestly"),
  discussion: z.array(discussion).min(1),
  teacher: sentence("Notes for the teacher"),
  mystery: mystery.optional(),
});

export type LessonDocument = z.output<typeof lesson>;

/** The words that lessons use, for readers who do not know them. */
export const glossary = z.strictObject({
  glossary: z.literal(1),
  words: named(
    z.strictObject({
      word: sentence("As it is written in a text"),
      means: sentence("In one or two sentences"),
      see: z.array(id).default([]).meta({ description: "Words that go with it" }),
    }),
  ),
});

export type Glossary = z.output<typeof glossary>;

/** JSON Schemas as they stand in schema/, by file, for editors. */
export const lessonSchemas = (): ReadonlyMap<string, string> =>
  new Map([
    ["lesson.schema.json", schemaOf(lesson, "A lesson of exoculture")],
    ["glossary.schema.json", schemaOf(glossary, "The glossary of the lessons of exoculture")],
  ]);

function schemaOf(schema: z.ZodType, title: string): string {
  const published = z.toJSONSchema(schema, { target: "draft-7", io: "input", reused: "ref" });
  return `${JSON.stringify({ title, ...published }, null, 1).replaceAll("\\\\u2060?", "")}\n`;
}
