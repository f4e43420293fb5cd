import { programs } from "../../data/programs/index.ts";
import type { Contradiction, PackageInfo } from "../../domain/image/image-info.ts";
import { isCarried } from "../../domain/image/package-identity.ts";
import { ecosystemName, parsePurl, type PurlParts } from "../../formats/purl/purl.ts";
import { isSameRelease, wheelLibraries } from "./wheels/join-wheel-sbom.ts";

/** The declarations of one SBOM in the image. */
export interface Declaration {
  readonly path: string;
  readonly layer: number;
  readonly packages: readonly PackageInfo[];
}

export interface JoinedDeclarations {
  /** Those that nothing on disk shows, as declared; each once. */
  readonly packages: readonly PackageInfo[];
  /** Installed packages that are among `packages` under a better name: libraries of a wheel, whose SBOM says which package they were copied from. */
  readonly replaced: ReadonlySet<PackageInfo>;
  /** For each declaration, in its order. */
  readonly contradictions: readonly (readonly Contradiction[])[];
}

/** Of these an image can hold several versions side by side, so that another one on disk says nothing. All else is there once. */
const sideBySide = new Set([
  "npm",
  "maven",
  "golang",
  "nuget",
  "cargo",
  "gem",
  "composer",
  "hex",
  "pub",
  "swift",
  "conan",
]);
/** Images, not their content. */
const notInside = new Set(["oci", "docker"]);

const ownName = new Map(programs.flatMap(({ name, bitnami }) => (bitnami === undefined ? [] : [[bitnami, name]])));

/**
 * Compares the packages that SBOMs in the image declare with those on disk. The same package in the same version is one. A declaration never removes
 * a package: where it names another version of a package that can exist only once, the disk wins, with a note; unseen ones are kept.
 */
export function joinDeclared(
  installedPackages: readonly PackageInfo[],
  declarations: readonly Declaration[],
): JoinedDeclarations {
  const onDisk = new Map<string, PackageInfo[]>();
  for (const packageInfo of installedPackages) {
    const packageKey = keyed(packageInfo);
    if (packageKey === undefined) continue;
    const list = onDisk.get(packageKey.key);
    if (list === undefined) onDisk.set(packageKey.key, [packageInfo]);
    else list.push(packageInfo);
  }
  const packages = new Map<string, PackageInfo>();
  const replaced = new Set<PackageInfo>();
  const libraries = wheelLibraries(installedPackages);
  const contradictions = declarations.map(({ path, layer, packages: declaredPackages }) => {
    const byKey = new Map<string, Contradiction>();
    for (const declaredPackage of declaredPackages) {
      const packageKey = keyed(declaredPackage);
      if (packageKey === undefined || notInside.has(packageKey.parts.type)) continue;
      const diskPackages = onDisk.get(packageKey.key) ?? [];
      // Its last number is Bitnami's own revision.
      const declaredVersion = plain(
        packageKey.parts.type === "bitnami"
          ? declaredPackage.version.replace(/-\d{1,3}$/u, "")
          : declaredPackage.version,
      );
      if (diskPackages.some(({ version }) => plain(version) === declaredVersion)) continue;
      // A lock file is another declaration, not the disk. A package compiled in, or inside a wheel, can coexist with another.
      const first = diskPackages.find(
        (diskPackage) => diskPackage.declared !== true && !isCarried(diskPackage.identity),
      );
      if (first !== undefined && !sideBySide.has(packageKey.parts.type))
        byKey.set(packageKey.key, {
          name: first.name,
          declared: declaredPackage.version,
          found: first.version,
          path: first.path,
        });
      else {
        const files = libraries.meantBy(path, declaredPackage);
        const differentFile = files.find(({ version }) => !isSameRelease(version, declaredPackage.version));
        if (differentFile !== undefined) {
          byKey.set(packageKey.key, {
            name: differentFile.name,
            declared: declaredPackage.version,
            found: differentFile.version,
            path: differentFile.path,
          });
          continue;
        }
        for (const file of files) replaced.add(file);
        if (!packages.has(declaredPackage.purl))
          packages.set(declaredPackage.purl, { ...declaredPackage, declared: true, layer, path, ...seenAs(files) });
      }
    }
    return [...byKey.values()];
  });
  return { packages: [...packages.values()], replaced, contradictions };
}

/** The files on disk that a declared package is. */
function seenAs(files: readonly PackageInfo[]): Pick<PackageInfo, "identity"> {
  if (files.length === 0) return {};
  const evidence = ["the SBOM of its wheel declares it", ...files.map(({ path }) => `its file is ${path}`)];
  return { identity: { by: "contained", confidence: 0.9, evidence } };
}

function keyed({ purl }: PackageInfo): { readonly key: string; readonly parts: PurlParts } | undefined {
  let parts: PurlParts;
  try {
    parts = parsePurl(purl);
  } catch {
    return undefined;
  }
  const bitnami = parts.type === "bitnami";
  const name = (bitnami ? ownName.get(parts.name) : undefined) ?? ecosystemName(parts);
  // Bitnami packages the upstream program, which is on disk.
  return { key: `${bitnami ? "generic" : parts.type}/${name.toLowerCase().replaceAll(/[-_.]+/gu, "-")}`, parts };
}

/** Without what tools write differently: an epoch, a leading `v`. */
function plain(version: string): string {
  return version.replace(/^\d+:/u, "").replace(/^v(?=\d)/u, "");
}
