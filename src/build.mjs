/**
 * Bundles the command line and the worker into dist/: dist/cli/main.js and dist/node/worker.js, ES modules for Node,
 * with what they share in dist/chunks/. Every output lies two folders below the root, as its source does, so
 * a path written relative to `import.meta.url` (such as ../../scenarios) means the same in src/ and in dist/.
 *
 * `npm ci` runs this (`prepare`), and so does every test run. It prints nothing but errors.
 */
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const main = join(dist, "cli", "main.js");

/** Packages that stay in node_modules: native code, fonts, a worker's own entry file, or one copy shared by all. */
const external = ["@napi-rs/canvas", "canvas", "chart.js", "chartjs-node-canvas", "dejavu-fonts-ttf", "piscina"];

/** The CommonJS packages that are bundled ask for Node's own modules by `require`, which an ES module does not have. */
const requireForBundled =
  'import{createRequire as createRequireForBundled}from"node:module";const require=createRequireForBundled(import.meta.url);';

const entryPoints = ["src/cli/main.ts", "src/node/worker.ts", "src/node/sweep-worker.ts"].filter((path) =>
  existsSync(join(root, path)),
);

if (entryPoints.length > 0) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints,
    outbase: "src",
    outdir: dist,
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minify: false,
    sourcemap: false,
    legalComments: "external",
    external,
    banner: { js: requireForBundled },
    logLevel: "error",
    write: false,
  }).catch(() => process.exit(1)); // esbuild has said why
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, path === main ? `#!/usr/bin/env node\n${text.replace(/^#!.*\n/, "")}` : text);
    if (path === main) chmodSync(path, 0o755);
  }
  removeAllBut(new Set(outputFiles.map(({ path }) => path)));
}

/**
 * Removes what an earlier build left: done last, so that a command that runs meanwhile finds its main.js. The page in
 * dist/web/ is built by web/build.mjs.
 */
function removeAllBut(kept) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.has(path) && !path.startsWith(join(dist, "web", sep))) rmSync(path);
  }
}
