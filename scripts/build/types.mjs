import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const types = join(root, "dist/types");

/** Declarations of what the package exports, in dist/types: those of src/library, and of what their types name. Nothing where the compiler is not installed. */
export async function writeTypes() {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  if (!existsSync(compiler)) return;
  const project = fileURLToPath(new URL("tsconfig.json", import.meta.url));
  await promisify(execFile)(process.execPath, [compiler, "-p", project], { cwd: root });
  const wanted = reached(["library/index.d.ts", "library/rules.d.ts"]);
  for (const entry of readdirSync(types, { recursive: true, withFileTypes: true }).toReversed()) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(relative(types, path))) rmSync(path);
  }
  removeEmpty(types);
}

/** The compiler writes a declaration for every module that the library loads, some thousand: only those that a type leads to are of use. */
function reached(names) {
  const seen = new Set(names);
  for (const name of seen) {
    const text = readFileSync(join(types, name), "utf8");
    for (const [, from] of text.matchAll(/(?:from|import\()\s*["'](\.[^"']+)["']/g)) {
      const target = relative(types, resolve(dirname(join(types, name)), from));
      seen.add(target.replace(/(?:\.d)?\.[jt]s$/, ".d.ts"));
    }
  }
  return seen;
}

function removeEmpty(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}
