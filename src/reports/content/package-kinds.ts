import type { PackageInfo } from "../../domain/image/image-info.ts";

/** Packages of one purl type. */
export interface PackageKind {
  readonly type: string;
  readonly installed: number;
  /** Listed only in a lock file. */
  readonly declared: number;
  /** Bytes of their files; undefined if no package of the type lists its files. */
  readonly bytes: number | undefined;
  /** Number of packages that list their files. */
  readonly measured: number;
}

/** By type, largest number of packages first. */
export function packageKinds(packages: readonly PackageInfo[]): PackageKind[] {
  return [...Map.groupBy(packages, ({ purl }) => /^pkg:([^/]*)\//.exec(purl)?.[1] ?? "unknown")]
    .map(([type, typePackages]) => {
      const measured = typePackages.flatMap(({ bytes }) => bytes ?? []);
      const declaredCount = typePackages.filter((info) => info.declared === true).length;
      return {
        type,
        installed: typePackages.length - declaredCount,
        declared: declaredCount,
        bytes: measured.length === 0 ? undefined : measured.reduce((sum, bytes) => sum + bytes, 0),
        measured: measured.length,
      };
    })
    .sort((a, b) => b.installed - a.installed || b.declared - a.declared || (a.type < b.type ? -1 : 1));
}
