import { ownValue } from "../../../domain/own-value.ts";
import { Failure } from "../../../domain/failure.ts";
import type { RegistryEndpoint } from "../image-source.ts";
import type { FindCredential } from "./credentials.ts";
import { isLoopback } from "../../http/loopback.ts";
import type { ImageReference } from "./reference.ts";
import type { Transport } from "../../http/transport.ts";
import { withoutEnd } from "../../../text/cut.ts";

export interface RegistrySettings {
  /** Registry host (`docker.io`) -> its mirrors, which are asked before it in this order: `mirror.example`, `mirror.example:5000/hub`. */
  readonly mirrors?: Readonly<Record<string, readonly string[]>>;
  /** Hosts, with their ports, that may be contacted without TLS. This machine always may. */
  readonly insecure?: readonly string[];
  /** Hosts, with their ports, in a private network that registries may redirect to: storage, token servers. */
  readonly reach?: readonly string[];
  /** Registry host -> hosts that may get its login, to issue a token for it. */
  readonly tokenServers?: Readonly<Record<string, readonly string[]>>;
}

/** Address of Docker Hub (docker/cli, `registry.DefaultRegistryHost`). */
const hubAddress = "registry-1.docker.io";

/** Token servers of public registries on other hosts (their own challenges, read on 2026-11-27). Both use the same login. */
const usualTokenServers: Readonly<Record<string, readonly string[]>> = {
  "docker.io": ["auth.docker.io"],
  "registry.gitlab.com": ["gitlab.com"],
  "docker.elastic.co": ["docker-auth.elastic.co"],
};

/** The addresses of the mirrors, then of the registry itself, for a repository. Throws `Failure` (`bad-config`). */
export async function endpointsOf(
  { host, repository }: Pick<ImageReference, "host" | "repository">,
  { mirrors = {}, reach = [], tokenServers = {} }: RegistrySettings,
  findCredential: FindCredential,
): Promise<readonly Omit<RegistryEndpoint, "url">[]> {
  const places = [
    ...(ownValue(mirrors, host) ?? []).map((mirror) => ofMirror(mirror, repository)),
    { host, repository },
  ];
  return Promise.all(
    places.map(async (place) => {
      const { credential, note } = await findCredential(place.host);
      const tokens = [
        ...(ownValue(usualTokenServers, place.host) ?? []),
        ...(ownValue(tokenServers, place.host) ?? []),
      ];
      return {
        ...place,
        named: [place.host, ...reach, ...(ownValue(tokenServers, place.host) ?? [])],
        ...(tokens.length > 0 && { tokenServers: tokens }),
        credentialNote: note,
        ...(credential === undefined ? {} : { credential }),
      };
    }),
  );
}

/**
 * The address of an endpoint. TLS is required, except for exempt hosts: their protocol is detected before any login
 * is sent. Throws `Failure` and `Transient`.
 */
export async function addressOf(
  { host, named }: Pick<RegistryEndpoint, "host" | "named">,
  { insecure = [] }: RegistrySettings,
  transport: Transport,
  signal: AbortSignal | undefined,
): Promise<string> {
  const secure = `https://${host === "docker.io" ? hubAddress : host}/v2/`;
  if (!isLoopback(host) && !insecure.includes(host)) return secure;
  const answers = async (url: string): Promise<boolean> => {
    (await transport({ url: new URL(url), headers: {}, named, signal })).close();
    return true;
  };
  const plain = `http://${host}/v2/`;
  try {
    await answers(secure);
    return secure;
  } catch (error) {
    const untrusted = error instanceof Failure && /certificate/.test(error.message);
    if (!untrusted && (await answers(plain).catch(() => false))) return plain;
    throw error;
  }
}

/** A mirror may have a path prefix for its repositories. */
function ofMirror(text: string, repository: string): Pick<RegistryEndpoint, "host" | "repository"> {
  const [host = "", ...path] = withoutEnd(text.replace(/^https:\/\//, ""), "/").split("/");
  if (
    !/^[A-Za-z0-9.[\]:_-]+$/.test(host) ||
    path.some((part) => !/^[a-z0-9._-]+$/.test(part)) ||
    !URL.canParse(`https://${host}`)
  ) {
    throw new Failure("bad-config", `${text} is not a mirror of a registry.`, {
      hint: "Write HOST[:PORT][/PATH]: mirror.example:5000, mirror.example/hub.",
    });
  }
  return { host: host.toLowerCase(), repository: [...path, repository].join("/") };
}
