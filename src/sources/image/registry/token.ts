import { z } from "zod";
import { Failure } from "../../../domain/failure.ts";
import type { RegistryEndpoint } from "../image-source.ts";
import type { Challenge } from "./challenge.ts";
import { isNamed } from "../../http/guard.ts";
import { isLoopback } from "../../http/loopback.ts";
import { readAll, refusal, transientStatus } from "./refusal.ts";
import type { Transport } from "../../http/transport.ts";

const answerShape = z.object({ token: z.string().nullish(), access_token: z.string().nullish() });
const maxTokenBytes = 1_048_576;

/**
 * Requests a pull token (distribution, "Token Authentication Specification"; with an identity token "Oauth2 Token
 * Authentication"). Throws `Failure` (`registry-refused`) and errors of the transport.
 */
export async function bearerToken(
  { parameters }: Challenge,
  endpoint: RegistryEndpoint,
  transport: Transport,
  signal: AbortSignal | undefined,
): Promise<string> {
  const realm = parameters.get("realm") ?? "";
  if (!URL.canParse(realm)) throw noToken(endpoint, "it names no address to get one from");
  const url = new URL(realm);
  const plainRegistry = endpoint.url.startsWith("http:");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && (plainRegistry || isLoopback(url.host)))) {
    throw noToken(endpoint, `${url.host}, which gives them, would be asked without TLS`);
  }
  // The user decides who gets the login, not the requesting server: another port of the same host is another program.
  const registry = new URL(endpoint.url);
  const trusted = url.origin === registry.origin || isNamed(url, endpoint.tokenServers ?? []);
  const { named } = endpoint;
  const service = parameters.get("service");
  const scope = parameters.get("scope") ?? `repository:${endpoint.repository}:pull`;
  const credential = trusted ? endpoint.credential : undefined;
  const answer = await (credential?.kind === "identity"
    ? transport({
        url,
        named,
        body: new URLSearchParams({
          grant_type: "refresh_token",
          service: service ?? "",
          client_id: "hullproof",
          scope,
          refresh_token: credential.token,
        }).toString(),
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        signal,
      })
    : transport({
        url: withQuery(url, { ...(service === undefined ? {} : { service }), scope }),
        headers: credential === undefined ? {} : { Authorization: basic(credential) },
        named,
        signal,
      }));
  const body = await readAll(answer, maxTokenBytes);
  if (answer.status !== 200) {
    if (endpoint.credential !== undefined && !trusted && [401, 403].includes(answer.status)) {
      throw new Failure(
        "registry-refused",
        `${endpoint.host} has its tokens from ${url.host}, which was asked without the login of ${endpoint.host}.`,
        {
          hint: `If that is right, list it in your own settings: registries.tokenServers: { "${endpoint.host}": ["${url.host}"] }.`,
        },
      );
    }
    throw transientStatus(answer, body) ?? refusal(endpoint, answer, body, "a token to pull with");
  }
  const parsed = answerShape.safeParse(jsonOf(body));
  const token = parsed.success ? (parsed.data.token ?? parsed.data.access_token ?? "") : "";
  // Header values must not contain line breaks.
  if (!/^[\x21-\x7e]+$/.test(token)) throw noToken(endpoint, `what ${url.host} answered holds none`);
  return token;
}

export function basic({ username, password }: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function withQuery(url: URL, query: Readonly<Record<string, string>>): URL {
  const full = new URL(url);
  for (const [name, value] of Object.entries(query)) full.searchParams.append(name, value);
  return full;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    return undefined;
  }
}

function noToken({ host }: RegistryEndpoint, reason: string): Failure {
  return new Failure("registry-refused", `${host} requires a token, but ${reason}.`, {
    hint: "Check the registry's settings for token authentication.",
  });
}
