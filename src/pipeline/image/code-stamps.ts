import { toolStamp } from "./tool-stamp.ts";

/** What reads layers, what derives packages from them, and what matches packages with advisories. */
export type CodePart = "layers" | "packages" | "matching";

/** The build puts a hash of the part's sources in place of each (scripts/build/stamps.ts). */
const stamps: Readonly<Record<CodePart, string>> = {
  layers: "@stamp:layers",
  packages: "@stamp:packages",
  matching: "@stamp:matching",
};

/** Identifies the code of a part, so that a release that changes only rules or reports reuses what an older one read. From sources: that of everything. */
export function codeStamp(part: CodePart): string {
  const stamp = stamps[part];
  return stamp.startsWith("@") ? toolStamp() : stamp;
}
