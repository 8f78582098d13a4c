/** The page: builds itself from the texts, asks the worker, and shows what it tells. */
import titles, { lessons } from "embedded:titles";
import { stylesOf } from "../src/report/palette.ts";
import { printNumber } from "../src/units.ts";
import { lessonFrom, lessonLink, linkOf, setupFrom } from "./link.ts";
import type { Ask, Opened, Scene, Setup, Sight, Story, Tell } from "./protocol.ts";
import { newState, setupOf, withDeed, withoutLast, withSetting } from "./state.ts";
import { texts } from "./texts.ts";
import { newCharts } from "./view/charts.ts";
import { newControls } from "./view/controls.ts";
import { type Dish, newDish } from "./view/dish.ts";
import { choices, embedded, field, fill, h, save } from "./view/dom.ts";
import { newLesson, type Stage } from "./view/lesson.ts";
import { newPainter } from "./view/painter.ts";
import { tellStory } from "./view/story.ts";
import { onSystemTheme, rampOf, seen, themeNow } from "./view/theme.ts";

const largest = 1_000_000; // bytes of a scenario

const worker = new Worker(embedded("engine"));
const ask = (what: Ask): void => worker.postMessage(what);
const state = newState(titles[0].name);

// What is on the page

const scenario = h("select", { id: "scenario" });
const file = h("input", { type: "file", accept: ".yaml,.yml,.json", id: "file" });
const about = h("div", { class: "about" });
const refusal = h("section", { class: "refusal", role: "alert", hidden: true });
const arm = h("select", { id: "arm" });
const against = h("select", { id: "against" });
const culture = h("select", { id: "culture" });
const factor = h("select", { id: "factor" });
const seed = h("input", { type: "text", id: "seed", size: 6 });
const donors = h("input", { type: "number", id: "donors", min: 1, max: 100 });
const replicates = h("input", { type: "number", id: "replicates", min: 1, max: 100 });
const wished = h("p", { class: "note" });
const play = h("button", { type: "button", id: "play", class: "main" }, texts.play.play);
const stepButton = h("button", { type: "button", id: "step", onclick: () => ask({ ask: "step" }) }, texts.play.step);
const toEnd = h(
  "button",
  { type: "button", id: "end", onclick: () => ask({ ask: "play", speed: Infinity }) },
  texts.play.end,
);
const toStart = h(
  "button",
  { type: "button", id: "back", onclick: () => ask({ ask: "seek", time: state.opened!.time.start }) },
  texts.play.back,
);
const speed = h("select", { id: "speed" });
const scrub = h("input", { type: "range", id: "time", min: 0, max: 1000, step: 1, value: 0 });
const clock = h("output", { id: "clock", for: "time" });
const known = h("span", { class: "note" });
const dishes = h("div", { class: "dishes" });
const honest = h("p", { class: "note" });
const counts = h("div", { class: "counts" });
const storyHost = h("div", {
  class: "story",
  id: "story",
  role: "group",
  tabindex: 0,
  "aria-live": "polite",
  "aria-labelledby": "story-part-heading",
});
const steering = h("section", { class: "steering", "aria-labelledby": "steer-heading" });
const steerBody = h("div");
const parting = h("p", { id: "parting", "aria-live": "polite" });
const chartsHost = h("div", { class: "charts", id: "charts" });
const noCharts = h("p", { class: "note" }, texts.charts.none);
const digest = h("code", { id: "digest" });
const command = h("code", { id: "command" });
const moment = h("code", { id: "state" });
const copied = h("span", { role: "status" });
const theme = h("select", { id: "theme" });
const lesson = h("section", { id: "lesson", "aria-labelledby": "lesson-heading", hidden: true });
const lessonChoice = h("select", { id: "lesson-choice" });

steering.append(h("h2", { id: "steer-heading" }, texts.steer.heading), steerBody);
const controls = newControls(steerBody, {
  set: (name, value) => change(withSetting(state.setup, name, value), now()),
  act: (entry) => change(withDeed(state.setup, state.setup.arms[0], now(), entry), now()),
  undo: () => change(withoutLast(state.setup), now()),
});
const painter = newPainter();
const charts = newCharts(chartsHost, painter);
const lessonView = newLesson(lesson, painter, ask, themeNow, lessonWent);
choices(lessonChoice, [["", texts.lesson.none], ...lessons.map(({ name, title }) => [name, title] as const)], "");

/** Part of the page under a heading of its own. */
const part = (id: string, heading: string, ...children: (Node | string)[]): HTMLElement =>
  h(
    "section",
    { "aria-labelledby": `${id}-heading`, class: id },
    h("h2", { id: `${id}-heading` }, heading),
    ...children,
  );

const button = (label: string, id: string, onclick: () => void): HTMLElement =>
  h("button", { type: "button", id, onclick }, label);

const linkButton = button(texts.take.link, "link", copyLink);
/** All that goes with the dish: a lesson puts it away until its prediction is made. */
const desk = h("div", { id: "desk", class: "desk" });

document.documentElement.lang = texts.language;
const toDish = (event: Event): void => {
  event.preventDefault();
  document.getElementById("main")?.focus();
};
/** The page in parts, each added in a task of its own so that none is long. */
const parts: readonly (() => void)[] = [
  () =>
    document.body.append(
      h("a", { class: "skip", href: "#main", onclick: toDish }, texts.skip),
      h(
        "header",
        {},
        h("div", {}, h("h1", {}, texts.name), h("p", {}, texts.tagline)),
        field(texts.choose.scenario, scenario),
        h(
          "div",
          { class: "field" },
          h("label", { for: "file" }, texts.choose.open),
          file,
          h("small", {}, texts.choose.drop),
        ),
        field(texts.lesson.heading, lessonChoice),
        field(texts.theme.heading, theme),
      ),
      h("main", { id: "main", tabindex: -1 }, refusal, lesson, desk),
      h("footer", {}, h("p", {}, texts.footer)),
    ),
  () =>
    desk.append(
      about,
      h(
        "div",
        { class: "bench" },
        part(
          "dish",
          texts.dish.heading,
          h(
            "div",
            { class: "row choices" },
            field(texts.run.arm, arm),
            field(texts.run.against, against),
            field(texts.run.culture, culture),
            field(texts.run.factor, factor),
          ),
          dishes,
          h("p", { id: "dish-keys", class: "note" }, texts.dish.keys),
          h(
            "div",
            { class: "player" },
            h("div", { class: "row" }, play, stepButton, toEnd, toStart, field(texts.play.speed, speed)),
            h("label", { class: "time" }, h("span", {}, texts.play.time, " ", clock, " ", known), scrub),
          ),
          honest,
          counts,
          parting,
        ),
        h("div", { class: "side" }, part("story-part", texts.story.heading, storyHost), steering),
      ),
    ),
  () =>
    desk.append(
      part("curves", texts.charts.heading, noCharts, chartsHost),
      part(
        "run",
        texts.run.heading,
        h(
          "div",
          { class: "row" },
          field(texts.run.seed, seed),
          field(texts.run.donors, donors),
          field(texts.run.replicates, replicates),
          button(texts.run.start, "start", restart),
          button(texts.run.all, "all", runAll),
        ),
        wished,
      ),
      part(
        "take",
        texts.take.heading,
        h(
          "div",
          { class: "row" },
          button(texts.take.csv, "csv", () => ask({ ask: "file", file: "csv" })),
          button(texts.take.scenario, "yaml", () => ask({ ask: "file", file: "scenario" })),
          linkButton,
          copied,
        ),
        h(
          "dl",
          {},
          h("dt", {}, texts.take.same),
          h("dd", {}, command),
          h("dt", {}, texts.take.digest),
          h("dd", {}, digest, h("br"), h("small", {}, texts.take.digestNote)),
          h("dt", {}, texts.take.state),
          h("dd", {}, moment),
        ),
      ),
    ),
];

// What the reader does

const now = (): number => state.frame?.time ?? Number.NaN;

/** Asks for another setup; what is shown stays until the worker says that it is in order. @param leaving the lesson that is open, if any */
function change(setup: Setup, at?: number, leaving = false): void {
  const { taught } = state;
  const goOn = at !== undefined && Number.isFinite(at);
  ask({ ask: "setup", setup, ...(goOn && { at }), ...(taught && !leaving && { lesson: taught.name }) });
}

function restart(): void {
  change({
    ...state.setup,
    seed: seed.value.trim() || "1",
    donors: Number(donors.value) || 1,
    replicates: Number(replicates.value) || 1,
  });
}

function runAll(): void {
  const { opened, setup } = state;
  if (!opened) return;
  const all = opened.arms.map(({ name }) => name);
  const shown = setup.arms.slice(0, 2);
  change({ ...setup, arms: [...shown, ...all.filter((name) => !shown.includes(name))] });
  ask({ ask: "play", speed: Infinity });
}

async function copyLink(): Promise<void> {
  tellAddress(now());
  try {
    await navigator.clipboard.writeText(location.href);
    copied.textContent = texts.take.copied;
  } catch {
    copied.textContent = texts.take.inBar;
  }
}

/** What is open stands in the address: a lesson, else the run. @param at s; where the run stands */
function tellAddress(at: number): void {
  const { taught, setup } = state;
  history.replaceState(null, "", `#${taught ? lessonLink(taught.name, taught.seed) : linkOf(setup, at)}`);
}

/** A lesson takes the dish over: put away until the prediction is made, then the lesson's own; leaving it gives the page back. */
function lessonWent(to: Stage): void {
  if (to.stage === "asked") {
    desk.hidden = true;
    ask({ ask: "pause" });
    return;
  }
  if (to.stage === "left") {
    const { taught, away, opened: what, setup } = state;
    leaveLesson();
    if (!what || (taught && away?.setup !== setup)) change(away?.setup ?? setupOf(titles[0].name), away?.at);
    else opened(what);
    return;
  }
  const { lesson: what, seed: by } = to;
  if (!state.taught && state.opened) state.away = { setup: state.setup, at: now() };
  state.taught = { name: what.name, seed: by };
  lessonChoice.value = what.name;
  linkButton.textContent = texts.take.lessonLink;
  document.title = `${what.title} – ${texts.name}`;
  tellAddress(Number.NaN);
  if (to.stage === "predict") {
    desk.hidden = true;
    scenario.value = "";
  } else if (what.bench && to.stage === "run") change({ ...what.bench, seed: by });
  else if (what.bench) desk.hidden = false;
}

/** The page is as it is without a lesson. */
function leaveLesson(): void {
  state.taught = undefined;
  state.away = undefined;
  lessonChoice.value = "";
  linkButton.textContent = texts.take.link;
  desk.hidden = false;
}

async function openFile(given: File): Promise<void> {
  const name = given.name.replace(/\.(ya?ml|json)$/i, "") || given.name;
  if (given.size > largest) {
    refuse(texts.refused.heading(given.name, 1), [texts.choose.tooBig(given.name)]);
    return;
  }
  try {
    change(setupOf(name, await given.text()), undefined, true);
  } catch {
    refuse(texts.refused.heading(given.name, 1), [texts.choose.unreadable(given.name)]);
  }
}

scenario.addEventListener("change", () => {
  const own = state.own.get(scenario.value);
  change(own === undefined ? setupOf(scenario.value) : setupOf(scenario.value.slice(4), own), undefined, true);
});
file.addEventListener("change", () => {
  const [given] = file.files ?? [];
  if (given) void openFile(given);
  file.value = "";
});
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  const given = event.dataTransfer?.files[0];
  if (given) void openFile(given);
});
for (const select of [arm, against])
  select.addEventListener("change", () => {
    const arms = [...new Set([arm.value, ...(against.value === "" ? [] : [against.value])])];
    change({ ...state.setup, arms }, now());
  });
for (const select of [culture, factor])
  select.addEventListener("change", () => {
    state.culture = Number(culture.value);
    state.factor = Number(factor.value);
    look();
  });
play.addEventListener("click", () =>
  ask(state.frame?.running ? { ask: "pause" } : { ask: "play", speed: state.speed }),
);
speed.addEventListener("change", () => {
  state.speed = Number(speed.value);
  if (state.frame?.running) ask({ ask: "play", speed: state.speed });
});
scrub.addEventListener("input", () => {
  const { start, end } = state.opened!.time;
  ask({ ask: "seek", time: start + ((end - start) * Number(scrub.value)) / 1000 });
});
lessonChoice.addEventListener("change", () => {
  if (lessonChoice.value === "") lessonView.close();
  else lessonView.open(lessonChoice.value);
});
theme.addEventListener("change", () => {
  if (theme.value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
  redraw();
});
onSystemTheme(() => redraw());
addEventListener("hashchange", () => follow());

function look(): void {
  ask({ ask: "look", culture: state.culture, factor: state.factor, arms: state.setup.arms.slice(0, 2) });
}

// What the worker tells

worker.addEventListener("message", ({ data }: MessageEvent<Tell>) => {
  switch (data.tell) {
    case "opened":
      refusal.hidden = true;
      if (state.taught && data.lesson !== state.taught.name) {
        leaveLesson(); // for what was opened instead
        lessonView.close();
      }
      opened(data.opened);
      break;
    case "refused":
      refuse(
        texts.refused.heading(data.scenario, data.issues.length),
        data.issues.map(
          ({ line, column, text, hint }) =>
            `${texts.refused.place(line, column)}: ${text}${hint === "" ? "" : ` (${hint})`}`,
        ),
      );
      if (state.opened) controls.update(state);
      break;
    case "frame":
      state.frame = data;
      if (!drawing) drawing = requestAnimationFrame(drawFrame);
      break;
    case "charts":
      state.charts = data.charts;
      state.partings = data.partings;
      noCharts.hidden = data.charts.length > 0;
      charts.show(data.charts, themeNow());
      sayParting();
      break;
    case "ended":
      state.digest = data.digest;
      digest.textContent = data.digest || texts.take.unfinished;
      break;
    case "story":
      showStory(data.story);
      for (const [name, dish] of shown) dish.choose(name === data.story.arm ? data.story.of : undefined);
      break;
    case "file":
      save(data.name.split("/").at(-1)!, new Blob([data.text], { type: "text/plain;charset=utf-8" }));
      break;
    case "lesson":
    case "lesson-refused":
    case "lesson-ran":
    case "lesson-bought":
    case "lesson-guessed":
      lessonView.tell(data);
      break;
    case "fault":
      lessonView.stopped();
      refuse(data.text, data.hint === "" ? [] : [data.hint]);
  }
});
worker.addEventListener("error", ({ message }) => refuse(texts.ourFault, [message]));

function showStory(story: Story | undefined): void {
  state.story = story;
  tellStory(storyHost, story, state.opened, (cell) => {
    if (story) ask({ ask: "story", arm: story.arm, of: { cell } });
    storyHost.focus();
  });
}

/** Says what is wrong; nothing else changes. */
function refuse(heading: string, faults: readonly string[]): void {
  refusal.hidden = false;
  fill(
    refusal,
    h("h2", {}, heading),
    h("p", {}, texts.refused.unchanged),
    h("ul", {}, ...faults.map((fault) => h("li", {}, fault))),
    button(texts.refused.close, "close", () => {
      refusal.hidden = true;
    }),
  );
}

/** The dishes that are shown, by arm. */
const shown = new Map<string, Dish>();

function opened(what: Opened): void {
  const isOther = state.opened?.setup.scenario !== what.setup.scenario || state.opened?.setup.own !== what.setup.own;
  const before = isOther ? undefined : state.opened?.setup;
  state.opened = what;
  state.setup = what.setup;
  const ownKey = `own:${what.setup.scenario}`;
  if (what.setup.own !== undefined) state.own.set(ownKey, what.setup.own);
  if (isOther) {
    const lived = what.cultures.findLastIndex(({ seeded }) => seeded < Infinity);
    state.culture = lived < 0 ? what.cultures.length - 1 : lived;
    state.factor = 0;
    state.story = undefined;
    state.frame = undefined;
    showStory(undefined);
  }
  if (!state.taught) document.title = `${what.title} – ${texts.name}`;
  choices(
    scenario,
    [
      ...titles.map(({ name, title }) => [name, title] as const),
      ...[...state.own.keys()].map((key) => [key, texts.choose.own(key.slice(4))] as const),
    ],
    what.setup.own === undefined ? what.setup.scenario : ownKey,
  );
  const warnings = what.warnings.length;
  fill(
    about,
    h("h2", {}, what.title),
    what.question !== "" && h("p", { class: "question" }, what.question),
    what.text !== "" && h("p", {}, what.text),
    warnings > 0 &&
      h(
        "details",
        {},
        h("summary", {}, texts.choose.warnings(warnings)),
        h("ul", {}, ...what.warnings.map(({ text, hint }) => h("li", {}, `${text}${hint === "" ? "" : ` (${hint})`}`))),
      ),
  );
  const [first, second] = what.setup.arms;
  const names = what.arms.map(({ name, label }) => [name, label] as const);
  choices(arm, names, first);
  choices(against, [["", texts.run.nothing], ...names.filter(([name]) => name !== first)], second ?? "");
  choices(
    culture,
    what.cultures.map(({ name }, index) => [String(index), name]),
    String(state.culture),
  );
  choices(
    factor,
    what.factors.map(({ name }, index) => [String(index), name]),
    String(state.factor),
  );
  // What was typed and not started yet stays.
  if (before === undefined || before.seed !== what.setup.seed) seed.value = what.setup.seed;
  if (before?.donors !== what.setup.donors) donors.value = String(what.setup.donors);
  if (before?.replicates !== what.setup.replicates) replicates.value = String(what.setup.replicates);
  wished.textContent = texts.run.asked(what.donors, what.replicates);
  command.textContent = what.command;
  tellAddress(Number.NaN);
  showDishes();
  controls.update(state);
  look();
}

function showDishes(): void {
  const what = state.opened!;
  const arms = what.setup.arms.slice(0, 2);
  if ([...shown.keys()].join("\n") !== arms.join("\n")) {
    shown.clear();
    fill(
      dishes,
      ...arms.map((name) => {
        const canvas = h("canvas", { tabindex: 0, role: "img", "aria-describedby": "dish-keys" });
        const dish = newDish(canvas, (of, what) => ask({ ask: "story", arm: of, of: what }));
        shown.set(name, dish);
        const bare = h(
          "button",
          { type: "button", class: "bare", "aria-pressed": "false", hidden: true },
          texts.dish.bare,
        );
        bare.addEventListener("click", () => bare.setAttribute("aria-pressed", `${dish.bare()}`));
        const caption = h("figcaption", {}, what.arms.find((each) => each.name === name)?.label ?? name);
        return h(
          "figure",
          {},
          caption,
          canvas,
          h(
            "div",
            { class: "row small" },
            h("button", { type: "button", onclick: () => dish.zoom(1.5), "aria-label": texts.dish.zoomIn }, "+"),
            h("button", { type: "button", onclick: () => dish.zoom(1 / 1.5), "aria-label": texts.dish.zoomOut }, "−"),
            h("button", { type: "button", onclick: dish.whole }, texts.dish.whole),
            h("button", { type: "button", class: "next", onclick: () => dish.next(1) }, texts.dish.next),
            h("button", { type: "button", class: "next-dot", onclick: dish.nextDot }, texts.dish.nextDot),
            bare,
          ),
        );
      }),
    );
  }
}

/** The time, s, for which the story was asked for anew last. */
const retold = { at: Number.NaN };

/** The request that is waiting to draw: of frames that come faster than the screen only the last is drawn. */
let drawing = 0;

function drawFrame(): void {
  drawing = 0;
  const { frame, opened: what } = state;
  if (!frame || !what) return;
  const { start, end } = what.time;
  const time = texts.play.now(what.clock.unit, printNumber(frame.time / what.clock.seconds, 4));
  play.textContent = frame.running ? texts.play.pause : texts.play.play;
  clock.textContent = time;
  known.textContent =
    frame.known > frame.time
      ? texts.play.known(texts.play.now(what.clock.unit, printNumber(frame.known / what.clock.seconds, 4)))
      : "";
  scrub.setAttribute("aria-valuetext", time);
  if (document.activeElement !== scrub || frame.running)
    scrub.value = String(Math.round((1000 * (frame.time - start)) / (end - start)));
  const colours = coloursOf(what);
  for (const scene of frame.scenes) {
    const dish = shown.get(scene.arm);
    if (!dish) continue;
    const label = what.arms.find(({ name }) => name === scene.arm)?.label ?? scene.arm;
    const total = (numbers: readonly number[]): string =>
      printNumber(
        numbers.reduce((sum, number) => sum + number, 0),
        3,
      );
    const summary = [
      texts.dish.summary(label, time, total(scene.living), total(scene.free)),
      ...(scene.space ? [boxInWords(scene.space)] : []),
    ].join(" ");
    const bare = dish.canvas.parentElement?.querySelector<HTMLButtonElement>(".bare");
    if (bare) bare.hidden = !scene.space;
    dish.draw(scene, { opened: what, theme: themeNow(), ...colours, ...(!frame.running && { summary }) });
  }
  // A story goes with the time: it is told anew where the dish comes to stand.
  const { story } = state;
  if (story && !frame.running && story.time !== frame.time && retold.at !== frame.time) {
    retold.at = frame.time;
    ask({ ask: "story", arm: story.arm, of: story.of });
  }
  moment.textContent = frame.scenes.map(({ digest: of }) => of).join(" · ");
  drawCounts();
}

/** Colours that vesicles may have: the first that no cell has. */
const vesicleColours = ["#CC79A7", "#009E73", "#E69F00"];

function coloursOf(what: Opened): { kindColours: string[]; vesicleColour: string } {
  const styles = stylesOf(what.kinds.map(({ type }) => type));
  const kindColours = what.kinds.map(({ type }) => styles.get(type)!.colour);
  return {
    kindColours,
    vesicleColour: vesicleColours.find((colour) => !kindColours.includes(colour)) ?? vesicleColours[0],
  };
}

/** When the numbers were written last, ms: while the dish runs a few times a second is enough. */
let counted = -Infinity;

/** What is drawn, in numbers and with its key. */
function drawCounts(): void {
  const { frame, opened: what, culture: at } = state;
  if (!frame || !what || (frame.running && performance.now() - counted < 200)) return;
  counted = performance.now();
  const [scene] = frame.scenes;
  const space = scene?.space;
  const { name, share, volume, seeded } = what.cultures[at];
  honest.textContent = [
    texts.dish[space ? "still" : "schematic"](name, `${printNumber(100 * share, 3)} %`, volume),
    ...(space ? [boxInWords(space)] : []),
  ].join(" ");
  const { kindColours, vesicleColour } = coloursOf(what);
  const colours = themeNow();
  const labels = frame.scenes.map(({ arm: of }) => what.arms.find((each) => each.name === of)?.label ?? of);
  const rows: HTMLElement[] = [];
  const row = (sign: Node | string, label: string, values: readonly number[]): void => {
    if (values.every((value) => value === 0)) return;
    rows.push(
      h(
        "tr",
        {},
        h("th", { scope: "row" }, sign, " ", label),
        ...values.map((value) => h("td", {}, printNumber(value, 3))),
      ),
    );
  };
  for (const [index, kind] of what.kinds.entries())
    row(
      sign(what, index, seen(kindColours[index], colours)),
      kind.name,
      frame.scenes.map(({ living }) => living[index]),
    );
  const dot = h("span", { class: "sign dot", "aria-hidden": "true" });
  dot.style.background = seen(vesicleColour, colours);
  what.species.forEach((species, index) => {
    row(
      dot.cloneNode(),
      `${species.name}, ${texts.dish.free}`,
      frame.scenes.map(({ free }) => free[index]),
    );
    row(
      "",
      `${species.name}, ${texts.dish.bound}`,
      frame.scenes.map(({ bound }) => bound[index]),
    );
    row(
      "",
      `${species.name}, ${texts.dish.inside}`,
      frame.scenes.map(({ inside }) => inside[index]),
    );
  });
  for (const [index, each] of what.factors.entries())
    row(
      "",
      `${each.name} (${each.unit})`,
      frame.scenes.map(({ factors }) => factors[index]),
    );
  fill(
    counts,
    rows.length === 0
      ? h(
          "p",
          {},
          seeded < Infinity && seeded > frame.time
            ? texts.dish.seeded(what.clock.unit, printNumber(seeded / what.clock.seconds, 4))
            : texts.dish.empty,
        )
      : h(
          "table",
          {},
          h("thead", {}, h("tr", {}, h("td", {}), ...labels.map((label) => h("th", { scope: "col" }, label)))),
          h("tbody", {}, ...rows),
        ),
    rows.length > 0 && frame.known <= what.time.start && h("p", { class: "note" }, texts.dish.start),
    scene &&
      h(
        "p",
        { class: "note" },
        [
          ...dotsInWords(scene),
          texts.dish.held,
          ...(what.factors[state.factor] && !space
            ? [
                texts.dish.heat(
                  what.factors[state.factor].name,
                  frame.scenes.map(({ heat }) => `${Math.round(100 * heat)} %`),
                ),
              ]
            : []),
        ].join("; "),
      ),
    space?.map && what.factors[state.factor] && keyOf(what.factors[state.factor], space.map.most),
  );
}

const boxInWords = ({ fromAbove, box }: Sight): string => {
  const [across, up, deep] = box.map((length) => printNumber(length, 4));
  return texts.dish.box(fromAbove, across, up, deep);
};

/** What the colours under the cells of a static culture mean. @param most at the end of the scale */
function keyOf({ name, unit }: Opened["factors"][number], most: number): HTMLElement {
  const bar = h("span", { class: "ramp", "aria-hidden": "true" });
  const [low, high] = rampOf(themeNow());
  bar.style.background = `linear-gradient(to right, ${low}, ${high})`;
  return h(
    "p",
    { class: "note", id: "map-key" },
    ...[`${texts.dish.map(name)} 0 `, bar, ` ${texts.dish.mapTo(printNumber(most, 3), unit)}`],
  );
}

/** What one dot is: a packet with a name, or so many of those that are only counted. */
function dotsInWords({ dots, packets, perPacket, perDot, space }: Scene): string[] {
  const single = perPacket <= 1 ? texts.dish.oneDot : texts.dish.packetDot(printNumber(perPacket, 2));
  const many = printNumber(perDot, 2);
  const counted = space ? texts.dish.voxel(many) : perDot <= 1 ? texts.dish.oneDot : texts.dish.dot(many);
  return [...new Set([...(packets > 0 ? [single] : []), ...(dots.length > 2 * packets ? [counted] : [])])];
}

/** A cell of a kind as it is drawn: by its type's colour, and its state's shape. */
function sign({ kinds }: Opened, kind: number, colour: string): HTMLElement {
  const mates = kinds.filter(({ type }) => type === kinds[kind].type);
  const place = mates.findIndex(({ name }) => name === kinds[kind].name);
  const shape = mates.length < 2 ? "whole" : (["ring", "whole"][place] ?? "double");
  const span = h("span", { class: `sign ${shape}`, "aria-hidden": "true" });
  span.style.borderColor = colour;
  if (shape !== "ring") span.style.background = colour;
  return span;
}

function sayParting(): void {
  const { opened: what, setup, partings } = state;
  if (!what) return;
  const [one, other] = setup.arms;
  if (other === undefined) {
    parting.textContent = texts.compare.alone;
    return;
  }
  const found = partings.find(({ arms }) => arms[0] === one && arms[1] === other);
  const label = (name: string): string => what.arms.find((each) => each.name === name)?.label ?? name;
  if (!found) {
    parting.textContent = texts.compare.same;
    return;
  }
  const at = (time: number): string => texts.play.now(what.clock.unit, printNumber(time, 4));
  const { measured } = found;
  const first = measured
    ? texts.compare.measured(at(measured.time), measured.what.slice(0, 3), measured.what.length - 3)
    : texts.compare.unmeasured;
  parting.textContent = texts.compare.parted(label(one), label(other), at(found.time)) + first;
}

function redraw(): void {
  drawFrame();
  if (state.charts.length > 0) charts.show(state.charts, themeNow());
  lessonView.redraw();
}

/** Opens what the address asks for, or else the first scenario. */
function follow(): void {
  try {
    const lessonAsked = lessonFrom(location.hash);
    const { taught } = state;
    if (lessonAsked) {
      const { lesson: name, seed: by } = lessonAsked;
      if (taught?.name !== name || taught.seed !== (by ?? taught.seed)) lessonView.open(name, by);
      return;
    }
    const runAsked = setupFrom(location.hash);
    if (runAsked) change(runAsked.setup, runAsked.at, true);
    else if (taught) lessonView.close();
    else if (!state.opened) change(state.setup);
  } catch (error) {
    refuse(texts.refused.link, [error instanceof Error ? error.message : String(error)]);
    if (!state.opened && !state.taught) change(state.setup);
  }
}

choices(
  scenario,
  titles.map(({ name, title }) => [name, title]),
  titles[0].name,
);
choices(
  speed,
  [1, 10, 60, 360, 1440, 4320]
    .map((minutes) => [String(minutes * 60), texts.play.perSecond(minutes)] as const)
    .concat([["Infinity", texts.play.fastest]]),
  String(state.speed),
);
choices(
  theme,
  [
    ["auto", texts.theme.auto],
    ["light", texts.theme.light],
    ["dark", texts.theme.dark],
  ],
  "auto",
);
digest.textContent = texts.take.unfinished;
showStory(undefined);
follow();
for (const add of parts) setTimeout(add);
