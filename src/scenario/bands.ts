/** How readings of places are named: `IL2 0-15 um from secretor`, `IL2 0-10 um along z`. */

export interface Band {
  readonly what: string;
  readonly from: number; // µm
  readonly to: number; // µm
  readonly where: string; // "from secretor", "along z"
}

/** The band that a subject names; undefined for other subjects. */
export function bandOf(subject: string): Band | undefined {
  const found = /^(.+?) ([\d.e+-]+?)-([\d.e+-]+) um ((?:from|along) .+)$/.exec(subject);
  if (found === null) return undefined;
  const [, what, from, to, where] = found;
  return { what, from: Number(from), to: Number(to), where };
}

/** A subject that names a band. @param from µm, as printed @param to µm, as printed */
export const subjectOf = (what: string, from: string, to: string, where: string): string =>
  `${what} ${from}-${to} um ${where}`;

/** Whether a band is one of those that are read together. @param every µm */
export const isBand = (
  band: Band,
  of: { readonly what: string; readonly where: string; readonly every: number },
): boolean =>
  band.what === of.what && band.where === of.where && Math.abs(band.to - band.from - of.every) < 1e-6 * of.every;
