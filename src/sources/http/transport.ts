import { ownValue } from "../../domain/own-value.ts";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { Failure } from "../../domain/failure.ts";
import { guardedLookup, isNamed, refuseByName, refuseWrittenAddress, systemResolve, type Resolve } from "./guard.ts";
import { isLoopback } from "./loopback.ts";
import { networkTrouble } from "./network-trouble.ts";
import { pacer, usualPace, type Pace } from "./pace.ts";
import type { RemoteErrors } from "./remote-errors.ts";
import { interrupted, Transient } from "./transient.ts";

export interface HttpRequest {
  readonly url: URL;
  /** With a body it is a POST, else a GET or `method`. */
  readonly body?: string;
  readonly method?: "HEAD";
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /**
   * Hosts (`HOST[:PORT]`) that the user named: only they may be this machine or in a private network. Default: the
   * host of `url`, which is right if the user provided the address, and wrong if a server or a file did.
   */
  readonly named?: readonly string[] | undefined;
}

export interface HttpAnswer {
  /** Origin of the response, after redirects. */
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Throws `Transient` if the connection is lost or idle for long, `Failure` (`interrupted`). Can be read once. */
  readonly body: AsyncGenerator<Buffer>;
  /** Discards unread data. */
  close(): void;
}

/** Sends one request, following redirects. Throws `Transient` and `Failure` (the peer's `unreachable` and `refused`, `interrupted`). */
export type Transport = (request: HttpRequest) => Promise<HttpAnswer>;

const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

export interface TransportOptions extends Partial<Pace> {
  readonly resolve?: Resolve;
}

/**
 * HTTP for registries and feeds. Connections are reused. Proxies are those of `HTTP_PROXY`, `HTTPS_PROXY` and
 * `NO_PROXY` in `env` (Node 24.5 or newer; never for this machine itself). Hosts that the user did not name are
 * contacted at public addresses only. The time limit of a body depends on its size and a minimum rate.
 */
export function httpTransport(
  env: NodeJS.ProcessEnv,
  peer: RemoteErrors,
  { resolve: addressesOf = systemResolve, ...given }: TransportOptions = {},
): Transport {
  const pace = { ...usualPace, ...given };
  const { stallMs } = pace;
  const agentsOf = (options: { readonly proxyEnv?: NodeJS.ProcessEnv }) => ({
    http: new HttpAgent({ keepAlive: true, ...options }),
    https: new HttpsAgent({ keepAlive: true, ...options }),
  });
  // An open connection to a named host is not reused for one that must be public.
  const direct = agentsOf({});
  const proxied = agentsOf({ proxyEnv: env });
  const guarded = agentsOf({ proxyEnv: env });
  const proxies = proxyHosts(env);
  const lookup = guardedLookup(peer, addressesOf, proxies);

  async function sendOnce({ url, body, method, headers, signal, named }: HttpRequest): Promise<HttpAnswer> {
    if (signal?.aborted === true) throw interrupted();
    const free = isNamed(url, named ?? []);
    if (!free) {
      refuseWrittenAddress(url, peer);
      if (proxies.length > 0) await refuseByName(url, peer, addressesOf);
    }
    const agents = free ? (isLoopback(url.host) ? direct : proxied) : guarded;
    const plain = url.protocol === "http:";
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const outgoing = (plain ? httpRequest : httpsRequest)(url, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      agent: plain ? agents.http : agents.https,
      ...(free ? {} : { lookup }),
      headers: { "User-Agent": "hullproof", "Accept-Encoding": "identity", ...headers },
    });
    const stalled = (): Transient => new Transient(`${url.host} sent nothing for ${stallMs / 1000} s`);
    const abort = (): void => void outgoing.destroy(interrupted());
    signal?.addEventListener("abort", abort, { once: true });
    outgoing.on("close", () => signal?.removeEventListener("abort", abort));
    const timer = setTimeout(() => outgoing.destroy(stalled()), stallMs);
    outgoing.on("response", resolve);
    outgoing.on("error", reject);
    outgoing.end(body);
    let message: IncomingMessage;
    try {
      message = await promise;
    } catch (error) {
      throw networkTrouble(error, url.host, peer);
    } finally {
      clearTimeout(timer);
    }
    // An error of an unread body must not end the process.
    message.on("error", () => {});
    const close = (): void => void message.destroy();
    return {
      url,
      status: message.statusCode ?? 0,
      headers: message.headers,
      body: pieces(message, url.host, stalled, signal),
      close,
    };
  }

  /** Only waiting counts as a stall: a slow reader is not the server's fault. */
  async function* pieces(message: IncomingMessage, host: string, stalled: () => Transient, signal?: AbortSignal) {
    const chunks = message[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    const pacing = pacer(pace, host, peer);
    try {
      for (;;) {
        const begin = performance.now();
        const remainingMs = pacing.leftMs();
        const timer = setTimeout(
          () => message.destroy(stallMs <= remainingMs ? stalled() : pacing.tooSlow()),
          Math.min(stallMs, remainingMs),
        );
        const next = await chunks.next().finally(() => clearTimeout(timer));
        if (next.done === true) return;
        pacing.waited(performance.now() - begin, next.value.length);
        yield next.value;
      }
    } catch (error) {
      if (signal?.aborted === true) throw interrupted();
      throw networkTrouble(error, host, peer);
    } finally {
      message.destroy();
    }
  }

  return async (request) => {
    let { url, headers } = request;
    const { named = [request.url.host] } = request;
    for (let hops = 0; ; hops++) {
      const answer = await sendOnce({ ...request, url, headers, named });
      const { location } = answer.headers;
      if (!redirects.has(answer.status) || location === undefined || request.body !== undefined) return answer;
      answer.close();
      if (hops >= maxRedirects) throw refusedRedirect(peer, url, "it redirects without end");
      const target = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
      if (target === undefined || !/^https?:$/.test(target.protocol))
        throw refusedRedirect(peer, url, "it redirects to no address");
      if (url.protocol === "https:" && target.protocol === "http:") {
        throw refusedRedirect(peer, url, `it redirects to ${target.host} without TLS`);
      }
      if (target.origin !== url.origin) {
        // Storage behind a registry uses signed addresses; the login is only for the registry.
        headers = Object.fromEntries(
          Object.entries(headers).filter(([name]) => name.toLowerCase() !== "authorization"),
        );
      }
      url = target;
    }
  };
}

/** Names of the user's proxies: only they are connected to without a check. */
function proxyHosts(env: NodeJS.ProcessEnv): string[] {
  return ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"].flatMap(
    (name) => URL.parse(ownValue(env, name) ?? "")?.hostname.replace(/^\[|\]$/g, "") ?? [],
  );
}

function refusedRedirect(peer: RemoteErrors, url: URL, reason: string): Failure {
  return new Failure(peer.refused, `${url.host} was not followed: ${reason}.`, {
    hint: peer.hints.redirect,
  });
}
