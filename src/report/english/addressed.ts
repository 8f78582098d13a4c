/** Behaviours as rules address them: what each is called, and what it is without any rule. */
import { unmarked } from "../../scenario/tree.ts";
import type { Doing, Waiting } from "./behaviours.ts";
import type { Voice } from "./formula.ts";
import type { Written } from "./quantity.ts";
import { manyOf } from "./words.ts";

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
      case "move":
        return doing.move === undefined || doing.move === "none" ? undefined : doing.move.motility;
      case "climb":
        return doing.move === undefined || doing.move === "none" ? undefined : doing.move.speed;
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
    case "move":
      return "the motility";
    case "climb":
      return "the speed up the gradient";
    default:
      return behaviour;
  }
}
