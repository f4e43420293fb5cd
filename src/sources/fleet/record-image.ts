import type { ImageRecord, PartRecord } from "../../domain/fleet/image-record.ts";
import { storedText, toJson, type Query, type Transaction } from "./database.ts";

/** Longest name that is stored beside a package's whole content: an index entry has room for 2,700 bytes. */
const maxNameLength = 300;

/** Writes a read image in the caller's transaction. `stamp` identifies the code that read it. */
export async function recordImage(
  { query }: Transaction,
  image: number,
  stamp: string,
  { parts, content, os, user, labels, packages, bytes }: ImageRecord,
): Promise<void> {
  const partIds = await recordParts(query, parts);
  const text = (value: string) => storedText(value).slice(0, maxNameLength);
  await query(
    `update image set state = 'read', reason = null, facts = $2, read_at = now(), queued_at = null, os_id = $3, os_version = $4,
       user_name = $5, labels = $6::jsonb, packages = $7, bytes = $8, content = $9 where id = $1`,
    [
      image,
      stamp,
      os.id && text(os.id),
      os.version && text(os.version),
      text(user),
      toJson(labels),
      packages,
      bytes,
      content,
    ],
  );
  await query("delete from image_part where image = $1", [image]);
  await query(
    "insert into image_part (image, layer, part) select $1, layer, part from unnest($2::int[], $3::int[]) as new (layer, part)",
    [image, parts.map(({ layer }) => layer), parts.map(({ sha256 }) => partIds.get(sha256))],
  );
}

/** Returns ids by digest. */
async function recordParts(query: Query, parts: readonly PartRecord[]): Promise<ReadonlyMap<string, number>> {
  const ids = await readIds(
    query,
    "part",
    parts.map(({ sha256 }) => sha256),
  );
  const newParts = parts.filter(({ sha256 }) => !ids.has(sha256)).toSorted(bySha256);
  const packageIds = await recordPackages(query, newParts);
  for (const { sha256, content, packages } of newParts) {
    const [row] = await query<{ id: number }>(
      `insert into part (sha256, packages, content) values (decode($1, 'hex'), $2, $3)
       on conflict (sha256) do update set sha256 = excluded.sha256 returning id`,
      [sha256, [...new Set(packages.map((record) => packageIds.get(record.sha256)))], content],
    );
    if (row !== undefined) ids.set(sha256, row.id);
  }
  return ids;
}

async function recordPackages(query: Query, parts: readonly PartRecord[]): Promise<ReadonlyMap<string, number>> {
  const packages = new Map(parts.flatMap((part) => part.packages.map((record) => [record.sha256, record] as const)));
  const ids = await readIds(query, "package", [...packages.keys()]);
  // Sorted, so that two readers that have the same new packages wait for each other in one order.
  const newPackages = [...packages.values()].filter(({ sha256 }) => !ids.has(sha256)).toSorted(bySha256);
  const rows = newPackages.map((record) => ({
    ...record,
    name: record.name.slice(0, maxNameLength),
    version: record.version.slice(0, maxNameLength),
  }));
  if (rows.length === 0) return ids;
  await query(
    `insert into package (sha256, type, name, version, shards, content)
     select decode(sha256, 'hex'), type, name, version, shards, content
     from jsonb_to_recordset($1::jsonb) as new (sha256 text, type text, name text, version text, shards text[], content text)
     on conflict (sha256) do nothing`,
    [toJson(rows)],
  );
  return readIds(query, "package", [...packages.keys()]);
}

async function readIds(
  query: Query,
  table: "part" | "package",
  digests: readonly string[],
): Promise<Map<string, number>> {
  const rows = await query<{ id: number; sha256: string }>(
    `select id, encode(sha256, 'hex') as sha256 from ${table}
     where sha256 = any (array(select decode(digest, 'hex') from unnest($1::text[]) as digest))`,
    [digests],
  );
  return new Map(rows.map(({ id, sha256 }) => [sha256, id]));
}

function bySha256(a: { readonly sha256: string }, b: { readonly sha256: string }): number {
  return a.sha256 < b.sha256 ? -1 : 1;
}
