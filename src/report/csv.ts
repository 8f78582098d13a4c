/** Lines of CSV: RFC 4180 with line feeds, numbers that read back to the same bits, nothing for NaN, text inert in spreadsheets. */

export function csvLine(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === "number" ? number(cell) : quoted(inert(cell)))).join(",")}\n`;
}

function number(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}

/** Some spreadsheets skip blanks before they look for a formula, and some take the wide forms of the signs. */
function inert(text: string): string {
  return /^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
