/** What each type of cell is and does, state by state: one sentence for a behaviour, said once where all states share it. */
import type { Document } from "../../scenario/document/document.ts";
import { unmarked } from "../../scenario/tree.ts";
import type { Voice, Written } from "./formula.ts";
import type { Glossary } from "./glossary.ts";
import { listed, manyOf, sentence } from "./words.ts";

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
  | "attack"
  | "acquire"
  | "present"
  | "move"
>;

/** Sentences about one cell type. */
export function typeInEnglish(name: string, type: CellType, voice: Voice, glossary: Glossary): string[] {
  const states = Object.entries(type.states ?? {}).map(([state, doing]) => ({
    state: unmarked(state),
    text: doing.text,
    says: doingInEnglish(doing, voice, glossary),
  }));
  const about = type.text === undefined ? [] : [sentence(`${name} cells: ${type.text}`)];
  const tags = Object.entries(type.tags).map(([tag, value]) => `${unmarked(tag)} ${listed([value].flat())}`);
  if (tags.length > 0) about.push(sentence(`${name} cells are tagged ${listed(tags)}`));
  if (states.length === 0) return [...about, ...doingInEnglish(type, voice, glossary).map((says) => sentence(`${name} cells ${says}`))];
  const shared = states[0].says.filter((says) => states.every((state) => state.says.includes(says)));
  const start = type.start === undefined ? "" : `; seeded cells are ${type.start}`;
  if (states.length > 1) about.push(sentence(`${name} cells are ${listed(states.map(({ state }) => state), "or")}${start}`));
  const every = states.length > 1 ? `All ${name} cells` : `${name} cells`;
  const lines = shared.map((says) => sentence(`${every} ${says}`));
  for (const { state, text, says } of states) {
    const own = says.filter((each) => !shared.includes(each));
    if (text !== undefined && text !== type.text) lines.push(sentence(`${name} ${state} cells: ${text}`));
    lines.push(...own.map((each) => sentence(`${name} ${state} cells ${each}`)));
  }
  return [...about, ...lines];
}

/** Predicates: what stands after "CD8 resting cells". */
export function doingInEnglish(doing: Doing, voice: Voice, glossary: Glossary): string[] {
  const { say } = voice;
  const lines: string[] = [];
  const each = <Value>(named: Readonly<Record<string, Value | "none">>, told: (name: string, value: Value) => string): void => {
    for (const [name, value] of Object.entries(named)) if (value !== "none") lines.push(told(unmarked(name), value as Value));
  };
  if (doing.diameter !== undefined) lines.push(`are ${say(doing.diameter)} across`);
  each(doing.attributes, (name, attribute) => attributeInEnglish(name, attribute, voice));
  if (doing.divide !== undefined && doing.divide !== "none") lines.push(divisionInEnglish(doing.divide, voice));
  if (doing.die !== undefined && doing.die !== "none") lines.push(`die ${waitingInEnglish(doing.die, voice)}`);
  each(doing.become, (state, waiting) => `become ${state} ${waitingInEnglish(waiting, voice)}`);
  for (const { rate, among } of doing["one-of"]) {
    const fates = Object.entries(among).map(([fate, share]) => `${unmarked(fate)} (${share === "rest" ? "the rest" : say(share)})`);
    lines.push(`take one of these fates at ${say(rate)}: ${listed(fates, "or")}`);
  }
  each(doing.secrete, (factor, rate) => `secrete ${factor} at ${say(rate)}`);
  each(doing.consume, (factor, { maximum, "half-max": halfMax, clearance }) =>
    clearance !== undefined
      ? `take up ${factor} from ${cleared(say(clearance))}`
      : `consume ${factor} at up to ${say(maximum ?? 0)}, half of it at ${say(halfMax ?? 0)}`,
  );
  each(doing.capture, (species, how) => captureInEnglish(species, how, voice));
  each(doing.release, (species, how) => releaseInEnglish(species, how, voice));
  each(doing.attack, (target, { rate, requires }) => `kill ${glossary.cells(target)} at ${say(rate)}${onlyIf(requires, voice)}`);
  each(doing.acquire, (thing, { share, process }) =>
    `acquire ${thing} from what they take in (${say(share)} of it${process === undefined ? "" : `, processed at ${say(process)}`})`,
  );
  each(doing.present, (thing, { "half-life": halfLife, on }) =>
    `show ${thing}${on === undefined ? "" : ` on ${on}`} to other cells${halfLife === undefined ? "" : `, with a half-life of ${say(halfLife)}`}`,
  );
  if (doing.move) {
    const { motility, toward } = doing.move;
    lines.push(`move at random with a motility of ${say(motility)}${toward === undefined ? "" : `, and up the gradient of ${toward}`}`);
  }
  return lines;
}

function divisionInEnglish(divide: Exclude<Doing["divide"], "none" | undefined>, voice: Voice): string {
  const { rate, first, later, shared, requires, otherwise, limit } = divide;
  const { say, drawn } = voice;
  const parts: string[] = [];
  if (rate !== undefined) parts.push(`at ${say(rate)}`);
  if (first !== undefined) parts.push(`${later === undefined ? "" : "first "}${drawn(first)} after entering this state`);
  if (later !== undefined) parts.push(`${first === undefined ? "" : "then "}${drawn(later)} after ${first === undefined ? "each" : "the"} division before`);
  const who = { own: "", sisters: "; sisters divide after the same time", family: "; all cells of a family and generation share one time" };
  const most = limit === undefined ? "" : `; no division once the generation has reached ${say(limit)}`;
  return `divide ${listed(parts)}${waits(requires, otherwise, voice)}${who[shared]}${most}`;
}

type Waiting = Exclude<Doing["die"], "none" | undefined>;

function waitingInEnglish({ rate, after, requires, otherwise, latches }: Waiting, voice: Voice): string {
  const parts: string[] = [];
  if (rate !== undefined) parts.push(`at ${voice.say(rate)}`);
  if (after !== undefined) parts.push(`${voice.drawn(after)} after entering this state`);
  return `${listed(parts, "or")}${waits(requires, otherwise, voice)}${latches ? ", for good" : ""}`;
}

const waits = (requires: Written | undefined, otherwise: "waits" | "stops", voice: Voice): string => {
  if (requires === undefined) return "";
  return `, if ${voice.say(requires)} when the time comes (else they ${otherwise === "waits" ? "wait for it" : "give it up"})`;
};

const onlyIf = (requires: Written | undefined, voice: Voice): string => (requires === undefined ? "" : `, if ${voice.say(requires)}`);

/** "1e-8 mL of medium per hour" */
const cleared = (clearance: string): string =>
  / per /.test(clearance) && !/[(×]/.test(clearance) ? clearance.replace(" per ", " of medium per ") : `the medium at ${clearance}`;

type CaptureOf = Exclude<Doing["capture"][string], "none">;

function captureInEnglish(species: string, how: CaptureOf, voice: Voice): string {
  const { say, isZero } = voice;
  const { clearance, efficiency, sites, detach, enters, digestion, matching } = how;
  const limits: string[] = [];
  if (clearance !== undefined) limits.push(`from ${cleared(say(clearance))}`);
  if (efficiency !== undefined) limits.push(`${say(efficiency)} of those that diffusion brings`);
  const parts = [`capture ${manyOf(species)} ${limits.join(", at most ")}`.trim()];
  if (matching !== undefined) parts.push(matchInEnglish(matching));
  if (sites !== undefined) parts.push(`with room for ${say(sites)} on the surface`);
  parts.push(enters === "at once" ? "which enter at once" : isZero(enters) ? "which stay on the surface" : `which enter at ${say(enters)}`);
  if (!isZero(detach)) parts.push(`come off at ${say(detach)}`);
  if (!isZero(digestion)) parts.push(`and are broken down inside at ${say(digestion)}`);
  return parts.join(", ");
}

/** The tags that must agree: `TCR`, or {TCR: peptide}. */
export function matchInEnglish(matching: string | Readonly<Record<string, string>>): string {
  if (typeof matching === "string") return `only where the ${matching} of cell and vesicle match`;
  const pairs = Object.entries(matching).map(([cell, vesicle]) => `the cell's ${unmarked(cell)} matches the vesicle's ${vesicle}`);
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
    const pace = attribute["half-life"] === undefined ? `at ${say(attribute.rate ?? 0)}` : `with a half-life of ${say(attribute["half-life"])}`;
    parts.push(`going toward ${say(attribute.toward)} ${pace}`);
  } else if (attribute["half-life"] !== undefined) parts.push(`fading with a half-life of ${say(attribute["half-life"])}`);
  else if (attribute.rate !== undefined) parts.push(`changing at ${say(attribute.rate)}`);
  if (attribute["on-enter"] !== undefined) parts.push(`set to ${say(attribute["on-enter"])} on entering`);
  if (attribute["on-first-division"] !== undefined) parts.push(`set to ${say(attribute["on-first-division"])} at a first division`);
  const heirs = { copy: "daughters copy it", halve: "daughters get half each", reset: "daughters start anew", redraw: "daughters draw it anew" };
  return `carry ${name}${unit}: ${parts.join(", ")}; ${heirs[attribute.inherit]}`;
}

/** What a behaviour is without any rule: 0 where the cells do not do it. */
export function baseInEnglish(doing: Doing, behaviour: string, voice: Voice): string {
  const [verb, name = ""] = behaviour.trim().split(/\s+/);
  const rateOf = (waiting: Waiting | "none" | undefined): Written | undefined =>
    waiting === undefined || waiting === "none" ? undefined : waiting.rate;
  const entry = <Value>(named: Readonly<Record<string, Value | "none">>): Value | undefined => {
    const found = Object.entries(named).find(([key]) => unmarked(key) === name)?.[1];
    return found === "none" ? undefined : found;
  };
  const written = ((): Written | undefined => {
    switch (verb) {
      case "divide":
        return doing.divide === undefined || doing.divide === "none" ? undefined : doing.divide.rate;
      case "die":
        return rateOf(doing.die);
      case "become":
        return rateOf(entry(doing.become));
      case "secrete":
        return entry(doing.secrete);
      case "consume": {
        const consumed = entry(doing.consume);
        return consumed?.maximum ?? consumed?.clearance;
      }
      case "capture": {
        const captured = entry(doing.capture);
        return captured?.clearance ?? captured?.efficiency;
      }
      case "detach":
        return entry(doing.capture)?.detach;
      case "enter":
        return entry(doing.capture)?.enters;
      case "digest":
        return entry(doing.capture)?.digestion;
      case "release":
      case "form": {
        const released = entry(doing.release);
        return released?.rate ?? released?.batch?.rate ?? released?.bodies?.form;
      }
      case "attribute": {
        const attribute = entry(doing.attributes);
        return attribute?.toward ?? attribute?.is;
      }
      case "gain":
        return entry(doing.attributes)?.gain;
      case "loss":
        return entry(doing.attributes)?.loss ?? entry(doing.attributes)?.rate;
      default:
        return undefined;
    }
  })();
  return written === undefined || voice.isZero(written) ? "0" : voice.say(written);
}

/** What a rule changes, as a noun: "the rate of becoming activated". */
export function behaviourInEnglish(behaviour: string): string {
  const [verb, name = "", ...more] = behaviour.trim().split(/\s+/);
  const part = more.length === 0 ? "" : ` (${more.join(" ")})`;
  switch (verb) {
    case "divide":
      return "the rate of dividing";
    case "die":
      return "the rate of dying";
    case "become":
      return `the rate of becoming ${name}`;
    case "secrete":
      return `the secretion of ${name}`;
    case "consume":
      return `the consumption of ${name}${part}`;
    case "capture":
      return `the capture of ${manyOf(name)}${part}`;
    case "detach":
      return `the rate at which ${manyOf(name)} come off the surface`;
    case "enter":
      return `the rate at which ${manyOf(name)} enter`;
    case "digest":
      return `the rate at which ${manyOf(name)} inside are broken down`;
    case "release":
      return `the release of ${manyOf(name)}${part}`;
    case "form":
      return `the rate of forming bodies of ${manyOf(name)}`;
    case "attribute":
      return `the level of ${name}`;
    case "gain":
      return `the gain of ${name}`;
    case "loss":
      return `the loss of ${name}`;
    default:
      return behaviour;
  }
}
