/** Numbers for the eye. In tables numbers keep twelve digits; these are for charts and sentences. */

/** Three significant digits: 0.0123, −4.5, 152,000, 1.2×10⁹. */
export function numeral(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const power = powerOf(rounded);
  const decimals = String(Math.abs(rounded)).split(".")[1]?.length ?? 0;
  if (power === 0) return fixed(rounded, decimals, 0);
  const digits = Math.abs(rounded).toExponential().split("e")[0];
  return fixed(rounded, digits.split(".")[1]?.length ?? 0, power);
}

/** A number with these decimals as a multiple of a power of ten; thousands are set apart. */
export function fixed(value: number, decimals: number, power: number): string {
  const [whole, part] = Math.abs(value / 10 ** power)
    .toFixed(decimals)
    .split(".");
  const digits = `${whole.replace(/\B(?=(?:\d{3})+$)/g, ",")}${part === undefined ? "" : `.${part}`}`;
  const sign = value < 0 ? "−" : "";
  if (power === 0 || value === 0) return `${sign}${digits}`;
  return `${sign}${digits === "1" ? "" : `${digits}×`}10${superscript(power)}`;
}

/** The power of ten to print beside numbers of this size: 0 where plain digits read better. */
export function powerOf(largest: number): number {
  const size = Math.abs(largest);
  return size === 0 || (size >= 1e-3 && size < 1e7) ? 0 : Number(size.toExponential().split("e")[1]);
}

function superscript(power: number): string {
  const digits = [...String(Math.abs(power))].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
  return power < 0 ? `⁻${digits}` : digits;
}
