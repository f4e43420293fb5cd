import type { ComposeProject } from "./compose-project.ts";
import { readCompose, type ReadCompose } from "./read-compose.ts";

/** Reads a project whose files are all loaded. */
export function readingOf(work: ComposeProject): ReadCompose {
  const read = readCompose(work);
  if ("needs" in read) throw new Error(`${read.needs.join(", ")} was not read`);
  return read;
}
