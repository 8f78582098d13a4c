/** THIRD-PARTY.md from the lock file: what is bundled in dist/ or installed beside it, with licences and their texts. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./source.ts";

export interface Package {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Of its folder, from the project's root. */
  readonly path: string;
  /** A build for one platform: the package that loads it stands for all of them. */
  readonly native: boolean;
}

/** Every package that is there at run time, each version once, by name. */
export function runtimePackages(): Package[] {
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version?: string; license?: string; dev?: true; link?: true; os?: string[] }>;
  };
  const found = Object.entries(lock.packages).filter(
    ([path, { dev, link }]) => path.startsWith("node_modules/") && !dev && !link,
  );
  const packages = found.map(([path, { version = "", license = "", os }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return { name, version, license, path, native: os !== undefined };
  });
  const byName = new Map(packages.map((each) => [`${each.name} ${each.version}`, each]));
  return [...byName.values()].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** Names of the packages whose code stands in the built files. */
export function bundledPackages(): string[] {
  const dist = join(root, "dist");
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  const names = files.flatMap((file) =>
    [
      ...readFileSync(join(dist, file), "utf8").matchAll(/^\/\/ (?:.*\/)?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm),
    ].map(([, name]) => name),
  );
  return [...new Set(names)].sort();
}

export function noticesText(): string {
  const packages = runtimePackages().filter(({ native }) => !native);
  const rows = packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const texts = new Map<string, string[]>();
  for (const each of packages) {
    const text = licenceText(each);
    texts.set(text, [...(texts.get(text) ?? []), `${each.name} ${each.version}`]);
  }
  const parts = [...texts].map(([text, names]) => `## ${names.join(", ")}\n\n\`\`\`text\n${text}\n\`\`\``);
  return `# Third-party notices

Exoculture bundles these packages or is installed beside them. Written by \`npm run notices\` from package-lock.json and
what the packages say of themselves. Native builds of @napi-rs/canvas and @napi-rs/nice, of which one for the platform
is installed, stand under those names.

| package | version | licence |
| --- | --- | --- |
${rows.join("\n")}

${parts.join("\n\n")}
`;
}

/** The licence as the package has it, or what it says of itself instead. */
function licenceText({ name, path, license }: Package): string {
  const files = readdirSync(join(root, path))
    .filter((file) => /^(licen[cs]e|copying|copyright|notice)/i.test(file))
    .sort();
  const texts = files.map((file) => readFileSync(join(root, path, file), "utf8"));
  const plain = texts.map((text) =>
    text
      .replace(/\r\n?/g, "\n")
      .replace(/[ \t]+$/gm, "")
      .trim(),
  );
  if (plain.length > 0) return plain.join("\n\n");
  const { author } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")) as {
    author?: string | { name: string };
  };
  const by = typeof author === "string" ? author : (author?.name ?? "its authors");
  return `${license}, by ${by.replace(/ *[<(].*/, "")}; the package ${name} holds no file with the text.`;
}
