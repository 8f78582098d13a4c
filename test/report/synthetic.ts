/** Recordings made up for tests: cells that grow by a plain law, a little differently in each donor and replicate. */
import type { Observable } from "../../src/model.ts";
import type { Arm, Recording, Study } from "../../src/observe/recording.ts";

export const day = 86_400; // s

/** A column of living cells of one type. */
export function countColumn(subject: string, culture = 0, kind = 0): Observable {
  return { name: "count", culture, subject, unit: "cells", scale: 1, measure: { of: "cells", kinds: [kind] } };
}

/** One world in which column c holds `value(c, time in days)`. */
export function recordingOf(
  world: { arm: string; donor: number; replicate: number },
  days: readonly number[],
  columns: readonly Observable[],
  value: (column: number, day: number) => number,
): Recording {
  const values = days.flatMap((time) => columns.map((_, column) => value(column, time)));
  return {
    ...world,
    times: Float64Array.from(days, (time) => time * day),
    columns,
    values: Float64Array.from(values),
    digests: days.map((time) => `${world.arm}-${world.donor}-${world.replicate}-${time}`),
  };
}

export function studyOf(arms: readonly Arm[], recordings: readonly Recording[]): Study {
  return {
    title: "Exosomes, with IL-2, make resting T cells divide",
    seed: "1",
    arms,
    cultures: ["recipient"],
    clock: { unit: "day", seconds: day },
    recordings,
  };
}

/**
 * CD4 and CD8 cells of these arms, in 6 donors × 4 replicates, from day −3 to day 8 in quarters. All arms are alike
 * until day 0; then arm number n grows by n × `pace` a day, and its CD8 cells half as fast again.
 */
export function growthStudy(labels: readonly string[], pace = 0.03): Study {
  const arms = labels.map((label, index) => ({ id: `arm${index}`, label }));
  const days = Array.from({ length: 45 }, (_, index) => -3 + index / 4);
  const columns = [countColumn("CD4", 0, 0), countColumn("CD8", 0, 1)];
  const worlds = arms.flatMap(({ id }, arm) =>
    [1, 2, 3, 4, 5, 6].flatMap((donor) => [1, 2, 3, 4].map((replicate) => ({ id, arm, donor, replicate }))),
  );
  const recordings = worlds.map(({ id, arm, donor, replicate }) =>
    recordingOf({ arm: id, donor, replicate }, days, columns, (column, time) => {
      const start = (column === 0 ? 60_000 : 40_000) * (1 + 0.06 * (donor - 3.5)) * (1 + 0.01 * (replicate - 2.5));
      const rate = arm * pace * (1 + column / 2) * (1 + 0.1 * (donor - 3.5));
      return Math.round(start * Math.exp(rate * Math.max(0, time)));
    }),
  );
  return studyOf(arms, recordings);
}
