import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Writes each file (name beneath `root` -> text) with the folders above it: a root that stands in for another machine's. */
export async function putFiles(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
}
