import { createHash } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { ImageRecord, PackageRecord, PartRecord } from "../../domain/fleet/image-record.ts";
import type { SbomContents, PackageInfo } from "../../domain/image/image-info.ts";
import { compareText } from "../../text/compare-text.ts";
import { lookupsOf } from "../../vulnerabilities/matching/lookups.ts";
import { purlType } from "../../vulnerabilities/remediation/purl-type.ts";

type Package = SbomContents["packages"][number];
type Os = SbomContents["os"];

/** What matching looks at, as a distinct package keeps it. */
export interface MatchingInput {
  readonly info: Pick<PackageInfo, "purl" | "name" | "version" | "source" | "identity">;
  /** Of a distribution's package, whose purl need not name it. */
  readonly os: Os;
  /** The end of its path, where that says which build of a gem it is. */
  readonly path: string;
}

/** Longest JSON of what a user can name in a configuration: labels of build tools hold whole SBOMs. */
const [maxLabels, maxLabelLength] = [100, 300];

/** Takes a finished image apart by the layers that brought its packages. */
export function splitImage({ packages, ...contents }: SbomContents, user: string): ImageRecord {
  const { os, config } = contents;
  const parts = [...Map.groupBy(packages, ({ layer }) => layer)]
    .map(([layer, brought]) => partOf(layer, brought, os))
    .sort((a, b) => a.layer - b.layer);
  return {
    parts,
    content: pack(JSON.stringify(contents)),
    os: { ...(os.id !== undefined && { id: os.id }), ...(os.versionId !== undefined && { version: os.versionId }) },
    user,
    labels: Object.entries(config.labels)
      .slice(0, maxLabels)
      .map(([name, value]) => ({ name: name.slice(0, maxLabelLength), value: value.slice(0, maxLabelLength) })),
    packages: packages.length,
    bytes: contents.sizeBytes,
  };
}

/** Puts it together again: equal to what was taken apart. */
export function joinParts(
  content: Uint8Array,
  parts: readonly { readonly layer: number; readonly content: Uint8Array }[],
): SbomContents {
  const contents = JSON.parse(unpack(content)) as Omit<SbomContents, "packages">;
  const packages = parts.flatMap((part) =>
    (JSON.parse(unpack(part.content)) as Omit<Package, "layer">[]).map((info) => ({ ...info, layer: part.layer })),
  );
  return { ...contents, packages: packages.sort(byPurl) };
}

/** Reads what `splitImage` kept of a distinct package. */
export function parseMatchingInput(content: string): MatchingInput {
  return JSON.parse(content) as MatchingInput;
}

function partOf(layer: number, packages: readonly Package[], os: Os): PartRecord {
  const text = JSON.stringify(packages.toSorted(byPurl).map((info) => ({ ...info, layer: undefined })));
  return { layer, sha256: hashOf(text), content: pack(text), packages: packages.map((info) => recordOf(info, os)) };
}

function recordOf(info: Package, os: Os): PackageRecord {
  const { purl, name, version, source, identity } = info;
  const type = purlType(purl);
  const { id, idLike, versionId, codename } = os;
  const input: MatchingInput = {
    info: { purl, name, version, ...(source && { source }), ...(identity && { identity }) },
    os: ["deb", "rpm", "apk"].includes(type)
      ? {
          ...(id !== undefined && { id }),
          ...(idLike && { idLike }),
          ...(versionId !== undefined && { versionId }),
          ...(codename !== undefined && { codename }),
        }
      : {},
    path: type === "gem" ? (/jruby|-java\.gemspec$/.exec(info.path)?.[0] ?? "") : "",
  };
  const content = JSON.stringify(input);
  const lookups = lookupsOf({ ...info, path: input.path }, input.os);
  const shards = typeof lookups === "string" ? [] : [...new Set(lookups.map(({ shard }) => shard))].sort();
  return { sha256: hashOf(content), type, name, version, shards, content };
}

function byPurl(a: Package, b: Package): number {
  return compareText(a.purl, b.purl) || compareText(a.path, b.path);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function pack(text: string): Uint8Array {
  return zstdCompressSync(Buffer.from(text.toWellFormed()));
}

function unpack(bytes: Uint8Array): string {
  return zstdDecompressSync(bytes).toString("utf8");
}
