import type { PackageInfo } from "../../domain/image/image-info.ts";

/** Language runtimes and other programs have no package type, and neither have libraries known by their files. */
export function isLibrary({ purl, identity }: Pick<PackageInfo, "purl" | "identity">): boolean {
  return !purl.startsWith("pkg:generic/") || ["file-name", "source-paths", "contained"].includes(identity?.by ?? "");
}
