import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Identifies the running code, so that results of other code are not reused: the bundle's file, whose name contains a hash of its
 * imports (a published one has neither its own size nor time), or the newest source file when running from sources; and Node's version,
 * which determines the serialization.
 */
export function toolStamp(): string {
  return (stamp ??= readStamp());
}

/** Computed once: the code does not change after loading, and stats of all sources take as long as a small image. */
let stamp: string | undefined;

function readStamp(): string {
  const modulePath = fileURLToPath(import.meta.url);
  if (!modulePath.endsWith(".ts")) return `${basename(modulePath)} ${process.version}`;
  const sources = fileURLToPath(new URL("../..", import.meta.url));
  const times = readdirSync(sources, { recursive: true, encoding: "utf8" }).map(
    (name) => statSync(join(sources, name)).mtimeMs,
  );
  return `sources ${times.length} ${Math.max(...times)} ${process.version}`;
}
