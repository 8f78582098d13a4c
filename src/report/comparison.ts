/**
 * Several runs as one: their arms beside each other, with what all of them recorded, and how arms of the same name differ.
 *
 *   run A  arms medium, IL2      →  medium (A: seed 1), medium (B: seed 2),
 *   run B  arms medium, IL2         IL2 (A: seed 1), IL2 (B: seed 2)
 *
 * Arms are compared donor by donor only where the runs have the same donors; else as two groups.
 */
import {
  averageReplicates,
  difference,
  pairedLogRatio,
  unpairedDifference,
  unpairedLogRatio,
} from "../claims/statistics.ts";
import type { Observable } from "../model.ts";
import type { Recording, Study } from "../observe/recording.ts";
import { level } from "./chart.ts";
import { csvLine } from "./csv.ts";

/** A run to be compared. */
export interface Compared {
  readonly name: string; // of the scenario
  readonly hash: string; // of its content
  readonly seed: string;
  readonly set: Readonly<Record<string, string>>;
  readonly study: Study;
  /** What makes its donors: parameters that vary, with each donor's value. */
  readonly donors: readonly { readonly name: string; readonly unit: string; readonly values: readonly number[] }[];
}

export interface Joined {
  /** Arms of all runs, those of one name beside each other, each with its run in the label. */
  readonly study: Study;
  /** What each run is called: "A: seed 1, dose = 20 U/mL". */
  readonly runs: readonly string[];
  /** What not all of the runs recorded, or not in the same unit, as "concentration IL2 in well". */
  readonly leftOut: readonly string[];
}

/** @param arms ids of those to keep; undefined: all */
export function joined(runs: readonly Compared[], arms?: readonly string[]): Joined | { readonly problem: string } {
  const names = namesOf(runs);
  const [first, ...others] = runs.map(({ study }) => study);
  const shared = columnsOf(first).filter((column) =>
    others.every((study) => columnsOf(study).some((each) => isSame(first, column, study, each))),
  );
  const recorded = runs.map(({ study }) => columnsOf(study).map((column) => inWords(study, column)));
  const kept = new Set(shared.map((column) => inWords(first, column)));
  const leftOut = [...new Set(recorded.flat())].filter((words) => !kept.has(words));
  if (shared.length === 0) {
    const most = names.map((name, run) => `${name} records ${recorded[run].slice(0, 3).join(", ")}, …`);
    return { problem: `These runs cannot be compared: nothing is recorded in all of them. ${most.join("; ")}` };
  }
  const studies = runs.map(({ study }) => ({
    arms: study.arms.filter(({ id }) => (arms ?? [id]).includes(id) && study.recordings.some(({ arm }) => arm === id)),
    recordings: study.recordings.map((recording) => narrowed(recording, study, first, shared)),
  }));
  const ids = [...new Set(studies.flatMap((study) => study.arms.map(({ id }) => id)))];
  const titles = [...new Set(runs.map(({ study }) => study.title))];
  return {
    study: {
      title: titles.join(" | "),
      seed: [...new Set(runs.map(({ seed }) => seed))].join("\u00a0and\u00a0"),
      arms: ids.flatMap((kin) =>
        studies.flatMap((study, run) =>
          study.arms
            .filter(({ id }) => id === kin)
            .map(({ label }) => ({ id: idIn(run, kin), label: `${label} (${unbroken(names[run])})`, kin })),
        ),
      ),
      cultures: first.cultures,
      clock: first.clock,
      recordings: studies.flatMap((study, run) =>
        study.recordings
          .filter(({ arm }) => study.arms.some(({ id }) => id === arm))
          .map((recording) => ({ ...recording, arm: idIn(run, recording.arm) })),
      ),
    },
    runs: names,
    leftOut,
  };
}

/** How an arm of one run differs from that of the same name in the first run, in one column, when both were last read. */
export interface Effect {
  readonly arm: string;
  readonly run: number; // place among the runs; it is compared with run 0
  readonly column: Observable;
  readonly time: number; // s
  readonly values: readonly [here: number, first: number]; // printed, means over donors
  readonly donors: readonly [here: number, first: number];
  readonly difference: Between;
  readonly ratio: Between; // NaN where a reading is not above zero
  readonly isPaired: boolean;
}

/** An effect with its interval; NaN where it has none. */
interface Between {
  readonly effect: number;
  readonly low: number;
  readonly high: number;
}

/** Whether two runs have the same donors: the same seed, as many of them, and the same values of all that varies. */
export function haveSameDonors(one: Compared, other: Compared): boolean {
  const what = ({ seed, donors, study }: Compared): string =>
    JSON.stringify([seed, donors, [...new Set(study.recordings.map(({ donor }) => donor))].sort((a, b) => a - b)]);
  return what(one) === what(other);
}

/** Effects of all arms that the first run has as well, in all columns of the joined study. */
export function effectsOf({ study }: Joined, runs: readonly Compared[]): Effect[] {
  const arms = study.arms.filter(({ id }) => id === idIn(0, nameIn(id)));
  const [{ columns }] = study.recordings;
  return runs.slice(1).flatMap((other, index) => {
    const run = index + 1;
    const isPaired = haveSameDonors(runs[0], other);
    return arms.flatMap(({ id }) => {
      const arm = nameIn(id);
      const [first, here] = [0, run].map((place) => worldsOf(study, idIn(place, arm)));
      if (here.length === 0) return [];
      return columns.flatMap((column, at) => {
        const time = lastTime(here, first, at);
        if (time === undefined) return [];
        const [a, b] = [here, first].map((worlds) => byDonor(worlds, at, time));
        const both = [...a.keys()].filter((donor) => b.has(donor));
        const values = isPaired
          ? ([both.map((donor) => a.get(donor)!), both.map((donor) => b.get(donor)!)] as const)
          : ([[...a.values()], [...b.values()]] as const);
        if (values.some((group) => group.length === 0)) return [];
        const [apart, ratio] = isPaired ? [difference, pairedLogRatio] : [unpairedDifference, unpairedLogRatio];
        const pair = (of: (values: readonly number[]) => number) => [of(values[0]), of(values[1])] as const;
        return {
          ...{ arm, run, column, time, isPaired },
          values: pair((group) => group.reduce((sum, value) => sum + value, 0) / group.length),
          donors: pair((group) => group.length),
          difference: finite(apart(...values, level)),
          ratio: finite(ratio(...values, level)),
        };
      });
    });
  });
}

/** The effects as a table, heading first. @param runs names of the runs */
export function effectsCsv(effects: readonly Effect[], { study, runs }: Joined): string {
  const heading = [
    ...["arm", "culture", "observable", "subject", `time_${study.clock.unit}`, "unit"],
    ...["run", "value", "donors", "against", "value_against", "donors_against"],
    ...["difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high", "level", "compared"],
  ];
  const lines = effects.map(({ arm, run, column, time, values, donors, difference: apart, ratio, isPaired }) =>
    csvLine([
      ...[arm, study.cultures[column.culture], column.name, column.subject, time / study.clock.seconds, column.unit],
      ...[runs[run], values[0], donors[0], runs[0], values[1], donors[1]],
      ...[apart.effect, apart.low, apart.high, ratio.effect, ratio.low, ratio.high],
      ...[level, isPaired ? "donor by donor" : "unpaired"],
    ]),
  );
  return [csvLine(heading), ...lines].join("");
}

const idIn = (run: number, arm: string): string => `${run + 1}/${arm}`;
const nameIn = (id: string): string => id.slice(id.indexOf("/") + 1);

/** A letter, then what tells it from the others: always the seed and what was set. */
function namesOf(runs: readonly Compared[]): string[] {
  const isOneName = new Set(runs.map(({ name }) => name)).size === 1;
  const isOneText = new Set(runs.map(({ hash }) => hash)).size === 1;
  return runs.map(({ name, hash, seed, set }, run) => {
    const words = [
      ...(isOneName ? [] : [name]),
      ...(isOneName && !isOneText ? [`as of ${hash.slice(0, 6)}`] : []),
      `seed ${seed}`,
      ...Object.entries(set).map(([parameter, value]) => `${parameter} = ${value}`),
    ];
    return `${letterOf(run)}: ${words.join(", ")}`;
  });
}

/** The letter stays with the seed, where a name is wrapped. */
const unbroken = (name: string): string => name.replace(": ", ":\u00a0").replace(/\bseed /, "seed\u00a0");

const letterOf = (run: number): string => (run < 26 ? String.fromCharCode(65 + run) : String(run + 1));

const columnsOf = ({ recordings: [first] }: Study): readonly Observable[] => first.columns;

const inWords = ({ cultures }: Study, { name, subject, culture, unit }: Observable): string =>
  `${name} ${subject} in ${cultures[culture]}${unit === "" ? "" : ` (${unit})`}`;

const isSame = (study: Study, column: Observable, other: Study, its: Observable): boolean =>
  inWords(study, column) === inWords(other, its);

/** A recording with these columns of another study, in their order and base units. */
function narrowed(recording: Recording, study: Study, first: Study, columns: readonly Observable[]): Recording {
  const { times, columns: own, values } = recording;
  const from = columns.map((column) => own.findIndex((each) => isSame(study, each, first, column)));
  const kept = new Float64Array(times.length * columns.length);
  for (let row = 0; row < times.length; row++)
    for (const [place, column] of from.entries())
      kept[row * columns.length + place] =
        (values[row * own.length + column] * own[column].scale) / columns[place].scale;
  return { ...recording, columns, values: kept };
}

const worldsOf = (study: Study, id: string): Recording[] => study.recordings.filter(({ arm }) => arm === id);

/** A printed value; NaN where it was not recorded then. */
function valueAt({ times, columns, values }: Recording, column: number, time: number): number {
  const row = times.findIndex((each) => Math.abs(each - time) <= slack);
  return row < 0 ? Number.NaN : values[row * columns.length + column] * columns[column].scale;
}

const slack = 1e-3; // s: times that two runs tell in different units

/** The last time at which two groups of worlds both have a reading. */
function lastTime(here: readonly Recording[], first: readonly Recording[], column: number): number | undefined {
  const isRead = (worlds: readonly Recording[], time: number): boolean =>
    worlds.some((world) => Number.isFinite(valueAt(world, column, time)));
  const times = [...new Set(first.flatMap((world) => [...world.times]))].sort((a, b) => b - a);
  return times.find((time) => isRead(first, time) && isRead(here, time));
}

/** Means over replicates, by donor; a donor counts when all its replicates were measured. */
function byDonor(worlds: readonly Recording[], column: number, time: number): Map<number, number> {
  const donors = [...new Set(worlds.map(({ donor }) => donor))].sort((a, b) => a - b);
  const means = averageReplicates(
    donors.map((donor) => worlds.filter((world) => world.donor === donor).map((world) => valueAt(world, column, time))),
  );
  return new Map(donors.flatMap((donor, at) => (Number.isFinite(means[at]) ? [[donor, means[at]] as const] : [])));
}

function finite({ effect, low, high }: Between): Between {
  const bounded = Number.isFinite(low) && Number.isFinite(high);
  return { effect, low: bounded ? low : Number.NaN, high: bounded ? high : Number.NaN };
}
