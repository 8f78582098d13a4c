/** The story of a cell or a vesicle, told. */
import { printNumber } from "../../src/units.ts";
import type { Doing, Fact, Id, Opened, Response, Story } from "../protocol.ts";
import { texts } from "../texts.ts";
import { fill, h } from "./dom.ts";

const words = texts.story;
const percent = (share: number): string => `${printNumber(100 * share, 3)} %`;

/** Fills a place with a story, or with how to get one. @param read asks for the story of another cell */
export function tellStory(
  host: HTMLElement,
  story: Story | undefined,
  opened: Opened | undefined,
  read: (cell: Id) => void,
): void {
  if (!story || !opened) {
    fill(host, h("p", { class: "note" }, words.none));
    return;
  }
  const { title, gone, facts, mothers, doings, past, notes, arm, time } = story;
  const { unit, seconds } = opened.clock;
  const label = opened.arms.find(({ name }) => name === arm)?.label ?? arm;
  const at = words.of(label, unit, printNumber(time / seconds, 4));
  fill(
    host,
    h("h3", {}, gone ? words.lost(title) : title, " ", h("small", {}, at)),
    facts.length > 0 && factsIn(facts, read),
    mothers.length > 0 && h("h4", {}, words.mothers),
    mothers.length > 0 && factsIn(mothers, read),
    doings.length > 0 && h("h4", {}, words.now),
    doings.length > 0 && h("ul", { class: "doings" }, ...doings.map(doingIn)),
    past.length > 0 && h("h4", {}, words.past),
    past.length > 0 &&
      h("ol", {}, ...past.map((each) => h("li", {}, `${unit} ${printNumber(each.time, 4)}: ${each.text}`))),
    ...notes.map((note) => h("p", { class: "note" }, note)),
  );
}

const factsIn = (facts: readonly Fact[], read: (cell: Id) => void): HTMLElement =>
  h(
    "dl",
    {},
    ...facts.flatMap(({ label, value, cell }) => [
      h("dt", {}, label),
      h(
        "dd",
        {},
        cell === undefined
          ? value
          : h(
              "button",
              { type: "button", class: "quiet told", "aria-label": words.look(value), onclick: () => read(cell) },
              value,
            ),
      ),
    ]),
  );

const doingIn = ({ name, rate, rules, responses }: Doing): HTMLElement =>
  h(
    "li",
    {},
    `${name} ${rate}`,
    rules.length + responses.length > 0 &&
      h(
        "ul",
        {},
        ...rules.map(({ id, why, increases, share, without, signals }) =>
          h(
            "li",
            { class: "rule" },
            `${words.rule(id, increases, percent(share))}; ${words.without(without)}`,
            why !== "" && h("small", {}, ` (${why})`),
            signals.length > 0 && responsesIn(signals),
          ),
        ),
        ...responses.map(responseIn),
      ),
  );

const responsesIn = (responses: readonly Response[]): HTMLElement => h("ul", {}, ...responses.map(responseIn));
const responseIn = ({ signal, share }: Response): HTMLElement => h("li", {}, words.response(signal, percent(share)));
