import { ownValue } from "../../domain/own-value.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { purlParts } from "./purl-parts.ts";

/** Distributions' folders of language modules, and their names of the packages. */
const homes: Readonly<Record<string, { readonly folder: RegExp; readonly prefixes: readonly string[] }>> = {
  pypi: {
    folder: /^\/?usr\/lib(?:64)?\/(?:python3\/dist-packages|python3\.\d+\/site-packages)\//,
    prefixes: ["python3-", "py3-", "python-"],
  },
  npm: { folder: /^\/?usr\/(?:share|lib)\/(?:nodejs|node_modules)\//, prefixes: ["node-", "nodejs-"] },
  gem: {
    folder: /^\/?usr\/(?:share|lib)\/(?:rubygems-integration|ruby\/gems|gems)\//,
    prefixes: ["ruby-", "rubygem-"],
  },
};

/**
 * Finds the distribution's package that contains a language's package: the distribution judges its vulnerabilities, and
 * fixes them without changing the upstream version. In images the files' owners show that, and such packages are not
 * listed; an SBOM may list both, and then place, name and version must match.
 */
export function ownerFinder(packages: readonly PackageInfo[]): (found: PackageInfo) => PackageInfo | undefined {
  let byName: Map<string, PackageInfo> | undefined;
  return (candidate) => {
    if (!/^\/?usr\//.test(candidate.path)) return undefined;
    const parts = purlParts(candidate.purl);
    const home = ownValue(homes, parts?.type ?? "");
    if (parts === undefined || home === undefined || !home.folder.test(candidate.path)) return undefined;
    byName ??= new Map(
      packages
        .filter(({ purl }) => /^pkg:(?:deb|apk|rpm)\//.test(purl))
        .map((packageInfo) => [packageInfo.name.toLowerCase(), packageInfo]),
    );
    const name = parts.name.toLowerCase().replace(/[-_.]+/g, "-");
    for (const prefix of home.prefixes) {
      const owner = byName.get(`${prefix}${name.replace(/^python-/, "")}`);
      const upstream = owner?.version.replace(/^[0-9]+:/, "") ?? "";
      if (
        owner !== undefined &&
        upstream.startsWith(candidate.version) &&
        !/^[0-9]/.test(upstream.slice(candidate.version.length))
      )
        return owner;
    }
    return undefined;
  };
}

/** Packages of kernel headers: they match through the kernel's source, and contain none of its code. */
export function isKernelHeaders({ name, purl }: PackageInfo): boolean {
  return (
    /^pkg:(?:deb|apk|rpm)\//.test(purl) &&
    /^(?:linux-libc-dev(?:-.+)?|linux-headers(?:-.+)?|kernel(?:-uek|-ml|-lt)?-headers|linux-glibc-devel)$/.test(name)
  );
}
