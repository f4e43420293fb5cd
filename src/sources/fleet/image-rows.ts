import type { BoundedCount, ImageRow, ListPage } from "../../domain/fleet/answers.ts";
import { digestText, type Query } from "./database.ts";
import { maxCount, toCount, toPage } from "./question.ts";

interface Row {
  readonly id: number;
  readonly digest: Uint8Array;
  readonly platform: string;
  readonly names: readonly string[] | null;
  readonly state: string;
  readonly os_id: string | null;
  readonly os_version: string | null;
  readonly created: Date | null;
}

/** Images by their ids, the latest id first. */
export async function readImageRows(query: Query, ids: readonly number[]): Promise<readonly ImageRow[]> {
  const rows = await query<Row>(
    `select id, digest, platform, state, os_id, os_version, created, array(
       select host || '/' || repository.name || ':' || tag.name
       from manifest_image join tag on tag.manifest = manifest_image.manifest and until is null
       join repository on repository.id = tag.repository join registry on registry.id = repository.registry
       where manifest_image.image = image.id order by 1 limit 3) as names
     from image where id = any ($1::int[]) order by id desc`,
    [ids],
  );
  return rows.map(({ digest, platform, names, state, os_id, os_version, created }) => ({
    digest: digestText(digest),
    platform,
    names: names ?? [],
    state,
    ...(os_id !== null && { os: `${os_id} ${os_version ?? ""}`.trim() }),
    ...(created !== null && { created: created.toISOString() }),
  }));
}

/** Tagged images that have a package of `packages`: a page of them, and how many there are. */
export async function readImagesWith(
  query: Query,
  packages: readonly number[],
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<ListPage<ImageRow> & { readonly images: BoundedCount }> {
  const parts = (await query<{ id: number }>("select id from part where packages && $1::int[]", [packages])).map(
    ({ id }) => id,
  );
  const having = "live and id in (select image from image_part where part = any ($1::int[]))";
  const [total] = await query<{ count: number }>(
    `select count(*)::int as count from (select from image where ${having} limit $2) as counted`,
    [parts, maxCount + 1],
  );
  const ids = await query<{ id: number }>(
    `select id from image where id < $2 and ${having} order by id desc limit $3`,
    [parts, before, limit + 1],
  );
  return { ...(await readImagePage(query, ids, limit)), images: toCount(total?.count ?? 0) };
}

/** A page of images of whose ids one more than `limit` was asked for. */
export async function readImagePage(
  query: Query,
  ids: readonly { readonly id: number }[],
  limit: number,
): Promise<ListPage<ImageRow>> {
  const { rows, next } = toPage(ids, limit, ({ id }) => id);
  return {
    rows: await readImageRows(
      query,
      rows.map(({ id }) => id),
    ),
    ...(next !== undefined && { next }),
  };
}

/** Larger than any id: the first page. */
export const lastId = 2_147_483_647;
