/** docs/lessons.md and docs/glossary.md: a plan of each lesson for teachers, and the words, as Markdown. They hold nothing that a run gave. */
import type { Glossary } from "../scenario/document/lesson.ts";
import type { Lesson } from "../scenario/lesson.ts";
import type { Citation } from "./citations.ts";
import { listed } from "./english/words.ts";

/** A lesson with the files it comes from. */
export interface PlannedLesson {
  readonly lesson: Lesson;
  readonly path: string; // from the project's root
  readonly scenario: string; // as well
}

type Words = Glossary["words"];

/** docs/lessons.md. @param citations rows of the parameter table by id */
export function lessonsPage(
  lessons: readonly PlannedLesson[],
  words: Words,
  citations: ReadonlyMap<string, Citation>,
): string {
  const contents = lessons.map(
    ({ lesson: { document } }, at) =>
      `| ${at + 1} | [${document.title}](#${anchor(at, document.title)}) | ${document.question} | ${document.level} | ${document.minutes} |`,
  );
  return `${[
    "# Lessons",
    "Each plan is for the teacher: it holds the answers. A lesson runs on the page, or with the command it names. Students predict before anything " +
      "runs, then look, then read what was found. The words are in the [glossary](glossary.md). To write a lesson, put a file `NAME.lesson.yaml` " +
      "beside its scenario, begin as one of these does, and let an editor complete the keys. Written by `npm run docs`.",
    ["| | Lesson | Question | Level | Minutes |", "| --- | --- | --- | --- | --- |", ...contents].join("\n"),
    ...lessons.map((planned, at) => planOf(planned, at, words, citations)),
  ].join("\n\n")}\n`;
}

/** docs/glossary.md. */
export function glossaryPage(words: Words): string {
  const sorted = Object.entries(words).sort(([, a], [, b]) => (a.word.toLowerCase() < b.word.toLowerCase() ? -1 : 1));
  const entries = sorted.map(([id, { word, means, see }]) => {
    const others = see.map((other) => `[${words[other].word}](#${wordAnchor(other)})`);
    return `<a id="${wordAnchor(id)}"></a>**${word}.** ${means}${others.length > 0 ? ` See ${listed(others)}.` : ""}`;
  });
  return `${["# Glossary", "The words that the [lessons](lessons.md) use. Written by `npm run docs`.", ...entries].join("\n\n")}\n`;
}

function planOf(
  { lesson, path, scenario }: PlannedLesson,
  at: number,
  words: Words,
  citations: ReadonlyMap<string, Citation>,
): string {
  const { document } = lesson;
  const { experiment, prediction, mystery } = document;
  const cited = (source: string): string => {
    const row = /^table:(.*)$/.exec(source)?.[1];
    const citation = row === undefined ? undefined : citations.get(row);
    return citation ? `${citation.short}; [parameter table](parameters.md), ${citation.id}` : source;
  };
  const options = prediction.options.map(({ text }, index) => `${letter(index)}. ${text}`);
  const key = prediction.options.map(
    ({ right, why }, index) => `${letter(index)}, ${right ? "**right**" : "wrong"}. ${why}`,
  );
  const used = document.words.map((id) => `[${words[id].word}](glossary.md#${wordAnchor(id)})`);
  return [
    `## ${at + 1}. ${document.title}`,
    `**${document.question}**`,
    `Level: ${document.level}. Time: ${document.minutes} minutes. Scenario: [\`${scenario}\`](../${scenario}). Lesson: [\`${path}\`](../${path}). ` +
      `Words: ${listed(used)}.`,
    "### Background",
    document.background.trim(),
    "### Predict",
    prediction.question,
    bullets(options),
    "### Run",
    `\`\`\`sh\n${commandOf(lesson, scenario)}\n\`\`\``,
    `Watch: ${listed(experiment.charts.map((chart) => `\`${chart}\``))}.`,
    document.steps.map((step, index) => `${index + 1}. ${step}`).join("\n"),
    ...(experiment.try.length > 0
      ? ["### Try", bullets(experiment.try.map(({ text, set }) => `${text} (${settings(set)})`))]
      : []),
    ...(mystery ? mysteryParts(mystery, lesson) : []),
    "### Found",
    bullets(
      document.found.map(({ says, source, row }) => `${says} (${[row, cited(source)].filter(Boolean).join("; ")})`),
    ),
    "### What the dish leaves out",
    document.limits.trim(),
    "### Answers",
    bullets(key),
    ...document.discussion.map(({ question, answer }) => `**${question}** ${answer.trim()}`),
    "### For the teacher",
    document.teacher.trim(),
  ].join("\n\n");
}

function mysteryParts(mystery: NonNullable<Lesson["document"]["mystery"]>, { assays }: Lesson): string[] {
  const rows = mystery.assays.map(({ text, cost, at }, index) => {
    const times = Array.isArray(at) ? listed(at.map(String), "or") : String(at ?? "when it is made");
    return `| ${text} | ${assays[index].arms.join(", ")} | ${times} | ${cost} |`;
  });
  const bought = mystery.solution.buy.map(
    ({ assay, arm, at }) => `${assay} of ${arm}${at === undefined ? "" : ` at ${at}`}`,
  );
  return [
    "### Readings for sale",
    `The budget is ${mystery.budget}.`,
    ["| Reading | Arms | Times | Cost each |", "| --- | --- | --- | --- |", ...rows].join("\n"),
    "### The secret",
    bullets(
      mystery.hidden.map(
        ({ parameter, label, values, within }) =>
          `${label} (\`${parameter}\`): ${listed(values.map(String), "or")}; a guess is right within a factor of ${within}`,
      ),
    ),
    `One way to find it: ${listed(bought)}. ${mystery.solution.text.trim()}`,
  ];
}

/** The command that makes the run of a lesson. */
function commandOf({ document: { experiment, mystery } }: Lesson, scenario: string): string {
  const { arms = [], set, donors, replicates, seed } = experiment;
  const hidden = Object.fromEntries((mystery?.hidden ?? []).map(({ parameter, values }) => [parameter, values[0]]));
  return [
    `npx exoculture run ${scenario}`,
    ...arms.map((arm) => `--arm ${arm}`),
    `--donors ${donors} --replicates ${replicates}`,
    ...Object.entries({ ...set, ...hidden }).map(([name, value]) => `--set ${name}='${value}'`),
    ...(seed === "1" ? [] : [`--seed ${seed}`]),
  ].join(" ");
}

const settings = (set: Readonly<Record<string, string | number>>): string =>
  listed(Object.entries(set).map(([name, value]) => `\`${name}\` = ${value}`));
const bullets = (lines: readonly string[]): string => lines.map((line) => `* ${line}`).join("\n");
const letter = (index: number): string => String.fromCharCode(65 + index);
const wordAnchor = (id: string): string => `word-${id}`;

/** As GitHub names a heading. */
const anchor = (at: number, title: string): string =>
  `${at + 1}. ${title}`
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
