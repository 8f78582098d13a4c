/** Writes what is made from the project itself: `node --import tsx test/house/write.ts golden|changelog|notices`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { changelogText } from "./changelog.ts";
import { goldenText } from "./golden.ts";
import { noticesText } from "./notices.ts";
import { root } from "./source.ts";

const made: Readonly<Record<string, readonly [path: string, text: () => string]>> = {
  golden: ["scenarios/golden.json", goldenText],
  changelog: ["CHANGELOG.md", changelogText],
  notices: ["THIRD-PARTY.md", noticesText],
};

for (const name of process.argv.slice(2)) {
  const [path, text] = made[name];
  writeFileSync(join(root, path), text());
}
