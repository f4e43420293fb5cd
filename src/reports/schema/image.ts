import { z } from "zod";
import { bytes, count, digest, list, maybe, position, text } from "./shapes.ts";

const layer = z
  .object({
    index: count,
    diffId: digest,
    createdBy: text,
    line: maybe(position).describe("line of the Dockerfile instruction, when the Dockerfile is known"),
    bytes: bytes.describe("file contents, uncompressed"),
    files: count,
    wastedBytes: bytes.describe("bytes that a later layer overwrites or deletes"),
  })
  .meta({ id: "Layer" });

const packageInfo = z
  .object({
    purl: text,
    name: text,
    version: text,
    source: maybe(z.object({ name: text, version: text })),
    layer: count,
    path: text,
  })
  .meta({ id: "Package" });

const wastedPath = z
  .object({ path: text, bytes, layer: count, by: count, how: z.enum(["overwritten", "deleted"]) })
  .meta({ id: "WastedPath", description: "`layer` holds the bytes, `by` is the layer that made them useless" });

const updates = z
  .object({
    askedAt: text.describe("ISO 8601 UTC"),
    sources: list(text),
    pending: list(
      z.object({
        purl: text,
        name: text,
        source: text,
        installed: text,
        candidate: text,
        origin: text,
        security: z.boolean(),
        cves: list(text),
        fixes: maybe(list(z.object({ id: text, fixedIn: text, quote: text }))).describe(
          "the changelog line for each CVE",
        ),
      }),
    ),
    unread: list(z.object({ name: text, reason: text })).describe("changelogs that could not be read: CVEs unknown"),
  })
  .meta({ id: "Updates" });

export const image = z
  .object({
    digest,
    sizeBytes: bytes,
    user: text,
    os: z.object({
      id: maybe(text),
      versionId: maybe(text),
      codename: maybe(text),
      prettyName: maybe(text),
    }),
    layers: list(layer),
    packages: list(packageInfo),
    waste: z.object({ bytes, paths: list(wastedPath) }),
    leftovers: list(z.object({ path: text, bytes, layer: count })),
    setuid: list(z.object({ path: text, mode: text, uid: count, layer: count, bytes })),
    unread: maybe(list(z.object({ path: text, layer: count, reason: text }))).describe("what they hold is unknown"),
    updates: maybe(updates),
  })
  .meta({ id: "Image" });

export const vulnerability = z
  .object({
    id: text,
    aliases: list(text),
    purl: text,
    installed: text,
    fixedIn: maybe(text),
    status: z.enum(["fixed", "affected", "unknown"]),
    severity: text,
    severitySource: text,
    layer: count,
    path: text,
    evidence: text,
  })
  .meta({ id: "Vulnerability" });
