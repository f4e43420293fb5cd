import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { pathRules } from "../../programs/path-rules.ts";
import type { PathRules } from "../../programs/trusted-path.ts";
import type { RegistryCredential } from "../image-source.ts";
import { askCredentialHelper } from "./credential-helper.ts";
import { withoutEnd } from "../../../text/cut.ts";

export interface FoundCredential {
  readonly credential?: RegistryCredential;
  /** Where it comes from or why there is none, for messages; never the secret. */
  readonly note: string;
}

/** Finds the credential for a registry host, `docker.io` for Docker Hub. Trouble becomes part of the note. */
export type FindCredential = (host: string) => Promise<FoundCredential>;

const entry = z.object({
  auth: z.string().nullish(),
  username: z.string().nullish(),
  password: z.string().nullish(),
  identitytoken: z.string().nullish(),
});
const shape = z.object({
  auths: z.record(z.string(), entry).nullish(),
  credsStore: z.string().nullish(),
  credHelpers: z.record(z.string(), z.string()).nullish(),
});

/** Docker Hub's address in the configuration and for helpers (docker/cli, `registry.IndexServer`). */
const hubServer = "https://index.docker.io/v1/";

/**
 * What `docker login` stored: `$DOCKER_CONFIG/config.json` or `~/.docker/config.json`, with its `credHelpers`, its `credsStore` and its
 * `auths`, in this order (docker/cli, cli/config/configfile). Read when first asked.
 */
export function dockerCredentials(
  env: NodeJS.ProcessEnv,
  helperLimitMs?: number,
  rules: PathRules = pathRules(process.cwd(), [], env),
): FindCredential {
  const folder = env["DOCKER_CONFIG"] || join(env["HOME"] || homedir(), ".docker");
  const file = join(folder, "config.json");
  let config: Promise<z.infer<typeof shape> | string> | undefined;
  return async (host) => {
    config ??= readConfigFile(file);
    const known = await config;
    if (typeof known === "string") return { note: known };
    const server = host === "docker.io" ? hubServer : host;
    const named = Object.entries(known.credHelpers ?? {}).find(([key]) => hostOf(key) === hostOf(server))?.[1];
    const helper = named ?? known.credsStore ?? "";
    let trouble = "";
    if (helper !== "") {
      try {
        const credential = await askCredentialHelper(helper, server, { env, rules }, helperLimitMs);
        if (credential !== undefined) return { credential, note: `as docker-credential-${helper} says` };
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
      }
    }
    const listed = Object.entries(known.auths ?? {}).find(([key]) => hostOf(key) === hostOf(server))?.[1];
    const credential = listed === undefined ? undefined : ofEntry(listed);
    if (credential !== undefined) return { credential, note: `as ${file} says` };
    return { note: trouble === "" ? `${file} has no login for ${host}` : trouble };
  };
}

async function readConfigFile(file: string): Promise<z.infer<typeof shape> | string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return missing ? `${file} does not exist` : `${file} cannot be read`;
  }
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    // Not shown: it may hold a secret.
    return `${file} is not what docker login writes`;
  }
}

/** Older versions wrote `https://HOST/v1/`. Docker Hub has had four names. */
function hostOf(key: string): string {
  const host =
    key
      .replace(/^https?:\/\//, "")
      .split("/")[0]
      ?.toLowerCase() ?? "";
  return ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"].includes(host) ? "docker.io" : host;
}

function ofEntry({ auth, username, password, identitytoken }: z.infer<typeof entry>): RegistryCredential | undefined {
  if (identitytoken) return { kind: "identity", token: identitytoken };
  if (username && password) return { kind: "password", username, password };
  const decoded = Buffer.from(auth ?? "", "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon <= 0) return undefined;
  return {
    kind: "password",
    username: decoded.slice(0, colon),
    password: withoutEnd(decoded.slice(colon + 1), "\0"),
  };
}
