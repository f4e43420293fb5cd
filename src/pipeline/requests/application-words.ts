import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Files of packages hold every first name, and are not the application's. */
const foreign =
  /^(?:node_modules|vendor|bower_components|third_party|site-packages|dist|build|target|\..*|__pycache__|.*\.lock|package-lock\.json|go\.sum|CHANGELOG.*|.*\.(?:log|har|gz|zip|png|jpe?g|gif|pdf|sql|sqlite3?|db|env|pem|key|csv|jsonl))$/iu;
const maxFiles = 3000;
const maxFileBytes = 512 * 1024;
const maxDepth = 12;

/** Words of the application's own files: templates, scripts, routes. `without` are the sources themselves, which hold every recorded value. */
export function applicationWords(folder: string, without: ReadonlySet<string>): Set<string> {
  const words = new Set<string>();
  let files = 0;
  const visit = (path: string, depth: number): void => {
    if (depth > maxDepth || files >= maxFiles) return;
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (foreign.test(entry.name)) continue;
      const inner = join(path, entry.name);
      if (entry.isDirectory()) visit(inner, depth + 1);
      else if (entry.isFile() && files < maxFiles && !without.has(inner) && statSync(inner).size <= maxFileBytes) {
        files++;
        for (const [word] of readFileSync(inner, "utf8").matchAll(/[\w-]{2,40}/gu)) words.add(word);
      }
    }
  };
  try {
    visit(folder, 0);
  } catch {
    // What can't be read makes no value a constant.
  }
  return words;
}
