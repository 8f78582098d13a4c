/** Light and dark: what the reader chose, else what the system says. Colours of series that would not be seen on dark are lightened. */
export interface Theme {
  readonly dark: boolean;
  readonly paper: string;
  readonly text: string;
  readonly quiet: string;
  readonly axis: string;
  readonly grid: string;
}

const light: Theme = {
  dark: false,
  paper: "#FFFFFF",
  text: "#1A1A1A",
  quiet: "#555555",
  axis: "#767676",
  grid: "#E4E4E4",
};
const dark: Theme = {
  dark: true,
  paper: "#14181D",
  text: "#F0F0F0",
  quiet: "#B4B9BF",
  axis: "#8C939B",
  grid: "#2C333B",
};

const system = matchMedia("(prefers-color-scheme: dark)");

/** The theme now. */
export function themeNow(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "dark" || (chosen !== "light" && system.matches) ? dark : light;
}

export function onSystemTheme(changed: () => void): void {
  system.addEventListener("change", changed);
}

const onDark: Readonly<Record<string, string>> = {
  "#000000": "#FFFFFF",
  "#0072B2": "#3FA7E8",
  "#56B4E9": "#B5E2FA",
  "#D55E00": "#F2802B",
  "#009E73": "#1FC79A",
};

/** A colour of the palette as it is seen on this theme. */
export const seen = (colour: string, theme: Theme): string => (theme.dark ? (onDark[colour] ?? colour) : colour);

/** Ends of the scale of colours of a map: from paper to a cool grey, which no cell has. It differs in lightness alone, for every eye. */
export const rampOf = ({ dark: isDark, paper }: Theme): readonly [low: string, high: string] => [
  paper,
  isDark ? "#9AA4B6" : "#545C6E",
];

/** A colour #RRGGBB as a pixel of ImageData (little endian). */
export function pixel(colour: string): number {
  const value = Number.parseInt(colour.slice(1), 16);
  return (0xff000000 | ((value & 0xff) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

/** A pixel between two. @param share 0: all of the first */
export function mixed(one: number, other: number, share: number): number {
  let result = 0xff000000;
  for (const shift of [0, 8, 16]) {
    const [a, b] = [(one >> shift) & 0xff, (other >> shift) & 0xff];
    result |= Math.round(a + (b - a) * share) << shift;
  }
  return result >>> 0;
}
