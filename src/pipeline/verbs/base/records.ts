import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { z } from "zod";
import { cacheFolder } from "../../../sources/paths/cache-folder.ts";
import type { ReadBase } from "./read-base.ts";

/** The recorded part of a build: enough to look up its vulnerabilities on any later day. */
export type BaseRecord = Pick<ReadBase, "name" | "imageDigest" | "created" | "os" | "packages"> &
  // Absent in records of earlier versions.
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

/** Limit of builds per tag; busy tags are rebuilt every week or two. */
const maxBuildsPerTag = 40;
const maxRecordBytes = 64 * 1_048_576;

/** Recorded builds of tags (`python:3.13-slim`) that this machine has read: a registry keeps only the newest. */
export interface BaseRecords {
  /** Records `add`, and returns all builds, oldest first. */
  with(line: string, add: readonly BaseRecord[]): Promise<readonly BaseRecord[]>;
}

/** Stores records in `folder`, if any. Write errors are ignored. */
export function openRecords(folder: string | undefined): BaseRecords {
  const store = folder === undefined ? undefined : cacheFolder(folder);
  return {
    async with(line, add) {
      const key = createHash("sha256").update(`base ${line}`).digest("hex");
      const earlierBuilds = parse(await store?.get(key));
      const builds = [...new Map([...earlierBuilds, ...add].map((build) => [build.imageDigest, build])).values()]
        .toSorted((a, b) =>
          a.created < b.created ? -1 : a.created > b.created ? 1 : a.imageDigest < b.imageDigest ? -1 : 1,
        )
        .slice(-maxBuildsPerTag);
      if (
        builds.length !== earlierBuilds.length ||
        add.some(
          (fresh) =>
            !earlierBuilds.some((build) => build.imageDigest === fresh.imageDigest && build.user === fresh.user),
        )
      ) {
        await store?.put(key, brotliCompressSync(JSON.stringify(builds.map(slim))));
      }
      return builds;
    },
  };
}

/** A damaged file, or one of another version, has no record. */
function parse(bytes: Buffer | undefined): readonly BaseRecord[] {
  if (bytes === undefined) return [];
  try {
    const parsed = shape.safeParse(
      JSON.parse(brotliDecompressSync(bytes, { maxOutputLength: maxRecordBytes }).toString()),
    );
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
