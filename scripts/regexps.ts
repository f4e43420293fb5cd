// `npm run regexps`: asks recheck about every regular expression of the sources, remembering nothing, and writes down which are safe. Two to
// three minutes on two cores; a test asks only about those that are not written down, and about a sample of the others. `-- --new` asks about
// those that are not written down, and leaves out what is no longer there: seconds, so that the test has nothing to ask.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkAll } from "./regexps/check-all.ts";
import { collectPatterns } from "./regexps/collect.ts";
import { hashOf, knownSafe, verdictsFile } from "./regexps/verdicts.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const { judged } = collectPatterns(root);
const known = process.argv.includes("--new") ? knownSafe(root) : new Set<string>();
const kept = judged.filter((one) => known.has(hashOf(one)));
const checked = await checkAll(judged.filter((one) => !known.has(hashOf(one))));
const safe = [...kept, ...checked.filter(({ status }) => status === "safe")];
for (const { at, source, flags, why, attack, status } of checked)
  if (status !== "safe") console.log(`${at}: /${source}/${flags} is ${why}: ${attack}`);
const { path, text } = verdictsFile(root, safe);
writeFileSync(path, text);
console.log(`${safe.length} passed, ${judged.length - safe.length} failed`);
process.exitCode = safe.length === judged.length ? 0 : 1;
