import type { PackageInfo } from "../../../domain/image/image-info.ts";

/** Libraries of wheels that were named by their files, by the wheel's own SBOM. */
export interface WheelLibraries {
  /** Those that are meant by a package that the SBOM at `sbom` (PEP 770: `numpy-2.1.0.dist-info/sboms/...`) declares. */
  meantBy(sbom: string, declared: PackageInfo): readonly PackageInfo[];
}

/**
 * A wheel's SBOM names the package that a library was copied from (auditwheel: `pkg:rpm/almalinux/libgfortran`), the disk its file. Both are one library
 * where the names match and the file is in that wheel.
 */
export function wheelLibraries(packages: readonly PackageInfo[]): WheelLibraries {
  const byCore = Map.groupBy(
    packages.filter(({ identity, purl }) => identity?.by === "file-name" && purl.startsWith("pkg:generic/")),
    ({ name }) => coreOf(name),
  );
  return {
    meantBy(sbom, { name }) {
      const at = sbom.lastIndexOf(".dist-info/sboms/");
      if (at === -1 || byCore.size === 0) return [];
      const slash = sbom.lastIndexOf("/", at);
      const [site, wheel = ""] = [sbom.slice(0, slash + 1), sbom.slice(slash + 1, at).split("-")[0]];
      return (byCore.get(coreOf(name)) ?? []).filter(
        ({ path }) => path.startsWith(site) && liesIn(path.slice(site.length), wheel),
      );
    },
  };
}

/** The release of a library and that of a package that holds it: `1.1.1k` and `1:1.1.1k-9.el8_7`. An unknown release contradicts nothing. */
export function isSameRelease(library: string, packaged: string): boolean {
  const plainVersion = packaged.replace(/^\d+:/, "");
  if (library === "" || plainVersion === library) return true;
  return plainVersion.startsWith(library) && /^[-+~_]/.test(plainVersion.slice(library.length));
}

/** The core of `libjpeg-turbo`, `openssl-libs`, `libgfortran5`: `jpeg`, `openssl`, `gfortran`. */
function coreOf(name: string): string {
  let core = name.toLowerCase();
  for (const ending of ["-libs", "-lib", "-devel", "-dev", "-turbo"])
    if (core.endsWith(ending)) core = core.slice(0, -ending.length);
  if (core.startsWith("lib")) core = core.slice(3);
  while (/[\d.-]$/.test(core)) core = core.slice(0, -1);
  return core;
}

/** Distributions are called `Pillow`, their folders `pillow.libs` or `PIL`: one that is called otherwise is taken for any wheel's, since its folder need not say whose it is. */
function liesIn(path: string, wheel: string): boolean {
  const folder = path.slice(0, path.indexOf("/"));
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_.]+/g, "-");
  return !folder.endsWith(".libs") || plain(folder.slice(0, -5)) === plain(wheel);
}
