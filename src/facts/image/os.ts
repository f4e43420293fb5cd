import type { ImageInfo } from "../../domain/image/image-info.ts";
import { unquoted } from "../../text/unquoted.ts";

/** In the order of os-release(5). */
export const osReleasePaths = ["/etc/os-release", "/usr/lib/os-release"] as const;

/** Files from before os-release, which remain where only that was deleted; read in this order. */
export const oldReleasePaths: readonly string[] = ["/etc/alpine-release", "/etc/redhat-release", "/etc/debian_version"];

/** `KEY=value` lines, values quoted as in a shell (os-release(5)). Keys that are absent stay absent. */
export function parseOsRelease(bytes: Uint8Array): ImageInfo["os"] {
  const values = new Map<string, string>();
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    const match = /^\s*([A-Z0-9_]+)=([^]*)$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) values.set(match[1], assigned(match[2].trim()));
  }
  const pick = <Key extends string>(key: Key, name: string): { readonly [K in Key]?: string } => {
    const value = values.get(name);
    return value === undefined || value === "" ? {} : ({ [key]: value } as { readonly [K in Key]?: string });
  };
  const idLike = (values.get("ID_LIKE") ?? "").split(/\s+/).filter((id) => id !== "");
  return {
    ...pick("id", "ID"),
    ...(idLike.length === 0 ? {} : { idLike }),
    ...pick("versionId", "VERSION_ID"),
    ...pick("codename", "VERSION_CODENAME"),
    ...pick("prettyName", "PRETTY_NAME"),
  };
}

/** The first line of one of `oldReleasePaths`, in the words of os-release; empty when it says nothing known. */
export function parseOldRelease(path: string, bytes: Uint8Array): ImageInfo["os"] {
  const line = new TextDecoder().decode(bytes.subarray(0, 256)).split("\n")[0]?.trim() ?? "";
  if (line === "") return {};
  if (path.endsWith("/alpine-release")) return /^\d/.test(line) ? { id: "alpine", versionId: line } : {};
  if (path.endsWith("/debian_version")) return debianVersion(line);
  return redhatRelease(line);
}

/** `12.5`, of which os-release has the first number; `trixie/sid` before a release. */
function debianVersion(line: string): ImageInfo["os"] {
  const versionId = /^\d+/.exec(line)?.[0];
  if (versionId !== undefined) return { id: "debian", versionId };
  const codename = /^([a-z]+)(?:\/sid)?$/.exec(line)?.[1];
  return codename === undefined ? {} : { id: "debian", codename };
}

/** Names before `release`, with the ids that their later os-release files have. */
const redhatIds = [
  ["CentOS", "centos"],
  ["Red Hat Enterprise Linux", "rhel"],
  ["Fedora", "fedora"],
  ["AlmaLinux", "almalinux"],
  ["Rocky Linux", "rocky"],
  ["Oracle Linux", "ol"],
  ["Scientific Linux", "scientific"],
  ["Amazon Linux", "amzn"],
] as const;

/** `CentOS release 6.10 (Final)`; CentOS's os-release has the first number only, others' all. */
function redhatRelease(line: string): ImageInfo["os"] {
  const match = /^(.+?) release (\d+(?:\.\d+)*)/.exec(line);
  const id = redhatIds.find(([name]) => match?.[1]?.startsWith(name) === true)?.[1];
  if (id === undefined || match?.[2] === undefined) return {};
  const versionId = id === "centos" ? match[2].replace(/\..*/, "") : match[2];
  return { id, versionId, prettyName: line };
}

/** As a shell assigns it (os-release(5)): between double quotes a backslash escapes. */
function assigned(value: string): string {
  const inner = unquoted(value);
  return inner === value || value.startsWith("'") ? inner : inner.replace(/\\(["$`\\])/g, "$1");
}
