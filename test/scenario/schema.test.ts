/** The published JSON Schema is the one that the reader checks by. */
import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { schemaText } from "../../src/scenario/document/document.ts";
import { lessonSchemas } from "../../src/scenario/document/lesson.ts";

const text = schemaText();
const schema = JSON.parse(text) as {
  properties: Record<string, unknown>;
  required: string[];
  additionalProperties: boolean;
};

test("schema/scenario.schema.json is current", () => {
  const kept = readFileSync(new URL("../../schema/scenario.schema.json", import.meta.url), "utf8");
  assert.ok(
    kept === text,
    "write it anew: node --import tsx -e 'import(\"./src/scenario/document/document.ts\").then(({ schemaText }) => process.stdout.write(schemaText()))' > schema/scenario.schema.json",
  );
});

for (const [file, lessonText] of lessonSchemas())
  test(`schema/${file} is current`, () => {
    const kept = readFileSync(new URL(`../../schema/${file}`, import.meta.url), "utf8");
    assert.ok(
      kept === lessonText,
      `write it anew: node --import tsx -e 'import("./src/scenario/document/lesson.ts").then(({ lessonSchemas }) => process.stdout.write(lessonSchemas().get("${file}")))' > schema/${file}`,
    );
    assert.not.ok(/2060|\u2060/.test(lessonText));
  });

test("schemaText() tells what a scenario needs, and refuses what it does not know", () => {
  assert.equal([...schema.required].sort(), ["arms", "cultures", "time", "title"]);
  assert.is(schema.additionalProperties, false);
  for (const key of ["cells", "rules", "protocol", "arms", "claims"]) assert.ok(key in schema.properties, key);
});

test("schemaText() holds nothing of how names are kept inside", () => {
  assert.not.ok(/2060|\u2060/.test(text));
});

test.run();
