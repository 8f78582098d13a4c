/** Room for words among lines that are drawn. Places are px of the page. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export type Place = readonly [x: number, y: number];

/** The box through which fewest pieces of the lines go, and how many; of equals the first. @param lines each from place to place */
export function clearest(
  boxes: readonly Box[],
  lines: readonly (readonly Place[])[],
): { readonly box: Box; readonly crossed: number } {
  const hidden = boxes.map((box) =>
    lines.reduce((sum, line) => sum + line.filter((to, at) => at > 0 && crosses(line[at - 1], to, box)).length, 0),
  );
  const crossed = Math.min(...hidden);
  return { box: boxes[hidden.indexOf(crossed)], crossed };
}

/** Whether a straight piece of a line has any part in a box (Liang and Barsky). */
function crosses([x0, y0]: Place, [x1, y1]: Place, { left, top, right, bottom }: Box): boolean {
  let [enter, leave] = [0, 1]; // parts of the way
  for (const [way, room] of [
    [x0 - x1, x0 - left],
    [x1 - x0, right - x0],
    [y0 - y1, y0 - top],
    [y1 - y0, bottom - y0],
  ]) {
    if (way === 0 && room < 0) return false;
    if (way < 0) enter = Math.max(enter, room / way);
    if (way > 0) leave = Math.min(leave, room / way);
  }
  return enter <= leave;
}
