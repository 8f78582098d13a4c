/** The dish: its cultures and who is in them, donors and time; what runs between cultures. */
import type { Document } from "../../scenario/document/document.ts";
import type { Experiment } from "../../scenario/experiment.ts";
import { numberOf } from "../../scenario/expression.ts";
import type { Late } from "../../scenario/plan.ts";
import { unmarked } from "../../scenario/tree.ts";
import { printNumber } from "../../units.ts";
import type { Voice } from "./formula.ts";
import type { Glossary } from "./glossary.ts";
import { sidesInEnglish, spaceInEnglish } from "./space.ts";
import { listed, ofCells, sentence } from "./words.ts";

/** Every culture, the mixtures that are put in, and how often all is repeated. */
export function culturesInEnglish(experiment: Experiment, voice: Voice, glossary: Glossary): string[] {
  const { document } = experiment;
  const { say } = voice;
  const lines: string[] = [];
  for (const [key, culture] of Object.entries(document.cultures)) {
    const name = unmarked(key);
    const mixing = culture.mixing === "stirred" ? "well stirred: every cell meets the same medium" : "left to stand";
    const sides = culture.box && sidesInEnglish(culture.box, voice);
    const is = culture.volume === undefined ? `is a box of ${sides}` : `holds ${say(culture.volume)} of medium`;
    lines.push(`The culture ${name} ${is}, ${mixing}.`);
    if (sides !== undefined && culture.volume !== undefined) lines.push(`Simulated is a box of ${sides} in it.`);
    const { space } = cultureOf(experiment, name);
    if (space) lines.push(...spaceInEnglish(culture, space, document, voice));
    const seeds = Object.entries(culture.seed).map(([cells, density]) =>
      ofCells(say(density), glossary.cells(unmarked(cells))),
    );
    if (seeds.length > 0) lines.push(`At the start it is seeded with ${listed(seeds)}.`);
    const fresh = Object.entries(culture.medium).map(([factor, amount]) => `${say(amount)} of ${unmarked(factor)}`);
    if (fresh.length > 0) lines.push(`Its fresh medium holds ${listed(fresh)}.`);
    const numbers = Object.entries(culture.conditions).map(
      ([condition, value]) => `${unmarked(condition)} is ${say(value)}`,
    );
    if (numbers.length > 0) lines.push(`In it, ${listed(numbers)}.`);
    const cleared = Object.entries(culture.clearance).map(([what, rate]) => `${unmarked(what)} at ${say(rate)}`);
    if (cleared.length > 0) lines.push(`It clears ${listed(cleared)}, besides the loss that they have everywhere.`);
    lines.push(shareInEnglish(name, experiment));
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

const cultureOf = ({ arms }: Experiment, name: string) =>
  arms[0].plan.cultures.find((culture) => culture.name === name)!;

/** How much of a culture is simulated, and how many cells that is when it begins, in the arm with most. */
function shareInEnglish(name: string, { arms, parameters }: Experiment): string {
  const defaults = parameters.map(({ value }) => value);
  const known = (number: number | Late): number =>
    typeof number === "number" ? number : "late" in number ? numberOf(number.late, defaults) : Number.NaN;
  const cultures = arms.map(({ plan }) => plan.cultures.find((culture) => culture.name === name)!);
  const founders = arms.map(({ plan }, arm) => {
    const index = plan.cultures.indexOf(cultures[arm]);
    const simulated = known(cultures[arm].volume) * known(cultures[arm].share);
    return plan.protocol.reduce(
      (sum, { act, culture, at }) =>
        act.do === "seed" && culture === index && known(at) === known(plan.time.start)
          ? sum + known(act.density) * simulated
          : sum,
      0,
    );
  });
  const share = known(cultures[0].share);
  if (share === 1) return "All of it is simulated.";
  const cells = Math.round(Math.max(...founders));
  const number = cells === 0 ? "" : ` (${cells} cells at the start)`;
  return `${printNumber(100 * share)} % of it is simulated${number}, and results are scaled back to the whole.`;
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
  for (const [key, { in: place, flow, sieve, affinity, clears, on }] of Object.entries(document.devices)) {
    const pores = sieve === undefined ? "" : ` through pores of ${say(sieve)}`;
    const held =
      affinity === undefined
        ? ""
        : `, and holds back ${say(affinity.share)} of what passes and carries ${affinity.cargo}${affinity.capacity === undefined ? "" : ` until ${say(affinity.capacity)} are held`}`;
    const taken = Object.entries(clears).map(([factor, share]) => `${say(share)} of the ${unmarked(factor)}`);
    const cleared = taken.length === 0 ? "" : `, and takes out ${listed(taken)} in each pass`;
    const when =
      on === undefined ? "" : `; it runs ${listed(on.map(({ from, to }) => `from ${say(from)} to ${say(to)}`))}`;
    lines.push(`The device ${unmarked(key)} passes ${say(flow)} of ${place}${pores}${held}${cleared}${when}.`);
  }
  for (const association of document.associations) lines.push(associationInEnglish(association));
  return lines;
}

/** "Over the cohort, vesicles EXO free at 5 day is compared with count tumour at 10 day." */
function associationInEnglish(association: Document["associations"][number]): string {
  const { of, with: other, until, arms, above, below, text } = association;
  const asked =
    above === undefined && below === undefined
      ? ""
      : `; the ${until === undefined ? "correlation of ranks" : "ratio of hazards"} must be ${above === undefined ? `below ${below}` : `above ${above}`}`;
  const where = arms === undefined || of === undefined ? "" : ` in ${listed(arms.map((arm) => `“${arm}”`))}`;
  const about = text === undefined ? "" : ` (${text})`;
  if (of !== undefined && until === undefined)
    return `Over the cohort, ${of} is compared with ${other}${where}${about}${asked}.`;
  if (of !== undefined)
    return `Over the cohort, animals above the median of ${of} are compared with the others by the time until ${until}${where}${about}${asked}.`;
  return `The animals of ${listed((arms ?? []).map((arm) => `“${arm}”`))} are compared by the time until ${until}${about}${asked}.`;
}
