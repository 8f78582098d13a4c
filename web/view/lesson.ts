/** A lesson on the page: predict, run, compare, read what was found; of a mystery, buy readings and guess. */
import type { Chart } from "../../src/report/chart.ts";
import { numeral } from "../../src/report/numeral.ts";
import { lessonLink } from "../link.ts";
import type { LessonAsk, LessonTell, Purchase, ShownLesson } from "../protocol.ts";
import { texts } from "../texts.ts";
import { newCharts } from "./charts.ts";
import { choices, field, fill, h } from "./dom.ts";
import type { Painter } from "./painter.ts";
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
  /** A run came to a fault: it can be asked for again. */
  readonly stopped: () => void;
}

/** How far the reader is in a lesson: what the page shows beside it goes with that. */
export type Stage =
  | { readonly stage: "asked" }
  | { readonly stage: "predict"; readonly lesson: ShownLesson; readonly seed: string }
  /** The prediction is made; the experiment is about to be run. */
  | { readonly stage: "run"; readonly lesson: ShownLesson; readonly seed: string }
  | { readonly stage: "ran"; readonly lesson: ShownLesson; readonly seed: string }
  | { readonly stage: "left" };

/** @param host stands hidden until a lesson is told @param ask asks the worker @param went is told of each stage */
export function newLesson(
  host: HTMLElement,
  painter: Painter,
  ask: (ask: LessonAsk) => void,
  theme: () => Theme,
  went: (stage: Stage) => void,
): LessonView {
  let lesson: ShownLesson | undefined;
  let asked: string | undefined; // name of the lesson that is on its way
  let chosen = "";
  let wished: string | undefined; // seed
  let charts: readonly Chart[] = []; // of the lesson's own run
  let tried: { readonly set: Readonly<Record<string, string>>; readonly charts: readonly Chart[] } | undefined;
  const status = h("p", { role: "status" });
  const dishNote = h("p", { class: "note" });
  const after = h("div", { class: "after", "aria-live": "polite" });
  const ownHost = h("div", { class: "charts" });
  const triedHost = h("div", { class: "charts" });
  const ownHeading = h("h3", { hidden: true }, words.own);
  const triedHeading = h("h3");
  const triedPart = h("div", { id: "lesson-tried", hidden: true }, triedHeading, triedHost);
  const pictures = h("div", { class: "pictures" }, h("div", { id: "lesson-own" }, ownHeading, ownHost), triedPart);
  const own = newCharts(ownHost, painter);
  const other = newCharts(triedHost, painter);
  const more = h("div");
  const ledger = h("div");
  const verdict = h("div", { "aria-live": "polite" });
  const options = h("fieldset");
  const seed = h("input", { type: "text", size: 6, id: "lesson-seed" });
  const run = h("button", { type: "button", class: "main", id: "lesson-run", disabled: true }, words.run);
  const seedNow = (): string => seed.value.trim() || "1";

  const question = (what: Question): void => {
    if (lesson) ask({ ask: "lesson", lesson: lesson.name, ...what } as LessonAsk);
  };

  /** Runs the lesson as it is, or with something changed. */
  const start = (set: Readonly<Record<string, string>>): void => {
    if (!lesson) return;
    run.disabled = true;
    options.disabled = true; // a prediction is made once
    if (Object.keys(set).length === 0) {
      tried = undefined;
      for (const part of [after, more, ledger, verdict]) fill(part);
      went({ stage: "run", lesson, seed: seedNow() });
    }
    fill(status, words.running);
    question({ do: "run", seed: seedNow(), set });
  };
  run.addEventListener("click", () => start({}));
  const link = h("a", { id: "lesson-link" }, words.link);
  const linkHere = (): void => {
    if (lesson) link.href = `#${lessonLink(lesson.name, seedNow())}`;
  };
  seed.addEventListener("input", linkHere);

  /** The lesson's own run, and beside it what was tried last, on the same scales. */
  const drawCharts = (): void => {
    own.show(charts, theme(), tried?.charts);
    other.show(tried?.charts ?? [], theme(), charts);
    ownHeading.hidden = tried === undefined;
    triedPart.hidden = tried === undefined;
    if (tried) fill(triedHeading, words.tried(Object.entries(tried.set)));
    pictures.classList.toggle("beside", tried !== undefined);
  };

  const show = (what: ShownLesson): void => {
    lesson = what;
    asked = undefined;
    chosen = "";
    charts = [];
    tried = undefined;
    drawCharts();
    for (const part of [status, after, more, ledger, verdict]) fill(part);
    run.disabled = true;
    options.disabled = false;
    seed.value = wished ?? what.seed;
    linkHere();
    fill(dishNote, what.bench ? words.dishLater : words.noDish);
    host.hidden = false;
    fill(
      options,
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
    );
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
      options,
      h("div", { class: "row" }, run, field(texts.run.seed, seed), link),
      dishNote,
      h("h3", {}, words.steps),
      h("ol", {}, ...what.steps.map((step) => h("li", {}, step))),
      status,
      after,
      pictures,
      more,
      what.mystery ? ledger : false,
      what.mystery ? verdict : false,
    );
    went({ stage: "predict", lesson: what, seed: seedNow() });
    host.querySelector("h2")?.focus();
  };

  const ran = (what: ShownLesson, told: Extract<LessonTell, { tell: "lesson-ran" }>): void => {
    run.disabled = false;
    fill(status);
    if (Object.keys(told.set).length > 0) {
      tried = { set: told.set, charts: told.charts };
      drawCharts();
      pictures.scrollIntoView({ block: "nearest" });
      fill(status, words.triedDone(Object.entries(told.set)));
      return;
    }
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
    );
    if (what.bench) fill(dishNote, words.dishNow(what.donors));
    if (!what.mystery) fill(more, ...outcome(what));
    drawCharts();
    if (what.mystery) fill(ledger, ...shop(what, what.mystery));
    went({ stage: "ran", lesson: what, seed: seedNow() });
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
        h("button", { type: "button", class: "try", onclick: () => start(set) }, words.tryIt(Object.entries(set))),
      ),
    ),
    h("h3", {}, words.discuss),
    ...what.discussion.map(({ question, answer }) => folded(question, h("p", {}, answer))),
    folded(words.teacher, h("p", {}, what.teacher)),
  ];

  /** What `lesson-bought` is told to. */
  let sell: (told: Extract<LessonTell, { tell: "lesson-bought" }>) => void = () => {};

  /** Readings for sale, those that were bought, and the guess. A reading that was bought before is not sold again. */
  const shop = (what: ShownLesson, mystery: Mystery): Node[] => {
    let bought: readonly Purchase[] = [];
    let left = mystery.budget;
    const told = (at: number): string => words.at(what.clock.unit, numeral(at / what.clock.seconds));
    const budget = h("p", { id: "lesson-budget", role: "status" });
    const readings = h("ul", { class: "readings", "aria-live": "polite" });
    const stalls = mystery.assays.map((assay) => {
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
      const wanted = (): Purchase => ({ assay: assay.id, arm: arm.value, at: Number(at.value) });
      const button = h("button", { type: "button", "data-assay": assay.id });
      button.addEventListener("click", () => {
        if (!isThere(bought, wanted())) question({ do: "buy", bought: [...bought, wanted()] });
      });
      const update = (): void => {
        const has = isThere(bought, wanted());
        button.textContent = has ? words.have : words.buy(assay.cost);
        button.setAttribute("aria-disabled", String(has || assay.cost > left));
      };
      for (const select of [arm, at]) select.addEventListener("change", update);
      return { update, row: h("div", { class: "row assay" }, h("span", {}, assay.text), arm, at, button) };
    });
    const update = (): void => {
      budget.textContent = words.left(left, mystery.budget);
      for (const stall of stalls) stall.update();
    };
    sell = ({ bought: all, values, cost }) => {
      if (all.length === 0) {
        budget.textContent = words.dear(left, mystery.budget);
        return;
      }
      bought = all;
      left = mystery.budget - cost;
      fill(
        readings,
        ...all.map(({ assay, arm, at }, index) => {
          const sold = mystery.assays.find(({ id }) => id === assay)!;
          const label = sold.arms.find(({ name }) => name === arm)!.label;
          return h(
            "li",
            {},
            words.reading(sold.text, label, told(at), `${numeral(values[index])} ${sold.unit}`.trim()),
          );
        }),
      );
      update();
    };
    update();
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
    return [
      h("h3", {}, words.shop),
      budget,
      ...stalls.map(({ row }) => row),
      readings,
      h("h3", {}, words.guess),
      h(
        "div",
        { class: "row" },
        ...guesses.map(({ shown }) => shown),
        h("button", { type: "button", id: "lesson-guess", onclick: guess }, words.check),
      ),
    ];
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
    if (!lesson && asked === undefined) return;
    lesson = undefined;
    asked = undefined;
    host.hidden = true;
    fill(host);
    went({ stage: "left" });
  }

  return {
    close,
    stopped: () => {
      if (!lesson || chosen === "") return;
      run.disabled = false;
      fill(status);
    },
    open: (name, seed) => {
      wished = seed;
      asked = name;
      went({ stage: "asked" });
      ask({ ask: "lesson", do: "open", lesson: name });
    },
    redraw: () => {
      if (lesson && charts.length > 0) drawCharts();
    },
    tell: (told) => {
      if (told.tell === "lesson") {
        if (told.name === asked) show(told.lesson);
      } else if (told.tell === "lesson-refused") {
        if (told.name === asked) close();
      } else if (lesson?.name !== told.name) return;
      else if (told.tell === "lesson-ran") ran(lesson, told);
      else if (told.tell === "lesson-guessed") guessed(lesson, told);
      else sell(told);
    },
  };
}

const isThere = (bought: readonly Purchase[], { assay, arm, at }: Purchase): boolean =>
  bought.some((each) => each.assay === assay && each.arm === arm && each.at === at);

const folded = (summary: string, ...inside: readonly Node[]): HTMLElement =>
  h("details", {}, h("summary", {}, summary), ...inside);
