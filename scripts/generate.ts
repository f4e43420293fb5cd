// Writes every generated file; `--check` writes nothing and exits 1 when one is stale.
import { mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles, staleRulePages } from "./generate/all.ts";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
let stale = 0;
for (const { path, text } of await generatedFiles(root)) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  stale++;
  console.log(`${check ? "stale" : "wrote"} ${path}`);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
for (const path of await staleRulePages(root)) {
  stale++;
  console.log(`${check ? "stale" : "removed"} ${path}`);
  if (!check) rmSync(join(root, path));
}
if (stale === 0) console.log("All generated files are current.");
if (check && stale > 0) process.exitCode = 1;
