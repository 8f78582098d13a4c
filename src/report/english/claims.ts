/** What a scenario claims: the finding, how it is tested, and the change that must break it. */
import type { Document } from "../../scenario/document/document.ts";
import { unmarked } from "../../scenario/tree.ts";
import type { Voice } from "./formula.ts";
import { listed, moment } from "./words.ts";

type Claim = Document["claims"][number];
type Part = Claim["holds"][number];

const evidence = {
  S: "stated in a source document of the project",
  A: "read in an abstract",
  M: "recalled from the paper, not checked again",
  D: "derived here",
  assumed: "assumed",
} as const;

export function claimInEnglish(claim: Claim, voice: Voice): string {
  const { row, says, fitted, soft, off, still, on } = claim;
  const rows = row === undefined ? "" : `${listed([row].flat())}: `;
  const parts = (list: readonly Part[]): string => listed(list.map((part) => partInEnglish(part, voice)));
  const how =
    fitted.length === 0 ? "predicted: no parameter was chosen with it in view" : `fitted by ${listed(fitted)}`;
  const lines = [`${rows}${says} (${evidence[claim.evidence]}; ${how}).`, `It holds if ${parts(claim.holds)}.`];
  if (soft) lines.push("No source states this band: it is reported, and never a verdict.");
  if (off) {
    const kept = still.length === 0 ? "" : `, while ${parts(still)}`;
    lines.push(`${changeInEnglish(off, voice)}, it must be reversed or undecided${kept}.`);
  }
  if (on) lines.push(`${changeInEnglish(on, voice)}, what says that nothing happens must fail.`);
  if (!off && !on) lines.push("No change is named that must break it, so it is untested.");
  return lines.join(" ");
}

/** "Without the rule wakes and with uptake at 0" */
function changeInEnglish({ without, either, set }: NonNullable<Claim["off"]>, voice: Voice): string {
  const changes = [
    ...without.map((what) => `without the ${what.replace(":", " ")}`),
    ...either.map((rule) => `with OR for AND in the rule ${rule}`),
    ...Object.entries(set).map(([name, value]) => `with ${unmarked(name)} at ${voice.say(value)}`),
  ];
  const words = listed(changes);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function partInEnglish(part: Part, voice: Voice): string {
  const when = part.at === undefined ? "" : ` at ${listed([part.at].flat().map((time) => moment(voice.say(time))))}`;
  const place = part.in === undefined ? "" : ` in the culture ${part.in}`;
  const arm = listed([part.of].flat().map((name) => `“${name}”`));
  const other = `“${part.to}”`;
  const asked = askedInEnglish(part);
  const end = `${place}${when}`;
  if (part.value !== undefined) return `${part.value} in ${arm}${end} is ${asked}`;
  if (part.difference !== undefined) return `${part.difference} in ${arm} less that in ${other}${end} is ${asked}`;
  if (part.bliss !== undefined) {
    const singles = listed((part.singles ?? []).map((name) => `“${name}”`));
    return `what ${part.bliss} in ${arm}${end} has beyond ${singles} acting by themselves (Bliss, from ${other}) is ${asked}`;
  }
  if (part.increases) return `${part.ratio} in ${arm} is higher than in ${other}${end}`;
  if (part.decreases) return `${part.ratio} in ${arm} is lower than in ${other}${end}`;
  if (part.equivalent) return `${part.ratio} in ${arm} is equivalent to that in ${other}${end}`;
  return `${part.ratio} in ${arm} over that in ${other}${end} is ${asked}`;
}

function askedInEnglish(part: Part): string {
  if (part["at-least"] !== undefined) return `at least ${part["at-least"]}`;
  if (part["at-most"] !== undefined) return `at most ${part["at-most"]}`;
  if (part.above !== undefined) return `above ${part.above}`;
  if (part.below !== undefined) return `below ${part.below}`;
  return `between ${listed((part.between ?? []).map(String))}`;
}
