import type { RegistrySettings } from "../../domain/fleet/registry-settings.ts";
import type { SweptManifest } from "../../domain/fleet/swept-tag.ts";
import { digestBytes, digestText, toJson, type Query, type Transaction } from "./database.ts";

/** Adds a registry, or renews its settings; changed ones make it due. */
export async function recordRegistry(query: Query, host: string, settings: RegistrySettings): Promise<void> {
  await query(
    `insert into registry (host, settings) values ($1, $2::jsonb)
     on conflict (host) do update set settings = excluded.settings, due_at = now() where registry.settings <> excluded.settings`,
    [host, toJson(settings)],
  );
}

/** All registries, with how many of their repositories are known. */
export function readListings(query: Query): Promise<
  readonly {
    readonly host: string;
    readonly repositories: number;
    readonly paused: boolean;
    readonly note: string | null;
  }[]
> {
  return query(
    `select host, registry.note, coalesce(paused_until > now(), false) as paused,
       (select count(*)::int from repository where repository.registry = registry.id) as repositories from registry`,
  );
}

/** Removes a registry of which nothing was swept, with the repositories that were only named. */
export async function dropEmptyRegistry(query: Query, host: string): Promise<void> {
  const unswept = `select id from registry where host = $1 and not exists (
    select from repository where repository.registry = registry.id and (swept_at is not null or exists (select from tag where tag.repository = repository.id)))`;
  await query(`delete from repository where registry in (${unswept})`, [host]);
  await query(`delete from registry where id in (${unswept})`, [host]);
}

/** Adds repositories; those that are known stay as they are. */
export async function recordRepositories(query: Query, registry: number, names: readonly string[]): Promise<void> {
  await query(
    "insert into repository (registry, name) select $1, name from unnest($2::text[]) as name on conflict do nothing",
    [registry, names],
  );
}

/** Ids of known manifests by digest. */
export async function readManifests(query: Query, digests: readonly string[]): Promise<Map<string, number>> {
  const rows = await query<{ id: number; digest: Uint8Array }>(
    "select id, digest from manifest where digest = any (array(select decode(digest, 'hex') from unnest($1::text[]) as digest))",
    [digests.map((digest) => digestBytes(digest).toString("hex"))],
  );
  return new Map(rows.map(({ id, digest }) => [digestText(digest), id]));
}

/** Adds what digests mean. Images that other manifests mean as well stay one. */
export async function recordManifests(query: Query, manifests: readonly SweptManifest[]): Promise<void> {
  for (const manifest of manifests.toSorted((a, b) => (a.digest < b.digest ? -1 : 1))) {
    const images = manifest.kind === "image" ? manifest.images : [];
    const [row] = await query<{ id: number }>(
      `insert into manifest (digest, kind, media_type, reason, created) values ($1, $2, $3, $4, $5)
       on conflict (digest) do update set digest = excluded.digest returning id`,
      [
        digestBytes(manifest.digest),
        manifest.kind,
        manifest.mediaType.slice(0, 200),
        manifest.kind === "unsupported" ? manifest.reason.slice(0, 1_000) : null,
        images
          .map(({ created }) => created ?? "")
          .sort()
          .at(-1) || null,
      ],
    );
    for (const { digest, platform, created } of images) {
      const [image] = await query<{ id: number }>(
        `insert into image (digest, platform, created) values ($1, $2, $3)
         on conflict (digest) do update set digest = excluded.digest returning id`,
        [digestBytes(digest), platform, created ?? null],
      );
      await query("insert into manifest_image (manifest, image) values ($1, $2) on conflict do nothing", [
        row?.id,
        image?.id,
      ]);
    }
  }
}

/** Names of a repository's tags by the last sweep. */
export async function readTagNames(query: Query, repository: number): Promise<readonly string[]> {
  const rows = await query<{ name: string }>("select name from tag where repository = $1 and until is null", [
    repository,
  ]);
  return rows.map(({ name }) => name);
}

/** The tags of a repository as they are now: a move closes a row and adds one, a deletion closes one. Returns how many rows changed. */
export async function recordTags(
  { query }: Transaction,
  repository: number,
  tags: ReadonlyMap<string, string>,
): Promise<number> {
  const ids = await readManifests(query, [...new Set(tags.values())]);
  const rows = toJson([...tags].map(([name, digest]) => ({ name, manifest: ids.get(digest) })));
  const fresh = "jsonb_to_recordset($2::jsonb) as fresh (name text, manifest integer)";
  const closed = await query<{ manifest: number }>(
    `update tag set until = now() where repository = $1 and until is null
       and not exists (select from ${fresh} where fresh.name = tag.name and fresh.manifest = tag.manifest) returning manifest`,
    [repository, rows],
  );
  const added = await query<{ manifest: number }>(
    `insert into tag (repository, name, manifest)
     select $1, name, manifest from ${fresh}
     where not exists (select from tag where tag.repository = $1 and tag.name = fresh.name and until is null) returning manifest`,
    [repository, rows],
  );
  const changed = [...closed, ...added].map(({ manifest }) => manifest);
  await query(
    `update image set live = now_live from (
       select id, exists (select from manifest_image join tag on tag.manifest = manifest_image.manifest and until is null
         where manifest_image.image = image.id) as now_live
       from image where id in (select image from manifest_image where manifest = any ($1::int[]))) as state
     where image.id = state.id and live <> now_live`,
    [changed],
  );
  return changed.length;
}
