/** A rule as one plain sentence, after the Cell Behavior Hypothesis Grammar, with every clause that this language adds. */
import type { Document } from "../../scenario/document/document.ts";
import { unmarked } from "../../scenario/tree.ts";
import { baseInEnglish, behaviourInEnglish } from "./addressed.ts";
import { type Doing, matchInEnglish } from "./behaviours.ts";
import { power, type Voice } from "./formula.ts";
import type { Glossary, Noun } from "./glossary.ts";
import { listed, manyOf } from "./words.ts";

export type Rule = Document["rules"][number];

/** A sentence for each rule, then one for each behaviour that several rules change. */
export function rulesInEnglish(document: Document, voice: Voice, glossary: Glossary): string[] {
  const { rules } = document;
  const shared = new Map<string, string[]>();
  for (const { behaviour } of rules) {
    const rivals = rules.filter((rule) => rule.behaviour === behaviour).map(({ of }) => new Set(kindsOf(of, document)));
    const kinds = new Set(rivals.flatMap((each) => [...each]));
    const crowded = [...kinds].filter((kind) => rivals.filter((each) => each.has(kind)).length > 1);
    if (crowded.length > 0) shared.set(behaviour, crowded);
  }
  return [
    ...rules.map((rule) => ruleInEnglish(rule, document, voice, glossary)),
    ...[...shared].map(
      ([behaviour, kinds]) =>
        `Several rules change ${behaviourInEnglish(behaviour)} in ${listed(kinds)} cells: those that increase it add up their odds and move it first, those that decrease it act on what that leaves.`,
    ),
  ];
}

const kindsOf = (of: Rule["of"], document: Document): string[] =>
  [of].flat().flatMap((text) => kindsIn(text, document).map(({ name }) => name));

function ruleInEnglish(rule: Rule, document: Document, voice: Voice, glossary: Glossary): string {
  const { say } = voice;
  const who = [rule.of].flat();
  const signal = signalInEnglish(rule.signal, voice, glossary);
  const verb = rule.direction === "increases" ? "increase" : "decrease";
  const clauses = [
    `In ${listed(who.map((text) => glossary.cells(text).replace(/ cells$/, "")))} cells, ${signal.words} ${verb}${signal.plural ? "" : "s"} ${behaviourInEnglish(rule.behaviour)}`,
    ` from ${startOf(rule, who, document, voice)} toward ${say(rule.to)}`,
    `, half-way at ${say(rule["half-max"])}${ofWhat(rule.signal, glossary)}${inBrackets(power(say(rule.power)))}`,
  ];
  const also = rule.requires.map((term) => {
    const match = term.matching === undefined ? "" : `, ${matchInEnglish(term.matching, whose(term.signal))}`;
    const { words, plural } = signalInEnglish(term.signal, voice, glossary);
    return `${words} also reach${plural ? "" : "es"} ${say(term["half-max"])}${ofWhat(term.signal, glossary)}${inBrackets(power(say(term.power)))}${match}`;
  });
  if (also.length > 0) clauses.push(`, only as far as ${listed(also)}`);
  if (rule.matching !== undefined) clauses.push(`, ${matchInEnglish(rule.matching, whose(rule.signal))}`);
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
  const kinds = new Set(kindsOf(rule.of, document));
  const raised = document.rules.some(
    ({ of, behaviour, direction }) =>
      direction === "increases" &&
      behaviour === rule.behaviour &&
      kindsOf(of, document).some((kind) => kinds.has(kind)),
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
    const states = Object.entries(cell.states ?? {});
    if (states.length < 2) return [{ name, doing: states[0]?.[1] ?? cell }];
    const meant = states.filter(([each]) => state === undefined || unmarked(each) === state);
    return meant.map(([each, doing]) => ({ name: `${name} ${unmarked(each)}`, doing }));
  });
}

function signalInEnglish(signal: Rule["signal"], voice: Voice, glossary: Glossary): Noun {
  if (typeof signal === "string") return named(signal, voice.noun(signal));
  if ("contact-with" in signal) {
    const by = signal["weighted-by"] === undefined ? "" : `, weighted by ${voice.noun(signal["weighted-by"]).words},`;
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
const named = (signal: string, noun: Noun): Noun =>
  /^[A-Za-z_][\w:.]*$/.test(signal.trim()) ? noun : { words: `(${noun.words})`, plural: false };

/** Of what the half-max is a number, where the number alone does not say it. */
function ofWhat(signal: Rule["signal"], glossary: Glossary): string {
  if (typeof signal !== "string") return "contact-with" in signal ? "" : " such vesicles";
  const [prefix, name = ""] = signal.split(":");
  if ((prefix === "inside" || prefix === "bound") && glossary.isVesicle(name)) return " vesicles";
  return "";
}

/** Whose tags are compared with the cell's. */
const whose = (signal: Rule["signal"]): "vesicle" | "neighbour" =>
  typeof signal === "object" && "contact-with" in signal ? "neighbour" : "vesicle";

const inBrackets = (power: string): string => (power === "" ? "" : ` (${power.replace(/^, /, "")})`);
