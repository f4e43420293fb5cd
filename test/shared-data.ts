import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * A file or folder of the shared test data (`HULLPROOF_SHARED`, by default `../shared` beside the repository). Undefined where it is
 * missing: such a test is left out, and its name says so.
 */
export function sharedData(...parts: readonly string[]): string | undefined {
  const root = process.env["HULLPROOF_SHARED"] ?? join(import.meta.dirname, "../../shared");
  const path = join(root, "data", ...parts);
  return existsSync(path) ? path : undefined;
}
