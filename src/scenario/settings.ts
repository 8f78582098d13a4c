/** Parameters that are set from outside the file: by a flag, a sweep or a claim. They are checked as the file is. */
import { parseDocument } from "yaml";
import { inWords, isProblem, type Molecule, type Problem, printNumber, readAs } from "../units.ts";
import { wrongly } from "./book.ts";
import { moleculesOf } from "./build/matter.ts";
import type { Experiment } from "./experiment.ts";
import { entriesByName } from "./names.ts";
import { suggestion } from "./nearest.ts";

/** A parameter in base units, or what is wrong with it. */
export function readSetting(experiment: Experiment, name: string, written: string | number): number | Problem {
  const known = experiment.parameters.find((parameter) => parameter.name === name);
  if (!known) {
    const names = experiment.parameters.map((parameter) => parameter.name);
    return { text: `there is no parameter "${name}"`, hint: suggestion(name, names) };
  }
  const example = `${printNumber(known.value / known.scale)} ${known.unit}`.trim();
  const plain =
    typeof written === "string" && /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(written.trim()) ? Number(written) : written;
  const value = readAs(
    plain,
    known.vector,
    moleculeOf(experiment, name),
    `${inWords(known.vector)} is needed, such as ${example}`,
  );
  if (isProblem(value)) return { text: `${name} ${wrongly(written, value.text)}`, hint: value.hint };
  if (value < 0 && known.value >= 0)
    return { text: `${name} ${wrongly(written, "is negative")}`, hint: `0 or more is needed, such as ${example}` };
  return value;
}

function moleculeOf({ document }: Experiment, name: string): Molecule {
  const of = entriesByName(document.parameters).find(([parameter]) => parameter === name)?.[1].of;
  const factors = entriesByName(document.factors).map(([factor]) => factor);
  return of === undefined ? {} : (moleculesOf(document)[factors.indexOf(of)] ?? {});
}

/** A scenario's text with other charts than its own. */
export function textWithCharts(text: string, charts: readonly string[]): string {
  const document = parseDocument(text, { merge: true });
  document.set("charts", document.createNode(charts));
  return document.toString();
}

/**
 * A scenario's text with parameters set in it, so that it is read, checked and told as if they had been written there. A parameter that
 * is set is the same in all donors.
 */
export function textWithSettings(text: string, set: Readonly<Record<string, string>>): string {
  const document = parseDocument(text, { merge: true });
  for (const [name, value] of entriesByName(set)) {
    document.setIn(["parameters", name, "value"], value);
    const vary = ["donors", "vary", name];
    const varied = document.hasIn(vary);
    if (varied) document.deleteIn(vary);
    const why = varied ? "set for this run: it no longer varies between donors" : "set for this run";
    document.setIn(["parameters", name, "why"], why);
  }
  return document.toString();
}
