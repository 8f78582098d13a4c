/** Lines of CSV: RFC 4180 with line feeds, numbers as `printed`, nothing for NaN, text inert in spreadsheets. */

export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === "number" ? printed(cell) : quoted(inert(cell)))).join(",")}\n`;
}

/** Whole numbers with every digit, others with twelve: more are those of sums and units, such as 0.30000000000000004. */
export function printed(value: number): string {
  if (Number.isNaN(value)) return "";
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(12)));
}

/** Some spreadsheets skip blanks before they look for a formula, and some take the wide forms of the signs. */
function inert(text: string): string {
  return /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
