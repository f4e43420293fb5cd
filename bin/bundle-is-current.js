import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Of a checkout: it runs its sources, by type stripping, once one is newer than the bundle. */
export function bundleIsCurrent() {
  const sources = here("../src");
  const built = statSync(here("../dist/cli.js"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return (
    built > 0 &&
    readdirSync(sources, { recursive: true }).every((name) => statSync(join(sources, name)).mtimeMs < built)
  );
}
