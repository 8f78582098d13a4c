/** A rule as one plain sentence, after the Cell Behavior Hypothesis Grammar, with every clause that this language adds. */
import type { Document } from "../../scenario/document/document.ts";
import { unmarked } from "../../scenario/tree.ts";
import { baseInEnglish, behaviourInEnglish, type Doing, matchInEnglish } from "./cells.ts";
import { power, type Voice } from "./formula.ts";
import type { Glossary, Noun } from "./glossary.ts";
import { listed, manyOf } from "./words.ts";

export type Rule = Document["rules"][number];

export function ruleInEnglish(rule: Rule, document: Document, voice: Voice, glossary: Glossary): string {
  const { say } = voice;
  const who = [rule.of].flat();
  const signal = signalInEnglish(rule.signal, voice, glossary);
  const verb = rule.direction === "increases" ? "increase" : "decrease";
  const clauses = [
    `In ${listed(who.map((text) => glossary.cells(text).replace(/ cells$/, "")))} cells, ${signal.words} ${verb}${signal.plural ? "" : "s"} ${behaviourInEnglish(rule.behaviour)}`,
    ` from ${startOf(rule, who, document, voice)} toward ${say(rule.to)}`,
    `, half-way at ${say(rule["half-max"])}${ofWhat(rule.signal, voice, glossary)}${inBrackets(power(say(rule.power)))}`,
  ];
  const also = rule.requires.map((term) => {
    const other = voice.noun(term.signal);
    const match = term.matching === undefined ? "" : `, ${matchInEnglish(term.matching)}`;
    const { words, plural } = named(term.signal, other, glossary);
    return `${words} also reach${plural ? "" : "es"} ${say(term["half-max"])}${inBrackets(power(say(term.power)))}${match}`;
  });
  if (also.length > 0) clauses.push(`, only as far as ${listed(also)}`);
  if (rule.matching !== undefined) clauses.push(`, ${matchInEnglish(rule.matching)}`);
  if (rule["scaled-by"] !== undefined) clauses.push(`, scaled by ${voice.noun(rule["scaled-by"]).words}`);
  if (rule.while !== undefined) clauses.push(`, while ${say(rule.while)}`);
  if (rule.delay) {
    const { time, steps } = rule.delay;
    clauses.push(`, after a delay of ${say(time)}${steps === 1 ? "" : ` (in ${steps} steps)`}`);
  }
  if (rule.latches) clauses.push("; there is no way back");
  const why = rule.why === undefined ? "" : `: ${rule.why}`;
  return `${clauses.join("")}. [${rule.id}; ${rule.source}${why}]`;
}

/** Where the rule begins: decreases come after all that increases the same behaviour. */
function startOf(rule: Rule, who: readonly string[], document: Document, voice: Voice): string {
  const kinds = new Set(who.flatMap((text) => kindsIn(text, document)).map(({ name }) => name));
  const raised = document.rules.some(
    ({ of, behaviour, direction }) =>
      direction === "increases" &&
      behaviour === rule.behaviour &&
      [of].flat().some((text) => kindsIn(text, document).some(({ name }) => kinds.has(name))),
  );
  if (rule.direction === "decreases" && raised) return "where the increases leave it";
  return baseOf(who, rule.behaviour, document, voice);
}

/** What the behaviour is without rules, told apart where cells differ. */
function baseOf(who: readonly string[], behaviour: string, document: Document, voice: Voice): string {
  const found = new Map<string, string[]>();
  for (const { name, doing } of who.flatMap((text) => kindsIn(text, document))) {
    const base = baseInEnglish(doing, behaviour, voice);
    found.set(base, [...(found.get(base) ?? []), name]);
  }
  if (found.size < 2) return [...found.keys()][0] ?? "0";
  return listed(
    [...found].map(([base, names]) => `${base} (${listed(names)})`),
    "or",
  );
}

/** The kinds that a text means, with what they do. */
function kindsIn(text: string, document: Document): { readonly name: string; readonly doing: Doing }[] {
  const [type, state] = text.trim().split(/[ .]+/);
  return Object.entries(document.cells).flatMap(([key, cell]) => {
    const name = unmarked(key);
    const members = Object.entries(document.mixtures).find(([mixture]) => unmarked(mixture) === type)?.[1] ?? {};
    const inMixture = Object.keys(members).some((member) => unmarked(member).split(/[ .]/)[0] === name);
    if (cell.abstract || (text !== "all" && name !== type && !inMixture)) return [];
    const states = Object.entries(cell.states ?? {}).filter(([each]) => state === undefined || unmarked(each) === state);
    if (states.length === 0) return [{ name, doing: cell }];
    return states.map(([each, doing]) => ({ name: `${name} ${unmarked(each)}`, doing }));
  });
}

function signalInEnglish(signal: Rule["signal"], voice: Voice, glossary: Glossary): Noun {
  if (typeof signal === "string") return named(signal, voice.noun(signal), glossary);
  if ("contact-with" in signal) {
    const by = signal["weighted-by"] === undefined ? "" : `, weighted by their ${signal["weighted-by"]},`;
    return { words: `contact with ${glossary.cells(signal["contact-with"])}${by}`, plural: false };
  }
  const { of, all } = signal["for-each-bound-vesicle"];
  const species = of === undefined ? "bound vesicles" : `bound ${listed(of.map(manyOf), "or")}`;
  const parts = all.map(
    (part) => `${part.cargo} (half-way at ${voice.say(part["half-max"])} copies${power(voice.say(part.power))})`,
  );
  const together = parts.length === 1 ? `for its own ${parts[0]}` : `for ${listed(parts)} on the same vesicle`;
  return { words: `${species}, each counted ${together},`, plural: true };
}

/** A signal in the words of a rule: formulas are called what they are. */
const named = (signal: string, noun: Noun, glossary: Glossary): Noun =>
  /^[A-Za-z_][\w:.]*$/.test(signal.trim()) ? noun : { words: `(${noun.words})`, plural: false && glossary.isVesicle(signal) };

/** Of what the half-max is a number, where the number alone does not say it. */
function ofWhat(signal: Rule["signal"], _voice: Voice, glossary: Glossary): string {
  if (typeof signal !== "string") return "contact-with" in signal ? "" : " such vesicles";
  const [prefix, name = ""] = signal.split(":");
  if ((prefix === "inside" || prefix === "bound") && glossary.isVesicle(name)) return " vesicles";
  return "";
}

const inBrackets = (power: string): string => (power === "" ? "" : ` (${power.replace(/^, /, "")})`);
