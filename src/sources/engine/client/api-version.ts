import { Failure } from "../../../domain/failure.ts";

/**
 * API versions that this client supports, by their minor number. 1.40 is Docker 19.03; 1.56 is the newest published
 * one ("Engine API version history" of moby/moby, November 2026). Both forms of changed fields are read: see
 * `shapes.ts`.
 */
const oldest = 40;
const newest = 56;

/** Version information of an engine: `Api-Version` of /_ping, `MinAPIVersion` and `Version` of /version. */
export interface OfferedApi {
  readonly endpoint: string;
  /** `1.45`: the newest supported version. */
  readonly most: string;
  /** The oldest supported version; an engine without it accepts all. */
  readonly least?: string | undefined;
  /** Version of the engine, for the message. */
  readonly version?: string | undefined;
}

/**
 * The newest version that both support. Undefined if `most` is not a version of this API. Throws `Failure`
 * (`engine-unreachable`) if the engine's newest is older than our oldest, or its oldest newer than our newest, in
 * which case it would refuse each call.
 */
export function agreeOnApi({ endpoint, most, least, version }: OfferedApi): string | undefined {
  const last = minorOf(most);
  if (last === undefined) return undefined;
  const first = minorOf(least ?? "") ?? 0;
  const ours = `hullproof speaks 1.${oldest} to 1.${newest}`;
  const engine = `The engine at ${endpoint}${version === undefined ? "" : ` (${version})`} speaks API`;
  if (last < oldest) {
    throw new Failure("engine-unreachable", `${engine} 1.${last} at most; ${ours}.`, {
      hint: "Upgrade to Docker 19.03 or newer.",
    });
  }
  if (first > newest) {
    throw new Failure("engine-unreachable", `${engine} 1.${first} to 1.${last}; ${ours}.`, {
      hint: 'Upgrade hullproof. Until then the engine\'s administrator can let older clients in, where the engine still has that: "min-api-version" in /etc/docker/daemon.json, or DOCKER_MIN_API_VERSION.',
    });
  }
  return `1.${Math.min(last, newest)}`;
}

function minorOf(version: string): number | undefined {
  const minor = /^1\.(\d{1,4})$/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}
