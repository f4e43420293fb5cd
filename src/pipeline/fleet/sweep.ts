import { Failure } from "../../domain/failure.ts";
import {
  readManifests,
  readTagNames,
  recordManifests,
  recordRepositories,
  recordTags,
} from "../../sources/fleet/record-sweep.ts";
import {
  findRepository,
  pauseRegistry,
  postponeSweep,
  recordListing,
  recordSwept,
  selectNewest,
  takeDueRegistries,
  type DueRegistry,
  type Place,
} from "../../sources/fleet/work.ts";
import type { Query } from "../../sources/fleet/database.ts";
import { httpTransport } from "../../sources/http/transport.ts";
import type { RegistryOptions } from "../../sources/image/registry/repository.ts";
import catalog from "../../sources/image/registry/listers/catalog.ts";
import { countedTransport, type CountRequest } from "../../sources/image/registry/counted-transport.ts";
import { registryPeer } from "../../sources/image/registry/registry-peer.ts";
import { sweepRepository, type SweepPlan } from "../../sources/image/registry/sweep-repository.ts";
import type { Attempt } from "../../sources/fleet/queue.ts";
import { fitsWildcard } from "../../text/wildcard.ts";
import type { Fleet, FleetContext } from "./fleet.ts";
import { requestCounter } from "./request-counter.ts";
import { refusalOf } from "./refusal-of.ts";

/** Of a repository with more tags than this, those that sort last by number are asked for: images of old versions are not. */
const maxTags = 500;

/** Lists the repositories of registries that are due. */
export async function listRegistries(fleet: Fleet): Promise<void> {
  for (const registry of await takeDueRegistries(fleet.database.query)) await listRegistry(fleet, registry);
}

/** A list that is empty or much shorter than before drops nothing: some clouds answer so, and pages get lost. */
async function listRegistry({ database, context }: Fleet, registry: DueRegistry): Promise<void> {
  const { id, host, settings, repositories } = registry;
  const { query } = database;
  await recordRepositories(query, id, settings.names);
  if (settings.patterns.length === 0) return recordListing(query, id, settings.names.length, null);
  try {
    const names = await catalog.list(host, registryOptions(context, requestCounter(query, { registry: id, settings })));
    const wanted = names.filter((name) => settings.patterns.some((pattern) => fitsWildcard(pattern, name)));
    await recordRepositories(query, id, wanted);
    const isShort = names.length === 0 || names.length < repositories / 2;
    const note = `its list has ${names.length} repositories${repositories > 0 ? `, ${repositories} before` : ""}: nothing was dropped; name them if it lists none (${host}/NAME)`;
    await recordListing(query, id, isShort ? null : names.length, isShort ? note : null);
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    const { kind, reason, waitMs = 0 } = refusalOf(error);
    if (kind === "limited") await pauseRegistry(query, id, waitMs, reason);
    await recordListing(query, id, null, `its repositories are not listed: ${reason} ${error.hint}`);
  }
}

/** Sweeps one repository. Everything that changes is written at the end, together with the end of the job. */
export async function sweepJob({ database, queue, context }: Fleet, attempt: Attempt): Promise<void> {
  const { subject } = attempt;
  const place = await findRepository(database.query, subject);
  if (place === undefined || place.paused) {
    await postponeSweep(database.query, subject);
    return queue.complete(attempt);
  }
  const learned: Learned = { digests: new Map(place.asked?.map(({ name, digest }) => [name, digest])), manifests: [] };
  let tags: ReadonlyMap<string, string>;
  try {
    const knownTags = await readTagNames(database.query, subject);
    tags = await sweepPlace(place, knownTags, database.query, context, learned);
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    const { kind, reason, waitMs = 0 } = refusalOf(error);
    await database.transaction(async (transaction) => {
      const { query } = transaction;
      if (kind === "limited") {
        await pauseRegistry(query, place.registry, waitMs, reason);
        await recordManifests(query, learned.manifests);
        await postponeSweep(query, subject, learned.digests);
      } else await recordSwept(query, subject, reason);
      // A repository that is gone has no tags any more.
      if (kind === "gone") await recordTags(transaction, subject, new Map());
      await queue.complete(attempt, transaction);
    });
    return;
  }
  await database.transaction(async (transaction) => {
    const { query } = transaction;
    await recordManifests(query, learned.manifests);
    await recordTags(transaction, subject, tags);
    await selectNewest(query, subject, place.settings.newest);
    await recordSwept(query, subject, null);
    await queue.complete(attempt, transaction);
  });
}

function sweepPlace(
  place: Place,
  knownTags: readonly string[],
  query: Query,
  context: FleetContext,
  learned: Learned,
): Promise<ReadonlyMap<string, string>> {
  const { host, repository, settings } = place;
  const order = new Intl.Collator("en", { numeric: true });
  return sweepRepository(
    {
      host,
      repository,
      knownTags,
      platforms: settings.platforms,
      readKnown: async (digests) => new Set((await readManifests(query, digests)).keys()),
      learned,
      // Fallback tags of signatures and attestations lead to no image.
      chooseTags: (tags) =>
        tags
          .filter(
            (tag) => settings.tags.some((pattern) => fitsWildcard(pattern, tag)) && !/^sha256-[0-9a-f]{64}/.test(tag),
          )
          .toSorted(order.compare)
          .slice(-maxTags),
    },
    registryOptions(context, requestCounter(query, place)),
  );
}

export function registryOptions(
  { config, env, pathRules, signal }: FleetContext,
  count: CountRequest | undefined,
): RegistryOptions {
  const transport = count && countedTransport(httpTransport(env as NodeJS.ProcessEnv, registryPeer), count);
  return {
    ...config.registries,
    ...(env && { env }),
    ...(pathRules && { rules: pathRules }),
    ...(transport && { transport }),
    signal,
  };
}

type Learned = SweepPlan["learned"];
