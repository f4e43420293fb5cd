import type { SweptImage, SweptManifest } from "../../../domain/fleet/swept-tag.ts";
import { Failure } from "../../../domain/failure.ts";
import { choosePlatform, imagesOf } from "../archive/choose-manifest.ts";
import { parseConfig } from "../archive/config.ts";
import { isForeign, parseManifest, type ManifestDocument } from "../archive/manifest.ts";
import { showPlatform } from "../archive/platform.ts";
import { retrying } from "../../http/transient.ts";
import type { RegistryClient } from "./client.ts";
import { fetchBlob, fetchManifest, manifestTypes } from "./fetch-document.ts";
import { readTags } from "./list-tags.ts";
import { readAll } from "./refusal.ts";
import { registryPeer } from "./registry-peer.ts";
import { askRepository, type RegistryOptions } from "./repository.ts";

export interface SweepPlan {
  readonly host: string;
  readonly repository: string;
  /** Tags of the last sweep. One that the list lacks is asked for, since lists lose pages: it is gone when the registry says so. */
  readonly knownTags: readonly string[];
  /** Which of all tags are asked for. */
  readonly chooseTags: (tags: readonly string[]) => readonly string[];
  /** Those of the digests whose meaning is known. */
  readonly readKnown: (digests: readonly string[]) => Promise<ReadonlySet<string>>;
  /** `linux/amd64`; empty: the only one, or the one for this machine. */
  readonly platforms: readonly string[];
  /** Whatever is learned is added at once: a sweep that is cut short goes on with it. */
  readonly learned: {
    /** Tag -> digest; those that are there are not asked for. */
    readonly digests: Map<string, string>;
    /** What digests mean that were not known. */
    readonly manifests: SweptManifest[];
  };
}

/** Requests at a time to one repository. */
const maxConcurrentRequests = 8;

/**
 * Asks a repository for its tags, for the digest of each (HEAD, which registries do not count as a pull), and for the manifests of unknown
 * digests. Returns tags with their digests. Throws `Failure`.
 */
export async function sweepRepository(
  { host, repository, knownTags, chooseTags, readKnown, platforms, learned }: SweepPlan,
  options: RegistryOptions,
): Promise<ReadonlyMap<string, string>> {
  const { result } = await askRepository({ host, repository }, options, async (client) => {
    const tags = chooseTags([...new Set([...(await readTags(client, options.signal)), ...knownTags])]);
    const { digests, manifests } = learned;
    await forEachConcurrently(
      tags.filter((tag) => !digests.has(tag)),
      async (tag) => {
        const digest = await readDigest(client, tag, options.signal);
        if (digest !== undefined) digests.set(tag, digest);
      },
    );
    const present = tags.flatMap((tag) => {
      const digest = digests.get(tag);
      return digest === undefined ? [] : [[tag, digest] as const];
    });
    const distinct = [...new Set(present.map(([, digest]) => digest))];
    const known = await readKnown(distinct);
    await forEachConcurrently(
      distinct.filter((digest) => !known.has(digest)),
      async (digest) => void manifests.push(await readMeaning(client, digest, platforms, options.signal)),
    );
    return new Map(present);
  });
  return result;
}

/** Undefined for a tag that was deleted meanwhile. */
async function readDigest(
  client: RegistryClient,
  tag: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const subject = `${client.endpoint.repository}:${tag}`;
  const question = { path: `manifests/${tag}`, what: subject, headers: { Accept: manifestTypes }, signal };
  try {
    const digest = await retrying(
      async () => {
        const answer = await client.ask({ ...question, method: "HEAD" });
        await readAll(answer, 0);
        return answer.headers["docker-content-digest"];
      },
      signal,
      registryPeer,
    );
    if (typeof digest === "string" && /^sha(256:[0-9a-f]{64}|512:[0-9a-f]{128})$/.test(digest)) return digest;
    // Required since version 1.1.1 of the distribution specification; older registries lack it.
    return (await fetchManifest(client, tag, subject, signal)).digest;
  } catch (error) {
    if (error instanceof Failure && (error.cause as { status?: number } | undefined)?.status === 404) return undefined;
    throw error;
  }
}

async function readMeaning(
  client: RegistryClient,
  digest: string,
  platforms: readonly string[],
  signal: AbortSignal | undefined,
): Promise<SweptManifest> {
  const subject = `${client.endpoint.repository}@${digest}`;
  let mediaType = "";
  try {
    const { bytes, type } = await fetchManifest(client, digest, subject, signal);
    mediaType = type;
    const document = parseManifest(bytes, subject);
    const images = document.kind === "index" ? await choose(document) : [await describe(document, digest)];
    return { digest, mediaType, kind: "image", images };
  } catch (error) {
    if (!(error instanceof Failure) || (error.code !== "bad-image" && error.code !== "no-such-image")) throw error;
    return { digest, mediaType, kind: "unsupported", reason: error.message };
  }

  async function choose({ manifests }: Extract<ManifestDocument, { kind: "index" }>): Promise<readonly SweptImage[]> {
    const readDocument = async (at: string) =>
      parseManifest((await fetchManifest(client, at, subject, signal)).bytes, subject);
    const candidates = await imagesOf(
      manifests,
      (entry) => readDocument(entry.digest),
      () => [],
      subject,
    );
    const requested = platforms.length === 0 ? [undefined] : platforms;
    const images = new Map<string, SweptImage>();
    for (const platform of requested) {
      const candidate = await choosePlatform(
        candidates,
        platform,
        async ({ entry }) => readConfig(await readDocument(entry.digest)),
        subject,
      ).catch((error: unknown) => {
        // Of several requested platforms an image may lack some.
        if (requested.length === 1 || !(error instanceof Failure) || error.code !== "no-such-image") throw error;
      });
      const chosen = candidate?.entry.digest;
      if (chosen !== undefined && !images.has(chosen))
        images.set(chosen, await describe(await readDocument(chosen), chosen));
    }
    if (images.size === 0)
      throw new Failure("no-such-image", `${subject} has none of the platforms ${requested.join(", ")}.`, {
        hint: "Name another platform with --platform.",
      });
    return [...images.values()];
  }

  async function describe(document: ManifestDocument, at: string): Promise<SweptImage> {
    refuseArtifact(document, subject);
    const config = await readConfig(document);
    const created = Number.isNaN(Date.parse(config.created)) ? undefined : new Date(config.created).toISOString();
    return { digest: at, platform: showPlatform(config), ...(created !== undefined && { created }) };
  }

  async function readConfig(document: ManifestDocument) {
    if (document.kind === "index") throw unsupported(subject, "an index is listed as an image");
    return parseConfig(await fetchBlob(client, document.config, subject, signal), `the configuration of ${subject}`);
  }
}

/** Signatures have an image's configuration, and layers without a file system. */
function refuseArtifact(document: ManifestDocument, subject: string): void {
  if (document.kind === "index") return;
  if (document.layers.length === 0) throw unsupported(subject, "it has no layers");
  const strange = document.layers.find(
    ({ mediaType = "" }) => !/(?:\.tar|tar\.gzip|tar\.zstd|tar\+gzip|tar\+zstd)$/.test(mediaType ?? ""),
  );
  if (strange !== undefined)
    throw unsupported(
      subject,
      isForeign(strange)
        ? `a layer may not be passed on by registries (${strange.mediaType})`
        : `a layer is no file system (${strange.mediaType})`,
    );
}

function unsupported(subject: string, reason: string): Failure {
  return new Failure("bad-image", `${subject} is no image that can be read: ${reason}.`, { hint: "Name an image." });
}

async function forEachConcurrently<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const run = async () => {
    try {
      for (let index = next++; index < items.length; index = next++) await action(items[index] as T);
    } catch (error) {
      // A registry that asks to wait gets no further requests.
      next = items.length;
      throw error;
    }
  };
  // What the others still learn counts as well.
  const outcomes = await Promise.allSettled(Array.from({ length: maxConcurrentRequests }, run));
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}
