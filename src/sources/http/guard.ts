import { lookup as systemLookup } from "node:dns";
import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { Failure } from "../../domain/failure.ts";
import { notPublic } from "./public-address.ts";
import type { RemoteErrors } from "./remote-errors.ts";

/** Resolves a name to all its addresses; defaults to the system resolver. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

export const systemResolve: Resolve = (hostname) => {
  const { promise, resolve, reject } = Promise.withResolvers<readonly LookupAddress[]>();
  systemLookup(hostname, { all: true }, (error, found) => (error === null ? resolve(found) : reject(error)));
  return promise;
};

/**
 * Whether `url` is on one of `hosts`, each with its port unless that is the scheme's default. Another port of a named
 * host is another service: a registry on this machine must not lead to its neighbors.
 */
export function isNamed(url: URL, hosts: readonly string[]): boolean {
  return hosts.some((host) => URL.parse(`${url.protocol}//${host}`)?.host === url.host);
}

/** Checks a literal address. URL has already normalized decimal, octal and short forms. */
export function refuseWrittenAddress(url: URL, peer: RemoteErrors): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) refuseAddress(host, url.host, peer);
}

/**
 * `lookup` of a socket: the name is resolved once, every address is checked, and only these addresses are used, so
 * that DNS rebinding has no effect. One forbidden address among several refuses all.
 */
export function guardedLookup(peer: RemoteErrors, resolve: Resolve, exempt: readonly string[] = []): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        try {
          if (!exempt.includes(hostname)) for (const { address } of addresses) refuseAddress(address, hostname, peer);
          if (first === undefined) throw Object.assign(new Error(`no address of ${hostname}`), { code: "ENOTFOUND" });
        } catch (error) {
          callback(error as NodeJS.ErrnoException, []);
          return;
        }
        if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, []),
    );
  };
}

/** A proxy resolves names itself. Addresses known to this machine are checked anyway; a name that only the proxy knows is left to its rules. */
export async function refuseByName({ hostname, host }: URL, peer: RemoteErrors, resolve: Resolve): Promise<void> {
  for (const { address } of await resolve(hostname).catch(() => [])) refuseAddress(address, host, peer);
}

function refuseAddress(address: string, host: string, peer: RemoteErrors): void {
  const addressKind = notPublic(address);
  if (addressKind === undefined) return;
  const isLiteralAddress = host.startsWith(address) || host.startsWith(`[${address}]`);
  const is = isLiteralAddress ? "its address is" : `its name leads to ${address}, which is`;
  throw new Failure(peer.refused, `${host} was not asked: ${is} ${addressKind}.`, {
    hint: peer.hints.privateAddress,
  });
}
