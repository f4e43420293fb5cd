import type { RegistryEndpoint } from "../image-source.ts";
import { parseChallenges } from "./challenge.ts";
import { registryPeer } from "./registry-peer.ts";
import { readAll, refusal, transientStatus } from "./refusal.ts";
import { basic, bearerToken } from "./token.ts";
import { retrying } from "../../http/transient.ts";
import type { HttpAnswer, Transport } from "../../http/transport.ts";

export interface Question {
  /** Path below the repository: `manifests/latest`. */
  readonly path: string;
  /** Name of the request in messages. */
  readonly what: string;
  readonly method?: "HEAD";
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** One repository at one address. It authenticates when required, and remembers the authorization. */
export interface RegistryClient {
  /** The endpoint with the authorization that worked last. */
  readonly endpoint: RegistryEndpoint;
  /** One attempt. The response is 200 or 206; anything else throws `Transient` or `Failure` (`registry-refused`, ...). */
  ask(question: Question): Promise<HttpAnswer>;
  /** A whole document, with retries. Throws `Failure`. */
  document(question: Question, limit: number): Promise<{ readonly bytes: Buffer; readonly answer: HttpAnswer }>;
}

export function registryClient(start: RegistryEndpoint, transport: Transport): RegistryClient {
  let endpoint = start;

  function send({ path, method, headers, signal }: Question): Promise<HttpAnswer> {
    const { url, repository, authorization, named } = endpoint;
    return transport({
      named,
      url: new URL(`${repository}/${path}`, url),
      ...(method && { method }),
      headers: { ...headers, ...(authorization === undefined ? {} : { Authorization: authorization }) },
      signal,
    });
  }

  /** Undefined if none of the registry's challenges can be answered. */
  async function authorization(header: string, signal: AbortSignal | undefined): Promise<string | undefined> {
    const challenges = parseChallenges(header);
    const bearer = challenges.find(({ scheme }) => scheme === "bearer");
    if (bearer !== undefined) return `Bearer ${await bearerToken(bearer, endpoint, transport, signal)}`;
    const offered = challenges.some(({ scheme }) => scheme === "basic");
    return offered && endpoint.credential?.kind === "password" ? basic(endpoint.credential) : undefined;
  }

  const client: RegistryClient = {
    get endpoint() {
      return endpoint;
    },
    async ask(question) {
      let answer = await send(question);
      if (answer.status === 401) {
        // Also with a token, which may have expired, or be for another repository.
        const newAuthorization = await authorization(answer.headers["www-authenticate"] ?? "", question.signal);
        if (newAuthorization !== undefined) {
          // Reads the body, so that the connection can be reused.
          await readAll(answer, 65_536).catch(() => undefined);
          endpoint = { ...endpoint, authorization: newAuthorization };
          answer = await send(question);
        }
      }
      if (answer.status === 200 || answer.status === 206) return answer;
      const body = await readAll(answer, 65_536).catch(() => Buffer.alloc(0));
      throw transientStatus(answer, body) ?? refusal(endpoint, answer, body, question.what);
    },
    document(question, limit) {
      return retrying(
        async () => {
          const answer = await client.ask(question);
          return { bytes: await readAll(answer, limit), answer };
        },
        question.signal,
        registryPeer,
      );
    },
  };
  return client;
}
