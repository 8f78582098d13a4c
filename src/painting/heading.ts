/** What stands above a picture: its title, and below it the lines that say more. */
import { edge, font, type Pen, type Sheet, wrapped } from "./sheet.ts";

const titleSize = 20;
const titleLine = 26;
const subtitleSize = 14;
const subtitleLine = 20;

export interface Heading {
  readonly titles: readonly string[];
  readonly subtitles: readonly string[];
  readonly height: number; // from the top of the page
}

/** Title and subtitle in lines, and a line below them; without words no more room than a line would take. @param more empty: none */
export function headingOf(
  of: { readonly title: string; readonly subtitle: string },
  more: string,
  sheet: Sheet,
): Heading {
  if (!sheet.labelled) return { titles: [], subtitles: [], height: 0 };
  const room = sheet.width - 2 * edge;
  const titles = wrapped(sheet, of.title, room, titleSize, "bold");
  const last = more === "" ? [] : wrapped(sheet, more, room, subtitleSize);
  const subtitles = [...wrapped(sheet, of.subtitle, room, subtitleSize), ...last];
  return { titles, subtitles, height: edge + titles.length * titleLine + 4 + subtitles.length * subtitleLine };
}

export function drawHeading(pen: Pen, sheet: Sheet, { titles, subtitles, height }: Heading): void {
  pen.textBaseline = "top";
  pen.fillStyle = sheet.ink.text;
  pen.font = font(sheet, titleSize, "bold");
  titles.forEach((text, line) => {
    pen.fillText(text, edge, edge + line * titleLine);
  });
  pen.fillStyle = sheet.ink.quiet;
  pen.font = font(sheet, subtitleSize);
  subtitles.forEach((text, line) => {
    pen.fillText(text, edge, height - (subtitles.length - line) * subtitleLine);
  });
}
