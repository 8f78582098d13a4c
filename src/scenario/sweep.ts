/**
 * Sweep text in; what is to be run, or everything that is wrong with it, out. Pure, as the reading of a scenario is. Outcomes
 * are put to the scenario as claims, so that one reader knows readings, arms and times.
 */
import { parseDocument } from "yaml";
import type { Claim, ClaimPart, Issue } from "../model.ts";
import { isProblem, readQuantity } from "../units.ts";
import { type SweepDocument, sweep } from "./document/sweep.ts";
import type { Experiment } from "./experiment.ts";
import { inOrder, type Report, reportOn } from "./faults.ts";
import { fittingOf } from "./misfit.ts";
import { modelOf } from "./model.ts";
import { suggestion } from "./nearest.ts";
import type { Parameter } from "./parameters.ts";
import { readScenario } from "./read.ts";
import { readSetting } from "./settings.ts";
import type { Path } from "./tree.ts";
import type { Files } from "./use.ts";
import { worldsOf } from "./worlds.ts";
import { readYaml } from "./yaml.ts";

/** A sweep that was read: plain data, that travels to a worker as it is. */
export interface Sweep {
  readonly file: string;
  readonly title: string;
  readonly question?: string;
  /** The scenario with the outcomes among its claims, or a function of one's own. */
  readonly subject: { readonly experiment: Experiment } | { readonly function: string };
  readonly factors: readonly SweptParameter[];
  readonly plan: SweepPlan;
  readonly arms: readonly string[]; // none of a function
  readonly donors: number;
  readonly replicates: number;
  readonly seed: string;
  readonly limit?: number; // s, of one run
  /** What is kept of each run. */
  readonly readings: readonly SweptReading[];
  /** Numbers made of the readings of one run. */
  readonly outcomes: readonly SweptOutcome[];
  readonly claims: readonly Claim[];
  readonly observables: boolean;
}

/** A parameter and its range, in the unit in which the scenario prints it. */
export interface SweptParameter {
  readonly name: string;
  readonly low: number;
  readonly high: number; // above low
  readonly scale: "linear" | "log"; // log: low is above 0
  readonly unit: string;
}

/** What the file asks of the design, checked. Values are by factor, in its unit. */
export type SweepPlan =
  | { readonly kind: "grid"; readonly levels: readonly number[] }
  | { readonly kind: "list"; readonly values: readonly (readonly number[])[] }
  | { readonly kind: "random" | "latin" | "sobol"; readonly count: number }
  | { readonly kind: "morris"; readonly trajectories: number; readonly levels: number }
  | { readonly kind: "saltelli"; readonly rows: number; readonly second: boolean }
  | { readonly kind: "one-at-a-time"; readonly levels: number; readonly base?: readonly number[] };

/** A column of the recording of an arm at a time. */
export interface SweptReading {
  readonly column: string; // as the table heads it
  readonly arm: string;
  readonly name: string;
  readonly culture: number;
  readonly subject: string;
  readonly at: number; // s
}

export interface SweptOutcome {
  readonly name: string;
  readonly unit: string;
  readonly text: string; // what it is, in words
  readonly part?: ClaimPart; // absent: a number that the function returns
}

/** Columns of the table of runs that are there in every sweep; nothing else can have their names. */
export const runColumns = ["point", "donor", "replicate", "status", "reason", "seconds"] as const;

const mostPoints = 1_000_000;

export interface SweptScenario {
  readonly text: string;
  readonly file: string;
  readonly files: Files;
}

export type SweepReading = { readonly sweep: Sweep } | { readonly issues: readonly Issue[] };

/**
 * @param file the sweep's name in messages
 * @param scenarios a scenario by the path that the sweep gives; undefined where there is none
 */
export function readSweep(
  text: string,
  file: string,
  scenarios: (path: string) => SweptScenario | undefined,
): SweepReading {
  const { tree, issues } = readYaml(text, file, "sweep");
  if (!tree) return { issues };
  const report = reportOn(tree);
  const written = fittingOf(sweep, tree, report);
  if (!written) return { issues: inOrder([...issues, ...report.found.issues], file) };
  if ((written.scenario === undefined) === (written.function === undefined))
    report.fault([], "needs `scenario` or `function`, one of the two", "such as scenario: exoculture:00-first-dish");
  checkNames(written, report);
  const shared = sharedOf(written, file, report);
  const made =
    written.function === undefined ? ofScenario(written, shared, scenarios, report) : ofFunction(written, report);
  const found = inOrder([...issues, ...report.found.issues], file);
  return "issues" in made || found.length > 0
    ? { issues: [...found, ...("issues" in made ? made.issues : [])] }
    : { sweep: { ...shared, ...made } };
}

type Made = Pick<Sweep, "subject" | "factors" | "plan" | "arms" | "readings" | "outcomes" | "claims">;
type Shared = Omit<Sweep, keyof Made>;

function sharedOf(written: SweepDocument, file: string, report: Report): Shared {
  const { title, question, seed, donors = 1, replicates = 1, observables } = written;
  const limit = written.limit === undefined ? undefined : readQuantity(written.limit, "time");
  if (isProblem(limit ?? 0)) report.fault(["limit"], `is "${written.limit}"`, "a time is needed, such as 10 min");
  if (typeof limit === "number" && !(limit > 0)) report.fault(["limit"], "is not above 0", "such as 10 min");
  return {
    file,
    title,
    ...(question !== undefined && { question }),
    donors,
    replicates,
    seed: String(seed),
    ...(typeof limit === "number" && { limit }),
    observables,
  };
}

function checkNames({ factors, outcomes, claims }: SweepDocument, report: Report): void {
  if (Object.keys(factors).length === 0) report.fault(["factors"], "is empty", "name a parameter that is moved");
  if (Object.keys(outcomes).length + claims.length === 0)
    report.fault([], "reads nothing", "name outcomes, such as outcomes: { growth: { … } }, or claims of the scenario");
  for (const section of ["factors", "outcomes"] as const)
    for (const name of Object.keys({ factors, outcomes }[section]))
      if ((runColumns as readonly string[]).includes(name))
        report.keyFault([section, name], "is a column of the table of runs", "take another name");
  for (const name of Object.keys(outcomes))
    if (Object.hasOwn(factors, name))
      report.keyFault(["outcomes", name], "is the name of a factor too", "take another name");
}

/** Reads a number of a factor, in its unit; undefined, and said why, where it is none. */
type ReadValue = (written: string | number, path: Path) => number | undefined;

function ofFunction(written: SweepDocument, report: Report): Made {
  const plain: ReadValue = (value, path) => {
    if (typeof value === "number") return value;
    report.fault(path, `is "${value}"`, "a plain number is needed: a function knows no units");
    return undefined;
  };
  for (const key of ["arms", "donors", "observables"] as const)
    if (written[key] !== undefined && written[key] !== false)
      report.keyFault([key], "means nothing to a function", "leave it out; replicates have seeds of their own");
  if (written.claims.length > 0)
    report.keyFault(["claims"], "means nothing to a function", "name its numbers under outcomes");
  const readers = new Map(Object.keys(written.factors).map((name) => [name, { unit: "", read: plain }]));
  const factors = factorsOf(written, readers, () => undefined, report);
  const outcomes = Object.entries(written.outcomes).map(([name, { unit = "", text = "", at: _, ...rest }]) => {
    if (Object.keys(rest).length > 0)
      report.fault(["outcomes", name], "says how it is read", "a function returns the number itself: { unit, text }");
    return { name, unit, text };
  });
  return {
    subject: { function: written.function! },
    factors,
    plan: planOf(written, factors, readers, report),
    arms: [],
    readings: [],
    outcomes,
    claims: [],
  };
}

function ofScenario(
  written: SweepDocument,
  { seed }: Shared,
  scenarios: (path: string) => SweptScenario | undefined,
  report: Report,
): Made | { readonly issues: readonly Issue[] } {
  const path = written.scenario;
  if (path === undefined) return { issues: [] };
  const source = scenarios(path);
  if (source === undefined) {
    report.fault(["scenario"], `is "${path}": there is no such file`, "a path is read from the folder of the sweep");
    return { issues: [] };
  }
  const plain = readScenario(source.text, source.file, source.files);
  if ("issues" in plain) return { issues: plain.issues };
  const own = plain.experiment.claims;
  const names = Object.keys(written.outcomes);
  checkOutcomes(written, report);
  const known = new Map(plain.experiment.parameters.map((parameter) => [parameter.name, parameter]));
  const readers = new Map(
    [...known].map(([name, { unit, scale }]) => [
      name,
      { unit, read: (value: string | number, at: Path) => readIn(plain.experiment, name, scale, value, at, report) },
    ]),
  );
  const factors = factorsOf(written, readers, (name) => known.get(name), report);
  const plan = planOf(written, factors, readers, report);
  const asked = readScenario(withOutcomes(source.text, written, own.length > 0), source.file, source.files);
  if ("issues" in asked) {
    for (const issue of asked.issues)
      report.fault(outcomePath(issue.path, names, own.length), issue.text.slice(issue.path.length + 1), issue.hint);
    return { issues: [] };
  }
  const { experiment } = asked;
  const claims = written.claims.flatMap((id, at): Claim[] => {
    const claim = own.find((each) => each.id === id);
    if (!claim)
      report.fault(
        ["claims", at],
        `is "${id}", which is no claim of the scenario`,
        suggestion(
          id,
          own.map((each) => each.id),
        ),
      );
    return claim ? [claim] : [];
  });
  const all = experiment.arms.map(({ name }) => name);
  for (const [at, arm] of (written.arms ?? []).entries())
    if (!all.includes(arm)) report.fault(["arms", at], `is "${arm}", which is no arm`, suggestion(arm, all));
  const parts = names.map((_, index) => experiment.claims[own.length + index]?.holds[0]);
  const read = new Set([...parts, ...claims.flatMap(({ holds }) => holds)].flatMap((part) => part?.arms ?? []));
  const arms = all.filter((arm) => (written.arms ? written.arms.includes(arm) : read.has(arm)));
  for (const [section, at, of] of [
    ...names.map((name, at) => ["outcomes", name, parts[at]?.arms ?? []] as const),
    ...claims.map(
      ({ id, holds }) => ["claims", written.claims.indexOf(id), holds.flatMap((part) => part.arms)] as const,
    ),
  ])
    for (const arm of new Set(of))
      if (all.includes(arm) && !arms.includes(arm))
        report.fault([section, at], `reads arm "${arm}", which is not run`, "name it under arms, or leave arms out");
  if (report.found.issues.length > 0) return { issues: [] };
  const [world] = worldsOf(experiment, { seed, donors: 1, replicates: 1, arms: arms.slice(0, 1) });
  const { observables, cultures } = modelOf(experiment, world);
  const unitOf = ({ compare, reading }: ClaimPart): string =>
    compare === "ratio" || compare === "bliss"
      ? ""
      : (observables.find(
          ({ name, culture, subject }) =>
            name === reading.name && culture === reading.culture && subject === reading.subject,
        )?.unit ?? "");
  return {
    subject: { experiment: { ...experiment, claims: own } },
    factors,
    plan,
    arms,
    readings: readingsOf(
      [...(parts as ClaimPart[]), ...claims.flatMap(({ holds }) => holds)],
      cultures.map(({ name }) => name),
      experiment.clock,
    ),
    outcomes: names.map((name, at) => {
      const part = parts[at]!;
      const when = `at ${timeText(part.at[0], experiment.clock)}`;
      const text = written.outcomes[name].text ?? `${part.text.replace(/: above 0$/, "")} ${when}`;
      return { name, unit: unitOf(part), text, part };
    }),
    claims,
  };
}

/** What the trick with claims cannot say by itself. */
function checkOutcomes({ outcomes }: SweepDocument, report: Report): void {
  for (const [name, { of, unit, value, ratio, difference, bliss }] of Object.entries(outcomes)) {
    const path = ["outcomes", name];
    if (unit !== undefined) report.keyFault([...path, "unit"], "is known from what is read", "leave it out");
    if ([value, ratio, difference, bliss].every((each) => each === undefined)) continue;
    if (of === undefined) report.fault(path, "does not say of which arm", "such as of: EXO_IL2");
  }
}

/** A scenario's text with each outcome as a claim behind its own. */
function withOutcomes(text: string, { outcomes }: SweepDocument, hasClaims: boolean): string {
  const document = parseDocument(text, { merge: true });
  if (!hasClaims) document.set("claims", document.createNode([]));
  for (const [name, { text: _, unit: __, of = "", ...part }] of Object.entries(outcomes)) {
    const claim = { id: `outcome_${name}`, says: name, evidence: "assumed", holds: [{ ...part, of, above: 0 }] };
    document.addIn(["claims"], document.createNode(claim));
  }
  return document.toString();
}

/** Where the sweep wrote what stands at a path of the scenario that it was put into. @param own claims of the scenario itself */
function outcomePath(path: string, names: readonly string[], own: number): Path {
  const [first, ...steps] = [...path.matchAll(/[\w-]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));
  const [index, , , ...rest] = steps;
  if (first !== "claims" || typeof index !== "number" || index < own) return ["scenario"];
  return ["outcomes", names[index - own], ...rest];
}

function readingsOf(
  parts: readonly ClaimPart[],
  cultures: readonly string[],
  clock: Experiment["clock"],
): SweptReading[] {
  const readings = new Map<string, SweptReading>();
  for (const { reading, arms, at: times } of parts)
    for (const arm of arms)
      for (const at of times) {
        const what = `${reading.name} ${reading.subject} in ${cultures[reading.culture]}`;
        const column = `${arm}: ${what} at ${timeText(at, clock)}`;
        readings.set(column, { column, arm, ...reading, at });
      }
  return [...readings.values()];
}

const timeText = (time: number, { unit, seconds }: Experiment["clock"]): string =>
  `${Number((time / seconds).toPrecision(6))} ${unit}`;

/** A number of a parameter in the unit in which it is printed. */
function readIn(
  experiment: Experiment,
  name: string,
  scale: number,
  written: string | number,
  path: Path,
  report: Report,
): number | undefined {
  const read = readSetting(experiment, name, written);
  if (!isProblem(read)) return tidy(read / scale);
  report.fault(path, `is "${written}": ${read.text}`, read.hint);
  return undefined;
}

/** Without the last digits, that come from going through base units. */
const tidy = (value: number): number => Number(value.toPrecision(12));

type Readers = ReadonlyMap<string, { readonly unit: string; readonly read: ReadValue }>;

/** Factors in the order of the file. */
function factorsOf(
  { factors }: SweepDocument,
  readers: Readers,
  parameterOf: (name: string) => Parameter | undefined,
  report: Report,
): SweptParameter[] {
  return Object.entries(factors).flatMap(([name, { range, scale: asked }]): SweptParameter[] => {
    const path = ["factors", name];
    const reader = readers.get(name);
    if (!reader) {
      report.keyFault(path, "is no parameter of the scenario", suggestion(name, readers.keys()));
      return [];
    }
    const { low: least, high: most, scale: unitSize = 1 } = parameterOf(name) ?? {};
    const ends = range
      ? range.map((end, at) => reader.read(end, [...path, "range", at]))
      : [least, most].map((end) => (end === undefined ? undefined : tidy(end / unitSize)));
    if (!range && ends.includes(undefined))
      report.fault(path, "has no range, and the parameter states none", "write range: [low, high]");
    const [low, high] = ends;
    if (low === undefined || high === undefined) return [];
    if (!(low < high))
      report.fault([...path, ...(range ? ["range"] : [])], "does not end above its beginning", "write [low, high]");
    const scale = asked ?? (low > 0 && high / low >= 10 ? "log" : "linear");
    if (scale === "log" && low <= 0)
      report.fault([...path, "scale"], "is log, and the range does not begin above 0", "linear, or another range");
    return [{ name, low, high, scale, unit: reader.unit }];
  });
}

const keysFor: Readonly<Record<SweepDocument["design"]["kind"], readonly (keyof SweepDocument["design"])[]>> = {
  grid: ["levels"],
  list: ["points"],
  random: ["points"],
  latin: ["points"],
  sobol: ["points"],
  morris: ["trajectories", "levels"],
  saltelli: ["rows", "second"],
  "one-at-a-time": ["levels", "base"],
};
const canBeLeftOut: readonly string[] = ["second", "base"];

function planOf(
  { design }: SweepDocument,
  factors: readonly SweptParameter[],
  readers: Readers,
  report: Report,
): SweepPlan {
  const { kind, points, levels, trajectories = 0, rows = 0, second = false, base } = design;
  const wrong = (key: string, predicate: string, hint: string): void => report.fault(["design", key], predicate, hint);
  for (const key of Object.keys(design) as (keyof typeof design)[])
    if (key !== "kind" && !keysFor[kind].includes(key))
      report.keyFault(["design", key], `means nothing to ${kind}`, `it has ${keysFor[kind].join(", ")}`);
  for (const key of keysFor[kind])
    if (design[key] === undefined && !canBeLeftOut.includes(key))
      report.fault(
        ["design"],
        `does not say how many: ${kind} needs \`${key}\``,
        `such as ${key}: ${key === "levels" ? 4 : 16}`,
      );
  const count = typeof points === "number" ? points : 0;
  const one = typeof levels === "number" ? levels : 0;
  const valuesAt = (written: Readonly<Record<string, string | number>>, path: Path): number[] => {
    for (const name of Object.keys(written))
      if (!factors.some((factor) => factor.name === name))
        report.keyFault(
          [...path, name],
          "is no factor of this sweep",
          suggestion(
            name,
            factors.map((each) => each.name),
          ),
        );
    return factors.map(({ name }) => {
      if (Object.hasOwn(written, name)) return readers.get(name)!.read(written[name], [...path, name]) ?? Number.NaN;
      report.fault(path, `does not say what ${name} is`, "each point names all factors");
      return Number.NaN;
    });
  };
  switch (kind) {
    case "grid": {
      const each = factors.map(({ name }) => (typeof levels === "object" ? (levels[name] ?? 0) : one));
      if (typeof levels === "object")
        for (const [at, { name }] of factors.entries())
          if (each[at] === 0) wrong("levels", `does not say how many values ${name} has`, "name each factor");
      const all = each.reduce((product, value) => product * value, 1);
      if (all > mostPoints)
        wrong("levels", `makes ${all} points`, `${mostPoints} are possible: fewer levels, or sobol`);
      return { kind, levels: each };
    }
    case "list":
      if (typeof points === "number")
        wrong("points", `is ${points}`, "a list of points is needed: [{ factor: value }]");
      return {
        kind,
        values: typeof points === "object" ? points.map((point, at) => valuesAt(point, ["design", "points", at])) : [],
      };
    case "random":
    case "latin":
    case "sobol":
      if (typeof points === "object") wrong("points", "is a list", `${kind} needs a number of points`);
      return { kind, count };
    case "morris":
      if (one % 2 !== 0) wrong("levels", `is ${one}`, "an even number is needed, such as 4");
      return { kind, trajectories, levels: one };
    case "saltelli":
      return { kind, rows, second };
    case "one-at-a-time":
      if (typeof levels === "object") wrong("levels", "is by factor", "one number is needed");
      return { kind, levels: one, ...(base && { base: valuesAt(base, ["design", "base"]) }) };
  }
}
