import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { answerOf } from "../client/answer-of.ts";
import { Failure } from "../../../domain/failure.ts";
import { refusedStatus } from "../client/http.ts";
import { imageRepository } from "../session/labels.ts";
import { removeImageTag } from "../session/orphaned-resources.ts";
import { imageShape, manifestsShape } from "../client/shapes.ts";
import { imagePath } from "./image-path.ts";
import type { Engine, ImageSummary, EngineSession } from "../types.ts";
import { compareText } from "../../../text/compare-text.ts";

/** The engine's image with this name or id; undefined if there is none. */
export async function inspectImage(
  engine: Engine,
  ref: string,
  signal?: AbortSignal,
): Promise<ImageSummary | undefined> {
  const answer = await engine
    .call<unknown>({ method: "GET", path: `/images/${imagePath(ref)}/json`, signal })
    .catch((error: unknown) => {
      if (refusedStatus(error) === 404) return undefined;
      throw error;
    });
  if (answer === undefined) return undefined;
  const image = answerOf(imageShape, answer);
  const config = image.Config;
  return {
    id: image.Id,
    tags: image.RepoTags.toSorted(compareText),
    sizeBytes: image.Size,
    user: config?.User ?? "",
    env: config?.Env ?? [],
    cmd: config?.Cmd ?? [],
    entrypoint: config?.Entrypoint ?? [],
    workingDir: config?.WorkingDir ?? "",
    exposedPorts: portsOf(config?.ExposedPorts ?? [], /^(\d+)(?:\/tcp)?$/),
    exposedUdpPorts: portsOf(config?.ExposedPorts ?? [], /^(\d+)\/udp$/),
    volumes: (config?.Volumes ?? []).toSorted(compareText),
    stopSignal: config?.StopSignal || "SIGTERM",
    ...(config?.Healthcheck === undefined || config.Healthcheck === null ? {} : { healthcheck: config.Healthcheck }),
    ...((config?.Shell ?? []).length > 0 && { shell: config?.Shell ?? [] }),
    labels: config?.Labels ?? {},
    diffIds: image.RootFS.Layers,
    createdAt: image.Created,
  };
}

/**
 * Saves the image as a docker-archive (`docker save`) to `file`. `onBytes` receives the number of bytes so far.
 * Throws `no-such-image`, `unreadable` if the file cannot be written; a partial file is removed.
 */
export async function saveImage(
  engine: Engine,
  ref: string,
  file: string,
  signal?: AbortSignal,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  // The engine writes all layers to its own disk before the first byte arrives.
  const archive = await engine
    .open({ method: "GET", path: `/images/${imagePath(ref)}/get`, timeoutMs: 300_000, signal })
    .catch((error: unknown) => {
      throw refusedStatus(error) === 404 ? noSuchImage(ref, error) : error;
    });
  let writtenBytes = 0;
  const count = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      writtenBytes += chunk.length;
      onBytes?.(writtenBytes);
      yield chunk;
    }
  };
  try {
    await pipeline(archive, count, createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    await rm(file, { force: true });
    if (error instanceof Failure) throw error;
    throw new Failure("unreadable", `The image ${ref} could not be written to ${file}: ${String(error)}`, {
      hint: "Check that the disk has room for the image, and that the folder may be written.",
      cause: error,
    });
  }
}

/** Tags the image with a name of the run, `hullproof.local/RUN-ID:NAME`, which is removed with the run. Returns that name. */
export async function tagImage(session: EngineSession, ref: string, name: string): Promise<string> {
  const tag = runTag(session, name);
  session.defer(`image ${tag}`, () => removeImageTag(session.engine, tag));
  await setTag(session.engine, ref, tag);
  return tag;
}

/** Tags the image with the user's name, `REPOSITORY[:TAG]`, which stays. Throws `bad-usage`, `no-such-image`. */
export async function keepImage(engine: Engine, ref: string, name: string): Promise<void> {
  if (!/^(?:[A-Za-z0-9.-]+(?::\d+)?\/)?[a-z0-9._/-]+(?::[A-Za-z0-9_][A-Za-z0-9_.-]*)?$/.test(name)) {
    throw new Failure("bad-usage", `"${name}" is not a name that an image can be given.`, {
      hint: "Use REPOSITORY:TAG in lower case, such as team/app:hardened.",
    });
  }
  await setTag(engine, ref, name);
}

async function setTag(engine: Engine, ref: string, name: string): Promise<void> {
  // A colon before the last slash belongs to a registry's port.
  const [, repo, tag] = /^(.*?)(?::([^:/]*))?$/.exec(name) ?? [];
  try {
    // A signal does not abort it: the engine would set the tag after the removal.
    await engine.call({ method: "POST", path: `/images/${imagePath(ref)}/tag`, query: { repo, tag: tag ?? "latest" } });
  } catch (error) {
    throw refusedStatus(error) === 404 ? noSuchImage(ref, error) : error;
  }
}

/** Removes one name; the image is removed only with its last name. Silent if it is already gone. */
export async function removeTag(engine: Engine, tag: string): Promise<void> {
  imagePath(tag);
  await removeImageTag(engine, tag);
}

/** Removes an image without a name. An image with a name stays, and so does one that a container or another image uses meanwhile. */
export async function removeUnnamed(engine: Engine, id: string): Promise<void> {
  if ((await inspectImage(engine, id))?.tags.length !== 0) return;
  await engine.call({ method: "DELETE", path: `/images/${imagePath(id)}`, accept: [404, 409], timeoutMs: 60_000 });
}

/** The name of an image in the run. Characters that a tag cannot contain become `-`. */
export function runTag(session: Pick<EngineSession, "id">, name: string): string {
  return `${imageRepository}/${session.id}:${name
    .replace(/[^A-Za-z0-9_.-]/g, "-")
    .replace(/^[.-]/, "_")
    .slice(0, 100)}`;
}

/**
 * Asks the engine whether the registry would provide the image, without pulling. Only public images: no credentials
 * are sent. `ok: false` with the reason also means a timeout.
 */
export async function canBePulled(
  engine: Engine,
  ref: string,
  options: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number } = {},
): Promise<{ ok: true } | { ok: false; reason: string }> {
  try {
    const path = `/distribution/${imagePath(ref)}/json`;
    await engine.call({ method: "GET", path, timeoutMs: options.timeoutMs ?? 10_000, signal: options.signal });
    return { ok: true };
  } catch (error) {
    if (
      !(error instanceof Failure) ||
      error.code === "interrupted" ||
      error.code === "engine-died" ||
      error.code === "engine-unreachable"
    ) {
      throw error;
    }
    const cause = error.cause;
    const words =
      typeof cause === "object" && cause !== null && "message" in cause ? String(cause.message) : error.message;
    return { ok: false, reason: words };
  }
}

/** Names come from Dockerfiles: text that would lead to another API call is rejected. */
/** Digest of the image's only manifest on the engine. Undefined if there are several, and for engines before API 1.48, which do not report it. */
export async function soleManifest(engine: Engine, ref: string, signal?: AbortSignal): Promise<string | undefined> {
  const query = { manifests: true };
  const answer = await engine.call({ method: "GET", path: `/images/${imagePath(ref)}/json`, query, signal });
  const images = answerOf(manifestsShape, answer).Manifests.filter(
    ({ Kind, Available }) => Kind === "image" && Available,
  );
  return images.length === 1 ? images[0]?.ID : undefined;
}

function noSuchImage(ref: string, cause: unknown): Failure {
  return new Failure("no-such-image", `The engine has no image ${ref}.`, {
    hint: `Build or pull it first: docker pull ${ref}`,
    cause,
  });
}

function portsOf(exposed: readonly string[], form: RegExp): number[] {
  return exposed
    .map((port) => form.exec(port)?.[1])
    .filter((port) => port !== undefined)
    .map(Number)
    .toSorted((a, b) => a - b);
}
