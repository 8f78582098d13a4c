/** The dish: its cultures and who is in them, donors and time; what runs between cultures. */
import type { Model } from "../../model.ts";
import type { Document } from "../../scenario/document/document.ts";
import { unmarked } from "../../scenario/tree.ts";
import { printNumber } from "../../units.ts";
import type { Voice } from "./formula.ts";
import type { Glossary } from "./glossary.ts";
import { listed, sentence } from "./words.ts";

/** @param models of every arm, with the parameters as they stand: they tell the share that is simulated */
export function culturesInEnglish(
  document: Document,
  models: readonly Model[],
  voice: Voice,
  glossary: Glossary,
): string[] {
  const { say } = voice;
  const lines: string[] = [];
  for (const [key, culture] of Object.entries(document.cultures)) {
    const name = unmarked(key);
    const mixing = culture.mixing === "stirred" ? "well stirred: every cell meets the same medium" : "left to stand";
    lines.push(`The culture ${name} holds ${say(culture.volume)} of medium, ${mixing}.`);
    const seeds = Object.entries(culture.seed).map(
      ([cells, density]) => `${say(density)} of ${glossary.cells(unmarked(cells))}`,
    );
    if (seeds.length > 0) lines.push(`At the start it is seeded with ${listed(seeds)}.`);
    const fresh = Object.entries(culture.medium).map(([factor, amount]) => `${say(amount)} of ${unmarked(factor)}`);
    if (fresh.length > 0) lines.push(`Its fresh medium holds ${listed(fresh)}.`);
    const numbers = Object.entries(culture.conditions).map(
      ([condition, value]) => `${unmarked(condition)} is ${say(value)}`,
    );
    if (numbers.length > 0) lines.push(`In it, ${listed(numbers)}.`);
    lines.push(shareInEnglish(name, models));
    if (culture.text !== undefined) lines.push(sentence(culture.text));
  }
  for (const [key, members] of Object.entries(document.mixtures)) {
    const parts = Object.entries(members).map(
      ([member, share]) => `${inPercent(say(share))} ${glossary.cells(unmarked(member))}`,
    );
    lines.push(`${glossary.cells(unmarked(key))} are ${listed(parts)}.`);
  }
  const { time, donors, replicates } = document;
  const blood = donors.count === 1 ? "one donor" : `${donors.count} donors`;
  const again = replicates === 1 ? "once" : `${replicates} times`;
  lines.push(
    `Time runs from ${say(time.from)} to ${say(time.to)} in steps of ${say(time.step)}; each arm is run with ${blood}, ${again} each.`,
  );
  return lines;
}

/** How much of a culture is simulated, and how many cells that is when it begins, in the arm with most. */
function shareInEnglish(name: string, models: readonly Model[]): string {
  const founders = models.map((model) => {
    const at = model.cultures.findIndex((culture) => culture.name === name);
    const { volume, share } = model.cultures[at];
    return model.protocol.reduce(
      (sum, { act, culture, at: time }) =>
        act.do === "seed" && culture === at && time === model.time.start ? sum + act.density * volume * share : sum,
      0,
    );
  });
  const { share } = models[0].cultures.find((culture) => culture.name === name)!;
  if (share === 1) return "All of it is simulated.";
  const cells = Math.round(Math.max(...founders));
  return `${printNumber(100 * share)} % of it is simulated${cells === 0 ? "" : ` (${cells} cells at the start)`}, and results are scaled back to the whole.`;
}

/** A share as percent, where it is a plain number. */
const inPercent = (share: string): string =>
  /^[\d.e-]+$/.test(share) ? `${printNumber(100 * Number(share))} %` : share;

/** Routes, devices and what goes together in a cohort. */
export function exchangesInEnglish(document: Document, voice: Voice): string[] {
  const { say } = voice;
  const lines = Object.entries(document.routes).map(([key, { from, to, rate, carries, sieve }]) => {
    const what = carries === undefined ? "everything but cells" : listed(carries);
    const pores = sieve === undefined ? "" : `, as far as it is smaller than ${say(sieve)}`;
    return `The route ${unmarked(key)} carries ${what} from ${from} to ${to} at ${say(rate)}${pores}.`;
  });
  for (const [key, { in: place, flow, sieve, affinity, on }] of Object.entries(document.devices)) {
    const pores = sieve === undefined ? "" : ` through pores of ${say(sieve)}`;
    const held =
      affinity === undefined
        ? ""
        : `, and holds back ${say(affinity.share)} of what passes and carries ${affinity.cargo}${affinity.capacity === undefined ? "" : ` until ${say(affinity.capacity)} are held`}`;
    const when =
      on === undefined ? "" : `; it runs ${listed(on.map(({ from, to }) => `from ${say(from)} to ${say(to)}`))}`;
    lines.push(`The device ${unmarked(key)} passes ${say(flow)} of ${place}${pores}${held}${when}.`);
  }
  for (const { of, with: other } of document.associations)
    lines.push(`Over the cohort, ${of} is compared with ${other}.`);
  return lines;
}
