// Names of the sources that are bare words: a part of `npm run check`.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { bareNamesIn } from "./words/bare-names.ts";

const root = join(import.meta.dirname, "..");
const hits = globSync("src/**/*.ts", { cwd: root })
  .filter((file) => !file.endsWith(".test.ts"))
  .toSorted()
  .flatMap((file) => bareNamesIn(file, readFileSync(join(root, file), "utf8")));
for (const { file, line, kind, name } of hits)
  process.stderr.write(
    `${file}:${line}: \`${name}\` says nothing as the name of a ${kind}; take a noun, or a verb and its object\n`,
  );
process.exitCode = hits.length > 0 ? 1 : 0;
