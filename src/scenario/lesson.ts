/**
 * Lesson text in; a lesson with its experiment, or everything that is wrong with it, out. Pure, as the reading of a scenario is.
 * What a lesson asks of a run (answers that a run makes right, readings that are sold) is put as claims, so that one reader knows
 * readings, arms and times.
 */
import { parseDocument } from "yaml";
import type { Claim, Reading as Column, Issue } from "../model.ts";
import { isProblem } from "../units.ts";
import { type Glossary, glossary, type LessonDocument, lesson } from "./document/lesson.ts";
import type { Experiment } from "./experiment.ts";
import { inOrder, type Report, reportOn } from "./faults.ts";
import { fittingOf } from "./misfit.ts";
import { suggestion } from "./nearest.ts";
import { readScenario } from "./read.ts";
import { readSetting } from "./settings.ts";
import type { Path } from "./tree.ts";
import type { Files } from "./use.ts";
import type { Wishes } from "./worlds.ts";
import { readYaml } from "./yaml.ts";

export interface Lesson {
  readonly file: string;
  /** As written, with every default filled in. */
  readonly document: LessonDocument;
  /** The scenario it runs, with the charts of the lesson. */
  readonly experiment: Experiment;
  /** Answers to choose from, in their order. */
  readonly options: readonly Option[];
  /** Readings that can be bought; none where nothing is hidden. */
  readonly assays: readonly SoldAssay[];
}

export interface Option {
  readonly id: string;
  readonly text: string;
  readonly right: boolean;
  readonly why: string;
  /** What a run must show for it to be right; absent where no run can tell. */
  readonly shows?: Claim;
}

/** What one reading costs: in one arm, at one time. */
export interface SoldAssay {
  readonly id: string;
  readonly text: string;
  readonly reading: Column;
  readonly arms: readonly string[];
  readonly at: readonly number[]; // s; of a preparation: when it is made
  readonly cost: number;
}

/** The text of a scenario, and of what it uses. */
export interface ScenarioSource {
  readonly text: string;
  readonly files: Files;
}

export type LessonReading = { readonly lesson: Lesson } | { readonly issues: readonly Issue[] };

/**
 * @param file the lesson's name in messages
 * @param scenarios a scenario by the path that the lesson gives; undefined where there is none
 */
export function readLesson(
  text: string,
  file: string,
  scenarios: (path: string) => ScenarioSource | undefined,
): LessonReading {
  const { tree, issues } = readYaml(text, file, "lesson");
  if (!tree) return { issues };
  const report = reportOn(tree);
  const fitting = fittingOf(lesson, tree, report);
  if (!fitting) return { issues: inOrder([...issues, ...report.found.issues], file) };
  const { scenario } = fitting.experiment;
  const source = scenarios(scenario);
  if (source === undefined) {
    report.fault(
      ["experiment", "scenario"],
      `is "${scenario}": there is no such file`,
      "name a file beside the lesson",
    );
    return { issues: inOrder([...issues, ...report.found.issues], file) };
  }
  const plain = readScenario(source.text, scenario, source.files);
  if ("issues" in plain) return { issues: [...issues, ...plain.issues] };
  checkNames(fitting, plain.experiment, report);
  const asked = readScenario(withAsked(source.text, fitting, plain.experiment), scenario, source.files);
  if ("issues" in asked)
    for (const issue of asked.issues) {
      const path = lessonPath(issue.path, fitting, plain.experiment.claims.length);
      report.fault(path, issue.text.slice(issue.path.length + 1), issue.hint);
    }
  const found = [...issues, ...report.found.issues];
  if ("issues" in asked || found.length > 0) return { issues: inOrder(found, file) };
  return { lesson: lessonOf(file, fitting, asked.experiment, plain.experiment.claims.length) };
}

/** The words of the glossary by id, or what is wrong with its file. */
export function readGlossary(
  text: string,
  file: string,
): { readonly words: Glossary["words"] } | { readonly issues: readonly Issue[] } {
  const { tree, issues } = readYaml(text, file, "glossary");
  if (!tree) return { issues };
  const report = reportOn(tree);
  const read = fittingOf(glossary, tree, report);
  for (const [id, { see }] of Object.entries(read?.words ?? {}))
    for (const [at, other] of see.entries())
      if (!read?.words[other])
        report.fault(
          ["words", id, "see", at],
          `is "${other}": there is no such word`,
          suggestion(other, Object.keys(read!.words)),
        );
  const found = inOrder([...issues, ...report.found.issues], file);
  return read && found.length === 0 ? { words: read.words } : { issues: found };
}

/** How the experiment of a lesson is run. @param set parameters that the reader changed, on top of those of the lesson */
export function wishesOf(
  { document: { experiment } }: Lesson,
  set: Readonly<Record<string, string | number>> = {},
  seed: string = experiment.seed,
): Wishes {
  const { donors, replicates, arms } = experiment;
  return { seed, donors, replicates, ...(arms && { arms }), set: { ...experiment.set, ...set } };
}

/** Arms, parameters and ids that a lesson names, and what follows from them. */
function checkNames(written: LessonDocument, experiment: Experiment, report: Report): void {
  const { prediction, mystery, experiment: run } = written;
  const arms = experiment.arms.map(({ name }) => name);
  const checkOneOf = (value: string, known: readonly string[], what: string, path: Path): void => {
    if (!known.includes(value)) report.fault(path, `is "${value}": there is no such ${what}`, suggestion(value, known));
  };
  const checkSetting = (name: string, value: string | number, path: Path): void => {
    const read = readSetting(experiment, name, value);
    if (isProblem(read)) report.fault(path, `is wrong: ${read.text}`, read.hint);
  };
  const checkOnce = (ids: readonly string[], path: Path): void => {
    for (const [at, id] of ids.entries())
      if (ids.indexOf(id) < at)
        report.fault([...path, at, "id"], `is "${id}", as that of another`, "give each its own id");
  };
  for (const [at, arm] of (run.arms ?? []).entries()) checkOneOf(arm, arms, "arm", ["experiment", "arms", at]);
  for (const [name, value] of Object.entries(run.set)) checkSetting(name, value, ["experiment", "set", name]);
  for (const [at, { set }] of run.try.entries())
    for (const [name, value] of Object.entries(set)) checkSetting(name, value, ["experiment", "try", at, "set", name]);
  checkOnce(
    prediction.options.map(({ id }) => id),
    ["prediction", "options"],
  );
  const right = prediction.options.filter((option) => option.right).length;
  if (right !== 1)
    report.fault(["prediction", "options"], `has ${right} right answers`, "mark one option with `right: true`");
  if (!mystery) return;
  for (const [at, { parameter, values }] of mystery.hidden.entries())
    for (const [index, value] of values.entries())
      checkSetting(parameter, value, ["mystery", "hidden", at, "values", index]);
  checkOnce(
    mystery.assays.map(({ id }) => id),
    ["mystery", "assays"],
  );
  for (const [at, assay] of mystery.assays.entries())
    for (const [index, arm] of (assay.arms ?? []).entries())
      checkOneOf(arm, arms, "arm", ["mystery", "assays", at, "arms", index]);
  const ids = mystery.assays.map(({ id }) => id);
  let cost = 0;
  for (const [at, { assay, arm, at: time }] of mystery.solution.buy.entries()) {
    const path = ["mystery", "solution", "buy", at];
    checkOneOf(assay, ids, "assay", [...path, "assay"]);
    const sold = mystery.assays.find(({ id }) => id === assay);
    if (!sold) continue;
    cost += sold.cost;
    checkOneOf(arm, sold.arms ?? arms, "arm of this assay", [...path, "arm"]);
    if (time !== undefined)
      checkOneOf(String(time), listOf(sold.at).map(String), "time of this assay", [...path, "at"]);
  }
  if (cost > mystery.budget)
    report.fault(["mystery", "solution", "buy"], `costs ${cost}`, `no more than the budget of ${mystery.budget}`);
}

/** A scenario's text with what a lesson asks of its runs as claims, and with the lesson's charts. */
function withAsked(text: string, written: LessonDocument, { arms, claims }: Experiment): string {
  const document = parseDocument(text, { merge: true });
  const ask = (id: string, says: string, holds: readonly object[]) => ({ id, says, evidence: "assumed", holds });
  const asked = [
    ...answersWithParts(written).map(({ id, text, when }) => ask(`prediction_${id}`, text, when)),
    ...(written.mystery?.assays ?? []).map(({ id, text, reading, in: culture, arms: sold, at }) => {
      const part = { value: reading, of: sold ?? arms.map(({ name }) => name), in: culture, at, "at-least": 0 };
      return ask(`assay_${id}`, text, [part]);
    }),
  ];
  if (claims.length === 0) document.set("claims", document.createNode([]));
  for (const claim of asked) document.addIn(["claims"], document.createNode(claim));
  document.set("charts", document.createNode(written.experiment.charts));
  return document.toString();
}

const answersWithParts = ({ prediction }: LessonDocument) => prediction.options.filter(({ when }) => when.length > 0);
const listOf = <Item>(one: Item | readonly Item[] | undefined): readonly Item[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one as Item];

/** Where a lesson wrote what stands at a path of the scenario that it was put into. @param own claims of the scenario itself */
function lessonPath(path: string, written: LessonDocument, own: number): Path {
  const [first, ...steps] = [...path.matchAll(/([\w-]+)/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));
  if (first === "charts") return ["experiment", "charts", ...steps];
  const [index, , part, key, ...rest] = steps;
  if (first !== "claims" || typeof index !== "number" || index < own) return ["experiment", "scenario"];
  const answers = answersWithParts(written);
  const option = written.prediction.options.indexOf(answers[index - own]);
  if (option >= 0)
    return ["prediction", "options", option, "when", ...[part, key, ...rest].filter((step) => step !== undefined)];
  const names: Readonly<Record<string, string>> = { value: "reading", of: "arms" };
  const at = ["mystery", "assays", index - own - answers.length];
  return key === undefined ? at : [...at, names[key] ?? key, ...rest];
}

/** @param own claims of the scenario itself, before those that the lesson asked */
function lessonOf(file: string, document: LessonDocument, asked: Experiment, own: number): Lesson {
  const answers = answersWithParts(document);
  return {
    file,
    document,
    experiment: { ...asked, claims: asked.claims.slice(0, own) },
    options: document.prediction.options.map((option): Option => {
      const at = answers.indexOf(option);
      const { id, text, right, why } = option;
      return { id, text, right, why, ...(at >= 0 && { shows: asked.claims[own + at] }) };
    }),
    assays: (document.mystery?.assays ?? []).map(({ id, text, cost }, index): SoldAssay => {
      const parts = asked.claims[own + answers.length + index].holds;
      const [{ reading, at }] = parts;
      return { id, text, cost, reading, at, arms: parts.flatMap(({ arms }) => arms) };
    }),
  };
}
