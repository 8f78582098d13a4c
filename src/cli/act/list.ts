/** What `list` does: the shipped scenarios by file, each with its title and its question. */
import { join, relative } from "node:path";
import { parseDocument } from "yaml";
import { openScenario, shippedFolder } from "../../node/scenario-files.ts";
import { shippedScenarios } from "../shipped.ts";
import { exitCode, print } from "../words.ts";

export async function listScenarios({ json }: { json: boolean }): Promise<number> {
  const found = shippedScenarios().map((name) => {
    const opened = openScenario(join(shippedFolder, name));
    const heading = "problem" in opened ? {} : ((parseDocument(opened.text).toJS() ?? {}) as Record<string, unknown>);
    const said = (key: string): string => (typeof heading[key] === "string" ? (heading[key] as string) : "");
    return {
      file: relative(process.cwd(), join(shippedFolder, name)),
      title: said("title"),
      question: said("question"),
    };
  });
  if (json) print(JSON.stringify(found, null, 2));
  else
    for (const { file, title, question } of found)
      print(`${file}\n  ${title}${question === "" ? "" : `\n  ${question}`}`);
  return exitCode.done;
}
