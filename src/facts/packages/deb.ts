import type { ImageInfo } from "../../domain/image.ts";
import type { Ecosystem, FoundPackage } from "./ecosystem.ts";
import { decode } from "./ecosystem.ts";
import { purl } from "./purl.ts";

const status = "/var/lib/dpkg/status";
/** One file a package, in images that Bazel assembles (distroless). */
const statusFolder = "/var/lib/dpkg/status.d/";
const lists = "/var/lib/dpkg/info/";

/** Packages of dpkg: its status database (dpkg(1), deb-control(5)). */
export const deb: Ecosystem = {
  type: "deb",
  database: true,
  interested: (path) =>
    path === status || path.startsWith(statusFolder) || (path.startsWith(lists) && path.endsWith(".list")),
  parse(path, bytes, os) {
    if (path !== status && (!path.startsWith(statusFolder) || path.endsWith(".md5sums"))) return [];
    return decode(bytes)
      .split(/\n[ \t]*\n/)
      .flatMap((paragraph) => packageOf(fieldsOf(paragraph), path === status, os));
  },
  owns(path, bytes) {
    if (path.startsWith(lists))
      return decode(bytes)
        .split("\n")
        .filter((line) => line.startsWith("/"));
    if (!path.endsWith(".md5sums")) return [];
    // `d41d8cd98f00b204e9800998ecf8427e  usr/share/doc/x/copyright`
    return decode(bytes)
      .split("\n")
      .flatMap((line) => /^[0-9a-f]{32} {2}(.+)$/.exec(line)?.[1] ?? [])
      .map((file) => `/${file}`);
  },
};

/** Fields of one paragraph, names in lower case; continuation lines are left out, no field that we read has any. */
function fieldsOf(paragraph: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of paragraph.split("\n")) {
    const match = /^([^\s:]+):[ \t]*(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) fields.set(match[1].toLowerCase(), match[2]);
  }
  return fields;
}

function packageOf(
  fields: ReadonlyMap<string, string>,
  needsStatus: boolean,
  os: ImageInfo["os"],
): readonly FoundPackage[] {
  const name = fields.get("package");
  const version = fields.get("version");
  if (name === undefined || version === undefined) return [];
  // `deinstall ok config-files` is gone but for its settings; half-installed ones have files.
  const state = fields.get("status");
  if (needsStatus && (state === undefined || /(?:not-installed|config-files)$/.test(state))) return [];
  const architecture = fields.get("architecture");
  const source = /^(\S+)(?:\s+\(([^)]+)\))?$/.exec(fields.get("source") ?? "");
  const distro = os.id === undefined || os.versionId === undefined ? undefined : `${os.id}-${os.versionId}`;
  return [
    {
      purl: debPurl(name, version, {
        ...(os.id === undefined ? {} : { namespace: os.id }),
        ...(architecture === undefined ? {} : { architecture }),
        ...(distro === undefined ? {} : { distro }),
      }),
      name,
      version,
      source: { name: source?.[1] ?? name, version: source?.[2] ?? version },
    },
  ];
}

/** `pkg:deb/debian/bash@5.2-1?arch=amd64&distro=debian-13`; the namespace is the vendor (purl-spec, deb). */
export function debPurl(
  name: string,
  version: string,
  more: { readonly namespace?: string; readonly architecture?: string; readonly distro?: string },
): string {
  return purl("deb", more.namespace ?? "debian", name, version, { arch: more.architecture, distro: more.distro });
}
