/** What the worker holds: the scenario that is open and its worlds, which it runs together, step by step. */
import { imbalances } from "../../src/engine/audit.ts";
import { planOf } from "../../src/engine/simulation.ts";
import { studyDigest } from "../../src/observe/digest.ts";
import type { Recording, Study } from "../../src/observe/recording.ts";
import type { Chart } from "../../src/report/chart.ts";
import { chartsOf } from "../../src/report/charts.ts";
import { csv } from "../../src/report/table.ts";
import type { Experiment } from "../../src/scenario/experiment.ts";
import { modelOf } from "../../src/scenario/model.ts";
import { entriesByName } from "../../src/scenario/names.ts";
import { worldsOf } from "../../src/scenario/worlds.ts";
import { printNumber, scaleOf } from "../../src/units.ts";
import type { Opened, Parting, Setup } from "../protocol.ts";
import { advance, following, forkedFrom, isOver, type Live, newLive, rewind, settle, thin } from "./live.ts";
import { isWritten, type ReadSetup, savedName } from "./scenario.ts";
import { levelOf } from "./scene.ts";

export interface Session {
  readonly experiment: Experiment;
  readonly text: string;
  readonly setup: Setup;
  readonly lives: readonly Live[];
  readonly opened: Opened;
  /** By factor: highest level seen so far in any world, molecules/µm³. */
  readonly highest: Float64Array;
}

/** Worlds for a setup that was read; what they share with those of the session before is not run again. */
export function newSession({ experiment, text, setup }: ReadSetup, before: Session | undefined): Session {
  const { seed, donors, replicates, arms } = setup;
  const lives: Live[] = [];
  for (const world of worldsOf(experiment, { seed, donors, replicates, arms })) {
    const { arm, donor, replicate, key } = world;
    const what = { arm, donor, replicate, key, plan: planOf(modelOf(experiment, world), "closures") };
    const others = [...(before?.lives ?? [])].sort((a, b) => Number(b.arm === arm) - Number(a.arm === arm));
    const known = firstOf(others, (other) => forkedFrom(other, what));
    if (known) settle(known);
    lives.push(known ?? firstOf(lives, (leader) => following(leader, what)) ?? newLive(what));
  }
  const isSame = before?.setup.scenario === setup.scenario && before.setup.own === setup.own;
  const highest = isSame ? before.highest.slice() : new Float64Array(lives[0].plan.model.factors.length);
  const session = { experiment, text, setup, lives, opened: openedFrom(experiment, setup, lives[0]), highest };
  noteLevels(session);
  return session;
}

function firstOf<Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The time that all worlds have come to, s. */
export const timeOf = ({ lives }: Session): number => Math.min(...lives.map(({ simulation }) => simulation.time));

/** Runs every world that is behind on by one piece of a step. False where all are at their end. */
export function advanceAll(session: Session): boolean {
  const now = timeOf(session);
  let moved = false;
  for (const live of session.lives.filter(({ follows }) => !follows)) {
    const followers = session.lives.filter(({ follows }) => follows?.live === live);
    if (live.simulation.time <= now + 1e-6 && advance(live, followers)) moved = true;
  }
  noteLevels(session);
  thin(session.lives);
  return moved;
}

function noteLevels({ lives, highest }: Pick<Session, "lives" | "highest">): void {
  for (const live of lives)
    for (let culture = 0; culture < live.simulation.cultures.length; culture++)
      for (let at = 0; at < highest.length; at++) highest[at] = Math.max(highest[at], levelOf(live, culture, at));
}

/** Takes every world that is beyond a time back to the last kept state at or before it. */
export function rewindAll({ lives }: Session, time: number): void {
  for (const live of lives) if (!live.follows && live.simulation.time > time + 1e-6) rewind(live, time);
  for (const live of lives) if (live.follows) live.simulation = live.follows.live.simulation;
}

export const allOver = ({ lives }: Session): boolean => lives.every(isOver);

/** What the worlds recorded so far; times that are still to come are there, with nothing measured. */
export function studyOf({ experiment, lives, setup }: Session): Study {
  const { title, arms, clock } = experiment;
  return {
    title,
    seed: setup.seed,
    arms: arms.map(({ name, label }) => ({ id: name, label })),
    cultures: lives[0].plan.model.cultures.map(({ name }) => name),
    clock,
    recordings: lives.map(recordingOf),
  };
}

function recordingOf({ arm, donor, replicate, rows, plan }: Live): Recording {
  const { observables, time } = plan.model;
  const values = new Float64Array(rows.length * observables.length).fill(Number.NaN);
  rows.forEach((row, index) => {
    if (row) values.set(row.values, index * observables.length);
  });
  const digests = rows.map((row) => row?.digest ?? "");
  const times = Float64Array.from(time.records, (record, index) => rows[index]?.time ?? record);
  return { arm, donor, replicate, times, columns: observables, values, digests };
}

export function chartsNow(session: Session): Chart[] {
  return chartsOf(studyOf(session), session.experiment.charts, session.lives[0].plan.model);
}

/** The digest of the study, as the command line gives it; undefined before the end. @throws Error where a book does not close */
export function digestNow(session: Session): string | undefined {
  if (!session.lives.every(({ end, rows }) => end !== "" && rows.every((row) => row !== undefined))) return undefined;
  for (const { simulation } of session.lives.filter(isOver)) {
    const [open] = imbalances(simulation);
    if (open) throw new Error(`the books of ${open.culture} do not close for ${open.of}`);
  }
  const study = studyOf(session);
  const ended = study.recordings.map((recording, index) => ({ recording, digest: session.lives[index].end }));
  return studyDigest(ended, study.cultures);
}

/** The table of what was recorded, as the command line writes it. */
export function csvNow(session: Session): string {
  const study = studyOf(session);
  const until = Math.min(...session.lives.map(({ rows }) => rows.findLastIndex((row) => row !== undefined) + 1));
  const recordings = study.recordings.map((recording) => ({
    ...recording,
    times: recording.times.slice(0, until),
    values: recording.values.slice(0, until * recording.columns.length),
  }));
  return [...csv({ ...study, recordings })].join("");
}

/** When each arm parts from the first one, in the first donor and replicate: the first recorded state that differs, and in what. */
export function partingsOf({ lives, experiment, setup }: Session): Parting[] {
  const worlds = lives.filter(({ donor, replicate }) => donor === 1 && replicate === 1);
  const first = worlds.find(({ arm }) => arm === setup.arms[0])!;
  const others = worlds.filter((live) => live !== first);
  const { observables, cultures } = first.plan.model;
  const { seconds } = experiment.clock;
  return others.flatMap((other): Parting[] => {
    const both = first.rows.flatMap((row, index) =>
      row && other.rows[index] ? [[row, other.rows[index]] as const] : [],
    );
    const state = both.find(([one, two]) => one.digest !== two.digest);
    if (!state) return [];
    const read = both.find(([one, two]) => one.values.some((value, column) => !Object.is(value, two.values[column])));
    const what = observables.flatMap(({ name, subject, culture }, column) =>
      !read || Object.is(read[0].values[column], read[1].values[column])
        ? []
        : [`${subject} ${name} in ${cultures[culture].name}`],
    );
    const measured = read && { time: read[0].time / seconds, what };
    return [{ arms: [first.arm, other.arm], time: state[0].time / seconds, measured }];
  });
}

function openedFrom(experiment: Experiment, setup: Setup, { plan }: Live): Opened {
  const { document, arms, parameters } = experiment;
  const { model } = plan;
  return {
    title: experiment.title,
    question: experiment.question ?? "",
    text: experiment.text ?? "",
    setup,
    arms: arms.map(({ name, label }) => ({
      name,
      label,
      steerable: isWritten(experiment, name),
    })),
    donors: experiment.donors,
    replicates: experiment.replicates,
    clock: experiment.clock,
    time: { start: model.time.start, end: model.time.end, records: model.time.records },
    cultures: model.cultures.map(({ name, volume, share }, index) => ({
      name,
      seeded: Math.min(
        ...model.protocol.flatMap(({ at, culture, act }) => (act.do === "seed" && culture === index ? [at] : [])),
      ),
      share,
      volume: volume >= 1e12 ? `${printNumber(volume / 1e12)} mL` : `${printNumber(volume / 1e9)} µL`,
    })),
    kinds: model.kinds.map(({ name, type, state, diameter }) => ({ name, type, state, diameter })),
    factors: entriesByName(document.factors).map(([name, { activity, "molar-mass": mass }]) => ({
      ...{ name, unit: "pM" },
      doses: [...(activity === undefined ? [] : ["U/mL"]), "pM", "nM", ...(mass === undefined ? [] : ["ng/mL"])],
    })),
    species: model.vesicles.map(({ name, detail }) => ({ name, detail })),
    blocks: [
      ...model.vesicles.flatMap(({ name }, species) =>
        model.kinds.some(({ captures }) => captures.some((capture) => capture.species === species))
          ? [`capture ${name}`]
          : [],
      ),
      ...model.vesicles.flatMap(({ name }, species) =>
        model.kinds.some(({ releases }) => releases.some((release) => release.species === species))
          ? [`release ${name}`]
          : [],
      ),
    ],
    sliders: parameters.flatMap(({ name, value, scale, unit, low, high, source, text, why, slider }) => {
      if (!slider) return [];
      const shown = value / scale;
      const stated = low !== undefined && high !== undefined;
      const [from, to] = stated
        ? [Math.min(low / scale, shown), Math.max(high / scale, shown)]
        : [shown / 4, shown * 4];
      return [{ name, unit, value: shown, low: from, high: to, stated, source, text: text || (why ?? "") }];
    }),
    warnings: experiment.warnings,
    command: commandOf(setup),
  };
}

/** The command that makes the same run from the saved scenario. */
function commandOf(setup: Setup): string {
  const { seed, donors, replicates, arms } = setup;
  const quoted = (word: string): string => (/^[\w./=:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
  const flags = [
    "--seed",
    seed,
    "--donors",
    `${donors}`,
    "--replicates",
    `${replicates}`,
    ...arms.flatMap((arm) => ["--arm", arm]),
  ];
  return ["exoculture", "run", savedName(setup), ...flags].map(quoted).join(" ");
}

/** What turns the concentration of every factor into the one that is printed. */
export const printScales = ({ lives }: Session): number[] =>
  lives[0].plan.model.factors.map(() => 1 / scaleOf("pM", "concentration"));
