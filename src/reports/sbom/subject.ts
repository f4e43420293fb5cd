import { Failure } from "../../domain/failure.ts";
import type { SbomReport } from "../../domain/report/report.ts";
import { writePurl } from "../../formats/purl/write-purl.ts";

export type ReportImage = NonNullable<SbomReport["image"]>;

/** The image of an SBOM. */
export interface Subject {
  readonly image: ReportImage;
  /** Name in the engine, the registry or the archive; else the name of its file or folder, but never a local path. */
  readonly name: string;
  /** Digest of the manifest if the source has one, else of the configuration. */
  readonly digest: string;
  /** The digest's 64 digits; undefined for another form. */
  readonly sha256: string | undefined;
  /** Requires a manifest digest: the `oci` type demands it, and the image id would identify something else. */
  readonly purl: string | undefined;
}

export function subjectOf({ image, targets }: SbomReport): Subject {
  if (image === undefined)
    throw new Failure("bad-usage", "an SBOM needs an image, and this report has none", {
      hint: "hullproof inspect IMAGE --format cyclonedx",
    });
  const target = targets.find(({ kind }) => kind === "image");
  const name = target?.reference ?? nameOfPath(target?.name ?? image.digest);
  const digest = image.manifestDigest ?? image.digest;
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  const hasManifestDigest = image.manifestDigest !== undefined && sha256 !== undefined;
  const purl = hasManifestDigest ? ociPurl(name, digest, image.config.architecture) : undefined;
  return { image, name, digest, sha256, purl };
}

function nameOfPath(path: string): string {
  const parts = path.split(/[/\\]/).filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.at(-1) ?? "rootfs";
}

const component = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests, with an optional registry host.
const reference = new RegExp(
  `^(?:([A-Za-z0-9.-]+(?::\\d+)?)/)?(${component}(?:/${component})*)(?::(\\w[\\w.-]{0,127}))?(?:@sha256:[0-9a-f]{64})?$`,
);

/** https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md: the name is the last part of the repository. */
export function ociPurl(name: string, digest: string, architecture: string, withTag = true): string | undefined {
  const [, host, path, tag] = reference.exec(name.slice(0, 500)) ?? [];
  const last = path?.split("/").at(-1);
  if (path === undefined || last === undefined) return undefined;
  // As the engine decides: without a dot, a port or `localhost` the first part is not a host.
  const isHost = host !== undefined && (/[.:]/.test(host) || host === "localhost");
  const qualifiers = {
    arch: architecture,
    repository_url: isHost ? `${host}/${path}` : undefined,
    tag: withTag ? tag : undefined,
  };
  return writePurl("oci", undefined, last, digest, qualifiers);
}

export interface System {
  /** From os-release(5). */
  readonly id: string;
  /** `redhat` for RHEL: trivy ignores the distribution under another name, and all scanners accept this one. */
  readonly name: string;
  readonly version?: string;
}

/** The distribution; undefined for an image without one. */
export function systemOf({ os: { id, versionId } }: ReportImage): System | undefined {
  if (id === undefined) return undefined;
  const name = id === "rhel" ? "redhat" : id;
  return { id, name, ...(versionId === undefined ? {} : { version: versionId }) };
}

/** An RFC 3339 time in the form that both standards accept: UTC, whole seconds. Undefined if it is invalid, or Go's zero time. */
export function wholeSeconds(time: string | undefined): string | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  if (Number.isNaN(at) || at < 0 || at >= Date.UTC(10_000)) return undefined;
  return new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
}

/** JSON without lone surrogates, which strict readers reject even when escaped. */
export function sbomText(document: object): string {
  const text = JSON.stringify(document, undefined, 2);
  // They are always escaped, and few texts have one.
  return `${text.includes("\\ud") ? JSON.stringify(document, wellFormed, 2) : text}\n`;
}

function wellFormed(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}

export function unreadText({ path, layer, reason }: NonNullable<ReportImage["unread"]>[number]): string {
  return `${path} (layer ${layer}): ${reason}`;
}
