/** How each rule acts on a kind of cell in one arm: its response, and the behaviour as it would be without it. For faces that show one cell. */
import type { Expression } from "../model.ts";
import { armsOf } from "./arms.ts";
import { addressOf } from "./build/address.ts";
import { kindsOf } from "./build/kinds.ts";
import { vesiclesOf } from "./build/matter.ts";
import { responsesOf, together } from "./build/responses.ts";
import type { Experiment } from "./experiment.ts";
import { over } from "./expression.ts";
import { kindsNamed } from "./names.ts";
import type { Plan } from "./plan.ts";
import { bookFor } from "./read.ts";
import { scopesOf } from "./scopes.ts";

export interface ActingRule {
  readonly id: string;
  readonly why: string; // empty where the scenario does not say
  readonly direction: "increases" | "decreases";
  /** Verb and index of the behaviour: "die", "become 2", "capture 0". */
  readonly address: string;
  /** How strongly it responds, 0 to 1. */
  readonly response: Expression;
  /** The behaviour were the rule not there, base units; absent: there would be no such behaviour. */
  readonly without?: Expression;
}

/** @throws RangeError for an arm that the experiment does not have */
export function actingRules(experiment: Experiment, armName: string, kind: number): ActingRule[] {
  const book = bookFor(experiment);
  const { names, document } = book;
  const arm = armsOf(book, scopesOf(book, new Set()).parameters).find(({ name }) => name === armName);
  if (!arm) throw new RangeError(`the experiment has no arm "${armName}"`);
  const without = new Set(arm.without);
  const either = new Set(arm.either);
  const scopes = scopesOf(book, without);
  return document.rules.flatMap((rule, index): ActingRule[] => {
    const path = ["rules", index];
    const isOf = [rule.of].flat().some((text) => kindsNamed(names, document, text)?.includes(kind));
    if (!isOf || without.has(`rule:${rule.id}`)) return [];
    const address = addressOf(book, kind, rule.behaviour, [...path, "behaviour"], false);
    if (address === undefined) return [];
    const responses = responsesOf(book, scopes, { without, either }, rule, path, kind);
    const less = new Set([...without, `rule:${rule.id}`]);
    const lessScopes = scopesOf(book, less);
    const vesicles = vesiclesOf(book, lessScopes, less);
    const behaviour = behaviourAt(kindsOf(book, lessScopes, { without: less, either }, vesicles)[kind], address);
    return [
      {
        id: rule.id,
        why: rule.why ?? "",
        direction: rule.direction,
        address,
        response: together(responses),
        ...(behaviour && { without: behaviour }),
      },
    ];
  });
}

type Behaving = Pick<
  Plan["kinds"][number],
  "hazards" | "captures" | "releases" | "secretions" | "consumptions" | "attributes" | "move"
>;

/** A behaviour of a kind by its address, in base units; undefined where the kind has none. An attribute that is driven: what it moves toward. */
export function behaviourAt(kind: Behaving, address: string): Expression | undefined {
  const [verb, object] = address.split(" ");
  const index = Number(object);
  const hazard = kind.hazards.find(({ event, to }) => event === verb && (event !== "become" || to === index));
  const capture = kind.captures.find(({ species }) => species === index);
  const release = kind.releases.find(({ species }) => species === index);
  const attribute = kind.attributes.find((one) => one.index === index);
  switch (verb) {
    case "secrete":
      return kind.secretions.find(({ factor }) => factor === index)?.rate;
    case "consume":
      return kind.consumptions.find(({ factor }) => factor === index)?.maximum;
    case "capture":
      return capture?.clearance;
    case "detach":
      return capture?.detach;
    case "enter":
      return capture?.entry;
    case "digest":
      return capture?.digestion;
    case "release":
      return release?.manner === "bodies" ? release.fusion : release?.rate;
    case "form":
      return release?.manner === "bodies" ? release.rate : undefined;
    case "attribute":
      return attribute?.is ?? (attribute?.gain && attribute.loss && over(attribute.gain, attribute.loss));
    case "gain":
      return attribute?.gain;
    case "loss":
      return attribute?.loss;
    case "move":
      return kind.move?.motility;
    case "climb":
      return kind.move?.toward?.speed;
    default:
      return hazard?.rate;
  }
}
