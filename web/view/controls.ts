/** Steering: sliders for the parameters that a scenario marks, things to do now, and the log of what was done. */
import { printNumber } from "../../src/units.ts";
import type { Deed, Slider } from "../protocol.ts";
import { baseOf, type State } from "../state.ts";
import { texts } from "../texts.ts";
import { choices, field, fill, h } from "./dom.ts";

export interface Wishes {
  readonly set: (name: string, value: string | undefined) => void;
  readonly act: (entry: Deed["entry"]) => void;
  readonly undo: () => void;
}

export interface Controls {
  readonly update: (state: State) => void;
}

/** Builds the part of the page in which one steers. */
export function newControls(host: HTMLElement, wishes: Wishes): Controls {
  const sliders = h("div", { class: "sliders" });
  const deeds = h("div", { class: "deeds" });
  const log = h("ol", { class: "log" });
  const undo = h("button", { type: "button", onclick: wishes.undo }, texts.steer.undo);
  const crossed = h("p", { class: "note" }, texts.steer.crossed);
  fill(
    host,
    h("h3", {}, texts.steer.sliders),
    h("p", { class: "note" }, texts.steer.slidersNote),
    sliders,
    h("h3", {}, texts.steer.deeds),
    h("p", { class: "note" }, texts.steer.deedsNote),
    crossed,
    deeds,
    h("h3", {}, texts.steer.log),
    log,
    undo,
  );
  let shown = "";

  const build = (state: State): void => {
    const { factors, species, blocks, sliders: list, cultures } = state.opened!;
    fill(
      sliders,
      ...(list.length === 0
        ? [h("p", {}, texts.steer.noSliders)]
        : list.map((slider) => sliderRow(slider, state, wishes))),
    );
    const culture = (): string => cultures[state.culture].name;
    const doses = [
      ...factors.map(({ name, doses: units }) => ({ name, key: "add", units, amount: "50" })),
      ...species.map(({ name }) => ({ name, key: "vesicles", units: ["/mL"], amount: "1e9" })),
    ];
    fill(
      deeds,
      ...dosing(doses, (key, name, quantity) => {
        const text = key === "add" ? texts.steer.deed.add(quantity, name) : texts.steer.deed.vesicles(quantity, name);
        wishes.act({ in: culture(), [key]: { [name]: quantity }, text });
      }),
      ...blocking(blocks, (behaviour) =>
        wishes.act({ in: culture(), block: behaviour, text: texts.steer.deed.block(behaviour) }),
      ),
      ...washing((part) => wishes.act({ in: culture(), wash: part, text: texts.steer.deed.wash(part) })),
    );
  };

  return {
    update: (state) => {
      const { opened, setup } = state;
      if (!opened) return;
      const is = JSON.stringify([
        opened.title,
        opened.sliders,
        setup.set,
        opened.factors,
        opened.species,
        opened.blocks,
      ]);
      if (is !== shown && !host.contains(document.activeElement)) build(state);
      else if (is !== shown) build(state);
      shown = is;
      const arm = opened.arms.find(({ name }) => name === baseOf(setup.arms[0], setup));
      crossed.hidden = arm?.steerable !== false;
      deeds.inert = arm?.steerable === false;
      const { unit, seconds } = opened.clock;
      fill(
        log,
        ...setup.deeds.map(({ at, entry, arm: of }) =>
          h("li", {}, `${of} · ${texts.steer.done(unit, printNumber(at / seconds, 4), String(entry.text ?? ""))}`),
        ),
      );
      undo.hidden = setup.deeds.length === 0;
      (log.previousElementSibling as HTMLElement).hidden = setup.deeds.length === 0;
    },
  };
}

/** One slider: on a scale of logarithms where its range is wide. */
function sliderRow(slider: Slider, { setup }: State, wishes: Wishes): HTMLElement {
  const { name, unit, value, low, high, stated, source, text } = slider;
  const steps = 200;
  const logarithmic = low > 0 && high / low >= 20;
  const at = (place: number): number =>
    logarithmic ? low * (high / low) ** (place / steps) : low + ((high - low) * place) / steps;
  const placeOf = (number: number): number =>
    Math.round(
      logarithmic ? (Math.log(number / low) / Math.log(high / low)) * steps : ((number - low) / (high - low)) * steps,
    );
  const written = (number: number): string => `${printNumber(number, 3)} ${unit}`.trim();
  const now = Object.hasOwn(setup.set, name) ? Number.parseFloat(setup.set[name]) : value;
  const output = h("output", {}, Object.hasOwn(setup.set, name) ? setup.set[name] : written(value));
  const input = h("input", {
    type: "range",
    min: 0,
    max: steps,
    step: 1,
    value: placeOf(now),
    name,
    "aria-valuetext": output.textContent ?? "",
  });
  input.addEventListener("input", () => {
    output.textContent = written(at(Number(input.value)));
    input.setAttribute("aria-valuetext", output.textContent);
  });
  input.addEventListener("change", () => wishes.set(name, written(at(Number(input.value)))));
  const reset = h(
    "button",
    {
      type: "button",
      class: "quiet",
      onclick: () => wishes.set(name, undefined),
      "aria-label": `${texts.steer.reset}: ${name}`,
    },
    texts.steer.reset,
  );
  reset.hidden = !Object.hasOwn(setup.set, name);
  return h(
    "div",
    { class: "slider" },
    h("label", {}, h("span", {}, h("b", {}, name.replaceAll("_", " ")), " ", output), input),
    h(
      "small",
      {},
      [
        `${written(low)} – ${written(high)}`,
        texts.steer.source(source),
        ...(stated ? [] : [texts.steer.guessed]),
        ...(text === "" ? [] : [text]),
      ].join("; "),
    ),
    reset,
  );
}

interface Dose {
  readonly name: string;
  readonly key: string;
  readonly units: readonly string[];
  readonly amount: string;
}

function dosing(doses: readonly Dose[], give: (key: string, name: string, quantity: string) => void): HTMLElement[] {
  if (doses.length === 0) return [];
  const what = h("select");
  const unit = h("select");
  const amount = h("input", { type: "text", inputmode: "decimal", size: 6, "aria-describedby": "amount-fault" });
  const wrong = h("p", { class: "fault", id: "amount-fault", role: "alert", hidden: true }, texts.steer.amountNeeded);
  /** Whether the amount is one; says so where it is not. */
  const isRight = (): boolean => {
    const written = amount.value.trim();
    const right = written !== "" && Number.isFinite(Number(written)) && Number(written) >= 0;
    wrong.hidden = right;
    amount.setAttribute("aria-invalid", String(!right));
    return right;
  };
  choices(
    what,
    doses.map(({ name }, index) => [String(index), name]),
    "0",
  );
  const changed = (): void => {
    const dose = doses[Number(what.value)];
    choices(
      unit,
      dose.units.map((each) => [each, each]),
      dose.units[0],
    );
    amount.value = dose.amount;
    isRight();
  };
  what.addEventListener("change", changed);
  changed();
  const button = h("button", { type: "submit" }, texts.steer.add);
  const form = h(
    "form",
    { class: "deed" },
    field(texts.steer.add, what),
    field(texts.steer.amount, amount),
    field(texts.steer.unit, unit),
    button,
    wrong,
  );
  amount.addEventListener("input", () => {
    if (!wrong.hidden) isRight();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!isRight()) {
      amount.focus();
      return;
    }
    const dose = doses[Number(what.value)];
    give(dose.key, dose.name, `${amount.value.trim()} ${unit.value}`);
  });
  return [form];
}

function blocking(blocks: readonly string[], block: (behaviour: string) => void): HTMLElement[] {
  if (blocks.length === 0) return [];
  const what = h("select");
  choices(
    what,
    blocks.map((each) => [each, each]),
    blocks[0],
  );
  const form = h(
    "form",
    { class: "deed" },
    field(texts.steer.block, what),
    h("button", { type: "submit" }, texts.steer.blockIt),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    block(what.value);
  });
  return [form];
}

function washing(wash: (part: string) => void): HTMLElement[] {
  const part = h("input", { type: "number", min: 1, max: 100, value: 90, step: 1 });
  const form = h(
    "form",
    { class: "deed" },
    field(`${texts.steer.wash} (${texts.steer.percent})`, part),
    h("button", { type: "submit" }, texts.steer.washIt),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wash(`${part.value} %`);
  });
  return [form];
}
