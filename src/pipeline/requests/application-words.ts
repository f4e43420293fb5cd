import { walkFolder } from "../../sources/files/folder-walk.ts";
import { readNamed } from "../../sources/files/read-named.ts";

/** Files of packages hold every first name, and are not the application's. */
const foreign =
  /^(?:node_modules|vendor|bower_components|third_party|site-packages|dist|build|target|\..*|__pycache__|.*\.lock|package-lock\.json|go\.sum|CHANGELOG.*|.*\.(?:log|har|gz|zip|png|jpe?g|gif|pdf|sql|sqlite3?|db|env|pem|key|csv|jsonl))$/iu;
const maxFiles = 3000;
const maxFileBytes = 512 * 1024;

/** Words of the application's own files: templates, scripts, routes. `without` are the sources themselves, which hold every recorded value. */
export function applicationWords(folder: string, without: ReadonlySet<string>): Set<string> {
  const words = new Set<string>();
  let files = 0;
  for (const { folder: inner, name, stats } of walkFolder(folder, (path) => !foreign.test(lastOf(path)))) {
    if (files >= maxFiles) break;
    const path = `${folder}${inner}/${String(name)}`;
    if (stats?.isFile() !== true || stats.size > maxFileBytes || foreign.test(String(name)) || without.has(path))
      continue;
    const read = readNamed(path, folder, maxFileBytes);
    if ("refused" in read) continue;
    files++;
    for (const [word] of read.bytes.toString("utf8").matchAll(/[\w-]{2,40}/gu)) words.add(word);
  }
  return words;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
