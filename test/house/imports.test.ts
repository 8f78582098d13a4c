/** The rooms of src/ and which way imports point: down the house, and never in a circle. */
import { posix } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codeOf, place, type Source, sources } from "./source.ts";

interface Room {
  readonly rooms: readonly string[]; // it may import from these, and from itself
  readonly packages: readonly string[] | "any"; // "any" includes Node's own modules
}

const house: Readonly<Record<string, Room>> = {
  model: { rooms: [], packages: [] },
  units: { rooms: [], packages: ["mathjs"] },
  instruments: { rooms: [], packages: [] },
  ladder: { rooms: [], packages: [] },
  scenario: {
    rooms: ["model", "units", "instruments", "kernels"],
    packages: ["yaml", "zod", "mathjs", "seedrandom"],
  },
  kernels: { rooms: [], packages: [] },
  engine: { rooms: ["model", "kernels", "ladder"], packages: [] },
  observe: { rooms: ["model", "units", "instruments", "ladder", "engine", "kernels"], packages: [] },
  claims: { rooms: ["model", "units", "observe", "kernels"], packages: [] },
  sweep: { rooms: ["model", "scenario", "observe", "claims", "kernels"], packages: [] },
  report: { rooms: ["model", "units", "ladder", "scenario", "observe", "claims", "sweep"], packages: [] },
  painting: { rooms: ["report"], packages: ["chart.js", "@napi-rs/canvas"] },
  node: {
    rooms: ["painting", "model", "units", "scenario", "kernels", "engine", "observe", "claims", "sweep", "report"],
    packages: "any",
  },
  cli: {
    rooms: ["model", "units", "scenario", "kernels", "engine", "observe", "claims", "sweep", "report", "node"],
    packages: "any",
  },
};

test("imports point down the house", () => {
  assert.equal(sources().flatMap(wrongImports), []);
});

test("imports form no cycle", () => {
  assert.equal(cyclesOf(sources()), []);
});

test("wrongImports() sees every way to write an import", () => {
  const ways = [
    'import { a } from "../cli/a.ts";',
    "import type { A } from '../cli/a.ts';",
    'import {\n  a,\n  type B,\n} from "../cli/a.ts";',
    'export * from "../cli/a.ts";',
    'import "../cli/a.ts";',
    'const a = await import("../cli/a.ts");',
    'let a: import("../cli/a.ts").A;',
  ];
  for (const text of ways) assert.is(wrongImports({ path: "src/engine/b.ts", text }).length, 1, text);
});

test("wrongImports() refuses a room above, a package, Node, a file outside, a missing ending and an unknown room", () => {
  const refused: readonly (readonly [path: string, specifier: string])[] = [
    ["src/model.ts", "./units.ts"],
    ["src/units.ts", "./model.ts"],
    ["src/kernels/math.ts", "../model.ts"],
    ["src/engine/process/motion.ts", "../../units.ts"],
    ["src/scenario/read.ts", "../engine/state.ts"],
    ["src/claims/verdict.ts", "../engine/state.ts"],
    ["src/engine/state.ts", "seedrandom"],
    ["src/scenario/read.ts", "yargs"],
    ["src/scenario/read.ts", "node:fs"],
    ["src/report/chart.ts", "chart.js"],
    ["src/node/worker.ts", "../cli/main.ts"],
    ["src/engine/state.ts", "../../package.json"],
    ["src/engine/state.ts", "./cells"],
    ["src/engine/state.ts", "./cells.js"],
    ["src/attic/a.ts", "./b.ts"],
  ];
  for (const [path, specifier] of refused) {
    const text = `// a comment\nimport { a } from "${specifier}";\n`;
    const found = wrongImports({ path, text });
    assert.is(found.length, 1, `${path} imports ${specifier}`);
    assert.ok(found[0].startsWith(`${path}:2 `), found[0]);
  }
});

test("wrongImports() lets pass what the house allows, and words that are no import", () => {
  const allowed: readonly Source[] = [
    {
      path: "src/engine/process/motion.ts",
      text: 'import { a } from "../cells.ts";\nimport { exp } from "../../kernels/math.ts";',
    },
    { path: "src/scenario/read.ts", text: 'import { parse } from "yaml";\nimport * as z from "zod/v4";' },
    {
      path: "src/cli/main.ts",
      text: 'import fs from "node:fs";\nimport about from "../../package.json" with { type: "json" };',
    },
    {
      path: "src/model.ts",
      text: '// import "yaml";\nconst from = ["yaml"]; const a = Array.from("yaml"); const text = `import "yaml"`;',
    },
  ];
  assert.equal(allowed.flatMap(wrongImports), []);
});

test("cyclesOf() tells the way round", () => {
  const files = [
    { path: "src/engine/a.ts", text: 'import "./b.ts";' },
    { path: "src/engine/b.ts", text: 'import type { C } from "./process/c.ts";' },
    { path: "src/engine/process/c.ts", text: 'import "../b.ts"; import "../d.ts";' },
    { path: "src/engine/d.ts", text: "" },
  ];
  assert.equal(cyclesOf(files), ["src/engine/b.ts → src/engine/process/c.ts → src/engine/b.ts"]);
});

test.run();

interface Import {
  readonly specifier: string;
  readonly offset: number;
}

function importsOf({ text }: Source): Import[] {
  const found = codeOf(text).matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(["'])( *)\1/g);
  return [...found].map((match) => {
    const end = match.index + match[0].length - 1;
    return { specifier: text.slice(end - match[2].length, end), offset: match.index };
  });
}

function targetOf(path: string, specifier: string): string {
  return posix.join(posix.dirname(path), specifier);
}

/** "engine" of src/engine/process/motion.ts, "model" of src/model.ts. */
function roomOf(path: string): string {
  return path.split("/")[1].replace(/\.ts$/, "");
}

function wrongImports(source: Source): string[] {
  return importsOf(source).flatMap(({ specifier, offset }) => {
    const why = refusal(source.path, specifier);
    return why === undefined ? [] : [`${place(source, offset)} imports ${specifier}: ${why}`];
  });
}

/** Why this file may not import that; undefined when it may. */
function refusal(path: string, specifier: string): string | undefined {
  const name = roomOf(path);
  if (!Object.hasOwn(house, name)) return `there is no room "${name}" in the house`;
  const { rooms, packages } = house[name];
  if (!specifier.startsWith(".")) {
    const mayImport =
      packages === "any" || packages.some((each) => specifier === each || specifier.startsWith(`${each}/`));
    return mayImport ? undefined : `${name} may not import this package`;
  }
  const target = targetOf(path, specifier);
  if (!target.startsWith("src/")) return packages === "any" ? undefined : `${name} may not read outside src`;
  if (!target.endsWith(".ts")) return "write the file's name with its ending, .ts";
  const room = roomOf(target);
  return room === name || rooms.includes(room) ? undefined : `${name} may not import ${room}`;
}

/** Each circle of imports once, as the way round it. */
function cyclesOf(files: readonly Source[]): string[] {
  const targets = new Map(
    files.map((file) => [file.path, importsOf(file).map((each) => targetOf(file.path, each.specifier))]),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) cycles.push([...way.slice(start), path].join(" → "));
    if (start >= 0 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}
