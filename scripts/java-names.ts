// `npm run java-names -- [--names LIST] [--jars JARS]`: checks the table of Java groups against lists of facts.
// LIST has `group:artifact` and a version behind a tab on each line (a repository's index, or advisories' names); JARS are records of jars
// as `test/java-names.test.ts` reads them. Without either only the table's form is checked.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { frameworks } from "../src/data/java-groups/frameworks.ts";
import { languages } from "../src/data/java-groups/languages.ts";
import { libraries } from "../src/data/java-groups/libraries.ts";
import { older } from "../src/data/java-groups/older.ts";
import { knownGroups, readTable } from "../src/facts/packages/maven/known-groups.ts";

const { values } = parseArgs({ options: { names: { type: "string" }, jars: { type: "string" } } });
const rows = [frameworks, languages, libraries, older].flatMap((text) => text.trim().split("\n"));
readTable(rows.join("\n"));
const twice = rows.filter((row, index) => rows.indexOf(row) !== index);
if (twice.length > 0) throw new Error(`rows that stand twice: ${twice.join("; ")}`);
console.log(`${rows.length} rows can be read`);

const facts: (readonly [group: string, artifact: string, version: string])[] = [];
if (values.names !== undefined)
  for (const line of readFileSync(values.names, "utf8").split("\n")) {
    const [name = "", version = ""] = line.split("\t");
    const [group = "", artifact = ""] = name.split(":");
    if (/^[\w.-]+$/.test(group) && /^[\w.-]+$/.test(artifact)) facts.push([group, artifact, version]);
  }
if (values.jars !== undefined)
  for (const line of gunzipSync(readFileSync(values.jars)).toString().trim().split("\n")) {
    const { group, artifact, version } = JSON.parse(line) as Record<"group" | "artifact" | "version", string>;
    facts.push([group, artifact, version]);
  }

let [right, among, unknown] = [0, 0, 0];
for (const [group, artifact, version] of facts) {
  const found = knownGroups(artifact, version).map((row) => row.group);
  if (found.length === 0) unknown++;
  else if (found[0] === group) right++;
  else if (found.includes(group)) among++;
  else console.log(`${group}:${artifact} ${version}: the table says ${found.join(", ")}`);
}
console.log(
  `of ${facts.length} names: ${right} as the table has them, ${among} among several that folders of classes tell apart, ${unknown} not in it, ` +
    `${facts.length - right - among - unknown} of another group`,
);
