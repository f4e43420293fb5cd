import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { z } from "zod";
import { cacheFolder } from "../../sources/cache-folder.ts";
import type { ReadBase } from "./read-base.ts";

/** What is kept of a build: enough to ask later what was known of its packages on any day. */
export type BaseRecord = Pick<ReadBase, "name" | "imageDigest" | "created" | "os" | "packages"> &
  // Of builds that earlier versions kept they are not known.
  Partial<Pick<ReadBase, "user" | "sizeBytes">>;

const text = z.string();
const shape = z.array(
  z.object({
    name: text,
    imageDigest: text,
    created: text,
    user: text.optional(),
    sizeBytes: z.number().optional(),
    os: z.object({
      id: text.optional(),
      idLike: z.array(text).optional(),
      versionId: text.optional(),
      codename: text.optional(),
      prettyName: text.optional(),
    }),
    packages: z.array(
      z.object({
        purl: text,
        name: text,
        version: text,
        source: z.object({ name: text, version: text }).optional(),
        declared: z.literal(true).optional(),
        layer: z.number(),
        path: text,
      }),
    ),
  }),
);

/** The longest lines of images are rebuilt every week or two. */
const mostBuilds = 40;
const largest = 64 * 1_048_576;

/** Builds of lines of images (`python:3.13-slim`) that this machine has read: a registry keeps only the newest of a tag. */
export interface BaseRecords {
  /** Earlier and present builds, oldest first; `add` is among them, and is kept. */
  with(line: string, add: readonly BaseRecord[]): Promise<readonly BaseRecord[]>;
}

/** In `folder`, or nowhere. What cannot be written is not kept; nothing fails for it. */
export function openRecords(folder: string | undefined): BaseRecords {
  const store = folder === undefined ? undefined : cacheFolder(folder);
  return {
    async with(line, add) {
      const key = createHash("sha256").update(`base ${line}`).digest("hex");
      const known = parse(await store?.get(key));
      const all = [...new Map([...known, ...add].map((one) => [one.imageDigest, one])).values()]
        .toSorted((a, b) =>
          a.created < b.created ? -1 : a.created > b.created ? 1 : a.imageDigest < b.imageDigest ? -1 : 1,
        )
        .slice(-mostBuilds);
      if (
        all.length !== known.length ||
        add.some((fresh) => !known.some((one) => one.imageDigest === fresh.imageDigest && one.user === fresh.user))
      ) {
        await store?.put(key, brotliCompressSync(JSON.stringify(all.map(slim))));
      }
      return all;
    },
  };
}

/** A file of another version, or a damaged one, is no record. */
function parse(bytes: Buffer | undefined): readonly BaseRecord[] {
  if (bytes === undefined) return [];
  try {
    const parsed = shape.safeParse(JSON.parse(brotliDecompressSync(bytes, { maxOutputLength: largest }).toString()));
    return parsed.success ? (parsed.data as readonly BaseRecord[]) : [];
  } catch {
    return [];
  }
}

function slim({ name, imageDigest, created, user, sizeBytes, os, packages }: BaseRecord): BaseRecord {
  return {
    name,
    imageDigest,
    created,
    ...(user !== undefined && { user }),
    ...(sizeBytes !== undefined && { sizeBytes }),
    os,
    packages: packages.map(({ purl, name: called, version, source, declared, layer, path }) => ({
      purl,
      name: called,
      version,
      ...(source && { source }),
      ...(declared && { declared }),
      layer,
      path,
    })),
  };
}
