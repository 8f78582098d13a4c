/** What web/build.mjs puts into the page as text. */
declare module "embedded:shelf" {
  /** Shipped scenarios by name, and the library by the names under which scenarios use it. */
  export const scenarios: Readonly<Record<string, string>>;
  export const library: Readonly<Record<string, string>>;
  /** Scenarios of mysteries with the lesson that each belongs to: opened by themselves they would show what is hidden. */
  export const mysteries: Readonly<Record<string, string>>;
  /** Shipped lessons by name, and the words that they use. */
  export const lessons: Readonly<Record<string, string>>;
  export const glossary: string;
}
declare module "embedded:titles" {
  /** What there is to choose from, without the texts themselves. */
  const titles: readonly { readonly name: string; readonly title: string; readonly question: string }[];
  export default titles;
  export const lessons: readonly { readonly name: string; readonly title: string }[];
}
