/** Timing of work that is done again and again in one process. */

/** Nanoseconds that one unit of each work takes, round by round: the works take turns, so that noise meets them alike. */
export function inTurns(works: readonly (() => void)[], units: number, rounds: number): number[][] {
  for (const work of works) for (let warm = 0; warm < 3; warm++) work();
  const times: number[][] = works.map(() => []);
  for (let round = 0; round < rounds; round++)
    works.forEach((work, at) => {
      const from = performance.now();
      work();
      times[at].push(((performance.now() - from) * 1e6) / units);
    });
  return times;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Bytes on the heap and in arrays once what nobody holds is gone; needs --expose-gc. */
export function bytesHeld(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) throw new Error("start with --expose-gc");
  gc();
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
