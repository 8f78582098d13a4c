/** The results folder: whole or not there, and checked against its manifest. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Manifest, type RunFile, safeName, verifyRun, writeRun } from "../../src/node/files.ts";

const test = suite<{ folder: string }>();

test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "exoculture-"));
});
test.after.each(({ folder }) => rm(folder, { recursive: true }));

const manifest: Omit<Manifest, "files" | "seal"> = {
  scenario: { name: "first dish", hash: "0".repeat(32) },
  request: { seed: "1", donors: 1, replicates: 1, arms: ["medium"], set: {} },
  parameters: [{ name: "release", value: 100, unit: "1/hour" }],
  versions: { engine: "1", language: "1", state: "1", table: "1" },
  ledger: [{ culture: "dish", of: "IL2", line: "made", amount: 12 }],
  digest: "d",
  timings: { run: 1.5 },
};
const table = "arm,value\nIL2,1\n";
const picture = Uint8Array.of(0x89, 0x50, 0, 255);
const files: readonly RunFile[] = [
  { path: "observables.csv", content: ["arm,value\n", "IL2,1\n"] },
  { path: "charts/count.png", content: picture },
  { path: "claims.json", content: "[]\n" },
];

test("writeRun() writes every file, and a manifest with their hashes", async ({ folder }) => {
  const written = await writeRun({ folder: join(folder, "first-dish"), name: "run-1" }, manifest, files);
  const run = join(folder, "first-dish", "run-1");
  assert.equal(await readdir(join(folder, "first-dish")), ["run-1"]);
  assert.is(await readFile(join(run, "observables.csv"), "utf8"), table);
  assert.equal(Uint8Array.from(await readFile(join(run, "charts", "count.png"))), picture);
  assert.equal(JSON.parse(await readFile(join(run, "manifest.json"), "utf8")), written);
  assert.equal(written, {
    ...manifest,
    files: [
      { path: "observables.csv", bytes: 16, sha256: sha256(table) },
      { path: "charts/count.png", bytes: 4, sha256: sha256(picture) },
      { path: "claims.json", bytes: 3, sha256: sha256("[]\n") },
    ],
    seal: written.seal,
  });
  assert.equal(Object.keys(written).slice(-2), ["timings", "seal"]); // apart from what repeats
});

test("writeRun() writes text as UTF-8, also when it is made in chunks", async ({ folder }) => {
  async function* chunks(): AsyncGenerator<string> {
    yield "µm ≥ ";
    yield "β\n";
  }
  const { files: hashes } = await writeRun({ folder, name: "run" }, manifest, [{ path: "a.txt", content: chunks() }]);
  assert.is(await readFile(join(folder, "run", "a.txt"), "utf8"), "µm ≥ β\n");
  assert.equal(hashes, [{ path: "a.txt", bytes: 11, sha256: sha256("µm ≥ β\n") }]);
});

test("writeRun() that fails midway leaves nothing at all", async ({ folder }) => {
  function* broken(): Generator<string> {
    yield "arm,value\n";
    throw new Error("no more values");
  }
  const half: RunFile[] = [files[1], { path: "observables.csv", content: broken() }];
  await assertRejects(() => writeRun({ folder, name: "run" }, manifest, half), /no more values/);
  assert.equal(await readdir(folder), []);
});

test("writeRun() has nothing under the final name while it writes", async ({ folder }) => {
  let seen: string[] = [];
  async function* watched(): AsyncGenerator<RunFile> {
    yield files[0];
    seen = await readdir(folder);
    yield files[2];
  }
  await writeRun({ folder, name: "run" }, manifest, watched());
  assert.is(seen.length, 1);
  assert.match(seen[0], /^\.run\..*\.part$/);
  assert.equal(await readdir(folder), ["run"]);
});

test("writeRun() says that a run is there already, and keeps it", async ({ folder }) => {
  await writeRun({ folder, name: "run" }, manifest, files);
  await assertRejects(() => writeRun({ folder, name: "run" }, manifest, []), /is there already/);
  assert.equal(await readdir(folder), ["run"]);
  assert.equal(await verifyRun(join(folder, "run")), []);
});

test("writeRun() replaces a run when told to, and only by a whole one", async ({ folder }) => {
  const place = { folder, name: "run", replace: true };
  await writeRun(place, manifest, files);
  await assertRejects(() => writeRun(place, manifest, [files[0], files[0]]), /two files/);
  assert.equal((await readdir(join(folder, "run"))).sort(byCodeUnit), [
    "charts",
    "claims.json",
    "manifest.json",
    "observables.csv",
  ]);
  await writeRun(place, manifest, [files[0]]);
  assert.equal(await readdir(folder), ["run"]);
  assert.equal((await readdir(join(folder, "run"))).sort(byCodeUnit), ["manifest.json", "observables.csv"]);
});

test("writeRun() refuses names that leave the folder, or mean two things", async ({ folder }) => {
  for (const name of ["", "..", "a/b", "a:b", "con", ".run"]) {
    await assertRejects(() => writeRun({ folder, name }, manifest, files), /no safe name/);
  }
  for (const path of ["../a", "/a", "a//b", "a\\b", "./a", "a/", "C:/a", "charts/nul.png", ""]) {
    await assertRejects(() => writeRun({ folder, name: "run" }, manifest, [{ path, content: "" }]), /no safe path/);
  }
  for (const [first, second] of [
    ["a", "A"],
    ["x", "Manifest.json"],
  ]) {
    const twins = [first, second].map((path) => ({ path, content: "" }));
    await assertRejects(() => writeRun({ folder, name: "run" }, manifest, twins), /two files/);
  }
  assert.equal(await readdir(folder), []);
});

test("verifyRun() finds nothing wrong with a run as it was written", async ({ folder }) => {
  await writeRun({ folder, name: "run" }, manifest, files);
  assert.equal(await verifyRun(join(folder, "run")), []);
});

test("verifyRun() tells what was changed, what is missing and what cannot be read", async ({ folder }) => {
  const run = join(folder, "run");
  await writeRun({ folder, name: "run" }, manifest, files);
  await writeFile(join(run, "observables.csv"), `${table} `);
  await rm(join(run, "charts"), { recursive: true });
  await rm(join(run, "claims.json"));
  await mkdir(join(run, "claims.json"));
  assert.equal(await verifyRun(run), [
    { path: "observables.csv", is: "changed" },
    { path: "charts/count.png", is: "missing" },
    { path: "claims.json", is: "unreadable" },
  ]);
});

test("verifyRun() says when there is no manifest, or none that can be read, and reads nothing outside", async ({
  folder,
}) => {
  assert.equal(await verifyRun(join(folder, "nowhere")), [{ path: "manifest.json", is: "missing" }]);
  for (const text of ["", "null", "[]", "{}", '{"files":[null]}', '{"files":[{"path":1,"sha256":"a"}]}']) {
    await writeFile(join(folder, "manifest.json"), text);
    assert.equal(await verifyRun(folder), [{ path: "manifest.json", is: "unreadable" }], text);
  }
  await writeFile(join(folder, "manifest.json"), '{"files":[{"path":"../a","sha256":"a"}]}');
  assert.equal(await verifyRun(folder), [
    { path: "manifest.json", is: "changed" },
    { path: "../a", is: "unreadable" },
  ]);
});

test("verifyRun() tells files that are none of the run, wherever in the folder they are", async ({ folder }) => {
  const run = join(folder, "run");
  await writeRun({ folder, name: "run" }, manifest, files);
  await mkdir(join(run, "charts", "mine"));
  assert.equal(await verifyRun(run), []); // an empty folder holds nothing that one could take for the run's
  await writeFile(join(run, "notes.txt"), "");
  await writeFile(join(run, "charts", "mine", ".more.png"), "");
  await symlink(join(folder, "elsewhere"), join(run, "link"));
  assert.equal(
    await verifyRun(run),
    ["charts/mine/.more.png", "link", "notes.txt"].map((path) => ({ path, is: "not of the run" })),
  );
});

test("verifyRun() tells a manifest that was edited: a value, a hash, its layout, or its seal", async ({ folder }) => {
  const run = join(folder, "run");
  const path = join(run, "manifest.json");
  const odd = {
    ...manifest,
    request: { ...manifest.request, set: JSON.parse('{"__proto__": "1", "2": "b", "1": "a"}') },
  };
  await writeRun({ folder, name: "run" }, odd, files);
  assert.equal(await verifyRun(run), []);
  const text = await readFile(path, "utf8");
  for (const [from, to] of [
    ['"seed": "1"', '"seed": "2"'],
    ['"digest": "d"', '"digest": "e"'],
    ['"run": 1.5', '"run": 1.6'],
    ['"__proto__": "1"', '"__proto__": "2"'],
    ['  "seal": "', '  "seal": "0'],
    ["\n  ", "\n "],
  ]) {
    assert.ok(text.includes(from), from);
    await writeFile(path, text.replace(from, to));
    assert.equal(await verifyRun(run), [{ path: "manifest.json", is: "changed" }], from);
  }
  await writeFile(path, text.replace(/,\n {2}"seal": "\w+"/, ""));
  assert.equal(await verifyRun(run), [{ path: "manifest.json", is: "changed" }], "no seal");
});

const names: readonly (readonly [label: string, name: string])[] = [
  ["IL-2", "IL-2"],
  ["EXO_IL2", "EXO_IL2"],
  ["exosomes + IL-2", "exosomes-IL-2"],
  ["CD4/CD8: day 5", "CD4-CD8-day-5"],
  ["../../etc/passwd", "etc-passwd"],
  ["C:\\temp", "C-temp"],
  ["-rf", "rf"],
  [".hidden.", "hidden"],
  ["count.png", "count.png"],
  ["CON", "_CON"],
  ["nul.txt", "_nul.txt"],
  ["com1", "_com1"],
  ["com\u00b9", "_com1"],
  ["console", "console"],
  ["", "unnamed"],
  ["+ / :", "unnamed"],
  ["a\0b\nc", "a-b-c"],
  ["TGF-β1", "TGF-β1"],
  ["T\u0063e\u0301lula", "Tcélula"],
  ["__proto__", "__proto__"],
  ["💉 dose", "dose"],
];

for (const [label, name] of names) {
  test(`safeName(${JSON.stringify(label)}) is ${name}, and so is the safe name of that`, () => {
    assert.is(safeName(label), name);
    assert.is(safeName(name), name);
  });
}

test("safeName() numbers a name that is taken in letters of either case", () => {
  assert.is(safeName("Exo", ["exo"]), "Exo-2");
  assert.is(safeName("exo", ["Exo", "exo-2"]), "exo-3");
  assert.is(safeName("straße", ["STRASSE"]), "straße-2");
  assert.is(safeName("exo", ["exosome"]), "exo");
});

test("safeName() has at most 120 bytes, whole letters, and room for a number", () => {
  assert.is(safeName("x".repeat(500)), "x".repeat(120));
  assert.is(safeName("x".repeat(500), ["X".repeat(120)]), `${"x".repeat(118)}-2`);
  assert.is(safeName("é".repeat(500)), "é".repeat(60));
  assert.is(safeName("𝛽x".repeat(1e5)), "βx".repeat(40));
  assert.is(safeName(`${"x".repeat(119)} y`), "x".repeat(119));
});

test.run();

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1;
}

async function assertRejects(act: () => Promise<unknown>, message: RegExp): Promise<void> {
  const thrown = await act().then(
    () => "nothing",
    (error: Error) => error.message,
  );
  assert.match(thrown, message);
}
