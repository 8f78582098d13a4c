/** Lessons in the worker: read as the command line reads them, run whole and apart from the bench, and told without what is hidden. */
import { lessons, glossary as written } from "embedded:shelf";
import { planOf } from "../../src/engine/simulation.ts";
import type { Issue } from "../../src/model.ts";
import { recordWorlds } from "../../src/observe/record.ts";
import type { Recording } from "../../src/observe/recording.ts";
import { chartsOf } from "../../src/report/charts.ts";
import { answersAfter, boughtValue } from "../../src/report/lesson.ts";
import { type Lesson, readGlossary, readLesson, wishesOf } from "../../src/scenario/lesson.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { costOf, judgedGuess, secretOf } from "../../src/scenario/mystery.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";
import type { LessonAsk, LessonTell, Setup, ShownLesson } from "../protocol.ts";
import { texts } from "../texts.ts";
import { sourceOf } from "./scenario.ts";

/** The lesson that was opened last, and its last run. */
let open: { readonly name: string; readonly lesson: Lesson } | undefined;
let ran: { readonly seed: string; readonly recordings: readonly Recording[] } | undefined;

/** What is told to a question about a lesson. @throws RunFault where a changed lesson cannot go on */
export function answerLesson(
  ask: LessonAsk,
): LessonTell | { readonly refused: string; readonly issues: readonly Issue[] } {
  if (open?.name !== ask.lesson) {
    const read = readNamed(ask.lesson);
    if ("issues" in read) return { refused: ask.lesson, issues: read.issues };
    open = { name: ask.lesson, lesson: read.lesson };
    ran = undefined;
  }
  const { name, lesson } = open;
  switch (ask.do) {
    case "open":
      return { tell: "lesson", name, lesson: shownOf(name, lesson) };
    case "run": {
      const recordings = run(lesson, ask.seed, ask.set);
      ran = { seed: ask.seed, recordings };
      const isMystery = lesson.document.mystery !== undefined;
      const answers = answersAfter(lesson, recordings).map(({ option: { id, right, why }, shown }) => ({
        ...{ id, right, why },
        ...(shown && { shown }),
      }));
      return {
        tell: "lesson-ran",
        name,
        set: ask.set,
        answers,
        charts: isMystery ? [] : chartsIn(lesson, ask.seed, recordings),
      };
    }
    case "buy": {
      if (!ran) throw new RangeError("nothing was run");
      const cost = costOf(lesson, ask.bought);
      const within = cost <= (lesson.document.mystery?.budget ?? 0);
      const { recordings } = ran;
      const values = within ? ask.bought.map((purchase) => boughtValue(lesson, purchase, recordings)) : [];
      return { tell: "lesson-bought", name, bought: within ? ask.bought : [], values, cost };
    }
    case "guess": {
      const judged = judgedGuess(lesson, ran?.seed ?? "1", ask.guess);
      return {
        tell: "lesson-guessed",
        name,
        ...("text" in judged ? { problem: `${judged.text}: ${judged.hint}` } : { judged }),
      };
    }
  }
}

function readNamed(name: string) {
  const file = `${name}.lesson.yaml`;
  if (!Object.hasOwn(lessons, name))
    return { issues: [{ file, line: 1, column: 1, path: "", text: texts.lesson.unknown(name), hint: "" }] };
  return readLesson(lessons[name], file, (path) => sourceOf(scenarioAt(path)));
}

/** Name of a scenario by its path from the lesson. */
const scenarioAt = (path: string): string =>
  path.startsWith("../") ? path.slice(3, -5) : `lessons/${path.slice(0, -5)}`;

/** Every world of a lesson, with the secret of the seed where something is hidden. */
function run(lesson: Lesson, seed: string, set: Readonly<Record<string, string>>): Recording[] {
  const { experiment } = lesson;
  const worlds = worldsOf(experiment, wishesOf(lesson, { ...secretOf(lesson, seed), ...set }, seed));
  const jobs = new Map<string, typeof worlds>();
  for (const world of worlds) {
    const job = `${world.donor}/${world.replicate}`;
    jobs.set(job, [...(jobs.get(job) ?? []), world]);
  }
  return [...jobs.values()].flatMap((job) => {
    const [{ donor, replicate, key }] = job;
    const planned = job.map((world) => ({ arm: world.arm, plan: planOf(modelOf(experiment, world), "closures") }));
    return recordWorlds(planned, key).map(({ arm, times, values, digests, end }) => ({
      ...{ arm, donor, replicate, times, values, digests },
      columns: end.plan.model.observables,
    }));
  });
}

function chartsIn({ experiment }: Lesson, seed: string, recordings: readonly Recording[]) {
  const { title, arms, clock, charts } = experiment;
  const [world] = worldsOf(experiment, { seed, donors: 1, replicates: 1 });
  const model = modelOf(experiment, world);
  const study = {
    ...{ title, seed, clock, recordings },
    arms: arms.map(({ name, label }) => ({ id: name, label })),
    cultures: model.cultures.map(({ name }) => name),
  };
  return chartsOf(study, charts, model);
}

/** The experiment of a lesson on the bench: its scenario, arms, settings and seed, for one donor. */
function benchOf({ document: { experiment: asked }, experiment }: Lesson): Setup {
  return {
    scenario: scenarioAt(asked.scenario),
    seed: asked.seed,
    donors: 1,
    replicates: 1,
    arms: asked.arms ?? experiment.arms.map(({ name }) => name),
    set: Object.fromEntries(Object.entries(asked.set).map(([name, value]) => [name, String(value)])),
    deeds: [],
  };
}

/** The lesson without its answers; the words of the glossary written out. */
function shownOf(name: string, lesson: Lesson): ShownLesson {
  const { document, experiment, assays } = lesson;
  const { title, level, minutes, question, background, steps, found, limits, discussion, teacher, mystery } = document;
  const read = readGlossary(written, "glossary.yaml");
  const words = "issues" in read ? {} : read.words;
  const label = new Map(experiment.arms.map((arm) => [arm.name, arm.label]));
  const tries = document.experiment.try.map(({ text, set }) => ({
    text,
    set: Object.fromEntries(Object.entries(set).map(([parameter, value]) => [parameter, String(value)])),
  }));
  return {
    ...{ name, title, level, minutes, question, background, steps, found, limits, discussion, teacher, tries },
    seed: document.experiment.seed,
    donors: document.experiment.donors,
    ...(mystery === undefined && { bench: benchOf(lesson) }),
    words: document.words.flatMap((id) => (words[id] ? [{ word: words[id].word, means: words[id].means }] : [])),
    prediction: {
      question: document.prediction.question,
      options: document.prediction.options.map(({ id, text }) => ({ id, text })),
    },
    clock: experiment.clock,
    ...(mystery && {
      mystery: {
        budget: mystery.budget,
        hidden: mystery.hidden.map(({ parameter, label, values }) => ({
          parameter,
          label,
          values: values.map(String),
        })),
        assays: assays.map(({ id, text, at, arms, cost, reading }) => ({
          ...{ id, text, at, cost },
          unit: unitOf(experiment, reading),
          arms: arms.map((arm) => ({ name: arm, label: label.get(arm) ?? arm })),
        })),
        solution: mystery.solution.text,
      },
    }),
  };
}

function unitOf(experiment: Lesson["experiment"], { name, subject, culture }: Purchased): string {
  const [world] = worldsOf(experiment, { seed: "1", donors: 1, replicates: 1 });
  const { observables } = modelOf(experiment, world);
  const column = observables.find((each) => each.name === name && each.subject === subject && each.culture === culture);
  return column?.unit ?? "";
}

type Purchased = Lesson["assays"][number]["reading"];
