import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Pattern } from "./check-all.ts";

/** Patterns that recheck has called safe, so that only others are asked about again. */
export interface Verdicts {
  /** The version of recheck that said so; what another one said counts for nothing. */
  readonly recheck: string;
  /** `hashOf` each, sorted, one a line. */
  readonly safe: readonly string[];
}

const file = "test/regexps-verdicts.json";

/** Of a pattern with its flags: what is changed in the least is another pattern. */
export function hashOf({ source, flags }: Pick<Pattern, "source" | "flags">): string {
  return createHash("sha256").update(`${source}/${flags}`).digest("hex").slice(0, 24);
}

export function installedRecheck(root: string): string {
  return (JSON.parse(readFileSync(`${root}node_modules/recheck/package.json`, "utf8")) as { version: string }).version;
}

/** Hashes that the installed version of recheck has called safe. */
export function knownSafe(root: string): ReadonlySet<string> {
  const { recheck, safe } = JSON.parse(readFileSync(root + file, "utf8")) as Verdicts;
  return new Set(recheck === installedRecheck(root) ? safe : []);
}

export function verdictsFile(root: string, safe: readonly Pattern[]): { readonly path: string; readonly text: string } {
  const verdicts: Verdicts = { recheck: installedRecheck(root), safe: [...new Set(safe.map(hashOf))].toSorted() };
  return { path: root + file, text: `${JSON.stringify(verdicts, undefined, 2)}\n` };
}
