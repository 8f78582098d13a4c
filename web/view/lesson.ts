/** A lesson on the page: predict, run, compare, read what was found; of a mystery, buy readings and guess. */
import type { Chart } from "../../src/report/chart.ts";
import { numeral } from "../../src/report/numeral.ts";
import { lessonLink } from "../link.ts";
import type { LessonAsk, LessonTell, Purchase, ShownLesson } from "../protocol.ts";
import { texts } from "../texts.ts";
import { newCharts } from "./charts.ts";
import { choices, field, fill, h } from "./dom.ts";
import type { Theme } from "./theme.ts";

const words = texts.lesson;

/** A question about the lesson that is open. */
type Question = LessonAsk extends infer Each ? (Each extends LessonAsk ? Omit<Each, "ask" | "lesson"> : never) : never;
type Mystery = NonNullable<ShownLesson["mystery"]>;

export interface LessonView {
  /** Asks for a lesson. @param seed instead of the lesson's own */
  readonly open: (name: string, seed?: string) => void;
  readonly tell: (told: LessonTell) => void;
  /** Draws the charts anew, in another theme. */
  readonly redraw: () => void;
  readonly close: () => void;
}

/** @param host stands hidden until a lesson is told @param ask asks the worker @param changed is told which lesson is shown now, if any */
export function newLesson(
  host: HTMLElement,
  ask: (ask: LessonAsk) => void,
  theme: () => Theme,
  changed: (name: string | undefined) => void,
): LessonView {
  let lesson: ShownLesson | undefined;
  let chosen = "";
  let wished: string | undefined; // seed
  let bought: readonly Purchase[] = [];
  let charts: readonly Chart[] = [];
  const after = h("div", { class: "after", "aria-live": "polite" });
  const chartsHost = h("div", { class: "charts" });
  const painter = newCharts(chartsHost);
  const ledger = h("div", { "aria-live": "polite" });
  const verdict = h("div", { "aria-live": "polite" });
  const seed = h("input", { type: "text", size: 6, id: "lesson-seed" });
  const run = h("button", { type: "button", class: "main", id: "lesson-run", disabled: true }, words.run);

  const question = (what: Question): void => {
    if (lesson) ask({ ask: "lesson", lesson: lesson.name, ...what } as LessonAsk);
  };

  const start = (set: Readonly<Record<string, string>>): void => {
    run.disabled = true;
    bought = [];
    fill(ledger);
    fill(verdict);
    fill(after, h("p", {}, words.running));
    question({ do: "run", seed: seed.value.trim() || "1", set });
  };
  run.addEventListener("click", () => start({}));
  const link = h("a", { id: "lesson-link" }, words.link);
  const linkHere = (): void => {
    if (lesson) link.href = `#${lessonLink(lesson.name, seed.value.trim() || "1")}`;
  };
  seed.addEventListener("input", linkHere);

  const show = (what: ShownLesson): void => {
    lesson = what;
    chosen = "";
    charts = [];
    painter.show([], theme());
    for (const part of [after, ledger, verdict]) fill(part);
    run.disabled = true;
    seed.value = wished ?? what.seed;
    linkHere();
    changed(what.name);
    host.hidden = false;
    fill(
      host,
      h(
        "div",
        { class: "row" },
        h("h2", { id: "lesson-heading", tabindex: -1 }, what.title),
        h("button", { type: "button", id: "lesson-close", onclick: close }, words.close),
      ),
      h("p", { class: "note" }, words.about(what.level, what.minutes)),
      h("p", { class: "question" }, what.question),
      ...what.background
        .trim()
        .split(/\n\s*\n/)
        .map((paragraph) => h("p", {}, paragraph)),
      folded(
        words.glossary,
        h("dl", {}, ...what.words.flatMap(({ word, means }) => [h("dt", {}, word), h("dd", {}, means)])),
      ),
      h("h3", {}, words.predict),
      h(
        "fieldset",
        {},
        h("legend", {}, what.prediction.question),
        ...what.prediction.options.map(({ id, text }) =>
          h(
            "label",
            { class: "option" },
            h("input", {
              type: "radio",
              name: "prediction",
              value: id,
              onchange: () => {
                chosen = id;
                run.disabled = false;
              },
            }),
            h("span", {}, text),
          ),
        ),
      ),
      h("div", { class: "row" }, run, field(texts.run.seed, seed), link),
      h("h3", {}, words.steps),
      h("ol", {}, ...what.steps.map((step) => h("li", {}, step))),
      after,
      chartsHost,
      what.mystery ? ledger : false,
      what.mystery ? verdict : false,
    );
    host.querySelector("h2")?.focus();
  };

  const ran = (what: ShownLesson, told: Extract<LessonTell, { tell: "lesson-ran" }>): void => {
    run.disabled = false;
    charts = told.charts;
    const answers = what.prediction.options.map(({ id, text }) => {
      const { right, why, shown } = told.answers.find((answer) => answer.id === id)!;
      return h(
        "li",
        { class: right ? "right" : "wrong" },
        h("strong", {}, words.answer(right, id === chosen)),
        ` ${text}. ${why} `,
        shown !== undefined && h("em", {}, words.shown[shown]),
      );
    });
    const isRight = told.answers.some(({ id, right }) => right && id === chosen);
    fill(
      after,
      h("h3", { id: "lesson-outcome" }, isRight ? words.wasRight : words.wasWrong),
      h("ul", { class: "answers" }, ...answers),
      ...(what.mystery ? [] : outcome(what)),
    );
    painter.show(charts, theme());
    if (what.mystery) shop(what, what.mystery, [], 0);
  };

  /** What is read once the run is seen. */
  const outcome = (what: ShownLesson): Node[] => [
    h("h3", {}, words.found),
    h(
      "ul",
      { class: "found" },
      ...what.found.map(({ says, source, row }) =>
        h("li", {}, says, " ", h("small", {}, [row, source].filter((each) => each !== undefined).join("; "))),
      ),
    ),
    h("h3", {}, words.limits),
    h("p", {}, what.limits),
    ...(what.tries.length === 0 ? [] : [h("h3", {}, words.tries)]),
    ...what.tries.map(({ text, set }) =>
      h(
        "p",
        {},
        text,
        " ",
        h("button", { type: "button", onclick: () => start(set) }, words.tryIt(Object.entries(set))),
      ),
    ),
    h("h3", {}, words.discuss),
    ...what.discussion.map(({ question, answer }) => folded(question, h("p", {}, answer))),
    folded(words.teacher, h("p", {}, what.teacher)),
  ];

  const shop = (what: ShownLesson, mystery: Mystery, values: readonly number[], spent: number): void => {
    const told = (at: number): string => words.at(what.clock.unit, numeral(at / what.clock.seconds));
    const rows = mystery.assays.map((assay) => {
      const arm = h("select", { "aria-label": words.arm });
      const at = h("select", { "aria-label": words.time });
      choices(
        arm,
        assay.arms.map(({ name, label }) => [name, label] as const),
        assay.arms[0].name,
      );
      choices(
        at,
        assay.at.map((time) => [String(time), told(time)] as const),
        String(assay.at.at(-1)),
      );
      const buy = (): void =>
        question({ do: "buy", bought: [...bought, { assay: assay.id, arm: arm.value, at: Number(at.value) }] });
      const dear = spent + assay.cost > mystery.budget;
      return h(
        "div",
        { class: "row assay" },
        h("span", {}, assay.text),
        arm,
        at,
        h("button", { type: "button", disabled: dear, onclick: buy, "data-assay": assay.id }, words.buy(assay.cost)),
      );
    });
    const list = bought.map(({ assay, arm, at }, index) => {
      const sold = mystery.assays.find(({ id }) => id === assay)!;
      const label = sold.arms.find(({ name }) => name === arm)!.label;
      return h("li", {}, words.reading(sold.text, label, told(at), `${numeral(values[index])} ${sold.unit}`.trim()));
    });
    const guesses = mystery.hidden.map(({ parameter, label, values: possible }) => {
      const select = h("select", { "data-guess": parameter });
      choices(
        select,
        possible.map((value) => [value, value] as const),
        possible[0],
      );
      return { parameter, select, shown: field(label, select) };
    });
    const guess = (): void =>
      question({
        do: "guess",
        guess: Object.fromEntries(guesses.map(({ parameter, select }) => [parameter, select.value])),
      });
    fill(
      ledger,
      h("h3", {}, words.shop),
      h("p", { id: "lesson-budget" }, words.left(mystery.budget - spent, mystery.budget)),
      ...rows,
      h("ul", { class: "readings" }, ...list),
      h("h3", {}, words.guess),
      h(
        "div",
        { class: "row" },
        ...guesses.map(({ shown }) => shown),
        h("button", { type: "button", id: "lesson-guess", onclick: guess }, words.check),
      ),
    );
  };

  const guessed = (what: ShownLesson, told: Extract<LessonTell, { tell: "lesson-guessed" }>): void => {
    if (!told.judged) {
      fill(verdict, h("p", {}, told.problem));
      return;
    }
    const label = (parameter: string): string =>
      what.mystery!.hidden.find((each) => each.parameter === parameter)!.label;
    fill(
      verdict,
      h(
        "ul",
        { id: "lesson-verdict" },
        ...told.judged.map(({ parameter, right, value }) =>
          h("li", {}, words.guessed(label(parameter), right, String(value))),
        ),
      ),
      h("p", {}, what.mystery!.solution),
      ...outcome(what),
    );
  };

  function close(): void {
    lesson = undefined;
    host.hidden = true;
    fill(host);
    changed(undefined);
  }

  return {
    close,
    open: (name, asked) => {
      wished = asked;
      ask({ ask: "lesson", do: "open", lesson: name });
    },
    redraw: () => {
      if (lesson && charts.length > 0) painter.show(charts, theme());
    },
    tell: (told) => {
      if (told.tell === "lesson") show(told.lesson);
      else if (lesson?.name !== told.name) return;
      else if (told.tell === "lesson-ran") ran(lesson, told);
      else if (told.tell === "lesson-guessed") guessed(lesson, told);
      else if (lesson.mystery) {
        if (told.bought.length === 0) return;
        bought = told.bought;
        shop(lesson, lesson.mystery, told.values, told.cost);
      }
    },
  };
}

const folded = (summary: string, ...inside: readonly Node[]): HTMLElement =>
  h("details", {}, h("summary", {}, summary), ...inside);
