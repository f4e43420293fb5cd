import { ownValue } from "../../domain/own-value.ts";
import type { Sbom } from "../../domain/image/sbom.ts";
import type { ImageInfo, PackageInfo } from "../../domain/image/image-info.ts";
import type { VexDocument } from "../../domain/advisory/vex.ts";
import { partsOf, purlCovers } from "./purl-covers.ts";

/** The scanned target, with all names by which a statement may mean it. */
export interface VexTarget {
  /** Names from the command line, digests (`sha256:...`) and purls of the image or of the SBOM's subject. */
  readonly ids: readonly string[];
  readonly os: ImageInfo["os"];
  readonly packages: readonly PackageInfo[];
  readonly sbom?: Pick<Sbom, "serial" | "refs">;
  /** Statements in the SBOM itself, before those of separate documents. */
  readonly own?: VexDocument;
}

export function imageVexTarget(
  name: string,
  { digest, manifestDigest, os, packages }: Pick<ImageInfo, "digest" | "manifestDigest" | "os" | "packages">,
): VexTarget {
  return { ids: [name, digest, manifestDigest ?? ""].filter((id) => id !== ""), os, packages };
}

export function sbomVexTarget(
  name: string,
  { format, subject, os, packages, serial, refs, statements }: Sbom,
): VexTarget {
  return {
    ids: [name, ...(subject?.ids ?? [])],
    os,
    packages,
    sbom: { refs, ...(serial === undefined ? {} : { serial }) },
    ...(statements.length === 0 ? {} : { own: { file: name, format, statements, notes: [] } }),
  };
}

/** Whether one of the names means the target as a whole. */
export function meansTarget(names: readonly string[], target: VexTarget): boolean {
  return names.some((name) => {
    const linked = linkedRef(name, target) ?? name;
    if (target.ids.includes(linked)) return true;
    if (linked.startsWith("cpe:")) return isSystem(linked, target.os);
    return linked.startsWith("pkg:") && isImage(linked, target.ids);
  });
}

/** Whether one of the names means the package. */
export function meansPackage(names: readonly string[], packageInfo: PackageInfo, target: VexTarget): boolean {
  return names.some((name) => {
    const ref = linkedRef(name, target) ?? name;
    const purl = target.sbom?.refs.get(ref) ?? ref;
    return purl.startsWith("pkg:") && purlCovers(purl, packageInfo, target.os);
  });
}

/** The reference of a bom-link into the known SBOM; for an unknown SBOM, only a purl reference is usable. */
function linkedRef(name: string, { sbom }: VexTarget): string | undefined {
  const link = /^urn:cdx:([^/]+)\/\d+#(.+)$/s.exec(name);
  if (link?.[1] === undefined || link[2] === undefined) return undefined;
  const ref = unescaped(link[2]);
  return sbom?.serial?.replace(/^urn:uuid:/, "") === link[1] || ref.startsWith("pkg:") ? ref : undefined;
}

function unescaped(text: string): string {
  try {
    return text.startsWith("pkg:") ? text : decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `pkg:oci/NAME@DIGEST?repository_url=...&tag=...`: by the digest where it has one, else by repository and tag. */
function isImage(purl: string, ids: readonly string[]): boolean {
  const target = partsOf(purl);
  if (target?.type !== "oci" && target?.type !== "docker") return false;
  if (target.version !== "" && target.type === "oci") {
    return ids.some(
      (id) => id === target.version || (id.startsWith("pkg:oci/") && partsOf(id)?.version === target.version),
    );
  }
  const repository = target.qualifiers.get("repository_url");
  const tag = target.type === "docker" ? target.version : (target.qualifiers.get("tag") ?? "");
  const path = target.namespace === "" ? target.name : `${target.namespace}/${target.name}`;
  return ids.some((id) => {
    const [, place = "", itsTag = "latest"] = /^([^@]+?)(?::([\w.-]+))?(?:@.*)?$/.exec(id) ?? [];
    const isSamePlace = repository === undefined ? place === path || place.endsWith(`/${path}`) : place === repository;
    return isSamePlace && (tag === "" || tag === itsTag);
  });
}

/** CPE 2.2 and 2.3 of distributions, by the ids of their os-release. */
const systems: Readonly<Record<string, string>> = {
  "redhat:enterprise_linux": "rhel",
  "debian:debian_linux": "debian",
  "canonical:ubuntu_linux": "ubuntu",
  "alpinelinux:alpine_linux": "alpine",
  "almalinux:almalinux": "almalinux",
  "rocky:rocky": "rocky",
  "oracle:linux": "ol",
  "fedoraproject:fedora": "fedora",
  "amazon:linux": "amzn",
};

function isSystem(cpe: string, { id, versionId }: ImageInfo["os"]): boolean {
  const [, vendor = "", product = "", version = ""] =
    /^cpe:(?:\/|2\.3:)[ao]:([^:]*):([^:]*)(?::([^:]*))?/.exec(cpe) ?? [];
  const key = `${vendor}:${product}`;
  if (id === undefined || ownValue(systems, key) !== id) return false;
  if (version === "" || version === "*" || version === "-") return true;
  return versionId === version || versionId?.startsWith(`${version}.`) === true;
}
