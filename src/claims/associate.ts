/**
 * From recordings to what goes together over a cohort.
 *
 *   reading with reading     correlation over donors, replicates averaged within each
 *   reading until something  two halves of the animals, above the median of the reading and not: hazard ratio and log-rank
 *   arm over arm, until …    the animals of two arms: the same
 *
 * An animal is one world: a donor and a replicate. Who had it happen before the reading was taken says nothing about it and is left
 * out.
 */
import type { Association, Passing } from "../model.ts";
import { columnOf, printedColumn, type Recording } from "../observe/recording.ts";
import { pearson, spearman } from "./correlation.ts";
import { donorValues, level, valueAt } from "./evaluate.ts";
import type { Interval } from "./statistics.ts";
import { coxHazard, type Followed, kaplanMeier, logRank, medianTime } from "./survival.ts";
import { above, below, type Comparison, judge } from "./verdict.ts";

/** One number that is told of an association; NaN where it cannot be. */
export interface Statistic {
  readonly name: "Spearman" | "Pearson" | "hazard ratio" | "median time";
  readonly of: string; // the group, of a median; else empty
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly p: number; // NaN where there is no test
  readonly test: string; // "exact", "asymptotic", "log-rank"; empty where there is none
  readonly number: number; // of donors, or of animals
  readonly reason?: string; // why it cannot be told
}

/** Animals of one group, with times in s. */
export interface Group {
  readonly name: string;
  readonly followed: readonly Followed[];
}

export interface Associated {
  readonly association: Association;
  readonly arm: string; // in which; "a over b" where two are compared
  readonly statistics: readonly Statistic[];
  /** Donors, of a correlation; groups, of a time. */
  readonly points: readonly { readonly donor: number; readonly x: number; readonly y: number }[];
  readonly groups: readonly Group[];
  readonly verdict?: Comparison;
}

/** An association in each of its arms that were run; nothing where one of two that are compared was not. */
export function associate(association: Association, recordings: readonly Recording[]): Associated[] {
  const ran = [...new Set(recordings.map(({ arm }) => arm))];
  const arms = association.arms.length === 0 ? ran : association.arms.filter((arm) => ran.includes(arm));
  const { outcome, of } = association;
  if (of === undefined) {
    if (!("until" in outcome) || arms.length !== 2) return [];
    const [treated, control] = arms.map((arm): Group => {
      const own = recordings.filter((recording) => recording.arm === arm);
      return { name: arm, followed: own.flatMap((recording) => followedIn(recording, outcome.until) ?? []) };
    });
    return [timed(association, arms.join(" over "), treated, control)];
  }
  return arms.map((arm) => {
    const own = recordings.filter((recording) => recording.arm === arm);
    if (!("until" in outcome)) return correlated(association, of, outcome, arm, own);
    const animals = own.flatMap((recording) => {
      const told = valueAt(of, of.at, recording);
      const followed = followedIn(recording, outcome.until);
      if (!Number.isFinite(told) || followed === undefined || followed.time <= of.at) return [];
      return [{ told, followed }];
    });
    const middle = medianOf(animals.map(({ told }) => told));
    const half = (name: string, isIn: (told: number) => boolean): Group => ({
      name,
      followed: animals.filter(({ told }) => isIn(told)).map(({ followed }) => followed),
    });
    const high = half("above the median", (told) => told > middle);
    return timed(
      association,
      arm,
      high,
      half("at the median or below", (told) => told <= middle),
    );
  });
}

function correlated(
  association: Association,
  of: NonNullable<Association["of"]>,
  other: NonNullable<Association["of"]>,
  arm: string,
  recordings: readonly Recording[],
): Associated {
  const donors = [...new Set(recordings.map(({ donor }) => donor))].sort((a, b) => a - b);
  const [x, y] = [of, other].map((each) => donorValues(each, arm, each.at, recordings));
  const points = donors
    .map((donor, at) => ({ donor, x: x[at], y: y[at] }))
    .filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const statistics = (
    [
      ["Spearman", spearman],
      ["Pearson", pearson],
    ] as const
  ).map(([name, correlation]): Statistic => {
    const { r, low, high, p, how, number, reason } = correlation(xs, ys, level);
    return { name, of: "", value: r, low, high, p, test: how, number, ...(reason !== undefined && { reason }) };
  });
  return { association, arm, statistics, points, groups: [], ...verdictOn(association, statistics[0], "linear") };
}

function timed(association: Association, arm: string, first: Group, second: Group): Associated {
  const groups = [first, second];
  const all = groups.flatMap(({ followed }) => followed);
  const isFirst = groups.flatMap(({ followed }, group) => followed.map(() => (group === 0 ? 1 : 0)));
  const { ratio, low, high, reason } = coxHazard(all, isFirst, level);
  const hazard: Statistic = {
    ...{ name: "hazard ratio", of: "", value: ratio, low, high, test: "log-rank", number: all.length },
    p: logRank(first.followed, second.followed).p,
    ...(reason !== undefined && { reason }),
  };
  const medians = groups.map(({ name, followed }): Statistic => {
    const curve = kaplanMeier(followed, level);
    // The interval of Brookmeyer and Crowley: where the band of the curve crosses one half.
    const crossing = (end: "low" | "high"): number => curve.find((step) => step[end] <= 0.5)?.time ?? Number.NaN;
    const told = { value: medianTime(curve), low: crossing("low"), high: crossing("high") };
    const isReached = Number.isFinite(told.value);
    return {
      ...{ name: "median time", of: name, ...told, p: Number.NaN, test: "", number: followed.length },
      ...(!isReached && { reason: "less than half of them had it happen" }),
    };
  });
  const statistics = [hazard, ...medians];
  return { association, arm, statistics, points: [], groups, ...verdictOn(association, hazard, "log") };
}

function verdictOn(
  { asks }: Association,
  { value: effect, low, high, number: donors, reason }: Statistic,
  scale: Interval["scale"],
): { verdict?: Comparison } {
  if (asks === undefined) return {};
  const told: Interval = { scale, effect, low, high, donors, level, ...(reason !== undefined && { reason }) };
  return { verdict: judge(told, asks.side === "above" ? above(asks.value) : below(asks.value)) };
}

/** How long a world was followed (s), and whether it happened; undefined where nothing was read. */
export function followedIn(recording: Recording, { reading, side, value }: Passing): Followed | undefined {
  const column = columnOf(recording, reading.name, reading.culture, reading.subject);
  if (column < 0) return undefined;
  const read = printedColumn(recording, column);
  const known = [...recording.times.keys()].filter((row) => Number.isFinite(read[row]));
  const first = known.find((row) => (side === "above" ? read[row] > value : read[row] < value));
  const last = first ?? known.at(-1);
  return last === undefined ? undefined : { time: recording.times[last], event: first !== undefined };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}
