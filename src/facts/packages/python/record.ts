import { addBounded } from "../text/bounds.ts";
import { linesOf } from "../text/lines.ts";
import { resolvePath } from "../text/paths.ts";

/** Files that `RECORD` lists (https://packaging.python.org/specifications/recording-installed-packages), as absolute paths; `folder` is where its relative paths start. */
export function recordedFiles(text: string, folder: string): readonly string[] {
  const files: string[] = [];
  for (const line of linesOf(text)) {
    const path = firstColumn(line);
    if (path !== "" && path.length <= 4_096 && !path.includes("\0")) addBounded(files, resolvePath(folder, path));
  }
  return files;
}

/** `path,sha256=...,size`; a path with a comma or quote in it is in quotes, its own quotes doubled. */
function firstColumn(line: string): string {
  if (!line.startsWith('"')) {
    const comma = line.indexOf(",");
    return comma === -1 ? line : line.slice(0, comma);
  }
  let end = line.indexOf('"', 1);
  while (end !== -1 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
  return (end === -1 ? line.slice(1) : line.slice(1, end)).replaceAll('""', '"');
}
