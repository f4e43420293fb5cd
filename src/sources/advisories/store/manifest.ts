import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { versionSchemes } from "../../../domain/advisory/advisory.ts";
import { isRecord } from "../../../domain/is-record.ts";
import { Failure } from "../../../domain/failure.ts";
import { damaged } from "./damaged.ts";

export const manifestName = "manifest.json";
/** The longest list of shards that anyone can have is a few hundred kilobytes. */
const longestManifest = 16_777_216;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
// Names of files are looked up in the store's folder: no separators.
const fileName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,120}\.hull$/);
/** Earlier versions wrote `licence`. */
const withLicense = (entry: unknown): unknown =>
  isRecord(entry) && "licence" in entry ? { license: entry["licence"], ...entry } : entry;
const sourceFields = z.object({
  name: z.string(),
  license: z.string(),
  attribution: z.string().exactOptional(),
  date: z.iso.date(),
  records: z.int().nonnegative(),
});
const source = z.preprocess(withLicense, sourceFields);
const file = { file: fileName, bytes: z.int().nonnegative(), sha256, sources: z.array(source) };
const manifestShape = z.object({
  schemaVersion: z.literal(1),
  serial: z.int().positive(),
  built: z.iso.datetime(),
  shards: z.array(
    z.object({
      name: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,80}$/),
      scheme: z.enum(versionSchemes),
      ...file,
      packages: z.int().nonnegative(),
      advisories: z.int().nonnegative(),
    }),
  ),
  facts: z.object(file).exactOptional(),
});
export type Manifest = z.infer<typeof manifestShape>;

/** The store's list of files; undefined when the folder has none. Throws `Failure` (`bad-advisories`, `unreadable`). */
export function readManifest(folder: string): { readonly manifest: Manifest; readonly text: string } | undefined {
  const path = join(folder, manifestName);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    if (["ENOENT", "ENOTDIR"].includes((cause as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw new Failure("unreadable", `${path} cannot be read: ${(cause as Error).message}`, {
      hint: "Check the permissions of the folder, or name another one in HULLPROOF_DATA.",
      cause,
    });
  }
  return { manifest: parseManifest(bytes, path), text: bytes.toString("utf8") };
}

/** Throws `Failure` (`bad-advisories`; `unreadable` for one of a later format). `where`: its path or address. */
export function parseManifest(bytes: Buffer, label: string): Manifest {
  if (bytes.length > longestManifest) throw damaged(label, "it is longer than a manifest may be");
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch (cause) {
    throw damaged(label, "it is not JSON", cause);
  }
  const { schemaVersion } = (value ?? {}) as { schemaVersion?: unknown };
  if (typeof schemaVersion === "number" && schemaVersion > 1) {
    throw new Failure("unreadable", `${label} has version ${schemaVersion}, and this hullproof reads version 1`, {
      hint: "A newer hullproof wrote it: use that one, or name another folder in HULLPROOF_DATA.",
    });
  }
  const parsed = manifestShape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw damaged(label, `${issue?.path.join(".") || "it"}: ${issue?.message}`);
}

/** Equal manifests have equal bytes. */
export function manifestText(manifest: Manifest): string {
  const shards = [...manifest.shards].sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${JSON.stringify({ ...manifest, shards }, undefined, 1)}\n`;
}
