/** What cells do, one predicate for each behaviour and attribute: what stands after "CD8 resting cells". */
import type { Document } from "../../scenario/document/document.ts";
import { unmarked } from "../../scenario/tree.ts";
import type { Voice } from "./formula.ts";
import type { Written } from "./quantity.ts";
import { listed, manyOf } from "./words.ts";

export type CellType = Document["cells"][string];
/** What a type does, or one of its states. */
export type Doing = Pick<
  CellType,
  | "diameter"
  | "attributes"
  | "divide"
  | "die"
  | "become"
  | "one-of"
  | "secrete"
  | "consume"
  | "capture"
  | "release"
  | "acquire"
  | "present"
  | "move"
>;

/** A predicate, and the few words that say which behaviour it is about. */
export interface Predicate {
  readonly key: string; // "capture exosomes"
  readonly says: string; // "capture exosomes from 1e-8 mL of medium per hour, which enter at once"
}

/** Everything that cells of one kind do, in the order of the language. */
export function doingInEnglish(doing: Doing, voice: Voice): Predicate[] {
  const { say } = voice;
  const told: Predicate[] = [];
  const tell = (key: string, rest: string): number => told.push({ key, says: `${key} ${rest}` });
  const each = <Value>(
    named: Readonly<Record<string, Value | "none">>,
    one: (name: string, value: Value) => void,
  ): void => {
    for (const [name, value] of Object.entries(named)) if (value !== "none") one(unmarked(name), value as Value);
  };
  if (doing.diameter !== undefined) told.push({ key: "have a size", says: `are ${say(doing.diameter)} across` });
  each(doing.attributes, (name, attribute) =>
    told.push({ key: `carry ${name}`, says: attributeInEnglish(name, attribute, voice) }),
  );
  if (doing.divide !== undefined && doing.divide !== "none") tell("divide", divisionInEnglish(doing.divide, voice));
  if (doing.die !== undefined && doing.die !== "none") tell("die", waitingInEnglish(doing.die, voice));
  each(doing.become, (state, waiting) => tell(`become ${state}`, waitingInEnglish(waiting, voice)));
  doing["one-of"].forEach(({ rate, among }) => {
    const fates = Object.entries(among).map(
      ([fate, share]) => `${unmarked(fate)} (${share === "rest" ? "the rest" : say(share)})`,
    );
    tell("take one of these fates", `at ${say(rate)}: ${listed(fates, "or")}`);
  });
  each(doing.secrete, (factor, rate) => tell(`secrete ${factor}`, `at ${say(rate)}`));
  each(doing.consume, (factor, { maximum = 0, "half-max": halfMax = 0, clearance }) =>
    tell(
      `consume ${factor}`,
      clearance === undefined
        ? `at up to ${say(maximum)}, half of it at ${say(halfMax)}`
        : `from ${cleared(say(clearance))}`,
    ),
  );
  each(doing.capture, (species, how) => tell(`capture ${manyOf(species)}`, captureInEnglish(how, voice)));
  each(doing.release, (species, how) =>
    told.push({ key: `release ${manyOf(species)}`, says: releaseInEnglish(species, how, voice) }),
  );
  each(doing.acquire, (species, { share, process, dressed }) => {
    const kept: string[] = [];
    if (!voice.isZero(share)) kept.push(`${say(share)} to show once it is processed, at ${say(process)}`);
    if (!voice.isZero(dressed)) kept.push(`${say(dressed)} of what sits on their outside to show as it is`);
    tell(`keep, of the cargo of ${manyOf(species)} that enter and that they show,`, listed(kept));
  });
  each(doing.present, (thing, { "half-life": halfLife, on }) => {
    const fading = halfLife === undefined ? "" : `, with a half-life of ${say(halfLife)}`;
    tell(`show ${thing}`, `${on === undefined ? "" : `on ${on} `}to other cells${fading}`);
  });
  if (doing.move !== undefined && doing.move !== "none") {
    const { motility, persistence, toward, speed, "half-max": halfMax } = doing.move;
    const keeps = voice.isZero(persistence) ? "" : `, keeping a direction for ${say(persistence)}`;
    const drift =
      toward === undefined
        ? ""
        : `, and up the gradient of ${toward} at up to ${say(speed ?? 0)}, half of that where ${toward} differs by ${say(halfMax ?? 0)} over the cell`;
    tell("move", `at random with a motility of ${say(motility)}${keeps}${drift}`);
  }
  return told;
}

function divisionInEnglish(divide: Exclude<Doing["divide"], "none" | undefined>, voice: Voice): string {
  const { rate, first, later, shared, requires, otherwise, limit } = divide;
  const { say, drawn } = voice;
  const parts: string[] = [];
  if (rate !== undefined) parts.push(`at ${say(rate)}`);
  if (first !== undefined)
    parts.push(`${later === undefined ? "" : "first "}${drawn(first)} after entering this state`);
  if (later !== undefined)
    parts.push(
      `${first === undefined ? "" : "then "}${drawn(later)} after ${first === undefined ? "each" : "the"} division before`,
    );
  const who = {
    own: "",
    sisters: "; sisters divide after the same time",
    family: "; all cells of a family and generation share one time",
  };
  const most = limit === undefined ? "" : `; no division once the generation has reached ${say(limit)}`;
  return `${listed(parts)}${waits(requires, otherwise, first !== undefined, voice)}${who[shared]}${most}`;
}

export type Waiting = Exclude<Doing["die"], "none" | undefined>;

function waitingInEnglish({ rate, after, requires, otherwise, latches }: Waiting, voice: Voice): string {
  const parts: string[] = [];
  if (rate !== undefined) parts.push(`at ${voice.say(rate)}`);
  if (after !== undefined) parts.push(`${voice.drawn(after)} after entering this state`);
  return `${listed(parts, "or")}${waits(requires, otherwise, after !== undefined, voice)}${latches ? ", for good" : ""}`;
}

/** What must hold: when a drawn time comes, or all the while for a rate. */
function waits(requires: Written | undefined, otherwise: "waits" | "stops", timed: boolean, voice: Voice): string {
  if (requires === undefined) return "";
  if (!timed) return `, while ${voice.say(requires)}`;
  return `, if ${voice.say(requires)} when the time comes (else they ${otherwise === "waits" ? "wait for it" : "give it up"})`;
}

/** "1e-8 mL of medium per hour" */
const cleared = (clearance: string): string =>
  / per /.test(clearance) && !/[(×]/.test(clearance)
    ? clearance.replace(" per ", " of medium per ")
    : `the medium at ${clearance}`;

type CaptureOf = Exclude<Doing["capture"][string], "none">;

function captureInEnglish(how: CaptureOf, voice: Voice): string {
  const { say, isZero } = voice;
  const { clearance, efficiency, sites, detach, enters, digestion, matching } = how;
  const limits: string[] = [];
  if (clearance !== undefined) limits.push(`from ${cleared(say(clearance))}`);
  if (efficiency !== undefined)
    limits.push(
      clearance === undefined
        ? `at ${say(efficiency)} of what diffusion brings`
        : `${say(efficiency)} of those that diffusion brings`,
    );
  const parts = [limits.join(", at most ")];
  if (matching !== undefined) parts.push(matchInEnglish(matching));
  if (sites !== undefined) parts.push(`with room for ${say(sites)} on the surface`);
  parts.push(
    enters === "at once"
      ? "which enter at once"
      : isZero(enters)
        ? "which stay on the surface"
        : `which enter at ${say(enters)}`,
  );
  if (!isZero(detach)) parts.push(`come off at ${say(detach)}`);
  if (!isZero(digestion)) parts.push(`and are broken down inside at ${say(digestion)}`);
  return parts.join(", ");
}

/** The tags that must agree: `TCR`, or {TCR: peptide}. */
export function matchInEnglish(
  matching: string | Readonly<Record<string, string>>,
  whose: "vesicle" | "neighbour" = "vesicle",
): string {
  if (typeof matching === "string") return `only where the ${matching} of cell and ${whose} match`;
  const pairs = Object.entries(matching).map(
    ([cell, other]) => `the cell's ${unmarked(cell)} matches the ${whose}'s ${other}`,
  );
  return `only where ${listed(pairs)}`;
}

type ReleaseOf = Exclude<Doing["release"][string], "none">;

function releaseInEnglish(species: string, { rate, batch, bodies, stamp }: ReleaseOf, voice: Voice): string {
  const { say } = voice;
  const ways: string[] = [];
  if (rate !== undefined) ways.push(`release ${manyOf(species)} at ${say(rate)}`);
  if (batch) ways.push(`release ${manyOf(species)} in batches of ${say(batch.size)} at ${say(batch.rate)}`);
  if (bodies) {
    const lost = voice.isZero(bodies.degradation) ? "" : ` or with the lysosome at ${say(bodies.degradation)}`;
    ways.push(
      `form multivesicular bodies of ${say(bodies.size)} ${manyOf(species)} at ${say(bodies.form)}, each of which fuses with the plasma membrane at ${say(bodies.fusion)}${lost}`,
    );
  }
  const stamps = Object.entries(stamp).map(([cargo, copies]) => `${say(copies)} copies of ${unmarked(cargo)}`);
  return `${ways.join(", and ")}${stamps.length === 0 ? "" : `, each stamped at release with ${listed(stamps)}`}`;
}

type AttributeOf = Doing["attributes"][string];

function attributeInEnglish(name: string, attribute: AttributeOf, voice: Voice): string {
  const { say, drawn, isZero } = voice;
  const about = [attribute.unit, attribute.text ?? ""].filter((words) => words !== "").join("; ");
  const unit = about === "" ? "" : ` (${about})`;
  const parts: string[] = [];
  if (attribute.is !== undefined) return `have ${name}${unit} worked out as ${say(attribute.is)}`;
  parts.push(isZero(attribute.start) ? "from 0 at the start" : `${drawn(attribute.start)} at the start`);
  if (attribute.gain !== undefined) parts.push(`gaining ${say(attribute.gain)}`);
  if (attribute.loss !== undefined) parts.push(`losing ${say(attribute.loss)} of it`);
  if (attribute.toward !== undefined) {
    const pace =
      attribute["half-life"] === undefined
        ? `at ${say(attribute.rate ?? 0)}`
        : `with a half-life of ${say(attribute["half-life"])}`;
    parts.push(`going toward ${say(attribute.toward)} ${pace}`);
  } else if (attribute["half-life"] !== undefined)
    parts.push(`fading with a half-life of ${say(attribute["half-life"])}`);
  else if (attribute.rate !== undefined) parts.push(`changing at ${say(attribute.rate)}`);
  if (attribute["on-enter"] !== undefined) parts.push(`set to ${say(attribute["on-enter"])} on entering`);
  if (attribute["on-first-division"] !== undefined)
    parts.push(`set to ${say(attribute["on-first-division"])} at a first division`);
  const heirs = {
    copy: "daughters copy it",
    halve: "daughters get half each",
    reset: "daughters start anew",
    redraw: "daughters draw it anew",
  };
  return `carry ${name}${unit}: ${parts.join(", ")}; ${heirs[attribute.inherit]}`;
}
