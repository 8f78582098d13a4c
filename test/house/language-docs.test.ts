/** docs/language.md against the language: every key is named, and every example on any page is a scenario or a part of one. */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parse, stringify } from "yaml";
import { assaySettings } from "../../src/instruments.ts";
import { schemaText } from "../../src/scenario/document/document.ts";
import { isProblem, measure } from "../../src/units.ts";
import { read as readText } from "../scenario/reading.ts";
import { place, projectPaths, read, type Source } from "./source.ts";

const language = read("docs/language.md");
/** Instruments that a scenario can use, as `measure` writes them. */
const instruments = [
  ["automated count", "count"],
  ["flow cytometry", "flow"],
  ["dye dilution", "dye dilution"],
  ["cytokine array", "cytokine array"],
  ["light scattering", "light scattering"],
  ["bead flow", "bead flow"],
  ["killing", "killing"],
  ["caspase", "caspase"],
  ["ELISA", "ELISA"],
  ["tetramer", "tetramer"],
  ["tumour volume", "tumour volume"],
  ["sucrose gradient", "sucrose gradient"],
  ["differential spins", "differential spins"],
  ["nanoparticle tracking", "nanoparticle tracking"],
  ["plasma capture", "plasma capture"],
  ["RNA profile", "RNA profile"],
] as const;
const pages = projectPaths()
  .filter((path) => path === "README.md" || /^docs\/[^/]+\.md$/.test(path))
  .map(read);

test("every block that is marked complete is a scenario without faults or warnings", () => {
  const blocks = pages.flatMap((page) => blocksOf(page, "complete").map((block) => ({ page, ...block })));
  assert.ok(blocks.length > 0);
  for (const { page, at, text } of blocks) assert.equal(faultsOf(text), [], place(page, at));
});

test("every block of language.md that is marked part is a scenario when merged with the complete one above", () => {
  const [base] = blocksOf(language, "complete");
  const parts = blocksOf(language, "part");
  assert.ok(parts.length > 8);
  for (const { at, text } of parts) {
    const merged = merge(parse(base.text), parse(text));
    assert.equal(faultsOf(stringify(merged)), [], place(language, at));
  }
});

test("every block of language.md is marked, or is no YAML", () => {
  const marked = blocksOf(language, "complete").length + blocksOf(language, "part").length;
  assert.is([...language.text.matchAll(/^```ya?ml/gm)].length, marked);
});

test("every key of the language is named in language.md", () => {
  const missing = [...keysOf(JSON.parse(schemaText()))].filter(
    (key) => !new RegExp(`\`[^\`\\n]*(?<![\\w-])${key}(?![\\w-])`).test(prose(language)),
  );
  assert.equal(missing, []);
});

test("every key of the language stands in an example of language.md", () => {
  const examples = ["complete", "part"].flatMap((mark) => blocksOf(language, mark)).map(({ text }) => text);
  const used = new Set(examples.flatMap((text) => keysIn(parse(text))));
  assert.equal(
    [...keysOf(JSON.parse(schemaText()))].filter((key) => !used.has(key)),
    [],
  );
});

test("every choice of a word that the language offers is named in language.md", () => {
  const missing = [...wordsOf(JSON.parse(schemaText()))].filter(
    (word) => !new RegExp(`\`[^\`\\n]*(?<![\\w-])${word}(?![\\w-])`).test(prose(language)),
  );
  assert.equal(missing, []);
});

test("every unit in the table of units can be read", () => {
  const table = language.text.split("### Quantities and units")[1].split("### ")[0];
  const units = table
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, unit]) => unit));
  assert.ok(units.length > 40);
  assert.equal(
    units.filter((unit) => isProblem(measure(`1 ${unit}`))),
    [],
  );
});

test("every setting of an instrument stands in its row of language.md, with its default", () => {
  const rows = language.text.split("\n").filter((line) => /^\| `[A-Za-z ]+` \| `/.test(line));
  for (const [instrument, word] of instruments) {
    const row = rows.find((line) => line.startsWith(`| \`${word}\` | `)) ?? "";
    const told = [...row.matchAll(/`(\w+)`(?: \([^)]*\))? ([\d.e]+)/g)].map(([, name, value]) => [name, Number(value)]);
    assert.equal(
      told,
      Object.entries(assaySettings[instrument]).map(([name, { value }]) => [name, value]),
      word,
    );
  }
});

test("every function of a formula is named with its arguments, and each named one is known", () => {
  const listed = language.text.split("### Formulas")[1].split("### ")[0];
  for (const [, call] of listed.matchAll(/`([a-z]+\([^)`]*\))`/g)) {
    const numbers = call.replace(/half-max/, "2").replace(/\b(?:x|power|a|b|low|high)\b/g, "1");
    assert.equal(faultsOf(valueAs(numbers)), [], call);
  }
  const [unknown] = faultsOf(valueAs("nothing(1)"));
  const names = [...unknown.matchAll(/\b[a-z]+\b/g)].map(([name]) => name);
  for (const name of ["hill", "min", "max", "clamp", "exp", "log", "sqrt", "abs", "floor", "not"]) {
    assert.ok(listed.includes(`\`${name}(`), name);
    assert.ok(names.includes(name), name);
  }
});

test.run();

/** The complete scenario of language.md with a parameter of this value. */
function valueAs(value: string): string {
  const scenario = parse(blocksOf(language, "complete")[0].text);
  return stringify({ ...scenario, parameters: { ...scenario.parameters, tried: { value, source: "assumed" } } });
}

/** YAML blocks with this mark after `yaml`. */
function blocksOf(page: Source, mark: string): { readonly at: number; readonly text: string }[] {
  return [...page.text.matchAll(new RegExp(`^\`\`\`yaml ${mark}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map((match) => ({
    at: match.index,
    text: match[1],
  }));
}

/** The page without its blocks. */
const prose = ({ text }: Source): string => text.replace(/^```[\s\S]*?^```/gm, "");

function faultsOf(text: string): string[] {
  const reading = readText(text);
  const found = "issues" in reading ? reading.issues : reading.experiment.warnings;
  return found.map(({ path, text: what, hint }) => `${path}: ${what} (${hint})`);
}

type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const isBlock = (value: Plain | undefined): value is { readonly [key: string]: Plain } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Blocks are merged; all else is replaced. */
function merge(base: Plain, over: Plain): Plain {
  if (!isBlock(base) || !isBlock(over)) return over;
  const merged = Object.entries(over).map(([key, value]): [string, Plain] => [
    key,
    Object.hasOwn(base, key) ? merge(base[key], value) : value,
  ]);
  return { ...base, ...Object.fromEntries(merged) };
}

function keysIn(value: Plain): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return isBlock(value) ? Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]) : [];
}

interface Part {
  readonly $ref?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: Part | boolean;
  readonly items?: Part | readonly Part[];
  readonly anyOf?: readonly Part[];
  readonly definitions?: Readonly<Record<string, Part>>;
}

/** Every part of a schema, those it refers to once. */
function partsOf(schema: Part): Part[] {
  const seen = new Set<Part>();
  const visit = (part: Part | boolean | undefined): void => {
    if (typeof part !== "object" || seen.has(part)) return;
    seen.add(part);
    for (const inner of Object.values(part.properties ?? {})) visit(inner);
    for (const inner of Object.values(part.definitions ?? {})) visit(inner);
    for (const inner of part.anyOf ?? []) visit(inner);
    for (const inner of [part.items ?? []].flat()) visit(inner);
    visit(part.additionalProperties);
  };
  visit(schema);
  return [...seen];
}

const keysOf = (schema: Part): Set<string> =>
  new Set(partsOf(schema).flatMap((part) => Object.keys(part.properties ?? {})));
const wordsOf = (schema: Part): Set<string> =>
  new Set(partsOf(schema).flatMap((part) => [...(part.enum ?? []), ...(part.const === undefined ? [] : [part.const])]));
