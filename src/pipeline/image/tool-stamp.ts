import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Names the code that runs, so that cached results of other code are not used: the bundle's file, whose name has a hash of all that it
 * loads (a published one has neither its own size nor time), or the newest source when the sources run as they are; and Node's version,
 * which decides how results are written.
 */
export function toolStamp(): string {
  return (stamp ??= readStamp());
}

/** What runs was loaded once, and a look at all sources takes as long as a small image. */
let stamp: string | undefined;

function readStamp(): string {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith(".ts")) return `${basename(here)} ${process.version}`;
  const sources = fileURLToPath(new URL("../..", import.meta.url));
  const times = readdirSync(sources, { recursive: true, encoding: "utf8" }).map(
    (name) => statSync(join(sources, name)).mtimeMs,
  );
  return `sources ${times.length} ${Math.max(...times)} ${process.version}`;
}
