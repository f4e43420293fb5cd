// Writes every generated file; `--check` writes nothing and exits 1 when one is stale.
import { mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { indexFiles } from "./generate/index-files.ts";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
let stale = 0;

const lists = indexFiles(root);
write(lists);
// Schemas and pages are made of what the lists name: they are loaded when these are as they should be.
const { generatedFiles, staleRulePages } = await import("./generate/all.ts");
const written = new Set(lists.map(({ path }) => path));
write((await generatedFiles(root)).filter(({ path }) => !written.has(path)));
for (const path of staleRulePages(root)) {
  stale++;
  console.log(`${check ? "stale" : "removed"} ${path}`);
  if (!check) rmSync(join(root, path));
}
if (stale === 0) console.log("All generated files are current.");
if (check && stale > 0) process.exitCode = 1;

function write(files: readonly { readonly path: string; readonly text: string }[]): void {
  for (const { path, text } of files) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    stale++;
    console.log(`${check ? "stale" : "wrote"} ${path}`);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
