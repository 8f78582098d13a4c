/**
 * Makes the runs of a sweep over worker threads. What is in the store is never made again; a finished run is in the store at
 * once. A worker that dies takes one run with it, which is tried once more; a run that fails, takes too long or kills its
 * worker twice is kept as failed, with the reason. Memory does not grow with the number of runs: a bit for each.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Piscina } from "piscina";
import type { Sweep } from "../../scenario/sweep.ts";
import type { Design, Point } from "../../sweep/contract.ts";
import { Stopped } from "../study.ts";
import { sweepWorker } from "../workers.ts";
import { takeFolder } from "./lock.ts";
import { openStore, type RunRow, type Store, storedRuns } from "./store.ts";
import type { RunAnswer, RunTask, SweepWork } from "./task.ts";

export interface SweepJob {
  readonly sweep: Sweep;
  readonly design: Design;
  /** Where the sweep is kept: runs/ and, where asked, observables/. */
  readonly folder: string;
  /** The module of a function of one's own. */
  readonly module?: string;
  readonly workers: number;
  readonly watch?: (progress: SweepProgress) => void;
  readonly stop?: AbortSignal;
  /** Asked after each run: true makes what is open a part and then calls `told`. */
  readonly pause?: () => boolean;
  readonly told?: () => Promise<void>;
}

export interface SweepProgress {
  readonly asked: number; // runs
  readonly before: number; // that were there when this began
  readonly done: number; // that are there now, with those that failed
  readonly failed: number;
}

/** What cannot be run at all: the message stands as it is. */
export class SweepFault extends Error {
  override readonly name = "SweepFault";
}

/** Columns of the values of a run: factors, readings, outcomes. */
export const valueColumns = ({
  factors,
  readings,
  outcomes,
}: Pick<Sweep, "factors" | "readings" | "outcomes">): string[] => [
  ...factors.map(({ name }) => name),
  ...readings.map(({ column }) => column),
  ...outcomes.map(({ name }) => name),
];

export const runsFolder = (folder: string): string => join(folder, "runs");

/**
 * Makes every run of the design that is not there yet.
 * @throws Stopped when stopped; SweepFault where it cannot begin; an error of the disk: all is kept that was done
 */
export async function makeRuns(job: SweepJob): Promise<SweepProgress> {
  const { sweep, folder, stop } = job;
  const runs = runsFolder(folder);
  mkdirSync(runs, { recursive: true });
  const giveBack = await takeFolder(runs);
  if (!giveBack) throw new SweepFault(`Another process makes the runs in ${folder}: wait for it, or stop it`);
  try {
    const todo = await todoOf(job);
    const store = openStore(runs, valueColumns(sweep));
    try {
      if (todo.done < todo.asked) await makeAll(job, todo, store);
    } finally {
      store.close();
    }
    if (stop?.aborted && todo.done < todo.asked) throw new Stopped("stopped before the end");
    return progressOf(todo);
  } finally {
    giveBack();
  }
}

async function makeAll(job: SweepJob, todo: Todo, store: Store): Promise<void> {
  const { sweep, module, folder, stop } = job;
  const observables = join(folder, "observables");
  if (sweep.observables) mkdirSync(observables, { recursive: true });
  const lanes = Math.min(job.workers, todo.asked - todo.done);
  const pool: Pool = new Piscina({
    filename: sweepWorker,
    minThreads: lanes,
    maxThreads: lanes,
    concurrentTasksPerWorker: 1,
    execArgv: [], // the entry is built: it needs none of what may run this file from its source
    workerData: {
      sweep,
      ...(module !== undefined && { module }),
      ...(sweep.observables && { observables }),
    } satisfies SweepWork,
  });
  const began = new Float64Array(new SharedArrayBuffer(8 * lanes));
  const desk: Desk = { pool, began, late: new Map(), over: false, stillborn: 0 };
  const halt = (): void => haltAll(desk);
  pool.on("error", ({ message }) => giveUp(desk, message)); // a worker with no run in hand: it is not replaced
  const clock = setInterval(() => stopLate(desk, sweep.limit), 50);
  stop?.addEventListener("abort", halt, { once: true });
  try {
    await Promise.all(Array.from({ length: lanes }, (_, lane) => follow(lane, job, desk, todo, store)));
  } finally {
    stop?.removeEventListener("abort", halt);
    clearInterval(clock);
    desk.over = true;
    await pool.destroy();
  }
  if (desk.fault) throw desk.fault;
}

const mostStillborn = 20;

/** Without workers nothing runs: all stops, and what was done is kept. */
function giveUp(desk: Desk, why: string): void {
  if (desk.over) return;
  desk.fault = new SweepFault(`A worker ended before it began a run: ${why}. The same command goes on from there.`);
  haltAll(desk);
}

function haltAll(desk: Desk): void {
  desk.over = true;
  void desk.pool.destroy();
}

type Pool = Piscina<RunTask, RunAnswer>;

interface Desk {
  readonly pool: Pool;
  /** By lane: when its run began, ms since 1970; 0: not yet. */
  readonly began: Float64Array;
  /** By lane: stops its run, which has a time limit. */
  readonly late: Map<number, AbortController>;
  over: boolean;
  stillborn: number; // runs in a row whose worker ended before they began
  fault?: Error;
}

function stopLate({ began, late }: Desk, limit = Infinity): void {
  for (const [lane, controller] of late)
    if (began[lane] > 0 && Date.now() - began[lane] > 1000 * limit) controller.abort();
}

/** One run after the other, as long as there are any. */
async function follow(lane: number, job: SweepJob, desk: Desk, todo: Todo, store: Store): Promise<void> {
  for (let run = desk.over ? undefined : todo.next(); run; run = desk.over ? undefined : todo.next()) {
    const row = await attempt(lane, run, job, desk);
    if (!row) return;
    store.add(row);
    todo.done += 1;
    if (row.failed !== "") todo.failed += 1;
    job.watch?.(progressOf(todo));
    if (job.pause?.()) {
      store.closePart();
      await job.told?.();
    }
  }
}

/** What one run left; undefined where all was stopped. @throws what the worker met that is no matter of the run: SweepFault, an error of the disk */
async function attempt(lane: number, run: Run, { sweep }: SweepJob, desk: Desk): Promise<RunRow | undefined> {
  const { point, donor, replicate } = run;
  const { pool, began, late } = desk;
  const nothing = valueColumns(sweep).length - point.values.length;
  const failed = (reason: string, seconds: number): RunRow => ({
    ...{ point: point.id, donor, replicate, failed: reason, seconds },
    values: [...point.values, ...Array<number>(nothing).fill(Number.NaN)],
  });
  for (let deaths = 0; ; ) {
    const controller = new AbortController();
    began[lane] = 0;
    if (sweep.limit !== undefined) late.set(lane, controller);
    const start = Date.now();
    const task = { point: point.id, values: point.values, donor, replicate, began, lane };
    const answer = await pool
      .run(task, { signal: controller.signal })
      .catch((error: unknown) => ({ died: error instanceof Error ? error.message : String(error) }));
    late.delete(lane);
    if (!("died" in answer)) desk.stillborn = 0;
    const seconds = (Date.now() - start) / 1000;
    if ("values" in answer) return { ...failed("", answer.seconds), values: [...point.values, ...answer.values] };
    if ("failed" in answer) return failed(answer.failed, answer.seconds);
    if ("unable" in answer) throw new SweepFault(`What makes a run cannot be loaded: ${answer.unable}`);
    if ("disk" in answer) throw Object.assign(new Error(answer.disk.message), answer.disk);
    if (desk.over) return undefined;
    if (controller.signal.aborted) return failed(`took longer than ${sweep.limit} s`, seconds);
    if (began[lane] > 0) deaths += 1;
    else desk.stillborn += 1;
    if (deaths === 2) return failed(`its worker ended twice: ${answer.died}`, seconds);
    if (desk.stillborn === mostStillborn) giveUp(desk, answer.died);
  }
}

interface Run {
  readonly point: Point;
  readonly donor: number;
  readonly replicate: number;
}

/** The runs of a design, and which of them are there. */
interface Todo {
  /** The next run that was neither there nor given out before. */
  readonly next: () => Run | undefined;
  readonly asked: number;
  readonly before: number;
  done: number;
  failed: number;
}

const progressOf = ({ asked, before, done, failed }: Todo): SweepProgress => ({ asked, before, done, failed });

/** Compares the design with what the store holds: a bit for each run. */
async function todoOf({ sweep, design, folder }: SweepJob): Promise<Todo> {
  const { donors, replicates } = sweep;
  const points = pointsOnce(design.points);
  const placeOf = new Map(points.map(({ id }, place) => [id, place]));
  const asked = points.length * donors * replicates;
  const there = new Uint8Array(Math.ceil(asked / 8));
  const isThere = (run: number): boolean => (there[run >> 3] & (1 << (run & 7))) !== 0;
  let done = 0;
  let failed = 0;
  for await (const rows of storedRuns(runsFolder(folder), []))
    for (const { point, donor, replicate, failed: reason } of rows) {
      const place = placeOf.get(point);
      if (place === undefined || donor > donors || replicate > replicates) continue;
      const run = (place * donors + donor - 1) * replicates + replicate - 1;
      if (isThere(run)) throw new Error(`${runsFolder(folder)} holds a run of point ${point} twice`);
      there[run >> 3] |= 1 << (run & 7);
      done += 1;
      if (reason !== "") failed += 1;
    }
  let at = 0;
  const next = (): Run | undefined => {
    while (at < asked && isThere(at)) at += 1;
    if (at === asked) return undefined;
    const [run, place] = [at++, Math.floor((at - 1) / (donors * replicates))];
    const within = run - place * donors * replicates;
    return { point: points[place], donor: Math.floor(within / replicates) + 1, replicate: (within % replicates) + 1 };
  };
  return { next, asked, before: done, done, failed };
}

/** A design may name a point more than once: it is run once. */
export function pointsOnce(points: readonly Point[]): Point[] {
  const known = new Set<string>();
  return points.filter(({ id }) => !known.has(id) && known.add(id));
}
