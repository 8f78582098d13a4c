/** CHANGELOG.md from the commits: each says in a line `Results: same` or `Results: moved`, and why. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./source.ts";

export interface Commit {
  readonly subject: string;
  readonly body: string;
  /** Version that is tagged here (`v1.2.0`), if one is. */
  readonly version?: string;
}

/** Commits from the newest on; none where there is no repository. @param of a commit and all before it @param skip leaves out the newest ones */
export function commits(of = "HEAD", skip = 0): Commit[] {
  const format = "--format=%s%x1f%b%x1f%D%x1e";
  const { status, stdout } = spawnSync("git", ["log", `--skip=${skip}`, format, of], { cwd: root, encoding: "utf8" });
  if (status !== 0) return [];
  return stdout
    .split("\x1e")
    .map((entry) => entry.trim().split("\x1f"))
    .filter(([subject]) => subject !== "")
    .map(([subject, body = "", names = ""]) => {
      const version = /\btag: v(\d+\.\d+\.\d+)\b/.exec(names)?.[1];
      return { subject, body: body.trim(), ...(version !== undefined && { version }) };
    });
}

/** What a commit says of the results; undefined where it says nothing. */
export function resultsOf({ body }: Commit): { readonly moved: boolean; readonly why: string } | undefined {
  const [, word, rest] = /^Results: *(same|moved)\b\.?(.*)$/m.exec(body) ?? [];
  return word === undefined ? undefined : { moved: word === "moved", why: rest.trim() };
}

/** The page: a section for each version, what moved the results first. @param current version that the newest commits lead to */
export function changelog(all: readonly Commit[], current: string): string {
  const sections: { version: string; commits: Commit[] }[] = [{ version: `${current} (not released)`, commits: [] }];
  for (const commit of all) {
    if (commit.version !== undefined) sections.push({ version: commit.version, commits: [] });
    sections.at(-1)?.commits.push(commit);
  }
  const parts = sections.filter(({ commits }) => commits.length > 0).map(sectionText);
  const heading = `# Changes

Results moved: the same scenario and seed give other bytes than before (the digests in scenarios/golden.json). Written by
\`npm run changelog\` from the commits.`;
  return `${[heading, ...parts].join("\n\n")}\n`;
}

export const changelogText = (): string => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return changelog(commits(), version);
};

function sectionText({ version, commits }: { version: string; commits: readonly Commit[] }): string {
  const list = (title: string, moved: boolean | undefined): string[] => {
    const lines = commits
      .filter((commit) => resultsOf(commit)?.moved === moved)
      .map((commit) => [commit.subject, resultsOf(commit)?.why].filter(Boolean).join(". "));
    return lines.length === 0 ? [] : [`### ${title}\n\n${lines.map((line) => `* ${line}`).join("\n")}`];
  };
  const lists = [list("Results moved", true), list("Results the same", false), list("Results not told", undefined)];
  return [`## ${version}`, ...lists.flat()].join("\n\n");
}
