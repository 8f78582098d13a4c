/** Charts over a cohort: donors as points, and the part of the animals in which something has not happened yet. */
import { type Associated, associate, followedIn, type Group } from "../claims/associate.ts";
import { kaplanMeier } from "../claims/survival.ts";
import type { Association, Passing, Reading } from "../model.ts";
import { columnOf, type Study } from "../observe/recording.ts";
import { statisticInWords } from "./associations.ts";
import { type Axis, armsIn, type Chart, level, type Point, type Series } from "./chart.ts";
import { numeral } from "./numeral.ts";
import { stylesOf } from "./palette.ts";

/** Of a correlation one scatter with the arms as colours; of a time one chart of two curves for each arm. */
export function associationCharts(study: Study, association: Association): Chart[] {
  const found = associate(association, study.recordings);
  const { of, outcome } = association;
  if ("until" in outcome)
    return found.map((one) => {
      const styles = stylesOf(one.groups.map(({ name }) => name));
      const named = one.groups.map((group) => ({ ...group, ...styles.get(group.name)! }));
      return curves(study, outcome.until, named, {
        id: `association-${association.id}-${one.arm}`,
        title: association.text,
        more: [`arm ${one.arm}`, ...one.statistics.slice(0, 1).map((statistic) => statisticInWords(statistic))],
      });
    });
  if (of === undefined || found.length === 0) return [];
  return [scatter(study, association, { x: axisOf(study, of), y: axisOf(study, outcome) }, found)];
}

function scatter(
  study: Study,
  association: Association,
  axes: { x: Axis; y: Axis },
  found: readonly Associated[],
): Chart {
  const styles = stylesOf(study.arms.map(({ id }) => id));
  const labels = new Map(study.arms.map(({ id, label }) => [id, label]));
  const series = found.map(
    ({ arm, points }): Series => ({
      name: labels.get(arm) ?? arm,
      ...styles.get(arm)!,
      points: points.map(({ x, y }) => ({ x, y })),
    }),
  );
  const told = found.map(
    ({ arm, statistics: [ranks] }) =>
      `${found.length > 1 ? `${labels.get(arm) ?? arm}: ` : ""}${statisticInWords(ranks)}`,
  );
  return {
    id: `association-${association.id}`,
    title: `${capital(association.text)}: ${study.title} (seed\u00a0${study.seed})`,
    subtitle: `A point is a donor; ${told.join("; ")}`,
    description: `Scatter chart of ${axes.y.label} against ${axes.x.label}, a point for each donor. ${told.join("; ")}.`,
    kind: "scatter",
    x: axes.x,
    y: { ...axes.y, scale: "linear" },
    series,
    band: "",
    references: [],
  };
}

/** Curves of Kaplan and Meier, arm by arm. */
export function survivalChart(study: Study, until: Passing): Chart {
  const styles = stylesOf(study.arms.map(({ id }) => id));
  const groups = armsIn(study).map(({ id, label, worlds }) => ({
    name: label,
    followed: worlds.flatMap((world) => followedIn(world, until) ?? []),
    ...styles.get(id)!,
  }));
  const { name, subject, culture } = until.reading;
  const id = `survival-${study.cultures[culture]}-${name}-${subject}-${until.side}-${until.value}`;
  return curves(study, until, groups, { id, title: `Time until ${inWords(until)}`, more: [] });
}

type Drawn = Group & Pick<Series, "colour" | "dash">;

function curves(
  study: Study,
  until: Passing,
  groups: readonly Drawn[],
  { id, title, more }: { id: string; title: string; more: readonly string[] },
): Chart {
  const { seconds, unit } = study.clock;
  const start = Math.min(...study.recordings.map(({ times }) => times[0])) / seconds;
  const series = groups.map(
    ({ name, followed, colour, dash }): Series => ({
      name: `${name} (${followed.length})`,
      colour,
      dash,
      points: [
        { x: start, y: 100 },
        ...kaplanMeier(followed, level).map(
          ({ time, free, low, high }): Point => ({
            x: time / seconds,
            y: 100 * free,
            ...(Number.isFinite(low) && { low: 100 * low, high: 100 * high }),
          }),
        ),
      ],
    }),
  );
  const ends = series.map(({ name, points }) => `${name} ${numeral(points[points.length - 1].y!)} %`);
  return {
    id,
    title: `${capital(title)}: ${study.title} (seed\u00a0${study.seed})`,
    subtitle: [
      "Curves of Kaplan and Meier; an animal is one donor and replicate, their number in brackets",
      ...more,
    ].join("; "),
    description: [
      `Step chart of the part of the animals without ${inWords(until)} against time (${unit}).`,
      `At the end: ${ends.join("; ")}.`,
      ...more.map((text) => `${text}.`),
    ].join(" "),
    kind: "lines",
    steps: true,
    x: { label: "Time", unit },
    y: { label: `Without ${inWords(until)}`, unit: "%", scale: "linear", zero: true },
    series,
    band: `${100 * level} % interval of each curve`,
    references: [],
  };
}

const inWords = ({ reading, side, value }: Passing): string =>
  `${reading.name} ${reading.subject} ${side} ${numeral(value)}`;

function axisOf(study: Study, { reading, at }: { reading: Reading; at: number }): Axis {
  const { name, culture, subject } = reading;
  const [first] = study.recordings;
  const column = columnOf(first, name, culture, subject);
  const { unit, seconds } = study.clock;
  const label = `${subject} ${name}, ${unit}\u00a0${numeral(at / seconds)}`;
  return { label, unit: column < 0 ? "" : first.columns[column].unit };
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
