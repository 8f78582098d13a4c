/** The right word for a wrong one. */

/** The nearest of the words, where one is near enough to be meant; ties go to the first by code unit. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const allowed = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
  let best: string | undefined;
  let least = allowed + 1;
  for (const candidate of [...new Set(words)].sort()) {
    const steps = candidate.toLowerCase() === word.toLowerCase() ? 0 : distance(word, candidate);
    if (steps < least) [best, least] = [candidate, steps];
  }
  return best;
}

/** `did you mean "release"?`, or the words there are. */
export function suggestion(word: string, words: Iterable<string>): string {
  const known = [...new Set(words)].sort();
  const near = nearest(word, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  if (known.length === 0) return "there is none here";
  const shown = known.slice(0, 12).join(", ");
  return `there ${known.length === 1 ? "is" : "are"} ${shown}${known.length > 12 ? ", …" : ""}`;
}

/** Damerau–Levenshtein distance: letters put in, left out, changed, or two neighbours swapped. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 40) return Math.abs(a.length - b.length);
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = last[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      here[column] = Math.min(last[column] + 1, here[column - 1] + 1, changed);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        here[column] = Math.min(here[column], beforeLast[column - 2] + 1);
      }
    }
    [beforeLast, last] = [last, here];
  }
  return last[b.length];
}
