// `npm run site [-- FOLDER]`: the documentation as pages in build/site, which open from the disk as they are. Needs no network. A link that leads nowhere fails it.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildSite } from "./site/build-site.ts";

const root = join(import.meta.dirname, "..");
const folder = process.argv[2] ?? join(root, "build/site");
const { files, dead } = buildSite(root);
if (dead.length > 0) {
  console.error(`${dead.length} links lead nowhere:\n${dead.map((link) => `  ${link}`).join("\n")}`);
  process.exitCode = 1;
} else {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  console.log(`${files.length} files in ${folder}; open ${join(folder, "index.html")}`);
}
