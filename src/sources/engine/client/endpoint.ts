import { ownValue } from "../../../domain/own-value.ts";
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { pathRules } from "../../paths/path-rules.ts";
import type { PathRules } from "../../paths/trusted-path.ts";
import { userFolders, type UserFolders } from "../../paths/user-folders.ts";
import { whyUnread } from "../../paths/why-unread.ts";

/** Address of the engine. `text` is in the format of `DOCKER_HOST`. */
export interface Endpoint {
  readonly text: string;
  readonly address: { readonly socketPath: string } | { readonly host: string; readonly port: number };
}

const defaultHost = "unix:///var/run/docker.sock";

/**
 * The engine that the `docker` command would use: the requested host, `DOCKER_HOST`, `DOCKER_CONTEXT`, the current
 * context of the configuration folder, or the default socket; in this order. Without any of these, Podman's
 * `CONTAINER_HOST`, and without a default socket, those of a rootless Docker Engine and of Podman's service
 * (podman-system-service(1)). Files of the checkout have no influence.
 */
export async function resolveEndpoint(
  host: string | undefined,
  env: NodeJS.ProcessEnv,
  rules: PathRules = pathRules(process.cwd(), [], env),
  sockets?: readonly string[],
): Promise<Endpoint> {
  const configuredHost = host ?? nonEmpty(env["DOCKER_HOST"]);
  if (configuredHost !== undefined) {
    if (nonEmpty(env["DOCKER_TLS_VERIFY"]) !== undefined && !configuredHost.startsWith("unix:"))
      throw tlsFailure(configuredHost);
    return parseEndpoint(configuredHost);
  }
  const folders = userFolders(env, rules);
  const context = nonEmpty(env["DOCKER_CONTEXT"]) ?? (await currentContext(folders, rules));
  if (context !== undefined && context !== "default") return contextEndpoint(folders.docker, context, rules);
  const podman = nonEmpty(env["CONTAINER_HOST"]);
  if (podman !== undefined && context === undefined) return parseEndpoint(podman);
  for (const socket of sockets ?? usualSockets(folders)) {
    const exists = await access(socket).then(
      () => true,
      () => false,
    );
    if (exists) return parseEndpoint(`unix://${socket}`);
  }
  return parseEndpoint(defaultHost);
}

function usualSockets({ runtime }: UserFolders): string[] {
  const rootless = runtime === undefined ? [] : [join(runtime, "docker.sock"), join(runtime, "podman/podman.sock")];
  return [defaultHost.slice("unix://".length), ...rootless, "/run/podman/podman.sock"];
}

/** `unix://PATH` or `tcp://HOST[:2375]`; anything else is a Failure with a hint. */
export function parseEndpoint(text: string): Endpoint {
  const [, scheme, address] = /^([a-z0-9+]+):\/\/(.*)$/i.exec(text) ?? [undefined, "tcp", text];
  switch (scheme?.toLowerCase()) {
    case "unix":
      if (address?.startsWith("/")) return { text: `unix://${address}`, address: { socketPath: address } };
      break;
    case "tcp":
    case "http": {
      const url = URL.parse(`http://${address}`);
      if (url !== null && url.hostname !== "" && (url.pathname === "/" || url.pathname === "")) {
        const host = url.hostname.replace(/^\[|\]$/g, "");
        // URL drops an explicit `:80`, but the default here is 2375, the engine's port.
        const port = /:\d+\/?$/.test(address ?? "") ? Number(url.port || "80") : 2375;
        return { text: `tcp://${url.hostname}:${port}`, address: { host, port } };
      }
      break;
    }
    case "https":
      throw tlsFailure(text);
    case "ssh":
      throw new Failure(
        "engine-unreachable",
        `The engine address ${text} goes over ssh, which hullproof does not speak.`,
        {
          hint: `Forward the socket and point DOCKER_HOST at it: ${forward(address)} & export DOCKER_HOST=unix:///tmp/engine.sock`,
        },
      );
    default:
      break;
  }
  throw new Failure("engine-unreachable", `"${text}" is not an engine address that hullproof understands.`, {
    hint: "Use unix:///PATH/TO/docker.sock or tcp://HOST:PORT in DOCKER_HOST, or unset it to use the local engine.",
  });
}

/**
 * The command that forwards the socket of `ssh://TARGET`: user and port stay in the address, which ssh(1) accepts,
 * and a path is that of the socket, as in the connections of Podman's machines (podman-system-connection(1)). For
 * another address the user must fill in the target.
 */
function forward(target = ""): string {
  const [, sshTarget = "USER@HOST", socket = "/"] = /^([\w.@:[\]-]+)(\/[\w./@-]*)?$/.exec(target) ?? [];
  return `ssh -nNT -L /tmp/engine.sock:${socket === "/" ? "/var/run/docker.sock" : socket} ssh://${sshTarget}`;
}

function tlsFailure(text: string): Failure {
  return new Failure("engine-unreachable", `The engine at ${text} asks for TLS, which hullproof does not speak yet.`, {
    hint: "Run hullproof on the engine's own machine, or forward its socket with ssh -L and set DOCKER_HOST=unix://...",
  });
}

async function currentContext({ docker }: UserFolders, rules: PathRules): Promise<string | undefined> {
  const file = docker && join(docker, "config.json");
  if (file === undefined || whyUnread(file, rules) !== undefined) return undefined;
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const config = parseObject(text);
  if (config === undefined) {
    throw new Failure("engine-unreachable", `${file} is not valid JSON, so the current Docker context is unknown.`, {
      hint: "Repair that file, or set DOCKER_HOST (for example unix:///var/run/docker.sock).",
    });
  }
  const name = config["currentContext"];
  return typeof name === "string" ? nonEmpty(name) : undefined;
}

/** Context store of the Docker command line: one folder per context, named by the SHA-256 of its name. */
async function contextEndpoint(folder: string | undefined, context: string, rules: PathRules): Promise<Endpoint> {
  if (folder === undefined) throw noAddress(context, "no home folder is outside the checkout");
  // Loaded lazily: every check of a file resolves the engine, but rarely through a context: 5 ms.
  const { createHash } = process.getBuiltinModule("node:crypto");
  const digest = createHash("sha256").update(context).digest("hex");
  const file = join(folder, "contexts", "meta", digest, "meta.json");
  const unread = whyUnread(file, rules);
  if (unread !== undefined) throw noAddress(context, `${file} is not used: ${unread}`);
  const text = await readFile(file, "utf8").catch(() => undefined);
  const docker = childObject(childObject(text === undefined ? undefined : parseObject(text), "Endpoints"), "docker");
  const host = docker?.["Host"];
  if (typeof host !== "string" || host === "") throw noAddress(context, `looked in ${file}`);
  const hasTls = await access(join(folder, "contexts", "tls", digest)).then(
    () => true,
    () => false,
  );
  if (hasTls && !host.startsWith("unix:")) throw tlsFailure(host);
  return parseEndpoint(host);
}

function noAddress(context: string, reason: string): Failure {
  return new Failure("engine-unreachable", `The Docker context "${context}" has no engine address (${reason}).`, {
    hint: "See `docker context ls`, choose another with DOCKER_CONTEXT=NAME, or set DOCKER_HOST.",
  });
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function childObject(parent: Record<string, unknown> | undefined, key: string): Record<string, unknown> | undefined {
  return asObject(ownValue(parent, key));
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
