import type { PackageInfo } from "../../domain/image/image-info.ts";

/** Packages of one purl type. */
export interface PackageKind {
  readonly type: string;
  readonly installed: number;
  /** Only named by a lock file. */
  readonly declared: number;
  /** Bytes of their files; undefined where no package of the kind says which files it owns. */
  readonly bytes: number | undefined;
  /** How many of them say which files they own. */
  readonly measured: number;
}

/** By type, the most packages first. */
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
