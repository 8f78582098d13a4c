/** A cell type in sentences: what all its states do is said once, and what it does as an earlier type does is not said again. */
import { unmarked } from "../../scenario/tree.ts";
import { type CellType, doingInEnglish, type Predicate } from "./behaviours.ts";
import type { Voice } from "./formula.ts";
import { listed, sentence } from "./words.ts";

/** One type with everything that each of its states does; one state without a name where it has none. */
interface Told {
  readonly name: string;
  readonly type: CellType;
  readonly states: readonly State[];
}

interface State {
  readonly name: string;
  readonly text?: string | undefined;
  readonly does: readonly Predicate[];
}

/** Sentences about each type. */
export function typesInEnglish(
  types: readonly (readonly [name: string, type: CellType])[],
  voice: Voice,
): { readonly name: string; readonly sentences: readonly string[] }[] {
  const told = types.map(([name, type]) => toldOf(name, type, voice));
  return told.map((one, index) => {
    const alike = mostAlike(one, told.slice(0, index));
    if (!alike) return { name: one.name, sentences: [...aboutInEnglish(one), ...statesInEnglish(one)] };
    const but = `${one.name} cells are and do what ${alike.name} cells are and do, but for this`;
    const differing = statesInEnglish({
      ...one,
      states: one.states.map((state, at) => beside(state, alike.states[at])),
    });
    const same = `${one.name} cells are and do what ${alike.name} cells are and do`;
    return {
      name: one.name,
      sentences: [sentence(differing.length === 0 ? same : but), ...tagsInEnglish(one), ...differing],
    };
  });
}

function toldOf(name: string, type: CellType, voice: Voice): Told {
  const states = Object.entries(type.states ?? {}).map(([state, doing]): State => {
    const text = doing.text === type.text ? undefined : doing.text;
    return { name: unmarked(state), text, does: doingInEnglish(doing, voice) };
  });
  return {
    name,
    type,
    states: states.length > 0 ? states : [{ name: "", does: doingInEnglish(type, voice) }],
  };
}

/** The earlier type with the same states that does most of the same, if that is most of what there is to say. */
function mostAlike(one: Told, earlier: readonly Told[]): Told | undefined {
  const names = one.states.map(({ name }) => name).join();
  const all = one.states.reduce((sum, { does }) => sum + does.length, 0);
  let best: Told | undefined;
  let most = Math.max(4, 0.6 * all);
  for (const other of earlier) {
    if (other.states.map(({ name }) => name).join() !== names) continue;
    const same = one.states.reduce(
      (sum, state, at) => sum + state.does.filter((does) => isIn(does, other.states[at])).length,
      0,
    );
    if (same < most) continue;
    best = other;
    most = same;
  }
  return best;
}

const isIn = ({ says }: Predicate, { does }: State): boolean => does.some((other) => other.says === says);

/** What a state does that another one does not do so, and what it lacks. */
function beside(state: State, other: State): State {
  const own = state.does.filter((does) => !isIn(does, other));
  const lacking = other.does.filter(({ key }) => !state.does.some((does) => does.key === key));
  return { ...state, does: [...own, ...lacking.map(({ key }) => ({ key, says: `do not ${key}` }))] };
}

function aboutInEnglish({ name, type, states }: Told): string[] {
  const lines = type.text === undefined ? [] : [sentence(`${name} cells: ${type.text}`)];
  lines.push(...tagsInEnglish({ name, type }));
  if (states.length < 2) return lines;
  const start = type.start === undefined ? "" : `; seeded cells are ${type.start}`;
  const names = states.map((state) => state.name);
  return [...lines, sentence(`${name} cells are ${listed(names, "or")}${start}`)];
}

function tagsInEnglish({ name, type }: Pick<Told, "name" | "type">): string[] {
  const tags = Object.entries(type.tags).map(([tag, value]) => `${unmarked(tag)} ${listed([value].flat())}`);
  return tags.length === 0 ? [] : [sentence(`${name} cells are tagged ${listed(tags)}`)];
}

/** What all states do, then each its own. */
function statesInEnglish({ name, states }: Told): string[] {
  const shared = states[0].does.filter((does) => states.every((state) => isIn(does, state)));
  const every = states.length > 1 ? `All ${name} cells` : `${name} cells`;
  const lines = shared.map(({ says }) => sentence(`${every} ${says}`));
  for (const state of states) {
    if (state.text !== undefined) lines.push(sentence(`${name} ${state.name} cells: ${state.text}`));
    const own = state.does.filter((does) => !shared.some(({ says }) => says === does.says));
    lines.push(...own.map(({ says }) => sentence(`${name} ${state.name} cells ${says}`)));
  }
  return lines;
}
