/** A scenario in English: sections of sentences, as plain data. What the file says is all said; nothing is added. */
import type { Document } from "../scenario/document/document.ts";
import type { Experiment } from "../scenario/experiment.ts";
import { unmarked } from "../scenario/tree.ts";
import { claimInEnglish } from "./english/claims.ts";
import { culturesInEnglish, exchangesInEnglish } from "./english/cultures.ts";
import { voiceOf } from "./english/formula.ts";
import { glossaryOf } from "./english/glossary.ts";
import {
  bindingInEnglish,
  cargoInEnglish,
  factorInEnglish,
  mediumInEnglish,
  reactionInEnglish,
  vesicleInEnglish,
} from "./english/matter.ts";
import { observationsInEnglish, parameterInEnglish } from "./english/measures.ts";
import { armInEnglish, entryInEnglish } from "./english/protocol.ts";
import { rulesInEnglish } from "./english/rules.ts";
import { sourcesInEnglish } from "./english/space.ts";
import { typesInEnglish } from "./english/types.ts";
import { sentence } from "./english/words.ts";

export interface Section {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Sections in the order of a report; one that would be empty is left out. */
export function englishOf(experiment: Experiment): Section[] {
  const { document, notYet } = experiment;
  const parameters = new Map(entries(document.parameters));
  const glossary = glossaryOf(document);
  const voice = voiceOf(parameters, glossary);
  const spread = spreadsInEnglish(document);
  const types = entries(document.cells).filter(([, type]) => !type.abstract);
  const sections: Section[] = [
    {
      title: "Question",
      sentences: [document.title, document.question, document.text]
        .filter((text) => text !== undefined)
        .map((text) => sentence(text)),
    },
    { title: "The dish", sentences: culturesInEnglish(experiment, voice, glossary) },
    {
      title: "Molecules and vesicles",
      sentences: [
        ...entries(document.factors).map(([name, factor]) => factorInEnglish(name, factor, voice)),
        ...entries(document.reactions).map(([, reaction]) => reactionInEnglish(reaction, voice)),
        ...entries(document.cargo).map(([name, cargo]) => cargoInEnglish(name, cargo, voice)),
        ...entries(document.vesicles).flatMap(([name, species]) => vesicleInEnglish(name, species, voice)),
        ...entries(document.bindings).map(([, binding]) => bindingInEnglish(binding, voice)),
        mediumInEnglish(document.medium, voice),
      ],
    },
    ...typesInEnglish(types, voice).map(({ name, sentences }) => ({ title: `Cells: ${name}`, sentences })),
    { title: "Rules", sentences: rulesInEnglish(document, voice, glossary) },
    { title: "Sources", sentences: sourcesInEnglish(document, voice) },
    { title: "Between the cultures", sentences: exchangesInEnglish(document, voice) },
    {
      title: "What is done in all arms",
      sentences: document.protocol.map((entry) => entryInEnglish(entry, voice, glossary)),
    },
    {
      title: "Arms",
      sentences: entries(document.arms).flatMap(([name, arm]) => armInEnglish(name, arm, voice, glossary)),
    },
    { title: "What is measured", sentences: observationsInEnglish(document, voice, glossary) },
    { title: "Claims", sentences: document.claims.map((claim) => claimInEnglish(claim, voice)) },
    {
      title: "Parameters",
      sentences: [...parameters].map(([name, { value }]) =>
        parameterInEnglish(experiment.parameters.find((one) => one.name === name)!, voice.say(value), spread.get(name)),
      ),
    },
    {
      title: "Not yet runnable",
      sentences: notYet.map(({ what, path, line }) => sentence(`line ${line}, ${path}: ${what}`)),
    },
  ];
  return sections.filter(({ sentences }) => sentences.length > 0);
}

/** How parameters vary from donor to donor, by name: "normal with mean 0.6 …". */
export function spreadsInEnglish(document: Document): ReadonlyMap<string, string> {
  const voice = voiceOf(new Map(entries(document.parameters)), glossaryOf(document));
  return new Map(entries(document.donors.vary).map(([name, written]) => [name, voice.drawn(written)]));
}

const entries = <Value>(section: Readonly<Record<string, Value>>): [string, Value][] =>
  Object.entries(section).map(([name, value]) => [unmarked(name), value]);
