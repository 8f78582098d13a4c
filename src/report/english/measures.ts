/** What is measured, claimed and drawn, and the parameters with their sources. */
import type { Document } from "../../scenario/document/document.ts";
import type { Parameter } from "../../scenario/parameters.ts";
import { unmarked } from "../../scenario/tree.ts";
import { printNumber } from "../../units.ts";
import type { Voice } from "./formula.ts";
import type { Glossary } from "./glossary.ts";
import { placedInEnglish } from "./space.ts";
import { listed, moment, quantityInWords } from "./words.ts";

const observed: Readonly<Record<string, string>> = {
  counts: "how many cells there are of each type and state",
  fractions: "the share of each type and state among the cells",
  concentrations: "the concentration of each factor",
  vesicles: "vesicles free, bound and inside cells",
  totals: "what was born, died, released, taken up and used up so far",
};

export function observationsInEnglish(document: Document, voice: Voice, glossary: Glossary): string[] {
  const { say } = voice;
  const { record } = document.time;
  const when =
    typeof record === "object" && !Array.isArray(record)
      ? `every ${say(record.every)}, and at ${listed(record.also.map((time) => moment(say(time))))}`
      : Array.isArray(record)
        ? `at ${listed(record.map((time) => moment(say(time))))}`
        : `every ${say(record)}`;
  const named = (one: Document["observe"][number]): string => {
    if (typeof one === "string") return observed[one];
    if ("generations" in one) return `cells by generation, up to ${one.generations}`;
    if ("founders" in one) return `the families of the first ${one.founders} founders`;
    if ("attributes" in one) return `mean and spread of ${listed(one.attributes)}`;
    if ("of" in one) return placedInEnglish(one, voice, glossary);
    return `the ratio of ${listed(one.ratio.map(glossary.cells), "to")}`;
  };
  const own = Object.entries(document.cultures).flatMap(([culture, { observe }]) =>
    observe === undefined ? [] : [{ culture: unmarked(culture), observe }],
  );
  const common = own.length > 0 && own.length === Object.keys(document.cultures).length ? [] : [document.observe];
  const lines = [
    ...common.map((observe) => `Recorded ${when}: ${listed(observe.map(named))}.`),
    ...own.map(({ culture, observe }) => `Of ${culture} is recorded ${when}: ${listed(observe.map(named))}.`),
  ];
  for (const assay of document.assays) {
    const at = assay.at === undefined ? "" : `At ${listed([assay.at].flat().map((time) => moment(say(time))))}, `;
    const of = assay.of === undefined ? "" : ` of the preparation ${assay.of}`;
    const place = assay.in === undefined ? "" : ` in ${listed([assay.in].flat())}`;
    const settings = Object.entries(assay.with).map(([name, value]) => `${unmarked(name)} ${say(value)}`);
    const words = `${at}instruments read${of}${place}: ${listed(assay.measure)}${settings.length === 0 ? "" : ` (with ${listed(settings)})`}.`;
    lines.push(words.charAt(0).toUpperCase() + words.slice(1));
  }
  if (document.charts.length > 0) lines.push(`Drawn: ${listed(document.charts)}.`);
  return lines;
}

/** @param value as the file has it, in words @param spread how it varies between donors, in words */
export function parameterInEnglish(parameter: Parameter, value: string, spread: string | undefined): string {
  const { name, low, high, scale, unit, source } = parameter;
  const end = (number: number): string => printNumber(number / scale);
  const range =
    low === undefined || high === undefined ? "" : ` (range ${end(low)} to ${quantityInWords(end(high), unit)})`;
  const donors = spread === undefined ? "" : `, from donor to donor ${spread}`;
  const text = parameter.text === "" ? "" : `, ${parameter.text},`;
  const why = parameter.why === undefined ? "" : `: ${parameter.why}`;
  return `${name}${text} is ${value}${range}${donors} [${source}${why}].`;
}
