/** Scenario text in; an experiment, or everything that is wrong with it, out. Pure: files are given by whoever calls. */
import { absorbText, hex, newDigest } from "../kernels/digest.ts";
import type { Issue } from "../model.ts";
import { dimensions, isProblem, measure } from "../units.ts";
import { checkId } from "./arms.ts";
import type { Book } from "./book.ts";
import { assayTimes } from "./build/assays.ts";
import { associationTimes } from "./build/associations.ts";
import { attributeNames } from "./build/attributes.ts";
import { blocksIn } from "./build/blocks.ts";
import { chartTimes } from "./build/charts.ts";
import { claimTimes } from "./build/claims.ts";
import { clearedIn } from "./build/clearances.ts";
import { moleculesOf } from "./build/matter.ts";
import { plansOf } from "./build/plans.ts";
import { check } from "./check.ts";
import type { Document } from "./document/document.ts";
import type { Difference, Experiment } from "./experiment.ts";
import { number } from "./expression.ts";
import { inOrder, type Report, reportOn } from "./faults.ts";
import { withLikes } from "./merge.ts";
import { readCurrent } from "./migrate.ts";
import { entriesByName, find, type Names, namesIn } from "./names.ts";
import { type Parameters, readParameters, readSpreads, rowOf, type Table } from "./parameters.ts";
import { scopesOf } from "./scopes.ts";
import { readSetting } from "./settings.ts";
import { readTable } from "./table.ts";
import { clockOf, timeOf } from "./time.ts";
import { canonicalText, mapping, type Path, type Tree } from "./tree.ts";
import { type Files, withUsed } from "./use.ts";

export type Reading =
  | {
      readonly experiment: Experiment;
      /** What was written in an older language, each at its line; the hint is how it is written now. */
      readonly rewritten: readonly Issue[];
    }
  | { readonly issues: readonly Issue[] };

/**
 * @param file the scenario's name in messages
 * @param files text of what it uses: `exoculture:<name>` of the library, `exoculture:parameters.csv`, or a path below its folder
 */
export function readScenario(text: string, file: string, files: Files): Reading {
  const { tree, issues, rewritten } = readCurrent(text, file);
  if (!tree) return { issues };
  const used = withUsed(tree, file, files);
  const likened = withLikes(used.tree);
  const report = reportOn(likened.tree);
  const checked = check(likened.tree, report);
  const before = [...issues, ...used.issues, ...likened.issues];
  if (!checked) return { issues: inOrder([...before, ...report.found.issues], file) };

  const builder = reportOn(checked.tree, report);
  const { document } = checked;
  const names = namesIn(document, likened.tree);
  const table = files("exoculture:parameters.csv");
  const rows = table === undefined ? undefined : readTable(table);
  const parameters = readParameters(document, names, builder, moleculesOf(document), rows);
  const book = bookOf(document, names, builder, parameters);
  checkSources(book, rows, checked.tree, []);
  const built = build(book, parameters, {});
  const found = [...before, ...builder.found.issues];
  if (found.length > 0) return { issues: inOrder(found, file) };
  const digest = newDigest();
  absorbText(digest, canonicalText(used.tree));
  return {
    rewritten: inOrder([...rewritten, ...used.rewritten], file),
    experiment: {
      file,
      ...told(document),
      ...built,
      parameters: parameters.list,
      derived: parameters.order,
      document,
      notYet: builder.found.notYet,
      warnings: inOrder(builder.found.warnings, file),
      hash: hex(digest),
    },
  };
}

/** The same experiment with differences that every arm takes on. @throws RangeError for ids and parameters that it does not have */
export function variantOf(experiment: Experiment, difference: Difference): Experiment {
  const parameters: Parameters = { list: experiment.parameters, order: experiment.derived };
  const book = bookFor(experiment);
  const { names, report } = book;
  for (const id of difference.without ?? []) checkId(book, id, ["without"]);
  for (const id of difference.either ?? []) find(names, report, "rules", id, ["either"]);
  const set = entriesByName(difference.set ?? {}).map(([name, written]) => {
    const value = readSetting(experiment, name, written);
    if (typeof value !== "number") throw new RangeError(`${value.text}: ${value.hint}`);
    return { parameter: names.index.parameters.get(name)!, value: number(value) };
  });
  const { arms } = build(book, parameters, difference);
  if (report.found.issues.length > 0) throw new RangeError(report.found.issues[0].text);
  return { ...experiment, arms: arms.map((arm) => ({ ...arm, set: [...arm.set, ...set] })) };
}

/** What the builders had in hand when this experiment was read. */
export function bookFor({ file, document, parameters, derived }: Experiment): Book {
  const nothing = mapping({ file, line: 1, column: 1 }, new Map());
  return bookOf(document, namesIn(document, nothing), reportOn(nothing), { list: parameters, order: derived });
}

/** What is built from the document alone. */
function build(
  book: Book,
  parameters: Parameters,
  difference: Difference,
): Pick<Experiment, "arms" | "claims" | "associations" | "charts" | "spreads" | "clock"> {
  return {
    ...plansOf(
      book,
      parameters,
      timeOf(book, [...assayTimes(book), ...claimTimes(book), ...associationTimes(book), ...chartTimes(book)]),
      difference,
    ),
    spreads: readSpreads(book, parameters, scopesOf(book, new Set()).parameters),
    clock: clockOf(book.document),
  };
}

function bookOf(document: Document, names: Names, report: Report, { list }: Parameters): Book {
  const molecules = moleculesOf(document);
  const raws = entriesByName(document.parameters);
  const conditionVectors = entriesByName(document.conditions).map(([name, { unit }]) => {
    const read = measure(unit === "" ? 1 : `1 ${unit}`);
    if (!isProblem(read)) return read.vector;
    report.fault(
      ["conditions", name, "unit"],
      `is "${unit}", which ${read.text}`,
      "a unit is needed, such as pM or hour",
    );
    return dimensions.number.vector;
  });
  return {
    document,
    names,
    report,
    molecules,
    vectors: list.map(({ vector }) => vector),
    defaults: list.map(({ value }) => value),
    parameterMolecules: raws.map(([, { of }]) =>
      of === undefined ? {} : (molecules[names.index.factors.get(of) ?? -1] ?? {}),
    ),
    conditionVectors: [
      ...conditionVectors,
      ...blocksIn(document).map(() => dimensions.number.vector),
      ...clearedIn(document).map(() => dimensions.rate.vector),
    ],
    attributes: attributeNames(document, names, report),
  };
}

function told({ title, question, source, text, covers, donors, replicates }: Document) {
  return {
    title,
    ...(question === undefined ? {} : { question }),
    ...(source === undefined ? {} : { source }),
    ...(text === undefined ? {} : { text }),
    covers,
    donors: donors.count,
    replicates,
  };
}

/** Every `source: table:…` of the file stands in the table; a block with numbers and no source is warned of. */
function checkSources(book: Book, table: Table, tree: Tree, path: Path): void {
  if (tree.kind === "list")
    for (const [index, item] of tree.items.entries()) checkSources(book, table, item, [...path, index]);
  if (tree.kind !== "mapping") return;
  const source = tree.entries.get("source")?.value;
  const isParameter = path.length === 2 && path[0] === "parameters";
  if (source?.kind === "scalar" && typeof source.value === "string" && !isParameter)
    rowOf(source.value, table, [...path, "source"], book.report);
  const definesNumbers =
    path.length === 2 && ["factors", "vesicles", "bindings", "reactions", "cells"].includes(String(path[0]));
  if (definesNumbers && !tree.entries.has("like") && !holdsKey(tree, "source") && holdsNumber(tree)) {
    book.report.warn(path, "states numbers without a source", "add `source`, or move the numbers to parameters");
  }
  for (const [key, { value }] of tree.entries) checkSources(book, table, value, [...path, key]);
}

function holdsKey(tree: Tree, key: string): boolean {
  if (tree.kind === "scalar") return false;
  if (tree.kind === "list") return tree.items.some((item) => holdsKey(item, key));
  return tree.entries.has(key) || [...tree.entries.values()].some(({ value }) => holdsKey(value, key));
}

function holdsNumber(tree: Tree): boolean {
  if (tree.kind === "list") return tree.items.some(holdsNumber);
  if (tree.kind === "mapping") return [...tree.entries.values()].some(({ value }) => holdsNumber(value));
  return (
    (typeof tree.value === "number" && tree.value !== 0) ||
    (typeof tree.value === "string" && /^\d[\d.e+-]*\s*[A-Za-zµμ/%]/.test(tree.value))
  );
}
