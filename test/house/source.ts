/**
 * The project's own text, as the tests of the house read it: which files there are, and a TypeScript file with
 * everything that is not code blanked out, so that a word in a comment is not taken for a use of it.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Source {
  readonly path: string; // from the project's root, with forward slashes
  readonly text: string;
}

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every file that is, or would be, committed; sorted. */
export function projectPaths(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const paths = listed.toString().split("\0");
  return paths.filter((path) => path !== "" && existsSync(join(root, path))).sort((a, b) => (a < b ? -1 : 1));
}

export function read(path: string): Source {
  return { path, text: readFileSync(join(root, path), "utf8") };
}

/** Every TypeScript file of src/. */
export function sources(): Source[] {
  return projectPaths()
    .filter((path) => path.startsWith("src/") && path.endsWith(".ts"))
    .map(read);
}

/** `path:line` of an offset in a file: what an editor opens. */
export function place({ path, text }: Source, offset: number): string {
  return `${path}:${text.slice(0, offset).split("\n").length}`;
}

/**
 * The code of a TypeScript text: comments and the insides of strings, templates and regular expressions become
 * spaces, one for one, so that an offset in the code is the same offset in the text. What stands in a template's
 * `${…}` is code and stays.
 */
export function codeOf(text: string): string {
  const code = text.split("");
  const open: number[] = []; // for each template we are inside of: how many braces are open in its ${…}
  let at = 0;
  const blank = (until: number): void => {
    for (; at < until; at++) if (code[at] !== "\n") code[at] = " ";
  };
  const template = (): void => {
    let end = at;
    while (end < text.length && text[end] !== "`" && !text.startsWith("${", end)) end += text[end] === "\\" ? 2 : 1;
    blank(Math.min(end, text.length));
    if (text[at] === "$") open.push(0);
    at += text[at] === "$" ? 2 : 1;
  };
  while (at < text.length) {
    const here = text[at];
    if (text.startsWith("//", at)) blank(endOf(text, "\n", at));
    else if (text.startsWith("/*", at)) blank(endOf(text, "*/", at + 2) + 2);
    else if (here === '"' || here === "'" || (here === "/" && startsRegExp(code.slice(0, at).join("")))) {
      const end = endOfLiteral(text, at);
      at += 1;
      blank(end);
      at += 1;
    } else if (here === "`") {
      at += 1;
      template();
    } else if (here === "}" && open.at(-1) === 0) {
      open.pop();
      at += 1;
      template();
    } else {
      if (open.length > 0 && (here === "{" || here === "}")) open[open.length - 1] += here === "{" ? 1 : -1;
      at += 1;
    }
  }
  return code.slice(0, text.length).join("");
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end;
}

/** Offset of the mark that closes the string or regular expression that opens at `start`. */
function endOfLiteral(text: string, start: number): number {
  const mark = text[start];
  let inClass = false; // a slash within [...] does not close a regular expression
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "\n" || (text[at] === mark && !inClass)) return at;
    else if (mark === "/" && (text[at] === "[" || text[at] === "]")) inClass = text[at] === "[";
  }
  return text.length;
}

/** Whether a slash after this code opens a regular expression: it does where a value cannot just have ended. */
function startsRegExp(before: string): boolean {
  return /(?:^|[(,=:[&|?{};]|=>|(?<![\w$)\]])!|\b(?:return|typeof|case|of|in|void|throw|await|yield))$/.test(
    before.trimEnd(),
  );
}
