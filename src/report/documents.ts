/** Pages of docs/ that follow from the scenarios and the parameter table, as Markdown. They hold nothing that a run gave. */
import { moleculesOf } from "../scenario/build/matter.ts";
import type { Experiment } from "../scenario/experiment.ts";
import { entriesByName } from "../scenario/names.ts";
import type { Parameter } from "../scenario/parameters.ts";
import { readSetting } from "../scenario/settings.ts";
import type { TableRow } from "../scenario/table.ts";
import { converted, isProblem, printNumber } from "../units.ts";
import type { Citation } from "./citations.ts";
import { listed } from "./english/words.ts";
import { englishOf, spreadsInEnglish } from "./english.ts";
import { type MisevItem, misevOf } from "./misev.ts";

/** The parameter table: ranges as numbers, and what stands beside them. */
export interface Sources {
  readonly rows: ReadonlyMap<string, TableRow>;
  readonly citations: ReadonlyMap<string, Citation>;
}

/** A file that defines parameters: one of the library, or a shipped scenario. */
export interface Definitions {
  readonly name: string; // "t-cell", "00-first-dish"
  readonly path: string; // from the project's root
  readonly title: string;
  /** An experiment that has these parameters. */
  readonly experiment: Experiment;
  /** Parameters that this file writes itself, in its order. */
  readonly own: readonly string[];
}

/** A number with everything that speaks for or against it. */
export interface Judged {
  readonly name: string;
  readonly value: string;
  /** Value and range of the table's row, in its unit; empty where no row is cited. */
  readonly table: string;
  /** `assumed`, `assumed in the table`, `fitted to …`, `below the range of the table`. */
  readonly marks: readonly string[];
  readonly source: string;
  readonly reason: string;
}

/**
 * docs/parameters.md.
 * @param files of the library, then scenarios
 * @param shipped scenarios: their claims name what is fitted, and their arms and claims set parameters anew
 */
export function parametersPage(
  files: readonly Definitions[],
  shipped: readonly Definitions[],
  sources: Sources,
): string {
  const used = new Map<string, string[]>();
  for (const { name, experiment } of shipped)
    for (const { source } of experiment.parameters) {
      const id = rowId(source);
      if (id !== undefined && !used.get(id)?.includes(name)) used.set(id, [...(used.get(id) ?? []), name]);
    }
  const sections = files.map((file) => {
    const { path, title, experiment, own } = file;
    const judged = own.map((name) => judge(experiment, name, fittedTo(file, name, shipped), sources));
    const anew = shipped.includes(file) ? setAnew(experiment, sources) : [];
    return [
      `## ${plain(title)}`,
      `[${path}](../${path}): ${tally(judged)}.`,
      parameterTable(judged),
      ...(anew.length > 0 ? ["Set anew by arms, and by claims to test themselves:", changesTable(anew)] : []),
    ].join("\n\n");
  });
  return `${[
    "# Parameters",
    "Written by `npm run docs` from the scenarios, their library and the parameter table: change those, not this page.",
    [
      "Every number with a name, where it comes from and how sure it is. **assumed**: no source gave it. **assumed in the table**:",
      "it cites a row of the table that was itself assumed. **fitted**: chosen with a claim in view, so that this claim is no",
      "evidence for it. **below** or **above the range of the table**: the row says otherwise, and the reason stands beside it.",
      "Numbers without a name (molar masses, spreads of a distribution) stand in the files with the source of their block.",
    ].join("\n"),
    ...sections,
    "## The parameter table",
    "[scenarios/library/parameters.csv](../scenarios/library/parameters.csv), row by row. Used: the shipped scenarios whose parameters cite the row.",
    tableOf(
      ["Row", "Quantity", "Value (range)", "Measured on", "Source", "Confidence", "Note", "Used"],
      [...sources.citations.values()].map((row) => [
        row.id,
        row.quantity,
        rangeInWords(row),
        [row.of, row.conditions].filter((text) => text !== "").join("; "),
        citedAs(row),
        row.confidence,
        row.note,
        (used.get(row.id) ?? []).join(", "),
      ]),
    ),
  ].join("\n\n")}\n`;
}

/** docs/scenarios/<name>.md */
export function scenarioPage(scenario: Definitions, sources: Sources): string {
  const { experiment, path, name } = scenario;
  const anew = setAnew(experiment, sources);
  const told = englishOf(experiment).filter(({ title }) => title !== "Parameters");
  const judged = experiment.parameters.map((parameter) =>
    judge(experiment, parameter.name, claimsOn(experiment, parameter.name), sources),
  );
  const report = misevOf(experiment);
  const parts = told.map(({ title, sentences }) =>
    title === "Question"
      ? sentences.slice(1).map(plain).join("\n\n")
      : [`## ${plain(title)}`, sentences.map((sentence) => `- ${plain(sentence)}`).join("\n")].join("\n\n"),
  );
  return `${[
    `# ${plain(experiment.title)}`,
    `[${path}](../../${path}) in English, written by \`npm run docs\`. Run it: \`npx exoculture run ${path}\`${
      experiment.source === undefined ? "" : `. Source: ${plain(experiment.source)}`
    }.`,
    ...parts,
    "## Parameters",
    `${capital(tally(judged))}. Marks and citations are explained in [the list of all parameters](../parameters.md).`,
    parameterTable(judged),
    ...(anew.length > 0 ? ["Set anew by arms, and by claims to test themselves:", changesTable(anew)] : []),
    ...(report.length > 0 ? ["## Report on the vesicles (MISEV)", misevInWords(report, name)] : []),
  ].join("\n\n")}\n`;
}

/** The report on vesicles as a table. */
function misevInWords(report: readonly MisevItem[], name: string): string {
  const having = (status: MisevItem["status"]): number => report.filter((item) => item.status === status).length;
  return [
    `What [MISEV2018](https://doi.org/10.1080/20013078.2018.1535750) and [MISEV2023](https://doi.org/10.1002/jev2.12404) ask of a study of vesicles, asked of ${name}: ${having("shown")} shown, ${having("assumed")} assumed, ${having("missing")} missing. An instrument that is used in the scenario shows; a number that nothing reads is assumed.`,
    tableOf(
      ["Part", "Asked", "Of", "Is", "By"],
      report.map(({ part, asks, of, status, by }) => [
        part,
        asks,
        of,
        status === "shown" ? status : `**${status}**`,
        by,
      ]),
    ),
  ].join("\n\n");
}

/** One parameter, with its marks. @param claims that it was fitted to */
export function judge(
  experiment: Experiment,
  name: string,
  claims: readonly string[],
  { rows, citations }: Sources,
): Judged {
  const parameter = experiment.parameters.find((each) => each.name === name)!;
  const id = rowId(parameter.source);
  const citation = id === undefined ? undefined : citations.get(id);
  const beyond = id === undefined ? undefined : beyondRange(experiment, parameter, parameter.value, rows.get(id));
  const spread = spreadsInEnglish(experiment.document).get(name);
  return {
    name,
    value: `${printed(parameter, parameter.value)}${spread === undefined ? "" : `, from donor to donor ${spread}`}`,
    table: citation ? rangeInWords(citation) : "",
    marks: [
      ...(parameter.source === "assumed" ? ["assumed"] : []),
      ...(citation?.confidence === "assumed" ? ["assumed in the table"] : []),
      ...(claims.length > 0 ? [`fitted to ${listed(claims)}`] : []),
      ...(beyond === undefined ? [] : [beyond]),
    ],
    source: citation ? `${citation.id}: ${citedAs(citation)}; confidence ${citation.confidence}` : parameter.source,
    reason: [parameter.text, parameter.why ?? (beyond === undefined ? "" : "no reason is given")]
      .filter((text) => text !== "")
      .join("; "),
  };
}

/** "below the range of the table"; undefined within it, and where the row has none. @param value base units */
function beyondRange(
  { document }: Experiment,
  parameter: Parameter,
  value: number,
  row: TableRow | undefined,
): string | undefined {
  if (!row?.range) return undefined;
  const { low, high, vector } = row.range;
  const factor = document.parameters[parameter.name]?.of;
  const index = entriesByName(document.factors).findIndex(([name]) => name === factor);
  const [least, most] = [low, high].map((end) =>
    converted({ value: end, vector, unit: "" }, parameter.vector, moleculesOf(document)[index] ?? {}),
  );
  if (least !== undefined && value < least * (1 - 1e-9)) return "below the range of the table";
  if (most !== undefined && value > most * (1 + 1e-9)) return "above the range of the table";
  return undefined;
}

interface Anew {
  readonly by: string; // "arm “EXO”", "claim release"
  readonly name: string;
  readonly value: string;
  readonly mark: string;
  readonly reason: string;
}

/** Parameters that arms set, and that claims set to test themselves. */
function setAnew(experiment: Experiment, { rows }: Sources): Anew[] {
  const { document, parameters, claims } = experiment;
  const told = (by: string, set: Readonly<Record<string, string | number>>, reason: string): Anew[] =>
    entriesByName(set).map(([name, written]) => {
      const parameter = parameters.find((each) => each.name === name)!;
      const value = readSetting(experiment, name, written);
      const id = rowId(parameter.source);
      const row = id === undefined ? undefined : rows.get(id);
      const mark = isProblem(value) ? "" : (beyondRange(experiment, parameter, value, row) ?? "");
      return { by, name, value: String(written), mark, reason };
    });
  return [
    ...Object.entries(document.arms).flatMap(([name, { set, text, label }]) =>
      told(`arm “${name}”`, set, text ?? label ?? ""),
    ),
    ...claims.flatMap(({ id, off, on }) => [
      ...told(`claim ${id}`, off?.set ?? {}, "with this it must be reversed or undecided"),
      ...told(`claim ${id}`, on?.set ?? {}, "with this, that nothing happens must fail"),
    ]),
  ];
}

/** Claims of a scenario that a parameter was fitted to. */
const claimsOn = ({ claims }: Experiment, parameter: string): string[] =>
  claims.filter(({ fitted }) => fitted.includes(parameter)).map(({ id }) => id);

/** Claims that a parameter was fitted to as this file has it: of a scenario its own, of the library those of whoever takes it over. */
function fittedTo(file: Definitions, parameter: string, shipped: readonly Definitions[]): string[] {
  if (shipped.includes(file)) return claimsOn(file.experiment, parameter);
  const takers = shipped.filter(({ own }) => !own.includes(parameter));
  return takers.flatMap(({ name, experiment }) => {
    const claims = claimsOn(experiment, parameter);
    return claims.length === 0 ? [] : [`${listed(claims)} of ${name}`];
  });
}

const parameterTable = (judged: readonly Judged[]): string =>
  tableOf(
    ["Parameter", "Value", "In the table", "Marks", "Source", "Reason"],
    judged.map(({ name, value, table, marks, source, reason }) => [
      name,
      value,
      table,
      marks.map((mark) => `**${mark}**`).join(", "),
      source,
      reason,
    ]),
  );

const changesTable = (anew: readonly Anew[]): string =>
  tableOf(
    ["By", "Parameter", "Value", "Marks", "Reason"],
    anew.map(({ by, name, value, mark, reason }) => [by, name, value, mark === "" ? "" : `**${mark}**`, reason]),
  );

/** "12 assumed, 3 assumed in the table, 5 fitted, none outside the range of the table" */
function tally(judged: readonly Judged[]): string {
  const having = (mark: RegExp): string => {
    const found = judged.filter(({ marks }) => marks.some((each) => mark.test(each))).length;
    return found === 0 ? "none" : String(found);
  };
  return `${judged.length} parameters, ${having(/^assumed$/)} assumed, ${having(/^assumed in/)} assumed in the table, ${having(/^fitted/)} fitted, ${having(/^(below|above)/)} outside the range of the table`;
}

const rowId = (source: string): string | undefined => /^table:(.*)$/.exec(source)?.[1].trim();

const printed = ({ unit, scale }: Parameter, value: number): string => `${printNumber(value / scale)} ${unit}`.trim();

/** "100 (20 to 400) 1/hour" */
function rangeInWords({ value, low, high, unit }: Citation): string {
  const [least, middle, most] = [low, value, high].map((text) => printNumber(Number(text)));
  return `${middle} (${least} to ${most}) ${unit}`.trim();
}

const citedAs = ({ short, doi }: Citation): string => `${short}${doi === "" ? "" : `, doi:${doi}`}`;

/** A Markdown table: what stands in a cell is text, but for the stars of its marks and for links to a doi. */
function tableOf(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(heading), line(heading.map(() => "---")), ...rows.map((row) => line(row.map(plain)))].join("\n");
}

/** Text that Markdown leaves as it is: `**mark**` stays, and a doi becomes a link. */
const plain = (text: string): string =>
  text
    .replace(/[\\|<`]/g, "\\$&")
    .replace(/(?<!\*)\*(?!\*)/g, "\\*")
    .replace(
      /\bdoi:(10\.(?:[^\s;,()\]]|\([^\s()]*\))*(?:[^\s;,()\].:]|\([^\s()]*\)))/g,
      "[doi:$1](https://doi.org/$1)",
    );

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
