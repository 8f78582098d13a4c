/**
 * What a pure room may not hold: nothing of the host that differs from run to run or from machine to machine.
 * That it imports no Node is in imports.test.ts.
 */
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codeOf, place, read, type Source, sources } from "./source.ts";

/** Rooms that make results: the bits of a run are theirs. */
const exactRooms = ["engine", "kernels", "observe", "claims"];
/** Rooms that run unchanged in Node, in a worker and on the page. */
const pureRooms = [...exactRooms, "model", "units", "scenario", "report", "sweep"];

interface Ban {
  readonly says: string;
  readonly found: RegExp;
  readonly unless?: RegExp; // a file whose code holds this may
  readonly rooms: readonly string[];
  readonly examples: readonly string[];
  readonly fine: readonly string[];
}

const bans: readonly Ban[] = [
  {
    says: "of Math only what every host rounds alike: the rest is in src/kernels/math.ts",
    found: /\bMath\b(?!\.(?:sqrt|abs|floor|ceil|trunc|min|max|fround|imul|clz32|PI|LN2)\b)/g,
    rooms: exactRooms,
    examples: [
      "Math.exp(x)",
      "Math.round(x)",
      "Math.random()",
      "const { pow } = Math;",
      'Math["exp"](x)',
      "Math\n.log(x)",
    ],
    fine: ["Math.sqrt(x)", "Math.clz32(x)", "2 * Math.PI", "aftermath", "// Math.exp\n"],
  },
  {
    says: "no **: hosts differ in its last bit; pow is in src/kernels/math.ts",
    found: /\*\*/g,
    rooms: exactRooms,
    examples: ["x ** 2", "x **= 2"],
    fine: ["x * x", "/** words */"],
  },
  {
    says: "no order by default: sort with a comparator",
    found: /(?<!Float64Array\.from\([\w.]+\))\.(?:sort|toSorted)\s*\(\s*\)/g, // doubles are ordered as numbers
    rooms: exactRooms,
    examples: ["names.sort()", "[...names].toSorted( )", "names\n  .sort()"],
    fine: ["names.sort(byName)", "sort()", "Float64Array.from(values).sort()"],
  },
  {
    says: "no for-in: its order belongs to the host",
    found: /\bfor\s*\(\s*(?:(?:const|let|var)\s+)?[\w$]+\s+in\b/g,
    rooms: exactRooms,
    examples: ["for (const key in row) {}", "for(key in row) {}"],
    fine: ["for (const key of keys) {}", "for (let i = 0; i in rows; i++) {}", 'if ("a" in row) {}'],
  },
  {
    says: "no chance but the run's own draws",
    found: /\bMath\s*\.\s*random\b/g,
    rooms: pureRooms,
    examples: ["Math.random()"],
    fine: ["random(key)"],
  },
  {
    says: "no clock, no console and nothing else of the host",
    found:
      /(?<![\w$.])(?:Date|performance|console|globalThis|setTimeout|setInterval|queueMicrotask|crypto)\b(?!\s*\??:)/g,
    rooms: pureRooms,
    examples: [
      "Date.now()",
      "new Date()",
      "performance.now()",
      'console.log("a")',
      "globalThis.a",
      "const { now } = Date;",
    ],
    fine: ["sample.Date", "interface A { performance: number }", '"console"', "updateDate()", "isDate"],
  },
  {
    says: "no process of the host",
    found: /(?<![\w$.])process\s*(?:\?\.|[.[])/g,
    unless: /\b(?:const|let)\s+process\b|[(,]\s*process\s*(?::|\)\s*=>)/, // a process of the schedule; tsc tells them apart
    rooms: pureRooms,
    examples: ["process.exit()", 'process["env"]', "const { env } = process.env;"],
    fine: [
      "for (const process of schedule) process.step(state);",
      "function f(process: Process) { process.step(); }",
      "schedule.map((process) => process.name)",
    ],
  },
  {
    says: "no locale: sort by code unit, print by our own rules",
    found: /\.(?:toLocale\w*|localeCompare)\b|(?<![\w$.])Intl\b/g,
    rooms: pureRooms,
    examples: [
      "x.toLocaleString()",
      "a.localeCompare(b)",
      "new Intl.NumberFormat()",
      "names.map((n) => n.toLocaleUpperCase())",
    ],
    fine: ["a < b", "locale.name"],
  },
];

test("pure rooms hold nothing of the host", () => {
  assert.equal(sources().flatMap(impurities), []);
});

for (const ban of bans) {
  test(`impurities() keeps the ban "${ban.says}"`, () => {
    for (const room of ban.rooms) {
      const path = room === "model" || room === "units" ? `src/${room}.ts` : `src/${room}/planted.ts`;
      for (const example of ban.examples) {
        const seen = impurities({ path, text: `const a = 1;\n${example}` });
        assert.ok(
          seen.some((each) => each.includes(ban.says)),
          `${path}: ${example}`,
        );
      }
      for (const text of ban.fine) assert.equal(impurities({ path, text }), []);
    }
    for (const text of ban.examples) assert.equal(impurities({ path: "src/node/planted.ts", text }), []);
  });
}

test("npm run typecheck proves the pure rooms without Node and without a page", () => {
  const config = "src/engine/tsconfig.json";
  const { scripts } = JSON.parse(read("package.json").text) as { scripts: Record<string, string> };
  assert.ok(scripts.typecheck.split(" && ").includes(`tsc -p ${config}`), scripts.typecheck);
  const { compilerOptions, include } = JSON.parse(read(config).text) as {
    compilerOptions: { lib: string[]; types: string[] };
    include: string[];
  };
  assert.equal(compilerOptions, { lib: ["ES2023"], types: [] });
  const covered = include.map((pattern) => pattern.replace(/^\.\//, "../engine/"));
  for (const room of pureRooms)
    assert.ok(
      covered.some((each) => each.startsWith(`../${room}`)),
      room,
    );
});

test.run();

function impurities(source: Source): string[] {
  const room = source.path.split("/")[1].replace(/\.ts$/, "");
  const code = codeOf(source.text);
  return bans
    .filter(({ rooms, unless }) => rooms.includes(room) && !unless?.test(code))
    .flatMap(({ says, found }) => [...code.matchAll(found)].map((match) => `${place(source, match.index)}: ${says}`));
}
