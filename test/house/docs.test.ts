/** What is written in the repository: nothing of the machine it was made on, nothing left over, and pages that hold. */
import { posix } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseDocument } from "yaml";
import { place, projectPaths, read, type Source } from "./source.ts";

const paths = projectPaths();
const texts = paths.map(read).filter(({ text }) => !text.includes("\0")); // pictures and other binaries hold one
const pages = texts.filter(({ path }) => path.endsWith(".md"));

/** Words that name a machine, and words of unfinished work: in pieces, so that this file holds none of them. */
const homes = ["home", "Users"].map((folder) => `/${folder}/\\w`);
const roots = ["work", "root", "farm"].map((folder) => `/${folder}(?![\\w-])`);
const machine = new RegExp(
  `(?<![\\w.<}*)\\]-])(?:${[...homes, ...roots].join("|")})|${["bash", "jobs"].join("_")}`,
  "g",
);
const unfinished = ["TO:DO", "FIX:ME", "X:XX", "biome-:ignore", "@ts-:ignore"].map((word) => word.replace(":", ""));
const leftOver = new RegExp(`(?<!\\w)(?:${unfinished.join("|")})\\b|\\btest\\.(?:only|skip)\\(`, "g");

test("no file names a path of a machine", () => {
  assert.equal(findings(texts, machine), []);
});

test("no file holds unfinished work or a test switched off", () => {
  assert.equal(
    findings(
      texts.filter(({ path }) => path !== "package-lock.json"),
      leftOver,
    ),
    [],
  );
});

test("every relative link of a page leads to a file of the project", () => {
  assert.equal(
    pages.flatMap((page) => brokenLinks(page, paths)),
    [],
  );
});

test("every YAML block of a page is YAML", () => {
  assert.equal(pages.flatMap(brokenYaml), []);
});

test("findings() sees machine paths, and no others", () => {
  const folder = (...parts: string[]): string => ["", ...parts].join("/");
  const planted = [
    `see ${folder("work", "main")}`,
    `"${folder("root", ".cache")}"`,
    `cd ${folder("work")}`,
    `file://${folder("home", "ann", "a.ts")}`,
    `(${folder("Users", "ann")})`,
    folder("tmp", ["bash", "jobs"].join("_"), "1"),
  ];
  for (const text of planted) assert.is(findings([{ path: "a.md", text }], machine).length, 1, text);
  const text = "at work/root, a patchwork/home/page, ./root/a, {folder}/work, </root>, /workers, /home, /usr/bin/env";
  assert.equal(findings([{ path: "a.md", text }], machine), []);
});

test("findings() sees unfinished work and tests switched off", () => {
  for (const word of [...unfinished, ["test.on", "ly("].join(""), ["test.sk", "ip("].join("")]) {
    assert.equal(findings([{ path: "a.ts", text: `x;\n// ${word} this` }], leftOver), [`a.ts:2: ${word}`]);
  }
  assert.equal(findings([{ path: "a.ts", text: "rows.skip(2); autodo(); mastodon" }], leftOver), []);
});

test("brokenLinks() follows links, pictures and references from the page's own folder", () => {
  const present = ["README.md", "docs/odd.md", "docs/decisions/0001-a name.md", "docs/dish.png"];
  const text = [
    "[odd](../odd.md#design), [folder](../decisions/), ![dish](<../dish.png> 'a dish'), [web](https://a.org/b), [here](#top)",
    '[named][1], <img src="../dish.png">, `[code](no.md)`, [with a space](0001-a%20name.md)',
    "```md\n[fenced](no.md)\n```",
    "[1]: ../../README.md",
  ].join("\n");
  assert.equal(brokenLinks({ path: "docs/decisions/0001-a name.md", text }, present), []);
  const broken = '[a](odd.md)\n![b](../output/b.png)\n<img src="c.png">\n[d]: d.md\n[e](/docs/odd.md)';
  assert.equal(brokenLinks({ path: "docs/decisions/b.md", text: broken }, present), [
    "docs/decisions/b.md:1: odd.md leads nowhere",
    "docs/decisions/b.md:2: ../output/b.png leads nowhere",
    "docs/decisions/b.md:3: c.png leads nowhere",
    "docs/decisions/b.md:4: d.md leads nowhere",
    "docs/decisions/b.md:5: /docs/odd.md leads nowhere",
  ]);
});

test("brokenYaml() tells the block that does not parse", () => {
  const good = "```yaml\na: [1, 2]\n```\n\n- item\n  ```yaml title\n  a: 1\n  b: 2\n  ```\n\n```\na: [\n```\n";
  assert.equal(brokenYaml({ path: "a.md", text: good }), []);
  const [first, ...more] = brokenYaml({ path: "a.md", text: `${good}\n\`\`\`yml\na: [1\nb: }\n\`\`\`\n` });
  assert.match(first, /^a\.md:15: /);
  assert.equal(more, []);
});

test.run();

function findings(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    [...file.text.matchAll(pattern)].map((match) => `${place(file, match.index)}: ${match[0]}`),
  );
}

/** Relative links that lead to nothing in the project: what lies in an ignored folder is not there for the next reader. */
function brokenLinks(page: Source, present: readonly string[]): string[] {
  const prose = page.text.replace(/^( *`{3,}).*\n[\s\S]*?^\1`* *$|`[^`\n]+`/gm, (code) => code.replace(/[^\n]/g, " "));
  const links = prose.matchAll(/\]\(<?([^\s)>]+)|^ *\[[^\]]+\]: *<?([^\s>]+)|\b(?:src|href)="([^"]+)"/gm);
  return [...links].flatMap((match) => {
    const link = match[1] ?? match[2] ?? match[3];
    if (/^(?:[a-z][a-z\d+.-]*:|#)/i.test(link)) return [];
    const target = posix.join(posix.dirname(page.path), decodeURI(link.replace(/[?#].*$/, ""))).replace(/\/$/, "");
    const found = !link.startsWith("/") && present.some((path) => path === target || path.startsWith(`${target}/`));
    return found ? [] : [`${place(page, match.index)}: ${link} leads nowhere`];
  });
}

/** The first fault of each YAML block that does not parse. */
function brokenYaml(page: Source): string[] {
  return [...page.text.matchAll(/^( *)(`{3,})ya?ml\b.*\n([\s\S]*?)^\1\2`* *$/gm)].flatMap((match) => {
    const block = match[3].replace(new RegExp(`^${match[1]}`, "gm"), "");
    return parseDocument(block)
      .errors.slice(0, 1)
      .map((error) => `${place(page, match.index)}: ${error.message.split("\n")[0]}`);
  });
}
