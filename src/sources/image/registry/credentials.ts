import { z } from "zod";
import { pathRules } from "../../paths/path-rules.ts";
import type { PathRules } from "../../paths/trusted-path.ts";
import type { Search } from "../../programs/locate-program.ts";
import { otherShape, readDockerConfig } from "../../user/docker-config.ts";
import { userFolders } from "../../paths/user-folders.ts";
import type { RegistryCredential } from "../image-source.ts";
import { askCredentialHelper } from "./credential-helper.ts";
import { withoutEnd } from "../../../text/cut.ts";

export interface FoundCredential {
  readonly credential?: RegistryCredential;
  /** Its source or why there is none, for messages; never the secret. */
  readonly note: string;
}

/** Finds the credential for a registry host, `docker.io` for Docker Hub. Errors become part of the note. */
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
 * Logins stored by `docker login`: `config.json` of each of `loginFiles`, with its `credHelpers`, its `credsStore`
 * and its `auths`, in this order (docker/cli, cli/config/configfile). One inside the checkout has `auths` only: a
 * pipeline may have stored them there. Read on first use.
 */
export function dockerCredentials(
  env: NodeJS.ProcessEnv,
  rules: PathRules = pathRules(process.cwd(), [], env),
  helperLimitMs?: number,
): FindCredential {
  const finders = userFolders(env, rules).loginFiles.map((file) => loginsIn(file, { env, rules }, helperLimitMs));
  return async (host) => {
    const notes: string[] = [];
    for (const find of finders) {
      const lookup = await find(host);
      if (lookup.credential !== undefined) return lookup;
      notes.push(lookup.note);
    }
    return { note: notes.join("; ") || "there is no folder with logins: no home folder is outside the checkout" };
  };
}

function loginsIn(file: string, search: Search, helperLimitMs: number | undefined): FindCredential {
  let config: Promise<z.infer<typeof shape> | string> | undefined;
  return async (host) => {
    config ??= readConfigFile(file, search.rules);
    const loginConfig = await config;
    if (typeof loginConfig === "string") return { note: loginConfig };
    const server = host === "docker.io" ? hubServer : host;
    const hostHelper = Object.entries(loginConfig.credHelpers ?? {}).find(
      ([key]) => hostOf(key) === hostOf(server),
    )?.[1];
    const helper = hostHelper ?? loginConfig.credsStore ?? "";
    let trouble = "";
    if (helper !== "") {
      try {
        const credential = await askCredentialHelper(helper, server, search, helperLimitMs);
        if (credential !== undefined) return { credential, note: `as docker-credential-${helper} says` };
      } catch (error) {
        trouble = error instanceof Error ? error.message : String(error);
      }
    }
    const authEntry = Object.entries(loginConfig.auths ?? {}).find(([key]) => hostOf(key) === hostOf(server))?.[1];
    const credential = authEntry === undefined ? undefined : ofEntry(authEntry);
    if (credential !== undefined) return { credential, note: `as ${file} says` };
    return { note: trouble === "" ? `${file} has no login for ${host}` : trouble };
  };
}

async function readConfigFile(file: string, rules: PathRules): Promise<z.infer<typeof shape> | string> {
  const config = await readDockerConfig(file, rules);
  if (typeof config === "string") return config;
  const parsed = shape.safeParse(config);
  return parsed.success ? parsed.data : otherShape(file);
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
