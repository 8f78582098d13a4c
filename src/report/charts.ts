/** The charts that a scenario asks for, by the words it asks with. */
import type { Study } from "../observe/recording.ts";
import { type Chart, countChart, linesOverTime, ratioChart } from "./chart.ts";

/** Descriptions of the charts asked for, one for each culture that holds what they show. */
export function chartsOf(study: Study, asked: readonly string[]): Chart[] {
  return asked.flatMap((words) => chartsFor(study, words));
}

function chartsFor(study: Study, words: string): Chart[] {
  const columns = study.recordings[0]?.columns ?? [];
  const plain = words.replace(/ over time$/, "");
  const cultures = study.cultures.map((_, culture) => culture);
  const subjectsOf = (name: string, culture: number): string[] =>
    columns.filter((column) => column.name === name && column.culture === culture).map(({ subject }) => subject);
  const ratio = /^(\w+)\/(\w+)$/.exec(plain);
  if (ratio) {
    const [, type, to] = ratio;
    return cultures
      .filter((culture) => [type, to].every((subject) => subjectsOf("count", culture).includes(subject)))
      .map((culture) => ratioChart(study, { culture, type, to }));
  }
  if (plain === "count" || plain.startsWith("count ")) {
    const wanted = plain === "count" ? undefined : plain.slice("count ".length);
    return cultures.flatMap((culture) =>
      subjectsOf("count", culture)
        .filter((subject) => (wanted === undefined ? !subject.includes(" ") : subject === wanted))
        .map((type) => countChart(study, { culture, type })),
    );
  }
  return cultures.flatMap((culture) =>
    columns
      .filter((column) => column.culture === culture && `${column.subject} ${column.name}`.includes(plain))
      .map(({ name, subject }) =>
        linesOverTime(study, {
          id: `${name}-${study.cultures[culture]}-${subject}`,
          title: `${subject} ${name}`,
          quantity: `${subject} ${name}`,
          name,
          culture,
          subjects: [subject],
        }),
      ),
  );
}
