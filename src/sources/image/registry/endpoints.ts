import { ownValue } from "../../../domain/own-value.ts";
import { Failure } from "../../../domain/failure.ts";
import type { RegistryEndpoint } from "../image-source.ts";
import type { FindCredential } from "./credentials.ts";
import { isLoopback } from "../../http/loopback.ts";
import type { ImageReference } from "./reference.ts";
import type { Transport } from "../../http/transport.ts";
import { withoutEnd } from "../../../text/cut.ts";

export interface RegistrySettings {
  /** Registry host (`docker.io`) -> its mirrors, asked before it in this order: `mirror.example`, `mirror.example:5000/hub`. */
  readonly mirrors?: Readonly<Record<string, readonly string[]>>;
  /** Hosts, with their ports, that may be asked without TLS. This machine always may. */
  readonly insecure?: readonly string[];
  /** Hosts, with their ports, to which registries may lead though they are in a private network: storage, token servers. */
  readonly reach?: readonly string[];
  /** Registry host -> hosts that may get its login, to give a token for it. */
  readonly tokenServers?: Readonly<Record<string, readonly string[]>>;
}

/** Where Docker Hub answers (docker/cli, `registry.DefaultRegistryHost`). */
const hubAddress = "registry-1.docker.io";

/** Token servers of public registries that are other hosts (their own challenges, read on 2026-11-27). The login of one is that of the other. */
const usualTokenServers: Readonly<Record<string, readonly string[]>> = {
  "docker.io": ["auth.docker.io"],
  "registry.gitlab.com": ["gitlab.com"],
  "docker.elastic.co": ["docker-auth.elastic.co"],
};

/** The mirrors' and then the registry's own address for a repository. Throws `Failure` (`bad-config`). */
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
 * The address of an endpoint. TLS is a must, except for hosts that may go without: those are asked, before any login is sent, what they
 * speak. Throws `Failure` and `Transient`.
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

/** A mirror may keep the repositories below a path of its own. */
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
