import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Names the code that runs, so that cached results of other code are not used: size and time of the bundle's file, or the newest
 * source when the sources run as they are; and Node's version, which decides how results are written.
 */
export function toolStamp(): string {
  const here = fileURLToPath(import.meta.url);
  if (!here.endsWith(".ts")) {
    const { size, mtimeMs } = statSync(here);
    return `bundle ${size} ${mtimeMs} ${process.version}`;
  }
  const sources = fileURLToPath(new URL("../..", import.meta.url));
  const times = readdirSync(sources, { recursive: true, encoding: "utf8" }).map(
    (name) => statSync(join(sources, name)).mtimeMs,
  );
  return `sources ${times.length} ${Math.max(...times)} ${process.version}`;
}
