// `npm run new-rule cleanup/some-name [-- --reads document|image]`: a rule file to fill in, and what to do next.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { practices } from "../src/domain/finding/practice.ts";
import { ruleText } from "./new-rule/rule-text.ts";

const root = join(import.meta.dirname, "..");

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { reads: { type: "string", default: "dockerfile" } },
  });
  const [id = "", ...more] = positionals;
  const [practice = "", name = ""] = id.split("/");
  if (more.length > 0 || !/^[a-z0-9-]+\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    return refuse(
      `A rule's id is PRACTICE/NAME in small letters, digits and dashes, not \`${positionals.join(" ")}\`.`,
    );
  }
  if (!practices.some((known) => known === practice)) {
    return refuse(`There is no practice \`${practice}\`. Take one of: ${practices.join(", ")}.`);
  }
  const { reads } = values;
  if (reads !== "dockerfile" && reads !== "document" && reads !== "image") {
    return refuse(`A rule reads a dockerfile, a document or an image, not \`${reads}\`.`);
  }
  const path = `src/rules/${practice}/${name}.ts`;
  try {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), ruleText(id, reads), { flag: "wx" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      return refuse(`${path} is there already.`);
    throw error;
  }
  console.log(`Made ${path}. Next:
  1. Write the bad and the good example first, then title and why: they are the rule's test and its page.
  2. Fill in \`check\` (and a fix, if there is one: set \`fix\` to safe or proven).
  3. npm run generate                                        index, pages and tables
  4. npx vitest run --project unit test/rules.test.ts -t ${id}`);
}

function refuse(message: string): void {
  console.error(`new-rule: ${message}`);
  process.exitCode = 2;
}

main();
