/** What is done and when, and how the arms differ from it. */
import type { Document } from "../../scenario/document/document.ts";
import { unmarked } from "../../scenario/tree.ts";
import { isProblem, measure } from "../../units.ts";
import type { Voice } from "./formula.ts";
import type { Glossary } from "./glossary.ts";
import type { Written } from "./quantity.ts";
import { listed, moment, ofCells, sentence } from "./words.ts";

export type Entry = Document["protocol"][number];
type Arm = Document["arms"][string];
type Step = NonNullable<Entry["through"]>[number];

/** One line of the protocol as a sentence. */
export function entryInEnglish(entry: Entry, voice: Voice, glossary: Glossary): string {
  const place = entry.in === undefined ? "" : `, in ${listed([entry.in].flat())}`;
  const text = entry.text === undefined ? "" : ` (${entry.text})`;
  return sentence(
    `${momentInEnglish(entry.at, voice)}${place}: ${listed(actsInEnglish(entry, voice, glossary), "and")}${text}`,
  );
}

function momentInEnglish(at: Entry["at"], voice: Voice): string {
  const { say } = voice;
  if (Array.isArray(at)) return `at ${listed(at.map((time) => moment(say(time))))}`;
  if (typeof at !== "object") return `at ${moment(say(at))}`;
  if ("when" in at) return `once ${say(at.when)}`;
  return `every ${say(at.every)} from ${moment(say(at.from))} to ${moment(say(at.to))}`;
}

/** What a line holds, in the order in which it is done. */
function actsInEnglish(entry: Entry, voice: Voice, glossary: Glossary): string[] {
  const { say } = voice;
  const acts: string[] = [];
  const each = (
    named: Readonly<Record<string, Written>> | undefined,
    told: (name: string, value: string) => string,
  ): void => {
    for (const [name, value] of Object.entries(named ?? {})) acts.push(told(unmarked(name), say(value)));
  };
  const some = (part: Written | undefined): string => (part === undefined ? "the" : `${say(part)} of the`);
  if (entry.take !== undefined) {
    const through = (entry.through ?? []).map((step) => stepInEnglish(step, voice));
    const treated = through.length === 0 ? "" : `: ${through.join(", then ")}`;
    acts.push(
      `take ${some(entry.part)} supernatant${entry.from === undefined ? "" : ` of ${entry.from}`}${entry.as === undefined ? "" : ` as the preparation ${entry.as}`}${treated}`,
    );
  }
  if (entry.wash !== undefined) acts.push(`wash (${say(entry.wash)} of the medium is removed)`);
  if (entry["change-medium"] !== undefined)
    acts.push(`change ${say(entry["change-medium"])} of the medium for fresh medium`);
  if (entry.remove !== undefined) acts.push(`remove ${say(entry.remove)} of what the medium holds`);
  each(entry.deplete, (cells, share) => `deplete ${share} of the ${glossary.cells(cells)}`);
  if (entry.sort) {
    const { keep, yield: part, purity } = entry.sort;
    const kept = listed([keep].flat().map(glossary.cells));
    acts.push(`sort (keep ${say(part)} of the ${kept}, so that they are ${say(purity)} of the cells)`);
  }
  each(entry.seed, (cells, density) => `seed ${ofCells(density, glossary.cells(cells))}`);
  each(entry.add, (factor, amount) => `add ${amount} of ${factor}`);
  each(entry.vesicles, (species, amount) => `add ${amount} of ${species}`);
  if (entry.dose !== undefined) acts.push(`dose ${entry.dose}${doseInEnglish(entry, voice)}`);
  each(entry.set, (condition, value) => `set ${condition} to ${value}`);
  if (entry.change) {
    const { of, attribute, to } = entry.change;
    acts.push(`set the ${attribute} of ${listed([of].flat().map(glossary.cells))} to ${say(to)}`);
  }
  const whose = entry.of === undefined ? "" : ` by ${listed([entry.of].flat().map(glossary.cells))}`;
  if (entry.block !== undefined) acts.push(`block ${blockInEnglish(entry.block, voice)}${whose}`);
  if (entry.unblock !== undefined) acts.push(`end the block of ${listed([entry.unblock].flat())}${whose}`);
  return acts.length === 0 ? ["nothing"] : acts;
}

function doseInEnglish(entry: Entry, voice: Voice): string {
  const { say } = voice;
  const perMass = entry["particles-per-mass"];
  if (entry.amount !== undefined)
    return ` to ${say(entry.amount)}${perMass === undefined ? "" : ` (at ${say(perMass)} of protein)`}`;
  if (entry.equivalents !== undefined) return `: what ${say(entry.equivalents)} producer cells made`;
  return entry.part === undefined ? ": all of it" : `: ${say(entry.part)} of it`;
}

function blockInEnglish(block: NonNullable<Entry["block"]>, voice: Voice): string {
  if (typeof block === "string") return block;
  if (Array.isArray(block)) return listed(block);
  return listed(Object.entries(block).map(([behaviour, share]) => `${voice.say(share)} of ${unmarked(behaviour)}`));
}

/** A step of a preparation, with what is kept and what it costs. */
export function stepInEnglish(step: Step, voice: Voice): string {
  const { say } = voice;
  if ("recover" in step) return `recover ${say(step.recover)}`;
  const costs: string[] = [];
  if (step.recovery !== undefined) costs.push(`${say(step.recovery)} of the vesicles recovered`);
  if (step["carry-over"] !== undefined) costs.push(`${say(step["carry-over"])} of the factors carried over`);
  const cost = costs.length === 0 ? "" : ` (${costs.join(", ")})`;
  if ("filter" in step) return `filter through pores of ${say(step.filter)}${cost}`;
  if ("wash" in step) return `wash the pellet${cost}`;
  return `spin at ${say(step.spin)} for ${say(step.for)} and keep the ${step.keep}${cost}`;
}

/** One arm: what differs from what all arms have in common. */
export function armInEnglish(name: string, arm: Arm, voice: Voice, glossary: Glossary): string[] {
  const { say } = voice;
  const label = arm.label === undefined ? "" : ` (${arm.label})`;
  const parts: string[] = [];
  const like = [arm.like].flat();
  if (like.length > 0) parts.push(`as ${listed(like.map((each) => `“${each}”`))}`);
  for (const [parameter, value] of Object.entries(arm.set)) parts.push(`${unmarked(parameter)} is ${say(value)}`);
  for (const [culture, seeds] of Object.entries(arm.seed)) {
    const seeded = Object.entries(seeds).map(([cells, density]) =>
      ofCells(say(density), glossary.cells(unmarked(cells))),
    );
    parts.push(`${unmarked(culture)} is seeded with ${listed(seeded)}`);
  }
  for (const gone of arm.without) parts.push(`without the ${gone.replace(":", " ")}`);
  for (const rule of arm.either) parts.push(`in the rule ${rule} either signal is enough (OR instead of AND)`);
  for (const [axis, levels] of Object.entries(arm.cross ?? {})) {
    const named = (level: Written): string => (isProblem(measure(level)) ? `“${level}”` : say(level));
    const words = Array.isArray(levels)
      ? levels.map(named)
      : Object.keys(levels).map((level) => named(unmarked(level)));
    parts.push(`one arm for each ${unmarked(axis)}: ${listed(words)}`);
  }
  const text = arm.text === undefined ? "" : ` ${sentence(arm.text)}`;
  const own = arm.do.map((entry) => entryInEnglish(entry, voice, glossary));
  if (parts.length === 0 && own.length === 0)
    return [`“${name}”${label}: nothing but what all arms have in common.${text}`];
  const differs = parts.length === 0 ? "" : ` ${parts.join("; ")}.`;
  return [`“${name}”${label}:${differs}${own.map((each) => ` ${each}`).join("")}${text}`];
}
