import type { ImageRecord, ReadRefusal } from "../../domain/fleet/image-record.ts";
import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import { httpTransport } from "../../sources/http/transport.ts";
import { countLayerRequests } from "../../sources/image/bytes/registry.ts";
import { countedTransport, type CountRequest } from "../../sources/image/registry/counted-transport.ts";
import { registryPeer } from "../../sources/image/registry/registry-peer.ts";
import { pathRules } from "../../sources/paths/path-rules.ts";
import { openRegistryImage } from "../../sources/image/registry/open-registry-image.ts";
import { readContents } from "../image/read-info.ts";
import { refusalOf } from "./refusal-of.ts";
import { splitImage } from "./parts.ts";

/** What a reader's thread is asked. */
export interface ReadTask {
  /** `registry.example/team/app@sha256:...` */
  readonly reference: string;
  readonly cwd: string;
  readonly registries?: Config["registries"];
  readonly cacheFolder?: string;
  readonly cacheBytes?: number;
  /** Whether each request is counted before it is sent. */
  readonly isCounted: boolean;
}

/** Reads an image in a thread with limits. What goes wrong is a result, since errors lose their cause between threads. */
export async function performReadTask(
  { reference, cwd, registries, cacheFolder, cacheBytes, isCounted }: ReadTask,
  signal: AbortSignal,
  count: CountRequest,
): Promise<{ readonly record: ImageRecord } | { readonly refusal: ReadRefusal }> {
  countLayerRequests(isCounted ? count : async () => 0);
  try {
    const image = await openRegistryImage(reference, {
      ...registries,
      env: process.env,
      ...(isCounted && { transport: countedTransport(httpTransport(process.env, registryPeer), count) }),
      rules: pathRules(cwd, [], process.env),
      signal,
    });
    const contents = await readContents(image, { signal, cacheFolder, cacheBytes });
    return { record: splitImage(contents, image.config.user) };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === "interrupted") throw error;
    return { refusal: refusalOf(error) };
  }
}
