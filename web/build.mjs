/**
 * Builds the page into dist/web/: one index.html that holds everything (style, script, the worker's source, scenarios, library), so
 * that it opens from any server and from a disk alike and asks for nothing more. Prints its size, and nothing else but errors.
 *
 * `node web/build.mjs` or `buildPage(folder)`.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { parse } from "yaml";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** @param folder that index.html is written to @returns its size in bytes, and that when it is compressed */
export async function buildPage(folder = join(root, "dist", "web")) {
  const shelf = shelfOf();
  const engine = await bundle("web/worker/main.ts", { "embedded:shelf": shelf });
  const painter = await bundle("web/painter/main.ts", {});
  const titles = Object.entries(shelf.scenarios).flatMap(([name, text]) => {
    const { title, question = "" } = parse(text);
    return Object.hasOwn(shelf.mysteries, name) ? [] : [{ name, title, question }];
  });
  const lessons = Object.entries(shelf.lessons).map(([name, text]) => ({ name, title: parse(text).title }));
  const script = await bundle("web/page.ts", {
    "embedded:titles": { default: titles, lessons },
  });
  const style = (await build({ ...common, entryPoints: ["web/style.css"] })).outputFiles[0].text;
  const page = pageOf(script, { engine, painter }, style, await words());
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "index.html"), page);
  return { bytes: Buffer.byteLength(page), compressed: gzipSync(page).length };
}

const common = { absWorkingDir: root, bundle: true, minify: true, write: false, logLevel: "error", charset: "ascii" };

/** The words of the page. */
async function words() {
  const made = await build({ ...common, entryPoints: ["web/texts.ts"], format: "esm" });
  return (await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString("base64")}`))
    .texts;
}

/** One classic script. @param embedded modules that hold data, by name */
async function bundle(entry, embedded) {
  const asModule = (data) =>
    Object.entries(data)
      .map(
        ([name, value]) =>
          `${name === "default" ? "export default" : `export const ${name} =`} ${JSON.stringify(value)};`,
      )
      .join("\n");
  const plugin = {
    name: "embedded",
    setup(builder) {
      builder.onResolve({ filter: /^embedded:/ }, ({ path }) => ({ path, namespace: "embedded" }));
      builder.onLoad({ filter: /.*/, namespace: "embedded" }, ({ path }) => ({
        contents: asModule(embedded[path]),
        loader: "js",
      }));
    },
  };
  const made = await build({
    ...common,
    entryPoints: [entry],
    format: "iife",
    platform: "browser",
    target: "es2023",
    legalComments: "none",
    plugins: [plugin],
  });
  return made.outputFiles[0].text;
}

/** The shipped scenarios, lessons and the library as texts. */
function shelfOf() {
  const folder = join(root, "scenarios");
  const texts = (below, prefix = "", lessons = false) =>
    Object.fromEntries(
      (existsSync(join(folder, below)) ? readdirSync(join(folder, below)) : [])
        .filter(
          (name) => name.endsWith(".yaml") && name.endsWith(".lesson.yaml") === lessons && name !== "glossary.yaml",
        )
        .sort()
        .map((name) => [
          `${prefix}${name.replace(/(?:\.lesson)?\.yaml$/, "")}`,
          readFileSync(join(folder, below, name), "utf8"),
        ]),
    );
  const table = readFileSync(join(folder, "library", "parameters.csv"), "utf8");
  const lessons = texts("lessons", "", true);
  return {
    scenarios: { ...texts("."), ...texts("lessons", "lessons/") },
    mysteries: mysteriesIn(lessons),
    lessons,
    glossary: readFileSync(join(folder, "lessons", "glossary.yaml"), "utf8"),
    library: { ...texts("library", "exoculture:"), "exoculture:parameters.csv": table },
  };
}

/** Scenarios of mysteries, each with its lesson: on the bench they would show what is to be found out. */
function mysteriesIn(lessons) {
  return Object.fromEntries(
    Object.entries(lessons).flatMap(([lesson, text]) => {
      const { mystery, experiment } = parse(text);
      const scenario = posix.join("lessons", experiment.scenario).replace(/\.yaml$/, "");
      return mystery === undefined ? [] : [[scenario, lesson]];
    }),
  );
}

/**
 * The page with its policy: this script and this style, workers made here, pictures made here; nothing from anywhere.
 * The sources of workers are blocks of text beside the script, so that opening the page need not read them as part of the script.
 */
function pageOf(script, workers, style, texts) {
  const blocks = Object.entries(workers).flatMap(([name, source]) => blocksOf(name, source));
  const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "img-src data: blob:",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="${texts.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${texts.name}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<noscript>${texts.noScript}</noscript>
${blocks.join("\n")}
<script>${script}</script>
</body>
</html>
`;
}

/** A text in blocks that are short enough for a reader of pages to take a breath between two. */
function blocksOf(name, text) {
  if (/<!--|<\/?script/i.test(text)) throw new Error("the source of a worker would end its block of text");
  return (text.match(/.{1,100000}/gs) ?? []).map(
    (part) => `<script type="text/plain" class="${name}">${part}</script>`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { bytes, compressed } = await buildPage();
  console.log(`dist/web/index.html: ${Math.round(bytes / 1000)} kB, ${Math.round(compressed / 1000)} kB compressed`);
}
