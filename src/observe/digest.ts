/** One hash that stands for all that a study came to. */
import { absorbDoubles, absorbText, hex, newDigest } from "../kernels/digest.ts";
import { columnsInOrder, type Recording } from "./recording.ts";

/** A world that has run to its end. */
export interface Ended {
  readonly recording: Recording;
  readonly digest: string; // of the state at the end
}

/**
 * 128 bits as 32 hexadecimal digits, over the states and the values at every recorded time, by names, so that the order in the file
 * does not tell.
 * @param cultures names, by the number of the culture
 */
export function studyDigest(worlds: readonly Ended[], cultures: readonly string[]): string {
  const digest = newDigest();
  const ordered = [...worlds].sort(
    ({ recording: a }, { recording: b }) =>
      (a.arm < b.arm ? -1 : a.arm > b.arm ? 1 : 0) || a.donor - b.donor || a.replicate - b.replicate,
  );
  for (const { recording, digest: end } of ordered) {
    const { arm, donor, replicate, times, columns, values } = recording;
    absorbText(digest, JSON.stringify([arm, donor, replicate]));
    for (const state of [...recording.digests, end]) absorbText(digest, state);
    absorbDoubles(digest, times, times.length);
    for (const index of columnsInOrder(columns, cultures)) {
      const { culture, name, subject, unit, scale } = columns[index];
      absorbText(digest, JSON.stringify([cultures[culture], name, subject, unit, scale]));
      const column = times.map((_, time) => values[time * columns.length + index]);
      absorbDoubles(digest, column, column.length);
    }
  }
  return hex(digest);
}
