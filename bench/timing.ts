/** Timing of work that is done again and again, in one process: two works in turns, so that noise meets both alike. */

/** Nanoseconds that one unit of each work takes, round by round. @param units of one call of each work */
export function inTurns(works: readonly (() => void)[], units: readonly number[], rounds: number): number[][] {
  for (const work of works) for (let warm = 0; warm < 3; warm++) work();
  const times: number[][] = works.map(() => []);
  for (let round = 0; round < rounds; round++)
    works.forEach((work, at) => {
      const from = performance.now();
      work();
      times[at].push(((performance.now() - from) * 1e6) / units[at]);
    });
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** Every heap figure is taken after what nobody holds is gone. Needs --expose-gc. @returns bytes */
export function heapUsed(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) throw new Error("start with --expose-gc");
  gc();
  gc();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}
