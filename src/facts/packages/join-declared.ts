import { programs } from "../../data/programs/index.ts";
import type { Contradiction, PackageInfo } from "../../domain/image/image-info.ts";
import { isCarried } from "../../domain/image/package-identity.ts";
import { ecosystemName, parsePurl, type PurlParts } from "../../formats/purl/purl.ts";
import { isSameRelease, wheelLibraries } from "./wheels/join-wheel-sbom.ts";

/** What one SBOM of the image declares. */
export interface Declaration {
  readonly path: string;
  readonly layer: number;
  readonly packages: readonly PackageInfo[];
}

export interface JoinedDeclarations {
  /** Those that nothing on disk shows, as declared; each once. */
  readonly packages: readonly PackageInfo[];
  /** What was seen and is among `packages` by a better name: libraries of a wheel, whose SBOM says which package they were copied from. */
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
/** Images, not what is in them. */
const notInside = new Set(["oci", "docker"]);

const ownName = new Map(programs.flatMap(({ name, bitnami }) => (bitnami === undefined ? [] : [[bitnami, name]])));

/**
 * Holds what SBOMs in the image declare against what was seen on disk. The same package in the same version is one. A declaration never takes
 * anything away: where it names another version of what can be there only once, the disk counts, and that is said; what was not seen is kept.
 */
export function joinDeclared(seen: readonly PackageInfo[], declared: readonly Declaration[]): JoinedDeclarations {
  const onDisk = new Map<string, PackageInfo[]>();
  for (const one of seen) {
    const known = keyed(one);
    if (known === undefined) continue;
    const list = onDisk.get(known.key);
    if (list === undefined) onDisk.set(known.key, [one]);
    else list.push(one);
  }
  const packages = new Map<string, PackageInfo>();
  const replaced = new Set<PackageInfo>();
  const libraries = wheelLibraries(seen);
  const contradictions = declared.map(({ path, layer, packages: own }) => {
    const byKey = new Map<string, Contradiction>();
    for (const one of own) {
      const known = keyed(one);
      if (known === undefined || notInside.has(known.parts.type)) continue;
      const there = onDisk.get(known.key) ?? [];
      // Its last number is Bitnami's own revision.
      const wanted = plain(known.parts.type === "bitnami" ? one.version.replace(/-\d{1,3}$/u, "") : one.version);
      if (there.some(({ version }) => plain(version) === wanted)) continue;
      // A lock file is another declaration, and no disk. What was compiled in, or lies in a wheel, can be there beside another.
      const first = there.find((other) => other.declared !== true && !isCarried(other.identity));
      if (first !== undefined && !sideBySide.has(known.parts.type))
        byKey.set(known.key, { name: first.name, declared: one.version, found: first.version, path: first.path });
      else {
        const files = libraries.meantBy(path, one);
        const other = files.find(({ version }) => !isSameRelease(version, one.version));
        if (other !== undefined) {
          byKey.set(known.key, { name: other.name, declared: one.version, found: other.version, path: other.path });
          continue;
        }
        for (const file of files) replaced.add(file);
        if (!packages.has(one.purl)) packages.set(one.purl, { ...one, declared: true, layer, path, ...seenAs(files) });
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
  // Bitnami packs upstream's program, which is what is seen on disk.
  return { key: `${bitnami ? "generic" : parts.type}/${name.toLowerCase().replaceAll(/[-_.]+/gu, "-")}`, parts };
}

/** Without what tools write differently: an epoch, a leading `v`. */
function plain(version: string): string {
  return version.replace(/^\d+:/u, "").replace(/^v(?=\d)/u, "");
}
