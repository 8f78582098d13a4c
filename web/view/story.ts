/** The story of a cell, told. */
import { printNumber } from "../../src/units.ts";
import type { Opened, Story } from "../protocol.ts";
import { texts } from "../texts.ts";
import { fill, h } from "./dom.ts";

/** Fills a place with a story, or with how to get one. */
export function tellStory(host: HTMLElement, story: Story | undefined, opened: Opened | undefined): void {
  if (!story || !opened) {
    fill(host, h("p", { class: "note" }, texts.story.none));
    return;
  }
  const { kind, gone, facts, doings, past, arm } = story;
  const label = opened.arms.find(({ name }) => name === arm)?.label ?? arm;
  fill(
    host,
    h("h3", {}, gone ? texts.story.lost : kind, " ", h("small", {}, texts.story.of(label))),
    facts.length > 0 && h("dl", {}, ...facts.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    doings.length > 0 && h("h4", {}, texts.story.now),
    doings.length > 0 &&
      h(
        "ul",
        {},
        ...doings.map(({ name, rate, responses, rules }) =>
          h(
            "li",
            {},
            `${name} ${rate}`,
            responses.length + rules.length > 0 &&
              h(
                "ul",
                {},
                ...responses.map(({ signal, share }) =>
                  h("li", {}, texts.story.response(signal, `${printNumber(100 * share, 3)} %`)),
                ),
                ...rules.map((rule) => h("li", {}, `${texts.story.rules}: ${rule}`)),
              ),
          ),
        ),
      ),
    past.length > 0 && h("h4", {}, texts.story.past),
    past.length > 0 &&
      h(
        "ol",
        {},
        ...past.map(({ time, text }) => h("li", {}, `${opened.clock.unit} ${printNumber(time, 4)}: ${text}`)),
      ),
    h("p", { class: "note" }, texts.story.pastNote),
  );
}
