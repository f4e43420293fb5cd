import type { RegistrySettings } from "../../domain/fleet/registry-settings.ts";
import { toJson, type Query, type Transaction } from "./database.ts";
import { maxWaiting, priorities, type FleetQueue } from "./queue.ts";

/** A registry whose list of repositories is due. */
export interface DueRegistry {
  readonly id: number;
  readonly host: string;
  readonly settings: RegistrySettings;
  /** Length of the last list that was believed. */
  readonly repositories: number;
}

/** Takes the registries that are due, so that no other process does. */
export function takeDueRegistries(query: Query): Promise<readonly DueRegistry[]> {
  return query(
    `update registry set due_at = now() + make_interval(secs => (settings->>'interval')::int)
     where id in (select id from registry where due_at <= now() and (paused_until is null or paused_until <= now()) for update skip locked)
     returning id, host, settings, repositories`,
  );
}

export async function recordListing(
  query: Query,
  registry: number,
  count: number | null,
  note: string | null,
): Promise<void> {
  await query(
    "update registry set repositories = coalesce($2, repositories), listed_at = now(), note = $3 where id = $1",
    [registry, count, note],
  );
}

/** Queues the repositories that are due. Those of one registry are spread by a hash of their names, once they were swept. */
export async function feedSweeps(queue: FleetQueue, transaction: Transaction): Promise<number> {
  const rows = await transaction.query<{ id: number }>(
    `update repository set due_at = now() + make_interval(secs => (registry.settings->>'interval')::int
         * (case when swept_at is null then 0.5 + abs(hashtext(repository.name) % 500) / 1000.0 else 1 end))
     from registry
     where registry.id = repository.registry and repository.id in (
       select repository.id from repository join registry on registry.id = repository.registry
       where repository.due_at <= now() and (paused_until is null or paused_until <= now())
       order by repository.due_at limit $1 for update of repository skip locked)
     returning repository.id`,
    [maxWaiting / 10],
  );
  await queue.add(
    "sweep",
    rows.map(({ id }) => id),
    priorities.sweep,
    transaction,
  );
  return rows.length;
}

/** How many images one call queues: the rest stays in our own tables, which are the cursor of the sweep. */
const feedSize = 1_000;

/**
 * Queues images that wait to be read, then those that other code read or refused (`stamp`), while few are queued. Images that only paused
 * registries have stay where they are.
 */
export async function feedImages(queue: FleetQueue, transaction: Transaction, stamp: string): Promise<number> {
  const { query } = transaction;
  const [waiting] = await query<{ count: number }>(
    "select count(*)::int as count from (select from image where queued_at is not null limit $1) as queued",
    [maxWaiting],
  );
  if ((waiting?.count ?? 0) > maxWaiting - feedSize) return 0;
  const feed = async (condition: string, values: readonly unknown[], priority: number) => {
    const rows = await query<{ id: number }>(
      `update image set queued_at = now() where id in (
         select image.id from image where ${condition} and queued_at is null and exists (
           select from manifest_image join tag on tag.manifest = manifest_image.manifest and tag.until is null
           join repository on repository.id = tag.repository join registry on registry.id = repository.registry
           where manifest_image.image = image.id and (paused_until is null or paused_until <= now()))
         order by image.id limit $1 for update skip locked) returning id`,
      [feedSize, ...values],
    );
    await queue.add(
      "image",
      rows.map(({ id }) => id),
      priority,
      transaction,
    );
    return rows.length;
  };
  return (
    (await feed("state = 'known'", [], priorities.sweep)) ||
    (await feed("state in ('read', 'refused') and facts <> $2", [stamp], priorities.renewal))
  );
}

/** Returns images to the feeder that were queued and are in no job: their queue was lost, or their registry paused. */
export async function releaseImages(query: Query): Promise<void> {
  await query("update image set queued_at = null where queued_at < now() - interval '2 hours'");
}

/** The place of an image or a repository in its registry. */
export interface Place {
  readonly registry: number;
  readonly host: string;
  readonly repository: string;
  readonly settings: RegistrySettings;
  readonly paused: boolean;
}

const place = `registry.id as registry, host, repository.name as repository, settings, coalesce(paused_until > now(), false) as paused`;

/** A tag that a sweep had asked for when it was cut short. */
interface AskedTag {
  readonly name: string;
  readonly digest: string;
}

export async function findRepository(
  query: Query,
  id: number,
): Promise<(Place & { readonly asked: readonly AskedTag[] | null }) | undefined> {
  const [row] = await query<Place & { readonly asked: readonly AskedTag[] | null }>(
    `select ${place}, asked from repository join registry on registry.id = repository.registry where repository.id = $1`,
    [id],
  );
  return row;
}

interface ImagePlace extends Place {
  readonly digest: Uint8Array;
  /** Stamp of the code that read or refused it. */
  readonly facts: string | null;
}

/** A repository from which the image can be read, of a registry that is not paused if there is one. */
export async function findImagePlace(query: Query, id: number): Promise<ImagePlace | undefined> {
  const [row] = await query<ImagePlace>(
    `select digest, facts, ${place} from image join manifest_image on manifest_image.image = image.id
     join tag on tag.manifest = manifest_image.manifest and tag.until is null
     join repository on repository.id = tag.repository join registry on registry.id = repository.registry
     where image.id = $1 order by coalesce(paused_until > now(), false), repository.id limit 1`,
    [id],
  );
  return row;
}

/** Stops all requests to a registry, of all processes. The longer pause counts. */
export async function pauseRegistry(
  query: Query,
  registry: number,
  milliseconds: number,
  reason: string,
): Promise<void> {
  await query(
    `update registry set paused_until = greatest(paused_until, now() + make_interval(secs => $2)), pause_reason = $3 where id = $1`,
    [registry, milliseconds / 1_000, reason],
  );
}

/** The newest tags' images are read; what is older stays known by name. */
export async function selectNewest(query: Query, repository: number, newest: number): Promise<void> {
  await query(
    `update image set state = 'known' where state = 'skipped' and id in (
       select manifest_image.image from manifest_image where manifest in (
         select manifest from tag join manifest on manifest.id = tag.manifest
         where repository = $1 and until is null and kind = 'image'
         order by manifest.created desc nulls last, tag.name desc limit $2))`,
    [repository, newest],
  );
}

export async function recordSwept(query: Query, repository: number, note: string | null): Promise<void> {
  await query(
    "update repository set swept_at = case when $2::text is null then now() else swept_at end, note = $2, asked = null where id = $1",
    [repository, note],
  );
}

/** Makes a repository due when its registry is asked again; the digests that were learned are not asked for then. */
export async function postponeSweep(
  query: Query,
  repository: number,
  digests: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  await query("update repository set due_at = now(), asked = coalesce($2::jsonb, asked) where id = $1", [
    repository,
    digests.size === 0 ? null : toJson([...digests].map(([name, digest]): AskedTag => ({ name, digest }))),
  ]);
}

/** Returns an image to the feeder. */
export async function postponeImage(query: Query, image: number): Promise<void> {
  await query("update image set queued_at = null where id = $1", [image]);
}

/** What was read before stays: only an image without a result becomes `refused`. */
export async function refuseImage(query: Query, image: number, stamp: string, reason: string): Promise<void> {
  await query(
    `update image set state = case when content is null then 'refused' else state end, reason = $3, facts = $2, queued_at = null where id = $1`,
    [image, stamp, reason.slice(0, 1_000)],
  );
}
