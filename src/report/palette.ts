/**
 * Colours and dashes of charts: the colours of Okabe and Ito, which readers with any colour vision tell apart, without
 * their yellow (too pale for a line on white). A dash tells lines of one colour apart, also in a black-and-white print.
 */

export interface Style {
  readonly colour: string; // #RRGGBB
  readonly dash: readonly number[]; // lengths of strokes and gaps, px; empty: a whole line
}

const colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];
const dashes = [[], [9, 5], [2.5, 3.5], [12, 4, 2.5, 4]];

/**
 * A style for each name. A name asks for a colour of its own, the same in every chart and scenario, and gets it unless
 * a name before it has it; then it takes the next one free. Once all colours are taken they come again, dashed: up to
 * 28 names differ. A name added at the end changes no other's style.
 */
export function stylesOf(names: readonly string[]): ReadonlyMap<string, Style> {
  const styles = new Map<string, Style>();
  const taken = colours.map(() => 0); // how often each colour is in use
  for (const name of new Set(names)) {
    const round = Math.floor(styles.size / colours.length);
    let place = hashOf(name) % colours.length;
    while (taken[place] > round) place = (place + 1) % colours.length;
    taken[place] += 1;
    styles.set(name, { colour: colours[place], dash: dashOf(round) });
  }
  return styles;
}

/** A style for each arm, by its id. Kin share a colour, and their dashes tell them apart; all others are as in `stylesOf`. */
export function armStyles(arms: readonly { readonly id: string; readonly kin?: string }[]): ReadonlyMap<string, Style> {
  const kins = new Set(arms.map(({ id, kin = id }) => kin));
  if (kins.size === arms.length || kins.size > colours.length) return stylesOf(arms.map(({ id }) => id));
  const styles = stylesOf([...kins]);
  return new Map(
    arms.map(({ id, kin = id }, at) => {
      const before = arms.slice(0, at).filter((other) => (other.kin ?? other.id) === kin).length;
      return [id, { ...styles.get(kin)!, dash: dashOf(before) }];
    }),
  );
}

/** The dash of the nth line of one colour, from 0; the first line is whole. */
export function dashOf(nth: number): readonly number[] {
  return dashes[nth % dashes.length];
}

/** FNV-1a over code units, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let unit = 0; unit < text.length; unit++) hash = Math.imul(hash ^ text.charCodeAt(unit), 0x01000193);
  return hash >>> 0;
}
