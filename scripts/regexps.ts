// `npm run regexps`: asks recheck about every regular expression of the sources, remembering nothing, and writes down which are safe. Two to
// three minutes on two cores; a test asks only about those that are not written down, and about a sample of the others.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkAll } from "./regexps/check-all.ts";
import { collectPatterns } from "./regexps/collect.ts";
import { verdictsFile } from "./regexps/verdicts.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const checked = await checkAll(collectPatterns(root).judged);
const safe = checked.filter(({ status }) => status === "safe");
for (const { at, source, flags, why, attack, status } of checked)
  if (status !== "safe") console.log(`${at}: /${source}/${flags} is ${why}: ${attack}`);
const { path, text } = verdictsFile(root, safe);
writeFileSync(path, text);
console.log(`${safe.length} passed, ${checked.length - safe.length} failed`);
process.exitCode = safe.length === checked.length ? 0 : 1;
