import { Failure } from "../../../domain/failure.ts";
import type { Progress } from "../../../domain/progress.ts";
import type { RegistryEndpoint } from "../image-source.ts";
import type { RegistryClient } from "./client.ts";
import { registryClient } from "./client.ts";
import type { FindCredential } from "./credentials.ts";
import { dockerCredentials } from "./credentials.ts";
import type { RegistrySettings } from "./endpoints.ts";
import { addressOf, endpointsOf } from "./endpoints.ts";
import type { ImageReference } from "./reference.ts";
import { withMissed } from "./missed.ts";
import { registryPeer } from "./registry-peer.ts";
import { Transient } from "../../http/transient.ts";
import type { PathRules } from "../../paths/trusted-path.ts";
import type { Transport } from "../../http/transport.ts";
import { httpTransport } from "../../http/transport.ts";

export interface RegistryOptions extends RegistrySettings {
  /** For proxies, the login configuration and its helpers; defaults to this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Trust rules for its files; by default excludes those of the current folder. */
  readonly rules?: PathRules;
  /** Defaults to the logins of `docker login`. */
  readonly findCredential?: FindCredential;
  readonly transport?: Transport;
  readonly signal?: AbortSignal;
  readonly progress?: Progress;
}

/** Time limit for all manifests and tag lists, from all addresses: 2,000 pages or 200 indexes must not add up to a day. */
const askingMs = 600_000;

/**
 * Runs an action on a repository at the first of its addresses that succeeds: its mirrors, then the registry itself,
 * whose error is reported, followed by those of its mirrors. Throws `Failure`.
 */
export async function askRepository<T>(
  reference: Pick<ImageReference, "host" | "repository">,
  options: RegistryOptions,
  action: (client: RegistryClient, transport: Transport) => Promise<T>,
): Promise<{ readonly result: T; readonly client: RegistryClient; readonly rest: readonly RegistryEndpoint[] }> {
  const env = options.env ?? process.env;
  const send = options.transport ?? httpTransport(env, registryPeer);
  const deadline = AbortSignal.timeout(askingMs);
  const transport: Transport = ({ signal, ...request }) =>
    send({ ...request, signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]) });
  const places = await endpointsOf(reference, options, options.findCredential ?? dockerCredentials(env, options.rules));
  const missed: string[] = [];
  for (const [index, place] of places.entries()) {
    try {
      options.progress?.({ stage: "registry", message: `asking ${place.host} for ${place.repository}` });
      const url = await addressOf(place, options, transport, options.signal).catch(settled);
      const client = registryClient({ ...place, url }, transport);
      const result = await action(client, transport);
      const remaining = await addressed(places.slice(index + 1), options, transport);
      return { result, client, rest: remaining };
    } catch (error) {
      if (deadline.aborted && options.signal?.aborted !== true) throw tooLong(place.host);
      if (!(error instanceof Failure) || error.code === "interrupted") throw error;
      if (index < places.length - 1) missed.push(error.message);
      else throw withMissed(error, missed);
    }
  }
  throw new Error("a repository has at least one address");
}

function tooLong(host: string): Failure {
  return new Failure(
    "registry-unreachable",
    `${host} answered, but not to the end within ${askingMs / 60_000} minutes.`,
    {
      hint: "Check that it is a registry, or ask another mirror.",
    },
  );
}

/** Endpoints that respond: a blob that a mirror lost may be available from the next one. */
async function addressed(
  places: readonly Omit<RegistryEndpoint, "url">[],
  options: RegistryOptions,
  transport: Transport,
): Promise<readonly RegistryEndpoint[]> {
  const resolutions = places.map(async (place) => {
    const url = await addressOf(place, options, transport, options.signal).catch(() => undefined);
    return url === undefined ? [] : [{ ...place, url }];
  });
  return (await Promise.all(resolutions)).flat();
}

/** The first contact is not retried: a misspelled name should be reported at once. */
function settled(error: unknown): never {
  if (!(error instanceof Transient)) throw error;
  throw new Failure("registry-unreachable", `${error.message}.`, { hint: error.hint, cause: error });
}
