import { z } from "zod";
import { identityKinds } from "../../domain/image/package-identity.ts";
import { account, fileNote, imageConfiguration, leftover, secret, ssh } from "./image-parts.ts";
import { bytes, count, digest, list, maybe, position, text } from "../../schema/shapes.ts";

const layer = z
  .object({
    index: count,
    diffId: digest,
    createdBy: text,
    line: maybe(position).describe("line of the Dockerfile instruction, when the Dockerfile is known"),
    bytes: bytes.describe("file contents, uncompressed"),
    files: count,
    added: count.describe("files that no lower layer shows"),
    changed: count.describe("files that replace one"),
    deleted: count.describe("paths that the layer deletes"),
    wastedBytes: bytes.describe("bytes that a later layer overwrites or deletes"),
    compressedBytes: maybe(bytes).describe("as stored or sent, where the source compresses its layers"),
    digest: z.enum(["verified", "not-checked"]).describe("whether the bytes were compared with their digest"),
  })
  .meta({ id: "Layer" });

const identity = z
  .object({
    by: z.enum(identityKinds),
    confidence: z.number().min(0).max(1),
    evidence: list(text),
    candidates: maybe(list(text)).describe("other names that the evidence allows, likeliest first"),
    stated: maybe(list(text)).describe("names in its headers that begin with a group"),
    folders: maybe(list(text)).describe("where most of its classes lie"),
    relocated: maybe(list(text)).describe("copies of other software in it, of no known version"),
  })
  .meta({ id: "PackageIdentity", description: "how the name of what no package manager installed is known" });

const packageInfo = z
  .object({
    purl: text,
    name: text,
    version: text,
    source: maybe(z.object({ name: text, version: text })),
    licenses: maybe(list(text)).describe("as the data writes them"),
    dependsOn: maybe(list(text)).describe("purls of packages in this image"),
    files: maybe(count).describe("files that it owns and that show; absent: the data does not say"),
    bytes: maybe(bytes).describe("of these files"),
    declared: maybe(z.literal(true)).describe("a lock file names it; nothing says that it is installed"),
    identity: maybe(identity),
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
    digest: digest.describe("of the configuration, the engine's image id; empty for a plain folder, which has none"),
    manifestDigest: maybe(text),
    sizeBytes: bytes,
    compressedBytes: maybe(bytes),
    user: text,
    config: imageConfiguration,
    os: z.object({
      id: maybe(text),
      idLike: maybe(list(text)),
      versionId: maybe(text),
      codename: maybe(text),
      prettyName: maybe(text),
    }),
    layers: list(layer),
    packages: list(packageInfo),
    waste: z.object({
      bytes,
      paths: list(wastedPath),
      efficiency: z.number().describe("bytes shown divided by bytes stored; 1 is best"),
      duplicates: maybe(list(z.object({ bytes, paths: list(text), wastedBytes: bytes }))).describe(
        "equal content under several paths; absent: not compared",
      ),
    }),
    leftovers: list(leftover),
    setuid: list(fileNote),
    fileCapabilities: maybe(list(fileNote.extend({ capabilities: text }))).describe(
      "as getcap(8) writes them; absent: the source shows no extended attributes",
    ),
    worldWritable: list(fileNote),
    devices: list(fileNote),
    accounts: maybe(list(account)),
    groups: maybe(list(z.object({ name: text, gid: count }))),
    ssh: maybe(ssh),
    programs: list(z.object({ kind: text, path: text, layer: count })),
    sboms: maybe(
      list(
        z.object({
          path: text,
          layer: count,
          format: text,
          packages: count,
          contradictions: list(z.object({ name: text, declared: text, found: text, path: text })),
        }),
      ),
    ).describe("that the image brings of itself"),
    secrets: maybe(list(secret)).describe("masked; absent: not searched for"),
    unread: maybe(list(z.object({ path: text, layer: count, reason: text }))).describe("what they hold is unknown"),
    withoutVersion: maybe(list(z.object({ name: text, path: text, layer: count, reason: text }))).describe(
      "programs that no one can look up: nothing in their files states a version",
    ),
    updates: maybe(updates),
  })
  .meta({ id: "Image" });
