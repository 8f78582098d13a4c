/** Scenario texts made wrong by chance: the same number always makes the same text. */
import { begin, next } from "../../src/kernels/chance.ts";

/** What tends to hurt a reader, to be put anywhere. */
const splinters = [
  "\t",
  "\0",
  "\uFEFF",
  "\r\n",
  "\u2028",
  "\u2060",
  "𝒳",
  ": ",
  "- ",
  "? ",
  "#",
  "&a ",
  "*a",
  "<<: *a",
  "!!js/function",
  "%YAML 9.9\n---\n",
  "---\n",
  "...\n",
  "[[[[",
  "{",
  "}",
  "]",
  '"',
  "'",
  "|\n",
  ">-\n",
  ".inf",
  ".nan",
  "-",
  "-1",
  "0",
  "1e999",
  "1e-400",
  "0x10",
  "null",
  "~",
  "true",
  "{}",
  "[]",
  "__proto__",
  "constructor",
  "toString",
  "free:",
  "bound:__proto__",
  "cells:all",
  "hill(",
  "x ? y : z",
  "a.b.c",
  "import('fs')",
  "/hour/hour",
  "/(((nM",
  "5 5 5",
  "lognormal(0, 0)",
  "rest",
  "none",
  "../../x",
  "exoculture:t-cell",
  "table:",
  "like: T",
];

/** One to four changes of a text: letters, splinters and lines put in, taken out, doubled or exchanged. */
export function mutated(text: string, number: number, others: readonly string[]): string {
  begin(number >>> 0, 0x66757a7a, 1, 0);
  const below = (most: number): number => Math.floor(next() * most);
  const of = <Item>(list: readonly Item[]): Item => list[below(list.length)];
  let changed = text;
  for (let left = 1 + below(4); left > 0; left--) {
    const at = below(changed.length + 1);
    const lines = changed.split("\n");
    const line = below(lines.length);
    switch (below(10)) {
      case 0:
        changed = changed.slice(0, at) + changed.slice(at + 1 + below(8));
        break;
      case 1:
        changed = changed.slice(0, at) + of(splinters) + changed.slice(at);
        break;
      case 2:
        changed = changed.slice(0, at) + String.fromCharCode(below(0x250)) + changed.slice(at + 1);
        break;
      case 3:
        changed = lines.toSpliced(line, 1 + below(3)).join("\n");
        break;
      case 4:
        changed = lines.toSpliced(line, 0, of(lines)).join("\n");
        break;
      case 5:
        changed = lines.with(line, of(of(others).split("\n"))).join("\n");
        break;
      case 6:
        changed = lines.with(line, `${" ".repeat(below(7))}${lines[line].trimStart()}`).join("\n");
        break;
      case 7:
        changed = exchanged(changed, /[A-Za-z_][\w-]*/g, below, of);
        break;
      case 8:
        changed = exchanged(changed, /-?\d[\d.]*(?:e[+-]?\d+)?/g, below, () =>
          of(["0", "-1", "1e30", "1e-30", "7", "0.5", "1e6", "", "NaN"]),
        );
        break;
      default:
        changed = changed.slice(0, at);
    }
  }
  return changed;
}

/** One match of a pattern exchanged for another one, or for what `other` gives. */
function exchanged(
  text: string,
  pattern: RegExp,
  below: (most: number) => number,
  other: (list: readonly string[]) => string,
): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { index, 0: word } = found[below(found.length)];
  return text.slice(0, index) + other(found.map(([each]) => each)) + text.slice(index + word.length);
}
